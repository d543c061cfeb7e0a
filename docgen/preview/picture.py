"""What a worker does for the picture of a page: fill the draft up, render it as a specimen, set it, draw one page."""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final

from docgen.casefile.assembly import Assembly, assembly_of
from docgen.casefile.draft import Draft
from docgen.casefile.places import Place, path_of
from docgen.casefile.sections import page_of
from docgen.check import check
from docgen.documents import document_type
from docgen.errors import DocgenError, InputRefused, Message, UnknownName
from docgen.forms.nodes import Steps
from docgen.generate import papers
from docgen.pdf.typeset import Typesetter
from docgen.press import Press
from docgen.preview.drawing import drawn, page_count
from docgen.preview.filler import filled

_NO_GLYPH: Final = "text.glyph"
_KEPT: Final = 16
"""Set documents that a worker keeps, 100 to 200 KB each: turning the page or zooming then only draws."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A place of a document, as steps from it, that shows the type's example; `path` is what stands behind
    /cases/{case}/at/ in the address of its question, "" where no page asks it."""

    steps: Steps
    path: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as PNG, `width` × `height` pixels; b"" where it could not be set, and `problems` says why.

    `page` counts from 1, and is 0 where the document has no page of the number that was asked for.
    """

    png: bytes = field(repr=False)
    width: int = 0
    height: int = 0
    page: int = 0
    pages: int = 0
    gaps: tuple[Gap, ...] = ()
    problems: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class _Set:
    """A document as it was set."""

    pdf: bytes = field(repr=False)
    pages: int
    gaps: tuple[Gap, ...]


_shelf: OrderedDict[bytes, _Set] = OrderedDict()  # of a worker process, the one used last at the end


def picture(
    press: Press, draft: bytes, type_id: str, tag: str, page: int, scale: float, *, nearest: bool = False
) -> Picture:
    """One page of the document that a draft (`Draft.to_json`) will make; `scale` 1 is 72 pixels an inch.

    With `nearest` a page beyond the last one is the last one. The rules of the SOP do not stand in the way of a
    picture, and nothing is registered. Raises UnknownName for a type or language that there is not.
    """
    if tag not in press.library.languages_of(type_id):
        raise UnknownName(Message("there is no template of this document in that language; choose another language"))
    read = Draft.from_json(draft)
    try:
        found = _of_shelf(press.for_specimens(), read, type_id, tag)
    except DocgenError as error:
        return Picture(b"", problems=_reasons(error))
    number = min(page, found.pages) if nearest else page
    if not 1 <= number <= found.pages:
        return Picture(b"", pages=found.pages, gaps=found.gaps)
    png, (width, height) = drawn(found.pdf, number, scale)
    return Picture(png, width, height, number, found.pages, found.gaps)


def _reasons(error: DocgenError) -> tuple[Message, ...]:
    if isinstance(error, InputRefused):
        return tuple({str(each.message): each.message for each in error.findings}.values())
    return (error.message,)


def _of_shelf(press: Press, draft: Draft, type_id: str, tag: str) -> _Set:
    assembly = assembly_of(draft, type_id)
    wording = press.library.template(type_id, tag).fingerprint  # another one may be in use since the last picture
    of = [type_id, tag, wording, id(press.converter), assembly.tree]
    key = hashlib.sha256(json.dumps(of, ensure_ascii=False).encode("utf-8", "surrogatepass")).digest()
    found = _shelf.get(key) or _set(press, assembly, draft, type_id, tag)
    _shelf[key] = found
    _shelf.move_to_end(key)
    if len(_shelf) > _KEPT:
        _shelf.popitem(last=False)
    return found


def _set(press: Press, assembly: Assembly, draft: Draft, type_id: str, tag: str) -> _Set:
    document, taken = filled(document_type(type_id), assembly.tree)
    undrawn = [each for each in check(document, (), press.uncovered) if each.code == _NO_GLYPH]
    if undrawn:
        raise InputRefused(undrawn)
    (file,) = papers(document, press.library.locale(tag), press, ["docx"])
    setter = press.converter
    pdf = setter.for_drawing(file.data) if isinstance(setter, Typesetter) else setter.pdf(file.data)
    return _Set(pdf, page_count(pdf), tuple(Gap(steps, _path(assembly.place(steps), draft)) for steps in taken))


def _path(place: Place, draft: Draft) -> str:
    """Where a place is asked for; of a row that there is not, where its list is."""
    beyond = (at for at, step in enumerate(place) if isinstance(step, int) and step >= draft.rows(place[:at]))
    there = place[: next(beyond, len(place))]
    page = page_of(there, draft)
    return f"{page.path}#{path_of(there)}" if page else ""
