"""What a worker does for the tasks of a case; apart from the pages, so that it loads none of what serves them."""

from __future__ import annotations

from docgen.casefile.draft import Draft
from docgen.casefile.state import DocumentState, state_of
from docgen.press import Press


def states(press: Press, draft: bytes) -> dict[str, DocumentState]:
    """Job of a worker: the state of every type for a draft as JSON, in all languages that the type is offered in."""
    read, library = Draft.from_json(draft), press.library
    return {
        type_id: state_of(read, type_id, [library.locale(tag) for tag in tags], press.uncovered)
        for type_id, tags in library.types()
        if tags
    }
