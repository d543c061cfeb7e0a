"""Coded text: what four readers extract is what was given, and what is drawn is what HarfBuzz asks for."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pikepdf
import pytest
import uharfbuzz as hb
from hypothesis import given
from hypothesis import strategies as st

from docgen.errors import EngineUnavailable
from docgen.pdf.coding import composite
from docgen.pdf.coding.clusters import shape
from docgen.pdf.coding.content import show
from docgen.pdf.coding.font import CodedFont
from docgen.pdf.coding.runs import FontChoice, runs
from docgen.pdf.fonts import Face, FontBook
from tests.acceptance.reading import READERS
from tests.unit.pdf.coding.pages import by_pikepdf_made, by_pypdf_made, drawn, lines

HARD = [
    "ស្ត្រី កើត ប្រទេស ខ្ញុំ ព្រះរាជាណាចក្រកម្ពុជា ស្ត្រីរងគ្រោះ",
    "រឿងរ៉ាវ ក្រៅ\u200bពី ស៊ី កៀ កោះ កៅ ឡើង ប៉ុន្តែ ម៉្យាង ត្រៀម ង៉ែត",
    "น้ำ ที่ ปี่ ครั้ง ทั้งสิ้น กำหนด ผู้เสียหาย ป้ำ ญี่ปุ่น ฐู ฏุ ฤๅษี",
    "Mixed ខ្មែរ and ไทย 123 ១២៣ ๑๒๓ office fi ffi Ťěšť",
    "A\u200bB ក\u200bខ (ក) «ข» …",
]
FAMILIES = [
    {"Khmr": "Battambang", "Thai": "Laksaman"},
    {"Khmr": "Moul", "Thai": "Sarabun"},
    {"Khmr": "Siemreap", "Thai": "Sarabun"},
]


@pytest.fixture(params=FAMILIES, ids=lambda families: "-".join(families.values()))
def choice(request: pytest.FixtureRequest, fonts: FontBook) -> FontChoice:
    return FontChoice(fonts, request.param)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("made", [by_pikepdf_made, by_pypdf_made])
def test_every_reader_extracts_exactly_what_was_given(
    choice: FontChoice, made: Callable[..., bytes], reader: str
) -> None:
    (page,) = READERS[reader](made(drawn(HARD, choice)))
    assert [each.rstrip() for each in lines(page)] == HARD


def test_the_same_text_gives_the_same_bytes(choice: FontChoice) -> None:
    assert by_pikepdf_made(drawn(HARD, choice)) == by_pikepdf_made(drawn(HARD, choice))


def test_the_parts_of_the_clusters_are_harfbuzz_s_own_glyphs_where_it_puts_them(choice: FontChoice) -> None:
    for run in (run for text in HARD for run in runs(text, choice)):
        buffer = hb.Buffer()
        buffer.add_str(run.text)
        buffer.guess_segment_properties()
        hb.shape(run.face.shaper, buffer)
        pen, expected = 0, []
        for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            expected.append((info.codepoint, pen + place.x_offset, place.y_offset))
            pen += place.x_advance
        at, found = 0, []
        for cluster in shape(run).clusters:
            found += [(glyph, at + x, y) for glyph, x, y in cluster.parts]
            at += cluster.advance
        # A format character joins the text of its neighbour; its glyph, which has no ink, is not drawn.
        assert [each for each in found if inked(run.face, each[0])] == [
            each for each in expected if inked(run.face, each[0])
        ]
        assert at == pen


def inked(face: Face, glyph: int) -> bool:
    return bool(face.shaper.get_glyph_extents(glyph).width)


def test_the_clusters_of_a_run_say_its_text(choice: FontChoice) -> None:
    for run in (run for text in HARD for run in runs(text, choice)):
        assert "".join(cluster.text for cluster in shape(run).clusters) == run.text


@given(st.text(st.sampled_from("កខងចស្រតិីុំះាើៀេោៅ៉៊់្ABc กขญฐปิีึืุู่้๊๋์ำเแโ1១๑\u200b "), min_size=1, max_size=40))
def test_no_text_loses_a_character_on_the_way_to_its_clusters(fonts: FontBook, text: str) -> None:
    found = [cluster.text for run in runs(text, FontChoice.house(fonts)) for cluster in shape(run).clusters]
    assert "".join(found) == text
    assert all(found)


def test_drawn_with_its_embedded_font_a_cluster_is_the_glyphs_it_was_shaped_into(fonts: FontBook) -> None:
    face = fonts.face("Battambang")
    (run,) = runs("ស្ត្រី", FontChoice.house(fonts))
    font = CodedFont(face)
    (cluster,) = shape(run).clusters
    code = font.code(cluster)
    tables = font.tables()
    glyph = int.from_bytes(tables.cid_to_gid[2 * code : 2 * code + 2], "big")
    embedded = hb.Font(hb.Face(tables.program))
    drawn_box = embedded.get_glyph_extents(glyph)
    boxes = [
        (x + extents.x_bearing, y + extents.y_bearing + extents.height,
         x + extents.x_bearing + extents.width, y + extents.y_bearing)
        for part, x, y in cluster.parts
        if (extents := face.shaper.get_glyph_extents(part)).width
    ]  # fmt: skip
    assert drawn_box.x_bearing == min(box[0] for box in boxes)
    assert drawn_box.x_bearing + drawn_box.width == max(box[2] for box in boxes)
    assert drawn_box.y_bearing == max(box[3] for box in boxes)
    assert embedded.get_glyph_h_advance(glyph) == cluster.advance
    assert tables.widths[code - 1] == round(cluster.advance * 1000 / face.upem)


def test_the_pen_never_strays_by_more_than_a_thousandth_of_the_size(fonts: FontBook) -> None:
    """Widths are whole thousandths, which a font of 2,048 units does not have."""
    (run,) = runs("Wholly fractional widths of Tinos, kerned AVATAR To.", FontChoice.house(fonts))
    font = CodedFont(run.face)
    operands = show(shape(run), 10, lambda face: ("F0", font))
    widths, pen, wanted = font.tables().widths, 0.0, 0.0
    clusters = iter(shape(run).clusters)
    for token in re.findall(r"<([0-9A-F]+)>|([-\d.]+)(?= <|\])", operands.partition("[")[2]):
        if token[1]:
            pen -= float(token[1])
            assert pen == pytest.approx(wanted, abs=1)
        for code in re.findall("....", token[0]):
            pen += widths[int(code, 16) - 1]
            wanted += next(clusters).advance * 1000 / run.face.upem
    assert next(clusters, None) is None
    assert pen == pytest.approx(wanted, abs=1)


def test_one_glyph_that_stands_for_two_texts_has_two_codes(fonts: FontBook) -> None:
    font = CodedFont(fonts.face("Tinos"))
    choice = FontChoice.house(fonts)
    codes = {font.code(cluster) for text in ("A", "A\u200b") for cluster in shape(runs(text, choice)[0]).clusters}
    assert codes == {1, 2}
    tables = font.tables()
    assert tables.cid_to_gid[2:4] == tables.cid_to_gid[4:6]


def test_a_run_ends_where_script_or_font_changes_and_spaces_stay_with_what_precedes_them(fonts: FontBook) -> None:
    found = runs("abc ខ្មែរ ไทย 12", FontChoice.house(fonts))
    assert [(run.script, run.text) for run in found] == [
        ("Latn", "abc "), ("Khmr", "ខ្មែរ "), ("Thai", "ไทย "), ("Latn", "12")
    ]  # fmt: skip
    assert [run.language for run in found] == ["en", "km", "th", "en"]


def test_what_no_font_draws_and_what_runs_from_right_to_left_is_named(fonts: FontBook) -> None:
    choice = FontChoice.house(fonts)
    assert choice.undrawable("ក a\n\t\u200b") == frozenset()
    assert choice.undrawable("a\U0001f600\u05d0") == {"\U0001f600", "\u05d0"}
    with pytest.raises(ValueError, match=r"U\+1F600"):
        runs("\U0001f600", choice)


def test_a_font_without_truetype_outlines_is_refused_by_name(fonts: FontBook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Face, "shaper", property(lambda self: _WithoutOutlines()))
    with pytest.raises(EngineUnavailable, match="Battambang"):
        CodedFont(fonts.face("Battambang")).tables()


class _WithoutOutlines:
    class face:
        table_tags = ("CFF ", "head")


def test_a_font_with_more_glyphs_is_still_a_font(fonts: FontBook) -> None:
    program = fonts.face("Battambang").path.read_bytes()
    grown = composite.with_composites(program, [([(40, 0, 0), (41, 100, -50)], 700), ([], 300)])
    count = hb.Face(program).glyph_count
    font = hb.Font(hb.Face(grown))
    assert font.face.glyph_count == count + 2
    assert [font.get_glyph_h_advance(count + at) for at in (0, 1)] == [700, 300]
    assert composite.tables(composite.assemble(composite.tables(program))) == composite.tables(program) | {
        "head": composite.tables(composite.assemble(composite.tables(program)))["head"]
    }


def test_the_checksum_of_a_whole_font_is_the_magic_number(fonts: FontBook) -> None:
    grown = composite.with_composites(fonts.face("Tinos").path.read_bytes(), [([(40, 0, 0)], 700)])
    words = [int.from_bytes(grown[at : at + 4], "big") for at in range(0, len(grown), 4)]
    assert sum(words) & 0xFFFFFFFF == 0xB1B0AFBA


def test_the_embedded_font_bears_a_subset_s_name_and_no_layout_tables(fonts: FontBook) -> None:
    pdf = by_pikepdf_made(drawn(["ក្រុម"], FontChoice.house(fonts)))
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        font = opened.pages[0].Resources.Font.F0
        assert str(font.BaseFont)[7:] == "+Battambang-Regular"
        program = font.DescendantFonts[0].FontDescriptor.FontFile2.read_bytes()
    assert {"glyf", "loca", "head", "hhea", "hmtx", "maxp"} <= set(composite.tables(program))
    assert not {"GSUB", "GPOS", "cmap"} & set(composite.tables(program))
