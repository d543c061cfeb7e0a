"""The key is made once, kept for its owner alone, and never taken from a doubtful file."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from docgen.verification.key import StoreUnusable, ensured_key, stored_key


def test_a_key_is_made_once_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    path = tmp_path / "new" / "key"
    key = ensured_key(path)
    assert len(key) == 32 and ensured_key(path) == key == stored_key(path)
    assert path.stat().st_mode & 0o777 == 0o600 and path.parent.stat().st_mode & 0o777 == 0o700
    assert [each.name for each in path.parent.iterdir()] == ["key"]


def test_two_installations_have_different_keys(tmp_path: Path) -> None:
    assert ensured_key(tmp_path / "one") != ensured_key(tmp_path / "other")


def test_all_who_make_a_key_at_once_get_the_same(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(ensured_key, [tmp_path / "key"] * 32))) == 1


def test_where_there_is_no_file_there_is_no_key(tmp_path: Path) -> None:
    assert stored_key(tmp_path / "key") is None


@pytest.mark.parametrize("text", ["", "00" * 31, "no key", "ក"])
def test_a_damaged_key_is_refused_and_not_replaced(tmp_path: Path, text: str) -> None:
    path = tmp_path / "key"
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)
    with pytest.raises(StoreUnusable):
        ensured_key(path)
    assert path.read_text(encoding="utf-8") == text


def test_a_key_that_others_may_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "key"
    ensured_key(path)
    path.chmod(0o640)
    with pytest.raises(StoreUnusable, match="others may read"):
        stored_key(path)


def test_a_folder_that_cannot_be_made_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreUnusable):
        ensured_key(tmp_path / "file" / "folder" / "key")
    assert [each.name for each in tmp_path.iterdir()] == ["file"]
