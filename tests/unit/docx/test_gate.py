"""A Word file is refused by name, part, reason and remedy before any library opens it."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from collections.abc import Mapping

import pytest

from docgen.docx import Template, gate
from docgen.errors import TemplateRefused
from tests.unit.docx.builder import FONTS, content_types, element, members, p, relationships, zipped

WML = "application/vnd.openxmlformats-officedocument.wordprocessingml."


def refusal(data: bytes) -> str:
    with pytest.raises(TemplateRefused) as caught:
        Template.compile(data, name="t.docx", fonts=FONTS)
    message = str(caught.value)
    assert message.startswith("t.docx, ")
    assert ": " in message
    assert message.count(";") >= 1 or "," in message
    return message


def body_refusal(body: str) -> str:
    return refusal(zipped(members(body)))


def with_members(extra: Mapping[str, bytes]) -> bytes:
    return zipped(members(p("a")) | dict(extra))


def test_a_plain_template_passes() -> None:
    assert "word/document.xml" in gate.read(zipped(members(p("a"))), "t.docx").parts


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "no ZIP container"),
        (b"<html><body>a</body></html>", "no ZIP container"),
        (b"PK\x03\x04" + bytes(50), "no ZIP container"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "password"),
        (zipped({"a.txt": b"a"}), "no Word document"),
        (zipped({"[Content_Types].xml": content_types({})}), "no Word document"),
        (b"#!/bin/sh\n" + zipped(members(p("a"))), "no ZIP container"),
        (zipped(members(p("a")))[:-30], "ZIP"),
    ],
)
def test_what_is_no_word_file_is_refused(data: bytes, reason: str) -> None:
    assert reason in refusal(data)


@pytest.mark.parametrize(
    "name", ["../evil.xml", "/etc/passwd", "word/../../x", "word\\x.xml", "C:x", "word//x", "wörd/x.xml", "a%2e", "./x"]
)
def test_a_name_that_leads_elsewhere_is_refused(name: str) -> None:
    assert "name" in refusal(with_members({name: b"x"}))


def test_two_members_of_one_name_are_refused() -> None:
    assert "two members" in refusal(with_members({"WORD/Document.xml": b"<x/>"}))


def test_too_many_members_are_refused() -> None:
    assert "members" in refusal(with_members({f"word/x{number}.xml": b"" for number in range(500)}))


def test_an_encrypted_member_is_refused() -> None:
    data = bytearray(zipped(members(p("a"))))
    at = data.rindex(b"PK\x01\x02")
    data[at + 8] |= 1
    assert "encrypted" in refusal(bytes(data))


def test_a_damaged_member_is_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, data in members(p("unmistakable")).items():
            archive.writestr(name, data)
    assert "damaged" in refusal(buffer.getvalue().replace(b"unmistakable", b"changed text"))


def test_headers_that_disagree_with_the_directory_are_refused() -> None:
    data = zipped(members(p("a")))
    assert "differ" in refusal(data.replace(b"word/document.xml", b"word/dokument.xml", 1))


def test_a_bomb_is_refused_early_and_in_little_memory() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members(p("a")).items():
            if name != "word/document.xml":
                archive.writestr(name, data)
        with archive.open("word/document.xml", "w") as member:
            for _ in range(300):
                member.write(bytes(1_000_000))
    tracemalloc.start()
    message = refusal(buffer.getvalue())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "inflates" in message
    assert peak < 4 * gate.MAX_MEMBER


def test_a_small_bomb_is_known_by_its_ratio() -> None:
    assert "tightly" in refusal(with_members({"word/media/x.png": bytes(2_000_000)}))


@pytest.mark.parametrize("declaration", ["<!DOCTYPE a>", '<!DOCTYPE a [<!ENTITY x "y">]>'])
@pytest.mark.parametrize(
    "part", ["word/document.xml", "word/styles.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"]
)
def test_a_doctype_is_refused_in_any_part(declaration: str, part: str) -> None:
    made = members(p("a"))
    made[part] = made[part].replace(b"?>\n", b"?>\n" + declaration.encode(), 1)
    assert "DOCTYPE" in refusal(zipped(made))


def test_an_encoding_that_could_hide_a_doctype_is_refused() -> None:
    made = members(p("a"))
    text = made["word/styles.xml"].decode().replace("UTF-8", "UTF-16")
    assert "UTF-8" in refusal(zipped(made | {"word/styles.xml": text.encode("utf-16")}))
    assert "UTF-8" in refusal(zipped(made | {"word/styles.xml": text.replace("UTF-16", "UTF-7").encode()}))


def test_broken_xml_is_refused() -> None:
    made = members(p("a"))
    for part in ("word/document.xml", "word/styles.xml", "_rels/.rels", "[Content_Types].xml"):
        assert "well-formed" in refusal(zipped(made | {part: made[part] + b"<"}))


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("hyperlink", "hyperlink"),
        ("attachedTemplate", "Normal"),
        ("image", "outside"),
        ("oleObject", "embeds"),
        ("aFChunk", "altChunk"),
        ("frame", "outside"),
        ("subDocument", "another document"),
        ("mailMergeSource", "mail merge"),
    ],
)
def test_an_external_relationship_is_refused(kind: str, reason: str) -> None:
    for target in ("https://example.org/x", "file:///etc/passwd", "\\\\server\\share", "//server/share"):
        made = members(p("a"), extra_relationships=[("rIdX", kind, target)], external=frozenset({"rIdX"}))
        assert reason in refusal(zipped(made))


def test_an_address_that_only_claims_to_be_internal_is_refused() -> None:
    made = members(p("a"), extra_relationships=[("rIdX", "image", "http://example.org/x.png")])
    assert "outside" in refusal(zipped(made))


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("vbaProject", "macros"),
        ("control", "ActiveX"),
        ("package", "embeds"),
        ("comments", "comments"),
        ("chart", "chart"),
        ("diagramData", "does not need"),
        ("glossaryDocument", "building blocks"),
    ],
)
def test_a_part_that_runs_or_remembers_is_refused(kind: str, reason: str) -> None:
    made = members(p("a"), extra_relationships=[("rIdX", kind, "x.bin")], parts={"word/x.bin": b"x"})
    assert reason in refusal(zipped(made))


def test_macros_and_templates_are_refused_by_their_content_type() -> None:
    made = members(p("a"))
    for kind in ("application/vnd.ms-word.document.macroEnabled.main+xml", f"{WML}template.main+xml"):
        types = made["[Content_Types].xml"].replace(f"{WML}document.main+xml".encode(), kind.encode())
        assert "save it" in refusal(zipped(made | {"[Content_Types].xml": types}))
    assert "macros" in refusal(with_members({"word/vbaProject.bin": b"x"}))


def test_a_part_of_unknown_kind_is_refused() -> None:
    made = members(p("a"), overrides={"word/x.bin": "application/x-thing"}, parts={"word/x.bin": b"x"})
    assert "application/x-thing" in refusal(zipped(made))
    assert "unknown" in refusal(with_members({"word/y.bin": b"x"}))


def test_a_missing_part_is_refused() -> None:
    assert "missing" in refusal(zipped(members(p("a"), extra_relationships=[("rIdX", "footer", "footer9.xml")])))


def test_a_relationship_id_used_twice_is_refused() -> None:
    again = [("rIdStyles", "styles", "styles.xml")]
    assert "same Id" in refusal(zipped(members(p("a"), extra_relationships=again)))


@pytest.mark.parametrize("instruction", ["PAGE", " NUMPAGES ", r"PAGE \* MERGEFORMAT", r'SECTIONPAGES \# "0"', "page"])
def test_page_numbers_are_the_only_fields(instruction: str) -> None:
    simple = f'<w:fldSimple w:instr="{instruction.replace(chr(34), "&quot;")}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    gate.read(zipped(members(p(simple))), "t.docx")


def field(*pieces: str) -> str:
    inner = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    return f'<w:r><w:fldChar w:fldCharType="begin"/></w:r>{inner}<w:r><w:fldChar w:fldCharType="end"/></w:r>'


@pytest.mark.parametrize(
    "pieces",
    [
        ("DDE c:\\\\x",),
        ("DD", "EAUTO x"),
        ("INCLUDETEXT x",),
        ("INCLUDEPICTURE x",),
        ("HYPERLINK x",),
        ("TOC",),
        ("PAGE", " ", "INCLUDETEXT"),
        ("QUOTE 68",),
        ("=1+1",),
        ("MERGEFIELD x",),
        ("{{ x }}",),
        ("PAGE {{ x }}",),
        ("",),
        ("DATE",),
    ],
)
def test_any_other_field_is_refused_even_in_pieces(pieces: tuple[str, ...]) -> None:
    assert "field" in body_refusal(p(field(*pieces)))


def test_a_field_in_a_field_is_refused() -> None:
    inner = field("INCLUDETEXT x")
    outer = f'<w:r><w:fldChar w:fldCharType="begin"/></w:r>{inner}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    assert "field" in body_refusal(p(outer))
    assert "field" in body_refusal(
        p('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DDE</w:instrText></w:r>')
    )
    assert "field" in body_refusal(p("<w:r><w:instrText>DDE</w:instrText></w:r>"))


@pytest.mark.parametrize(
    ("xml", "reason"),
    [
        ('<w:ins w:id="1"><w:r><w:t>a</w:t></w:r></w:ins>', "tracked changes"),
        ('<w:del w:id="1"><w:r><w:delText>a</w:delText></w:r></w:del>', "tracked changes"),
        ('<w:moveFrom w:id="1"/>', "tracked changes"),
        ('<w:r><w:rPr><w:rPrChange w:id="1"/></w:rPr></w:r>', "tracked changes"),
        ('<w:commentRangeStart w:id="1"/>', "comments"),
        ('<w:r><w:commentReference w:id="1"/></w:r>', "comments"),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>a</w:t></w:r>", "hidden text"),
        ('<w:r><w:rPr><w:vanish w:val="1"/></w:rPr></w:r>', "hidden text"),
        ("<w:r><w:object/></w:r>", "object"),
        ("<w:r><w:pict><o:OLEObject/></w:pict></w:r>", "object"),
        ("<w:sdt><w:sdtPr><w:dataBinding/></w:sdtPr></w:sdt>", "customXml"),
        ('<w:r><w:pict><v:shape href="http://x"/></w:pict></w:r>', "links"),
        ('<w:r><w:pict><v:imagedata src="http://x"/></w:pict></w:r>', "links"),
        ("<w:r><w:drawing><a:blip r:link='rId9'/></w:drawing></w:r>", "links"),
        ("<w:r><w:drawing><wp:docPr><a:hlinkClick r:id='rId9'/></wp:docPr></w:drawing></w:r>", "link"),
        (
            "<w:r><w:fldChar w:fldCharType='begin'><w:ffData><w:entryMacro w:val='x'/></w:ffData></w:fldChar></w:r>",
            "form fields",
        ),
    ],
)
def test_what_hides_remembers_or_links_is_refused(xml: str, reason: str) -> None:
    assert reason in body_refusal(p(xml))


def test_alt_chunks_and_sub_documents_are_refused() -> None:
    assert "altChunk" in body_refusal('<w:altChunk r:id="rId9"/>')
    assert "another document" in body_refusal('<w:subDoc r:id="rId9"/>')


def test_hidden_text_in_a_style_is_refused() -> None:
    style = '<w:style w:type="character" w:styleId="H"><w:rPr><w:vanish/></w:rPr></w:style>'
    assert "hidden" in refusal(zipped(members(p("a"), styles=style)))


def test_hidden_text_switched_off_is_no_hidden_text() -> None:
    gate.read(zipped(members(p('<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>a</w:t></w:r>'))), "t.docx")


def test_an_attached_template_in_the_settings_is_refused() -> None:
    assert "Normal" in refusal(zipped(members(p("a"), settings='<w:attachedTemplate r:id="rId1"/>')))


def picture_template(name: str, kind: str, data: bytes) -> bytes:
    return zipped(
        members(
            p("a"),
            extra_relationships=[("rIdX", "image", f"media/{name}")],
            overrides={f"word/media/{name}": kind},
            parts={f"word/media/{name}": data},
        )
    )


def test_a_picture_must_be_what_it_claims() -> None:
    assert "not of the kind" in refusal(picture_template("x.png", "image/png", b"GIF89a"))
    assert "not for templates" in refusal(picture_template("x.emf", "image/x-emf", b"\x01"))


@pytest.mark.parametrize(
    "inner",
    [
        '<image href="http://x"/>',
        '<image xmlns:l="http://www.w3.org/1999/xlink" l:href="file:///x"/>',
        "<script/>",
        "<foreignObject/>",
        '<rect onclick="x"/>',
        "<style>@import 'x';</style>",
        '<rect style="fill:url(http://x)"/>',
        '<use href="x.svg#a"/>',
    ],
)
def test_an_svg_that_reaches_out_is_refused(inner: str) -> None:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg">{inner}</svg>'.encode()
    assert "SVG" in refusal(picture_template("x.svg", "image/svg+xml", svg))


def test_an_svg_that_refers_to_itself_passes() -> None:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><use href="#a"/><rect fill="url(#b)"/></svg>'
    gate.read(picture_template("x.svg", "image/svg+xml", svg), "t.docx")


def test_strict_open_xml_and_foreign_prefixes_are_refused() -> None:
    made = members(p("a"))
    strict = made["word/document.xml"].replace(
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    assert "Strict" in refusal(zipped(made | {"word/document.xml": strict}))
    other = (
        made["word/document.xml"]
        .replace(b"<w:", b"<q:")
        .replace(b"</w:", b"</q:")
        .replace(b"xmlns:w=", b"xmlns:q=")
        .replace(b" w:", b" q:")
    )
    assert "w: names" in refusal(zipped(made | {"word/document.xml": other}))


def test_metadata_parts_are_no_reason_to_refuse() -> None:
    made = members(
        p("a"),
        extra_relationships=[("rIdX", "customXml", "../customXml/item1.xml")],
        overrides={"docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml"},
        parts={"customXml/item1.xml": b"<x/>", "docProps/app.xml": b"<Properties/>"},
    )
    made["_rels/.rels"] = relationships(
        [("rId1", "officeDocument", "word/document.xml"), ("rId2", "extended-properties", "docProps/app.xml")]
    )
    found = Template.compile(zipped(made), name="t.docx", fonts=FONTS).render({}, title="T", language="km")
    assert not {name for name in gate.members(found, "t.docx") if "customXml" in name or "app.xml" in name}


def test_an_unreferenced_word_part_is_screened_too() -> None:
    made = members(
        p("a"),
        overrides={"word/footer7.xml": f"{WML}footer+xml"},
        parts={"word/footer7.xml": element("ftr", "<w:altChunk/>")},
    )
    assert "altChunk" in refusal(zipped(made))
