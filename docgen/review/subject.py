"""What the wordings of a type are held against: the clauses it carries, and what the document gives each language."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Self

from docgen.binding import COVER, cover_view
from docgen.case import Case
from docgen.documents import Document, View, example, example_of_all
from docgen.locale import Locale
from docgen.pdf.packet import lay_out


@dataclass(frozen=True)
class Subject:
    """A document type or the packets' cover. `clauses` are the SOP clauses it must carry, None where it carries none;
    `views` what its example hands each language (tag) to print."""

    type_id: str
    clauses: tuple[str, ...] | None
    views: Mapping[str, View]

    @classmethod
    def of(cls, kind: type[Document] | None, locales: Mapping[str, Locale]) -> Self:
        """A type, or for None the cover, with its example written in these languages."""
        if kind is None:
            return cls(COVER, None, {tag: _cover(tag, locale) for tag, locale in locales.items()})
        document = kind.of(Case.load(json.dumps(example(kind))))
        return cls(kind.type_id, tuple(kind.clauses), {tag: document.view(locale) for tag, locale in locales.items()})

    def values(self) -> Mapping[str, Mapping[str, str]]:
        """By language the example's texts by path, those of lists left out."""
        return {tag: dict(_texts(view)) for tag, view in self.views.items()}


def _cover(tag: str, locale: Locale) -> View:
    case = Case.load(json.dumps(example_of_all()))
    documents = [(type_id, tag) for type_id in case.documents]
    layout = lay_out(1, [1 for _ in documents], duplex=True)
    return cover_view(case, documents, layout, locale, duplex=True)


def _texts(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _texts(item, f"{path}.{key}" if path else key)
    elif isinstance(value, str):
        yield path, value
