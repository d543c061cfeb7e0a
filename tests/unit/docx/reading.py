"""What tests read from a rendered document: parts, roots and the text as Word shows it."""

from __future__ import annotations

import io
import zipfile

from lxml import etree

from tests.unit.docx.builder import W


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def root(data: bytes, part: str = "word/document.xml") -> etree._Element:
    return etree.fromstring(parts(data)[part], etree.XMLParser(resolve_entities=False, no_network=True))


def shown(element: etree._Element) -> str:
    """w:t as it stands, w:br as a line feed, w:tab as a tab; nothing else prints."""
    signs = {f"{{{W}}}br": "\n", f"{{{W}}}tab": "\t"}
    return "".join(
        signs.get(str(each.tag), "") or (each.text or "" if each.tag == f"{{{W}}}t" else "") for each in element.iter()
    )


def paragraphs(data: bytes, part: str = "word/document.xml") -> list[str]:
    return [shown(each) for each in root(data, part).iter(f"{{{W}}}p")]


def runs(data: bytes, part: str = "word/document.xml") -> list[tuple[str, dict[str, str]]]:
    """(text, {property.attribute: value}) of every run that shows text."""
    found = []
    for run in root(data, part).iter(f"{{{W}}}r"):
        properties = run.find(f"{{{W}}}rPr")
        flat = {}
        for each in properties if properties is not None else ():
            name = etree.QName(each).localname
            flat[name] = ""
            for key, value in each.attrib.items():
                flat[f"{name}.{etree.QName(key).localname}"] = value
        if shown(run):
            found.append((shown(run), flat))
    return found
