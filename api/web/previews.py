"""The picture of a paper's page: beside the questions, and on a page of its own."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Final
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from api.problems import NotFound
from api.service import Service, service_of
from api.web.files import opened
from api.web.shell import page as shown
from api.web.visitors import SignedIn, Visitor, is_local
from docgen.casefile.files import CaseFile
from docgen.casefile.places import DOCUMENTS, Place
from docgen.documents import document_types
from docgen.errors import Key, Message
from docgen.forms.nodes import Node, Steps, tree_of
from docgen.locale import Locale
from docgen.preview.picture import Picture, picture
from docgen.store import Role

router: Final = APIRouter()
Clerk = Annotated[Visitor, Depends(SignedIn(Role.CLERK))]
COOKIE: Final = "picture"
ZOOMS: Final = (125, 150, 200)
"""Per cent of 72 pixels an inch; in the least the page is never wider than its place."""
_USUAL: Final = ZOOMS[0]
_ASIDE: Final = "pane"
_NEVER_KEPT: Final = {"Cache-Control": "private, no-store"}


@dataclass(frozen=True, slots=True)
class Sight:
    """Which page of which paper is looked at, in which language and size."""

    type_id: str
    language: str
    page: int = 1
    zoom: int = _USUAL


@dataclass(frozen=True)
class Pane:
    """What the pane shows. `picture` is None where the page is still to be drawn; `source` is the picture's address or
    the picture itself."""

    case: str
    revision: int
    sight: Sight
    title: Key
    languages: Sequence[str]
    source: str
    picture: Picture | None = None
    gaps: Sequence[tuple[str, str]] = ()
    """Captions of what is taken from the example, and where each is asked for."""

    def address(self, language: str = "", page: int = 0, zoom: int = 0) -> str:
        """Address of this page of the paper, or of another one, in another language or size."""
        sight = self.sight
        query = {"page": page or sight.page, "zoom": zoom or sight.zoom}
        return f"{_base(self.case, sight.type_id, language or sight.language)}?{urlencode(query)}"

    @property
    def pages(self) -> int:
        """How many pages the paper has; 0 where that is not known yet."""
        return self.picture.pages if self.picture else 0

    @property
    def smaller(self) -> int | None:
        """The zoom below this one."""
        return max((zoom for zoom in ZOOMS if zoom < self.sight.zoom), default=None)

    @property
    def larger(self) -> int | None:
        """The zoom above this one."""
        return min((zoom for zoom in ZOOMS if zoom > self.sight.zoom), default=None)


def pane_of(request: Request, visitor: Visitor, file: CaseFile, place: Place = ()) -> Pane | None:
    """The pane beside the questions of a place: of its paper, else of the one that was looked at last, else of the
    first that was started; None where there is none. It is drawn when the browser asks for it."""
    service = service_of(request)
    last = _remembered(request)
    started = [each for each in file.draft.values.get(DOCUMENTS, {}) if each in document_types()]
    if place[:1] == (DOCUMENTS,):
        type_id = str(place[1])
    elif last and last.type_id in started:
        type_id = last.type_id
    else:
        type_id = next(iter(started), "")
    languages = service.library.languages_of(type_id)
    if not languages:
        return None
    own = visitor.locale.tag if visitor.locale.tag in languages else languages[0]
    sight = Sight(type_id, own)
    if last and last.language in languages:
        sight = replace(last, type_id=type_id, page=last.page if last.type_id == type_id else 1)
    return _pane(service, file, sight, None, visitor.locale)


@router.get("/cases/{case}/preview/{type_id}/{language}")
async def show_preview(
    request: Request, visitor: Clerk, case: str, type_id: str, language: str, page: int = 1, zoom: int = _USUAL
) -> Response:
    """The page with its tools; only the pane for htmx and for our script, with the picture in it."""
    service, file = service_of(request), await opened(request, visitor, case)
    aside = bool(request.headers.get("hx-request"))
    sight = _asked(service, type_id, language, page, zoom)
    found = await _drawn(service, file, sight, nearest=aside)
    sight = replace(sight, page=found.page or 1)
    pane = _pane(service, file, sight, found, visitor.locale, inside=aside)
    template = "preview_pane.html" if aside else "preview.html"
    response = shown(request, template, visitor.locale, visitor=visitor, pane=pane, headers=_NEVER_KEPT)
    response.set_cookie(
        COOKIE, ".".join(map(str, (type_id, language, sight.page, sight.zoom))), httponly=True, samesite="lax",
        secure=not is_local(request),
    )  # fmt: skip
    return response


@router.get("/cases/{case}/preview/{type_id}/{language}/{page}.png")
async def show_picture(
    request: Request, visitor: Clerk, case: str, type_id: str, language: str, page: int, zoom: int = _USUAL
) -> Response:
    """The picture alone."""
    service, file = service_of(request), await opened(request, visitor, case)
    aside = request.query_params.get("for") == _ASIDE
    found = await _drawn(service, file, _asked(service, type_id, language, page, zoom), nearest=aside)
    if not found.png:
        raise NotFound(_no_page())
    return Response(found.png, media_type="image/png", headers=_NEVER_KEPT)


def _asked(service: Service, type_id: str, language: str, page: int, zoom: int) -> Sight:
    if language not in service.library.languages_of(type_id):
        raise NotFound(Message("there is no such paper in that language; go back to the case and choose one"))
    return Sight(type_id, language, page, min(ZOOMS, key=lambda each: abs(each - zoom)))


async def _drawn(service: Service, file: CaseFile, sight: Sight, *, nearest: bool) -> Picture:
    """Raises NotFound for a page that the paper has not."""
    draft, scale = file.draft.to_json(), sight.zoom / 100
    found = await service.workers.run(
        picture, draft, sight.type_id, sight.language, sight.page, scale, nearest=nearest
    )  # fmt: skip
    if not found.page and not found.problems:
        raise NotFound(_no_page())
    return found


def _no_page() -> Message:
    return Message("the paper has no such page; look at its first page")


def _remembered(request: Request) -> Sight | None:
    """What the visitor looked at last, as far as the cookie says something of sense."""
    match request.cookies.get(COOKIE, "").split("."):
        case [type_id, language, page, zoom] if page.isdecimal() and zoom.isdecimal() and type_id in document_types():
            number, size = int(page[:4]), int(zoom[:4])
            return Sight(type_id, language, max(number, 1), size if size in ZOOMS else _USUAL)
    return None


def _pane(
    service: Service, file: CaseFile, sight: Sight, found: Picture | None, locale: Locale, *, inside: bool = False
) -> Pane:
    base = f"{_base(file.id, sight.type_id, sight.language)}/{sight.page}.png"
    query = {"revision": file.revision, "zoom": sight.zoom} | ({} if found else {"for": _ASIDE})
    source = f"{base}?{urlencode(query)}"
    if inside and found:
        source = "data:image/png;base64," + base64.b64encode(found.png).decode()
    kind = document_types()[sight.type_id]
    tree = tree_of(kind)
    gaps = [
        (_caption(tree, gap.steps, locale), f"/cases/{file.id}/at/{quote(gap.path, safe='/?=#')}" if gap.path else "")
        for gap in (found.gaps if found else ())
    ]
    return Pane(
        file.id, file.revision, sight, kind.title, service.library.languages_of(sight.type_id), source, found, gaps
    )


def _base(case: str, type_id: str, language: str) -> str:
    return f"/cases/{case}/preview/{type_id}/{language}"


def _caption(tree: Node, steps: Steps, locale: Locale) -> str:
    """The captions on the way down to a field, rows by their numbers."""
    parts: list[str] = []
    for end, step in enumerate(steps, 1):
        node = tree.at(steps[:end])
        if isinstance(step, int):
            parts[-1:] = [f"{''.join(parts[-1:])} {locale.digits(str(step + 1))}"]
        elif node is not None:
            parts.append(locale.term(node.title))
    return " – ".join(parts)
