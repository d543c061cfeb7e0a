"""The directory of a case: how an entry is shown, where it is used, and what was written out that could be used."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from docgen.casefile.draft import KIND, VALUE, Draft
from docgen.casefile.people import KINDS, kind_for
from docgen.casefile.places import DOCUMENTS, SHARED, Place, node_at, path_of, place_of, tree_at
from docgen.casefile.using import use
from docgen.documents import document_types
from docgen.forms.nodes import Kind, Node, tree_of_value
from docgen.locale import Locale


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as a list shows it: its name (for an interpreter the code), and what tells it from others."""

    id: str
    kind: str
    name: str
    hint: str
    uses: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Repeated:
    """The same official, agency or interpreter, written out in these groups; `entry` already holds it, if any does."""

    kind: str
    value: Mapping[str, Any]
    asked: frozenset[str]
    """The fields that some of the groups ask for: what a group does not ask for, it does not deny."""
    places: tuple[Place, ...]
    entry: str | None = None

    def agrees(self, other: Repeated) -> bool:
        """Whether both say the same wherever both are asked."""
        both = self.asked & other.asked
        return self.kind == other.kind and all(self.value.get(name) == other.value.get(name) for name in both)

    def joined(self, other: Repeated) -> Repeated:
        """Both as one; what the directory holds stays as it is."""
        value = self.value if self.entry else {**other.value, **self.value}
        return replace(self, value=value, asked=self.asked | other.asked, places=(*self.places, *other.places))

    @property
    def id(self) -> str:
        """The first place it stands at."""
        return path_of(self.places[0])


def new_id() -> str:
    """An id for an entry; it begins with a letter, since a step of digits is a row of a list."""
    return f"p{secrets.token_hex(4)}"


def entries(draft: Draft, locale: Locale) -> list[Entry]:
    """The directory by kind, in the order of KINDS, then in that of entering."""
    found = [_entry(draft, person, locale) for person in draft.people]
    return sorted(found, key=lambda entry: list(KINDS).index(entry.kind))


def uses_of(draft: Draft, person: str) -> tuple[Place, ...]:
    """The groups that an entry fills."""
    return tuple(place_of(path) for path, each in draft.uses.items() if each == person)


def title_of(kind: str, value: Mapping[str, Any], locale: Locale) -> tuple[str, str]:
    """Name and hint of an entry's value; empty while it has none."""
    members = tree_of_value(KINDS[kind]).members
    texts = [(member, _text(member, value.get(str(member.steps[-1])), locale)) for member in members]
    name = next((text for _, text in texts if text), "")
    hints = [text for member, text in texts if text and text != name and member.required and _short(member)]
    return name, " · ".join(hints)


def repeated(draft: Draft) -> list[Repeated]:
    """What is written out in two groups or more, or is in the directory, too, and could be used from there."""
    found = [
        Repeated(entry[KIND], entry[VALUE], frozenset(KINDS[entry[KIND]].model_fields), (), person)
        for person, entry in draft.people.items()
        if _whole(entry[KIND], entry[VALUE])
    ]
    for place, node, kind in _written_out(draft):
        other = _written(kind, draft.at(place), node, place)
        index = next((i for i, each in enumerate(found) if each.agrees(other)), None)
        found = [*found, other] if index is None else [*found[:index], found[index].joined(other), *found[index + 1 :]]
    return [each for each in found if each.places and len(each.places) + (each.entry is not None) > 1]


def entered_once(draft: Draft, each: Repeated, person: str) -> Draft:
    """With the value in the directory under this id, and used wherever it was written out."""
    draft = draft if each.entry == person else draft.with_person(person, each.kind, each.value)
    for place in each.places:
        group = node_at(place)
        draft = use(draft, group, place, person) if group else draft
    return draft


def _entry(draft: Draft, person: str, locale: Locale) -> Entry:
    entry = draft.people[person]
    name, hint = title_of(entry[KIND], entry[VALUE], locale)
    return Entry(person, entry[KIND], name, hint, uses_of(draft, person))


def _text(node: Node, value: Any, locale: Locale) -> str:
    if not value:
        return ""
    if node.kind is Kind.NAMES:
        return locale.name(value)
    if node.kind is Kind.WORDS:
        return locale.text(value)
    return str(value) if node.kind is Kind.LINE else ""


def _short(node: Node) -> bool:
    return node.kind is Kind.WORDS and node.word("").kind is Kind.LINE


def _written_out(draft: Draft) -> Iterator[tuple[Place, Node, str]]:
    """Every group with answers of its own that an entry of the directory could fill, the text in it understood."""
    kept = draft.values.get(DOCUMENTS, {})
    trees = [((), tree_at(()).members)] + [
        ((DOCUMENTS, type_id), tree_at((DOCUMENTS, type_id)).members) for type_id in document_types() if type_id in kept
    ]
    for root, members in trees:
        for member in members:
            if root or str(member.steps[-1]) in SHARED:
                yield from _groups(draft, root, member)


def _groups(draft: Draft, root: Place, node: Node) -> Iterator[tuple[Place, Node, str]]:
    place = (*root, *node.steps)
    value = draft.at(place)
    if not value or path_of(place) in draft.uses:
        return
    if node.kind is Kind.LIST:
        for index in range(len(value)):
            yield from _groups(draft, root, node.item(index))
    elif node.kind is Kind.GROUP:
        kind = kind_for(node)
        if kind and _whole(kind, value) and not any(path.startswith(f"{path_of(place)}/") for path in draft.typed):
            yield place, node, kind
        for member in node.members:
            yield from _groups(draft, root, member)


def _whole(kind: str, value: Mapping[str, Any]) -> bool:
    """Whether all is answered that an entry must have: less than that tells nobody from another."""
    return all(str(member.steps[-1]) in value for member in tree_of_value(KINDS[kind]).members if member.required)


def _written(kind: str, value: Mapping[str, Any], group: Node, place: Place) -> Repeated:
    fields = KINDS[kind].model_fields
    asked = frozenset(str(member.steps[-1]) for member in group.members) & set(fields)
    return Repeated(kind, {name: value[name] for name in fields if name in value}, asked, (place,))
