"""The commands against their contract: results on stdout, messages on stderr, exit codes 0, 2, 3, 4."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from docgen.documents import Rule, document_type, document_types, example, example_of_all
from docgen.errors import Message
from docgen.library import Library
from tests.conftest import type_ids
from tests.integration.cli import Shell

TYPE = type_ids()[0]


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    monkeypatch.setenv("DOCGEN_LANG", "en")
    return Shell(monkeypatch, capsys)


@pytest.fixture
def tree() -> dict[str, Any]:
    """The example case of one type, for a test to spoil."""
    return example(document_type(TYPE))


@pytest.fixture
def case_file(tmp_path: Path, tree: dict[str, Any]) -> Path:
    return written(tmp_path, tree)


def written(folder: Path, tree: object) -> Path:
    path = folder / "case.json"
    path.write_text(json.dumps(tree), encoding="utf-8")
    return path


# The installed command


def test_the_command_runs_as_a_program_of_its_own() -> None:
    program = [sys.executable, "-c", "from docgen.cli import main; main()"]
    done = subprocess.run([*program, "types", "--json"], capture_output=True, text=True, encoding="utf-8")
    assert (done.returncode, done.stderr) == (0, "")
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == type_ids()
    unknown = subprocess.run([*program, "schema", "nothing"], capture_output=True, text=True, encoding="utf-8")
    assert (unknown.returncode, unknown.stdout) == (2, "")
    assert "Traceback" not in unknown.stderr


# types, schema, example


def test_types_prints_a_line_for_each_type(shell: Shell) -> None:
    ran = shell("types")
    assert (ran.code, ran.err) == (0, "")
    assert [line.split()[0] for line in ran.out.splitlines()] == type_ids()


def test_types_as_json_gives_id_title_clauses_and_languages(shell: Shell, library: Library) -> None:
    rows = shell("types", "--json").rows
    for row in rows:
        kind = document_type(row["id"])
        assert row == {"id": row["id"], "title": kind.title, "clauses": list(kind.clauses),
                       "languages": library.languages_of(row["id"])}  # fmt: skip
        assert row["languages"] == list(library.locales), "every type has a template in every language"


@pytest.mark.parametrize("type_id", type_ids())
def test_schema_is_json_schema_2020_12_and_describes_the_particulars(shell: Shell, type_id: str) -> None:
    ran = shell("schema", type_id)
    schema = json.loads(ran.out)
    assert (ran.code, ran.err) == (0, "")
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert set(json.loads(document_type(type_id).example)) <= set(schema["properties"])


def test_schema_speaks_the_language_asked_for(shell: Shell, library: Library) -> None:
    titles = {tag: json.loads(shell("schema", TYPE, "--lang", tag).out)["properties"] for tag in library.locales}
    named = [name for name, field in titles["en"].items() if "title" in field]
    assert len(named) > 3
    for name in named:
        words = {tag: properties[name].get("title") for tag, properties in titles.items()}
        assert len(set(words.values())) == len(words), f"the title of {name} is not translated"


@pytest.mark.parametrize("type_id", type_ids())
def test_example_prints_a_case_that_check_accepts(shell: Shell, type_id: str, tmp_path: Path) -> None:
    ran = shell("example", type_id)
    assert (ran.code, ran.err) == (0, "")
    path = tmp_path / "case.json"
    path.write_text(ran.out, encoding="utf-8")
    checked = shell("check", path)
    assert (checked.code, checked.out, checked.err) == (0, "", "")


def test_example_all_is_one_case_for_every_type(shell: Shell) -> None:
    ran = shell("example", "--all")
    assert json.loads(ran.out) == example_of_all()
    assert set(json.loads(ran.out)["documents"]) == set(document_types())


# Usage: exit code 2, help on stderr, nothing on stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("nonsense",),
        ("types", "--bogus"),
        ("schema",),
        ("schema", "nothing"),
        ("schema", TYPE, "--lang", "xx"),
        ("example",),
        ("example", "nothing"),
        ("example", TYPE, "--all"),
        ("check", "no-such-file.json"),
        ("render", "no-such-file.json", "--out", "out"),
        ("text", "no-such-file.docx"),
        ("lint", "nothing"),
        ("lint", "--format", "nothing"),
    ],
    ids=" ".join,
)
def test_a_slip_in_the_command_exits_2_and_says_so(shell: Shell, arguments: tuple[str, ...]) -> None:
    ran = shell(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.strip() and "Traceback" not in ran.err


@pytest.mark.parametrize(
    "arguments",
    [("--type", "nothing"), ("--lang", "xx"), ("--format", "odt"), ("--engine", "nothing"), ("--override", "code"),
     ("--override", "code="), ("--nothing",)],
    ids=" ".join,
)  # fmt: skip
def test_render_does_not_know_what_does_not_exist(
    shell: Shell, arguments: tuple[str, ...], case_file: Path, tmp_path: Path
) -> None:
    ran = shell("render", case_file, "--out", tmp_path / "out", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.strip() and "Traceback" not in ran.err
    assert not (tmp_path / "out").exists(), "nothing is written before everything is known"


def test_render_needs_a_folder(shell: Shell, case_file: Path) -> None:
    assert shell("render", case_file).code == 2


# check


def test_check_reads_the_case_from_standard_input(shell: Shell, tree: dict[str, Any]) -> None:
    ran = shell("check", "-", stdin=json.dumps(tree).encode())
    assert (ran.code, ran.out, ran.err) == (0, "", "")


def test_check_prints_findings_as_json_lines_and_exits_4(shell: Shell, tree: dict[str, Any], tmp_path: Path) -> None:
    del tree["documents"][TYPE]["number"]
    tree["documents"][TYPE]["unheard_of"] = 1
    ran = shell("check", written(tmp_path, tree))
    assert ran.code == 4
    assert {(row["pointer"], row["code"], row["severity"]) for row in ran.rows} == {
        (f"/documents/{TYPE}/number", "field.missing", "error"),
        (f"/documents/{TYPE}/unheard_of", "field.unknown", "error"),
    }
    assert all(set(row) == {"severity", "code", "pointer", "clause", "message"} for row in ran.rows)


@pytest.mark.parametrize(("verb", "code"), [("shall", 4), ("should", 4), ("may", 0)])
def test_check_exits_4_when_something_blocks(
    shell: Shell, case_file: Path, verb: Any, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule = Rule("test.broken", "4.4", verb, "number", Message("for the test; nothing to do"), lambda document: True)
    monkeypatch.setattr(document_type(TYPE), "rules", (rule,))
    ran = shell("check", case_file)
    assert [(row["code"], row["clause"]) for row in ran.rows] == [("test.broken", "4.4")]
    assert ran.code == code


def test_check_looks_at_every_document_even_after_one_was_refused(shell: Shell, tmp_path: Path) -> None:
    tree = example_of_all()
    for particulars in tree["documents"].values():
        del particulars["number"]
    ran = shell("check", written(tmp_path, tree))
    assert ran.code == 4
    assert {row["pointer"] for row in ran.rows} == {f"/documents/{type_id}/number" for type_id in type_ids()}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"reference": "A", "reference": "B"}', "json.duplicate"),
        ('{"reference": NaN}', "json.not_a_number"),
        ('{"reference": ', "json.syntax"),
        ("", "json.syntax"),
        ('{"reference": "\\ud800"}', "text.surrogate"),
        ("[" * 50 + "]" * 50, "json.too_deep"),
    ],
)
def test_what_is_no_plain_json_is_refused(shell: Shell, text: str, code: str) -> None:
    ran = shell("check", "-", stdin=text.encode())
    assert ran.code == 4
    assert code in {row["code"] for row in ran.rows}


def test_messages_come_in_the_language_of_the_reader(
    shell: Shell, tree: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, library: Library
) -> None:
    del tree["documents"][TYPE]["number"]
    path = written(tmp_path, tree)
    said = {}
    for tag in library.locales:
        monkeypatch.setenv("DOCGEN_LANG", tag)
        said[tag] = shell("check", path).rows[0]["message"]
    assert len(set(said.values())) == len(said)
    assert "\u0e01" <= said["th"][0] <= "\u0e5b" and "\u1780" <= said["km"][0] <= "\u17ff"
    monkeypatch.delenv("DOCGEN_LANG")
    monkeypatch.setenv("LANG", "th_TH.UTF-8")
    assert shell("check", path).rows[0]["message"] == said["th"]


# text, lint


def test_text_prints_word_with_clause_anchors_and_pdf(shell: Shell, case_file: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert shell("render", case_file, "--out", out, "--lang", "en").code == 0
    word = shell("text", out / f"{TYPE}.en.docx")
    pdf = shell("text", out / f"{TYPE}.en.pdf")
    assert (word.code, word.err, pdf.code, pdf.err) == (0, "", 0, "")
    clause = document_type(TYPE).clauses[0].replace(".", "_")
    assert f"[c_{clause}_" in word.out
    assert example(document_type(TYPE))["documents"][TYPE]["number"] in word.out
    assert example(document_type(TYPE))["documents"][TYPE]["number"] in pdf.out


def test_text_refuses_what_is_neither_word_nor_pdf(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(b"PK\x03\x04 no archive")
    ran = shell("text", path)
    assert (ran.code, ran.out) == (4, "")
    assert "Traceback" not in ran.err
    path.write_bytes(b"%PDF-1.7 cut short")
    ran = shell("text", path)
    assert ran.code not in (0, 1) and "Traceback" not in ran.err


def test_lint_finds_nothing_in_the_templates(shell: Shell) -> None:
    ran = shell("lint", "--format", "json")
    assert ran.rows == []
    assert ran.code == 0


def test_lint_exits_3_and_names_file_and_finding(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, library: Library
) -> None:
    other = tmp_path / "other" / "th"
    other.mkdir(parents=True)
    (other / "locale.toml").write_bytes((library.files[TYPE, "th"].parent / "locale.toml").read_bytes())
    (other / f"{TYPE}.docx").write_bytes(b"no Word file")
    folders = [str(library.files[TYPE, "en"].parents[1]), str(tmp_path / "other")]
    monkeypatch.setenv("DOCGEN_TEMPLATES", os.pathsep.join(folders))
    ran = shell("lint", TYPE, "--format", "json")
    assert ran.code == 3
    assert [(row["pointer"], row["code"]) for row in ran.rows] == [(f"th/{TYPE}.docx", "template.unusable")]
    as_text = shell("lint", TYPE)
    assert as_text.code == 3 and f"th/{TYPE}.docx" in as_text.out
    log = shell("lint", TYPE, "--format", "sarif")
    assert log.code == 3
    (result,) = json.loads(log.out)["runs"][0]["results"]
    assert result["ruleId"] == "template.unusable"
    page = shell("lint", TYPE, "--format", "html")
    assert page.code == 3 and page.out.startswith("<!DOCTYPE html>") and f"th/{TYPE}.docx" in page.out
    assert hashlib.sha256(b"no Word file").hexdigest() not in as_text.out
