"""Texts of a type from lines, as lint reads them from Word files: what a test of the checks needs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from docgen.docx.passages import Passage
from docgen.errors import Finding
from docgen.library import Library
from docgen.review.glossary import Glossary
from docgen.review.lint import compared
from docgen.review.reading import Reading, Rules
from docgen.review.structure import paragraphs
from docgen.review.subject import Subject
from docgen.review.wording import Text

_CLAUSE = re.compile(r"\[(c_\w+)\] ")


def text(library: Library, tag: str, lines: Sequence[str]) -> Text:
    """A text of these paragraphs; one that begins with a bookmark in brackets carries that clause."""
    return Text(tag, f"{tag}/paper.docx", library.locales[tag], tuple(paragraphs(_passages(lines))))


def _passages(lines: Sequence[str]) -> Iterator[Passage]:
    last, count = "body", 0
    for line in lines:
        found = _CLAUSE.match(line)
        if found:
            last, count = found[1], 0
            yield Passage(last, (last,), "body", line[found.end() :])
        else:
            count += 1
            yield Passage(f"{last}+{count}", (), "body", line)


def findings(
    library: Library,
    *,
    glossary: str = "",
    values: Mapping[str, Mapping[str, object]] | None = None,
    **own: Sequence[str],
) -> list[Finding]:
    """What is found in texts of these languages beside each other; `values` are what the example gives each."""
    known = Glossary.parse(glossary, tuple(library.locales))
    rules = Rules(library.locales, library.fonts(), known, lambda _: ())
    readings = {tag: Reading((), text(library, tag, lines)) for tag, lines in own.items()}
    return list(compared(readings, Subject("paper", None, dict(values or {})), rules))


def told(library: Library, **own: Sequence[str]) -> list[tuple[str, str]]:
    """Code and pointer of each finding."""
    return [(each.code, each.pointer) for each in findings(library, **own)]
