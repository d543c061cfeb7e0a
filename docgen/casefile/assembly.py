"""What one document takes of a draft: shared values, its own particulars, and what the directory fills."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from docgen.casefile.draft import Draft
from docgen.casefile.places import DOCUMENTS, SHARED
from docgen.documents import document_type


def assembled(draft: Draft, type_id: str) -> dict[str, Any]:
    """JSON of the document, with gaps where the draft has them: what its model is validated from."""
    fields = document_type(type_id).model_fields
    shared = {name: draft.values[name] for name in SHARED if name in fields and name in draft.values}
    return {**shared, **draft.values.get(DOCUMENTS, {}).get(type_id, {})}


def case_of(draft: Draft, types: Iterable[str]) -> dict[str, Any]:
    """JSON of a case with these documents, each of which restates what it shares.

    So a document can be issued while something is still missing that only another one needs.
    """
    documents = {type_id: assembled(draft, type_id) for type_id in types}
    head = {name: draft.values[name] for name in ("reference", "agency") if name in draft.values}
    return {**head, DOCUMENTS: documents}
