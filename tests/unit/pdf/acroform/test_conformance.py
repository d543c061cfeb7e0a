"""A PDF/A-2b and PDF/UA-1 form stays valid when it is filled, continued and flattened (veraPDF)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from docgen.locale import Locale
from docgen.pdf.acroform import FieldPolicy, Overflow
from docgen.pdf.coding.runs import FontChoice
from tests.unit.pdf.acroform.filled import filler
from tests.unit.pdf.acroform.tagged import tagged_form
from tests.verapdf.verapdf import PDFUA_1, class_path, validate

PDFA_2B = "2b"


@pytest.mark.verapdf
@pytest.mark.skipif(class_path() is None, reason="no JDK or veraPDF here")
@pytest.mark.parametrize(("flavour", "universal"), [(PDFA_2B, False), (PDFUA_1, True)])
def test_a_valid_form_is_valid_when_filled(
    choice: FontChoice, locales: Mapping[str, Locale], tmp_path: Path, flavour: str, universal: bool
) -> None:
    fill, form = filler(choice, locales["km"]), tagged_form(choice, universal=universal)
    values = {"line": "ស្ត្រី and น้ำ", "lines": "ព្រះរាជាណាចក្រកម្ពុជា " * 60, "tick": True}
    policy = FieldPolicy(Overflow.CONTINUE)
    made = {
        "blank": form,
        "filled": fill(form, values, default=policy).pdf,
        "flattened": fill(form, values, default=policy, flatten=True).pdf,
    }
    for name, pdf in made.items():
        (tmp_path / f"{name}.pdf").write_bytes(pdf)
    verdicts = validate([tmp_path / f"{name}.pdf" for name in made], [flavour])
    assert {path.stem: verdict.failures for (path, _), verdict in verdicts.items()} == {name: [] for name in made}
