"""The font book: what is found, what is covered, how tall lines are."""

from __future__ import annotations

from pathlib import Path

import pytest

from docgen.errors import EngineUnavailable
from docgen.pdf.fonts import FontBook, holds_script, language_of, script_of


def test_the_house_families_are_found_with_their_styles(fonts: FontBook) -> None:
    assert {"Battambang", "Moul", "Laksaman", "Tinos"} <= set(fonts.families)
    bold = fonts.face("Tinos", bold=True, italic=True)
    assert (bold.weight, bold.italic, bold.postscript_name) == (700, True, "Tinos-BoldItalic")


def test_a_family_without_italics_gives_its_upright_face_of_the_same_weight(fonts: FontBook) -> None:
    face = fonts.face("Battambang", bold=True, italic=True)
    assert (face.weight, face.italic) == (700, False)


def test_a_missing_family_names_the_package_to_install(fonts: FontBook) -> None:
    with pytest.raises(EngineUnavailable, match="npm @expo-google-fonts/open-sans"):
        fonts.face("Open Sans")


def test_a_book_without_the_thai_font_says_which_package_brings_it(fonts: FontBook) -> None:
    folders = [folder for folder in fonts.directories if "aksaman" not in "".join(p.name for p in folder.iterdir())]
    with pytest.raises(EngineUnavailable, match="fonts-tlwg-laksaman-ttf"):
        FontBook.find(folders)


def test_a_file_that_is_no_font_is_named(tmp_path: Path) -> None:
    (tmp_path / "broken.ttf").write_bytes(b"no font")
    with pytest.raises(EngineUnavailable, match=r"broken\.ttf"):
        FontBook.find([tmp_path])


def test_the_twin_of_a_family_stands_in_for_it(fonts: FontBook) -> None:
    assert fonts.has("Times New Roman")
    assert fonts.face("TH SarabunPSK").family == "Laksaman"


def test_line_metrics_come_from_os2_when_the_font_asks_for_it_and_from_hhea_otherwise(fonts: FontBook) -> None:
    battambang, tinos = fonts.face("Battambang"), fonts.face("Tinos")
    assert (battambang.ascent, battambang.descent, battambang.upem) == (2500, 1200, 2048)
    assert (tinos.ascent, tinos.descent) == (1825 + 87, 443)  # hhea: ascender with line gap, descender


def test_coverage_tells_the_characters_no_font_draws(fonts: FontBook) -> None:
    assert fonts.covers("ភ្នំពេញ กรุงเทพฯ Phnom Penh\n\t\u200b") == frozenset()
    assert fonts.covers("Hello 漢 ಕ") == {"漢", "ಕ"}


def test_text_is_measured_as_it_is_shaped(fonts: FontBook) -> None:
    face = fonts.face("Battambang")
    assert face.width("ក្ត") == pytest.approx(face.width("ក"))  # a subscript hangs below its letter


@pytest.mark.parametrize(
    ("char", "script"), [("ក", "Khmr"), ("ក្ស"[1], "Khmr"), ("ก", "Thai"), ("A", "Latn"), ("1", "Latn")]
)
def test_a_character_has_the_script_of_its_font(char: str, script: str) -> None:
    assert script_of(char) == script


def test_the_likeliest_language_of_a_script_comes_from_cldr() -> None:
    assert [language_of(script) for script in ("Khmr", "Thai", "Latn")] == ["km", "th", "en"]


def test_a_script_is_found_anywhere_in_a_text() -> None:
    assert holds_script("Paragraph ก", "Thai")
    assert not holds_script("Paragraph ក", "Thai")
