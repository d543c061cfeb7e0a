"""Whether one template fits: it carries the clauses of its type, asks for what there is, and can be set."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from docgen.documents import View
from docgen.docx import Template
from docgen.docx.fontcheck import wrong_fonts
from docgen.errors import Finding, Key, Message, Severity
from docgen.sop import clauses as sop_clauses

Unsupported = Callable[[bytes], Iterable[str]]
"""The constructs of a Word file that the in-process engine would refuse."""


def against_clauses(place: str, bookmarks: Iterable[str], wanted: Iterable[str]) -> Iterator[Finding]:
    """SOP clauses that no paragraph carries, and bookmarks of clauses that the SOP does not have."""
    known = {clause.number for clause in sop_clauses()}
    carried = {clause_of(bookmark) for bookmark in bookmarks}
    for clause in sorted(set(wanted) - carried):
        yield _finding(place, "clause.absent", "no paragraph carries the bookmark of SOP clause {item}; add it", clause)
    for clause in sorted(carried - known):
        yield _finding(
            place, "clause.unknown", "a bookmark cites {item}, which the SOP does not have; correct it", clause
        )


def against_view(place: str, template: Template, view: View) -> Iterator[Finding]:
    """What a template prints or asks for that the document does not give, and the other way round."""
    leaves = set(_leaves(view))
    # Of the letterhead each genre prints what it prints; an empty list of the example says nothing of its items.
    optional = {leaf for leaf in leaves if leaf.startswith(("letterhead.", "emblem_"))}
    empty = tuple(leaf for leaf in leaves if leaf.endswith("[]"))
    for placeholder in sorted((template.placeholders | template.conditions) - leaves):
        if placeholder.startswith(empty):
            continue
        yield _finding(
            place, "placeholder.unknown", "the document has no {item}; correct or remove the tag", placeholder
        )
    used = template.placeholders | template.conditions
    for leaf in sorted(leaves - used - optional - set(empty)):
        yield _finding(place, "placeholder.absent", "{item} is nowhere printed or asked for; add it", leaf)


def against_engines(place: str, data: bytes, unsupported: Unsupported) -> Iterator[Finding]:
    """Constructs and fonts that would not come out as meant."""
    for construct in unsupported(data):
        yield _finding(
            place, "layout.unsupported", "the in-process PDF engine does not set {item}; replace it", construct
        )
    for run in wrong_fonts(data):
        yield _finding(
            place, "font.complex_script", "complex-script font, size or language is not set: {item}", str(run)
        )


def clause_of(bookmark: str) -> str:
    """SOP clause number of a bookmark such as c_4_13_1_a."""
    return ".".join(bookmark.split("_")[1:-1])


def _leaves(value: Any, path: str = "") -> Iterator[str]:
    """Paths of all leaves of a view, list items as `[]`."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _leaves(item, f"{path}.{key}" if path else key)
    elif isinstance(value, list | tuple):
        for item in value or ("",):
            yield from _leaves(item, f"{path}[]")
    else:
        yield path


def _finding(place: str, code: str, key: Key, item: str) -> Finding:
    return Finding(Severity.ERROR, code, place, Message(key, {"item": item}))
