"""The papers under judgement: every type in every language, made from its example once a process."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from docgen.case import Case
from docgen.documents import Document, document_type, example
from docgen.generate import generate
from tests.conftest import languages, open_press, type_ids

PAPERS = [(type_id, tag) for type_id in type_ids() for tag in languages()]


@dataclass(frozen=True)
class Paper:
    """One type's example in one language: its view, its template, the fragments there are, and both outputs."""

    type_id: str
    tag: str
    view: dict[str, Any]
    template: bytes
    fragments: dict[str, bytes]
    docx: bytes
    pdf: bytes


@cache
def document(type_id: str) -> Document:
    kind = document_type(type_id)
    return kind.of(Case.load(json.dumps(example(kind))))


@cache
def paper(type_id: str, tag: str) -> Paper:
    library = open_press().library
    docx, pdf = made(type_id, tag)
    view = document(type_id).view(library.locale(tag))
    fragments = {name: path.read_bytes() for (name, language), path in library.fragments.items() if language == tag}
    return Paper(type_id, tag, view, library.files[type_id, tag].read_bytes(), fragments, docx, pdf)


def made(type_id: str, tag: str) -> tuple[bytes, bytes]:
    """Word and PDF, made anew."""
    case = Case.load(json.dumps(example(document_type(type_id))))
    bundle = generate(case, press=open_press(), types=[type_id], languages=[tag])
    word, pdf = bundle.files
    assert (word.format, pdf.format) == ("docx", "pdf")
    return word.data, pdf.data
