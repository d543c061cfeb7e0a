"""The commands of the template library: the way of a wording from a file to an unmarked paper, and back."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from docgen.documents import document_type, example
from docgen.docx.text import text
from docgen.settings import Settings
from docgen.store import Role, Store, users
from tests.integration.cli import Ran, Shell
from tests.integration.web import quick_hashes
from tests.unit.shelf.office import NOW, PASSWORD, TEMPLATES, parts, reworded, word

TYPE, TAG = "interpreter_waiver", "en"
PEOPLE = {"writer": Role.REVIEWER, "reviewer": Role.REVIEWER, "approver": Role.APPROVER, "clerk": Role.CLERK}


@pytest.fixture
def shell(installed: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Shell]:
    monkeypatch.setenv("DOCGEN_LANG", "en")
    monkeypatch.setenv("DOCGEN_DATABASE_URL", installed.database_url)
    with quick_hashes():
        with Store.open(installed) as store:
            for name, role in PEOPLE.items():
                store.write(
                    lambda session, name=name, role=role: users.create(session, name, PASSWORD, [role], NOW)
                ).result()
        yield Shell(monkeypatch, capsys)


def by(shell: Shell, name: str, *arguments: object, password: str = PASSWORD) -> Ran:
    """A step of somebody."""
    return shell("templates", *arguments, "--as", name, "--password-stdin", stdin=f"{password}\n".encode())


def wording(folder: Path, data: bytes | None = None) -> Path:
    """Our English wording with other words in a sentence."""
    path = folder / "fresh.docx"
    shipped = (TEMPLATES / TAG / f"{TYPE}.docx").read_bytes()
    path.write_bytes(data or reworded(shipped, "It costs me nothing.", "It costs me nothing at all."))
    return path


def paper(shell: Shell, folder: Path) -> tuple[bytes, str]:
    """The Word file of the example, and the approval state that its manifest names."""
    case = folder / "case.json"
    case.write_text(json.dumps(example(document_type(TYPE))))
    out = folder / "out"
    assert shell("render", case, "--out", out, "--type", TYPE, "--lang", TAG, "--format", "docx").code == 0
    (file,) = json.loads((out / "manifest.json").read_text())["files"]
    return (out / file["name"]).read_bytes(), file["approval"]


def test_a_wording_is_added_submitted_approved_and_printed_without_mark_until_it_is_revoked(
    shell: Shell, tmp_path: Path
) -> None:
    (made,) = by(shell, "writer", "add", TYPE, TAG, wording(tmp_path), "--note", "After the meeting").rows
    assert (made["number"], made["state"], made["author"]) == (2, "draft", "writer")
    data, approval = paper(shell, tmp_path)
    assert approval == "draft" and b"textpath" in parts(data) and "nothing at all" in text(data)
    assert by(shell, "reviewer", "submit", TYPE, TAG, 2).rows[0]["state"] == "in_review"
    (approved,) = by(shell, "approver", "approve", TYPE, TAG, 2, "--reason", "Read in three languages").rows
    assert (approved["state"], approved["approvals"][0]["by"]) == ("approved", "approver")
    data, approval = paper(shell, tmp_path)
    assert approval == "approved" and b"textpath" not in parts(data) and "nothing at all" in text(data)
    assert by(shell, "approver", "revoke", TYPE, TAG, 2, "--reason", "The law has changed").rows[0]["state"] == "draft"
    data, approval = paper(shell, tmp_path)
    assert approval == "draft" and b"textpath" in parts(data)
    shown = shell("templates", "show", TYPE, TAG).out
    assert "revoked" in shown and "The law has changed" in shown


def test_the_list_is_for_people_and_as_json_for_scripts(shell: Shell) -> None:
    rows = shell("templates", "list", "--json").rows
    assert {(each["state"], each["number"]) for each in rows} == {("draft", 1)}
    lines = shell("templates", "list").out.splitlines()
    assert len(lines) == len(rows) and lines[0].split()[:4] == [rows[0]["type"], rows[0]["language"], "draft", "1"]


@pytest.mark.parametrize(("name", "password"), [("writer", "wrong"), ("nobody", PASSWORD), ("clerk", PASSWORD)])
def test_whoever_is_not_admitted_or_has_not_the_role_changes_nothing(
    shell: Shell, tmp_path: Path, name: str, password: str
) -> None:
    refused = by(shell, name, "add", TYPE, TAG, wording(tmp_path), password=password)
    assert (refused.code, refused.out) == (4, "")
    assert password not in refused.err
    assert {each["number"] for each in shell("templates", "list", "--json").rows} == {1}


def test_guessing_at_a_password_locks_the_account_as_at_the_sign_in(shell: Shell, tmp_path: Path) -> None:
    path = wording(tmp_path)
    for _ in range(5):
        assert by(shell, "writer", "add", TYPE, TAG, path, password="wrong").code == 4
    assert by(shell, "writer", "add", TYPE, TAG, path).code == 4
    assert [each["state"] for each in shell("users", "list", "--json").rows if each["name"] == "writer"] == ["locked"]
    assert shell("audit", "verify").code == 0


def test_what_stands_in_the_way_of_approval_is_printed(shell: Shell, tmp_path: Path) -> None:
    by(shell, "writer", "add", TYPE, TAG, wording(tmp_path))
    assert [each["code"] for each in by(shell, "approver", "approve", TYPE, TAG, 2).rows] == ["approval.state"]
    by(shell, "approver", "submit", TYPE, TAG, 2)
    refused = by(shell, "approver", "approve", TYPE, TAG, 2)
    assert (refused.code, [each["code"] for each in refused.rows]) == (4, ["approval.submitter"])


def test_findings_are_waived_and_comments_resolved_before_it_is_approved(shell: Shell, tmp_path: Path) -> None:
    by(shell, "writer", "add", TYPE, TAG, wording(tmp_path, word("c_4_7_a: Only this")))
    by(shell, "writer", "submit", TYPE, TAG, 2)
    (whole,) = shell("templates", "show", TYPE, TAG, 2, "--json").rows
    assert len(whole["obstacles"]) == len(whole["findings"]) > 0
    first = whole["findings"][0]
    (waiver,) = by(shell, "writer", "waive", TYPE, TAG, 2, first["key"][:16], "--reason", "It is a trial").rows
    assert (waiver["finding"], waiver["by"]) == (first["key"], "writer")
    (made,) = by(shell, "reviewer", "comment", TYPE, TAG, 2, "c_4_7_a", "--text", "Is this enough?").rows
    codes = [each["code"] for each in by(shell, "approver", "approve", TYPE, TAG, 2).rows]
    assert codes == ["approval.finding"] * (len(whole["findings"]) - 1) + ["approval.comment"]
    (answered,) = by(shell, "writer", "comment", TYPE, TAG, 2, "c_4_7_a", "--resolve", made["id"]).rows
    assert answered["resolved_by"] == "writer"


def test_what_was_waived_or_resolved_is_taken_back(shell: Shell, tmp_path: Path) -> None:
    by(shell, "writer", "add", TYPE, TAG, wording(tmp_path, word("c_4_7_a: Only this")))
    first = shell("templates", "show", TYPE, TAG, "--json").rows[0]["findings"][0]["key"]
    by(shell, "writer", "waive", TYPE, TAG, 2, first, "--reason", "It is a trial")
    (taken,) = by(shell, "writer", "withdraw", TYPE, TAG, 2, first[:16]).rows
    assert (taken["finding"], taken["withdrawn"] is not None) == (first, True)
    assert by(shell, "writer", "withdraw", TYPE, TAG, 2, first[:16]).code == 2
    (made,) = by(shell, "reviewer", "comment", TYPE, TAG, 2, "c_4_7_a", "--text", "Is this enough?").rows
    by(shell, "writer", "comment", TYPE, TAG, 2, "c_4_7_a", "--resolve", made["id"])
    (again,) = by(shell, "reviewer", "comment", TYPE, TAG, 2, "c_4_7_a", "--reopen", made["id"]).rows
    assert (again["id"], again["resolved"]) == (made["id"], None)
    assert by(shell, "writer", "comment", TYPE, TAG, 2, "c_4_7_a").code == 2


def test_a_passage_is_translated_back_and_one_that_there_is_not_is_refused(shell: Shell) -> None:
    shell("templates", "list")
    (made,) = by(shell, "reviewer", "translate-back", TYPE, TAG, 1, "c_4_7_a", "--text", "What it says").rows
    assert (made["anchor"], made["text"], made["by"]) == ("c_4_7_a", "What it says", "reviewer")
    assert made["passage"]
    assert by(shell, "reviewer", "translate-back", TYPE, TAG, 1, "c_99_z", "--text", "What it says").code == 2


def test_a_test_of_expected_text_is_written_kept_by_language_and_removed(shell: Shell) -> None:
    shell("templates", "list")
    by(shell, "reviewer", "test-add", TYPE, "Words", TAG, "--present", "interpreter", "--absent", "never this")
    (made,) = by(shell, "reviewer", "test-add", TYPE, "Words", "th", "--present", "ล่าม").rows
    assert [(each["language"], each["wanted"]) for each in made["expectations"]] == [
        (TAG, "present"), (TAG, "absent"), ("th", "present"),
    ]  # fmt: skip
    assert [row["passed"] for row in shell("templates", "test", TYPE).rows] == [True, True]
    by(shell, "reviewer", "test-remove", TYPE, "Words")
    assert shell("templates", "test", TYPE).rows == []
    assert by(shell, "reviewer", "test-remove", TYPE, "Words").code == 2


def test_two_versions_are_compared_as_text_json_html_and_as_tracked_changes(shell: Shell, tmp_path: Path) -> None:
    by(shell, "writer", "add", TYPE, TAG, wording(tmp_path))
    said = shell("templates", "diff", TYPE, TAG, 1, 2).out
    assert said.startswith("c_4_4_a changed: ") and "{+ at all+}" in said and len(said.splitlines()) == 1
    assert shell("templates", "diff", TYPE, TAG, 1, 2, "--format", "json").rows[-1]["counts"]["changed"] == 1
    assert "<ins>" in shell("templates", "diff", TYPE, TAG, 1, 2, "--format", "html").out
    out = tmp_path / "redline.docx"
    assert shell("templates", "redline", TYPE, TAG, 1, 2, "--out", out).code == 0
    assert b"<w:ins " in parts(out.read_bytes())


def test_a_translator_gets_xliff_and_what_comes_back_is_a_version(shell: Shell, tmp_path: Path) -> None:
    out = tmp_path / "thai.xlf"
    assert shell("templates", "export", TYPE, "th", "--format", "xliff", "--out", out).code == 0
    before = "สัมภาษณ์ โดยไม่เสียค่าใช้จ่าย"
    units = out.read_text(encoding="utf-8")
    assert before in units
    out.write_text(units.replace(before, before.replace("ไม่", "ไม่ต้อง")), encoding="utf-8")
    (made,) = by(shell, "writer", "import", TYPE, "th", 1, out).rows
    assert (made["number"], made["author"]) == (2, "writer")
    word_file = tmp_path / "thai.docx"
    assert shell("templates", "export", TYPE, "th", 2, "--out", word_file).code == 0
    assert "ไม่ต้องเสีย" in text(word_file.read_bytes())
    out.write_text("<xliff/>")
    assert by(shell, "writer", "import", TYPE, "th", 1, out).code == 4


def test_coverage_tests_and_fragments_have_commands(shell: Shell, tmp_path: Path) -> None:
    rows = {each["clause"]: each["by"] for each in shell("templates", "coverage", "--json").rows}
    assert {"type": TYPE, "language": "km", "anchor": "c_4_7_a"} in rows["4.7"] and not all(rows.values())
    assert any(line.endswith(" -") for line in shell("templates", "coverage").out.splitlines())
    assert shell("templates", "test", TYPE).code == 0
    made = by(
        shell, "writer", "add-fragment", "letterhead_note", "th", wording(tmp_path, word("{{ letterhead.agency }}"))
    )
    assert {each["number"] for each in made.rows} == {2}
    unknown = by(shell, "writer", "add-fragment", "nothing", "th", wording(tmp_path))
    assert unknown.code == 2


def test_a_bundle_for_a_meeting_is_one_file(shell: Shell, tmp_path: Path) -> None:
    out = tmp_path / "meeting.zip"
    assert shell("templates", "bundle", TYPE, "--out", out).code == 0
    with zipfile.ZipFile(out) as archive:
        assert f"{TYPE}/texts.html" in archive.namelist() and "manifest.json" in archive.namelist()
    assert shell("templates", "bundle", "nothing", "--out", out).code == 2
