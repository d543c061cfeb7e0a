"""Number words with a gap, a loop or a lost digit are found before any number is written."""

import pytest

from docgen.locale.spellout import Spellout
from docgen.locale.spellout_check import check

DIGITS = {str(digit): f"d{digit}" for digit in range(10)}
TENS = {"10": "ten[→→]", "20": "←←ten[→→]", "100": "←←hundred[→→]"}
WHOLE = DIGITS | TENS


def test_rules_that_cover_every_number_once_are_accepted() -> None:
    check(Spellout({"cardinal": WHOLE, "ordinal": {"1": "no. =%cardinal="}}))
    check(Spellout({"cardinal": DIGITS | {"10": "ten[→%last→]", "20": "←←ten[→→]"}, "last": {"1": "=%cardinal="}}))


@pytest.mark.parametrize(
    ("sets", "fault"),
    [
        ({"ordinal": {"1": "first"}}, "cardinal: the set is missing"),
        ({"cardinal": {"1": "one"} | TENS}, "cardinal: there is no rule for 0"),
        ({"cardinal": WHOLE, "ordinal": {"2": "=%cardinal="}}, "ordinal: there is no rule for 1"),
        ({"cardinal": DIGITS}, "cardinal/9: the numbers 9 to 999999999999999 would be written alike"),
        ({"cardinal": {k: v for k, v in WHOLE.items() if k != "5"}}, "cardinal/4: the numbers 4 to 5 would be"),
        ({"cardinal": WHOLE | {"20": "many[→→]"}}, "cardinal/20: the numbers 20 to 99 would be written alike"),
        ({"cardinal": WHOLE | {"100": "←←hundred"}}, "cardinal/100: the numbers 100 to 999999999999999 would be"),
        ({"cardinal": WHOLE | {"100": "←←hundred[ and]"}}, "cardinal/100: the numbers"),
        ({"cardinal": WHOLE | {"7": ["seven", "←←"]}}, "cardinal/7: a base value below its radix"),
        ({"cardinal": WHOLE | {"7": "=%cardinal="}}, "cardinal: the set asks for the same number in itself"),
        ({"cardinal": WHOLE | {"7": "=%a="}, "a": {"1": "=%b="}, "b": {"1": "=%a="}}, "a: the set asks for the same"),
        ({"cardinal": WHOLE | {"7": "=%nothing="}}, "cardinal/7: there is no set nothing"),
        ({"cardinal": WHOLE, "spare": {"1": "one"}}, "spare: no rule asks for this set"),
        ({"cardinal": WHOLE | {"10": "ten→%last→"}, "last": {"1": "=%cardinal="}}, "last: there is no rule for 0"),
        ({"cardinal": WHOLE | {"10": "ten[→%last→]"}, "last": {"2": "=%cardinal="}}, "last: there is no rule for 1"),
    ],
)
def test_a_fault_is_named(sets: dict[str, dict[str, str | list[str]]], fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        check(Spellout(sets))
