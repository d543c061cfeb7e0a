"""Wordings beside each other: rows of what says the same."""

from __future__ import annotations

import pytest

from docgen.binding import COVER
from docgen.docx.passages import Passage, passages
from docgen.library import Library
from docgen.review.spread import Mark, Row, spread
from tests.conftest import languages, type_ids


def _texts(*said: str, part: str = "body") -> list[Passage]:
    """Passages of these texts; one that begins with a bookmark and a colon bears it."""
    found: list[Passage] = []
    last, count = part, 0
    for text in said:
        bookmark, colon, rest = text.partition(": ")
        if colon and bookmark.startswith("c_"):
            last, count = bookmark, 0
            found.append(Passage(bookmark, (bookmark,), part, rest))
        else:
            count += 1
            found.append(Passage(f"{last}+{count}", (), part, text))
    return found


def _read(rows: list[Row]) -> list[dict[str, str]]:
    return [{tag: spot.passage.text for tag, spot in row.spots.items()} for row in rows]


def test_passages_of_a_clause_stand_in_one_row_in_order() -> None:
    rows = spread({"en": _texts("Title", "c_4_7_a: One", "Two"), "th": _texts("ชื่อ", "c_4_7_a: หนึ่ง", "สอง")})
    assert _read(rows) == [{"en": "Title", "th": "ชื่อ"}, {"en": "One", "th": "หนึ่ง"}, {"en": "Two", "th": "สอง"}]
    assert [row.clause for row in rows] == ["", "c_4_7_a", "c_4_7_a"]
    assert [row.begins for row in rows] == [False, True, False]


def test_a_clause_that_one_language_lacks_has_a_row_in_its_place() -> None:
    rows = spread(
        {"en": _texts("c_4_7_a: One", "c_4_9_a: Three"), "th": _texts("c_4_7_a: หนึ่ง", "c_4_8_a: สอง", "c_4_9_a: สาม")}
    )
    assert _read(rows) == [{"en": "One", "th": "หนึ่ง"}, {"th": "สอง"}, {"en": "Three", "th": "สาม"}]


def test_a_paragraph_more_moves_no_other_one_out_of_its_row() -> None:
    en = _texts("c_4_7_a: Dear {{ addressee }}", "About {{ subject }}", "Signed {{ name }}")
    km = _texts("c_4_7_a: {{ addressee }}", "ខ្មែរ", "{{ subject }}", "{{ name }}")
    rows = _read(spread({"en": en, "km": km}))
    assert {"en": "About {{ subject }}", "km": "{{ subject }}"} in rows
    assert {"en": "Signed {{ name }}", "km": "{{ name }}"} in rows
    assert {"km": "ខ្មែរ"} in rows


def test_what_governs_a_passage_is_told_with_it_and_has_no_row() -> None:
    (before, inner, after) = spread(
        {"en": _texts("First", "{%p if person.child %}", "For {{ person.name }}", "", "{%p endif %}", "Last")}
    )
    assert inner.spots["en"].within == ("if person.child",)
    assert inner.spots["en"].anchors == ("body+3", "body+2")
    assert after.spots["en"].anchors == ("body+6", "body+4", "body+5")
    assert before.spots["en"].within == after.spots["en"].within == ()


def test_what_ends_a_clause_is_told_with_its_last_passage() -> None:
    (row,) = spread({"en": _texts("c_4_7_a: One", "{%p endif %}", "")})
    assert row.spots["en"].anchors == ("c_4_7_a", "c_4_7_a+1", "c_4_7_a+2")


def test_a_passage_is_cut_at_its_tags_each_with_what_it_says() -> None:
    text = "{% for unit in superior %}{{ unit.name }}, {% endfor %}{% if a %}A{% elif b %}B{% else %}C{% endif %}"
    (row,) = spread({"en": _texts(text)})
    pieces = row.spots["en"].pieces
    assert "".join(each.text for each in pieces) == text
    assert [(each.mark, each.said) for each in pieces if each.mark is not Mark.WORDS] == [
        (Mark.BEGIN, "for superior"), (Mark.VALUE, "superior[].name"), (Mark.END, ""), (Mark.BEGIN, "if a"),
        (Mark.OTHERWISE, "if b and not a"), (Mark.OTHERWISE, "if not a and not b"), (Mark.END, ""),
    ]  # fmt: skip


def test_what_governs_nothing_that_is_seen_is_told_with_the_last_passage_of_its_part() -> None:
    found = [
        Passage("footer/note+1", (), "footer", "A note", "note"),
        Passage("footer+2", (), "footer", "{%p endif %}"),
    ]
    (row,) = spread({"en": found})
    assert row.spots["en"].anchors == ("footer/note+1", "footer+2")


@pytest.mark.parametrize("type_id", [*type_ids(), COVER])
def test_no_passage_of_ours_that_is_seen_is_left_out_and_clauses_stand_in_one_row(
    library: Library, type_id: str
) -> None:
    texts = {
        tag: passages(library.files[type_id, tag].read_bytes(), "template.docx", library.fragments_in(tag))
        for tag in languages()
    }
    rows = spread(texts)
    for tag, own in texts.items():
        told = [anchor for row in rows if tag in row.spots for anchor in row.spots[tag].anchors]
        assert sorted(told) == sorted(each.anchor for each in own)
    for row in rows:
        if row.begins and not row.fragment:
            assert set(row.spots) == set(languages())
            assert len({spot.passage.clauses for spot in row.spots.values()}) == 1
