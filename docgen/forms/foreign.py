"""A form that is not docgen's own, or that was in somebody's hands: read and filled in a confined child."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from docgen.case import pointer
from docgen.errors import Finding, InputRefused, Message, Severity
from docgen.locale import Locale
from docgen.pdf import foreign
from docgen.pdf.acroform import FieldKind, FieldPolicy, Filled, FormField, Option, Value
from docgen.pdf.acroform.job import policy_json
from docgen.pdf.confined import run
from docgen.pdf.confined.transport import findings_from_json
from docgen.pdf.fonts import FALLBACK
from docgen.press import Press


@dataclass(frozen=True)
class ForeignFields:
    """The fields of a form, and findings on what was taken out of it before (scripts, actions …)."""

    fields: tuple[FormField, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class ForeignFilled:
    """A filled form, and findings on what was taken out of it before."""

    filled: Filled
    findings: tuple[Finding, ...]


def foreign_fields(pdf: bytes, password: str | None = None) -> ForeignFields:
    """The fields of anybody's form. Raises PdfRefused, PasswordNeeded, PasswordWrong, EngineUnavailable."""
    told, _ = run(f"{foreign.__name__}:fields", {"password": password}, [pdf])
    return ForeignFields(tuple(_field(each) for each in told["result"]), findings_from_json(told["findings"]))


def foreign_fill(
    pdf: bytes,
    values: Mapping[str, Value],
    press: Press,
    locale: Locale,
    *,
    default: FieldPolicy | None = None,
    policies: Mapping[str, FieldPolicy] | None = None,
    names: Sequence[str] = (),
    flatten: bool = False,
    password: str | None = None,
) -> ForeignFilled:
    """Anybody's form with these values, otherwise as `docgen.pdf.acroform.fill`.

    Raises InputRefused for values that the form cannot take, and as `foreign_fields`.
    """
    payload = {
        "values": {name: value if isinstance(value, str | bool) else list(value) for name, value in values.items()},
        "fonts": [str(folder) for folder in press.fonts.directories],
        "families": dict(FALLBACK),
        "locale": str(press.library.folders[locale.tag]),
        "names": list(names),
        "policies": {name: policy_json(policy) for name, policy in (policies or {}).items()},
        "default": policy_json(default) if default else None,
        "flatten": flatten,
        "password": password,
    }
    told, (made,) = run(f"{foreign.__name__}:fill", payload, [pdf])
    notes = tuple(Message(**dict(zip(("key", "values"), each, strict=True))) for each in told["result"]["notes"])
    return ForeignFilled(Filled(made, tuple(told["result"]["continued"]), notes), findings_from_json(told["findings"]))


def _field(told: Mapping[str, Any]) -> FormField:
    value = told["value"]
    plain = {
        "kind": FieldKind(told["kind"]),
        "options": tuple(Option(**each) for each in told["options"]),
        "pages": tuple(told["pages"]),
        "value": tuple(value) if isinstance(value, list) else value,
    }
    return FormField(**{**told, **plain})


def values_of(tree: object) -> dict[str, Value]:
    """The values of form fields from JSON that `strict_json.load` let through: texts, true or false, lists of texts.

    Raises InputRefused with a finding for each value of another kind.
    """
    if not isinstance(tree, dict):
        message = Message("an object with the names of form fields is expected; write it in curly brackets")
        raise InputRefused([Finding(Severity.ERROR, "field.type", "", message)])
    wrong = [name for name, value in tree.items() if not _is_value(value)]
    if wrong:
        message = Message("text in quotation marks, true, false or a list of texts is expected here; write one of them")
        raise InputRefused(Finding(Severity.ERROR, "field.type", pointer([name]), message) for name in wrong)
    return dict(tree)


def _is_value(value: object) -> bool:
    return isinstance(value, str | bool) or (isinstance(value, list) and all(isinstance(each, str) for each in value))
