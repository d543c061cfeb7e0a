"""What somebody chose where two people changed the same questions: answers taken over from one draft into another."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import replace
from typing import Any

from docgen.casefile.draft import Draft
from docgen.casefile.merge import merged
from docgen.casefile.places import PEOPLE, Place, path_of


def chosen(base: Draft | None, theirs: Draft, mine: Draft, kept: Container[Place]) -> Draft:
    """Both drafts as one; of what both changed mine, but theirs at the places of `kept`."""
    both = merged(base, theirs, mine, prefer_mine=True)
    draft = both.draft
    for clash in both.conflicts:
        if clash.place in kept:
            draft = taken_over(draft, theirs, clash.place)
    return draft


def taken_over(draft: Draft, source: Draft, place: Place) -> Draft:
    """The draft with all that the other one has at a place and below: values, texts not understood, entries used."""
    if place[:1] == (PEOPLE,) and len(place) == 2:
        found = source.people.get(str(place[1]))
        others = {person: entry for person, entry in draft.people.items() if person != place[1]}
        draft = replace(draft, people=others if found is None else {**others, str(place[1]): found})
    elif place[:1] != (PEOPLE,) or str(place[1]) in draft.people:
        draft = draft.put(place, source.at(place))
    return replace(
        draft,
        typed=_other_below(draft.typed, source.typed, place),
        uses=_other_below(draft.uses, source.uses, place),
    )


def _other_below(own: Mapping[str, Any], other: Mapping[str, Any], place: Place) -> dict[str, Any]:
    path = path_of(place)

    def below(each: str) -> bool:
        return each == path or each.startswith(f"{path}/")

    kept = {each: value for each, value in own.items() if not below(each)}
    return kept | {each: value for each, value in other.items() if below(each)}
