"""What is entered once for a case and fills many groups: officials, agencies, interpreters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from docgen.case import AgencyProfile, Interpreter, Official, Value
from docgen.errors import Key
from docgen.forms.nodes import Kind, Node, tree_of_value

KINDS: Final[Mapping[str, type[Value]]] = {
    "official": Official,
    "agency": AgencyProfile,
    "interpreter": Interpreter,
}
CAPTIONS: Final[Mapping[str, Key]] = {
    "official": "Official",
    "agency": "Agency",
    "interpreter": "Interpreter",
}


def kind_for(group: Node) -> str | None:
    """The kind of entry that can fill a group: one all of whose required fields the group has; None for no kind."""
    if group.kind is not Kind.GROUP:
        return None
    members = {str(member.steps[-1]) for member in group.members}
    for kind, model in KINDS.items():
        needed = {str(member.steps[-1]) for member in tree_of_value(model).members if member.required}
        if needed <= members:
            return kind
    return None
