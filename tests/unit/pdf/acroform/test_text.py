"""Text fields: exact values, exact text of what is drawn, at the right place and size."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from docgen.locale import Locale
from docgen.pdf.acroform import fields
from docgen.pdf.coding.runs import FontChoice
from tests.acceptance.reading import READERS, squeezed
from tests.unit.pdf.acroform.filled import Fill, Reopened, filler, inked, page_texts, refused, shown_text
from tests.unit.pdf.acroform.forms import COMB, MULTILINE, PASSWORD, READ_ONLY, FormMaker, bordered
from tests.unit.pdf.coding.test_coding import HARD

WIDE = (40, 700, 560, 730)
AUTOMATIC = String("/Helv 0 Tf 0 g")


@pytest.fixture
def fill(choice: FontChoice, locales: Mapping[str, Locale]) -> Fill:
    return filler(choice, locales["km"])


def form(rect: tuple[float, float, float, float] = WIDE, **entries: Any) -> bytes:
    made = FormMaker()
    made.text("a", rect, **entries)
    return made.made()


@pytest.mark.parametrize("text", HARD)
@pytest.mark.parametrize("reader", READERS)
def test_flattened_text_is_exact_in_every_reader(fill: Fill, text: str, reader: str) -> None:
    (page,) = READERS[reader](fill(form(), {"a": text}, flatten=True).pdf)
    assert page.strip("\r\n").rstrip() == text


@pytest.mark.parametrize("text", HARD)
def test_the_appearance_of_a_field_is_exact_text(fill: Fill, text: str) -> None:
    pdf = fill(form(), {"a": text}).pdf
    assert shown_text(pdf, "a").strip() == text
    assert {reader: pages[0].strip() for reader, pages in page_texts(pdf).items()} == dict.fromkeys(
        page_texts(pdf), text
    )


@pytest.mark.parametrize("text", [*HARD, "þÿ begins like a byte order mark", "two\nlines"])
def test_the_value_is_exactly_what_was_given(fill: Fill, text: str) -> None:
    pdf = fill(form(rect=(40, 600, 560, 730), Ff=MULTILINE), {"a": text}).pdf
    with Reopened(pdf) as reopened:
        assert reopened.value("a") == text
    assert fields(pdf)[0].value == text


def test_a_field_of_several_lines_breaks_where_the_language_lets_it_and_adds_no_marks(fill: Fill) -> None:
    text = "ស្ត្រីរងគ្រោះដោយអំពើជួញដូរមនុស្សត្រូវបានបញ្ជូនមកមណ្ឌល\u200bជនរងគ្រោះ និងបុគ្គលិកលក្ខណៈដទៃទៀតៗ"
    pdf = fill(form(rect=(40, 500, 160, 730), Ff=MULTILINE), {"a": text}, flatten=True).pdf
    for reader, extract in READERS.items():
        page = extract(pdf)[0]
        assert page.replace("\r", "").replace("\n", "").rstrip() == text, reader
        assert page.strip().count("\n") >= 3, reader
        assert not any(line.startswith("ៗ") for line in page.splitlines())


def test_a_persons_name_is_kept_on_one_line(fill: Fill) -> None:
    name = "ចាន់ សុខា"
    texts = [f"{'ក' * count} {name}" for count in range(4, 12)]
    for text in texts:
        pdf = fill(form(rect=(40, 600, 120, 730), Ff=MULTILINE), {"a": text}, names=[name], flatten=True).pdf
        assert any(name in line for line in READERS["pypdf"](pdf)[0].splitlines())


def test_hard_line_ends_are_kept_and_a_tab_is_a_space(fill: Fill) -> None:
    pdf = fill(form(rect=(40, 600, 560, 730), Ff=MULTILINE), {"a": "ក\r\nខ\n\nគ\tឃ"}, flatten=True).pdf
    assert [line for line in READERS["pypdf"](pdf)[0].splitlines() if line.strip()] == ["ក", "ខ", "គ ឃ"]


def test_comb_cells_hold_a_cluster_each_and_extract_without_spaces(fill: Fill) -> None:
    text = "ស្ត្រីកើតខ្ញុំ0ป้ำ9W"
    pdf = fill(form(rect=(40, 700, 400, 730), Ff=COMB, MaxLen=12, DA=AUTOMATIC), {"a": text}, flatten=True).pdf
    assert {reader: extract(pdf)[0].strip() for reader, extract in READERS.items()} == dict.fromkeys(READERS, text)


def test_each_cluster_of_a_comb_stands_inside_its_cell(fill: Fill) -> None:
    rect = (40, 700, 240, 730)
    pdf = fill(form(rect=rect, Ff=COMB, MaxLen=5, DA=AUTOMATIC), {"a": "ស្ត្រី1ខ្ញុំ"}, flatten=True).pdf
    columns = {x for x, _ in inked(pdf, 1, rect)}
    for at in range(5):
        edges = set(range(80 * at - 1, 80 * at + 2)) & columns if at else set()
        assert not edges
        assert bool(columns & set(range(80 * at + 2, 80 * at + 78))) == (at < 3)


@pytest.mark.parametrize(("quadding", "leftmost"), [(0, 42), (1, 290), (2, 545)])
def test_quadding_places_the_line(fill: Fill, quadding: int, leftmost: float) -> None:
    pdf = fill(form(Q=quadding), {"a": "កខ"}, flatten=True).pdf
    left = min(x for x, _ in inked(pdf, 1, WIDE)) / 2 + WIDE[0]
    assert left == pytest.approx(leftmost, abs=12)


@pytest.mark.parametrize("text", ["ស្ត្រី ញ្ញឹ ង៉ែត", "ญี่ปุ่น ป้ำ ฐู", "Ångström gjpq"])
@pytest.mark.parametrize("height", [12, 16, 24, 40])
def test_automatic_size_fills_the_height_and_clips_nothing(fill: Fill, text: str, height: float) -> None:
    rect = (40, 700, 560, 700 + height)
    pdf = fill(form(rect=rect, DA=AUTOMATIC), {"a": text}, flatten=True).pdf
    rows = {y for _, y in inked(pdf, 1, rect, 4)}
    assert min(rows) >= 1
    assert max(rows) <= 4 * height - 2
    assert max(rows) - min(rows) > 4 * height * 0.4


def test_automatic_size_shrinks_until_the_text_fits_the_width(fill: Fill) -> None:
    pdf = fill(form(rect=(40, 700, 140, 730), DA=AUTOMATIC), {"a": "ព្រះរាជាណាចក្រកម្ពុជា"}).pdf
    with Reopened(pdf) as reopened:
        assert 6 < reopened.size("a") < 13


def test_several_lines_of_automatic_size_are_twelve_points_at_most(fill: Fill) -> None:
    pdf = fill(form(rect=(40, 500, 560, 730), DA=AUTOMATIC, Ff=MULTILINE), {"a": "short"}).pdf
    with Reopened(pdf) as reopened:
        assert reopened.size("a") == 12


def test_size_colour_and_weight_are_the_field_s_own(fill: Fill) -> None:
    pdf = fill(form(DA=String("/HeBo 9 Tf 1 0 0 rg")), {"a": "ABC"}).pdf
    with Reopened(pdf) as reopened:
        assert reopened.size("a") == 9
        assert reopened.numbers("a", "rg") == [[1, 0, 0]]
        (font,) = reopened.fields["a"].AP.N.Resources.Font.values()
        assert str(font.BaseFont).endswith("Tinos-Bold")


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_rotated_widget_shows_the_same_picture_turned(fill: Fill, rotation: int) -> None:
    upright, rect = (100, 400, 220, 440), (100, 400, 140, 520) if rotation % 180 else (100, 400, 220, 440)
    texts = {"a": "ស្ត្រី ok"}
    flat = inked(fill(form(rect=upright, **bordered()), texts).pdf, 1, upright)
    turned = inked(fill(form(rect=rect, **bordered(rotation)), texts).pdf, 1, rect)
    turn = {0: lambda x, y: (x, y), 90: lambda x, y: (y, 239 - x), 180: lambda x, y: (239 - x, 79 - y),
            270: lambda x, y: (79 - y, x)}[rotation]  # fmt: skip
    expected = {turn(x, y) for x, y in flat}
    near = {(x + dx, y + dy) for x, y in turned for dx in (-1, 0, 1) for dy in (-1, 0, 1)}
    assert len(expected - near) < 0.05 * len(expected)


def test_border_and_ground_are_drawn_again(fill: Fill) -> None:
    for style in "SDBIU":
        pdf = fill(form(**{**bordered(), "BS": Dictionary(W=2, S=Name(f"/{style}"))}), {"a": "x"}).pdf
        with Reopened(pdf) as reopened:
            assert [0, 0, 0.6] in reopened.numbers("a", "RG")
            assert [0.96, 0.97, 1] in reopened.numbers("a", "rg")


def test_all_widgets_of_a_field_show_its_value(fill: Fill) -> None:
    made = FormMaker(pages=2)
    kids = []
    parent = made.pdf.make_indirect(Dictionary(FT=Name.Tx, T=String("a")))
    for page in (0, 1):
        kid = made.pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Widget, Rect=Array(WIDE), Parent=parent))
        made.show(kid, page)
        kids.append(kid)
    parent.Kids = Array(kids)
    made.form.Fields.append(parent)
    pdf = fill(made.made(), {"a": "ក្រុង"}, flatten=True).pdf
    assert [page.strip() for page in READERS["pypdf"](pdf)] == ["ក្រុង", "ក្រុង"]


def test_a_viewer_can_go_on_editing(fill: Fill) -> None:
    made = FormMaker(NeedAppearances=True)
    made.text("a", DV=String("default"), RV=String("<p>rich</p>"))
    with Reopened(fill(made.made(), {"a": "ក"}).pdf) as reopened:
        field, root = reopened.fields["a"], reopened.pdf.Root.AcroForm
        assert "/NeedAppearances" not in root
        assert str(root.DA) == "/Helv 12 Tf 0 g"
        assert "/RV" not in field
        assert str(field.DV) == "default"
        assert int(field.F) & 4


def test_a_form_without_a_default_appearance_gets_one(fill: Fill) -> None:
    made = FormMaker()
    made.text("a")
    del made.form.DA, made.form.DR
    with Reopened(fill(made.made(), {"a": "ក"}).pdf) as reopened:
        assert str(reopened.pdf.Root.AcroForm.DA) == "/Helv 0 Tf 0 g"
        assert reopened.pdf.Root.AcroForm.DR.Font.Helv.BaseFont == Name.Helvetica


def test_each_face_is_embedded_once_whatever_number_of_fields_draws_with_it(fill: Fill) -> None:
    made = FormMaker()
    for at in range(8):
        made.text(f"f{at}", (50, 700 - 30 * at, 250, 720 - 30 * at))
    pdf = fill(made.made(), {f"f{at}": f"ក{at} x" for at in range(8)}).pdf
    with Reopened(pdf) as reopened:
        programs = [
            each for each in reopened.pdf.objects if isinstance(each, pikepdf.Dictionary) and "/FontFile2" in each
        ]
        assert len(programs) == 2


def test_old_appearances_and_values_are_not_left_in_the_file(fill: Fill) -> None:
    made = FormMaker()
    old = pikepdf.Stream(made.pdf, b"BT (former) Tj ET", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
    made.text("a", V=String("former"), AP=Dictionary(N=made.pdf.make_indirect(old)))
    pdf = fill(made.made(), {"a": "new"}).pdf
    with Reopened(pdf) as reopened:
        streams = [each for each in reopened.pdf.objects if isinstance(each, pikepdf.Stream)]
        assert all(b"former" not in each.read_bytes() for each in streams)
    assert b"former" not in pdf


def test_values_that_only_a_viewer_would_have_drawn_are_drawn(fill: Fill) -> None:
    made = FormMaker(NeedAppearances=True)
    made.text("a")
    made.text("b", (50, 600, 250, 620), V=String("ក្រុងភ្នំពេញ"))
    pdf = fill(made.made(), {"a": "ខ"}, flatten=True).pdf
    assert squeezed(READERS["pypdf"](pdf)[0]) == "ខក្រុងភ្នំពេញ"


def test_every_problem_is_found_at_once_and_no_value_is_told(fill: Fill) -> None:
    made = FormMaker()
    made.text("read/only", Ff=READ_ONLY)
    made.text("secret", Ff=PASSWORD)
    made.text("emoji~")
    made.text("hebrew")
    made.text("kind")
    made.field("sign", "Sig", WIDE)
    values = {
        "none": "topsecret", "read/only": "topsecret", "secret": "topsecret", "emoji~": "topsecret\U0001f600",
        "hebrew": "שלום", "kind": ["topsecret"], "sign": "topsecret",
    }  # fmt: skip
    found = refused(fill, made.made(), values)
    assert {(at, code) for at, code, _ in found} == {
        ("/none", "form.unknown_field"), ("/read~1only", "form.read_only"), ("/secret", "form.not_fillable"),
        ("/emoji~0", "form.character"), ("/hebrew", "form.right_to_left"), ("/kind", "form.kind"),
        ("/sign", "form.not_fillable"),
    }  # fmt: skip
    assert not any("topsecret" in message for _, _, message in found)
    assert any("U+1F600" in message for _, _, message in found)


def test_the_same_values_give_the_same_bytes_and_the_version_is_kept(fill: Fill) -> None:
    made = FormMaker()
    made.text("a")
    form = made.made(force_version="1.7")
    assert fill(form, {"a": "ក"}).pdf == fill(form, {"a": "ក"}).pdf
    assert fill(form, {"a": "ក"}).pdf.startswith(b"%PDF-1.7")
    assert b"pypdf" not in fill(form, {"a": "ក"}).pdf


def test_an_empty_text_clears_the_field(fill: Fill) -> None:
    pdf = fill(form(V=String("old")), {"a": ""}, flatten=False).pdf
    with Reopened(pdf) as reopened:
        assert reopened.value("a") == ""
    assert page_texts(pdf)["pdfium"][0].strip() == ""


def test_what_the_form_loses_is_told(fill: Fill) -> None:
    made = FormMaker(XFA=String("<xdp/>"))
    made.text("a")
    made.field("sign", "Sig", (50, 100, 90, 120), V=Dictionary(Type=Name.Sig))
    locked = made.made(encryption=pikepdf.Encryption(owner="owner", user="user"))
    filled = fill(locked, {"a": "x"}, password="user")
    assert len(filled.notes) == 3
    with Reopened(filled.pdf) as reopened:
        assert "/XFA" not in reopened.pdf.Root.AcroForm
        assert not reopened.pdf.is_encrypted
