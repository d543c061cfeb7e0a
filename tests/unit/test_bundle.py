"""A bundle is written whole, names every file in its manifest and is the same archive for the same files."""

import hashlib
import io
import json
import zipfile
from pathlib import Path

import pytest

from docgen.bundle import ARCHIVE, MANIFEST, Approval, Bound, Bundle, File, Packet

WORD = File("rights_statement", "xx", "docx", b"word", template="f" * 64, approval="draft")
PDF = File("rights_statement", "xx", "pdf", b"pdf", template="f" * 64, approval="draft", engine="typeset")


def test_files_are_named_by_type_language_and_format() -> None:
    assert [WORD.name, PDF.name] == ["rights_statement.xx.docx", "rights_statement.xx.pdf"]


def test_a_filled_form_is_named_as_one() -> None:
    form = File("rights_statement", "xx", "form", b"form", template="f" * 64, approval="draft", engine="acroform")
    assert form.name == "rights_statement.xx.form.pdf"


def test_the_manifest_has_the_hash_template_approval_and_engine_of_each_file() -> None:
    rows = json.loads(Bundle([WORD, PDF]).manifest())["files"]
    assert rows[1] == {
        "name": "rights_statement.xx.pdf",
        "type": "rights_statement",
        "language": "xx",
        "format": "pdf",
        "template": "f" * 64,
        "approval": "draft",
        "engine": "typeset",
        "code": "",
        "version": 0,
        "approvals": [],
        "sha256": hashlib.sha256(b"pdf").hexdigest(),
    }
    assert b"word" not in Bundle([WORD]).manifest()


def test_the_manifest_names_the_version_and_who_answers_for_it() -> None:
    answered = (Approval("sokha", "2026-11-25T08:00:00Z"),)
    approved = File(
        "rights_statement", "xx", "docx", b"word", template="f" * 64, approval="approved", version=3, approvals=answered
    )
    (row,) = json.loads(Bundle([approved]).manifest())["files"]
    assert (row["version"], row["approvals"]) == (3, [{"by": "sokha", "at": "2026-11-25T08:00:00Z"}])


def test_a_folder_holds_the_files_and_the_manifest_and_no_leftovers(tmp_path: Path) -> None:
    paths = Bundle([WORD, PDF]).write(tmp_path / "out")
    assert [path.read_bytes() for path in paths] == [b"word", b"pdf"]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted([WORD.name, PDF.name, MANIFEST])


def test_a_failed_write_leaves_nothing_half_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, target: Path) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="no space"):
        Bundle([WORD]).write(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_same_files_give_the_same_archive() -> None:
    one, two = Bundle([WORD, PDF]).zip(), Bundle([WORD, PDF]).zip()
    assert one == two
    with zipfile.ZipFile(io.BytesIO(one)) as archive:
        assert archive.namelist() == [WORD.name, PDF.name, MANIFEST]


def test_bundles_join_in_order() -> None:
    assert Bundle([WORD]).joined([Bundle([PDF]), Bundle([])]).files == [WORD, PDF]


def test_a_packet_has_its_fixed_name_and_says_what_it_holds() -> None:
    held = Bound("rights_statement", "xx", PDF.sha256, PDF.template, PDF.approval, first_page=2, pages=3,
                 code="AAAA-BBBB-CCCC-DDDD")  # fmt: skip
    packet = Packet(
        "packet", "yy", "packet", b"bound", template="c" * 64, approval="draft", engine="typeset",
        pages=4, conforms_to=("PDF/UA-1",), documents=(held,),
    )  # fmt: skip
    (row,) = json.loads(Bundle([packet]).manifest())["files"]
    assert row == {
        "name": "packet.pdf",
        "type": "packet",
        "language": "yy",
        "format": "packet",
        "template": "c" * 64,
        "approval": "draft",
        "engine": "typeset",
        "version": 0,
        "approvals": [],
        "code": "",
        "sha256": hashlib.sha256(b"bound").hexdigest(),
        "pages": 4,
        "encrypted": False,
        "conforms_to": ["PDF/UA-1"],
        "documents": [
            {
                "type": "rights_statement",
                "language": "xx",
                "sha256": PDF.sha256,
                "template": PDF.template,
                "approval": "draft",
                "first_page": 2,
                "pages": 3,
                "code": "AAAA-BBBB-CCCC-DDDD",
                "version": 0,
                "approvals": [],
            }
        ],
    }


def test_the_archive_is_written_whole_under_its_name(tmp_path: Path) -> None:
    path = Bundle([WORD]).write_zip(tmp_path / "out")
    assert (path.name, path.read_bytes()) == (ARCHIVE, Bundle([WORD]).zip())
    assert list((tmp_path / "out").iterdir()) == [path]
