"""The checks before rendering: the SOP's rules, words missing in a language, characters that no font draws."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from docgen.documents import Document
from docgen.documents.base import is_names
from docgen.errors import Finding, Message, Severity
from docgen.locale import Locale

Uncovered = Callable[[str], Iterable[str]]
"""The characters of a text that no font of the installation can draw."""


def check(document: Document, locales: Iterable[Locale], uncovered: Uncovered) -> list[Finding]:
    """Everything that stands in the way of issuing a document, or that its clerk should know, in these languages."""
    found = list(document.findings())
    # All texts are asked about as one, since nearly always nothing is found.
    drawn = not any(uncovered("".join(value for _, value in document.leaves() if isinstance(value, str))))
    for path, value in document.leaves():
        if isinstance(value, str):
            found += [] if drawn else _glyph_findings(document, path, value, uncovered)
        elif isinstance(value, Mapping):
            found += (finding for locale in locales for finding in _word_findings(document, path, value, locale))
    return found


def blocking(findings: Iterable[Finding], overridden: Iterable[str] = ()) -> list[Finding]:
    """The findings that forbid rendering: errors, and warnings nobody overrode by their code."""
    passed = set(overridden)
    return [
        finding
        for finding in findings
        if finding.severity is Severity.ERROR or (finding.severity is Severity.WARNING and finding.code not in passed)
    ]


def _word_findings(document: Document, path: str, words: Mapping[str, Any], locale: Locale) -> Iterator[Finding]:
    slots = {"language": locale.settings.name}
    if is_names(words):
        if locale.script not in words:
            message = Message(
                "the name is not given in the script of {language}; the Latin name is printed there", slots
            )
            yield Finding(Severity.ADVICE, "name.script", document.pointer(path), message)
    elif locale.tag not in words:
        message = Message("there is no {language} text; write it, or give a reason to print another language's", slots)
        yield Finding(Severity.WARNING, "text.language", document.pointer(path), message)


def _glyph_findings(document: Document, path: str, text: str, uncovered: Uncovered) -> Iterator[Finding]:
    characters = sorted(set(uncovered(text)))
    if characters:
        codes = ", ".join(f"U+{ord(character):04X}" for character in characters[:5])
        message = Message(
            "no font of this system draws {codes}; write it in letters of the languages offered", {"codes": codes}
        )
        yield Finding(Severity.ERROR, "text.glyph", document.pointer(path), message)
