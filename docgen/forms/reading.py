"""A filled form read back: what was typed becomes the JSON of a case, as far as it can be understood."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from docgen.case import Case, Refused, findings_of
from docgen.documents import Document
from docgen.errors import Finding, Message, Severity
from docgen.forms.inverse import Given, Typed, of_blank, of_map
from docgen.forms.map import FormMap
from docgen.forms.nodes import Steps, tree_of, tree_of_case
from docgen.forms.values import understood
from docgen.forms.widgets import IDENTITY_NAME
from docgen.locale import Locale
from docgen.pdf.acroform import FieldKind, FormField

_ALWAYS_SHARED = ("reference", "agency")
"""What every case has at its top."""


@dataclass
class Reading:
    """What a form says: a case as JSON, what could not be understood, and how dates and numbers were understood.

    `echoes` are pairs of form field and sentence; findings of single fields stand at `/<name of the form field>`, which
    for a blank is the path in the document.
    """

    case: dict[str, Any]
    findings: list[Finding] = field(default_factory=list)
    echoes: list[tuple[str, Message]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Identity:
    """Which blank a form is: its type and language, and the first digits of its fingerprint."""

    type_id: str
    tag: str
    fingerprint: str


def identity_of(fields: Iterable[FormField]) -> Identity | None:
    """What the read-only field of a blank says; None for anybody else's form."""
    for each in fields:
        parts = str(each.value or "").split() if each.name == IDENTITY_NAME else ()
        if len(parts) == 3:
            return Identity(*parts)
    return None


def given_by(fields: Iterable[FormField]) -> Given:
    """The values of the fields that hold something."""
    plain = (each for each in fields if each.name != IDENTITY_NAME and each.kind not in _WITHOUT_VALUE)
    values = {each.name: _single(each.value) for each in plain}
    return {
        name: value for name, value in values.items() if value is True or (isinstance(value, str) and value.strip())
    }


_WITHOUT_VALUE = (FieldKind.SIGNATURE, FieldKind.BUTTON)


def _single(value: str | bool | tuple[str, ...] | None) -> str | bool:
    if isinstance(value, tuple):
        return ", ".join(value)
    return "" if value is None else value


def read(
    kind: type[Document],
    given: Given,
    locale: Locale,
    locales: Sequence[Locale],
    form_map: FormMap | None = None,
    *,
    checked: bool = True,
) -> Reading:
    """The case that a form says, a blank's without a map; what is not understood is left out and found.

    `locale` is the language of the form: a text typed into it is in that language. Without `checked` only what was
    typed is found, not what the document lacks: for whoever checks the case afterwards.
    """
    tree = tree_of(kind)
    reading = Reading({})
    document: dict[str, Any] = {}
    lost: list[str] = []
    typed = of_map(form_map, tree, given, locale) if form_map else of_blank(tree, given, locale)
    for each in typed:
        try:
            _enter(each, document, reading, locale, locales)
        except Refused as refused:
            lost.append(each.node.path if each.node else "")
            reading.findings += [
                Finding(Severity.ERROR, problem.code, each.pointer, problem.message) for problem in refused.problems
            ]
    whole = _compact(document)
    reading.case = _case(kind, whole)
    if checked:
        reading.findings += _validated(kind, whole, lost)
    return reading


def _enter(each: Typed, document: dict[str, Any], reading: Reading, locale: Locale, locales: Sequence[Locale]) -> None:
    if each.node is None:
        message = Message(
            "this field joins facts, or words them otherwise than the case, and is not read back; enter it by hand"
        )
        reading.findings.append(Finding(Severity.WARNING, "form.one_way", each.pointer, message))
        return
    found = understood(each.node, each.value, locale, locales)
    reading.echoes += [(each.field, message) for message in found.messages]
    _put(document, each.node.steps, found.value)


def _put(tree: dict[Any, Any], steps: Steps, value: Any) -> None:
    """Lists are kept by number until all is read: rows may be left empty."""
    for step in steps[:-1]:
        tree = tree.setdefault(step, {})
    tree[steps[-1]] = value


def _compact(tree: Any) -> Any:
    """Numbered entries become lists without their empty rows."""
    if not isinstance(tree, dict):
        return tree
    if tree and all(isinstance(key, int) for key in tree):
        return [_compact(tree[key]) for key in sorted(tree)]
    return {key: _compact(value) for key, value in tree.items()}


def _case(kind: type[Document], document: Mapping[str, Any]) -> dict[str, Any]:
    """The case: at its top what every case has and what is whole there; the rest is the paper's own."""
    shared = {name: value for name, value in document.items() if belongs_to_case(name, kind)}
    own = {name: value for name, value in document.items() if name not in shared}
    return {**shared, "documents": {kind.type_id: own}}


def belongs_to_case(name: str, kind: type[Document]) -> bool:
    """Whether the case declares it and the paper's own model is as full as the case's.

    A narrower one (a person without languages) would make the case incomplete, so the paper restates it.
    """
    if name in _ALWAYS_SHARED:
        return True
    if name not in Case.model_fields:
        return False
    wide, narrow = tree_of_case().at((name,)), tree_of(kind).at((name,))
    if wide is None or narrow is None:
        return False
    members = {member.steps[-1] for member in narrow.members}
    allowed = {member.steps[-1] for member in wide.members}
    needed = {member.steps[-1] for member in wide.members if member.required}
    return needed <= members <= allowed


def _validated(kind: type[Document], document: Mapping[str, Any], lost: Sequence[str]) -> list[Finding]:
    """What `docgen check` would refuse, at its path in the document, but for what was found where it was typed."""
    try:
        kind.model_validate(document)
    except ValidationError as error:
        found = findings_of(error)
    else:
        return []
    return [each for each in found if not _concerns(each.pointer.strip("/"), lost)]


def _concerns(place: str, lost: Sequence[str]) -> bool:
    """Whether a field is missing, or a group, only because what was typed there was not understood."""
    return any(place == path or path.startswith(f"{place}/") for path in lost)
