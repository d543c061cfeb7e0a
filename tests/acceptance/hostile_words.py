"""Word files made to do harm, each by its name: what they run, fetch, hide, remember, or wear out."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Final

from tests.unit.docx.builder import content_types, docx, members, p, relationships, tbl, tr, zipped

_WML: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_OPENXML: Final = "application/vnd.openxmlformats-officedocument."
_COMPOUND: Final = b"\xd0\xcf\x11\xe0"
_MEGABYTE: Final = bytes(1_000_000)
_DEEP: Final = 50_000


def hostile() -> Mapping[str, Callable[[], bytes]]:
    """Name → what builds the file."""
    return {**_containers(), **_xml(), **_relationships(), **_constructs(), **_tags()}


def _body(xml: str) -> Callable[[], bytes]:
    return lambda: docx(p(xml) if not xml.startswith("<w:p>") else xml)


def _with(extra: Mapping[str, bytes]) -> bytes:
    return zipped(members(p("a")) | dict(extra))


def _inflating(name: str, megabytes: int, *, parts: int = 1) -> bytes:
    """A package of which some members inflate to so much."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for known, data in members(p("a")).items():
            if known != name:
                archive.writestr(known, data)
        for number in range(parts):
            with archive.open(name.format(number), "w") as member:
                for _ in range(megabytes):
                    member.write(_MEGABYTE)
    return buffer.getvalue()


def _lying() -> bytes:
    """A bomb whose directory says that it is small."""
    data = bytearray(_inflating("word/document.xml", 300))
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    return bytes(data)


def _overlapping() -> bytes:
    """Many directory entries that all lead to one packed member."""
    data = zipped(members(p("a")) | {"word/media/x.png": b"\x89PNG\r\n\x1a\n" + bytes(400_000)})
    end = data.rindex(b"PK\x05\x06")
    entry = data[data.rindex(b"PK\x01\x02") : end]
    total = int.from_bytes(data[end + 10 : end + 12], "little") + 300
    size = int.from_bytes(data[end + 12 : end + 16], "little") + 300 * len(entry)
    closing = bytearray(data[end:])
    closing[8:10] = closing[10:12] = total.to_bytes(2, "little")
    closing[12:16] = size.to_bytes(4, "little")
    return data[:end] + entry * 300 + bytes(closing)


def _containers() -> dict[str, Callable[[], bytes]]:
    return {
        "bomb of 300 MB": lambda: _inflating("word/document.xml", 300),
        "bomb that lies about its size": _lying,
        "bomb in many members": lambda: _inflating("word/media/{0}.png", 15, parts=60),
        "members that overlap": _overlapping,
        "ten thousand members": lambda: _with({f"word/x{number}.xml": b"" for number in range(10_000)}),
        "member that leads out of the folder": lambda: _with({"../../evil.xml": b"<x/>"}),
        "member with an absolute name": lambda: _with({"/etc/passwd": b"x"}),
        "member twice": lambda: _with({"WORD/document.xml": b"<x/>"}),
        "web page renamed": lambda: b"<html><body><img src='file:///etc/passwd'></body></html>",
        "flat OpenDocument renamed": lambda: b'<?xml version="1.0"?><office:document xmlns:office="x"/>',
        "old compound file": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5_000),
        "script before the container": lambda: b"#!/bin/sh\n" + docx(p("a")),
        "cut off": lambda: docx(p("a"))[:-40],
    }


def _declared(part: str, declaration: str) -> Callable[[], bytes]:
    def made() -> bytes:
        contents = members(p("a"))
        contents[part] = contents[part].replace(b"?>\n", b"?>\n" + declaration.encode(), 1)
        return zipped(contents)

    return made


def _utf16() -> bytes:
    contents = members(p("a"))
    text = contents["word/document.xml"].decode().replace("UTF-8", "UTF-16")
    return zipped(contents | {"word/document.xml": text.replace("?>\n", "?><!DOCTYPE x>", 1).encode("utf-16")})


def _xml() -> dict[str, Callable[[], bytes]]:
    laughs = "".join(f'<!ENTITY l{number} "{f"&l{number - 1};" * 10}">' for number in range(1, 10))
    return {
        "billion laughs": _declared("word/document.xml", f'<!DOCTYPE w [<!ENTITY l0 "ha">{laughs}]>'),
        "entity that reads a file": _declared("word/styles.xml", '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
        "entity in a relationship part": _declared("word/_rels/document.xml.rels", '<!DOCTYPE r [<!ENTITY x "y">]>'),
        "entity in the content types": _declared("[Content_Types].xml", '<!DOCTYPE r SYSTEM "http://x.example/d.dtd">'),
        "DOCTYPE hidden by UTF-16": _utf16,
        "nested a hundred thousand deep": lambda: docx("<w:sdt>" * _DEEP + "</w:sdt>" * _DEEP),
        "a million attributes": lambda: docx("<w:p " + " ".join(f'a{n}="1"' for n in range(1_000_000)) + "/>"),
        "not well formed": lambda: _with({"word/document.xml": b"<w:document><w:body>"}),
    }  # fmt: skip


def _related(kind: str, target: str, *, external: bool) -> Callable[[], bytes]:
    outside = frozenset(["rIdX"]) if external else frozenset()
    return lambda: docx(p("a"), extra_relationships=[("rIdX", kind, target)], external=outside)


def _part(kind: str, name: str, data: bytes, content_type: str) -> Callable[[], bytes]:
    return lambda: docx(
        p("a"),
        extra_relationships=[("rIdX", kind, name)],
        overrides={f"word/{name}": content_type},
        parts={f"word/{name}": data},
    )


def _macro_enabled() -> bytes:
    contents = members(p("a"))
    main = f"{_WML}document.main+xml".encode()
    enabled = b"application/vnd.ms-word.document.macroEnabled.main+xml"
    return zipped(contents | {"[Content_Types].xml": contents["[Content_Types].xml"].replace(main, enabled)})


def _root_elsewhere() -> bytes:
    away = relationships([("rId1", "officeDocument", "http://x.example/a.xml")], external=frozenset(["rId1"]))
    return _with({"_rels/.rels": away})


def _relationships() -> dict[str, Callable[[], bytes]]:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>'
    return {
        "picture fetched from a server": _related("image", "http://x.example/a.png", external=True),
        "picture read from the disk": _related("image", "file:///etc/passwd", external=True),
        "picture on a share": _related("image", "\\\\x.example\\share\\a.png", external=True),
        "picture on a server called internal": _related("image", "http://x.example/a.png", external=False),
        "attached template on a server": _related("attachedTemplate", "http://x.example/t.dotm", external=True),
        "hyperlink": _related("hyperlink", "https://x.example", external=True),
        "document that lies elsewhere": _root_elsewhere,
        "embedded object": _part("oleObject", "o.bin", _COMPOUND, _OPENXML + "oleObject"),
        "embedded workbook": _part("package", "e.xlsx", b"PK", _OPENXML + "spreadsheetml.sheet"),
        "ActiveX control": _part("control", "a.xml", b"<x/>", "application/vnd.ms-office.activeX+xml"),
        "macros": _part("vbaProject", "vbaProject.bin", b"\xd0\xcf\x11\xe0", "application/vnd.ms-office.vbaProject"),
        "document with macros by its type": _macro_enabled,
        "file taken in": _part("aFChunk", "c.html", b"<html/>", "text/html"),
        "comments": _part("comments", "comments.xml", b"<x/>", f"{_WML}comments+xml"),
        "picture that reaches out": _part("image", "x.svg", svg, "image/svg+xml"),
        "picture of an unsafe kind": _part("image", "x.emf", b"\x01\x00\x00\x00", "image/x-emf"),
        "program called a picture": _part("image", "x.png", b"MZ\x90\x00", "image/png"),
        "part of an unknown kind": lambda: _with(
            {"word/x.bin": b"x", "[Content_Types].xml": content_types({"word/x.bin": "application/x-unknown"})}
        ),
    }  # fmt: skip


def _field(*pieces: str) -> str:
    inner = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    return f'<w:r><w:fldChar w:fldCharType="begin"/></w:r>{inner}<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def _constructs() -> dict[str, Callable[[], bytes]]:
    return {
        "field that runs a program": _body(_field("DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe")),
        "field that runs, in pieces": _body(_field("DD", "EAUTO x")),
        "field that takes in a file": _body(_field("INCLUDETEXT &quot;c:\\\\a.txt&quot;")),
        "field that fetches a picture": _body(_field("INCLUDEPICTURE &quot;http://x.example/a.png&quot;")),
        "field that a value would write": _body(_field("{{ x }}")),
        "insertion kept": _body('<w:ins w:id="1"><w:r><w:t>a</w:t></w:r></w:ins>'),
        "deleted name kept": _body('<w:del w:id="1"><w:r><w:delText>a name</w:delText></w:r></w:del>'),
        "formatting change kept": _body('<w:r><w:rPr><w:rPrChange w:id="1"/></w:rPr></w:r>'),
        "comment": _body('<w:commentRangeStart w:id="1"/>'),
        "hidden text": _body("<w:r><w:rPr><w:vanish/></w:rPr><w:t>a</w:t></w:r>"),
        "hidden text by a style": lambda: docx(
            p("a"), styles='<w:style w:type="character" w:styleId="H"><w:rPr><w:vanish/></w:rPr></w:style>'
        ),
        "content bound to hidden data": _body("<w:sdt><w:sdtPr><w:dataBinding/></w:sdtPr></w:sdt>"),
        "old object": _body("<w:r><w:pict><o:OLEObject/></w:pict></w:r>"),
        "old picture on a server": _body('<w:r><w:pict><v:imagedata src="http://x.example/a"/></w:pict></w:r>'),
        "form field with a macro": _body(
            "<w:r><w:fldChar w:fldCharType='begin'><w:ffData><w:entryMacro w:val='x'/></w:ffData></w:fldChar></w:r>"
        ),
        "mail merge": lambda: docx(p("a"), settings="<w:mailMerge/>"),
        "saved through a transformation": lambda: docx(p("a"), settings='<w:saveThroughXslt w:solutionID="x"/>'),
    }  # fmt: skip


def _tags() -> dict[str, Callable[[], bytes]]:
    return {
        "way out by a class": _body("{{ x.__class__.__mro__ }}"),
        "way out by globals": _body("{{ cycler.__init__.__globals__.os.popen('id').read() }}"),
        "way out by a filter": _body("{{ x|attr('__class__') }}"),
        "call": _body("{{ x.save('/tmp/x') }}"),
        "picture of the file system": _body("{{ x.insert_image('/etc/passwd') }}"),
        "endless loop": _body("{% for a in range(10000000000) %}a{% endfor %}"),
        "string of a gigabyte": _body("{{ 'a' * 1000000000 }}"),
        "power without end": _body("{{ 9 ** 9 ** 9 }}"),
        "escaping switched off": _body("{% autoescape false %}{{ x }}{% endautoescape %}"),
        "escaping switched off by a filter": _body("{{ x|safe }}"),
        "template taken in": _body("{% include '/etc/passwd' %}"),
        "template imported": _body("{% import 'x' as y %}"),
        "template inherited": _body("{% extends 'x' %}"),
        "macro": _body("{% macro m() %}a{% endmacro %}"),
        "setting": _body("{% set x = namespace(a=1) %}"),
        "loops within loops within loops": _body("{% for a in b %}" * 40 + "{{ a }}" + "{% endfor %}" * 40),
        "tag in a table that never ends": lambda: docx(tbl(tr("{%tr for a in b %}", "x"))),
        "ten thousand nested conditions": _body("{% if a %}" * 10_000 + "{% endif %}" * 10_000),
        "ten thousand tags that are never closed": _body("{% if a %}" * 10_000),
        "expression nested without end": _body("{{ " + "not " * 50_000 + "a }}"),
    }
