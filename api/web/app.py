"""The pages as an application of their own, mounted beside the API: its routes answer in HTML, its errors are pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from fastapi import APIRouter, FastAPI

from api.web import account, batch_pages, cases, errors, keeping, signing_in
from api.web.assets import ASSETS
from api.web.door import Door
from api.web.headers import PageHeaders

ROUTERS: Final[Sequence[APIRouter]] = (
    signing_in.router,
    keeping.router,
    account.router,
    cases.router,
    batch_pages.router,
)


def create_pages() -> FastAPI:
    """The pages; whoever mounts them sets `state.service`."""
    pages = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    pages.state.door = Door()
    pages.mount("/assets", ASSETS)
    for router in ROUTERS:
        pages.router.routes.extend(router.routes)
    pages.add_middleware(PageHeaders)
    errors.register(pages)
    return pages
