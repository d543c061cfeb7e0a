"""Accept-Language decides whose words an answer speaks."""

from __future__ import annotations

import pytest

from api.language import preferred, weights


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("km", "km"),
        ("KM-KH", "km"),
        ("th;q=0.5, km;q=0.9", "km"),
        ("fr, de;q=0.9, th;q=0.1", "th"),
        ("km;q=0", None),
        ("kmx", None),
        ("*", None),
        ("", None),
        (";;,=,q=", None),
    ],
)
def test_the_language_liked_best_is_taken_of_those_there_are(header: str, expected: str | None) -> None:
    assert preferred(header, ("en", "km", "th")) == expected


def test_a_malformed_weight_counts_as_nothing_and_none_beyond_one() -> None:
    assert weights("a;q=x, b;q=7, c;q=0.25, d") == {"a": 0.0, "b": 1.0, "c": 0.25, "d": 1.0}
