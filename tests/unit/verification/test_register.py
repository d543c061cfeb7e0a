"""The register keeps what was issued, durably and one line each, and holds nothing about a person."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from docgen.bundle import Bound, Bundle, File, Packet
from docgen.verification.key import StoreUnusable
from docgen.verification.register import FileRegister, Issued, MemoryRegister, Register, records

FILE = File("rights_statement", "xx", "pdf", b"data", "f" * 64, "draft", "typeset", "AAAA-BBBB-CCCC-DDDD")
NOON = datetime(2026, 11, 25, 12, tzinfo=timezone(timedelta(hours=7)))
RECORD = records(Bundle([FILE]), NOON)[0]
OTHER = replace(RECORD, sha256="1" * 64, format="docx", engine="")


@pytest.fixture(params=["memory", "file"])
def register(request: pytest.FixtureRequest, tmp_path: Path) -> Register:
    return MemoryRegister() if request.param == "memory" else FileRegister(tmp_path / "new" / "issued.jsonl")


def test_a_record_names_the_output_and_the_moment_in_utc() -> None:
    assert Issued(
        "AAAA-BBBB-CCCC-DDDD", "rights_statement", "xx", "pdf", "f" * 64, "draft", "typeset", FILE.sha256,
        "2026-11-25T05:00:00Z", False,
    ) == RECORD  # fmt: skip
    assert records(Bundle([FILE]))[0].at == ""


def test_of_a_packet_each_document_is_registered_with_its_own_code() -> None:
    inside = Bound("rights_statement", "xx", "1" * 64, "f" * 64, "draft", 2, 3, code="AAAA-BBBB-CCCC-DDDD")
    packet = Packet("packet", "xx", "packet", b"packet", "c" * 64, "draft", "typeset", documents=(inside,))
    document, whole = records(Bundle([packet]))
    assert (document.code, document.sha256, document.format) == (inside.code, "1" * 64, "pdf")
    assert (whole.code, whole.sha256, whole.type) == ("", packet.sha256, "packet")


def test_nothing_is_found_in_a_register_that_is_empty(register: Register) -> None:
    assert register.with_hash("0" * 64) is None and list(register.with_code("AAAA")) == []


def test_what_was_added_is_found_by_hash_and_by_code(register: Register) -> None:
    register.add([RECORD])
    register.add([OTHER])
    assert register.with_hash(OTHER.sha256) == OTHER
    assert list(register.with_code(RECORD.code)) == [RECORD, OTHER]
    assert register.with_hash(RECORD.code) is None and list(register.with_code(RECORD.sha256)) == []


def test_of_one_output_issued_twice_the_newest_record_counts(register: Register) -> None:
    register.add([RECORD, replace(RECORD, at=""), replace(RECORD, signed=True)])
    assert register.with_hash(RECORD.sha256) == replace(RECORD, signed=True)


def test_a_line_that_a_crash_cut_short_spoils_no_other(tmp_path: Path) -> None:
    path = tmp_path / "issued.jsonl"
    register = FileRegister(path)
    register.add([RECORD])
    path.write_bytes(path.read_bytes() + json.dumps(asdict(OTHER)).encode()[:-9])
    register.add([OTHER])
    assert register.with_hash(RECORD.sha256) == RECORD and register.with_hash(OTHER.sha256) == OTHER
    assert len(path.read_bytes().splitlines()) == 3


def test_a_line_with_more_than_we_know_is_read(tmp_path: Path) -> None:
    path = tmp_path / "issued.jsonl"
    path.write_text(json.dumps(asdict(RECORD) | {"later": 1}) + "\n")
    assert FileRegister(path).with_hash(RECORD.sha256) == RECORD


def test_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "issued.jsonl"
    each = [replace(RECORD, sha256=f"{number:064x}") for number in range(100)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda record: FileRegister(path).add([record]), each))
    assert sorted(json.loads(line)["sha256"] for line in path.read_text().splitlines()) == [r.sha256 for r in each]


def test_only_the_owner_can_read_the_register(tmp_path: Path) -> None:
    FileRegister(tmp_path / "issued.jsonl").add([RECORD])
    assert (tmp_path / "issued.jsonl").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("call", ["write", "fsync"])
def test_a_full_disk_is_one_clear_error_and_leaves_no_half_line(
    call: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "issued.jsonl"
    FileRegister(path).add([RECORD])
    before = path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(f"docgen.verification.register.os.{call}", full)
        with pytest.raises(StoreUnusable, match="with room"):
            FileRegister(path).add([OTHER])
    assert path.read_bytes() == before


def test_a_register_that_cannot_be_read_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(StoreUnusable, match="cannot be read"):
        FileRegister(tmp_path).with_hash("0" * 64)


def test_an_empty_bundle_touches_nothing(tmp_path: Path) -> None:
    FileRegister(tmp_path / "issued.jsonl").add(records(Bundle([]), datetime.now(UTC)))
    assert list(tmp_path.iterdir()) == []
