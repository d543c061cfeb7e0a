"""The register: one record for each output issued, with what identifies it and nothing about a person."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Protocol

from docgen.bundle import Bound, Bundle, File, Packet
from docgen.errors import Message
from docgen.verification.key import StoreUnusable


@dataclass(frozen=True, slots=True)
class Issued:
    """One output as it was issued: `sha256` of its final bytes, `at` the moment in UTC (ISO 8601, "" if unknown).

    `signed` says that the bytes bear a digital signature. `code` is "" for an output that bears none.
    """

    code: str
    type: str
    language: str
    format: str
    template: str
    approval: str
    engine: str
    sha256: str
    at: str = ""
    signed: bool = False


class Register(Protocol):
    """The seam behind which an installation remembers what it issued."""

    def add(self, records: Sequence[Issued]) -> None:
        """Keep the records durably; adding one again changes nothing about what is found."""
        ...

    def with_hash(self, sha256: str) -> Issued | None:
        """The newest record of an output with these bytes."""
        ...

    def with_code(self, code: str) -> Sequence[Issued]:
        """The records of all outputs that bear this code, oldest first."""
        ...


def records(bundle: Bundle, at: datetime | None = None) -> list[Issued]:
    """What the register keeps of a bundle's files, whatever made them; `at` is the moment of issue.

    Of a packet also each document in it, as its own file, since each of its pages bears its own code.
    """
    moment = timestamp(at) if at else ""
    found = []
    for file in bundle.files:
        if isinstance(file, Packet):
            found += [_issued(each, "pdf", file.engine, moment) for each in file.documents]
        found.append(_issued(file, file.format, file.engine, moment))
    return found


def _issued(output: File | Bound, format_: str, engine: str, at: str) -> Issued:
    return Issued(
        code=output.code,
        type=output.type,
        language=output.language,
        format=format_,
        template=output.template,
        approval=output.approval,
        engine=engine,
        sha256=output.sha256,
        at=at,
    )


def timestamp(moment: datetime) -> str:
    """An aware moment in UTC as ISO 8601 writes it, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class MemoryRegister:
    """A register that ends with the process."""

    def __init__(self, kept: Iterable[Issued] = ()) -> None:
        self.kept = list(kept)

    def add(self, records: Sequence[Issued]) -> None:
        self.kept += records

    def with_hash(self, sha256: str) -> Issued | None:
        return next((each for each in reversed(self.kept) if each.sha256 == sha256), None)

    def with_code(self, code: str) -> Sequence[Issued]:
        return [each for each in self.kept if each.code == code]


_NAMES: Final = frozenset(field.name for field in fields(Issued))


class FileRegister:
    """A register in one file that is only ever appended to, a JSON object a line."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def add(self, records: Sequence[Issued]) -> None:
        """Append all records at once and have them on disk; several processes may do so. Raises StoreUnusable."""
        lines = "".join(json.dumps(asdict(each), ensure_ascii=False) + "\n" for each in records).encode()
        if not lines:
            return
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            descriptor = os.open(self._path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
            with os.fdopen(descriptor, "r+b", buffering=0) as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                _append(file.fileno(), lines)
        except OSError:
            raise StoreUnusable(
                Message(
                    "what was issued cannot be registered; set DOCGEN_DATA to a folder with room that can be written to"
                )
            ) from None

    def with_hash(self, sha256: str) -> Issued | None:
        found = [each for each in self._holding(sha256) if each.sha256 == sha256]
        return found[-1] if found else None

    def with_code(self, code: str) -> Sequence[Issued]:
        return [each for each in self._holding(code) if each.code == code]

    def since(self, offset: int) -> Iterator[tuple[int, Issued]]:
        """Records on whole lines after so many bytes, each with the offset at which its line ends."""
        try:
            with self._path.open("rb") as file:
                file.seek(offset)
                for line in file:
                    offset += len(line)
                    if line.endswith(b"\n"):
                        yield from ((offset, each) for each in _record(line))
        except FileNotFoundError:
            return
        except OSError:
            raise StoreUnusable(Message("the register of what was issued cannot be read")) from None

    def _holding(self, needle: str) -> Iterator[Issued]:
        """Records on lines that hold a text. A line cut short by a crash was never acknowledged and is passed over."""
        try:
            with self._path.open("rb") as file:
                for line in file:
                    if needle.encode() in line:
                        yield from _record(line)
        except FileNotFoundError:
            return
        except OSError:
            raise StoreUnusable(Message("the register of what was issued cannot be read")) from None


def _append(descriptor: int, lines: bytes) -> None:
    """A line that a crash cut short is ended first, so that it spoils no other. All or, on a full disk, nothing."""
    size = os.lseek(descriptor, 0, os.SEEK_END)
    if size and os.pread(descriptor, 1, size - 1) != b"\n":
        lines = b"\n" + lines
    try:
        while lines:
            lines = lines[os.write(descriptor, lines) :]
        os.fsync(descriptor)
    except OSError:
        os.ftruncate(descriptor, size)
        raise


def _record(line: bytes) -> Iterator[Issued]:
    try:
        tree = json.loads(line)
        yield Issued(**{name: value for name, value in tree.items() if name in _NAMES})
    except (ValueError, TypeError, AttributeError):
        return
