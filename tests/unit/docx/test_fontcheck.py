"""Complex-script text that Word would set in some other font is found."""

from __future__ import annotations

import pytest

from docgen.docx.fontcheck import wrong_fonts
from tests.unit.docx.builder import FONTS, docx, p, r

BARE = '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"/>'
OWN = '<w:rFonts w:cs="Battambang"/><w:szCs w:val="24"/><w:lang w:bidi="km-KH"/>'


def problems(body: str, **options: object) -> list[str]:
    return [found.problem for found in wrong_fonts(docx(body, **options), "t.docx", FONTS)]


def test_defaults_are_enough() -> None:
    assert problems(p("កខ abc")) == []


def test_latin_text_needs_nothing() -> None:
    assert problems(p("abc 123"), styles=BARE) == []


def test_everything_missing_is_named() -> None:
    (first, *rest) = wrong_fonts(docx(p("abc", r("កខ")), styles=BARE))
    assert (first.part, first.paragraph, first.script) == ("word/document.xml", "abcកខ", "Khmr")
    assert [each.problem for each in (first, *rest)] == [
        "no complex-script font (w:cs)",
        "no complex-script size (w:szCs)",
        "no complex-script language (w:bidi)",
    ]


def test_the_run_or_its_styles_may_say_it() -> None:
    character = f'<w:style w:type="character" w:styleId="C"><w:rPr>{OWN}</w:rPr></w:style>'
    based = f'<w:style w:type="paragraph" w:styleId="A"><w:rPr>{OWN}</w:rPr></w:style>'
    based += '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style>'
    assert problems(p(r("ក", OWN)), styles=BARE) == []
    assert problems(p(r("ក", '<w:rStyle w:val="C"/>')), styles=BARE + character) == []
    assert problems(p(r("ក"), style="B"), styles=BARE + based) == []


def test_a_theme_font_is_named() -> None:
    assert problems(p(r("ក", '<w:rFonts w:cs="Battambang" w:cstheme="minorBidi"/>'))) == [
        "a theme font (w:cstheme) beats the complex-script font"
    ]


def test_two_scripts_in_a_run_and_a_wrong_language_are_named() -> None:
    assert problems(p(r("ก ក"))) == ["the run holds two scripts: Khmr, Thai"]
    assert problems(p(r("ก"))) == ["the language km-KH is not that of the script"]


@pytest.mark.parametrize("part", ["header", "footer"])
def test_headers_and_footers_are_read(part: str) -> None:
    assert len(problems(p("a"), styles=BARE, **{part: p("ក")})) == 3
