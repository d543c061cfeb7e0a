"""The description of the service (OpenAPI 3.1): what FastAPI knows of the routes, with keys and problems added."""

from __future__ import annotations

from typing import Final

from fastapi import FastAPI

URL: Final = "/openapi.json"


def describe(app: FastAPI) -> None:
    """Let the application describe itself."""
