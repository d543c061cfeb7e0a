"""Batches as the pages show them: a line of the list, the rows with problems, the papers of the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final

from docgen.batch.columns import Headings
from docgen.batch.row import Order
from docgen.batch.service import ResultFile, RowResult, Status
from docgen.batch.uploads import About
from docgen.bundle import EXTENSIONS
from docgen.documents import document_type, document_types
from docgen.errors import Finding, Key
from docgen.locale import Locale
from docgen.store.batches import CANCELLED, DONE, FAILED, QUEUED, RUNNING

AT_ONCE: Final = 200
"""Rows of a page."""
CHECKS: Final[Mapping[str, Key]] = {
    QUEUED: "Waiting to be checked",
    RUNNING: "Being checked",
    DONE: "Checked",
    FAILED: "Checked: no row is good",
    CANCELLED: "Stopped",
}
STATES: Final[Mapping[str, Key]] = {
    QUEUED: "Waiting",
    RUNNING: "Being made",
    DONE: "Made",
    FAILED: "No papers could be made",
    CANCELLED: "Stopped",
}
FORMATS: Final[Mapping[str, Key]] = {
    "docx": "Word file",
    "pdf": "PDF",
    "form": "Form to fill in (PDF)",
    "packet": "All papers of a case bound together (PDF)",
}


@dataclass(frozen=True)
class Shown:
    """A batch: `state` in words, `types` the papers that are asked for, moments on the clock of the service's place."""

    status: Status
    check: bool
    state: str
    types: Sequence[str]
    created: datetime
    expires: datetime

    @property
    def through(self) -> int:
        """Rows that need no more work."""
        return self.status.done + self.status.failed

    @property
    def makeable(self) -> bool:
        """Whether papers can be made of what was found good."""
        return self.check and self.status.state == DONE and self.status.done > 0


@dataclass(frozen=True)
class Problem:
    """One thing to be corrected: `letter` is "" where the source has no columns, then `place` is a caption or, where
    there is none, the JSON Pointer."""

    row: int
    letter: str
    place: str
    finding: Finding


@dataclass(frozen=True)
class Paper:
    """A file of a row: title of its type ("" for a packet), tag of its language, kind of file."""

    name: str
    title: Key
    tag: str
    format: Key


def shown(status: Status, about: About) -> Shown:
    """The batch as its page and the list show it."""
    check = bool(about.kind)
    titles = [document_type(each).title for each in about.order.types or ()]
    state = (CHECKS if check else STATES)[status.state]
    return Shown(status, check, state, titles, status.created.astimezone(), status.expires.astimezone())


def problems(rows: Iterable[RowResult], order: Order, locale: Locale, locales: Sequence[Locale]) -> Iterator[Problem]:
    """What is to be corrected in the rows, each with the column as its heading is in the language of the page."""
    types = order.types or tuple(document_types())
    headings = [_headings(each, tuple(locales)) for each in types]
    for row in rows:
        for finding in row.findings:
            letter, _, heading = row.columns.get(finding.pointer, "").partition(": ")
            caption = _caption(heading or finding.pointer, headings, locale)
            yield Problem(row.row, letter, caption or heading or finding.pointer, finding)


def papers(files: Iterable[ResultFile]) -> list[Paper]:
    """The files of a row by what they are."""
    return [_paper(each.name) for each in files]


def _paper(name: str) -> Paper:
    """As `docgen.bundle.File` names it: `<type>.<lang>.<ending>`, or of a packet its kind alone."""
    kind, *middle, ending = name.split(".", 2)
    known = document_types().get(kind)
    formats = {end: form for form, end in EXTENSIONS.items()}
    form = formats.get(ending, ending) if known else kind
    return Paper(name, known.title if known else "", middle[0] if middle else "", FORMATS.get(form, FORMATS["pdf"]))


def _caption(place: str, headings: Iterable[Headings], locale: Locale) -> str:
    for each in headings:
        column = each.find(place) if place else None
        if column is not None:
            return column.caption(locale)
    return ""


@lru_cache(maxsize=64)
def _headings(type_id: str, locales: tuple[Locale, ...]) -> Headings:
    return Headings(document_type(type_id), locales)
