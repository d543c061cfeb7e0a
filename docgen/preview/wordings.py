"""What a worker does for a picture of any version of a wording: fill it with the example or a test's case, set it, draw
one page. Always marked: as a draft, or as a specimen where the wording is approved, since no case is behind it."""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any, Final

from docgen.binding import COVER
from docgen.binding import TITLE as COVER_TITLE
from docgen.case import Case
from docgen.check import check
from docgen.documents import document_type, example
from docgen.docx.wording import Wording
from docgen.errors import DocgenError, InputRefused, Key, Message
from docgen.library import APPROVED, DRAFT
from docgen.locale import Locale
from docgen.pdf.typeset import Typesetter
from docgen.press import Press
from docgen.preview.drawing import drawn, page_count
from docgen.preview.picture import Picture
from docgen.review.subject import Subject

_NO_GLYPH: Final = "text.glyph"
_KEPT: Final = 12


@dataclass(frozen=True, slots=True)
class Shot:
    """What is drawn: the wording of a type, or of the packets' cover, in a language, whether it is approved, and a case
    (JSON), or with None the type's example."""

    type_id: str
    language: str
    wording: Wording
    approved: bool
    case: bytes | None = None


@dataclass(frozen=True, slots=True)
class _Filled:
    view: dict[str, Any]
    title: Key
    emblem: str | None
    problems: tuple[Message, ...] = ()


_pdfs: OrderedDict[str, bytes] = OrderedDict()  # of a worker process, the one used last at the end


def shot(press: Press, wanted: Shot, page: int, scale: float) -> Picture:
    """One page, the last one where there are fewer; `scale` 1 is 72 pixels an inch.

    Where the wording or the case does not do, the picture is empty and says why. Nothing is registered.
    """
    try:
        pdf = _kept(press, wanted)
    except InputRefused as refused:
        return Picture(b"", problems=tuple({str(each.message): each.message for each in refused.findings}.values()))
    except DocgenError as error:
        return Picture(b"", problems=(error.message,))
    pages = page_count(pdf)
    number = min(max(page, 1), pages)
    png, (width, height) = drawn(pdf, number, scale)
    return Picture(png, width, height, number, pages)


def _kept(press: Press, wanted: Shot) -> bytes:
    case = hashlib.sha256(wanted.case).hexdigest() if wanted.case is not None else ""
    of = [wanted.type_id, wanted.language, wanted.wording.fingerprint, wanted.approved, case, id(press.converter)]
    key = json.dumps(of)
    found = _pdfs.get(key) or _set(press, wanted)
    _pdfs[key] = found
    _pdfs.move_to_end(key)
    if len(_pdfs) > _KEPT:
        _pdfs.popitem(last=False)
    return found


def _set(press: Press, wanted: Shot) -> bytes:
    locale = press.library.locale(wanted.language)
    template = press.library.compiled(wanted.type_id, wanted.language, wanted.wording)
    filled = _cover(locale) if wanted.type_id == COVER else _document(press, wanted, locale)
    marking = press.for_specimens() if wanted.approved else press
    docx = template.render(
        filled.view, title=locale.term(filled.title), language=locale.tag, images=press.emblem(filled.emblem),
        mark=marking.mark(APPROVED if wanted.approved else DRAFT, locale),
    )  # fmt: skip
    setter = press.converter
    return setter.for_drawing(docx) if isinstance(setter, Typesetter) else setter.pdf(docx)


def _document(press: Press, wanted: Shot, locale: Locale) -> _Filled:
    kind = document_type(wanted.type_id)
    document = kind.of(Case.load(json.dumps(example(kind)) if wanted.case is None else wanted.case))
    undrawn = [each for each in check(document, (), press.uncovered) if each.code == _NO_GLYPH]
    if undrawn:
        raise InputRefused(undrawn)
    view = locale.breaking.view(document.view(locale), document.names(locale))
    return _Filled(view, kind.title, document.agency.emblem)


def _cover(locale: Locale) -> _Filled:
    view = Subject.of(None, {locale.tag: locale}).views[locale.tag]
    return _Filled(locale.breaking.view(view, ()), COVER_TITLE, None)
