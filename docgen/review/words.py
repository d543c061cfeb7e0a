"""What the states and steps of the library, and its types, are called, on its pages and in its bundle."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from docgen.binding import COVER
from docgen.documents import document_types
from docgen.errors import Key
from docgen.shelf.state import State
from docgen.store.template_steps import Kind

STATES: Final[Mapping[State, Key]] = {
    State.DRAFT: "Draft",
    State.IN_REVIEW: "In review",
    State.APPROVED: "Approved",
    State.RETIRED: "Retired",
}
STEPS: Final[Mapping[Kind, Key]] = {
    Kind.SUBMITTED: "Submitted for approval",
    Kind.APPROVED: "Approved",
    Kind.RETURNED: "Returned for correction",
    Kind.REVOKED: "Approval revoked",
    Kind.RETIRED: "Retired",
}
_COVER: Final[Key] = "Cover of a packet"


def title_of(type_id: str) -> Key:
    """What a type is called; one that the installation does not know, by its id."""
    known = document_types().get(type_id)
    return known.title if known else _COVER if type_id == COVER else type_id
