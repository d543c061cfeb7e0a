"""Passages: the paragraphs of a template with their tags as typed, with anchors that align languages and versions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from docgen.docx.fragments import file_of, included
from docgen.docx.text import Line, lines


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of a template.

    `anchor` is unique in the template: the clause bookmark it carries, else the last one before it in the same part (or
    the part itself) and a count, such as `c_12_a+2` or `footer+1`; in a fragment counted in that,
    such as `body/letterhead+1`. `clauses` are all its clause bookmarks. `part` is header, body, footnotes, endnotes or
    footer. `fragment` is the name of the fragment it comes from, "" for the template's own.
    """

    anchor: str
    clauses: tuple[str, ...]
    part: str
    text: str
    fragment: str = ""


def passages(data: bytes, file: str, fragments: Mapping[str, bytes] | None = None) -> list[Passage]:
    """The passages of a Word template in reading order; with `fragments` (bytes by name) those in place of their
    include lines, as far as they are given. Raises TemplateRefused for a file that is unsafe to open."""
    own = _anchored(lines(data, file))
    return list(_spliced(own, file, fragments or {}))


def _spliced(own: Iterable[Passage], file: str, fragments: Mapping[str, bytes]) -> Iterator[Passage]:
    for passage in own:
        name = included(passage.text)
        if name is None or name not in fragments:
            yield passage
            continue
        for inner in _anchored(lines(fragments[name], file_of(file, name))):
            if inner.part == "body":  # a fragment's header and footer are ignored
                anchor = inner.anchor
                if not anchor.startswith("c_"):
                    anchor = anchor.replace("body", f"{passage.part}/{name}", 1)
                yield replace(inner, anchor=anchor, part=passage.part, fragment=name)


def _anchored(found: Iterable[Line]) -> Iterator[Passage]:
    last: dict[str, str] = {}
    counted: dict[str, int] = {}
    for line in found:
        if line.clauses:
            anchor = last[line.part] = line.clauses[0]
        else:
            base = last.get(line.part, line.part)
            counted[base] = counted.get(base, 0) + 1
            anchor = f"{base}+{counted[base]}"
        yield Passage(anchor, line.clauses, line.part, line.text)
