"""What may be inside a Word template: an allow-list of kinds of part, a deny-list of constructs with their remedies.

Everything refused here either runs, fetches, hides or remembers something: macros, fields, links, embedded objects,
tracked changes, comments, hidden text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from lxml import etree

from docgen.docx.forbidden import BOUND, BOUND_15, DROPPED, FORBIDDEN, KEPT, KINDS, OTHER, TOGGLES, WHY_NOT
from docgen.docx.ooxml import MC, OFFICE, VML, A, Element, R, W, attributes, is_on, parse, w
from docgen.docx.package import RELATIONSHIPS_TYPE, Package, relationships_name
from docgen.errors import Key, Message, TemplateRefused

_WML: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml."
MAIN_TYPE: Final = _WML + "document.main+xml"

_MEDIA: Final[Mapping[str, tuple[bytes, ...]]] = {
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/gif": (b"GIF87a", b"GIF89a"),
}
_SVG: Final = "image/svg+xml"
_FONT: Final = "application/vnd.openxmlformats-officedocument.obfuscatedfont"

_LINKING: Final = frozenset({f"{{{R}}}link", f"{{{R}}}href", f"{{{OFFICE}}}href", f"{{{OFFICE}}}relid", "href", "src"})

# PAGE, NUMPAGES and SECTIONPAGES with nothing but a number format.
_FIELD: Final = re.compile(
    r'\s*(?:PAGE|NUMPAGES|SECTIONPAGES)(?:\s+\\[*#]\s+(?:"[^"{}]*"|[\w.-]+))*\s*\Z', re.IGNORECASE
)


THE_FILE: Final = Message("the file")
"""In place of a part: what is wrong concerns the Word file as a whole."""


def refused(file: str, part: str | Message, sentence: Key, **slots: str | Message) -> TemplateRefused:
    """A TemplateRefused: file, part, then the sentence (reason; remedy)."""
    return TemplateRefused(
        Message("{file}, {part}: {sentence}", {"file": file, "part": part, "sentence": Message(sentence, slots)})
    )


def bytes_of(file: str, name: str, data: bytes) -> None:
    """Before any XML parser sees a part: no DOCTYPE, no entity, no encoding that could hide one."""
    head = data[:4].lstrip()
    if not (name.endswith((".xml", ".rels", ".vml", ".svg")) or head.startswith((b"<", b"\xef\xbb\xbf"))):
        return
    if b"\x00" in data or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise refused(file, name, "it is not written in UTF-8; save it again in Word")
    encoding = re.match(rb"""\s*<\?xml[^>]*?encoding\s*=\s*["']([^"']*)""", data.removeprefix(b"\xef\xbb\xbf"))
    if encoding and encoding[1].lower() not in (b"utf-8", b"utf8", b"us-ascii"):
        raise refused(file, name, "it is not written in UTF-8; save it again in Word")
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise refused(file, name, "it declares a DOCTYPE or an entity, which Word never does; save it again in Word")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is not for templates: the part it is in, its kind ("tracked_changes", "link", …), the sentence."""

    part: str
    kind: str
    sentence: Message


def _problem(part: str, thing: str, sentence: Key, **slots: str | Message) -> Problem:
    return Problem(part, thing, Message(sentence, slots))


def package(file: str, found: Package) -> None:
    """Refuse kinds of part and constructs that are not for templates; raises TemplateRefused for the first."""
    for problem in problems(found):
        slots: dict[str, str | Message] = {"file": file, "part": problem.part, "sentence": problem.sentence}
        raise TemplateRefused(Message("{file}, {part}: {sentence}", slots))


def problems(found: Package) -> Iterator[Problem]:
    """Everything in a package that is not for templates, once for each part and kind of thing."""
    main = found.types.get("word/document.xml", "")
    for name, kind in found.types.items():
        if "macroenabled" in kind or "vbaproject" in kind or name.lower().endswith("vbaproject.bin"):
            yield _problem(name, "macros", "it has macros; save it as .docx")
    if main != MAIN_TYPE or found.targets("", "officeDocument") != ["word/document.xml"]:
        yield _problem(
            "word/document.xml",
            OTHER,
            "this is no ordinary Word document; save it in Word as .docx (not .dotx)",
        )
    for owner, relationships in found.relationships.items():
        for each in relationships:
            yield from _relationship(owner, each.kind, each.external, each.target in found.parts)
    for name in found.parts:
        yield from _part(found, name)


def _relationship(owner: str, kind: str, external: bool, exists: bool) -> Iterator[Problem]:
    part = relationships_name(owner)
    if kind in WHY_NOT:
        yield _problem(part, KINDS.get(kind, OTHER), WHY_NOT[kind])
    elif external:
        yield _problem(
            part, "link", "it points outside the document ({kind}); embed the thing or remove the link", kind=kind
        )
    elif kind not in KEPT | DROPPED:
        yield _problem(
            part,
            OTHER,
            "it uses {kind}, which a template does not need; remove it or replace it by a picture",
            kind=kind,
        )
    elif not exists and kind in KEPT:
        yield _problem(part, "damaged", "a part it names is missing ({kind}); save it again in Word", kind=kind)


def _part(found: Package, name: str) -> Iterator[Problem]:
    data, kind = found.parts[name], found.types.get(name, "")
    if kind in _MEDIA:
        if not data.startswith(_MEDIA[kind]):
            yield _problem(name, "picture", "the picture is not of the kind it claims; insert it again as PNG or JPEG")
    elif kind == _SVG or kind.endswith("+xml") or kind in ("application/xml", "text/xml"):
        try:
            root = parse(data)
        except etree.XMLSyntaxError:
            yield _problem(name, "damaged", "its XML is not well-formed; save it again in Word")
            return
        if kind == _SVG:
            yield from _svg(name, root)
        elif kind.startswith(_WML):
            yield from _content(name, root)
    elif kind not in (_FONT, RELATIONSHIPS_TYPE) and not _is_left_behind(found, name):
        yield _problem(
            name,
            OTHER,
            "a part of the kind {kind} is not for templates; remove it, or insert pictures as PNG or JPEG",
            kind=kind or Message("unknown"),
        )


def _is_left_behind(found: Package, name: str) -> bool:
    kinds = {each.kind for related in found.relationships.values() for each in related if each.target == name}
    return bool(kinds) and kinds <= DROPPED


def _svg(name: str, root: Element) -> Iterator[Problem]:
    for element in root.iter():
        local = etree.QName(element).localname.lower()
        values = [(etree.QName(key).localname.lower(), value) for key, value in attributes(element)]
        texts = [value for _, value in values] + [element.text or ""]
        if (
            local in ("script", "foreignobject", "iframe", "handler")
            or any(key.startswith("on") for key, _ in values)
            or any(key in ("href", "src", "base") and not value.startswith("#") for key, value in values)
            or any(re.search(r"url\(\s*['\"]?(?!#)|@import", text, re.IGNORECASE) for text in texts)
        ):
            yield _problem(
                name, "picture", "the SVG picture refers outside itself or can run a script; insert it as PNG"
            )
            return


def _content(name: str, root: Element) -> Iterator[Problem]:
    if etree.QName(root).namespace != W or root.prefix != "w":
        yield _problem(
            name,
            OTHER,
            "it is not in the usual form of Word files (w: names); save it in Word as .docx, not Strict",
        )
        return
    said: set[str] = set()
    why: Key | None
    for element in root.iter():
        kind, why = _forbidden(element)
        if why is not None and why not in said:
            said |= {why}
            yield _problem(name, kind, why)
    for instruction in _instructions(root):
        if not _FIELD.match(instruction):
            word = re.match(r"\s*\\?(\w{1,20})", instruction)
            yield _problem(
                name,
                "field",
                "it has a field {field}; only PAGE, NUMPAGES and SECTIONPAGES are allowed: replace the "
                "field by its text (Ctrl+Shift+F9)",
                field=word[1] if word else Message("without a name"),
            )


def _forbidden(element: Element) -> tuple[str, Key | None]:
    """The kind of thing an element is and why it is refused, None where it is not."""
    tag = str(element.tag)
    if element.tag == w("sdt") and element.find(f"{w('sdtPr')}/{BOUND_15}") is not None:
        return OTHER, BOUND
    if tag in FORBIDDEN:
        return KINDS.get(tag, OTHER), FORBIDDEN[tag]
    if tag in TOGGLES and is_on(element):
        return KINDS[tag], TOGGLES[tag]
    return "link", _linked(element)


def _linked(element: Element) -> Key | None:
    return "it links to something outside the document; embed it or remove it" if _links(element) else None


def _links(element: Element) -> bool:
    tag = etree.QName(element)
    if tag.namespace not in (VML, A, W, MC, OFFICE) or not element.attrib:
        return False
    return any(key in _LINKING for key in element.attrib)


def _instructions(root: Element) -> Iterator[str]:
    """The instruction of every field, complex ones put together from runs; a nested field spoils its outer one."""
    open_fields: list[list[str]] = []
    for element in root.iter(w("fldSimple"), w("fldChar"), w("instrText")):
        if element.tag == w("fldSimple"):
            yield element.get(w("instr"), "")
        elif element.tag == w("instrText"):
            if not open_fields:
                yield element.text or ""
            for field in open_fields:
                field.append(element.text or "")
        elif element.get(w("fldCharType")) == "begin":
            open_fields.append([])
        elif element.get(w("fldCharType")) == "end" and open_fields:
            yield "".join(open_fields.pop())
    for field in open_fields:
        yield "".join(field) or "without an end"
