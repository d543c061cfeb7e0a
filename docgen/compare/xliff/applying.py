"""Translations taken back from an XLIFF 2.1 file into the Word template they were made for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from lxml import etree

from docgen.breaks import unmarked
from docgen.compare.parts import replaced
from docgen.compare.xliff.codes import Inventory, inventory
from docgen.compare.xliff.export import CATEGORY, METADATA, VERSION, content, stated, unit_id, x
from docgen.compare.xliff.inline import OBJECT, Piece, rewrite
from docgen.compare.xliff.wording import Placed, Wording, placed, translations
from docgen.docx import gate
from docgen.docx.ooxml import Element, strict_parser
from docgen.errors import Finding, Key, Message, Severity, TranslationRefused

MAX_FILE: Final = 8_000_000
_SIGNS: Final = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}")
_SPACE: Final = re.compile("[\t\r\n]+")
_FORM: Final = re.compile(r"(f[0-9]+)(?:-[0-9]+)?\Z")


def applied(xliff: bytes, source: Wording, target: Wording) -> bytes:
    """The Word file of `target` with the translations of an XLIFF file that was exported from both.

    Paragraphs whose translation did not change are left as they are. Raises TranslationRefused with a finding for each
    unit that does not fit, by its anchor, and TemplateRefused for a Word file that does not pass the gate.
    """
    gate.read(target.data, target.file)
    gate.read(source.data, source.file)
    root = _parsed(xliff)
    file = _checked_file(root, source, target)
    places = placed(target)
    known = {unit_id(other.passage.anchor): (one, other) for one, other in translations(placed(source), places)}
    problems: list[Finding] = []
    made: dict[str, list[Piece]] = {}
    seen: set[str] = set()
    for unit in file.iter(x("unit")):
        name = unit.get("id", "")
        try:
            if name not in known or name in seen:
                raise _Misfit("there is no such passage, or it stands here twice; export the file anew")
            seen.add(name)
            if new := _translation(unit, *known[name]):
                made[name] = new
        except _Misfit as misfit:
            anchor = known[name][1].passage.anchor if name in known else "?"
            problems.append(_finding(anchor, misfit.message))
    if problems:
        raise TranslationRefused(problems)
    changed = [(known[name][1], new) for name, new in made.items()]
    return _written(target, changed) if changed else target.data


def _written(target: Wording, changed: list[tuple[Placed, list[Piece]]]) -> bytes:
    roots: dict[str, Element] = {}
    # From the end: a text box is written before the paragraph that holds it is put together anew.
    for place, new in reversed(changed):
        root = roots.setdefault(place.part, place.paragraph.getroottree().getroot())
        assert root is place.paragraph.getroottree().getroot()
        rewrite(place.paragraph, new)
    data = replaced(target.data, target.file, roots)
    gate.read(data, target.file)
    return data


class _Misfit(Exception):
    def __init__(self, sentence: Key, **slots: str | Message) -> None:
        self.message = Message(sentence, slots)
        super().__init__(sentence)


def _finding(anchor: str, message: Message) -> Finding:
    return Finding(Severity.ERROR, "xliff.unit" if anchor else "xliff.file", anchor, message)


def _refused(sentence: Key, **slots: str | Message) -> TranslationRefused:
    return TranslationRefused([_finding("", Message(sentence, slots))])


def _parsed(data: bytes) -> Element:
    """The root of an XLIFF file: small enough, UTF-8, no DOCTYPE, well-formed."""
    if len(data) > MAX_FILE:
        raise _refused("the file is larger than 8 MB, which no template needs; export it anew")
    if b"\x00" in data or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _refused("the file is not written in UTF-8; save it so")
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise _refused("the file declares a DOCTYPE or an entity, which XLIFF needs none of; export it anew")
    try:
        return etree.fromstring(data, strict_parser())
    except (etree.XMLSyntaxError, ValueError):
        raise _refused("the file is no well-formed XML; save it again in the translation tool") from None


def _checked_file(root: Element, source: Wording, target: Wording) -> Element:
    files = root.findall(x("file"))
    if root.tag != x("xliff") or root.get("version") != VERSION or len(files) != 1:
        raise _refused("this is no XLIFF 2.1 file with one <file>; save it as XLIFF 2.1")
    if (root.get("srcLang"), root.get("trgLang")) != (source.language, target.language):
        raise _refused(
            "the file is for other languages; choose the languages {source} and {target}, or another file",
            source=source.language,
            target=target.language,
        )
    path = f"{{{METADATA}}}metadata/{{{METADATA}}}metaGroup[@category='{CATEGORY}']/{{{METADATA}}}meta"
    said = {each.get("type", ""): (each.text or "").strip() for each in files[0].iterfind(path)}
    if said.get("document-type") != target.type_id or files[0].get("original") != target.file:
        raise _refused("the file was made for another template; choose that one, or export this one anew")
    if said != stated(source, target):
        raise _refused("a template was changed since the file was exported; export it anew")
    return files[0]


def _translation(unit: Element, source: Placed, target: Placed) -> list[Piece]:
    """The new content of a passage; none where its translation did not change. Raises _Misfit."""
    segments = unit.findall(x("segment"))
    if len(segments) != 1 or unit.find(x("ignorable")) is not None:
        raise _Misfit("its segment was split or joined; keep one segment a unit")
    found = inventory(source.content, target.content)
    if _canonical(segments[0].find(x("source"))) != _canonical(content("source", found.source, ordered=False)):
        raise _Misfit("its source text was changed since it was exported; export the file anew")
    written = segments[0].find(x("target"))
    if written is None or _canonical(written) == _canonical(content("target", found.target, ordered=False)):
        return []
    made = list(_read(written, found))
    _check_codes(written, found)
    if not any(piece.code or piece.text.strip() for piece in made):
        if not found.translated:
            return []
        raise _Misfit("its translation is empty; write one")
    return made


def _canonical(element: Element | None) -> list[tuple[str, str]]:
    """Text and codes in order, without what tools may add beside them; marks of breaks count as what they read."""
    if element is None:
        return []
    found: list[tuple[str, str]] = []

    def add(text: str | None) -> None:
        if text:
            before = found.pop()[1] if found and not found[-1][0] else ""
            found.append(("", before + unmarked(text)))

    def walk(parent: Element) -> None:
        add(parent.text)
        for child in parent:
            is_mark = child.tag in (x("mrk"), x("sm"), x("em"))
            if not is_mark:
                found.append((str(child.tag), child.get("id", "")))
            walk(child)
            if child.tag == x("pc"):
                found.append(("end", child.get("id", "")))
            add(child.tail)

    walk(element)
    return found


def _read(written: Element, found: Inventory, form: bytes | None = None) -> Iterator[Piece]:
    """The pieces of a translation, in the formatting of Word."""
    own = found.base if form is None else form
    yield from _text(written.text, own)
    for child in written:
        name = child.get("id", "")
        if child.tag == x("ph"):
            code = found.codes.get(name)
            if code is None or (code.piece.code == OBJECT and not code.own):
                raise _Misfit("it has a code that this passage does not have; remove it")
            yield code.piece if code.own else Piece(code.piece.text, own, code.piece.code)
        elif child.tag == x("pc"):
            match = _FORM.match(name)
            if match is None or match[1] not in found.forms:
                raise _Misfit("it has a formatting that this passage does not have; remove it")
            yield from _read(child, found, found.forms[match[1]].properties)
        elif child.tag in (x("mrk"), x("sm"), x("em")):
            yield from _read(child, found, own)
        else:
            raise _Misfit("it has a code that is not used here; keep the codes of the export")
        yield from _text(child.tail, own)


def _text(text: str | None, form: bytes) -> Iterator[Piece]:
    if text:
        if _SIGNS.search(text):
            raise _Misfit("a tag is typed as text; keep the codes of the export")
        yield Piece(_SPACE.sub(" ", text), form)


def _check_codes(written: Element, found: Inventory) -> None:
    names = [each.get("id", "") for each in written.iter(x("ph"))]
    counted = Counter(names)
    for code in found.codes.values():
        if code.required and not counted[code.id]:
            raise _Misfit("it has lost {code}; put it back", code=code.piece.text.strip() or code.piece.code)
        if counted[code.id] > 1:
            raise _Misfit("it has {code} twice; remove one", code=code.piece.text.strip() or code.piece.code)
    order = [code.id for code in found.codes.values() if code.is_block and code.required]
    if [name for name in names if name in order] != order:
        raise _Misfit("its conditions stand in another order; keep their order")
