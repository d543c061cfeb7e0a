"""What a clerk can choose to issue, and what was chosen: read from the address or the form, remembered in both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, urlencode

from api.web.issue_jobs import Choice
from docgen.binding import FORMAT as PACKET
from docgen.casefile.draft import Draft
from docgen.casefile.languages import language_to_sign_in
from docgen.casefile.state import DocumentState, Status
from docgen.documents import document_type, document_types
from docgen.errors import Key, Message, Severity
from docgen.generate import FORMATS
from docgen.library import Library

TYPE, LANGUAGE, FORMAT, DUPLEX, COVER = "type", "language", "format", "duplex", "cover"
CAPTIONS: Final[Mapping[str, Key]] = {
    "packet": "One PDF with a cover page",
    "pdf": "A PDF file for each document",
    "docx": "A Word file for each document",
    "form": "A filled form (PDF) for each document",
}
_NONE: Final[Mapping[str, Key]] = {
    TYPE: "Choose at least one document",
    LANGUAGE: "Choose at least one language",
    FORMAT: "Choose at least one kind of file",
}
_ON: Final = "on"


@dataclass(frozen=True, slots=True)
class Offer:
    """A document type of a case: how far it is, and how many answers it lacks or has to have corrected."""

    type: str
    title: Key
    status: Status
    missing: int
    errors: int

    @property
    def ready(self) -> bool:
        """Whether it can be issued, if need be with a reason."""
        return self.status in (Status.READY, Status.WARNED)


def offers(states: Mapping[str, DocumentState]) -> list[Offer]:
    """Every type that the installation has a template for."""
    return [
        Offer(
            type_id, document_type(type_id).title, state.status, len(state.missing),
            sum(finding.severity is Severity.ERROR for finding in state.findings),
        )
        for type_id, state in states.items()
    ]  # fmt: skip


def wanted(given: Mapping[str, Sequence[str]], library: Library) -> Choice:
    """The choice in a query or form; what this installation does not have is passed over."""
    cover = (given.get(COVER) or [""])[0]
    return Choice(
        types=_of(given.get(TYPE, ()), document_types()),
        languages=_of(given.get(LANGUAGE, ()), library.locales),
        formats=_of(given.get(FORMAT, ()), FORMATS),
        duplex=given.get(DUPLEX, [""])[0] == _ON,
        cover=cover if cover in library.locales else "",
    )


def suggested(choice: Choice, draft: Draft, offered: Sequence[Offer], library: Library, own: str) -> Choice:
    """With what is likely for what the address leaves open: the only document that can be made, as a packet, in the
    language in which the person reads what there is to sign, else in the clerk's `own`."""
    can = [each.type for each in offered if each.ready]
    types = tuple(each for each in choice.types if each in can) or (tuple(can) if len(can) == 1 else ())
    to_sign = (language_to_sign_in(draft, type_id, library.locales) for type_id in types)
    tags = tuple(dict.fromkeys(tag or own for tag in to_sign)) or (own,)
    return Choice(types, choice.languages or tags, choice.formats or (PACKET,), choice.duplex, choice.cover)


def query_of(choice: Choice) -> str:
    """The choice as the query of an address; the same for the same choice."""
    pairs = [(TYPE, each) for each in choice.types]
    pairs += [(LANGUAGE, each) for each in choice.languages]
    pairs += [(FORMAT, each) for each in choice.formats]
    pairs += [(DUPLEX, _ON)] if choice.duplex else []
    return urlencode([*pairs, *([(COVER, choice.cover)] if choice.cover else [])])


def hidden(choice: Choice) -> list[tuple[str, str]]:
    """The choice as hidden inputs, name and value."""
    return parse_qsl(query_of(choice))


def gaps(choice: Choice) -> dict[str, Message]:
    """What is wrong with a choice, by the name of the question."""
    chosen = {TYPE: choice.types, LANGUAGE: choice.languages, FORMAT: choice.formats}
    return {name: Message(_NONE[name]) for name, values in chosen.items() if not values}


def _of(given: Iterable[str], known: Iterable[str]) -> tuple[str, ...]:
    """What is known of what was given, in the order of `known`."""
    chosen = set(given)
    return tuple(each for each in known if each in chosen)
