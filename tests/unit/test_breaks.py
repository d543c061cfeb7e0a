"""The marks of line breaks are written to be taken out again, and never cut a cluster."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.breaks import NO_BREAK_SPACE, WORD_JOINER, ZERO_WIDTH_SPACE, clusters, marked, released, unmarked, width

LETTERS = st.text(st.sampled_from("កខគ្ាំះ៉រកខងំ១ กขคำ้ิ์๑ abc\u0301"), max_size=30)


def test_a_text_without_its_marks_reads_as_before() -> None:
    assert unmarked(f"ต่อ{WORD_JOINER}ต้าน{ZERO_WIDTH_SPACE}การ{NO_BREAK_SPACE}ค้า") == "ต่อต้านการ ค้า"


def test_only_a_text_with_marks_is_marked() -> None:
    assert marked(f"ก{WORD_JOINER}ข") and marked(f"a{NO_BREAK_SPACE}b")
    assert not marked("กข a b")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("ស្ត្រី", ["ស្ត្រី"]),
        ("ភ្នំពេញ", ["ភ្នំ", "ពេ", "ញ"]),
        ("ผู้เสีย", ["ผู้", "เ", "สี", "ย"]),
        ("น้ำ", ["น้ำ"]),
        ("e\u0301a", ["e\u0301", "a"]),
    ],
)
def test_a_cluster_keeps_its_marks_and_a_khmer_letter_its_subscripts(text: str, parts: list[str]) -> None:
    assert clusters(text) == parts


@given(LETTERS)
def test_the_clusters_of_a_text_are_the_text(text: str) -> None:
    assert "".join(clusters(text)) == text
    assert width(text) == len(clusters(text))


def test_a_span_wider_than_its_column_may_break_at_its_spaces() -> None:
    span = f"๒๕{NO_BREAK_SPACE}สิงหาคม{NO_BREAK_SPACE}๒๕๖๕"
    assert released(f"วันที่ {span}", room=60) == f"วันที่ {span}"
    assert released(f"วันที่ {span} นี้", room=8) == "วันที่ ๒๕ สิงหาคม ๒๕๖๕ นี้"
