"""Lint of an installation whose files somebody edited: each fault is named where it is, and nothing else."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

import pytest

from docgen.documents import document_type
from docgen.library import Library
from docgen.review.glossary import FILE
from docgen.review.lint import lint
from docgen.settings import Settings
from tests.integration.test_fragments import nothing, rewritten

TYPE = "rights_statement"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copytree(Settings.read().templates[0], tmp_path / "templates")
    return tmp_path / "templates"


def found(folder: Path) -> list[tuple[str, str]]:
    return [(each.code, each.pointer) for each in lint(Library.load(folder), document_type(TYPE), nothing)]


def test_a_glossary_that_cannot_be_read_is_one_finding_that_names_the_row(folder: Path) -> None:
    with (folder / FILE).open("a", encoding="utf-8") as glossary:
        glossary.write("alone\n")
    rows = len((folder / FILE).read_text(encoding="utf-8").splitlines())
    (finding,) = lint(Library.load(folder), document_type(TYPE), nothing)
    assert (finding.code, finding.pointer) == ("glossary.unusable", FILE)
    assert f"row {rows}:" in str(finding.message)


def test_without_a_glossary_nothing_is_held_to_it(folder: Path) -> None:
    (folder / FILE).unlink()
    assert found(folder) == []


def test_a_word_that_legal_staff_add_to_the_glossary_is_asked_for_at_once(folder: Path) -> None:
    with (folder / FILE).open("a", encoding="utf-8") as glossary:
        glossary.write("deceive,คำที่ไม่มี,ពាក្យគ្មាន,\n")
    assert set(found(folder)) == {("glossary.term", f"{tag}/{TYPE}.docx#c_5_1a_a") for tag in ("km", "th")}


def test_a_fault_in_a_fragment_is_named_in_the_paper_that_includes_it(folder: Path) -> None:
    rewritten(folder / "th" / "fragments" / "sop_language_note.docx", lambda xml: xml.replace("๑๑", "๑๒"))
    assert found(folder) == [("parity.numbers", f"th/{TYPE}.docx#footer/sop_language_note+1")]


def test_tracked_changes_are_named_as_such(folder: Path) -> None:
    rewritten(
        folder / "km" / f"{TYPE}.docx",
        lambda xml: xml.replace("<w:body>", '<w:body><w:p><w:ins w:id="1" w:author="x"><w:r/></w:ins></w:p>'),
    )
    assert found(folder) == [("template.tracked_changes", f"km/{TYPE}.docx")]
