"""Styles, scripts and fonts of the pages, as `npm run assets` built them of the packages in package.json."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any, Final

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FOLDER: Final = Path(__file__).parent / "static"
_YEAR: Final = "public, max-age=31536000, immutable"


class _Lasting(StaticFiles):
    """Files whose address changes with their content (`asset`), so browsers may keep them."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["cache-control"] = _YEAR
        return response


ASSETS: Final[Any] = _Lasting(directory=FOLDER, check_dir=False)


@cache
def asset(name: str) -> str:
    """Address of a file with a mark of its content."""
    path = FOLDER / name
    mark = hashlib.sha256(path.read_bytes()).hexdigest()[:12] if path.is_file() else "missing"
    return f"/assets/{name}?v={mark}"
