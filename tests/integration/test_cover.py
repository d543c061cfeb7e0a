"""The Word files of packets' covers are linted like templates, and a cover that somebody changed still works."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from shutil import copytree

import pytest

from docgen.binding import COVER, Binding, bind
from docgen.case import Case
from docgen.documents import document_types, example_of_all
from docgen.errors import TemplateError, UnknownName
from docgen.generate import generate
from docgen.library import Library
from docgen.press import Press
from docgen.review.lint import lint_cover
from docgen.settings import Settings
from tests.acceptance.reading import by_pdfium
from tests.conftest import open_press
from tests.integration.test_fragments import nothing, rewritten

TEMPLATES = Settings.read().templates[0]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copytree(TEMPLATES, tmp_path / "templates")
    return tmp_path / "templates"


def found(folder: Path, unsupported: Callable[[bytes], list[str]] = nothing) -> list[tuple[str, str]]:
    return [(finding.pointer, finding.code) for finding in lint_cover(Library.load(folder), unsupported)]


def test_nothing_is_wrong_with_the_covers_there_are(folder: Path) -> None:
    assert found(folder) == []


def test_a_language_without_a_cover_is_reported_and_cannot_bear_a_packet(folder: Path) -> None:
    (folder / "th" / f"{COVER}.docx").unlink()
    assert found(folder) == [(f"th/{COVER}.docx", "template.unusable")]
    with pytest.raises(UnknownName):
        packet_of(folder, "th")


def test_a_cover_that_asks_for_what_there_is_not_or_forgets_something_is_reported(folder: Path) -> None:
    rewritten(folder / "en" / f"{COVER}.docx", lambda xml: xml.replace("{{ total }}", "{{ sum }}"))
    expected = {"placeholder.unknown", "placeholder.absent", "parity.placeholders"}
    assert {code for place, code in found(folder) if place.startswith(f"en/{COVER}.docx")} == expected


def test_what_the_engine_does_not_set_is_reported_of_a_cover(folder: Path) -> None:
    assert found(folder, lambda data: ["a shape"]) == [
        (f"{tag}/{COVER}.docx", "layout.unsupported") for tag in Library.load(folder).locales
    ]


def packet_of(folder: Path, tag: str) -> bytes:
    usual = open_press()
    press = Press(Library.load(folder), usual.converter, usual.fonts, usual.emblems)
    case = Case.load(json.dumps(example_of_all()))
    files = generate(case, press=press, types=list(document_types())[:2], languages=[tag], formats=["pdf"]).files
    return bind(files, case, press, Binding(tag)).data


def test_a_cover_without_the_loop_is_refused_when_a_packet_is_bound(folder: Path) -> None:
    rewritten(
        folder / "en" / f"{COVER}.docx",
        lambda xml: xml.replace("{%tr for document in documents %}", "{%tr if false %}").replace(
            "{%tr endfor %}", "{%tr endif %}"
        ),
    )
    with pytest.raises(TemplateError):
        packet_of(folder, "en")


def test_wording_of_a_cover_may_change(folder: Path) -> None:
    rewritten(folder / "en" / f"{COVER}.docx", lambda xml: xml.replace(">PACKET OF DOCUMENTS<", ">DOSSIER<"))
    assert "DOSSIER" in by_pdfium(packet_of(folder, "en"))[0]
