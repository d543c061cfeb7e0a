"""The code names paper, template and content, gives nothing away, and notices typing errors."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.verification.code import (
    ALPHABET,
    LENGTH,
    CodeMalformed,
    content_hash,
    grouped,
    make,
    printed_in,
    read,
)

KEY, OTHER_KEY = bytes(32), b"\x01" * 32
NAMED = ("rights_statement", "xx", "f" * 64, "0" * 64)
CODE = make(KEY, *NAMED)
symbols = st.integers(0, LENGTH - 1)


def test_the_same_paper_has_the_same_code_and_it_is_four_groups_of_four() -> None:
    assert make(KEY, *NAMED) == CODE
    assert [len(group) for group in CODE.split("-")] == [4, 4, 4, 4]
    assert set(CODE) <= {*ALPHABET, "-"}


@pytest.mark.parametrize("at", range(len(NAMED)))
def test_another_type_language_template_or_content_has_another_code(at: int) -> None:
    other = [*NAMED]
    other[at] += "0"
    assert make(KEY, *other) != CODE


def test_another_installation_gives_the_same_paper_another_code() -> None:
    assert make(OTHER_KEY, *NAMED) != CODE


def test_what_stands_where_is_part_of_the_code() -> None:
    assert make(KEY, "ab", "c", "d", "e") != make(KEY, "a", "bc", "d", "e")


@given(st.binary(min_size=32, max_size=32), symbols, st.sampled_from(ALPHABET))
def test_one_wrong_symbol_is_always_noticed(key: bytes, at: int, wrong: str) -> None:
    code = make(key, *NAMED).replace("-", "")
    if code[at] != wrong:
        with pytest.raises(CodeMalformed):
            read(code[:at] + wrong + code[at + 1 :])


@given(st.binary(min_size=32, max_size=32), symbols, symbols)
def test_two_exchanged_symbols_are_always_noticed(key: bytes, first: int, second: int) -> None:
    code = list(make(key, *NAMED).replace("-", ""))
    if code[first] != code[second]:
        code[first], code[second] = code[second], code[first]
        with pytest.raises(CodeMalformed):
            read("".join(code))


def test_a_code_is_read_as_people_type_it() -> None:
    code = next(each for each in (make(bytes([n]) * 32, *NAMED) for n in range(99)) if "0" in each and "1" in each)
    assert read(code.lower().replace("-", " ")) == code
    assert read(code.replace("0", "O").replace("1", "l")) == code
    assert read(code.replace("0", "\u0e50").replace("1", "\u17e1")) == code


@pytest.mark.parametrize("typed", ["", CODE[:-1], CODE + "0", CODE.replace(CODE[0], "U", 1), "ក" * LENGTH])
def test_what_is_no_code_is_refused_without_repeating_it(typed: str) -> None:
    with pytest.raises(CodeMalformed) as refused:
        read(typed)
    assert not typed or typed not in str(refused.value)


def test_codes_are_found_in_a_text_also_over_two_lines_each_once() -> None:
    half = len(CODE) // 2
    text = f"Verification code\n{CODE[:half]}\n{CODE[half + 1 :]}\nPage 1 {CODE} A{CODE} 2026-0147-1234-0001"
    assert list(printed_in(text)) == [CODE]


def test_a_mistyped_code_in_a_text_is_no_code() -> None:
    wrong = ("0" if CODE[0] != "0" else "1") + CODE[1:]
    assert list(printed_in(wrong)) == []


def test_the_content_is_the_view_and_all_that_is_printed_beside_it() -> None:
    view = {"person": {"name": "A"}, "list": ["x", True, 1]}
    printed = {"title": "T", "images": {"emblem": b"1"}, "mark": None}
    first = content_hash(view, **printed)
    assert first == content_hash(dict(reversed(view.items())), **printed)
    others = [({"person": {"name": "B"}}, printed), (view, printed | {"mark": "x"}),
              (view, printed | {"images": {"emblem": b"2"}})]  # fmt: skip
    assert len({first, *(content_hash(each, **also) for each, also in others)}) == 4


def test_groups_join_to_the_symbols() -> None:
    assert grouped("0123456789ABCDEF") == "0123-4567-89AB-CDEF"
