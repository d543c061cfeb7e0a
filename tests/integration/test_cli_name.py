"""`docgen name`: every official form of a name on stdout, nothing of it anywhere else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from docgen.library import Library
from tests.integration.cli import Shell

CHANNARY = ("--names", "Khmr=សុខ ចាន់ណារី", "--names", "Thai=โสก จันนารี", "--names", "Latn=SOK Channary")
WOMAN = (*CHANNARY, "--sex", "female")
ON = ("--on", "2026-11-01")


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    monkeypatch.setenv("DOCGEN_LANG", "en")
    return Shell(monkeypatch, capsys)


def forms(shell: Shell, *arguments: str, lang: str) -> dict[str, str]:
    ran = shell("name", *arguments, "--lang", lang, "--json")
    assert (ran.code, ran.err) == (0, "")
    assert {row["language"] for row in ran.rows} == {lang}
    return {row["form"]: row["text"] for row in ran.rows}


def test_every_form_of_a_womans_name_is_printed(shell: Shell) -> None:
    more = (*WOMAN, "--birth", "2004-03", *ON, "--address", "married", "--alias", "Nary", "--alias", "Ary")
    assert forms(shell, *more, lang="th") == {
        "plain": "โสก จันนารี",
        "with_latin": "โสก จันนารี (SOK Channary)",
        "titled": "นางโสก จันนารี",
        "declarant": "ข้าพเจ้า นางโสก จันนารี",
        "official": "นางโสก จันนารี",
        "signature": "นางโสก จันนารี",
        "alias": "หรือ Nary หรือ Ary",
    }


def test_an_officials_rank_and_honorific_are_printed(shell: Shell) -> None:
    rank = ("--rank", "th=พันตำรวจเอกหญิง", "--rank", "en=Police Colonel", "--rank", "km=វរសេនីយ៍ឯក")
    found = forms(shell, *WOMAN, "--excellency", *rank, lang="km")
    assert (found["official"], found["signature"]) == (
        "លោកជំទាវ វរសេនីយ៍ឯក សុខ ចាន់ណារី",
        "វរសេនីយ៍ឯក សុខ ចាន់ណារី",
    )


def test_a_child_has_a_status_and_no_form_of_an_official(shell: Shell) -> None:
    found = forms(shell, *WOMAN, "--birth", "2008-12", *ON, lang="th")
    assert found["titled"] == "นางสาวโสก จันนารี"
    assert found["child_status"] == "เด็ก (อายุต่ำกว่า ๑๘ ปี)"
    assert not {"official", "signature"} & set(found)
    assert "child_status" in forms(shell, *WOMAN, "--birth", "2008~", *ON, lang="en")


def test_without_a_sex_there_is_no_title(shell: Shell) -> None:
    found = forms(shell, *CHANNARY, lang="en")
    assert found["titled"] == found["official"] == found["plain"]


def test_the_forms_come_in_every_language_as_lines_to_read(shell: Shell, library: Library) -> None:
    ran = shell("name", *WOMAN)
    assert (ran.code, ran.err) == (0, "")
    assert list(dict.fromkeys(line.split()[0] for line in ran.out.splitlines())) == list(library.locales)
    assert "titled         Ms. SOK Channary" in ran.out


@pytest.mark.parametrize(
    "arguments",
    [(), ("--names", "Secret"), ("--names", "Latn="), ("--names", "Latn=Secret", "--names", "Latn=Other"),
     (*WOMAN, "--lang", "xx"), (*WOMAN, "--rank", "Secret")],
)  # fmt: skip
def test_a_slip_in_the_options_exits_2_and_shows_no_name(shell: Shell, arguments: tuple[str, ...]) -> None:
    ran = shell("name", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.strip() and "Traceback" not in ran.err
    assert "Secret" not in ran.err and "Channary" not in ran.err


@pytest.mark.parametrize(
    ("arguments", "pointer"),
    [
        (("--names", "Latn=Secret\u202e"), "/names/Latn"),
        (("--names", "latin=Secret"), "/names"),
        (("--names", "Latn=Secret", "--sex", "Secret"), "/sex"),
        (("--names", "Latn=Secret", "--birth", "2551-01"), "/birth/date"),
        (("--names", "Latn=Secret", "--on", "01/11/2026"), "/on"),
        (("--names", "Latn=Secret", "--address", "Secret"), "/form_of_address"),
        (("--names", "Latn=Secret", "--alias", " Secret"), "/aliases/0"),
        (("--names", "Latn=Secret", "--rank", "English=Secret"), "/rank"),
    ],
)
def test_what_a_case_would_refuse_is_refused_by_the_fields_name(
    shell: Shell, arguments: tuple[str, ...], pointer: str
) -> None:
    ran = shell("name", *arguments)
    assert (ran.code, ran.out) == (4, "")
    assert f"  {pointer}" in ran.err
    assert "Secret" not in ran.err


@pytest.mark.parametrize("tag", ["km", "th"])
def test_the_schema_has_the_new_fields_with_captions_in_each_language(shell: Shell, tag: str) -> None:
    schema = json.loads(shell("schema", "interpreter_waiver", "--lang", tag).out)
    own = {"km": "\u1780", "th": "\u0e01"}[tag]
    for model, field in (("Witness", "sex"), ("Guardian", "form_of_address"), ("Signatory", "form_of_address")):
        caption = schema["$defs"][model]["properties"][field]
        for text in (caption["title"], caption["description"]):
            assert own <= text[0] <= chr(ord(own) + 0x5A), f"{model}/{field} is not translated"


def test_nothing_is_written_to_disk(shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert shell("name", *WOMAN).code == 0
    assert list(tmp_path.iterdir()) == []
