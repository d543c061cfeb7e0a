"""Packages are read into values and written back the same way every time."""

from __future__ import annotations

import io
import zipfile

import pytest

from docgen.docx.package import (
    Entry,
    Package,
    PackageDamaged,
    Relationship,
    content_types_xml,
    owner_of,
    relationships_name,
    relationships_xml,
    zip_of,
)
from tests.unit.docx.builder import content_types, relationships


def test_relationship_parts_belong_to_their_owners() -> None:
    for owner, name in (
        ("", "_rels/.rels"),
        ("word/document.xml", "word/_rels/document.xml.rels"),
        ("a.xml", "_rels/a.xml.rels"),
    ):
        assert relationships_name(owner) == name
        assert owner_of(name) == owner


def test_targets_are_resolved_to_part_names() -> None:
    items = [("a", "image", "media/x.png"), ("b", "image", "/word/media/y.png"), ("c", "image", "../z.png")]
    found = Package.read(
        {"[Content_Types].xml": content_types({}), "word/_rels/document.xml.rels": relationships(items)}
    )
    assert found.targets("word/document.xml", "image") == ["word/media/x.png", "word/media/y.png", "z.png"]


def test_a_relationship_part_that_holds_something_else_is_damaged() -> None:
    with pytest.raises(PackageDamaged):
        Package.read({"[Content_Types].xml": content_types({}), "_rels/.rels": b"<Relationships><x/></Relationships>"})


def test_what_is_written_is_read_back() -> None:
    related = [Relationship("rId1", "image", "urn:x/image", "word/media/a&b.png", False)]
    members = {
        "[Content_Types].xml": content_types_xml(
            {"word/media/a&b.png": "image/png", "word/d.xml": "x/y+xml"}, {"png": "image/png"}
        ),
        "word/_rels/d.xml.rels": relationships_xml("word/d.xml", related),
        "word/d.xml": b"<d/>",
        "word/media/a&b.png": b"",
    }
    found = Package.read(members)
    assert found.relationships == {"word/d.xml": related}
    assert found.types["word/d.xml"] == "x/y+xml"
    assert found.types["word/media/a&b.png"] == "image/png"


@pytest.mark.parametrize("level", [0, 1, 9])
def test_entries_are_sound_zip_members(level: int) -> None:
    contents = {"a.xml": b"<a/>" * 100, "b/c.bin": b"", "d": bytes(range(256))}
    data = zip_of((name, Entry.of(name, content, level)) for name, content in contents.items())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == contents
