"""Where a text is cut when its script changes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icu4py.breakers import CharacterBreaker

from docgen.docx.scripts import COMPLEX, pattern, segments

STRETCHES = pattern(["Khmr", "Thai"])
assert STRETCHES is not None


def cut(value: str, native: str | None = "Khmr") -> list[tuple[str | None, str]]:
    assert STRETCHES is not None
    return segments(value, STRETCHES, native)


@pytest.mark.parametrize(
    ("value", "pieces"),
    [
        ("", [("Khmr", "")]),
        ("abc 12", [("Khmr", "abc 12")]),
        ("កខ", [("Khmr", "កខ")]),
        ("กข", [("Thai", "กข")]),
        ("1 กข 2 កខ 3", [("Khmr", "1 "), ("Thai", "กข 2 "), ("Khmr", "កខ 3")]),
        ("กำក", [("Thai", "กำ"), ("Khmr", "ក")]),
        ("a\u0e31b", [("Khmr", "a\u0e31b")]),
        ("a\n\u0e31b", [("Khmr", "a\n"), ("Thai", "\u0e31b")]),
        ("ก\u17d2ក", [("Thai", "ก\u17d2ក")]),
    ],
)
def test_a_text_is_cut_where_a_letter_of_another_script_begins(value: str, pieces: list[tuple[str, str]]) -> None:
    assert cut(value) == pieces


def test_no_script_means_no_pattern() -> None:
    assert pattern(["Latn"]) is None
    assert pattern([], latin=True) is not None


SIGNS = st.one_of(
    st.sampled_from("កខគ្ាំះ៉១៖ กขคำ้ิ์๑ฯ abc 1.,-\u200b\u200c\u200d\u0301\u0600\u06dd\n\t"),
    st.characters(exclude_categories=("Cs",)),
)


@given(st.text(SIGNS, max_size=30), st.sampled_from(["Khmr", "Thai", None]))
@settings(max_examples=400)
def test_no_cut_goes_through_a_grapheme_cluster_and_nothing_is_lost(value: str, native: str | None) -> None:
    pieces = cut(value, native)
    assert "".join(piece for _, piece in pieces) == value
    clusters = {0}
    for cluster in CharacterBreaker(value, "en"):
        clusters.add(max(clusters) + len(cluster))
    at = 0
    for _, piece in pieces:
        assert at in clusters
        at += len(piece)


@given(st.text(SIGNS, max_size=30))
def test_every_piece_holds_letters_of_one_script_but_for_marks_on_foreign_letters(value: str) -> None:
    for script, piece in cut(value, None):
        assert script in (None, "Khmr", "Thai")
        assert piece or not value


def test_the_ranges_of_the_scripts_do_not_overlap() -> None:
    found = pattern(COMPLEX)
    assert found is not None
    for point in (*range(0x0590, 0x1100), *range(0x1780, 0x1A00), *range(0xA9E0, 0xAA80), *range(0xFB1D, 0xFF00)):
        classes = [code for code, chars in COMPLEX.items() if (only := pattern([code])) and only.match(chr(point))]
        assert len(classes) <= 1, (hex(point), classes)
