"""Items are joined as each language's sentence lists them: CLDR's patterns and our corrections."""

import babel
import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.locale import Locale
from docgen.locale.lists import ListWriter
from docgen.locale.settings import Lists
from tests.unit.locale.languages import ALL, EN, KM, TH

ITEMS = ["a", "b", "c", "d"]


@pytest.mark.parametrize(
    ("locale", "joined", "alternatives"),
    [
        (KM, ["", "a", "a និងb", "a b និងc", "a b c និងd"], ["", "a", "a ឬb", "a b ឬc", "a b c ឬd"]),
        (TH, ["", "a", "aและb", "a b และc", "a b c และd"], ["", "a", "aหรือb", "a b หรือc", "a b c หรือd"]),
        (EN, ["", "a", "a and b", "a, b and c", "a, b, c and d"], ["", "a", "a or b", "a, b or c", "a, b, c or d"]),
    ],
    ids=("km", "th", "en"),
)
def test_a_list_of_none_to_four(locale: Locale, joined: list[str], alternatives: list[str]) -> None:
    assert [locale.list(ITEMS[:count]) for count in range(5)] == joined
    assert [locale.list(ITEMS[:count], "or") for count in range(5)] == alternatives


def test_without_corrections_a_list_is_as_cldr_has_it() -> None:
    cldr = babel.Locale.parse("en")
    writer = ListWriter(Lists(), cldr)
    assert writer.join(ITEMS[:3], "standard") == "a, b, and c"
    assert writer.join(ITEMS, "or") == "a, b, c, or d"
    assert ListWriter(Lists(last="{0} & {1}"), cldr).join(ITEMS, "standard") == "a, b, c & d"


@given(st.lists(st.text(st.characters(codec="utf-8"), min_size=1), max_size=6))
def test_every_item_stands_in_the_list_as_it_is(items: list[str]) -> None:
    for locale in ALL:
        place = 0
        joined = locale.list(items)
        for item in items:
            place = joined.index(item, place) + len(item)
