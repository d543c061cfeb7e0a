"""A draft for another case of the same kind: what is likely the same there stays, what is about one person goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final, TypeVar

from docgen.casefile.draft import Draft
from docgen.casefile.people import kind_for
from docgen.casefile.places import DOCUMENTS, PEOPLE, Place, path_of, place_of
from docgen.documents import document_types
from docgen.forms.nodes import Kind, Node, tree_of

T = TypeVar("T")
REFERENCE: Final[Place] = ("reference",)
AGENCY: Final[Place] = ("agency",)
PERSON: Final[Place] = ("person",)
_WITH_THE_PERSON: Final = "accompanied_person"
"""Whether an interpreter was found with the person: said of the interpreter, but about this one person (SOP 4.8)."""
_DAY_OF_THE_INTERVIEW: Final[tuple[Place, ...]] = (("interview", "date"), ("interview", "start"))
_WORDS: Final = (Kind.NAMES, Kind.WORDS, Kind.PARAGRAPHS, Kind.LANGUAGE)


def sibling(draft: Draft, reference: str, *, keep_documents: bool = False) -> Draft:
    """Agencies, officials, the interpreter, the embassy, the place of the interview and the directory stay; the person,
    the day of the interview and whether the interpreter came with the person go.

    Of the documents nothing stays, or, to be kept, the people and agencies in them and what is written in words: their
    numbers, dates, choices and answers of yes or no are statements about one person and are asked anew. What is
    written in words may still speak of the first person, so it has to be read again.
    """
    values = {name: each for name, each in draft.values.items() if name != DOCUMENTS}
    if keep_documents:
        values[DOCUMENTS] = _documents(draft.values.get(DOCUMENTS))
    typed = {path: text for path, text in draft.typed.items() if place_of(path)[0] != DOCUMENTS}
    uses = {path: each for path, each in draft.uses.items() if keep_documents or place_of(path)[0] != DOCUMENTS}
    made = Draft(values, typed, draft.people, uses)
    entries = [(PEOPLE, person, _WITH_THE_PERSON) for person in draft.people]
    for place in (REFERENCE, PERSON, *_DAY_OF_THE_INTERVIEW, ("interpreter", _WITH_THE_PERSON), *entries):
        made = _without(made, place)
    return made.put(REFERENCE, reference) if reference else made


def with_agency_of(draft: Draft, other: Draft) -> Draft:
    """A draft in which nothing but the reference was entered, with the agency of another one."""
    if draft.people or draft.uses or draft.typed or set(draft.values) - set(REFERENCE):
        return draft
    value, person = other.at(AGENCY), other.uses.get(path_of(AGENCY))
    taken = draft.put(AGENCY, value)
    entry = other.people.get(person) if person else None
    return replace(taken, people={person: entry}).using(AGENCY, person) if person and entry else taken


def _without(draft: Draft, place: Place) -> Draft:
    """Without what was entered there and below, understood or not, or filled from the directory."""
    cleared = draft.put(place, None)
    return replace(cleared, typed=_elsewhere(cleared.typed, place), uses=_elsewhere(cleared.uses, place))


def _elsewhere(found: Mapping[str, T], place: Place) -> dict[str, T]:
    return {path: each for path, each in found.items() if place_of(path)[: len(place)] != place}


def _documents(documents: Any) -> dict[str, Any]:
    found = documents if isinstance(documents, Mapping) else {}
    own = {
        type_id: _lasting(tree_of(kind), {name: each for name, each in found[type_id].items() if (name,) != PERSON})
        for type_id, kind in document_types().items()
        if isinstance(found.get(type_id), Mapping)
    }
    return {type_id: each for type_id, each in own.items() if each is not None}


def _lasting(node: Node, value: Any) -> Any:
    """What of an answer in a document may hold in another case; None for nothing."""
    if node.kind is Kind.GROUP and isinstance(value, Mapping):
        if kind_for(node) or any(member.kind is Kind.NAMES for member in node.members):
            return {name: each for name, each in value.items() if name != _WITH_THE_PERSON}
        names = ((str(member.steps[-1]), member) for member in node.members)
        kept = {name: _lasting(member, value.get(name)) for name, member in names}
        return {name: each for name, each in kept.items() if each is not None} or None
    if node.kind is Kind.LIST and isinstance(value, list):
        item = node.item(0)
        rows = [_lasting(item, row) for row in value]
        if item.kind is Kind.GROUP:  # a row may be filled from the directory, by its number
            return [{} if row is None else row for row in rows]
        return [row for row in rows if row is not None] or None
    return value if node.kind in _WORDS or (node.kind is Kind.LINE and "format" in node.schema) else None
