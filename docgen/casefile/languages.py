"""The language in which a person reads a paper before signing it: the first choice when that paper is issued."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from docgen.casefile.assembly import assembled
from docgen.casefile.draft import Draft
from docgen.documents import document_type
from docgen.documents.signing import SignedPaper
from docgen.forms.nodes import value_at

_OF_PAPER: Final = ("language",)
_OF_PERSON: Final = ("person", "languages")


def language_to_sign_in(draft: Draft, type_id: str, offered: Collection[str]) -> str | None:
    """Of the tags offered (BCP 47) the paper's own language, else the first that the person understands.

    None for a paper that the person does not sign, and where neither is offered. Raises UnknownName.
    """
    if not issubclass(document_type(type_id), SignedPaper):
        return None
    tree = assembled(draft, type_id)
    understood = [value_at(tree, _OF_PAPER), *(value_at(tree, _OF_PERSON) or ())]
    tags = (_offered(tag, offered) for tag in understood if isinstance(tag, str))
    return next((tag for tag in tags if tag), None)


def _offered(tag: str, offered: Collection[str]) -> str | None:
    """The tag itself or, without its region or script, the language alone."""
    while tag and tag not in offered:
        tag = tag.rpartition("-")[0]
    return tag or None
