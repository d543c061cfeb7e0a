"""The fillable blank of a document type in one language: plan, paper and widgets together."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from docgen.documents import Document
from docgen.forms.nodes import tree_of
from docgen.forms.paper import source
from docgen.forms.plan import Entry, plan
from docgen.forms.widgets import with_fields
from docgen.locale import Locale
from docgen.pdf.coding.runs import FontChoice
from docgen.pdf.typeset.compiler import TypstCompiler

_SHOWN = 16
"""Digits of the fingerprint that stand on the paper."""


@dataclass(frozen=True)
class Blank:
    """A blank form; `fingerprint` is the SHA-256 of the blank with the usual number of rows, whatever rows it has."""

    pdf: bytes
    fingerprint: str
    entries: tuple[Entry, ...]


def blank(
    kind: type[Document],
    locale: Locale,
    compiler: TypstCompiler,
    choice: FontChoice,
    value: Mapping[str, Any] | None = None,
) -> Blank:
    """The blank of a type in a language, tagged, PDF/A-2a and PDF/UA-1; the same bytes for the same input.

    `value` is a document as JSON: lists get as many rows as it has items.
    """
    tree = tree_of(kind)
    blocks = plan(tree, locale, value)
    entries = tuple(block for block in blocks if isinstance(block, Entry))
    usual = source(kind, plan(tree, locale), locale)
    fingerprint = hashlib.sha256(usual.encode()).hexdigest()
    paper = compiler.pdf(source(kind, blocks, locale))
    identity = f"{kind.type_id} {locale.tag} {fingerprint[:_SHOWN]}"
    pdf = with_fields(paper, entries, identity, locale.term("Identification of this form"), choice)
    return Blank(pdf, fingerprint, entries)
