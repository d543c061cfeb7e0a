"""What a worker draws of a draft: the page, of how many, what it took from the example, and what cannot be drawn."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageStat

from docgen.casefile.assembly import assembled
from docgen.casefile.draft import Draft
from docgen.casefile.places import place_of
from docgen.casefile.sections import page_of
from docgen.documents import document_type, example_of_all
from docgen.errors import UnknownName
from docgen.generate import papers
from docgen.pdf.typeset import Typesetter
from docgen.press import Press
from docgen.preview.picture import Picture, picture
from tests.conftest import languages, type_ids

TYPE, TAG = type_ids()[0], languages()[0]


def _draft(**values: Any) -> bytes:
    return Draft(values={**example_of_all(), **values}).to_json()


def _image(found: Picture) -> Image.Image:
    image = Image.open(io.BytesIO(found.png))
    image.load()
    return image


@pytest.fixture
def settings_made(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[bytes]]:
    """The Word files that were set since."""
    made: list[bytes] = []
    real = Typesetter.for_drawing

    def counted(self: Typesetter, docx: bytes) -> bytes:
        made.append(docx)
        return real(self, docx)

    monkeypatch.setattr(Typesetter, "for_drawing", counted)
    yield made


@pytest.mark.parametrize("tag", languages())
@pytest.mark.parametrize("type_id", type_ids())
def test_a_draft_without_any_answer_can_be_drawn(press: Press, type_id: str, tag: str) -> None:
    found = picture(press, Draft().to_json(), type_id, tag, 1, 1.0)
    assert (found.page, found.problems) == (1, ()) and found.gaps
    assert _image(found).size == (found.width, found.height) == (596, 842)  # A4 at 72 pixels an inch


@pytest.mark.parametrize("type_id", type_ids())
def test_what_shows_the_example_is_told_with_the_page_that_asks_for_it(press: Press, type_id: str) -> None:
    draft = Draft()
    for gap in picture(press, draft.to_json(), type_id, TAG, 1, 1.0).gaps:
        path, _, question = gap.path.partition("#")
        page = page_of(place_of(question), draft)
        assert page is not None and page.path == path


def test_a_new_letter_in_a_text_is_another_picture(press: Press) -> None:
    pictures = {picture(press, _draft(reference=each), TYPE, TAG, 1, 1.25).png for each in ("DG-1", "DG-2", "DG-2")}
    assert len(pictures) == 2


def test_turning_the_page_and_zooming_set_nothing_anew(press: Press, settings_made: list[bytes]) -> None:
    draft = _draft(reference="TURNED")
    first = picture(press, draft, TYPE, TAG, 1, 1.0)
    second = picture(press, draft, TYPE, TAG, 2, 1.5)
    assert len(settings_made) == 1 and (first.page, second.page) == (1, 2) and second.width > first.width


@pytest.mark.parametrize("type_id", type_ids())
def test_the_picture_looks_like_the_paper(press: Press, type_id: str) -> None:
    """The text layer, which is left out for its sake, cannot be seen; colours stay."""
    tree = assembled(Draft.from_json(_draft()), type_id)
    document = document_type(type_id).model_validate(tree)
    (pdf,) = papers(document, press.library.locale(TAG), press.for_specimens(), ["pdf"])
    paper = pypdfium2.PdfDocument(pdf.data)[0].render(scale=1.0).to_pil().convert("RGB")
    same, other = (_image(picture(press, _draft(), type_id, TAG, page, 1.0)).convert("RGB") for page in (1, 2))
    assert 3 * _apart(paper, same) < _apart(paper, other)  # edges of letters are rounded a little differently


def _apart(one: Image.Image, other: Image.Image) -> float:
    """How far two pictures are apart on average, of 255."""
    return max(ImageStat.Stat(ImageChops.difference(one, other)).mean)


def test_a_page_that_the_paper_has_not_is_none_and_the_last_one_where_that_is_asked(press: Press) -> None:
    nowhere = picture(press, _draft(), TYPE, TAG, 99, 1.0)
    assert (nowhere.page, nowhere.png, nowhere.problems) == (0, b"", ()) and nowhere.pages > 1
    assert picture(press, _draft(), TYPE, TAG, 99, 1.0, nearest=True).page == nowhere.pages


def test_what_no_font_draws_is_a_problem_in_place_of_the_picture(press: Press) -> None:
    agency = {"name": {TAG: "\u4eba"}}
    found = picture(press, Draft(values={"documents": {TYPE: {"agency": agency}}}).to_json(), TYPE, TAG, 1, 1.0)
    assert found.png == b"" and [each.values["codes"] for each in found.problems] == ["U+4EBA"]


def test_what_is_shown_is_a_specimen_without_a_code(press: Press, settings_made: list[bytes]) -> None:
    picture(press, _draft(reference="SPECIMEN-1"), TYPE, TAG, 1, 1.0)
    (docx,) = settings_made
    with zipfile.ZipFile(io.BytesIO(docx)) as parts:
        words = b"".join(parts.read(name) for name in parts.namelist())
    assert press.library.locale(TAG).settings.draft.specimen.encode() in words


def test_a_language_that_there_is_not_is_unknown(press: Press) -> None:
    with pytest.raises(UnknownName):
        picture(press, _draft(), TYPE, "xx", 1, 1.0)
