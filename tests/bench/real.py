"""The seven document types as bench material: templates, the example's views, and the same with other values."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping
from typing import Any

from docgen.case import Case
from docgen.documents import document_types, example_of_all
from docgen.docx import gate
from docgen.docx.fragments import splice
from docgen.docx.ooxml import CONTENT_TYPES
from docgen.docx.package import (
    RELATIONSHIPS_TYPE,
    Entry,
    content_types_xml,
    relationships_name,
    relationships_xml,
    zip_of,
)
from docgen.docx.tagged import FRAGMENT
from docgen.library import Library
from docgen.pdf.typeset.breaking import units
from docgen.settings import Settings

Sample = tuple[str, bytes, Mapping[str, Any]]


def word_samples() -> list[Sample]:
    """(name, template bytes, view) of every type, the languages taking turns."""
    library, case = _library(), Case.load(json.dumps(example_of_all()))
    tags = list(library.locales)
    found = []
    for index, (type_id, kind) in enumerate(document_types().items()):
        tag = tags[index % len(tags)]
        view = kind.of(case).view(library.locale(tag))
        found.append((f"{type_id}.{tag}", _spliced(library, type_id, tag), view))
    return found


def _spliced(library: Library, type_id: str, tag: str) -> bytes:
    """The template with its fragments in place of its includes, which other tools do not know."""
    name = f"{tag}/{type_id}.docx"
    package = gate.read(library.files[type_id, tag].read_bytes(), name)
    given = {each: path.read_bytes() for (each, language), path in library.fragments.items() if language == tag}
    splice(package, name, given, library.fonts())
    related = {
        relationships_name(owner): relationships_xml(owner, each) for owner, each in package.relationships.items()
    }
    content = {part: FRAGMENT.sub("", data.decode()).encode() if part.endswith(".xml") else data
               for part, data in package.parts.items()}  # fmt: skip
    types = content_types_xml({part: package.types[part] for part in content}, {"rels": RELATIONSHIPS_TYPE})
    parts = {CONTENT_TYPES: types, **related, **content}
    return zip_of((part, Entry.of(part, data, 6)) for part, data in parts.items())


def pdf_samples() -> list[tuple[str, Callable[[int], bytes]]]:
    """(name, the rendered Word file of case number n) of every type in every language."""
    library, case = _library(), Case.load(json.dumps(example_of_all()))
    return [
        (f"{type_id}.{tag}", _cases(library, type_id, tag, kind.of(case).view(locale)))
        for type_id, kind in document_types().items()
        for tag, locale in library.locales.items()
    ]


def _cases(library: Library, type_id: str, tag: str, view: Mapping[str, Any]) -> Callable[[int], bytes]:
    template = library.template(type_id, tag)
    mark = library.locale(tag).settings.draft.mark
    return lambda number: template.render(
        _other(view, random.Random(number), tag), title=type_id, language=tag, mark=mark
    )


def _other(value: Any, chance: random.Random, tag: str) -> Any:
    """Every value of a view with its words in another order and other digits: as long, as hard to set, and new."""
    if isinstance(value, Mapping):
        return {key: _other(item, chance, tag) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_other(item, chance, tag) for item in value]
    if not isinstance(value, str):
        return value
    words = list(units(value, tag))
    chance.shuffle(words)
    return "".join(words).strip() if words else value


def _library() -> Library:
    return Library.load(*Settings.read().templates)
