import errno
import fcntl
import hashlib
import os
import pickle
from dataclasses import dataclass
from pathlib import Path

import pytest

from docgen.batch.landing import FolderLanding
from docgen.verification.key import StoreUnusable

DATA = b"an output"
HASH = hashlib.sha256(DATA).hexdigest()


@dataclass(frozen=True)
class Mirror:
    """Seals by reversing."""

    def name(self, data: bytes) -> str:
        return hashlib.sha256(b"key" + data).hexdigest()

    def seal(self, address: str, data: bytes) -> bytes:
        return address[:4].encode() + data[::-1]

    def open(self, address: str, sealed: bytes) -> bytes:
        assert sealed[:4] == address[:4].encode()
        return sealed[:3:-1]


@pytest.fixture
def landing(tmp_path: Path) -> FolderLanding:
    made = FolderLanding(tmp_path / "objects")
    made.prepare()
    return made


def test_an_output_lies_under_the_hash_of_its_content(landing: FolderLanding) -> None:
    assert landing.put(DATA) == HASH
    assert (landing.objects / HASH[:2] / HASH).read_bytes() == DATA
    assert landing.read(HASH) == DATA


def test_the_same_output_again_is_kept_once(landing: FolderLanding) -> None:
    first = landing.path(landing.put(DATA)).stat()
    assert landing.path(landing.put(DATA)).stat().st_ino == first.st_ino


def test_an_output_cut_short_is_written_anew(landing: FolderLanding) -> None:
    landing.path(HASH).write_bytes(DATA[:3])
    landing.put(DATA)
    assert landing.read(HASH) == DATA


def test_a_landing_that_nobody_prepared_makes_its_folders(tmp_path: Path) -> None:
    landing = FolderLanding(tmp_path / "new" / "objects")
    assert landing.read(landing.put(DATA)) == DATA


def test_a_landing_goes_to_a_worker(landing: FolderLanding) -> None:
    assert pickle.loads(pickle.dumps(landing)) == landing


def test_content_and_folder_are_synced_before_the_address_is_told(
    landing: FolderLanding, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    sync, replace = os.fsync, Path.replace

    def synced(descriptor: int) -> None:
        steps.append("folder" if Path(f"/proc/self/fd/{descriptor}").is_dir() else "file")
        sync(descriptor)

    def renamed(self: Path, target: Path) -> Path:
        steps.append("name")
        return replace(self, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "replace", renamed)
    landing.put(DATA)
    assert steps == ["file", "name", "folder"]


def test_a_full_disk_is_said_and_leaves_nothing_half_written(
    landing: FolderLanding, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched, pytest.raises(StoreUnusable, match="make room on the disk"):
        patched.setattr(os, "write", full)
        landing.put(DATA)
    assert not list((landing.objects / "tmp").iterdir())
    assert landing.read(landing.put(DATA)) == DATA


def test_what_the_dead_left_is_swept_and_what_is_being_written_stays(landing: FolderLanding) -> None:
    dead, alive = landing.objects / "tmp" / "dead", landing.objects / "tmp" / "alive"
    dead.write_bytes(b"half")
    with alive.open("wb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        landing.prepare()
        assert (dead.exists(), alive.exists()) == (False, True)


def test_a_sealed_output_is_unreadable_under_a_name_that_tells_nothing(tmp_path: Path) -> None:
    landing = FolderLanding(tmp_path / "objects", Mirror())
    address = landing.put(DATA)
    assert address != HASH
    assert DATA not in landing.path(address).read_bytes()
    assert landing.read(address) == DATA


def test_an_output_that_is_gone_is_said_to_be(landing: FolderLanding) -> None:
    with pytest.raises(StoreUnusable):
        landing.read(HASH)


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "objects").write_bytes(b"a file")
    with pytest.raises(StoreUnusable):
        FolderLanding(tmp_path / "objects").prepare()
