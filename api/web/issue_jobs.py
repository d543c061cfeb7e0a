"""What workers do to issue papers, a job for each paper, so that others' previews come in between."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from docgen.binding import Binding, bound, rendered
from docgen.bundle import Bundle
from docgen.case import Case
from docgen.casefile.draft import Draft
from docgen.casefile.places import Place, path_of
from docgen.casefile.state import MISSING, state_of
from docgen.documents import document_type
from docgen.errors import Finding, InputRefused, Message, RuleViolated, Severity
from docgen.forms.blank import blank
from docgen.forms.filled import with_mark
from docgen.generate import generate
from docgen.pdf.coding.runs import FontChoice
from docgen.press import Press

Tree: TypeAlias = Mapping[str, Any]
"""A case as JSON."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which papers a clerk asked for; `cover` is the language of a packet's cover, "" for the first paper's."""

    types: tuple[str, ...]
    languages: tuple[str, ...]
    formats: tuple[str, ...]
    duplex: bool = False
    cover: str = ""


Found: TypeAlias = tuple[str, Finding]
"""A finding with its document type."""


def examine(press: Press, draft: bytes, choice: Choice) -> list[Found]:
    """Everything that stands against the papers chosen of a draft (as JSON), or that its clerk should know.

    Each finding is at its place of the draft. What was typed and not understood is among them: no paper is made
    without it.
    """
    return list(_findings(press, Draft.from_json(draft), choice))


def make(
    press: Press, tree: Tree, type_id: str, language: str, formats: Sequence[str], reasons: Mapping[str, str]
) -> Bundle | list[Found]:
    """The files of one paper; or what only shows when it is made, such as a form that takes less.

    `reasons` are by the code of a warning. Raises what `docgen.generate` raises of templates and engines.
    """
    try:
        return generate(
            Case.from_tree(tree), press=press, types=[type_id], languages=[language], formats=rendered(formats),
            overrides=reasons,
        )  # fmt: skip
    except (InputRefused, RuleViolated) as refused:
        return [(type_id, each) for each in refused.findings]


def bind(press: Press, tree: Tree, papers: Bundle, choice: Choice) -> Bundle:
    """With the packet, and without what was made for it alone."""
    binding = Binding(choice.cover or None, choice.duplex)
    return bound(papers, Case.from_tree(tree), press, choice.formats, binding)


def blank_of(press: Press, type_id: str, tag: str) -> bytes:
    """The fillable blank of a type in a language, marked as a draft as long as it is one. Raises UnknownName."""
    locale = press.library.locale(tag)
    made = blank(document_type(type_id), locale, press.compiler, FontChoice.house(press.fonts))
    return with_mark(made.pdf, made.fingerprint, locale, press)


def _findings(press: Press, draft: Draft, choice: Choice) -> Iterator[Found]:
    for type_id in choice.types:
        offered = press.library.languages_of(type_id)
        for tag in choice.languages:
            if tag not in offered:
                yield type_id, _no_template(press, type_id, tag)
        locales = [press.library.locale(tag) for tag in choice.languages]
        state = state_of(draft, type_id, locales, press.uncovered)
        yield from ((type_id, each) for each in state.findings)
        yield from ((type_id, _missing(place)) for place in state.missing)


def _missing(place: Place) -> Finding:
    return Finding(Severity.ERROR, MISSING, f"/{path_of(place)}", Message("this answer is missing; give it"))


def _no_template(press: Press, type_id: str, tag: str) -> Finding:
    slots = {"language": press.library.locale(tag).settings.name}
    message = Message("this document is not offered in {language}; choose other languages for it", slots)
    return Finding(Severity.ERROR, "template.absent", f"/documents/{type_id}", message)
