"""What the commands of `docgen templates` share: the installation's shelf, who takes a step, which version is meant."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import typer

from docgen.cli.console import reader, reader_tag
from docgen.errors import Message, UnknownName
from docgen.library import Library
from docgen.locale import Locale
from docgen.pdf.fonts import FontBook
from docgen.pdf.typeset import Typesetter
from docgen.review.examining import Bench, examine
from docgen.review.rows import Row, Rows
from docgen.settings import Settings
from docgen.shelf.gate import Examined
from docgen.shelf.shelf import Shelf
from docgen.shelf.state import Version
from docgen.store import Store, User
from docgen.store.admission import admitted


@dataclass(frozen=True)
class Opened:
    """The template library of the installation, while a command runs; what is new in its folders was taken in."""

    settings: Settings
    store: Store
    library: Library
    shelf: Shelf
    now: datetime

    @property
    def rows(self) -> Rows:
        return Rows.of(self.store, reader())

    @property
    def locale(self) -> Locale:
        """The language of whoever reads, else the first there is."""
        tag = reader_tag()
        return self.library.locales.get(tag) or next(iter(self.library.locales.values()))

    def version(self, type_id: str, tag: str, number: int | None) -> Version:
        """The version with this number, by default the newest. Raises UnknownName."""
        for version in self.shelf.versions(type_id, tag):
            if number is None or version.number == number:
                return version
        raise UnknownName(Message("there is no such version of a template; look at the list of versions"))

    def bench(self) -> Bench:
        return Bench.of(self.library, Typesetter(FontBook.find(self.settings.fonts)).unsupported)

    def examined(self, version: Version) -> Examined:
        return examine(self.shelf, version.id, self.bench())

    def person(self, name: str, *, stdin: bool) -> User:
        """The user of this name, whose password is asked for. Raises NotAdmitted."""
        return admitted(self.store, name, _password(name, stdin), self.now)

    def whole(self, version: Version) -> Row:
        """A version with everything that stands beside it."""
        rows, notes, examined = self.rows, self.shelf.notes, self.examined(version)
        numbers = {each.id: each.number for each in self.shelf.versions(version.type, version.language)}
        return rows.version(version) | {
            "findings": rows.findings(examined.findings, notes.waivers(version.id)),
            "comments": [rows.comment(each, numbers) for each in notes.comments(version.type, version.language)],
            "tests": [rows.result(each) for each in examined.results],
            "obstacles": [rows.said(each) for each in self.shelf.chain.obstacles(version.id, None, examined)],
        }


@contextmanager
def opened() -> Iterator[Opened]:
    """Raises StoreUnusable, TemplateError."""
    settings, now = Settings.read(), datetime.now(UTC)
    library = Library.load(*settings.templates)
    with Store.open(settings) as store:
        shelf = Shelf(store, library)
        shelf.take_in(now)
        yield Opened(settings, store, library, shelf, now)


def read_file(path: Path) -> bytes:
    if not path.is_file():
        raise typer.BadParameter("there is no such file")
    return path.read_bytes()


def _password(name: str, stdin: bool) -> str:
    if stdin:
        return sys.stdin.readline().rstrip("\r\n")
    return getpass.getpass(f"{name}: ", stream=sys.stderr)
