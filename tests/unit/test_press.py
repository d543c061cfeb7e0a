"""What stands across the pages of an output, and a trial's own mark."""

import io
import zipfile

import pytest

from docgen.bundle import File
from docgen.case import Case
from docgen.generate import generate
from docgen.library import APPROVED, DRAFT
from docgen.pdf.extract import text as text_of_pdf
from docgen.press import Press
from tests.conftest import languages

TYPE = "termination_notice"


@pytest.mark.parametrize("tag", languages())
def test_an_approved_paper_bears_no_mark_and_a_draft_bears_its_languages(tag: str, press: Press) -> None:
    locale = press.library.locale(tag)
    assert press.mark(APPROVED, locale) is None
    assert press.mark(DRAFT, locale) == locale.settings.draft.mark


@pytest.mark.parametrize("approval", [APPROVED, DRAFT])
@pytest.mark.parametrize("tag", languages())
def test_a_trial_is_marked_so_whatever_was_approved(tag: str, approval: str, press: Press) -> None:
    locale = press.library.locale(tag)
    mark = press.for_specimens().mark(approval, locale)
    assert mark == locale.settings.draft.specimen
    assert mark != locale.settings.draft.mark


@pytest.mark.parametrize("tag", languages())
def test_every_output_of_a_trial_bears_the_mark_and_no_code(tag: str, press: Press, case: Case) -> None:
    trial = press.for_specimens()
    mark = press.library.locale(tag).settings.draft.specimen
    formats = ["docx", "pdf", "form", "packet"]
    for file in generate(case, press=trial, types=[TYPE], languages=[tag], formats=formats).files:
        assert file.code == ""
        assert mark in _shown(file), file.name


def _shown(file: File) -> str:
    if file.format == "docx":
        return zipfile.ZipFile(io.BytesIO(file.data)).read("word/header1.xml").decode()
    return text_of_pdf(file.data).replace("\n", "")
