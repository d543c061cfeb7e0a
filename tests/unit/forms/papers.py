"""Documents of the examples, and forms made for a test."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from docgen.case import Case
from docgen.documents import Document, document_type, example
from docgen.forms.blank import Blank, blank
from docgen.forms.nodes import leaves, tree_of
from docgen.pdf.acroform import FieldKind, FormField, Option
from docgen.pdf.coding.runs import FontChoice
from tests.conftest import open_press


def document(type_id: str, **particulars: Any) -> Document:
    """The example of a type, with other particulars."""
    tree = example(document_type(type_id))
    tree["documents"][type_id] |= particulars
    return document_type(type_id).of(Case.load(json.dumps(tree)))


@cache
def blank_of(type_id: str, tag: str) -> Blank:
    """The blank of a type in a language."""
    press = open_press()
    choice = FontChoice.house(press.fonts)
    return blank(document_type(type_id), press.library.locale(tag), press.compiler, choice)


def facts(paper: Document) -> dict[str, Any]:
    """Path of each field that has a value, with the value."""
    data = paper.model_dump(mode="json")
    return {node.path: value for node, value in leaves(tree_of(type(paper)), data)}


def field(name: str, kind: FieldKind = FieldKind.TEXT, *, required: bool = False, options: str = "") -> FormField:
    """A form field as `acroform.fields` reports it."""
    listed = tuple(Option(each, each) for each in options.split())
    return FormField(name, kind, listed, None, required, False, False, False, name, (1,), None)
