"""What XLIFF 2.1 (OASIS Standard, 13 February 2018) asks of a file, as far as the exports use it, as assertions."""

from __future__ import annotations

import re

from lxml import etree

from docgen.docx.ooxml import Element

CORE = "{urn:oasis:names:tc:xliff:document:2.0}"
MDA = "{urn:oasis:names:tc:xliff:metadata:2.0}"
NMTOKEN = re.compile(r"[\w.:-]+\Z")
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
# Section 4.2: children in this order, how many of each at least and at most; 4.3: attributes.
ALLOWED = {
    "xliff": {"version", "srcLang", "trgLang"},
    "file": {"id", "original", "canResegment"},
    "unit": {"id", "name"},
    "notes": set(),
    "note": {"id", "category"},
    "originalData": set(),
    "data": {"id"},
    "segment": {"id", "state"},
    "source": {SPACE},
    "target": {SPACE},
    "ph": {"id", "canCopy", "canDelete", "canReorder", "disp", "dataRef", "type", "subType"},
    "pc": {"id", "type", "subType", "dataRefStart", "dataRefEnd"},
}
CHILDREN = {
    "xliff": "file ",
    "file": "metadata (unit )+",
    "unit": "(notes )?(originalData )?segment ",
    "notes": "(note )+",
    "originalData": "(data )+",
    "segment": "source (target )?",
    "source": "((ph|pc) )*",
    "target": "((ph|pc) )*",
    "pc": "((ph|pc) )*",
    "metadata": "metaGroup ",
    "metaGroup": "(meta )+",
}
# 4.3.1.40: a prefixed subType belongs to one type.
SUBTYPES = {"xlf:lb": "fmt", "xlf:b": "fmt", "xlf:i": "fmt", "xlf:u": "fmt", "xlf:var": "ui"}


def check(data: bytes) -> Element:
    """The root of a file that keeps the rules."""
    root = etree.fromstring(data)
    assert root.tag == f"{CORE}xliff" and root.get("version") == "2.1"
    assert root.get("srcLang") and root.get("trgLang")
    for element in root.iter():
        name = etree.QName(element).localname
        assert element.tag in (f"{CORE}{name}", f"{MDA}{name}")
        children = "".join(f"{etree.QName(child).localname} " for child in element)
        assert re.fullmatch(CHILDREN.get(name, ""), children), (name, children)
        if element.tag.startswith(CORE):
            assert set(element.attrib) <= ALLOWED[name], name
        assert NMTOKEN.match(element.get("id", "x"))
    assert all(each.get("type") for each in root.iter(f"{MDA}meta"))
    units = [unit.get("id") for unit in root.iter(f"{CORE}unit")]
    assert len(set(units)) == len(units)
    for unit in root.iter(f"{CORE}unit"):
        _check_unit(unit)
    return root


def _check_unit(unit: Element) -> None:
    data = [each.get("id") for each in unit.iter(f"{CORE}data")]
    assert len(set(data)) == len(data)
    source, target = unit.find(f".//{CORE}source"), unit.find(f".//{CORE}target")
    assert source is not None
    sides = [side for side in (source, target) if side is not None]
    for side in sides:
        codes = list(side.iter(f"{CORE}ph", f"{CORE}pc"))
        assert len({code.get("id") for code in codes}) == len(codes)
        assert all(code.get("id") for code in codes)
        for code in codes:
            _check_code(code, data)
    if target is not None:
        kept = {each.get("id") for each in source.iter() if each.get("canDelete") == "no"}
        assert kept <= {each.get("id") for each in target.iter(f"{CORE}ph")}
        # Codes of one id are one code: they say the same in both.
        of_source = {each.get("id", ""): _said(each) for each in source.iter(f"{CORE}ph", f"{CORE}pc")}
        for code in target.iter(f"{CORE}ph", f"{CORE}pc"):
            assert of_source.get(code.get("id", ""), _said(code)) == _said(code)
        assert _fixed(source) == _fixed(target)


def _said(element: Element) -> dict[str, str]:
    return {str(name): str(value) for name, value in element.attrib.items()}


def _check_code(code: Element, data: list[str | None]) -> None:
    for name in ("dataRef", "dataRefStart", "dataRefEnd"):
        if code.get(name) is not None:
            assert code.get(name) in data
    assert code.get("type") in ("fmt", "ui", "quote", "link", "image", "other")
    if code.get("subType"):
        assert SUBTYPES[code.get("subType", "")] == code.get("type")
    if code.get("canReorder") in ("no", "firstNo"):
        assert code.get("canCopy") == "no" and code.get("canDelete") == "no"


def _fixed(side: Element) -> list[tuple[str | None, str | None]]:
    """The sequence of codes that keep their order: the first says firstNo, the others no."""
    found = [(each.get("id"), each.get("canReorder")) for each in side.iter(f"{CORE}ph") if each.get("canReorder")]
    assert [how for _, how in found] == ["firstNo", *["no"] * (len(found) - 1)][: len(found)]
    return found
