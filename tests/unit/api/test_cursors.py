"""Pages of a sorted list."""

from __future__ import annotations

import pytest

from api.cursors import page
from api.problems import BadParameter


def test_pages_follow_each_other_to_the_end_and_survive_a_removal() -> None:
    entries = ["a", "b", "c", "d", "e"]
    first, cursor = page(entries, str, None, 2)
    second, cursor = page([each for each in entries if each != "b"], str, cursor, 2)
    third, end = page(entries, str, cursor, 2)
    assert (first, second, third, end) == (["a", "b"], ["c", "d"], ["e"], None)


@pytest.mark.parametrize("cursor", ["!", "_w", "a"])
def test_a_cursor_that_was_not_given_out_is_refused(cursor: str) -> None:
    with pytest.raises(BadParameter):
        page(["a"], str, cursor, 2)
