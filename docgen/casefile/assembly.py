"""What one document takes of a draft: shared values, its own particulars, and what the directory fills."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from pydantic import ValidationError

from docgen.case import AgencyProfile
from docgen.casefile.asking import asked
from docgen.casefile.draft import KIND, VALUE, Draft
from docgen.casefile.people import KINDS
from docgen.casefile.places import DOCUMENTS, PEOPLE, SHARED, Place, place_of
from docgen.documents import document_type
from docgen.forms.nodes import Kind, Node, Steps, tree_of, tree_of_case, tree_of_value, value_at

REFERENCE: Final = "reference"
AGENCY: Final = "agency"


@dataclass(frozen=True)
class Assembly:
    """`tree` is the JSON of a document; `origins` says of which place of the draft a part of it came.

    A part that `origins` does not name came of the place of the part above it; () is the whole document.
    """

    tree: dict[str, Any]
    origins: Mapping[Steps, Place]

    def place(self, steps: Steps) -> Place:
        """The place in the draft where what the document has, or should have, there is entered."""
        known = next(length for length in range(len(steps), -1, -1) if steps[:length] in self.origins)
        return (*self.origins[steps[:known]], *steps[known:])

    def steps(self, place: Place) -> Steps | None:
        """Where what is entered at a place stands in the document; None where this document does not take it.

        What is entered once and stands in several groups: the first of them.
        """
        found: tuple[Steps, Place] | None = None
        for at, origin in self.origins.items():
            if at and origin == place[: len(origin)] and (found is None or len(origin) > len(found[1])):
                found = at, origin
        if found is None:
            return None
        steps = (*found[0], *place[len(found[1]) :])
        return steps if self.place(steps) == place else None


def assembled(draft: Draft, type_id: str) -> dict[str, Any]:
    """JSON of the document, with gaps where the draft has them: what its model is validated from."""
    return assembly_of(draft, type_id).tree


def assembly_of(draft: Draft, type_id: str) -> Assembly:
    """The JSON of the document and where each part of it was entered. Raises UnknownName.

    Groups that `draft.uses` names are filled from the directory. Left out are answers to questions that are not asked,
    and groups and rows in which nothing was entered.
    """
    root, taking = tree_of(document_type(type_id)), _Taking(draft)
    particulars = value_at(draft.values, (DOCUMENTS, type_id))
    own = dict(particulars) if isinstance(particulars, Mapping) else {}
    nodes: dict[str, tuple[Node, Place]] = {}
    for member in root.members:
        name = str(member.steps[-1])
        place: Place = (DOCUMENTS, type_id, name)
        shared = tree_of_case().at((name,)) if name in SHARED else None
        if shared and own.get(name) is None and place not in taking.begun:
            own[name] = draft.values.get(name)
            nodes[name] = shared, (name,)
        else:
            nodes[name] = member, place
        taking.origins[(name,)] = nodes[name][1]
    taking.origins[()] = (DOCUMENTS, type_id)
    tree = {name: value for name, value in own.items() if name not in nodes}
    for name, (node, place) in nodes.items():
        value = taking.value(node, own.get(name), place, (name,))
        if value is not None:
            tree[name] = value
    return Assembly(_as_asked(root, tree), taking.origins)


def case_of(draft: Draft, types: Iterable[str]) -> dict[str, Any]:
    """JSON of a case with these documents, each of which restates what it shares.

    So a document can be issued while something is still missing that only another one needs. The case's own agency is
    the first that is complete: the one that all share, or that of a document.
    """
    documents = {type_id: assembled(draft, type_id) for type_id in types}
    taking, tree = _Taking(draft), tree_of_case()
    head: dict[str, Any] = {}
    for name in (REFERENCE, AGENCY):
        node = tree.at((name,))
        value = taking.value(node, draft.values.get(name), (name,), (name,)) if node else None
        found = [each for each in (value, *(tree.get(name) for tree in documents.values())) if each is not None]
        if found:
            head[name] = next((each for each in found if name != AGENCY or _complete(each)), found[0])
    return {**head, DOCUMENTS: documents}


def _complete(agency: Any) -> bool:
    try:
        AgencyProfile.model_validate(agency)
    except ValidationError:
        return False
    return True


def _as_asked(group: Node, value: dict[str, Any]) -> dict[str, Any]:
    """Without answers to questions that are not asked; judged by what is filled in, from wherever it came."""
    gone = {str(member.steps[-1]) for member in group.members if not asked(group, value, member)}
    return {name: each for name, each in value.items() if name not in gone}


@dataclass
class _Taking:
    """Values as a document takes them; notes in `origins` what is entered elsewhere than where it stands."""

    draft: Draft
    origins: dict[Steps, Place] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.uses = {place_of(path): id_ for path, id_ in self.draft.uses.items() if id_ in self.draft.people}
        self.begun = {
            place[:length]
            for place in (*map(place_of, self.draft.typed), *self.uses)
            for length in range(1, len(place) + 1)
        }
        """Places at or below which a text was typed or an entry is used: no empty ones."""

    def value(self, node: Node, value: Any, place: Place, steps: Steps) -> Any:
        """What stands at `place` of the draft and goes to `steps` of the document; None for nothing."""
        if node.kind is Kind.GROUP and (value is None or isinstance(value, Mapping)):
            found = self._group(node, value or {}, place, steps)
            return found if found or place in self.begun else None
        if node.kind is Kind.LIST and isinstance(value, list):
            return self._rows(node, value, place, steps)
        if node.kind in (Kind.NAMES, Kind.WORDS) and isinstance(value, Mapping):
            return {code: word for code, word in value.items() if word not in (None, "")} or None
        return None if value == "" else value

    def _group(self, node: Node, own: Mapping[str, Any], place: Place, steps: Steps) -> dict[str, Any]:
        filled, source = self._entry(node, place)
        value = {**{name: each for name, each in own.items() if name not in filled}, **filled}
        names = {str(member.steps[-1]) for member in node.members}
        found = {name: each for name, each in value.items() if name not in names}  # refused later, with the reason
        for member in node.members:
            name = str(member.steps[-1])
            below = (*(source if name in filled else place), name)
            if name in filled:
                self.origins[(*steps, name)] = below
            each = self.value(member, value.get(name), below, (*steps, name))
            if each is not None:
                found[name] = each
        return _as_asked(node, found)

    def _entry(self, node: Node, place: Place) -> tuple[dict[str, Any], Place]:
        """What the directory fills of a group, gaps included (None), and the place of the entry."""
        person = self.uses.get(place)
        if person is None:
            return {}, ()
        entry = self.draft.people[person]
        kind, value = entry.get(KIND), entry.get(VALUE)
        model = KINDS.get(str(kind))
        if model is None or not isinstance(value, Mapping):
            return {}, ()
        names = {str(member.steps[-1]) for member in tree_of_value(model).members}
        names &= {str(member.steps[-1]) for member in node.members}
        return {name: value.get(name) for name in names}, (PEOPLE, person)

    def _rows(self, node: Node, rows: list[Any], place: Place, steps: Steps) -> list[Any] | None:
        found: list[Any] = []
        item = node.item(0)  # all rows are alike
        for index, row in enumerate(rows):
            at = (*steps, len(found))
            self.origins[at] = (*place, index)
            value = self.value(item, row, (*place, index), at)
            if value is not None:
                found.append(value)
        return None if rows and not found else found
