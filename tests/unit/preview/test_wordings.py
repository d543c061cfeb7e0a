"""Pictures of versions: any wording, always marked."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from docgen.binding import COVER
from docgen.documents import document_type, example
from docgen.docx.wording import Wording
from docgen.library import Library
from docgen.press import Press
from docgen.preview.wordings import Shot, shot
from tests.conftest import languages, type_ids

TYPE = type_ids()[0]


def _shot(library: Library, type_id: str = TYPE, tag: str = "en", **more: object) -> Shot:
    wording = Wording.of(library.files[type_id, tag].read_bytes(), f"{type_id}.docx", library.fragments_in(tag))
    return replace(Shot(type_id, tag, wording, approved=False), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("type_id", [TYPE, COVER])
def test_a_wording_has_a_picture_in_every_language(press: Press, type_id: str) -> None:
    for tag in languages():
        found = shot(press, _shot(press.library, type_id, tag), 1, 0.5)
        assert found.png.startswith(b"\x89PNG") and found.page == 1 and found.pages >= 1


def test_an_approved_wording_is_marked_as_a_specimen_and_a_draft_as_a_draft(press: Press) -> None:
    draft = shot(press, _shot(press.library), 1, 0.5)
    approved = shot(press, _shot(press.library, approved=True), 1, 0.5)
    assert draft.png and approved.png and draft.png != approved.png


def test_a_case_of_ones_own_is_drawn(press: Press) -> None:
    case = example(document_type(TYPE))
    case["reference"] = "X-42/2569"
    own = shot(press, _shot(press.library, case=json.dumps(case).encode()), 1, 0.5)
    assert own.png and own.png != shot(press, _shot(press.library), 1, 0.5).png


def test_a_page_beyond_the_last_one_is_the_last_one(press: Press) -> None:
    found = shot(press, _shot(press.library), 99, 0.5)
    assert found.page == found.pages > 0


def test_a_case_that_does_not_make_the_paper_is_told_in_place_of_the_picture(press: Press) -> None:
    found = shot(press, _shot(press.library, case=b"{}"), 1, 0.5)
    assert found.png == b"" and found.problems


def test_a_wording_that_cannot_be_used_is_told_in_place_of_the_picture(press: Press) -> None:
    found = shot(press, replace(_shot(press.library), wording=Wording(b"no Word file")), 1, 0.5)
    assert found.png == b"" and found.problems
