"""What may be inside a Word template: an allow-list of kinds of part, a deny-list of constructs with their remedies.

Everything refused here either runs, fetches, hides or remembers something: macros, fields, links, embedded objects,
tracked changes, comments, hidden text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from lxml import etree

from docgen.docx.ooxml import MC, OFFICE, VML, A, Element, R, W, attributes, is_on, parse, w
from docgen.docx.package import RELATIONSHIPS_TYPE, Package, relationships_name
from docgen.errors import Key, Message, TemplateRefused

_WML: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml."
MAIN_TYPE: Final = _WML + "document.main+xml"

# Kinds of relationship that a rendered document keeps, and those that are left behind without a word because they carry
# only metadata or the editor's own notes. Any other kind is refused.
KEPT: Final = frozenset(
    [
        "officeDocument",
        "styles",
        "settings",
        "fontTable",
        "numbering",
        "header",
        "footer",
        "footnotes",
        "endnotes",
        "theme",
        "image",
        "font",
    ]
)
DROPPED: Final = frozenset(
    [
        "core-properties",
        "extended-properties",
        "custom-properties",
        "thumbnail",
        "webSettings",
        "stylesWithEffects",
        "customXml",
        "customXmlProps",
        "people",
        "printerSettings",
    ]
)
_WHY_NOT: Final[Mapping[str, Key]] = {
    "hyperlink": "it links outside the document; remove the hyperlink",
    "comments": "it has comments; delete all comments",
    "commentsExtended": "it has comments; delete all comments",
    "commentsIds": "it has comments; delete all comments",
    "commentsExtensible": "it has comments; delete all comments",
    "oleObject": "it embeds an object of another program; replace it by a picture or a table",
    "package": "it embeds another file; replace it by a picture or a table",
    "control": "it has an ActiveX control; remove it",
    "activeXControlBinary": "it has an ActiveX control; remove it",
    "aFChunk": "it takes in another file (altChunk); paste its text instead",
    "attachedTemplate": "it is attached to another template; in Word attach it to Normal",
    "vbaProject": "it has macros; save it as .docx",
    "wordVbaData": "it has macros; save it as .docx",
    "keyMapCustomizations": "it has key or menu commands; save it as .docx",
    "subDocument": "it takes in another document; paste its text instead",
    "mailMergeSource": "it is a mail merge; make it a normal document",
    "glossaryDocument": "it carries building blocks; save it as .docx without them",
    "chart": "it has a chart; replace it by a picture",
}

_MEDIA: Final[Mapping[str, tuple[bytes, ...]]] = {
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/gif": (b"GIF87a", b"GIF89a"),
}
_SVG: Final = "image/svg+xml"
_FONT: Final = "application/vnd.openxmlformats-officedocument.obfuscatedfont"

_TRACKED: Final[Key] = "it has tracked changes; accept or reject all of them"
_COMMENT: Final[Key] = "it has comments; delete all comments"
_HIDDEN: Final[Key] = "it has hidden text, which may still be printed; delete it or make it visible"
_OBJECT: Final[Key] = "it embeds an object of another program; replace it by a picture or a table"
_BOUND: Final[Key] = "a content control takes its text from hidden data (customXml); remove the content control"
_MAIL_MERGE: Final[Key] = "it is a mail merge; make it a normal document"
_FORBIDDEN: Final[Mapping[str, Key]] = {
    **{
        w(name): _TRACKED
        for name in [
            "ins",
            "del",
            "moveFrom",
            "moveTo",
            "moveFromRangeStart",
            "moveToRangeStart",
            "rPrChange",
            "pPrChange",
            "sectPrChange",
            "tblPrChange",
            "tcPrChange",
            "trPrChange",
            "tblGridChange",
            "tblPrExChange",
            "numberingChange",
            "cellIns",
            "cellDel",
            "cellMerge",
            "delText",
            "delInstrText",
            "customXmlInsRangeStart",
            "customXmlDelRangeStart",
        ]
    },
    **{w(name): _COMMENT for name in ("commentRangeStart", "commentRangeEnd", "commentReference")},
    **{w(name): _OBJECT for name in ("object", "control", "objectEmbed", "objectLink", "movie")},
    f"{{{OFFICE}}}OLEObject": _OBJECT,
    w("altChunk"): "it takes in another file (altChunk); paste its text instead",
    w("subDoc"): "it takes in another document; paste its text instead",
    w("attachedTemplate"): "it is attached to another template; in Word attach it to Normal",
    w("dataBinding"): _BOUND,
    w("mailMerge"): _MAIL_MERGE,
    w("saveThroughXslt"): "it is saved through a transformation; switch that off",
    w("ffData"): "it has form fields, which may call macros; type placeholders instead",
    w("scriptAnchor"): "it has a script; remove it",
    w("framesetSplitbar"): "it has frames; make it a normal document",
    f"{{{A}}}hlinkClick": "a picture is a link; remove the link",
    f"{{{A}}}hlinkHover": "a picture is a link; remove the link",
    f"{{{A}}}audioFile": "it has sound; remove it",
    f"{{{A}}}videoFile": "it has a film; remove it",
}
_TOGGLES: Final[Mapping[str, Key]] = {w("vanish"): _HIDDEN, w("specVanish"): _HIDDEN, w("webHidden"): _HIDDEN}
_BOUND_15: Final = "{http://schemas.microsoft.com/office/word/2012/wordml}dataBinding"
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


def package(file: str, found: Package) -> None:
    """Refuse kinds of part and constructs that are not for templates; raises TemplateRefused."""
    main = found.types.get("word/document.xml", "")
    for name, kind in found.types.items():
        if "macroenabled" in kind or "vbaproject" in kind or name.lower().endswith("vbaproject.bin"):
            raise refused(file, name, "it has macros; save it as .docx")
    if main != MAIN_TYPE or found.targets("", "officeDocument") != ["word/document.xml"]:
        raise refused(
            file, "word/document.xml", "this is no ordinary Word document; save it in Word as .docx (not .dotx)"
        )
    for owner, relationships in found.relationships.items():
        for each in relationships:
            _relationship(file, owner, each.kind, each.external, each.target in found.parts)
    for name in found.parts:
        _part(file, found, name)


def _relationship(file: str, owner: str, kind: str, external: bool, exists: bool) -> None:
    part = relationships_name(owner)
    if kind in _WHY_NOT:
        raise refused(file, part, _WHY_NOT[kind])
    if external:
        raise refused(
            file, part, "it points outside the document ({kind}); embed the thing or remove the link", kind=kind
        )
    if kind not in KEPT | DROPPED:
        raise refused(
            file,
            part,
            "it uses {kind}, which a template does not need; remove it or replace it by a picture",
            kind=kind,
        )
    if not exists and kind in KEPT:
        raise refused(file, part, "a part it names is missing ({kind}); save it again in Word", kind=kind)


def _part(file: str, found: Package, name: str) -> None:
    data, kind = found.parts[name], found.types.get(name, "")
    if kind in _MEDIA:
        if not data.startswith(_MEDIA[kind]):
            raise refused(file, name, "the picture is not of the kind it claims; insert it again as PNG or JPEG")
    elif kind == _SVG:
        _svg(file, name, data)
    elif kind.endswith("+xml") or kind in ("application/xml", "text/xml"):
        root = _root(file, name, data)
        if kind.startswith(_WML):
            _content(file, name, root)
    elif kind not in (_FONT, RELATIONSHIPS_TYPE) and not _is_left_behind(found, name):
        raise refused(
            file,
            name,
            "a part of the kind {kind} is not for templates; remove it, or insert pictures as PNG or JPEG",
            kind=kind or Message("unknown"),
        )


def _is_left_behind(found: Package, name: str) -> bool:
    kinds = {each.kind for related in found.relationships.values() for each in related if each.target == name}
    return bool(kinds) and kinds <= DROPPED


def _root(file: str, name: str, data: bytes) -> Element:
    try:
        return parse(data)
    except etree.XMLSyntaxError:
        raise refused(file, name, "its XML is not well-formed; save it again in Word") from None


def _svg(file: str, name: str, data: bytes) -> None:
    why: Key = "the SVG picture refers outside itself or can run a script; insert it as PNG"
    for element in _root(file, name, data).iter():
        local = etree.QName(element).localname.lower()
        values = [(etree.QName(key).localname.lower(), value) for key, value in attributes(element)]
        texts = [value for _, value in values] + [element.text or ""]
        if (
            local in ("script", "foreignobject", "iframe", "handler")
            or any(key.startswith("on") for key, _ in values)
            or any(key in ("href", "src", "base") and not value.startswith("#") for key, value in values)
            or any(re.search(r"url\(\s*['\"]?(?!#)|@import", text, re.IGNORECASE) for text in texts)
        ):
            raise refused(file, name, why)


def _content(file: str, name: str, root: Element) -> None:
    if etree.QName(root).namespace != W or root.prefix != "w":
        raise refused(
            file, name, "it is not in the usual form of Word files (w: names); save it in Word as .docx, not Strict"
        )
    for element in root.iter():
        why: Key | None = _FORBIDDEN.get(str(element.tag))
        if element.tag == w("sdt") and element.find(f"{w('sdtPr')}/{_BOUND_15}") is not None:
            why = _BOUND
        if why is None and (toggle := _TOGGLES.get(str(element.tag))) is not None and is_on(element):
            why = toggle
        if why is None and _links(element):
            why = "it links to something outside the document; embed it or remove it"
        if why is not None:
            raise refused(file, name, why)
    for instruction in _instructions(root):
        if not _FIELD.match(instruction):
            word = re.match(r"\s*\\?(\w{1,20})", instruction)
            raise refused(
                file,
                name,
                "it has a field {field}; only PAGE, NUMPAGES and SECTIONPAGES are allowed: replace the "
                "field by its text (Ctrl+Shift+F9)",
                field=word[1] if word else Message("without a name"),
            )


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
