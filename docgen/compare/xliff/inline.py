"""A Word paragraph as translators see it: stretches of text in a formatting, and codes that stay what they are.

A code is a template tag, a tab, a break, or anything else that is no text (a field, a picture, a note's sign).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

from lxml import etree

from docgen.docx.ooxml import XML, Element, W, is_on, w
from docgen.docx.tags import TAG

TAG_CODE, TAB, BREAK, OBJECT = "tag", "tab", "break", "object"
PLAIN: Final = b""
FIELD: Final = "field"  # holds the runs of a field that is made of many
_TOGGLES: Final = {w("b"): "b", w("i"): "i", w("u"): "u"}
_COMPLEX: Final = {"b": "bCs", "i": "iCs"}
_SIGNS: Final = {w("noBreakHyphen"): "\u2011", w("softHyphen"): "\u00ad"}
_BREAKS: Final = {w("tab"): (TAB, "\t"), w("br"): (BREAK, "\n"), w("cr"): (BREAK, "\n")}
# What marks a place and is no content; it stays where it stands, before or after the words.
_MARKS: Final = frozenset(
    w(name) for name in ("bookmarkStart", "bookmarkEnd", "proofErr", "permStart", "permEnd", "lastRenderedPageBreak")
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph: text, or with a `code` kind what stands there instead.

    `text` reads as the passage does; of an object it is the name of its kind. `form` is the formatting (w:rPr in
    canonical XML, b"" for none), `element` what a code other than a tag is in Word: in a run of its own, or, when
    `whole`, by itself.
    """

    text: str
    form: bytes = PLAIN
    code: str = ""
    element: Element | None = field(default=None, compare=False)
    whole: bool = field(default=False, compare=False)


def pieces(paragraph: Element) -> list[Piece]:
    """The content of a w:p in reading order, tags whole and neighbours of one formatting joined."""
    found: list[Piece] = []
    for is_text, group in groupby(_atoms(paragraph), key=lambda piece: not piece.code):
        stretch = list(group)
        found += _with_tags(stretch) if is_text else stretch
    return found


def form_of(run: Element) -> bytes:
    """The formatting of a run."""
    properties = run.find(w("rPr"))
    if properties is None or not len(properties):
        return PLAIN
    return etree.tostring(properties, method="c14n", exclusive=True)


def toggles(form: bytes) -> str:
    """Which of bold, italic and underlined a formatting is, as "bi"."""
    if form == PLAIN:
        return ""
    on = (each for each in etree.fromstring(form) if each.tag in _TOGGLES and each.get(w("val")) != "none")
    return "".join(sorted(_TOGGLES[str(each.tag)] for each in on if is_on(each)))


def toggled(base: bytes, names: str) -> bytes:
    """A formatting that is bold, italic and underlined as `names` says, and else as `base`."""
    properties = etree.fromstring(base) if base else etree.Element(w("rPr"), nsmap={"w": W})
    known = {w(name) for short in "biu" for name in (short, _COMPLEX.get(short, short))}
    for child in [each for each in properties if each.tag in known]:
        properties.remove(child)
    # The order of the schema (ECMA-376 Part 1, 17.3.2.28): style and fonts, then these, then the rest.
    at = sum(each.tag in (w("rStyle"), w("rFonts")) for each in properties)
    for name in names:
        made = [etree.Element(w(each)) for each in (name, _COMPLEX.get(name, "")) if each]
        if name == "u":
            made[0].set(w("val"), "single")
            at = _underline_place(properties)
        properties[at:at] = made
        at += len(made)
    return etree.tostring(properties, method="c14n", exclusive=True)


_AFTER_UNDERLINE: Final = frozenset(
    w(name)
    for name in ["effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em", "lang", "eastAsianLayout", "oMath"]
)


def _underline_place(properties: Element) -> int:
    return next((at for at, each in enumerate(properties) if each.tag in _AFTER_UNDERLINE), len(properties))


def base_form(found: Sequence[Piece]) -> bytes:
    """The formatting most of a paragraph is in."""
    lengths: Counter[bytes] = Counter()
    for piece in found:
        lengths[piece.form] += len(piece.text) if piece.code in ("", TAG_CODE) else 0
    return lengths.most_common(1)[0][0] if lengths else PLAIN


def rewrite(paragraph: Element, content: Iterable[Piece]) -> None:
    """Put this content into a w:p in place of its own; paragraph properties and bookmarks stay."""
    before, after = _marks(paragraph)
    properties = paragraph.find(w("pPr"))
    for child in list(paragraph):
        if child is not properties:
            paragraph.remove(child)
    paragraph.extend([*before, *_written(content), *after])


def _marks(paragraph: Element) -> tuple[list[Element], list[Element]]:
    """What marks a place, before the content begins and after; an end is never put before its beginning."""
    before: list[Element] = []
    after: list[Element] = []
    begun = False
    for child in paragraph:
        if child.tag in _MARKS:
            opens = child.tag in (w("bookmarkStart"), w("permStart"))
            (before if opens or not begun else after).append(child)
        elif child.tag != w("pPr"):
            begun = True
    return before, after


def _written(content: Iterable[Piece]) -> Iterator[Element]:
    def kind(piece: Piece) -> tuple[bool, bytes]:
        return piece.code in ("", TAG_CODE), piece.form

    for (is_text, form), group in groupby(content, key=kind):
        if is_text:
            text = etree.Element(w("t"))
            text.text = "".join(piece.text for piece in group)
            text.set(f"{{{XML}}}space", "preserve")
            yield _run(form, text)
            continue
        for piece in group:
            made = etree.Element(w("tab" if piece.code == TAB else "br"))
            if piece.element is not None:
                made = deepcopy(piece.element)
            yield from made if made.tag == FIELD else [made if piece.whole else _run(form, made)]


def _run(form: bytes, content: Element) -> Element:
    run = etree.Element(w("r"))
    if form:
        run.append(etree.fromstring(form))
    run.append(content)
    return run


def _atoms(paragraph: Element) -> Iterator[Piece]:
    """Text run by run, codes one by one; a field of many runs is one code."""
    depth = 0
    gathered: list[Element] = []
    for child in paragraph:
        if child.tag == w("pPr") or child.tag in _MARKS:
            continue
        steps = [each.get(w("fldCharType")) for each in child.iter(w("fldChar"))]
        depth += steps.count("begin") - steps.count("end")
        if depth > 0 or gathered:
            gathered.append(child)
            if depth <= 0:
                yield _object(gathered)
                gathered = []
        elif child.tag == w("r"):
            yield from _of_run(child)
        else:
            yield _object([child])
    if gathered:
        yield _object(gathered)


def _of_run(run: Element) -> Iterator[Piece]:
    form = form_of(run)
    for child in run:
        tag = str(child.tag)
        if tag == w("t"):
            if child.text:
                yield Piece(child.text, form)
        elif tag in _SIGNS:
            yield Piece(_SIGNS[tag], form)
        elif tag in _BREAKS:
            code, text = _BREAKS[tag]
            yield Piece(text, form, code, child)
        elif tag not in _MARKS and tag != w("rPr"):
            yield Piece(etree.QName(child).localname, form, OBJECT, child)


def _object(elements: Sequence[Element]) -> Piece:
    if len(elements) == 1:
        return Piece(etree.QName(elements[0]).localname, PLAIN, OBJECT, elements[0], whole=True)
    held = etree.Element(FIELD)
    held.extend(deepcopy(each) for each in elements)
    return Piece(FIELD, PLAIN, OBJECT, held, whole=True)


def _with_tags(stretch: Sequence[Piece]) -> Iterator[Piece]:
    """Text without codes in between: its tags whole, in the formatting each begins in."""
    text = "".join(piece.text for piece in stretch)
    forms = [piece.form for piece in stretch for _ in piece.text]
    at = 0
    for tag in TAG.finditer(text):
        yield from _text(text, forms, at, tag.start())
        yield Piece(tag[0], forms[tag.start()], TAG_CODE)
        at = tag.end()
    yield from _text(text, forms, at, len(text))


def _text(text: str, forms: Sequence[bytes], start: int, end: int) -> Iterator[Piece]:
    for form, group in groupby(range(start, end), key=forms.__getitem__):
        yield Piece("".join(text[at] for at in group), form)
