"""The engine of number words: rules, substitutions, radix, decimals, and what makes a rule ill-formed."""

import pytest

from docgen.locale.spellout import MAXIMUM, Spellout

DIGITS = {str(digit): f"d{digit}" for digit in range(10)}


def spellout(**sets: dict[str, str | list[str]]) -> Spellout:
    return Spellout({name.replace("_", "-"): rules for name, rules in sets.items()})


def test_the_rule_with_the_highest_base_below_the_number_is_taken() -> None:
    words = spellout(cardinal=DIGITS | {"10": "ten[ →→]", "20": "←← ten[ →→]", "100": "←← hundred[ →→]"})
    assert words.spell(0) == "d0"
    assert words.spell(19) == "ten d9"
    assert words.spell(70) == "d7 ten"
    assert words.spell(999) == "d9 hundred d9 ten d9"
    assert words.spell(12_034) == "d1 hundred d2 ten hundred d3 ten d4", "the quotient, 120, in the same set"


def test_a_bracket_is_left_out_when_nothing_remains() -> None:
    words = spellout(cardinal=DIGITS | {"10": "ten[-→→]"})
    assert (words.spell(10), words.spell(11)) == ("ten", "ten-d1")


def test_a_substitution_may_go_on_in_another_set() -> None:
    words = spellout(cardinal=DIGITS | {"10": "ten[→%last→]"}, last={"1": "ONE", "2": "=%cardinal="})
    assert (words.spell(1), words.spell(11), words.spell(12)) == ("d1", "tenONE", "tend2")


def test_a_radix_counts_in_scores() -> None:
    teens = {str(number): f"t{number}" for number in range(10, 20)}
    words = spellout(cardinal=DIGITS | teens | {"80/20": "quatre-vingt[-→→]"})
    assert (words.spell(80), words.spell(99)) == ("quatre-vingt", "quatre-vingt-t19")


def test_the_first_body_of_a_list_is_written() -> None:
    assert spellout(cardinal=DIGITS | {"7": ["seven", "sieben"]}).spell(7) == "seven"


def test_decimals_are_spelt_digit_by_digit() -> None:
    apart = spellout(cardinal=DIGITS | {"x.x": "←← point →→"})
    joined = spellout(cardinal=DIGITS | {"x.x": "←←.→→→"})
    assert apart.spell_decimals(5, "08") == "d5 point d0 d8"
    assert joined.spell_decimals(5, "08") == "d5.d0d8"
    with pytest.raises(ValueError, match=r"no x\.x rule"):
        spellout(cardinal=DIGITS).spell_decimals(1, "5")


@pytest.mark.parametrize("number", [-1, MAXIMUM + 1])
def test_a_number_out_of_range_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="not between"):
        spellout(cardinal=DIGITS).spell(number)


@pytest.mark.parametrize(
    ("rules", "fault"),
    [
        ({}, "cardinal: the set has no rule"),
        ({"one": "one"}, "cardinal/one: a key is a base value"),
        ({"01": "one"}, "cardinal/01: a key is a base value"),
        ({"10/1": "ten"}, "cardinal/10/1: a key is a base value"),
        ({"10": "ten", "10/20": "ten"}, "the base value stands twice"),
        ({"1": []}, "cardinal/1: the list has no body"),
        ({"10": "ten→"}, "cardinal/10: → is no text and no substitution"),
        ({"10": "ten→%Last→"}, "is no text and no substitution"),
        ({"10": "ten[→→"}, "cardinal/10: a bracket is not closed"),
        ({"10": "ten]→→["}, "cardinal/10: one pair of brackets"),
        ({"10": "ten[→→][→→]"}, "cardinal/10: one pair of brackets"),
        ({"10": "→→ten→→"}, "cardinal/10: one quotient and one remainder at most"),
        ({"10": "=%cardinal=[→→]"}, "cardinal/10: one quotient and one remainder at most"),
        ({"x.x": "point"}, r"cardinal/x\.x: write"),
        ({"x.x": ["←←a→→", "←←b→→"]}, r"cardinal/x\.x: write"),
    ],
)
def test_a_rule_that_is_not_well_formed_is_named(rules: dict[str, str | list[str]], fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        spellout(cardinal=rules)


def test_a_rule_for_decimals_stands_in_the_cardinal_set_alone() -> None:
    with pytest.raises(ValueError, match=r"ordinal/x\.x"):
        spellout(cardinal=DIGITS, ordinal={"1": "=%cardinal=", "x.x": "←←.→→"})
