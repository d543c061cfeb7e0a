"""Batches as the pages show them: a line of the list, the rows with problems, the papers of the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from api.web.captions import words_of
from api.web.days import day_of, local
from api.web.issued import KINDS, title_of
from docgen.batch.columns import Headings
from docgen.batch.row import Order
from docgen.batch.service import ResultFile, RowResult, Status
from docgen.batch.uploads import About
from docgen.bundle import EXTENSIONS
from docgen.casefile.draft import Draft
from docgen.documents import document_type, document_types
from docgen.errors import Finding, Key, Message, Severity
from docgen.forms.nodes import steps_of
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


@dataclass(frozen=True)
class Shown:
    """A batch: `state` in words, `types` the papers that are asked for, `overridden` how many warnings have a reason;
    `day` and `time` when it was sent, `until` the day on which it is destroyed."""

    status: Status
    check: bool
    state: str
    types: Sequence[str]
    overridden: int
    day: str
    time: str
    until: str

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
    """One thing to be corrected: `letter` is "" where the source has no columns; `place` is a caption, the JSON
    Pointer where the models have none."""

    row: int
    letter: str
    place: str
    finding: Finding

    @property
    def warning(self) -> bool:
        """Whether one can go on in spite of it, with a reason."""
        return self.finding.severity is Severity.WARNING


@dataclass(frozen=True)
class Paper:
    """A file of a row: title of its type, tag of its language ("" for a packet), kind of file."""

    name: str
    title: str
    tag: str
    format: str


def shown(status: Status, about: About, locale: Locale) -> Shown:
    """The batch as its page and the list show it."""
    check, sent = bool(about.kind), local(status.created)
    state, types = (CHECKS if check else STATES)[status.state], [title_of(each) for each in about.order.types or ()]
    return Shown(
        status, check, state, types,
        len(about.order.overrides), locale.short_day(sent.date()), locale.digits(sent.strftime("%H:%M")),
        day_of(status.expires, locale),
    )  # fmt: skip


def problems(rows: Iterable[RowResult], order: Order, locale: Locale, locales: Sequence[Locale]) -> Iterator[Problem]:
    """What is to be corrected in the rows, each with the column as its heading is in the language of the page."""
    types = order.types or tuple(document_types())
    headings = [_headings(each, tuple(locales)) for each in types]
    for row in rows:
        for finding in row.findings:
            letter, _, heading = row.columns.get(finding.pointer, "").partition(": ")
            caption = _caption(heading or finding.pointer, headings, locale)
            place = caption or heading or _group(finding.pointer, locale) or finding.pointer
            yield Problem(row.row, letter, place, finding)


def warnings(found: Iterable[Problem]) -> Mapping[str, Message]:
    """What one can go on in spite of, by code, each as it was said first."""
    told: dict[str, Message] = {}
    for each in found:
        if each.warning:
            told.setdefault(each.finding.code, each.finding.message)
    return told


def papers(files: Iterable[ResultFile]) -> list[Paper]:
    """The files of a row by what they are."""
    return [_paper(each.name) for each in files]


def _paper(name: str) -> Paper:
    """As `docgen.bundle.File` names it: `<type>.<lang>.<ending>`, or of a packet its kind alone."""
    kind, *middle, ending = name.split(".", 2)
    formats = {end: form for form, end in EXTENSIONS.items()}
    form = formats.get(ending, ending) if middle else kind
    return Paper(name, title_of(kind), middle[0] if middle else "", KINDS.get(form, form))


def _caption(place: str, headings: Iterable[Headings], locale: Locale) -> str:
    for each in headings:
        column = each.find(place) if place else None
        if column is not None:
            return column.caption(locale)
    return ""


def _group(pointer: str, locale: Locale) -> str:
    """The captions that lead to what is no column but several, as a text in all its languages."""
    place = steps_of(pointer.strip("/"))
    words = locale.catalogue.translate
    captions = words_of(place, Draft()).captions
    return " › ".join(words(each.text) + (f" {locale.digits(str(each.row))}" if each.row else "") for each in captions)


@lru_cache(maxsize=64)
def _headings(type_id: str, locales: tuple[Locale, ...]) -> Headings:
    return Headings(document_type(type_id), locales)
