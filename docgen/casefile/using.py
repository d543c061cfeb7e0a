"""Groups filled from an entry of the directory: which of their fields the entry has, and answers that become one."""

from __future__ import annotations

from docgen.casefile.draft import Draft
from docgen.casefile.people import KINDS, kind_for
from docgen.casefile.places import Place
from docgen.forms.nodes import Node, tree_of_value


def covered(group: Node) -> frozenset[str]:
    """The members of a group that an entry of the directory gives; none where no entry fits."""
    kind = kind_for(group)
    own = {str(member.steps[-1]) for member in group.members}
    return (
        frozenset(own & {str(each.steps[-1]) for each in tree_of_value(KINDS[kind]).members}) if kind else frozenset()
    )


def use(draft: Draft, group: Node, place: Place, person: str) -> Draft:
    """The group filled from an entry: it keeps what it has beyond the entry."""
    for name in covered(group):
        draft = draft.put((*place, name), None)
    return draft.using(place, person)


def keep(draft: Draft, group: Node, place: Place, person: str) -> Draft:
    """The answers of a group as a new entry with this id, from which the group is filled."""
    kind, answers = kind_for(group), draft.at(place) or {}
    value = {name: answers[name] for name in covered(group) if name in answers}
    return use(draft.with_person(person, str(kind), value), group, place, person)
