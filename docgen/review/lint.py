"""Lint: what a type needs that its templates lack, and where the languages of a type disagree."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from docgen.binding import COVER, cover_view
from docgen.case import Case
from docgen.documents import Document, View, document_types, example, example_of_all
from docgen.docx import Template
from docgen.docx.fontcheck import wrong_fonts
from docgen.docx.fragments import FOLDER, Fragment
from docgen.errors import Finding, Key, Message, Severity, TemplateError, UnknownName
from docgen.library import Library
from docgen.pdf.packet import lay_out
from docgen.sop import clauses as sop_clauses

Unsupported = Callable[[bytes], Iterable[str]]
"""The constructs of a Word file that the in-process engine would refuse."""


def lint(library: Library, kind: type[Document], unsupported: Unsupported) -> Iterator[Finding]:
    """Findings on the templates of one type; the pointer names the file."""
    templates: dict[str, Template] = {}
    for tag, locale in library.locales.items():
        place = f"{tag}/{kind.type_id}.docx"
        try:
            templates[tag] = library.template(kind.type_id, tag)
        except (TemplateError, UnknownName) as error:
            yield Finding(Severity.ERROR, "template.unusable", place, error.message)
            continue
        view = kind.of(Case.load(json.dumps(example(kind)))).view(locale)
        yield from _against_type(place, templates[tag], kind, view)
        data = library.files[kind.type_id, tag].read_bytes()
        yield from _against_engines(place, data, unsupported)
    yield from _against_each_other(kind.type_id, templates)


def lint_cover(library: Library, unsupported: Unsupported) -> Iterator[Finding]:
    """Findings on the packets' covers; the pointer names the file."""
    templates: dict[str, Template] = {}
    case = Case.load(json.dumps(example_of_all()))
    for tag, locale in library.locales.items():
        place = f"{tag}/{COVER}.docx"
        try:
            templates[tag] = library.template(COVER, tag)
        except (TemplateError, UnknownName) as error:
            yield Finding(Severity.ERROR, "template.unusable", place, error.message)
            continue
        documents = [(type_id, tag) for type_id in case.documents]
        layout = lay_out(1, [1 for _ in documents], duplex=True)
        yield from _against_view(place, templates[tag], cover_view(case, documents, layout, locale, duplex=True))
        yield from _against_engines(place, library.files[COVER, tag].read_bytes(), unsupported)
    yield from _against_each_other(COVER, templates)


def lint_fragments(
    library: Library, kinds: Iterable[type[Document]] | None, unsupported: Unsupported
) -> Iterator[Finding]:
    """Findings on the fragments that the templates of these types include, or on all; the pointer names the file."""
    included = {
        name
        for type_id in ([*document_types(), COVER] if kinds is None else [kind.type_id for kind in kinds])
        for tag in library.languages_of(type_id)
        for name in _included(library, type_id, tag)
    }
    there = {name for name, _ in library.fragments} if kinds is None else set()
    for name in sorted(included | there):
        for tag in library.locales:
            yield from _fragment(library, name, tag, unsupported)
        if name not in included:
            place = f"{FOLDER}/{name}.docx"
            yield _finding(
                place, "fragment.unused", "no template includes the fragment {item}; include it, or remove it", name
            )


def _fragment(library: Library, name: str, tag: str, unsupported: Unsupported) -> Iterator[Finding]:
    place = f"{tag}/{FOLDER}/{name}.docx"
    path = library.fragments.get((name, tag))
    if path is None:
        message = "another language has the fragment {item}, this one has not; add the Word file"
        yield _finding(place, "fragment.absent", message, name)
        return
    data = path.read_bytes()
    try:
        Fragment.read(data, place, library.fonts())
    except TemplateError as error:
        yield Finding(Severity.ERROR, "fragment.unusable", place, error.message)
    else:
        yield from _against_engines(place, data, unsupported)


def _included(library: Library, type_id: str, tag: str) -> tuple[str, ...]:
    try:
        return library.template(type_id, tag).fragments
    except TemplateError:
        return ()  # reported of the template itself


def _against_type(place: str, template: Template, kind: type[Document], view: View) -> Iterator[Finding]:
    known = {clause.number for clause in sop_clauses()}
    carried = {_clause_of(bookmark) for bookmark in template.clauses}
    for clause in sorted(set(kind.clauses) - carried):
        yield _finding(place, "clause.absent", "no paragraph carries the bookmark of SOP clause {item}; add it", clause)
    for clause in sorted(carried - known):
        yield _finding(
            place, "clause.unknown", "a bookmark cites {item}, which the SOP does not have; correct it", clause
        )
    yield from _against_view(place, template, view)


def _against_view(place: str, template: Template, view: View) -> Iterator[Finding]:
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


def _against_engines(place: str, data: bytes, unsupported: Unsupported) -> Iterator[Finding]:
    for construct in unsupported(data):
        yield _finding(
            place, "layout.unsupported", "the in-process PDF engine does not set {item}; replace it", construct
        )
    for run in wrong_fonts(data):
        yield _finding(
            place, "font.complex_script", "complex-script font, size or language is not set: {item}", str(run)
        )


def _against_each_other(type_id: str, templates: Mapping[str, Template]) -> Iterator[Finding]:
    for what in ("clauses", "placeholders", "conditions", "loops", "fragments"):
        sets = {tag: set(getattr(template, what)) for tag, template in templates.items()}
        everything = set().union(*sets.values()) if sets else set()
        for tag, own in sets.items():
            for item in sorted(everything - own):
                message: Key = "another language has {item}, this one has not; add it or remove it there"
                yield _finding(f"{tag}/{type_id}.docx", f"parity.{what}", message, item)


def _clause_of(bookmark: str) -> str:
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
