"""The commands verify and sign, from the case to the verdict."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from docgen.documents import document_type, example
from tests.conftest import languages, type_ids
from tests.integration.cli import Shell
from tests.unit.pdf.signing.certificates import NAME, PASSWORD, authority

TYPE, TAGS = type_ids()[0], languages()
CANARY = "CANARYX7Q9"


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    monkeypatch.setenv("DOCGEN_LANG", "en")
    return Shell(monkeypatch, capsys)


@pytest.fixture
def rendered(shell: Shell, tmp_path: Path) -> Callable[..., Path]:
    def render(*options: str, number: str | None = None) -> Path:
        tree = example(document_type(TYPE))
        if number:
            tree["documents"][TYPE]["number"] = number
        (tmp_path / "case.json").write_text(json.dumps(tree), encoding="utf-8")
        ran = shell("render", tmp_path / "case.json", "--out", tmp_path / "out", "--lang", TAGS[-1], *options)
        assert (ran.code, ran.err) == (0, "")
        return tmp_path / "out"

    return render


def papers(folder: Path) -> list[Path]:
    return sorted([*folder.glob("*.docx"), *folder.glob("*.pdf")])


def test_what_was_rendered_verifies(shell: Shell, rendered: Callable[..., Path]) -> None:
    ran = shell("verify", *papers(rendered()))
    assert ran.code == 0 and [row["status"] for row in ran.rows] == ["genuine", "genuine"]
    assert {row["code"] for row in ran.rows} == {row["issued"]["code"] for row in ran.rows}
    assert len({row["code"] for row in ran.rows}) == 1
    assert shell("verify", "--code", ran.rows[0]["code"].lower()).rows[0]["status"] == "known"


def test_the_exit_code_says_whether_all_some_or_none_are_genuine(
    shell: Shell, rendered: Callable[..., Path], tmp_path: Path
) -> None:
    word, pdf = papers(rendered())
    (tmp_path / "changed.pdf").write_bytes(pdf.read_bytes() + b"\n")
    some = shell("verify", word, tmp_path / "changed.pdf", "--code", "0000-0000-0000-0001")
    assert (some.code, [row["status"] for row in some.rows]) == (3, ["genuine", "extended", "malformed"])
    none = shell("verify", tmp_path / "changed.pdf", "--code", "0000-0000-0000-0000")
    assert (none.code, none.rows[1]["status"]) == (4, "unknown")
    assert shell("verify").code == 2


def test_verdicts_are_in_the_readers_language(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "file.pdf").write_bytes(b"no PDF")
    told = set()
    for tag in TAGS:
        shell.monkeypatch.setenv("DOCGEN_LANG", tag)
        told.add(shell("verify", tmp_path / "file.pdf").rows[0]["message"])
    assert len(told) == len(TAGS)


def test_two_installations_do_not_know_each_others_codes(
    shell: Shell, rendered: Callable[..., Path], tmp_path: Path
) -> None:
    word, pdf = papers(rendered())
    code = shell("verify", word).rows[0]["code"]
    shell.monkeypatch.setenv("DOCGEN_DATA", str(tmp_path / "other"))
    found = shell("verify", word, pdf, "--code", code)
    assert (found.code, {row["status"] for row in found.rows}) == (4, {"unknown"})
    rendered()
    assert shell("verify", word).rows[0]["code"] != code


def test_the_same_installation_issues_the_same_bytes_again(shell: Shell, rendered: Callable[..., Path]) -> None:
    first = [path.read_bytes() for path in papers(rendered())]
    assert [path.read_bytes() for path in papers(rendered())] == first


def test_nothing_of_the_case_is_in_the_register(
    shell: Shell, rendered: Callable[..., Path], installation: Path
) -> None:
    folder = rendered(number=CANARY)
    assert CANARY in shell("text", papers(folder)[0]).out
    assert sorted(path.name for path in installation.iterdir()) == ["issued.jsonl", "verification.key"]
    assert all(CANARY not in path.read_text() for path in installation.iterdir())
    rows = [json.loads(line) for line in (installation / "issued.jsonl").read_text().splitlines()]
    assert {tuple(row) for row in rows} == {
        ("code", "type", "language", "format", "template", "approval", "engine", "sha256", "at", "signed")
    }


def test_without_codes_papers_bear_none_and_verify_all_the_same(
    shell: Shell, rendered: Callable[..., Path], installation: Path
) -> None:
    ran = shell("verify", *papers(rendered("--no-code")))
    assert ran.code == 0 and all("code" not in row for row in ran.rows)
    assert not (installation / "verification.key").exists()


def test_a_folder_that_cannot_be_written_stops_before_anything_is_issued(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "case.json").write_text(json.dumps(example(document_type(TYPE))), encoding="utf-8")
    (tmp_path / "file").write_text("")
    shell.monkeypatch.setenv("DOCGEN_DATA", str(tmp_path / "file"))
    for option in ("--code", "--no-code"):
        ran = shell("render", tmp_path / "case.json", "--out", tmp_path / "out", option)
        assert (ran.code == 1 and "DOCGEN_DATA" in ran.err) or "cannot be read" in ran.err
    assert not (tmp_path / "out").exists()


@pytest.fixture
def certificate(tmp_path: Path) -> list[str]:
    """Options that name a certificate that holds today, and its password."""
    today = datetime.now(UTC)
    data = authority().signer(start=today - timedelta(1), end=today + timedelta(1))
    (tmp_path / "signer.p12").write_bytes(data)
    (tmp_path / "password").write_bytes(PASSWORD + b"\n")
    (tmp_path / "roots.pem").write_bytes(authority().pem)
    return ["--p12", str(tmp_path / "signer.p12"), "--password-file", str(tmp_path / "password")]


def test_a_signed_paper_is_registered_and_verifies_with_its_signature(
    shell: Shell, rendered: Callable[..., Path], certificate: list[str], tmp_path: Path
) -> None:
    pdf, out = papers(rendered())[1], tmp_path / "signed.pdf"
    ran = shell("sign", pdf, *certificate, "--stamp", "--reason", "Issued", "--out", out)
    assert (ran.code, ran.err) == (0, "") and ran.rows[0]["signer"] == NAME and ran.rows[0]["registered"]
    found = shell("verify", out)
    assert found.code == 0 and found.rows[0]["issued"]["signed"]
    (signature,) = found.rows[0]["signatures"]
    assert signature["valid"] and signature["trusted"] is None and signature["signer"] == NAME


def test_a_file_of_somebody_else_is_signed_but_not_registered(
    shell: Shell, rendered: Callable[..., Path], certificate: list[str], tmp_path: Path
) -> None:
    pdf, out = papers(rendered())[1], tmp_path / "signed.pdf"
    shell.monkeypatch.setenv("DOCGEN_DATA", str(tmp_path / "other"))
    ran = shell("sign", pdf, *certificate, "--out", out)
    assert ran.code == 0 and "not registered" in ran.err and not ran.rows[0]["registered"]
    assert shell("verify", out).rows[0]["status"] == "unknown"


def test_a_wrong_password_signs_nothing(
    shell: Shell, rendered: Callable[..., Path], certificate: list[str], tmp_path: Path
) -> None:
    (tmp_path / "password").write_text("wrong")
    ran = shell("sign", papers(rendered())[1], *certificate, "--out", tmp_path / "signed.pdf")
    assert ran.code == 4 and "password" in ran.err and "wrong" not in ran.err
    assert not (tmp_path / "signed.pdf").exists()
