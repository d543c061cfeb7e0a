"""`docgen render --format packet` and `--zip`: which files come out, and what stops a packet."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from pathlib import Path

import pikepdf
import pytest

from docgen.documents import document_type, example, example_of_all
from docgen.library import Library
from tests.conftest import type_ids
from tests.integration.cli import Shell
from tests.integration.test_cli_render import broken, written

TYPE, OTHER = type_ids()[:2]
PASSWORD = "CANARYx7Q9 is no password"


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    monkeypatch.setenv("DOCGEN_LANG", "en")
    return Shell(monkeypatch, capsys)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


@pytest.fixture
def case_file(tmp_path: Path) -> Path:
    return written(tmp_path, example_of_all())


TWO = ("--type", TYPE, "--type", OTHER, "--lang", "th", "--lang", "km")


def test_a_packet_comes_alone_with_a_manifest_that_names_what_is_in_it(
    shell: Shell, case_file: Path, out: Path, library: Library
) -> None:
    ran = shell("render", case_file, "--out", out, *TWO, "--format", "packet")
    assert (ran.code, ran.err) == (0, "")
    assert {path.name for path in out.iterdir()} == {"packet.pdf", "manifest.json"}
    (row,) = json.loads((out / "manifest.json").read_bytes())["files"]
    data = (out / "packet.pdf").read_bytes()
    assert ran.rows == [{"file": str(out / "packet.pdf"), "type": "packet", "language": "th", "sha256": row["sha256"]}]
    assert row["sha256"] == hashlib.sha256(data).hexdigest()
    assert row["conforms_to"] == ["PDF/A-2a", "PDF/UA-1"] and row["encrypted"] is False
    held = [(each["type"], each["language"]) for each in row["documents"]]
    assert held == [(TYPE, "th"), (OTHER, "th"), (TYPE, "km"), (OTHER, "km")]
    for each in row["documents"]:
        assert each["template"] == library.template(each["type"], each["language"]).fingerprint
        assert each["approval"] == "draft" and len(each["sha256"]) == 64


def test_the_files_it_is_made_of_come_too_when_asked_for(shell: Shell, case_file: Path, out: Path) -> None:
    shell("render", case_file, "--out", out, *TWO, "--format", "packet", "--format", "pdf")
    files = {row["name"]: row for row in json.loads((out / "manifest.json").read_bytes())["files"]}
    own = {f"{kind}.{tag}.pdf" for kind in (TYPE, OTHER) for tag in ("th", "km")}
    assert set(files) == {*own, "packet.pdf"}
    assert {each["sha256"] for each in files["packet.pdf"]["documents"]} == {files[name]["sha256"] for name in own}


def test_the_cover_speaks_the_language_asked_for_and_documents_begin_on_odd_pages(
    shell: Shell, case_file: Path, out: Path, library: Library
) -> None:
    shell("render", case_file, "--out", out, *TWO, "--format", "packet", "--packet-lang", "km", "--duplex")
    with pikepdf.open(out / "packet.pdf") as pdf:
        assert str(pdf.docinfo.Title) == library.locale("km").term("Packet of documents")
    (row,) = json.loads((out / "manifest.json").read_bytes())["files"]
    assert all(each["first_page"] % 2 == 1 for each in row["documents"])


def test_two_packets_of_one_case_are_the_same(shell: Shell, case_file: Path, out: Path) -> None:
    first = shell("render", case_file, "--out", out, *TWO, "--format", "packet").rows
    assert shell("render", case_file, "--out", out, *TWO, "--format", "packet").rows == first


def test_a_password_is_read_from_a_file_and_repeated_nowhere(shell: Shell, case_file: Path, out: Path) -> None:
    secret = case_file.with_name("password")
    secret.write_text(PASSWORD + "\n", encoding="utf-8")
    ran = shell("render", case_file, "--out", out, *TWO, "--format", "packet", "--password-file", secret)
    assert ran.code == 0
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(out / "packet.pdf")
    with pikepdf.open(out / "packet.pdf", password=PASSWORD) as pdf:
        assert pdf.encryption.bits == 256
    manifest = (out / "manifest.json").read_text(encoding="utf-8")
    assert "CANARY" not in ran.out + ran.err + manifest
    assert json.loads(manifest)["files"][0]["encrypted"] is True


def test_a_password_that_cannot_be_used_stops_before_anything_is_rendered(
    shell: Shell, case_file: Path, out: Path
) -> None:
    secret = case_file.with_name("password")
    secret.write_text("รหัส CANARY\n", encoding="utf-8")
    ran = shell("render", case_file, "--out", out, *TWO, "--format", "packet", "--password-file", secret)
    assert ran.code == 4 and "packet.password" in ran.err and "CANARY" not in ran.err
    assert not out.exists()


@pytest.mark.parametrize(
    "options",
    [
        ("--duplex",),
        ("--packet-lang", "th"),
        ("--format", "packet", "--password-file", "nowhere"),
        ("--zip", "--index"),
        ("--format", "packet", "--packet-lang", "xx"),
    ],
)
def test_options_that_do_not_fit_are_a_usage_error(
    shell: Shell, case_file: Path, out: Path, options: tuple[str, ...]
) -> None:
    assert shell("render", case_file, "--out", out, *TWO, *options).code == 2
    assert not out.exists()


def test_of_a_packet_nothing_may_be_missing(
    shell: Shell, case_file: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken(document_type(OTHER), "shall", monkeypatch)
    ran = shell("render", case_file, "--out", out, *TWO, "--format", "packet", "--format", "docx")
    assert ran.code == 3
    assert "no packet was bound" in ran.err and OTHER in ran.err
    assert {path.name for path in out.iterdir()} == {f"{TYPE}.th.docx", f"{TYPE}.km.docx", "manifest.json"}
    alone = out.with_name("alone")
    assert shell("render", case_file, "--out", alone, *TWO, "--format", "packet").code == 4
    assert not alone.exists()


def test_zip_packs_the_files_and_their_manifest(shell: Shell, tmp_path: Path, out: Path) -> None:
    case = written(tmp_path, example(document_type(TYPE)))
    formats = ("--format", "pdf", "--format", "docx", "--format", "packet", "--lang", "en")
    loose, packed = shell("render", case, "--out", out / "loose", *formats), None
    packed = shell("render", case, "--out", out / "packed", *formats, "--zip")
    assert (loose.code, packed.code) == (0, 0)
    assert [path.name for path in (out / "packed").iterdir()] == ["bundle.zip"]
    data = (out / "packed" / "bundle.zip").read_bytes()
    (row,) = packed.rows
    assert row["sha256"] == hashlib.sha256(data).hexdigest()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.namelist() == row["files"]
        assert {name: archive.read(name) for name in archive.namelist()} == {
            path.name: path.read_bytes() for path in (out / "loose").iterdir()
        }


def test_the_page_to_look_at_the_files_links_the_packet(shell: Shell, tmp_path: Path, out: Path) -> None:
    case = written(tmp_path, example(document_type(TYPE)))
    shell("render", case, "--out", out, "--lang", "en", "--format", "pdf", "--format", "packet", "--index")
    page = (out / "index.html").read_text(encoding="utf-8")
    assert 'href="packet.pdf"' in page and f'href="{TYPE}.en.pdf"' in page
