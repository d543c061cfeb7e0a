"""Lint of forms: what is wrong with an agency's form, or with the map that says how it is filled."""

from __future__ import annotations

import json
from collections.abc import Iterator

from docgen.case import Case
from docgen.documents import Document, example
from docgen.errors import DocgenError, Finding, Severity
from docgen.forms.filled import map_of
from docgen.forms.foreign import foreign_fields
from docgen.forms.map_check import map_findings
from docgen.forms.sources import Sources
from docgen.library import FORMS, Library


def lint_forms(library: Library, kind: type[Document]) -> Iterator[Finding]:
    """Findings on the forms of one type in all languages, and on their maps; the pointer names the map's file."""
    document = kind.of(Case.load(json.dumps(example(kind))))
    for tag, locale in library.locales.items():
        files = library.forms.get((kind.type_id, tag))
        if files is None:
            continue
        place = f"{tag}/{FORMS}/{files.map.name}"
        try:
            form_map = map_of(files)
            read = foreign_fields(files.pdf.read_bytes())
        except DocgenError as error:
            yield Finding(Severity.ERROR, "form.unusable", place, error.message)
            continue
        yield from read.findings
        yield from map_findings(form_map, Sources.of(document, locale), read.fields, place)
