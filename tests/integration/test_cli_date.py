"""`docgen date` against its contract: forms on stdout, messages on stderr, exit codes 0, 2 and 4."""

from __future__ import annotations

import json

import pytest

from docgen.cli.forms import print_form
from docgen.library import Library
from tests.integration.cli import Shell


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    monkeypatch.setenv("DOCGEN_LANG", "en")
    return Shell(monkeypatch, capsys)


def test_every_language_is_printed_unless_some_are_named(shell: Shell, library: Library) -> None:
    ran = shell("date", "2022-08-25")
    assert (ran.code, ran.err) == (0, "")
    assert list(dict.fromkeys(line.split()[0] for line in ran.out.splitlines())) == list(library.locales)
    two = shell("date", "2022-08-25", "--lang", "th", "--lang", "km")
    assert list(dict.fromkeys(line.split()[0] for line in two.out.splitlines())) == ["th", "km"]


def test_a_line_is_the_language_the_form_and_the_text(shell: Shell) -> None:
    lines = shell("date", "2022-08-25", "--lang", "th").out.splitlines()
    written = {form: text for _, form, text in (line.split(maxsplit=2) for line in lines)}
    assert written["letter"] == "๒๕ สิงหาคม ๒๕๖๕"
    assert written["minutes"] == "เมื่อวันพฤหัสบดีที่ ๒๕ สิงหาคม ๒๕๖๕"
    assert written["eras"] == "๒๕ สิงหาคม ๒๕๖๕ (ค.ศ. ๒๐๒๒)"


def test_json_lines_say_the_same(shell: Shell) -> None:
    rows = shell("date", "2022-08-25", "--lang", "km", "--json").rows
    assert rows[0] == {
        "language": "km", "form": "lunar", "notes": [],
        "text": "ថ្ងៃព្រហស្បតិ៍ ១៣រោច ខែស្រាពណ៍ ឆ្នាំខាល ចត្វាស័ក ពុទ្ធសករាជ ២៥៦៦",
    }  # fmt: skip
    assert [row["form"] for row in rows] == [
        line.split()[1] for line in shell("date", "2022-08-25", "--lang", "km").out.splitlines()
    ]


@pytest.mark.parametrize(
    ("written", "thai"),
    [("2008-05", "เดือนพฤษภาคม ๒๕๕๑"), ("2008~", "ประมาณ พ.ศ. ๒๕๕๑"), ("1937", "พ.ศ. ๒๔๗๙ หรือ ๒๔๘๐")],
)
def test_a_partial_date_has_forms_too(shell: Shell, written: str, thai: str) -> None:
    rows = shell("date", written, "--lang", "th", "--json").rows
    assert {row["form"]: row["text"] for row in rows} == {
        "partial": thai,
        "eras": rows[1]["text"],
        "iso": written,
    }
    assert rows[1]["text"].startswith(thai) and "ค.ศ." in rows[1]["text"]


def test_a_note_stands_beside_its_form_in_the_language_of_the_line(
    library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    thai = library.locale("th")
    print_form(thai, "lunar", "x", as_json=False, notes=["หมายเหตุ"])
    assert capsys.readouterr().out.endswith("x  (หมายเหตุ)\n")
    print_form(thai, "lunar", "x", as_json=True, notes=["หมายเหตุ"])
    assert json.loads(capsys.readouterr().out)["notes"] == ["หมายเหตุ"]


def test_a_day_that_almanacs_may_print_otherwise_says_so(shell: Shell) -> None:
    lunar = shell("date", "2027-04-14", "--lang", "km", "--json").rows[0]
    assert lunar["form"] == "lunar" and lunar["notes"]
    assert shell("date", "2022-08-25", "--lang", "km", "--json").rows[0]["notes"] == []


@pytest.mark.parametrize(
    "written", ["25.8.2022", "2565-08-25", "๒๕ สิงหาคม พ.ศ. ๒๕๖๕", "Thursday 25 August 2022", "ថ្ងៃទី២៥ ខែសីហា ឆ្នាំ២០២២"]
)
def test_a_date_as_people_type_it_is_understood_and_echoed(shell: Shell, written: str) -> None:
    ran = shell("date", written, "--lang", "en", "--json")
    assert {row["form"]: row["text"] for row in ran.rows}["iso"] == "2022-08-25"
    assert "25 August 2022" in ran.err and "2565" in ran.err


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("yesterday", "date.unreadable"), ("2022-02-29", "date.unreal"), ("2022-13", "date.unreal"),
        ("25.8.22", "date.two_digit_year"), ("", "date.unreadable"), ("1១/8/2022", "date.mixed_digits"),
        ("8/25/2022", "date.order"), ("Friday 25 August 2022", "date.weekday"),
    ],
)  # fmt: skip
def test_what_is_no_date_is_refused_without_repeating_it(shell: Shell, written: str, code: str) -> None:
    ran = shell("date", written)
    assert (ran.code, ran.out) == (4, "")
    assert f"/date: {code}: " in ran.err
    assert not written or written not in ran.err


@pytest.mark.parametrize("arguments", [(), ("2022-08-25", "--lang", "xx"), ("2022-08-25", "--bogus")], ids=" ".join)
def test_a_slip_in_the_command_exits_2_and_says_so(shell: Shell, arguments: tuple[str, ...]) -> None:
    ran = shell("date", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.strip() and "Traceback" not in ran.err
