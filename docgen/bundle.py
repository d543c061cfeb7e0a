"""The bundle: the files of one generation with their manifest, as a directory or a ZIP."""

from __future__ import annotations

import hashlib
import io
import json
import os
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

MANIFEST, ARCHIVE = "manifest.json", "bundle.zip"
EXTENSIONS: Mapping[str, str] = {"form": "form.pdf"}
"""How the name of a file ends whose format is not its ending."""
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time a ZIP can say (APPNOTE 4.4.6): same files, same archive."""


@dataclass(frozen=True, slots=True)
class Approval:
    """Who answers for a wording: the name of the account, and since when (UTC, ISO 8601)."""

    by: str
    at: str


@dataclass(frozen=True, slots=True)
class File:
    """One output. `approval` is the state of the template it was made from, `engine` what set the PDF ("" for Word),
    `code` the verification code that it bears ("" for none), `version` the number of the template's version (0 for one
    that is not in the template library), `approvals` who answers for it."""

    type: str
    language: str
    format: str
    data: bytes
    template: str
    approval: str
    engine: str = ""
    code: str = ""
    version: int = 0
    approvals: tuple[Approval, ...] = ()

    @property
    def name(self) -> str:
        ending = EXTENSIONS.get(self.format, self.format)
        return f"{self.type}.{self.language}.{ending}"

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True)
class Bound:
    """A document in a packet: the fingerprint of its own file, of its template, its approval state, pages and
    verification code.

    `first_page` counts through the packet from 1.
    """

    type: str
    language: str
    sha256: str
    template: str
    approval: str
    first_page: int
    pages: int
    code: str = ""
    version: int = 0
    approvals: tuple[Approval, ...] = ()


@dataclass(frozen=True, slots=True)
class Packet(File):
    """Documents bound as one PDF. `template` is the cover's; `approval` says draft when any part of it is a draft.

    `conforms_to` names the standards that the packet keeps; one with a password cannot be PDF/A.
    """

    pages: int = 0
    encrypted: bool = False
    conforms_to: tuple[str, ...] = ()
    documents: tuple[Bound, ...] = ()

    @property
    def name(self) -> str:
        return "packet.pdf"


@dataclass(frozen=True, slots=True)
class Bundle:
    """Files in order of type, language and format."""

    files: Sequence[File]

    def joined(self, others: Sequence[Bundle]) -> Bundle:
        """One bundle with the files of this one and the others, in that order."""
        return Bundle([*self.files, *(file for other in others for file in other.files)])

    def manifest(self) -> bytes:
        """JSON: each file with name, type, language, format, SHA-256, template fingerprint, version, approval state and
        approvals, engine and verification code; a packet with what it contains besides."""
        rows = []
        for file in self.files:
            row = asdict(file)
            del row["data"]
            rows.append({"name": file.name, **row, "sha256": file.sha256})
        return json.dumps({"files": rows}, indent=2, ensure_ascii=False).encode() + b"\n"

    def members(self) -> Mapping[str, bytes]:
        """Every file by name, the manifest last: a directory with a manifest is a whole one."""
        return {file.name: file.data for file in self.files} | {MANIFEST: self.manifest()}

    def write(self, directory: Path) -> list[Path]:
        """Write all files, each complete or not at all. Returns the paths of the outputs, without the manifest."""
        directory.mkdir(parents=True, exist_ok=True)
        for name, data in self.members().items():
            write_atomically(directory / name, data)
        return [directory / file.name for file in self.files]

    def write_zip(self, directory: Path) -> Path:
        """Write the same files as one ZIP, complete or not at all. Returns its path."""
        directory.mkdir(parents=True, exist_ok=True)
        path = directory / ARCHIVE
        write_atomically(path, self.zip())
        return path

    def zip(self) -> bytes:
        """The same files as a ZIP, byte-identical for identical files."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in self.members().items():
                archive.writestr(zipfile.ZipInfo(name, _EPOCH), data, zipfile.ZIP_DEFLATED)
        return buffer.getvalue()


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=".docgen-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
