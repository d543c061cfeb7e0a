"""`docgen number` prints every official form of a number or a sum and refuses what is neither."""

from __future__ import annotations

import pytest

from docgen.library import Library
from tests.integration.cli import Shell


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    monkeypatch.setenv("DOCGEN_LANG", "en")
    return Shell(monkeypatch, capsys)


def test_a_number_has_five_forms_in_every_language(shell: Shell, library: Library) -> None:
    rows = shell("number", "21", "--json").rows
    assert [row["language"] for row in rows] == [tag for tag in library.locales for _ in range(5)]
    texts = {(row["language"], row["form"]): row["text"] for row in rows}
    assert texts["en", "words"] == "twenty-one"
    assert texts["en", "ordinal"] == "21st"
    assert texts["en", "ordinal-words"] == "twenty-first"
    assert texts["th", "digits"] == texts["th", "figures"] == "๒๑"
    assert texts["km", "ordinal-words"] == "ទីម្ភៃមួយ"


def test_zero_has_no_ordinal_in_words(shell: Shell) -> None:
    assert [row["form"] for row in shell("number", "0", "--lang", "en", "--json").rows] == [
        "digits", "figures", "words", "ordinal",
    ]  # fmt: skip


def test_a_sum_is_printed_as_a_receipt_has_it(shell: Shell) -> None:
    ran = shell("number", "1500.00", "--currency", "THB", "--lang", "th")
    assert ran.code == 0
    assert [line.split(maxsplit=2) for line in ran.out.splitlines()] == [
        ["th", "money", "๑,๕๐๐ บาท"],
        ["th", "money-words", "หนึ่งพันห้าร้อยบาทถ้วน"],
        ["th", "money-both", "๑,๕๐๐.๐๐ บาท (หนึ่งพันห้าร้อยบาทถ้วน)"],
    ]


def test_digits_of_any_language_are_understood_but_not_two_at_once(shell: Shell) -> None:
    assert shell("number", "១៥០០", "--json").out == shell("number", "1500", "--json").out
    assert shell("number", "๑๕๐๐.๕๐", "--currency", "USD").out == shell("number", "1500.50", "--currency", "USD").out
    assert shell("number", "1៥0๐").code == 4


def test_signs_are_read_as_the_reader_writes_them_and_the_understanding_is_told(shell: Shell) -> None:
    grouped = shell("number", "1,500", "--json")
    assert grouped.out == shell("number", "1500", "--json").out
    assert "1,500" in grouped.err and shell("number", "1500").err == ""


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("1.5", "number.form"), ("9" * 16, "number.form"), ("1e3", "number.unreadable"), ("", "number.unreadable"),
        ("Somchai", "number.unreadable"), ("+1", "number.sign"), ("²", "number.digits"), ("1១", "number.mixed_digits"),
    ],
)  # fmt: skip
def test_what_is_no_number_is_refused_without_repeating_it(shell: Shell, written: str, code: str) -> None:
    ran = shell("number", written)
    assert (ran.code, ran.out) == (4, "")
    assert f"/number: {code}: " in ran.err
    assert len(written) < 3 or written not in ran.err


@pytest.mark.parametrize(
    ("arguments", "place"),
    [
        (("1.5", "--currency", "THB"), "/amount: money.amount"),
        (("1.50", "--currency", "thb"), "/currency: code.currency"),
    ],
)
def test_what_is_no_sum_is_refused_at_its_place(shell: Shell, arguments: tuple[str, ...], place: str) -> None:
    ran = shell("number", *arguments)
    assert (ran.code, ran.out) == (4, "")
    assert place in ran.err


@pytest.mark.parametrize("arguments", [("-5",), ("5", "--lang", "xx"), ()])
def test_wrong_usage_exits_with_2(shell: Shell, arguments: tuple[str, ...]) -> None:
    assert shell("number", *arguments).code == 2
