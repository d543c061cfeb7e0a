"""The typesetter's parts taken alone: numbering, line boxes, literals, text layer, plans."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.pdf.fonts import FontBook
from docgen.pdf.typeset import Typesetter, breaking
from docgen.pdf.typeset.atoms import Text
from docgen.pdf.typeset.fields import counter_of
from docgen.pdf.typeset.names import literal, number, points, shown
from docgen.pdf.typeset.numbering import FORMATS
from docgen.pdf.typeset.paragraph_properties import TabStop
from docgen.pdf.typeset.refusals import Refusals
from docgen.pdf.typeset.styles import merge_tabs
from docgen.pdf.typeset.text import TextSetter
from docgen.pdf.typeset.text_styles import line_edges
from tests.unit.pdf.word import cell, docx, paragraph, row, table

PARAGRAPH = {"line": 240, "lineRule": "auto"}
RUN = {"ascii": "Tinos", "hAnsi": "Tinos", "cs": "Battambang", "sz": 24, "szCs": 22, "lang": "en-GB", "langCs": "km-KH"}


@pytest.mark.parametrize(
    ("form", "numbers"),
    [
        ("decimal", {1: "1", 10: "10"}),
        ("decimalZero", {1: "01", 10: "10"}),
        ("lowerLetter", {1: "a", 26: "z", 27: "aa", 53: "aaa"}),
        ("upperLetter", {2: "B"}),
        ("lowerRoman", {4: "iv", 9: "ix", 1990: "mcmxc"}),
        ("upperRoman", {14: "XIV"}),
        ("thaiNumbers", {1: "๑", 25: "๒๕"}),
        ("thaiLetters", {1: "ก", 2: "ข", 3: "ค"}),
        ("hindiNumbers", {12: "१२"}),
    ],
)
def test_numbers_are_written_as_word_writes_them(form: str, numbers: dict[int, str]) -> None:
    assert {n: FORMATS[form](n) for n in numbers} == numbers


@pytest.mark.parametrize(
    ("line", "rule", "edges"),
    [
        (240, "auto", (293, 141)),  # 12 pt of Battambang: 2500 and 1200 of 2048 units, in twips
        (300, "auto", (293, 141 + 108)),  # a quarter of 434 more, truncated, below
        (120, "auto", (293 - 217, 141)),  # half of it less, off the top
        (600, "atLeast", (600 - 141, 141)),
        (100, "atLeast", (293, 141)),
        (500, "exact", (400, 100)),
    ],
)
def test_a_line_box_follows_the_spacing_rule(fonts: FontBook, line: int, rule: str, edges: tuple[int, int]) -> None:
    assert line_edges(fonts.face("Battambang"), 24, line, rule) == edges


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_a_literal_is_one_typst_string_and_says_the_text(text: str) -> None:
    code = literal(text)
    inner = code[1:-1].replace("\\\\", "").replace('\\"', "")
    assert code[0] == code[-1] == '"'
    assert '"' not in inner
    assert not any(ord(char) < 0x20 for char in inner)


@pytest.mark.parametrize(
    ("twips", "length"), [(240, "12pt"), (1, "0.05pt"), (0, "0pt"), (-30, "-1.5pt"), (13.333, "0.667pt")]
)
def test_lengths_are_written_in_points(twips: float, length: str) -> None:
    assert points(twips) == length


def test_numbers_of_sloppy_producers_are_read() -> None:
    assert [number(text) for text in ("12", "12.7", "", None)] == [12, 12, 0, 0]


def test_a_tag_is_shown_by_the_prefix_people_know() -> None:
    assert shown("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p") == "w:p"


def test_tab_stops_of_a_style_are_added_to_and_cleared() -> None:
    inherited = (TabStop(100, "left", ""), TabStop(300, "right", "."))
    own = (TabStop(200, "left", ""), TabStop(300, "clear", ""))
    assert [stop.at for stop in merge_tabs(inherited, own)] == [100, 200]


@pytest.mark.parametrize(
    ("instruction", "found"),
    [
        (" PAGE ", ("page-number", "")),
        (" numpages  \\* MERGEFORMAT ", ("page-total", "")),
        ("PAGE \\* ThaiArabic \\* MERGEFORMAT", ("page-number", "๐๑๒๓๔๕๖๗๘๙")),
        ("PAGE \\* Roman", None),
        ("DATE", None),
        ("", None),
    ],
)
def test_only_page_counters_are_fields(instruction: str, found: tuple[str, str] | None) -> None:
    refusals = Refusals()
    assert counter_of(instruction, refusals) == found
    assert bool(refusals.names) == (found is None)


def _stretches(fonts: FontBook, text: str, **more: object) -> list[tuple[str, str, int, str]]:
    found = TextSetter(fonts).stretches(text, RUN | more, PARAGRAPH, Refusals())
    return [(part, style.face.family, style.half_points, style.language) for style, part in found]


def test_a_run_is_cut_by_script_as_word_cuts_it(fonts: FontBook) -> None:
    assert _stretches(fonts, "Page ទំព័រ ១ of ๒") == [
        ("Page ", "Tinos", 24, "en"),
        ("ទំព័រ ១ ", "Battambang", 22, "km"),
        ("of ", "Tinos", 24, "en"),
        ("๒", "Laksaman", 22, "th"),
    ]


def test_a_run_marked_as_complex_takes_the_complex_font_for_all_it_draws(fonts: FontBook) -> None:
    assert _stretches(fonts, "A 1", complex=True)[0][1:3] == ("Battambang", 22)


def test_a_font_that_lacks_a_sign_borrows_it_without_making_the_line_taller(fonts: FontBook) -> None:
    setter = TextSetter(fonts)
    run = RUN | {"ascii": "Battambang", "hAnsi": "Battambang"}
    found = setter.stretches("a – b", run, PARAGRAPH, Refusals())
    assert [style.face.family for style, _ in found] == ["Battambang", "Tinos", "Battambang"]
    assert len({style.edges for style, _ in found}) == 1


def test_lines_break_only_where_icu_allows(fonts: FontBook) -> None:
    style = TextSetter(fonts).style(RUN, PARAGRAPH, script="Khmr")
    text = "អាជ្ញាធរមានសមត្ថកិច្ចនៃព្រះរាជាណាចក្រកម្ពុជា"
    parts, end = breaking.wrap([Text(style, text)], 0, 0, 2000)
    joined = ["".join(atom.text for atom in line if isinstance(atom, Text)) for line in parts]
    assert "".join(joined) == text
    assert len(joined) > 1
    assert all(style.width(line) <= 2000 for line in joined)
    assert end == pytest.approx(style.width(joined[-1]), abs=1)


def test_an_unchanged_table_is_planned_once(typesetter: Typesetter) -> None:
    data = docx(table([3000], row(cell("only once"))))
    before = typesetter.source(data)
    assert typesetter.source(data) == before


def test_a_table_with_a_list_counts_on_each_time(typesetter: Typesetter) -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="%1."/><w:pPr><w:ind w:left="400" w:hanging="400"/></w:pPr></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    numbered = table([3000], row(cell(paragraph("x", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'))))
    source = typesetter.source(docx(numbered + paragraph("between") + numbered, parts={"numbering": numbering}))
    assert source.index('("1.")') < source.index('("2.")')
