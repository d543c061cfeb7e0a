"""What the documents of a case share, group by group: which have been answered, by the model of the case alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from docgen.case import Case
from docgen.casefile.draft import REFERENCE, VALUE, Draft
from docgen.casefile.places import DOCUMENTS, SHARED, Place, path_of, place_of
from docgen.errors import InputRefused
from docgen.forms.nodes import Node, tree_of_case

ABOUT: Final[Place] = ("person",)
"""The group of the person whom the case is about."""


class Progress(StrEnum):
    """How far a group is."""

    NOT_STARTED = "not_started"
    INCOMPLETE = "incomplete"
    COMPLETE = "complete"


@dataclass(frozen=True, slots=True)
class Group:
    """One of the groups that documents share: where it is, its field in the model, and how far it is."""

    place: Place
    node: Node
    progress: Progress


def referenced(draft: Draft, reference: str) -> Draft:
    """With this number for the case. Raises InputRefused where it cannot be one, with a finding for each reason."""
    try:
        Case.from_tree({REFERENCE[0]: reference})
    except InputRefused as refused:  # the agency is missing at least
        found = [finding for finding in refused.findings if finding.pointer == f"/{path_of(REFERENCE)}"]
        if found:
            raise InputRefused(found) from None
    return draft.put(REFERENCE, reference)


def shared_groups(draft: Draft) -> list[Group]:
    """The groups in the order in which the case declares them."""
    refused = frozenset(_refused(draft))
    nodes = ((name, tree_of_case().at((name,))) for name in SHARED)
    return [Group((name,), node, _progress(draft, name, name in refused)) for name, node in nodes if node]


def _progress(draft: Draft, name: str, refused: bool) -> Progress:
    typed = any(_within(path, name) for path in draft.typed)
    if not typed and draft.at((name,)) is None and not any(_within(path, name) for path in draft.uses):
        return Progress.NOT_STARTED
    return Progress.INCOMPLETE if typed or refused else Progress.COMPLETE


def _refused(draft: Draft) -> Iterator[str]:
    """The groups that the model refuses as they stand."""
    try:
        Case.from_tree(_shared(draft))
    except InputRefused as refused:
        yield from (finding.pointer.split("/")[1] for finding in refused.findings)


def _shared(draft: Draft) -> dict[str, Any]:
    """What the documents share, with what the directory fills."""
    for path, person in draft.uses.items():
        place = place_of(path)
        if place[0] != DOCUMENTS and person in draft.people:
            draft = draft.put(place, {**(draft.at(place) or {}), **draft.people[person][VALUE]})
    return {name: draft.values[name] for name in SHARED if name in draft.values}


def _within(path: str, top: str) -> bool:
    return path == top or path.startswith(f"{path_of((top,))}/")
