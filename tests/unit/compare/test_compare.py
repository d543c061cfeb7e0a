"""Versions compared: what became of each passage."""

from __future__ import annotations

from docgen.compare.compare import Comparison, Fate, compare
from docgen.docx.passages import Passage, passages
from docgen.library import Library
from tests.conftest import languages


def _version(*rows: str) -> list[Passage]:
    """Passages of the body; "c_4_7_a: text" carries that clause."""
    found, anchor, count = [], "body", 0
    for row in rows:
        head, _, rest = row.partition(": ")
        if head.startswith("c_"):
            anchor, count = head, 0
            found.append(Passage(head, (head,), "body", rest))
        else:
            count += 1
            found.append(Passage(f"{anchor}+{count}", (), "body", row))
    return found


def _compared(library: Library, old: list[Passage], new: list[Passage]) -> Comparison:
    return compare(old, new, library.locale("en"))


def _fates(comparison: Comparison) -> list[tuple[str, str | None, str | None]]:
    return [
        (pair.fate.value, pair.old.text if pair.old else None, pair.new.text if pair.new else None)
        for pair in comparison.pairs
        if pair.fate is not Fate.UNCHANGED
    ]


def test_a_clause_is_compared_with_itself_however_it_was_rewritten(library: Library) -> None:
    old = _version("c_4_7_a: The victim shall be told of all rights.", "Signed")
    new = _version("c_4_7_a: Everybody hears at once what may be claimed.", "Signed")
    assert _fates(_compared(library, old, new)) == [("changed", old[0].text, new[0].text)]


def test_a_paragraph_put_in_between_does_not_shift_the_others(library: Library) -> None:
    old = _version("c_4_7_a: One.", "The meeting takes place in Poipet.", "The second item follows.")
    new = _version(
        "c_4_7_a: One.", "An interpreter is present.", "The meeting takes place in Aranyaprathet.", old[2].text
    )
    comparison = _compared(library, old, new)
    assert _fates(comparison) == [
        ("inserted", None, "An interpreter is present."),
        ("changed", "The meeting takes place in Poipet.", "The meeting takes place in Aranyaprathet."),
    ]
    counts = comparison.counts
    assert (counts.unchanged, counts.changed, counts.inserted) == (2, 1, 1)
    assert (counts.words_deleted, counts.words_inserted) == (1, 5)


def test_a_deleted_paragraph_stands_where_it_stood(library: Library) -> None:
    old = _version("First line here", "Second line of text", "Third thing")
    new = _version("First line here", "Third thing")
    comparison = _compared(library, old, new)
    assert [pair.fate.value for pair in comparison.pairs] == ["unchanged", "deleted", "unchanged"]


def test_a_paragraph_that_reads_the_same_elsewhere_was_moved(library: Library) -> None:
    old = _version("The enclosures are attached.", "c_4_7_a: One.", "c_4_8_a: Two.", "End of it")
    new = _version("c_4_7_a: One.", "c_4_8_a: Two.", "The enclosures are attached.", "End of it")
    comparison = _compared(library, old, new)
    assert _fates(comparison) == [("moved", old[0].text, old[0].text)]
    assert comparison.pairs[2].fate is Fate.MOVED


def test_clauses_that_changed_places_are_told_as_moved_and_compared(library: Library) -> None:
    old = _version("c_4_7_a: One thing.", "c_4_8_a: Two things.", "c_4_9_a: Three.")
    new = _version("c_4_8_a: Two things.", "c_4_9_a: Three.", "c_4_7_a: One new thing.")
    assert _fates(_compared(library, old, new)) == [("moved", "One thing.", "One new thing.")]


def test_lines_of_tags_alone_never_move(library: Library) -> None:
    old = _version("{%p if cooperating %}", "c_4_7_a: One.", "c_4_8_a: Two.")
    new = _version("c_4_7_a: One.", "c_4_8_a: Two.", "{%p if cooperating %}")
    assert [fate for fate, _, _ in _fates(_compared(library, old, new))] == ["deleted", "inserted"]


def test_a_condition_that_changed_is_compared_with_itself(library: Library) -> None:
    old, new = _version("{%p if cooperating %}", "Text"), _version("{%p if threatened %}", "Text")
    assert _fates(_compared(library, old, new)) == [("changed", old[0].text, new[0].text)]


def test_a_lost_clause_bookmark_is_a_change_though_the_words_stay(library: Library) -> None:
    comparison = _compared(library, _version("c_4_7_a: One thing said."), _version("One thing said."))
    assert comparison.pairs[0].fate is Fate.CHANGED and comparison.pairs[0].bookmarks_differ
    assert not comparison.same


def test_every_passage_stands_in_a_comparison_once_and_a_version_equals_itself(library: Library) -> None:
    for (type_id, tag), path in library.files.items():
        found = passages(path.read_bytes(), path.name)
        comparison = compare(found, found, library.locale(tag))
        assert comparison.same, type_id
        assert [pair.new for pair in comparison.pairs] == found
    other = passages(library.files["rights_statement", languages()[0]].read_bytes(), "x.docx")
    comparison = compare(other, found, library.locale(languages()[0]))
    assert [pair.new for pair in comparison.pairs if pair.new] == found
    assert sorted(pair.old.anchor for pair in comparison.pairs if pair.old) == sorted(each.anchor for each in other)


def test_thousands_of_passages_without_anchors_are_compared_all_the_same(library: Library) -> None:
    old = [Passage(f"body+{at}", (), "body", f"Line {at}") for at in range(3_000)]
    comparison = _compared(library, old, [old[0], *old[2:]])
    assert comparison.counts.deleted == 1 and comparison.counts.unchanged == 2_999
