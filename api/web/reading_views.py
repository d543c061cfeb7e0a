"""Rows of wordings as their page shows them: with what is found, commented and translated back of each passage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Final

from api.web.reading_choice import Choice
from docgen import sop
from docgen.errors import Finding, Key, UnknownName
from docgen.review.meanings import Meaning
from docgen.review.sheet import Sheet, paths_of
from docgen.review.spread import Row, Spot
from docgen.shelf.gate import key_of
from docgen.sop import Clause
from docgen.store.clause_comments import BackTranslation, Comment, text_hash
from docgen.store.template_waivers import Waiver

PARTS: Final[Mapping[str, Key]] = {
    "header": "Head of every page",
    "body": "Before the first clause",
    "footnotes": "Footnotes",
    "endnotes": "Endnotes",
    "footer": "Foot of every page",
}


@dataclass(frozen=True)
class Noted:
    """What stands beside the versions of one language. `waivers` are by the finding's key."""

    findings: Sequence[Finding] = ()
    waivers: Mapping[str, Waiver] = field(default_factory=dict)
    comments: Sequence[Comment] = ()
    translations: Mapping[tuple[str, str], BackTranslation] = field(default_factory=dict)


@dataclass(frozen=True)
class Found:
    """A finding, and why it may stand; None where nobody said so."""

    finding: Finding
    waiver: Waiver | None = None


@dataclass(frozen=True)
class Cell:
    """A passage in one language. `id` is its place on the page; `stale` says that the back-translation is of an older
    text."""

    id: str
    language: str
    spot: Spot
    findings: Sequence[Found] = ()
    comments: Sequence[Comment] = ()
    translation: BackTranslation | None = None
    stale: bool = False

    @property
    def anchor(self) -> str:
        return self.spot.passage.anchor

    @property
    def open(self) -> bool:
        """Whether something of it is to be settled."""
        return any(each.waiver is None for each in self.findings) or any(
            each.resolved is None for each in self.comments
        )


@dataclass(frozen=True)
class RowView:
    """A row: its passages by language, what governs all of them alike, and what its marks stand for by path."""

    row: Row
    cells: Mapping[str, Cell]
    meanings: Mapping[str, Mapping[str, Meaning]]

    @property
    def within(self) -> tuple[str, ...]:
        """What governs the passages, where it governs all alike."""
        found = {cell.spot.within for cell in self.cells.values()}
        return next(iter(found)) if len(found) == 1 else ()

    @property
    def apart(self) -> bool:
        """Whether the languages' passages are governed by different things."""
        return len({cell.spot.within for cell in self.cells.values()}) > 1

    @property
    def open(self) -> bool:
        return any(cell.open for cell in self.cells.values())


@dataclass(frozen=True)
class Group:
    """Rows that stand under one clause of the SOP, or before the first one of their part."""

    id: str
    part: str
    bookmark: str
    clause: Clause | None
    first: bool
    rows: Sequence[RowView]

    def only_open(self) -> Group:
        """The same with nothing but the rows of which something is to be settled."""
        rows = [row for row in self.rows if row.open]
        return replace(self, rows=rows, bookmark=rows[0].row.clause)

    @property
    def caption(self) -> Key:
        return PARTS.get(self.part, PARTS["body"])

    @property
    def open(self) -> int:
        """How many passages have something to be settled."""
        return sum(row.open for row in self.rows)


@dataclass(frozen=True)
class Page:
    """All groups; by language what is found about no passage, and comments on passages that there are no more."""

    groups: Sequence[Group]
    findings: Mapping[str, Sequence[Found]]
    comments: Mapping[str, Sequence[Comment]]

    def only_open(self) -> Page:
        """The same with nothing but the rows of which something is to be settled."""
        return Page([each.only_open() for each in self.groups if each.open], self.findings, self.comments)

    def unplaced(self, language: str) -> set[str]:
        """Anchors of which something is said, though no passage that is seen has them."""
        found = {each.finding.pointer.partition("#")[2] for each in self.findings.get(language, ())}
        return (found | {each.anchor for each in self.comments.get(language, ())}) - {""}

    def cell(self, language: str, anchor: str) -> tuple[Group, RowView, Cell] | None:
        """The passage with this anchor, or that is told with the one of this anchor."""
        for group in self.groups:
            for row in group.rows:
                cell = row.cells.get(language)
                if cell and anchor in cell.spot.anchors:
                    return group, row, cell
        return None


def page_of(choice: Choice, sheet: Sheet, noted: Mapping[str, Noted]) -> Page:
    """The page of these versions; `noted` is by language."""
    tags = list(choice.versions)
    at = {tag: _ByAnchor(noted.get(tag, Noted())) for tag in tags}
    rows = [_row(number, row, sheet, at) for number, row in enumerate(sheet.rows)]
    return Page(
        list(_groups(rows)),
        {tag: own for tag in tags if (own := at[tag].rest_of_findings())},
        {tag: left for tag in tags if (left := at[tag].rest_of_comments())},
    )


class _ByAnchor:
    """What is noted of a language, handed out once to the passage that it is about."""

    def __init__(self, noted: Noted) -> None:
        self._noted = noted
        self._findings: dict[str, list[Found]] = {}
        for finding in noted.findings:
            found = Found(finding, noted.waivers.get(key_of(finding)))
            self._findings.setdefault(finding.pointer.partition("#")[2], []).append(found)
        self._comments: dict[str, list[Comment]] = {}
        for comment in noted.comments:
            self._comments.setdefault(comment.anchor, []).append(comment)

    def cell(self, id_: str, language: str, spot: Spot) -> Cell:
        findings = [each for anchor in spot.anchors for each in self._findings.pop(anchor, ())]
        comments = [each for anchor in spot.anchors for each in self._comments.pop(anchor, ())]
        translation, stale = self._translated(spot)
        return Cell(id_, language, spot, findings, comments, translation, stale)

    def _translated(self, spot: Spot) -> tuple[BackTranslation | None, bool]:
        anchor, now = spot.passage.anchor, text_hash(spot.passage.text)
        held = self._noted.translations.get((anchor, now))
        if held:
            return held, False
        older = [each for (where, _), each in self._noted.translations.items() if where == anchor]
        return max(older, key=lambda each: each.at, default=None), True

    def rest_of_findings(self) -> list[Found]:
        return [each for own in self._findings.values() for each in own]

    def rest_of_comments(self) -> list[Comment]:
        return [each for own in self._comments.values() for each in own]


def _row(number: int, row: Row, sheet: Sheet, at: Mapping[str, _ByAnchor]) -> RowView:
    cells = {tag: at[tag].cell(f"p{number}-{tag}", tag, spot) for tag, spot in row.spots.items()}
    ordered = {tag: cells[tag] for tag in at if tag in cells}
    paths = dict.fromkeys(path for spot in row.spots.values() for path in paths_of(spot))
    return RowView(row, ordered, {path: {tag: sheet.meanings[tag][path] for tag in ordered} for path in paths})


def _groups(rows: Iterable[RowView]) -> Iterator[Group]:
    seen: set[str] = set()
    keyed = groupby(rows, key=lambda each: (each.row.part, _number(each.row.clause)))
    for count, ((part, number), own) in enumerate(keyed):
        kept = list(own)
        yield Group(f"clause-{count}", part, kept[0].row.clause, _clause(number), number not in seen, kept)
        seen.add(number)


def _number(bookmark: str) -> str:
    """The number of the SOP's clause that a bookmark such as c_4_13_1_a names."""
    return ".".join(bookmark.split("_")[1:-1])


def bookmarked(anchor: str) -> Clause | None:
    """The SOP's clause that an anchor such as c_4_7_a names; None for any other."""
    return _clause(_number(anchor)) if anchor.startswith("c_") else None


def _clause(number: str) -> Clause | None:
    try:
        return sop.clause(number) if number else None
    except UnknownName:
        return None  # lint says so of the bookmark
