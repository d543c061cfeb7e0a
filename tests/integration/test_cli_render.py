"""The render command: which files, which manifest, what stops it; and that no value of a case reaches a message."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from docgen.documents import Rule, document_type, document_types, example, example_of_all
from docgen.errors import LayoutUnsupported, Message
from docgen.library import DRAFT, Library
from docgen.pdf.fonts import Face
from docgen.pdf.typeset import Typesetter
from tests.conftest import type_ids
from tests.integration.cli import Shell

TYPE, OTHER = type_ids()[:2]
CANARY = "CANARYx7Q9"


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    monkeypatch.setenv("DOCGEN_LANG", "en")
    return Shell(monkeypatch, capsys)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def written(folder: Path, tree: object) -> Path:
    path = folder / "case.json"
    path.write_text(json.dumps(tree), encoding="utf-8")
    return path


def one_of(type_id: str) -> dict[str, Any]:
    return example(document_type(type_id))


def broken(kind: Any, verb: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    rule = Rule("test.broken", "4.4", verb, "number", Message("for the test; nothing to do"), lambda document: True)
    monkeypatch.setattr(kind, "rules", (rule,))


def test_render_writes_word_and_pdf_in_every_language_with_a_manifest(
    shell: Shell, tmp_path: Path, out: Path, library: Library
) -> None:
    ran = shell("render", written(tmp_path, one_of(TYPE)), "--out", out)
    assert (ran.code, ran.err) == (0, "")
    names = [f"{TYPE}.{tag}.{form}" for tag in library.locales for form in ("docx", "pdf")]
    assert {path.name for path in out.iterdir()} == {*names, "manifest.json"}
    assert [Path(row["file"]).name for row in ran.rows] == names
    for row in ran.rows:
        assert hashlib.sha256(Path(row["file"]).read_bytes()).hexdigest() == row["sha256"]


def test_the_manifest_says_what_each_file_was_made_from(
    shell: Shell, tmp_path: Path, out: Path, library: Library
) -> None:
    shell("render", written(tmp_path, one_of(TYPE)), "--out", out)
    rows = json.loads((out / "manifest.json").read_bytes())["files"]
    assert len(rows) == 2 * len(library.locales)
    for row in rows:
        data = (out / row["name"]).read_bytes()
        template = library.template(TYPE, row["language"])
        assert row == {
            "name": f"{TYPE}.{row['language']}.{row['format']}",
            "type": TYPE,
            "language": row["language"],
            "format": row["format"],
            "sha256": hashlib.sha256(data).hexdigest(),
            "template": template.fingerprint,
            "approval": DRAFT,
            "engine": Typesetter.name if row["format"] == "pdf" else "",
            "code": row["code"],
            "version": 0,
            "approvals": [],
        }
        assert re.fullmatch(r"(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}", row["code"])
        assert data.startswith(b"%PDF-" if row["format"] == "pdf" else b"PK")


def test_render_takes_the_type_language_and_format_asked_for(shell: Shell, tmp_path: Path, out: Path) -> None:
    case = written(tmp_path, example_of_all())
    ran = shell("render", case, "--out", out, "--type", OTHER, "--lang", "th", "--lang", "en", "--format", "docx")
    assert ran.code == 0
    assert {path.name for path in out.iterdir()} == {f"{OTHER}.th.docx", f"{OTHER}.en.docx", "manifest.json"}


def test_render_without_a_type_makes_every_document_the_case_has(shell: Shell, tmp_path: Path, out: Path) -> None:
    case = written(tmp_path, example_of_all())
    assert shell("render", case, "--out", out, "--lang", "en", "--format", "docx").code == 0
    assert {path.name for path in out.iterdir()} == {f"{t}.en.docx" for t in document_types()} | {"manifest.json"}


def test_render_reads_the_case_from_standard_input(shell: Shell, out: Path) -> None:
    ran = shell("render", "-", "--out", out, "--format", "docx", stdin=json.dumps(one_of(TYPE)).encode())
    assert ran.code == 0 and ran.rows


def test_rendering_twice_gives_the_same_bytes(shell: Shell, tmp_path: Path, out: Path) -> None:
    case = written(tmp_path, one_of(TYPE))
    first = shell("render", case, "--out", out, "--lang", "km").rows
    assert [row["sha256"] for row in shell("render", case, "--out", out, "--lang", "km").rows] == [
        row["sha256"] for row in first
    ]


def test_index_makes_a_page_that_links_every_file(shell: Shell, tmp_path: Path, out: Path) -> None:
    shell("render", written(tmp_path, one_of(TYPE)), "--out", out, "--lang", "en", "--index")
    page = (out / "index.html").read_text(encoding="utf-8")
    assert f'href="{TYPE}.en.docx"' in page and f'href="{TYPE}.en.pdf"' in page


def test_the_index_carries_what_it_needs_of_the_fonts(shell: Shell, tmp_path: Path, out: Path) -> None:
    shell("render", written(tmp_path, one_of(TYPE)), "--out", out, "--lang", "km", "--format", "docx", "--index")
    page = (out / "index.html").read_text(encoding="utf-8")
    (font,) = re.findall("data:font/ttf;base64,([^)]*)", page)
    (heading,) = re.findall('<th scope="col" lang="km">([^<]*)', page)
    cut = tmp_path / "cut.ttf"
    cut.write_bytes(base64.b64decode(font))
    assert set(heading) <= Face.read(cut).coverage


# Exit codes


def test_a_refused_document_beside_a_good_one_exits_3_and_keeps_the_good_one(
    shell: Shell, tmp_path: Path, out: Path
) -> None:
    tree = example_of_all()
    del tree["documents"][TYPE]["number"]
    ran = shell("render", written(tmp_path, tree), "--out", out, "--type", TYPE, "--type", OTHER, "--format", "docx")
    assert ran.code == 3
    assert f"{TYPE}: " in ran.err and f"/documents/{TYPE}/number" in ran.err
    assert {row["type"] for row in ran.rows} == {OTHER}
    rows = json.loads((out / "manifest.json").read_bytes())["files"]
    assert {row["type"] for row in rows} == {OTHER}


def test_when_every_document_is_refused_it_exits_4_and_writes_nothing(shell: Shell, tmp_path: Path, out: Path) -> None:
    tree = one_of(TYPE)
    del tree["documents"][TYPE]["number"]
    ran = shell("render", written(tmp_path, tree), "--out", out)
    assert (ran.code, ran.out) == (4, "")
    assert not out.exists()


def test_a_type_the_case_has_no_particulars_for_is_refused(shell: Shell, tmp_path: Path, out: Path) -> None:
    ran = shell("render", written(tmp_path, one_of(TYPE)), "--out", out, "--type", OTHER)
    assert (ran.code, ran.out) == (4, "")
    assert f"/documents/{OTHER}: document.absent" in ran.err


def test_a_case_without_documents_exits_4(shell: Shell, tmp_path: Path, out: Path) -> None:
    ran = shell("render", written(tmp_path, one_of(TYPE) | {"documents": {}}), "--out", out)
    assert (ran.code, ran.out) == (4, "")
    assert ran.err.strip(), "somebody must learn why nothing came out"


def test_a_construct_that_cannot_be_set_fails_that_document(
    shell: Shell, tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Typesetter, docx: bytes) -> bytes:
        raise LayoutUnsupported(["a floating picture"])

    monkeypatch.setattr(Typesetter, "pdf", refuse)
    ran = shell("render", written(tmp_path, one_of(TYPE)), "--out", out, "--format", "pdf")
    assert (ran.code, ran.out) == (4, "")
    assert "a floating picture" in ran.err


# Overrides


def test_a_warning_blocks_until_it_is_overridden_with_a_reason(
    shell: Shell, tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken(document_type(TYPE), "should", monkeypatch)
    command = ("render", written(tmp_path, one_of(TYPE)), "--out", out, "--lang", "en", "--format", "docx")
    stopped = shell(*command)
    assert stopped.code == 4 and "test.broken" in stopped.err and "(SOP 4.4)" in stopped.err
    assert shell(*command, "--override", "test.other=reason").code == 4
    assert shell(*command, "--override", "test.broken=the only interpreter fell ill").code == 0


def test_an_error_is_not_overridden(shell: Shell, tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken(document_type(TYPE), "shall", monkeypatch)
    ran = shell("render", written(tmp_path, one_of(TYPE)), "--out", out, "--override", "test.broken=reason")
    assert (ran.code, ran.out) == (4, "")


# No value of the case in any message


def spoilt(tree: Any) -> Iterator[tuple[list[Any], Any]]:
    """Every leaf of a tree (where it stands) with a value that is not acceptable there and carries the canary."""
    items = tree.items() if isinstance(tree, dict) else enumerate(tree)
    for key, value in items:
        if isinstance(value, dict | list):
            for path, bad in spoilt(value):
                yield [key, *path], bad
        else:
            yield [key], f"{CANARY}\u202e\n" if isinstance(value, str) else {CANARY: CANARY}


@pytest.mark.parametrize("command", [("check",), ("render", "--out", "out")], ids=" ".join)
@pytest.mark.parametrize("type_id", type_ids())
def test_no_value_is_ever_echoed(
    shell: Shell, type_id: str, command: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    tree = one_of(type_id)
    for path, bad in list(spoilt(tree)):
        at = tree
        for step in path[:-1]:
            at = at[step]
        at[path[-1]] = bad
    ran = shell(command[0], written(tmp_path, tree), *command[1:])
    assert ran.code == 4
    assert CANARY not in ran.err.replace(f"/{CANARY}", "") and CANARY not in ran.out.replace(f"/{CANARY}", "")


@pytest.mark.parametrize("type_id", type_ids())
def test_an_undeclared_field_is_refused_by_its_name_alone(shell: Shell, type_id: str, tmp_path: Path) -> None:
    tree = one_of(type_id)
    tree["undeclared_in_case"] = CANARY
    ran = shell("check", written(tmp_path, tree))
    assert ran.code == 4
    assert [(row["code"], row["pointer"]) for row in ran.rows] == [("field.unknown", "/undeclared_in_case")]
    del tree["undeclared_in_case"]
    tree["documents"][type_id]["undeclared"] = {"inner": CANARY}
    again = shell("check", written(tmp_path, tree))
    assert [(row["code"], row["pointer"]) for row in again.rows] == [
        ("field.unknown", f"/documents/{type_id}/undeclared")
    ]
    assert CANARY not in ran.out + ran.err + again.out + again.err


def test_the_persons_name_appears_in_no_message_of_a_rule(
    shell: Shell, tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken(document_type(TYPE), "shall", monkeypatch)
    tree = one_of(TYPE)
    ran = shell("render", written(tmp_path, tree), "--out", out)
    names = [name for names in _names(tree) for name in names.values()]
    assert names and not any(name in ran.err for name in names)


def _names(tree: Any) -> Iterator[dict[str, str]]:
    for key, value in tree.items() if isinstance(tree, dict) else enumerate(tree):
        if key == "names" and value:
            yield value
        elif isinstance(value, dict | list):
            yield from _names(value)
