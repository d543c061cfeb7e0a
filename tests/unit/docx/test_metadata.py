"""Nothing of a template's makers reaches a document."""

from __future__ import annotations

import io

import docx as python_docx

from docgen.docx import Template
from tests.unit.docx.builder import FONTS, W, members, relationships, zipped
from tests.unit.docx.reading import paragraphs, parts, root

CORE = """<?xml version="1.0" encoding="UTF-8"?><cp:coreProperties
 xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>Old
 title</dc:title>
<dc:creator>Author X</dc:creator><cp:lastModifiedBy>Editor X</cp:lastModifiedBy><cp:revision>7</cp:revision>
<dc:description>Remark X</dc:description><dc:subject>SOP {{ clause }}</dc:subject><cp:keywords>paper</cp:keywords>
<dcterms:created xsi:type="dcterms:W3CDTF">2020-05-05T05:05:05Z</dcterms:created></cp:coreProperties>"""
SETTINGS = (
    '<w:trackRevisions/><w:rsids><w:rsidRoot w:val="00AA11BB"/></w:rsids><w:docVars><w:docVar w:name="x" '
    'w:val="Secret"/></w:docVars>'
    '<w14:docId w14:val="1234ABCD"/><w:defaultTabStop w:val="720"/>'
)
BODY = (
    '<w:p w:rsidR="00AA11BB" w:rsidRDefault="00AA11BB" w14:paraId="77AA77AA" '
    'w14:textId="77777777"><w:bookmarkStart w:id="9" w:name="_GoBack"/>'
    '<w:bookmarkEnd w:id="9"/><w:r w:rsidRPr="00AA11BB"><w:rPr><w:lang w:val="en-GB" '
    'w:bidi="km-KH"/></w:rPr><w:t>{{ x</w:t></w:r>'
    '<w:proofErr w:type="spellStart"/><w:r><w:lastRenderedPageBreak/><w:t> }}</w:t></w:r></w:p>'
)


def document() -> bytes:
    made = members(
        BODY,
        settings=SETTINGS,
        extra_relationships=[("rIdP", "http://schemas.microsoft.com/office/2011/relationships/people", "people.xml")],
        overrides={
            "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
            "docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
            "docProps/custom.xml": "application/vnd.openxmlformats-officedocument.custom-properties+xml",
            "word/people.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.people+xml",
        },
        parts={
            "docProps/core.xml": CORE.encode(),
            "docProps/app.xml": b"<Properties><Company>Company X</Company></Properties>",
            "docProps/custom.xml": b"<Properties/>",
            "docProps/thumbnail.jpeg": b"\xff\xd8\xff\xe0",
            "word/people.xml": f'<w:people xmlns:w="{W}"/>'.encode(),
        },
    )
    made["_rels/.rels"] = relationships(
        [
            ("rId1", "officeDocument", "word/document.xml"),
            ("rId2", "extended-properties", "docProps/app.xml"),
            (
                "rId3",
                "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
                "docProps/core.xml",
            ),
            (
                "rId4",
                "http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail",
                "docProps/thumbnail.jpeg",
            ),
            ("rId5", "custom-properties", "docProps/custom.xml"),
        ]
    )
    template = Template.compile(zipped(made), name="t.docx", fonts=FONTS)
    assert template.placeholders == {"x", "clause"}
    return template.render({"x": "value", "clause": "4.7"}, title="Title & more", language="km-KH")


def test_core_properties_are_ours() -> None:
    properties = python_docx.Document(io.BytesIO(document())).core_properties
    assert (properties.title, properties.language, properties.subject, properties.keywords) == (
        "Title & more",
        "km-KH",
        "SOP 4.7",
        "paper",
    )
    assert (properties.author, properties.last_modified_by, properties.comments, properties.revision) == ("", "", "", 0)
    assert properties.created is not None and properties.created.year == 1980
    assert properties.modified is not None and properties.modified.year == 1980


def test_no_trace_of_editing_is_left() -> None:
    found = parts(document())
    everything = b"".join(found.values())
    for trace in (
        b"rsid",
        b"paraId",
        b"textId",
        b"docId",
        b"docVar",
        b"proofErr",
        b"_GoBack",
        b"lastRendered",
        b"trackRevisions",
        b" X<",
        b"Secret",
    ):
        assert trace not in everything
    assert not {name for name in found if any(part in name for part in ("app", "custom", "people", "thumbnail"))}
    assert b'w:bidi="km-KH"' in found["word/document.xml"]
    assert b"defaultTabStop" in found["word/settings.xml"]
    assert paragraphs(document()) == ["value"]


def test_namespaces_in_use_stay_and_unused_ones_go() -> None:
    body = root(document())
    assert set(body.nsmap) == {"w", "r"}
    assert not any("Ignorable" in name for name in body.attrib)


def test_content_types_name_every_part() -> None:
    found = parts(document())
    types = root(document(), "[Content_Types].xml")
    named = {each.get("PartName", "").lstrip("/") for each in types.iter("{*}Override")}
    assert named == {name for name in found if not name.endswith(".rels") and name != "[Content_Types].xml"}
