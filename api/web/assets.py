"""Styles, scripts and fonts of the pages, as `npm run assets` built them of the packages in package.json."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any, Final

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FOLDER: Final = Path(__file__).parent / "static"
PREFIX: Final = "/assets/"
_YEAR: Final = "public, max-age=31536000, immutable"
_ASK: Final = "no-cache"


class _Lasting(StaticFiles):
    """Files whose address changes with their content, so browsers may keep them; without a mark they ask each time."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["cache-control"] = _YEAR if b"v=" in scope["query_string"] else _ASK
        return response


ASSETS: Final[Any] = _Lasting(directory=FOLDER, check_dir=False)


@cache
def asset(name: str) -> str:
    """Address of a file with a mark of its content."""
    path = FOLDER / name
    mark = hashlib.sha256(path.read_bytes()).hexdigest()[:12] if path.is_file() else "missing"
    return f"{PREFIX}{name}?v={mark}"


@cache
def fonts_of(script: str) -> tuple[str, ...]:
    """Addresses of the fonts that a page in this script (ISO 15924) surely shows; none where no font is loaded."""
    path = FOLDER / "preloads.json"
    found = json.loads(path.read_bytes()) if path.is_file() else {}
    return tuple(PREFIX + each for each in found.get(script, ()))
