"""What is wrong or missing on a page, by the place of the question."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from pydantic import ValidationError

from docgen.case import Case, findings_of
from docgen.casefile.asking import asked
from docgen.casefile.assembly import assembled
from docgen.casefile.draft import KIND, VALUE, Draft
from docgen.casefile.people import KINDS
from docgen.casefile.places import DOCUMENTS, Place, path_of, place_of
from docgen.casefile.sections import Section, is_rows, restated, tree_for
from docgen.casefile.using import covered
from docgen.documents import document_type
from docgen.errors import Finding, Message, Severity
from docgen.forms.nodes import Kind, Node, value_at

_GAPS: Final = ("field.missing", "field.too_few")


def values_of(root: Place, draft: Draft) -> Any:
    """The JSON of a root in which the other answers of a condition are looked up."""
    if root[:1] == (DOCUMENTS,):
        return assembled(draft, str(root[1]))
    if root:
        return draft.people[str(root[1])][VALUE]
    return {name: value for name, value in draft.values.items() if name != DOCUMENTS}


def problems_on(section: Section, draft: Draft, *, missing: bool) -> Mapping[Place, Sequence[Finding]]:
    """The findings at questions of a page; with `missing` also those that need an answer and have none."""
    found: dict[Place, list[Finding]] = {}
    for finding in _findings(section.root, draft):
        place = (*section.root, *place_of(finding.pointer)) if finding.pointer else section.root
        if section.holds(place) and finding.code not in _GAPS:
            found.setdefault(place, []).append(finding)
    for place in missing_on(section, draft) if missing else ():
        message = Message("this field is missing; fill it in")
        found.setdefault(place, []).append(Finding(Severity.ERROR, _GAPS[0], f"/{path_of(place)}", message))
    return found


def missing_on(section: Section, draft: Draft) -> Iterator[Place]:
    """The questions of a page that need an answer and have none; none of a group that may be left out and is empty."""
    tree = tree_for(section.root, draft)
    for length in range(len(section.root) + 1, len(section.place) + 1):
        node = tree.at(section.place[len(section.root) : length])
        row = isinstance(section.place[length - 1], int)
        if node and not row and not node.required and not restated(section.place[:length], draft):
            return
    if not section.rows:
        yield from _missing(section.node, section.members, section, draft)


def _missing(group: Node, members: Iterable[Node], section: Section, draft: Draft) -> Iterator[Place]:
    values = value_at(values_of(section.root, draft), group.steps)
    filled = covered(group) if path_of(section.place_at(group)) in draft.uses else ()
    for node in members:
        place = section.place_at(node)
        there = restated(place, draft)
        if str(node.steps[-1]) in filled or is_rows(node) or not asked(group, values, node):
            continue
        if node.one_of and node.required and not there:
            yield place
        elif node.kind is Kind.GROUP and (node.required or there):
            yield from _missing(node, node.members, section, draft)
        elif node.kind is not Kind.GROUP and node.required and not there:
            yield place


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
