"""What stands against issuing, as a page shows it: each finding with its field, its clause, and the reason to give."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from api.web.captions import Words, words_of
from docgen.casefile.assembly import assembly_of
from docgen.casefile.draft import Draft
from docgen.casefile.places import DOCUMENTS, Place, place_of
from docgen.errors import Finding, Message, Severity

REASON: Final = "reason."
"""How the name of a reason's input begins; the code of the warning follows."""
LEAST_LETTERS, MOST_LETTERS = 10, 2_000


@dataclass(frozen=True, slots=True)
class Told:
    """A finding: its place in words, with the question to mend it, and the document that it stands against."""

    words: Words
    type: str
    message: Message
    clause: str | None


@dataclass(frozen=True, slots=True)
class Asked:
    """A warning that a reason overrides, wherever it was found: the reason so far, and what is wrong with it."""

    code: str
    name: str
    told: Sequence[Told]
    reason: str
    wrong: Message | None


@dataclass(frozen=True, slots=True)
class Report:
    """All findings, by what they ask of the clerk."""

    errors: Sequence[Told]
    warnings: Sequence[Asked]
    advice: Sequence[Told]


def report(
    findings: Iterable[tuple[str, Finding]], draft: Draft, reasons: Mapping[str, str], *, asked_before: bool
) -> Report:
    """`reasons` are as they were typed; they are only found wanting once the clerk was asked for them."""
    by_severity: dict[Severity, list[tuple[str, Told]]] = {each: [] for each in Severity}
    for type_id, finding in findings:
        by_severity[finding.severity].append((finding.code, _told(type_id, finding, draft)))
    warnings: dict[str, list[Told]] = {}
    for code, told in by_severity[Severity.WARNING]:
        warnings.setdefault(code, []).append(told)
    return Report(
        _each_once(told for _, told in by_severity[Severity.ERROR]),
        [_asked(code, told, reasons.get(code, ""), asked_before) for code, told in warnings.items()],
        _each_once(told for _, told in by_severity[Severity.ADVICE]),
    )


def reasons_of(given: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The reasons in a form, by the code of the warning."""
    return {
        name.removeprefix(REASON): values[0].strip()
        for name, values in given.items()
        if name.startswith(REASON) and values
    }


def sufficient(reasons: Mapping[str, str]) -> dict[str, str]:
    """Those that say something."""
    return {code: reason for code, reason in reasons.items() if _wrong(reason) is None}


def _wrong(reason: str) -> Message | None:
    letters = sum(unicodedata.category(sign)[0] in "LM" for sign in reason)
    if letters < LEAST_LETTERS:
        slots = {"least": str(LEAST_LETTERS)}
        return Message("Give the reason in at least {least} letters, or correct the answer", slots)
    if len(reason) > MOST_LETTERS:
        return Message("Give the reason in at most {most} letters", {"most": str(MOST_LETTERS)})
    return None


def _asked(code: str, told: Iterable[Told], reason: str, asked_before: bool) -> Asked:
    return Asked(code, REASON + code, _each_once(told), reason, _wrong(reason) if asked_before else None)


def _each_once(told: Iterable[Told]) -> list[Told]:
    found: list[Told] = []
    for each in told:
        if each not in found:
            found.append(each)
    return found


def _told(type_id: str, finding: Finding, draft: Draft) -> Told:
    return Told(words_of(_place(type_id, finding.pointer, draft), draft), type_id, finding.message, finding.clause)


def _place(type_id: str, pointer: str, draft: Draft) -> Place:
    """Where a draft has the field that a finding is about, said of the draft or of the document."""
    place = place_of(pointer) if pointer.strip("/") else (DOCUMENTS, type_id)
    if place[:2] != (DOCUMENTS, type_id) or len(place) < 3:
        return place
    return assembly_of(draft, type_id).place(place[2:])
