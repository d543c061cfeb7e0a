"""Forms as part of an installation: found, rendered, marked, linted."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from docgen.case import Case
from docgen.documents import document_type
from docgen.errors import TemplateError, UnknownName
from docgen.forms.filled import fingerprint_of
from docgen.generate import generate
from docgen.library import APPROVED, Library, NothingApproved
from docgen.pdf.acroform import fields
from docgen.press import Press
from docgen.review.forms import lint_forms
from tests.acceptance.reading import by_pdfium
from tests.conftest import open_press
from tests.unit.forms.papers import blank_of

TYPE = "return_victim_finding"
TEMPLATES = Path(__file__).parents[2] / "templates"


class Everything(NothingApproved):
    """Approves whatever it is asked about."""

    def state(self, fingerprint: str) -> str:
        return APPROVED


@pytest.fixture
def installation(tmp_path: Path) -> Path:
    """One language with the Word files and forms of the repository, to be changed."""
    shutil.copytree(TEMPLATES / "en", tmp_path / "en")
    return tmp_path


def press_of(folder: Path, *, approved: bool = False) -> Press:
    press = open_press()
    library = Library.load(folder, shelf=Everything() if approved else None)
    return Press(library, press.converter, press.fonts, press.emblems)


def test_a_form_is_a_file_of_the_bundle_with_the_fingerprint_of_form_and_map(case: Case) -> None:
    press = open_press()
    (file,) = generate(case, press=press, types=[TYPE], languages=["en"], formats=["form"]).files
    assert (file.name, file.engine, file.approval) == (f"{TYPE}.en.form.pdf", "acroform", "draft")
    assert file.template == fingerprint_of(press.library.forms[TYPE, "en"])
    assert {each.name: each.value for each in fields(file.data)}["Sex"] == "F"


def test_without_an_agencys_form_the_blank_is_filled(case: Case) -> None:
    (file,) = generate(case, press=open_press(), types=["rights_statement"], languages=["en"], formats=["form"]).files
    assert file.template == blank_of("rights_statement", "en").fingerprint
    assert {each.name: each.value for each in fields(file.data)}["person/sex"] == "female"


def test_forms_are_the_same_bytes_every_time(case: Case) -> None:
    made = [generate(case, press=open_press(), types=[TYPE], languages=["th"], formats=["form"]) for _ in range(2)]
    assert made[0].files[0].data == made[1].files[0].data


def test_a_form_bears_the_draft_mark_until_it_is_approved(case: Case, installation: Path) -> None:
    for approved in (False, True):
        press = press_of(installation, approved=approved)
        (file,) = generate(case, press=press, types=[TYPE], languages=["en"], formats=["form"]).files
        assert all(("DRAFT" in text) is not approved for text in by_pdfium(file.data))


def test_there_is_no_other_format(case: Case) -> None:
    with pytest.raises(UnknownName):
        generate(case, press=open_press(), formats=["paper"])


def test_a_form_without_a_map_is_no_form_to_render(case: Case, installation: Path) -> None:
    (installation / "en/forms" / f"{TYPE}.toml").unlink()
    with pytest.raises(TemplateError, match=r"write return_victim_finding\.toml beside it"):
        generate(case, press=press_of(installation), types=[TYPE], languages=["en"], formats=["form"])


def test_forms_of_the_repository_have_no_findings() -> None:
    assert list(lint_forms(open_press().library, document_type(TYPE))) == []


def test_lint_names_what_is_wrong_with_a_map(installation: Path) -> None:
    path = installation / "en/forms" / f"{TYPE}.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('"Requests"', '"Request"'), encoding="utf-8")
    found = list(lint_forms(Library.load(installation), document_type(TYPE)))
    assert {(each.code, each.message.values["item"]) for each in found} == {
        ("map.unknown_field", "Request"),
        ("map.unfilled", "Requests"),
    }
    assert {each.pointer for each in found} == {f"en/forms/{TYPE}.toml"}
    path.write_text("[fields", encoding="utf-8")
    assert [each.code for each in lint_forms(Library.load(installation), document_type(TYPE))] == ["form.unusable"]
