"""What a worker does to fill a form: the parts of the request read and checked, then `docgen.forms.foreign`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from api.multipart import parts_of
from docgen.case import pointer, strict_json
from docgen.errors import Finding, InputRefused, Message, Severity
from docgen.forms.filled import with_mark
from docgen.forms.foreign import foreign_fill, values_of
from docgen.pdf.acroform import FieldPolicy, Overflow
from docgen.press import Press

MAX_FORM: Final = 10_000_000
"""Bytes of a form."""
_REQUIRED: Final = ("form", "data")
_CHOICES: Final = {"flatten": ("true", "false"), "overflow": tuple(Overflow)}
_NAMES: Final = (*_REQUIRED, *_CHOICES, "language", "password")


@dataclass(frozen=True, slots=True)
class FormMade:
    """The filled form, the fields whose text goes on elsewhere, and what was taken out of the form before."""

    data: bytes = field(repr=False)
    continued: Sequence[str]
    findings: Sequence[Finding]


def fill_form(press: Press, body: bytes, content_type: str, language: str, *, specimen: bool) -> FormMade:
    """Fill the form in a multipart body; `language` is the reader's, unless a part names another. A specimen is marked.

    Raises MultipartRefused, InputRefused with pointers to the parts, and as `foreign_fill`.
    """
    parts = parts_of(body, content_type)
    locales = press.library.locales
    chosen = {name: _text(data) for name, data in parts.items() if name not in _REQUIRED}
    findings = [*_problems(parts), *_not_of(chosen, {**_CHOICES, "language": tuple(locales)})]
    if findings:
        raise InputRefused(findings)
    tag = chosen.get("language", language)
    locale = locales[tag] if tag in locales else next(iter(locales.values()))
    done = foreign_fill(
        parts["form"], values_of(strict_json.load(parts["data"])), press, locale,
        default=FieldPolicy(Overflow(chosen.get("overflow", Overflow.REFUSE))),
        flatten=chosen.get("flatten") == "true", password=chosen.get("password"),
    )  # fmt: skip
    pdf = done.filled.pdf
    if specimen:  # what is left after the confined reading is safe to open
        pdf = with_mark(pdf, "", locale, press.for_specimens())
    return FormMade(pdf, done.filled.continued, done.findings)


def _problems(parts: Mapping[str, bytes]) -> list[Finding]:
    absent = Message("this field is missing; fill it in")
    missing = [
        Finding(Severity.ERROR, "field.missing", pointer([name]), absent) for name in _REQUIRED if name not in parts
    ]
    unknown = Message("a part that is not known here; the parts are: {names}", {"names": ", ".join(_NAMES)})
    found = [*missing, *([Finding(Severity.ERROR, "field.unknown", "", unknown)] if set(parts) - set(_NAMES) else [])]
    if len(parts.get("form", b"")) > MAX_FORM:
        slots = {"limit": str(MAX_FORM)}
        large = Message("the file is larger than {limit} bytes; shorten it", slots)
        found.append(Finding(Severity.ERROR, "form.too_large", "/form", large))
    return found


def _not_of(chosen: Mapping[str, str], choices: Mapping[str, Sequence[str]]) -> list[Finding]:
    return [
        Finding(
            Severity.ERROR, "field.choice", pointer([name]),
            Message("not one of the possible choices; write one of: {choices}", {"choices": ", ".join(allowed)}),
        )
        for name, allowed in choices.items()
        if name in chosen and chosen[name] not in allowed
    ]  # fmt: skip


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")
