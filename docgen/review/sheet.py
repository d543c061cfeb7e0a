"""A type's wordings read for people: the rows of all languages, and what each mark in them stands for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from docgen.binding import COVER
from docgen.documents import document_type
from docgen.docx.passages import Passage, passages
from docgen.docx.wording import Wording
from docgen.errors import Message, TemplateError
from docgen.library import Library
from docgen.review.meanings import Meaning, asked, meaning
from docgen.review.spread import Mark, Row, Spot, spread
from docgen.review.subject import Subject


@dataclass(frozen=True)
class Sheet:
    """`meanings` are by language and by path, of every path that a row prints or asks for; `unread` says of which
    wordings the file cannot be read."""

    rows: Sequence[Row]
    meanings: Mapping[str, Mapping[str, Meaning]]
    unread: Mapping[str, Message]


def sheet(library: Library, type_id: str, wordings: Mapping[str, Wording]) -> Sheet:
    """The wordings of a type, or of the packets' cover, by language. Blocks for a tenth of a second; asks no store.

    Raises UnknownName for a type that there is not.
    """
    kind = None if type_id == COVER else document_type(type_id)
    texts: dict[str, list[Passage]] = {}
    unread: dict[str, Message] = {}
    for tag, wording in wordings.items():
        try:
            texts[tag] = passages(wording.data, library.file_name(type_id, tag), dict(wording.fragments))
        except TemplateError as error:
            unread[tag] = error.message
    rows = spread(texts)
    views = Subject.of(kind, {tag: library.locale(tag) for tag in texts}).views
    paths = list(dict.fromkeys(path for row in rows for spot in row.spots.values() for path in paths_of(spot)))
    meanings = {tag: {path: meaning(path, kind, view) for path in paths} for tag, view in views.items()}
    return Sheet(rows, meanings, unread)


def paths_of(spot: Spot) -> Iterator[str]:
    """The paths that a passage prints or asks for, and those that govern it; some more than once."""
    for said in spot.within:
        yield from asked(said)
    for piece in spot.pieces:
        if piece.mark is Mark.VALUE:
            yield piece.said
        elif piece.said:
            yield from asked(piece.said)
