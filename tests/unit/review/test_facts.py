"""Numbers and dates are compared by what they mean, in whatever digits, era and words a language writes them."""

from __future__ import annotations

import pytest

from docgen.library import Library
from docgen.review.facts import Facts, Reader


def facts(library: Library, tag: str, text: str) -> Facts:
    return Reader(library.locales[tag], library.locales.values()).facts(text)


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("en", "signed on 25 August 2022"),
        ("th", "ลงนามเมื่อวันที่ ๒๕ สิงหาคม ๒๕๖๕"),
        ("th", "เมื่อวันที่ ๒๕ สิงหาคม พ.ศ. ๒๕๖๕ (ค.ศ. ๒๐๒๒)"),
        ("km", "ចុះថ្ងៃទី២៥ ខែសីហា ឆ្នាំ២០២២"),
    ],
)
def test_a_day_is_the_same_in_every_language_and_era(library: Library, tag: str, text: str) -> None:
    assert facts(library, tag, text) == Facts(frozenset({"2022-08-25"}), frozenset())


@pytest.mark.parametrize(
    ("tag", "text", "numbers"),
    [
        ("en", "clauses 4.10 and 4.13.1 of 2014", {"4.10", "4.13.1", "2014"}),
        ("th", "ข้อ ๔.๑๐ และข้อ ๔.๑๓.๑ พ.ศ. ๒๕๕๗", {"4.10", "4.13.1", "2014"}),
        ("km", "ចំណុច ៤.១០ និងចំណុច ៤.១៣.១ ឆ្នាំ២០១៤", {"4.10", "4.13.1", "2014"}),
        ("km", "ព.ស. ២៥៥១ (គ.ស. ២០០៨)", {"2008"}),
        ("en", "B.E. 2551 (2008)", {"2008"}),
        ("en", "1,500 riel", {"1500"}),
        ("km", "១.៥០០ រៀល", {"1500"}),
        ("km", "១,៥", {"1.5"}),
        ("en", "1.5", {"1.5"}),
        ("th", "อายุต่ำกว่า ๑๘ ปี", {"18"}),
    ],
)
def test_numbers_are_read_as_the_language_writes_them(library: Library, tag: str, text: str, numbers: set[str]) -> None:
    assert facts(library, tag, text) == Facts(frozenset(), frozenset(numbers))


def test_a_month_of_a_year_is_a_date_too(library: Library) -> None:
    assert facts(library, "en", "since August 2022").dates == {"2022-08"}
    assert facts(library, "th", "สิงหาคม ๒๕๖๕").dates == {"2022-08"}


def test_a_day_that_there_is_not_counts_as_its_numbers(library: Library) -> None:
    assert facts(library, "en", "31 February 2022") == Facts(frozenset(), frozenset({"31", "2022"}))
