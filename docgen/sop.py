"""The Standard Operating Procedure as data: its clauses word for word, and the verb that binds each sentence."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

from docgen.errors import Message, UnknownName


class Modal(StrEnum):
    """The modal verbs of the SOP, strongest first. How each binds a document is `documents`' business."""

    SHALL = "shall"
    MUST = "must"
    SHOULD = "should"
    MAY = "may"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a clause and the verb that binds it, if any does."""

    text: str
    binding: Modal | None


@dataclass(frozen=True, slots=True)
class Clause:
    """An article ("4"), a clause ("4.7", "5.1a", "4.13.1") or a bullet, lettered by us ("4.13.1.a").

    `text` is the authentic English wording, paragraphs separated by a line feed; empty for an article that consists of
    clauses only. `verbs` are the distinct modal verbs in it, in order of appearance.
    """

    number: str
    heading: str | None
    text: str
    footnote: str | None
    verbs: tuple[Modal, ...]
    sentences: tuple[Sentence, ...]

    @property
    def article(self) -> str:
        """Number of the article this clause belongs to."""
        return self.number.partition(".")[0]

    @property
    def parent(self) -> str | None:
        """Number of the clause or article directly above; None for an article."""
        return self.number.rpartition(".")[0] or None


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex that the SOP names: its number, its subject in the words of `clause`, which refers to it."""

    number: str
    subject: str
    clause: str


@dataclass(frozen=True, slots=True)
class Instrument:
    """The SOP as an instrument: title as printed, the same for citing, where and when signed, language of the text.

    `authentic_language` is a BCP 47 tag (Art. 11).
    """

    title: str
    citation: str
    short_title: str
    signed_at: str
    signed_on: dt.date
    authentic_language: str
    annexes: tuple[Annex, ...]


def instrument() -> Instrument:
    """Title, signature, authentic language and annexes of the SOP."""
    return _read()[0]


def clauses() -> tuple[Clause, ...]:
    """Every article, clause and bullet in the order of the SOP."""
    return tuple(_read()[1].values())


def articles() -> tuple[Clause, ...]:
    """The twelve articles, each with its heading and the text that stands before its clauses."""
    return tuple(clause for clause in clauses() if clause.parent is None)


def clause(number: str) -> Clause:
    """The clause with this number, such as "4.7"; raises UnknownName."""
    try:
        return _read()[1][number]
    except KeyError:
        raise UnknownName(
            Message("the SOP has no clause {number}; write a number such as 4.7 or 5.1a", {"number": number})
        ) from None


@cache
def _read() -> tuple[Instrument, dict[str, Clause]]:
    data = tomllib.loads(resources.files("docgen").joinpath("sop.toml").read_text(encoding="utf-8"))
    rows = data.pop("clause")
    annexes = tuple(Annex(**row) for row in data.pop("annex"))
    return Instrument(**data, annexes=annexes), {row["number"]: _clause(row) for row in rows}


def _clause(row: dict[str, Any]) -> Clause:
    texts = _sentences(row["text"])
    pairs = zip(texts, row["binding"], strict=True)  # strict: a verb for every sentence, or the file is wrong
    return Clause(
        number=row["number"],
        heading=row.get("heading"),
        text=row["text"],
        footnote=row.get("footnote"),
        verbs=tuple(Modal(verb) for verb in row["verbs"]),
        sentences=tuple(Sentence(text, Modal(verb) if verb else None) for text, verb in pairs),
    )


def _sentences(text: str) -> list[str]:
    """Sentences end with a full stop or colon before a capital letter, or with the paragraph; not so "No. 2"."""
    return [sentence for sentence in re.split(r"(?<=[.:]) (?=[A-Z])|\n", text) if sentence]
