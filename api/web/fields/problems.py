"""What is wrong or missing on a page, by the place of the question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from docgen.case import Case, findings_of
from docgen.casefile.assembly import assembled
from docgen.casefile.draft import KIND, VALUE, Draft
from docgen.casefile.people import KINDS
from docgen.casefile.places import DOCUMENTS, Place, place_of
from docgen.casefile.sections import Section
from docgen.documents import document_type
from docgen.errors import Finding

_MISSING = ("field.missing", "field.too_few")


def values_of(root: Place, draft: Draft) -> Any:
    """The JSON of a root in which the other answers of a condition are looked up."""
    if root[:1] == (DOCUMENTS,):
        return assembled(draft, str(root[1]))
    if root:
        return draft.people[str(root[1])][VALUE]
    return {name: value for name, value in draft.values.items() if name != DOCUMENTS}


def problems_on(section: Section, draft: Draft, *, missing: bool) -> Mapping[Place, Sequence[Finding]]:
    """The findings at questions of a page, those of gaps only with `missing`."""
    found: dict[Place, list[Finding]] = {}
    for finding in _findings(section.root, draft):
        place = (*section.root, *place_of(finding.pointer)) if finding.pointer else section.root
        if section.holds(place) and (missing or finding.code not in _MISSING):
            found.setdefault(place, []).append(finding)
    return found


def _findings(root: Place, draft: Draft) -> Iterable[Finding]:
    values = values_of(root, draft)
    try:
        if root[:1] == (DOCUMENTS,):
            document_type(str(root[1])).model_validate(values)
        elif root:
            KINDS[str(draft.people[str(root[1])][KIND])].model_validate(values)
        else:
            Case.model_validate(values)
    except ValidationError as error:
        return findings_of(error)
    return ()
