"""A bundle is written whole, names every file in its manifest and is the same archive for the same files."""

import hashlib
import io
import json
import zipfile
from pathlib import Path

import pytest

from docgen.bundle import MANIFEST, Bundle, File

WORD = File("rights_statement", "xx", "docx", b"word", template="f" * 64, approval="draft")
PDF = File("rights_statement", "xx", "pdf", b"pdf", template="f" * 64, approval="draft", engine="typeset")


def test_files_are_named_by_type_language_and_format() -> None:
    assert [WORD.name, PDF.name] == ["rights_statement.xx.docx", "rights_statement.xx.pdf"]


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
        "sha256": hashlib.sha256(b"pdf").hexdigest(),
    }
    assert b"word" not in Bundle([WORD]).manifest()


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
