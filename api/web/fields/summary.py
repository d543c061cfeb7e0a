"""Answers as a reader sees them: the words of one field, and the first lines of a row or an entry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import InvalidOperation
from typing import Any, Final

from docgen.case import PartialDate, Refused
from docgen.forms.nodes import Kind, Node
from docgen.forms.values import caption
from docgen.locale import Locale

Line = tuple[str, str, bool]
"""Caption of an answer, its words, and whether somebody wrote them."""
_TYPED: Final = (Kind.NAMES, Kind.WORDS, Kind.LINE, Kind.PARAGRAPHS)


def words(node: Node, value: Any, locale: Locale) -> str:
    """An answer in the language of the page, dates in both eras; a list or group as its parts."""
    if value is None:
        return ""
    if node.kind is Kind.GROUP and isinstance(value, Mapping):
        told = (each for each in node.members if each.kind is not Kind.YES_NO)
        parts = (words(each, value.get(str(each.steps[-1])), locale) for each in told)
        return ", ".join(filter(None, parts))
    if node.kind is Kind.LIST and isinstance(value, list):
        return "; ".join(words(node.item(index), each, locale) for index, each in enumerate(value))
    if node.kind is Kind.NAMES and isinstance(value, Mapping) and value:
        return locale.name_with_latin(value)
    if node.kind is Kind.WORDS and isinstance(value, Mapping) and value:
        return locale.text(value)
    try:
        return _leaf(node, value, locale)
    except (Refused, ValueError, InvalidOperation):
        return str(value)


def is_typed(node: Node) -> bool:
    """Whether somebody wrote the words of an answer, in whatever language; else they are chosen, or made of digits."""
    if node.kind is Kind.LIST:
        return is_typed(node.item(0))
    return node.kind in _TYPED or any(map(is_typed, node.members))


def summary(node: Node, value: Any, locale: Locale) -> list[Line]:
    """The captions and words of the fields of a group that are filled, in order; lists of groups are left out."""
    answers = value if isinstance(value, Mapping) else {}
    found: list[Line] = []
    for member in node.members:
        if member.kind is Kind.LIST and member.item(0).kind is Kind.GROUP:
            continue
        text = words(member, answers.get(str(member.steps[-1])), locale)
        if text:
            found.append((locale.catalogue.translate(member.title), text, is_typed(member)))
    return found


def _leaf(node: Node, value: Any, locale: Locale) -> str:
    if node.kind is Kind.DAY:
        return locale.both_eras(dt.date.fromisoformat(str(value)))
    if node.kind is Kind.PARTIAL_DATE:
        return locale.both_eras(PartialDate.parse(str(value)))
    if node.kind is Kind.LANGUAGE:
        return locale.language(str(value))
    return caption(node, value, locale)
