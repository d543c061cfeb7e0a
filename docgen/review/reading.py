"""One wording checked by itself: read once, so that comparing it with others again costs nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from docgen.docx import ScriptFont, Template
from docgen.errors import Finding, Severity, TemplateError
from docgen.locale import Locale
from docgen.review import fitness
from docgen.review.facts import Reader
from docgen.review.glossary import Glossary
from docgen.review.refusals import refusals
from docgen.review.subject import Subject
from docgen.review.wording import Text, Wording
from docgen.review.writing import written


@dataclass(frozen=True)
class Rules:
    """What the wordings of an installation are checked by: its languages, their fonts by script, the glossary, and what
    the in-process engine would refuse. `findings` are on these rules themselves."""

    locales: Mapping[str, Locale]
    fonts: Mapping[str, ScriptFont]
    glossary: Glossary
    unsupported: fitness.Unsupported
    findings: tuple[Finding, ...] = ()
    readers: Mapping[str, Reader] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        readers = {tag: Reader(locale, self.locales.values()) for tag, locale in self.locales.items()}
        object.__setattr__(self, "readers", readers)


@dataclass(frozen=True)
class Reading:
    """A wording with what is wrong with it by itself; without text and template where it cannot be used."""

    findings: tuple[Finding, ...]
    text: Text | None = None
    template: Template | None = None


def read(wording: Wording, subject: Subject, rules: Rules) -> Reading:
    """Compile and check one wording."""
    try:
        template = Template.compile(
            wording.data, name=wording.file, fonts=rules.fonts, fragments=dict(wording.fragments)
        )
        text = Text.of(wording, rules.locales[wording.tag])
    except TemplateError as error:
        known = tuple(refusals(wording.data, wording.file, "template"))
        return Reading(known or (Finding(Severity.ERROR, "template.unusable", wording.file, error.message),))
    return Reading(tuple(_findings(wording, subject, rules, template, text)), text, template)


def _findings(wording: Wording, subject: Subject, rules: Rules, template: Template, text: Text) -> Iterator[Finding]:
    if subject.clauses is not None:
        yield from fitness.against_clauses(wording.file, template.clauses, subject.clauses)
    yield from fitness.against_view(wording.file, template, subject.views[wording.tag])
    yield from fitness.against_engines(wording.file, wording.data, rules.unsupported)
    yield from written(text)
