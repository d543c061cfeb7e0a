"""Places: which field of a draft is meant, as steps or with slashes, and the field of a model that stands there.

reference, person/names/Latn               what the documents of a case share
documents/meeting_minutes/agenda/0/title   particulars of one document
people/ID/position                         an entry of the directory
"""

from __future__ import annotations

from typing import Final, TypeAlias

from docgen.case import Case
from docgen.casefile.people import KINDS
from docgen.documents import document_type
from docgen.errors import Message, UnknownName
from docgen.forms.nodes import Node, tree_of, tree_of_case, tree_of_value

Place: TypeAlias = tuple[str | int, ...]
DOCUMENTS: Final = "documents"
PEOPLE: Final = "people"
SHARED: Final = tuple(name for name in Case.model_fields if name != DOCUMENTS)
"""What the documents of a case share, in the order in which the case declares it."""


def place_of(path: str) -> Place:
    """A path with slashes as steps; a number is a row of a list."""
    return tuple(int(step) if step.isdecimal() else step for step in path.strip("/").split("/"))


def path_of(place: Place) -> str:
    """Steps with slashes between them."""
    return "/".join(map(str, place))


def root_of(place: Place) -> Place:
    """The part of a place that leads to a tree of fields: (), (DOCUMENTS, type id) or (PEOPLE, id)."""
    return place[:2] if place[:1] in ((DOCUMENTS,), (PEOPLE,)) else ()


def tree_at(root: Place, kind: str = "") -> Node:
    """The tree of fields of a root; `kind` is that of a directory entry. Raises UnknownName."""
    if not root:
        return tree_of_case()
    if root[0] == DOCUMENTS:
        return tree_of(document_type(str(root[1])))
    if kind not in KINDS:
        raise UnknownName(Message("there is no such entry; choose one from the list"))
    return tree_of_value(KINDS[kind])


def node_at(place: Place, kind: str = "") -> Node | None:
    """The field at a place; None where the models declare none. Raises UnknownName for a type that there is not."""
    root = root_of(place)
    return tree_at(root, kind).at(place[len(root) :])
