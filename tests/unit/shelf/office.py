"""An office with a template library: a folder of one small language, a store, and the people who work there."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from docgen.bundle import Bundle
from docgen.case import Case
from docgen.documents import document_type, example
from docgen.docx.text import text
from docgen.errors import Finding, Key, Message, Severity
from docgen.generate import generate
from docgen.library import Library
from docgen.press import Press
from docgen.settings import REFUSE, Settings
from docgen.shelf.gate import Examined
from docgen.shelf.installed import InstalledShelf
from docgen.shelf.shelf import Shelf
from docgen.shelf.state import Version
from docgen.shelf.trials import TrialResult, run_tests
from docgen.store import Role, Store, User, users
from tests.conftest import open_press
from tests.integration.web import quick_hashes
from tests.unit.docx.builder import bookmarked, docx, p

NOW = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)
TYPE, TAG = "interpreter_waiver", "en"
TEMPLATES = Settings.read().templates[0]
PASSWORD = "kite over the quiet river"


@cache
def word(*paragraphs: str) -> bytes:
    """A Word file of these paragraphs; the one that begins with a clause and a colon bears its bookmark.

    The same each time, though a ZIP says when it was made.
    """
    made = []
    for number, paragraph in enumerate(paragraphs, 1):
        anchor, colon, said = paragraph.partition(": ")
        made.append(bookmarked(anchor, p(said), number) if colon and anchor.startswith("c_") else p(paragraph))
    return docx("".join(made), header=p("Header"))


def finding(code: str = "parity", severity: Severity = Severity.WARNING, pointer: str = "en/x.docx") -> Finding:
    sentence: Key = "something differs; correct it"
    return Finding(severity, code, pointer, Message(sentence))


def language_folder(folder: Path, *types: str) -> Path:
    """A template folder with what English needs, and a small Word file for each of these types."""
    own = folder / TAG
    shutil.copytree(TEMPLATES / TAG, own, ignore=shutil.ignore_patterns("*.docx", "forms"))
    (own / "fragments").mkdir(exist_ok=True)
    for type_id in types:
        (own / f"{type_id}.docx").write_bytes(word("Shipped wording"))
    return folder


@dataclass
class Office:
    """`writer` and `reviewer` review, `approver` and `second` approve; `clerk` does neither."""

    settings: Settings
    store: Store
    at: datetime = NOW
    shelves: list[InstalledShelf] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.library = Library.load(*self.settings.templates)
        self.shelf = Shelf(self.store, self.library)
        self.writer, self.reviewer = self.user("writer", Role.REVIEWER), self.user("reviewer", Role.REVIEWER)
        self.approver, self.second = self.user("approver", Role.APPROVER), self.user("second", Role.APPROVER)
        self.clerk = self.user("clerk", Role.CLERK)

    def user(self, name: str, *roles: Role) -> User:
        return self.store.write(lambda session: users.create(session, name, PASSWORD, roles, self.at)).result()

    def now(self) -> datetime:
        self.at += timedelta(minutes=1)
        return self.at

    def added(self, *paragraphs: str, type_id: str = TYPE) -> Version:
        return self.shelf.add(type_id, TAG, word(*paragraphs), self.writer, "", self.now())

    def submitted(self, *paragraphs: str) -> Version:
        return self.shelf.chain.submit(self.added(*paragraphs).id, self.reviewer, "", self.now())

    def approve(self, version: Version, user: User | None = None, *findings: Finding) -> Version:
        examined = Examined(findings, self.tried(version), {"xx": "ab" * 32})
        return self.shelf.chain.approve(version.id, user or self.approver, "", self.now(), examined)

    def approved(self, *paragraphs: str) -> Version:
        return self.approve(self.submitted(*paragraphs))

    def tried(self, version: Version) -> Sequence[TrialResult]:
        tests = self.shelf.trials.of(version.type)
        return run_tests(self.library, version, self.shelf.template(version), tests) if tests else ()

    def press(self, *, refusing: bool = False) -> Press:
        """A new press of the installation, as another process would open it."""
        settings = replace(self.settings, unapproved=REFUSE) if refusing else self.settings
        ours = open_press()
        self.shelves.append(InstalledShelf(settings))
        library = Library.load(*settings.templates, shelf=self.shelves[-1])
        return Press(library, ours.converter, ours.fonts, refusing=refusing)


def made(press: Press, type_id: str = TYPE) -> Bundle:
    """The Word file of the example."""
    case = Case.load(json.dumps(example(document_type(type_id))))
    return generate(case, press=press, types=[type_id], languages=[TAG], formats=["docx"])


def said(press: Press) -> tuple[str, str]:
    """What the paper says in its first line, and "marked" where it bears the draft mark, else ""."""
    (file,) = made(press).files
    assert (file.approval == "draft") == (b"textpath" in parts(file.data))
    shown = [line for line in text(file.data).splitlines() if line.strip() and "Header" not in line]
    return shown[0].rpartition("] ")[2], "marked" if b"textpath" in parts(file.data) else ""


def parts(data: bytes) -> bytes:
    """All parts of a Word file, one after another."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


def reworded(data: bytes, old: str, new: str) -> bytes:
    """A Word file with other words in its body; fails where the old ones do not stand there in one run."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        kept = {name: archive.read(name) for name in archive.namelist()}
    before = kept["word/document.xml"]
    kept["word/document.xml"] = before.replace(old.encode(), new.encode())
    assert kept["word/document.xml"] != before
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in kept.items():
            archive.writestr(name, part)
    return out.getvalue()


@contextmanager
def whole_office(settings: Settings) -> Iterator[Office]:
    """An office with the templates of the repository, in all languages, taken in."""
    with quick_hashes(), Store.open(settings) as store:
        office = Office(settings, store)
        office.shelf.take_in(office.now())
        yield office
        for shelf in office.shelves:
            shelf.close()


@contextmanager
def office_in(settings: Settings, folder: Path, *types: str) -> Iterator[Office]:
    """An office that works in these settings' store, with its templates in a folder."""
    settings = replace(settings, templates=(language_folder(folder, *(types or (TYPE,))),))
    with quick_hashes(), Store.open(settings) as store:
        office = Office(settings, store)
        yield office
        for shelf in office.shelves:
            shelf.close()
