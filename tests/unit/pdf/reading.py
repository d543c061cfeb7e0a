"""What a PDF says, by four readers that know nothing of docgen, and how it is tagged."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Callable, Mapping

import pymupdf
import pypdf
import pypdfium2

from tests.conftest import require


def squeezed(text: str) -> str:
    """Without white space, zero width space and word joiner."""
    return re.sub(r"[\s\u200b\u2060]+", "", text)


def by_poppler(pdf: bytes) -> str:
    """pdftotext in content order."""
    command = [require("pdftotext"), "-raw", "-", "-"]
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()


def by_mupdf(pdf: bytes) -> str:
    """PyMuPDF."""
    with pymupdf.open(stream=pdf) as document:
        return "".join(page.get_text() for page in document)


def by_pdfium(pdf: bytes) -> str:
    """pypdfium2; U+FFFE is its mark for a hyphen at a line's end."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "".join(page.get_textpage().get_text_range() for page in document).replace("\ufffe", "-")
    finally:
        document.close()


def by_pypdf(pdf: bytes) -> str:
    """pypdf."""
    return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


READERS: Mapping[str, Callable[[bytes], str]] = {
    "poppler": by_poppler,
    "MuPDF": by_mupdf,
    "PDFium": by_pdfium,
    "pypdf": by_pypdf,
}


def lines(pdf: bytes, page: int = 0) -> dict[str, tuple[float, float, float, float]]:
    """Lines of a page → (left, baseline, right, size) in points from the top left corner."""
    with pymupdf.open(stream=pdf) as document:
        found = {}
        for block in document[page].get_text("dict")["blocks"]:
            for line in block.get("lines", ()):
                text = "".join(span["text"] for span in line["spans"]).strip()
                first = line["spans"][0]
                found[text] = (line["bbox"][0], first["origin"][1], line["bbox"][2], first["size"])
    return found


def page_count(pdf: bytes) -> int:
    """How many pages."""
    with pymupdf.open(stream=pdf) as document:
        return len(document)


def tags(pdf: bytes) -> list[str]:
    """The names of the structure elements, in order of the tree (PDF 1.7 §14.7.2)."""
    with pymupdf.open(stream=pdf) as document:
        kinds = {"StructTreeRoot": document.pdf_catalog()}
        root = document.xref_get_key(kinds["StructTreeRoot"], "StructTreeRoot")[1]
        return _tags_below(document, int(root.split()[0]))


def _tags_below(document: pymupdf.Document, number: int) -> list[str]:
    found = []
    kind, name = document.xref_get_key(number, "S")
    if kind == "name":
        found.append(name.lstrip("/"))
    kind, children = document.xref_get_key(number, "K")
    if kind in ("array", "xref"):
        for child in re.findall(r"(?<!/Pg )(?<!/Obj )\b(\d+) 0 R", children):
            found += _tags_below(document, int(child))
    return found
