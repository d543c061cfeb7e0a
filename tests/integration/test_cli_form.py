"""`docgen form`: what the commands print, write, refuse, and exit with."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from docgen.pdf.acroform import fields
from tests.conftest import languages
from tests.integration.cli import Shell

TYPE = "termination_notice"


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    monkeypatch.setenv("DOCGEN_LANG", "en")
    return Shell(monkeypatch, capsys)


@pytest.fixture
def blank(shell: Shell, tmp_path: Path) -> Path:
    path = tmp_path / "blank.pdf"
    assert shell("form", "blank", TYPE, "--lang", "th", "--out", path).rows[0]["language"] == "th"
    return path


def filled(shell: Shell, blank: Path, values: dict[str, object], *options: str) -> Path:
    data, out = blank.with_name("data.json"), blank.with_name("filled.pdf")
    data.write_text(json.dumps(values), encoding="utf-8")
    ran = shell("form", "fill", blank, data, "--out", out, "--lang", "th", *options)
    assert ran.code == 0, ran.err
    return out


def test_fields_are_listed_as_json_lines_without_what_they_hold(shell: Shell, blank: Path) -> None:
    form = filled(shell, blank, {"number": "0803/215"})
    rows = shell("form", "fields", form).rows
    by_name = {row["name"]: row for row in rows}
    assert by_name["number"]["kind"] == "text" and by_name["number"]["max_length"] == 80
    assert by_name["number"]["required"] and by_name["number"]["pages"] == [1]
    assert [option["export"] for option in by_name["agency/party"]["options"]] == ["KH", "TH"]
    assert "0803" not in json.dumps(rows)


def test_what_was_typed_becomes_a_case(shell: Shell, blank: Path, tmp_path: Path) -> None:
    form = filled(shell, blank, {"number": "๑๒", "date": "1 ธ.ค. 2569", "channel": "ministry_to_embassy"})
    ran = shell("form", "read", form, "--out", tmp_path / "case.json")
    case = json.loads((tmp_path / "case.json").read_text(encoding="utf-8"))
    assert case["documents"][TYPE] == {"number": "๑๒", "date": "2026-12-01", "channel": "ministry_to_embassy"}
    assert ran.code == 3 and "date: understood as" in ran.err
    assert "/agency: field.missing" in ran.err and "/date" not in ran.err


def test_a_whole_case_goes_through_a_form_and_back(shell: Shell, tmp_path: Path) -> None:
    example = shell("example", "rights_statement").out
    shell("render", "-", "--out", tmp_path, "--format", "form", "--lang", "en", stdin=example.encode())
    read = shell("form", "read", tmp_path / "rights_statement.en.form.pdf")
    assert read.code == 0, read.err
    checked = shell("check", "-", stdin=read.out.encode())
    assert {row["severity"] for row in checked.rows} <= {"warning", "advice"}  # the other languages' words


def test_unknown_fields_and_values_of_a_wrong_kind_are_refused_by_name(shell: Shell, blank: Path) -> None:
    data, out = blank.with_name("data.json"), blank.with_name("out.pdf")
    for values, said in (({"mother": "secret"}, "/mother"), ({"number": 12}, "/number"), (["secret"], "curly")):
        data.write_text(json.dumps(values), encoding="utf-8")
        ran = shell("form", "fill", blank, data, "--out", out)
        assert ran.code == 4 and said in ran.err and "secret" not in ran.err
    assert not out.exists()


def test_too_long_a_text_is_refused_unless_it_may_go_on(shell: Shell, blank: Path) -> None:
    data, out = blank.with_name("data.json"), blank.with_name("out.pdf")
    data.write_text(json.dumps({"agency/address/th": "ที่อยู่ยาวมาก " * 250}), encoding="utf-8")
    assert shell("form", "fill", blank, data, "--out", out, "--lang", "th").code == 4
    ran = shell("form", "fill", blank, data, "--out", out, "--lang", "th", "--overflow", "continue")
    assert ran.rows == [{"file": str(out), "continued": ["agency/address/th"]}]


def test_a_flat_form_has_no_fields(shell: Shell, blank: Path) -> None:
    assert fields(filled(shell, blank, {"number": "1"}, "--flatten").read_bytes()) == []


def test_a_draft_map_names_what_it_could_not_place(shell: Shell, blank: Path) -> None:
    ran = shell("form", "map", blank, "--type", "rights_statement", "--lang", "th")
    assert ran.code == 0 and '"number" = "{/number}"' in ran.out
    assert "no field of the document is like channel" in ran.err


def test_a_form_that_does_not_say_what_it_is_must_be_named(shell: Shell) -> None:
    form = Path("templates/en/forms/return_victim_finding.pdf")
    assert shell("form", "read", form).code == 2
    assert shell("form", "read", form, "--type", TYPE, "--lang", "en").code == 2  # no form of this type has a map


@pytest.mark.parametrize("tag", languages())
def test_an_agencys_form_is_filled_by_its_map_and_read_back(shell: Shell, tmp_path: Path, tag: str) -> None:
    example = shell("example", "return_victim_finding").out
    ran = shell("render", "-", "--out", tmp_path, "--format", "form", "--lang", tag, stdin=example.encode())
    assert ran.code == 0, ran.err
    form = tmp_path / f"return_victim_finding.{tag}.form.pdf"
    read = shell("form", "read", form, "--type", "return_victim_finding", "--lang", tag)
    particulars = json.loads(read.out)["documents"]["return_victim_finding"]
    assert particulars["date"] == "2027-02-02" and particulars["urgency"] == "very_urgent"
    assert particulars["person"]["birth"]["date"] == "2004-03-14"
    assert read.code == 3 and "/Suspects: form.one_way" in read.err


def test_a_damaged_file_is_refused(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7 nothing")
    assert shell("form", "fields", tmp_path / "a.pdf").code == 4
