"""Checks of the template tags of each paragraph, made on the document as its author typed it.

docxtpl's patching is silent: a `{%p if %}` paragraph loses its other text, a tag cut by a tab or a bookmark swallows
it. Here each such thing is an error that names the paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from docgen.docx.ooxml import CLAUSE, Element, w
from docgen.docx.places import Place
from docgen.errors import Key, Message

TAG: Final = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.S)
_LOOSE: Final = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}")
_HEAD: Final = re.compile(r"\{[{%#](?:(tr|tc|p|r)(?=\s))?(\s*)(\w*)", re.S)
_KEYWORDS: Final = frozenset({"if", "elif", "else", "endif", "for", "endfor"})
# docxtpl's own words for table cells; its patching turns them into if and expression tags.
_CELL_WORDS: Final = frozenset({"vm", "hm", "colspan", "cellbg"})
_TAKEN: Final[Mapping[str, Key]] = {"p": "paragraph", "tr": "table row", "tc": "table cell"}
_RESERVED: Final = re.compile(r"\bdocgen_")


@dataclass
class _Own:
    """A paragraph's own text, where other content stands in it, and which element holds each stretch."""

    text: str
    interruptions: list[int]
    holders: list[tuple[int, Element]]
    clause: bool

    def holder(self, at: int) -> Element:
        return [element for start, element in self.holders if start <= at][-1]


def _atoms(paragraph: Element) -> Iterator[Element]:
    """Leaves of a paragraph in reading order; properties and paragraphs nested in text boxes left out."""
    for child in paragraph:
        if child.tag in (w("pPr"), w("rPr"), w("sdtPr"), w("sdtEndPr")):
            continue
        if child.tag in (w("r"), w("hyperlink"), w("sdt"), w("sdtContent"), w("smartTag"), w("fldSimple")):
            yield from _atoms(child)
        else:
            yield child


def _own(paragraph: Element) -> _Own:
    text, interruptions, holders, clause = "", [], [], False
    for atom in _atoms(paragraph):
        if atom.tag == w("t"):
            run = atom.getparent()
            parent = run.getparent() if run is not None else None
            holders.append((len(text), paragraph if parent is None else parent))
            text += atom.text or ""
        else:
            interruptions.append(len(text))
            clause = clause or (atom.tag == w("bookmarkStart") and CLAUSE.match(atom.get(w("name"), "")) is not None)
    return _Own(text, interruptions, holders, clause)


def visible(paragraph: Element) -> str:
    """The text of a paragraph as its author sees it, tags included."""
    return _own(paragraph).text


def check(root: Element, place: Place) -> None:
    """Check every paragraph of a part; raises TemplateError at the first tag that cannot work."""
    for paragraph in root.iter(w("p")):
        own = _own(paragraph)
        if "{" in own.text or "}" in own.text:
            here = place.at(paragraph=own.text)
            tags = list(TAG.finditer(own.text))
            _check_whole(own, tags, here)
            for tag in tags:
                _check_tag(paragraph, own, tag, here.at(tag=tag[0]))


def _check_whole(own: _Own, tags: list[re.Match[str]], place: Place) -> None:
    rest = TAG.sub(lambda tag: " " * len(tag[0]), own.text)
    if loose := _LOOSE.search(rest):
        raise place.at(tag=loose[0]).error(
            "the tag is not closed in its paragraph, or never opened; type the whole tag in one paragraph"
        )
    for tag in tags:
        begin, end = tag.span()
        here = place.at(tag=tag[0])
        if any(begin < at < end for at in own.interruptions):
            raise here.error(
                "something other than text stands inside the tag (a tab, break, bookmark, picture or "
                "field); delete the tag and type it in one go"
            )
        if own.holder(begin) is not own.holder(end - 1):
            raise here.error("the tag begins inside a link or content control and ends outside; type it in one go")
        for inner in _LOOSE.finditer(tag[0], 2, len(tag[0]) - 2):
            raise here.error("a tag holds {inner}; close each tag before opening the next", inner=inner[0])


def _check_tag(paragraph: Element, own: _Own, tag: re.Match[str], place: Place) -> None:
    text = tag[0]
    if text[2] in "-+" or text[-3] in "-+":
        raise place.error("a tag with - or + joins paragraphs; remove that sign")
    if _RESERVED.search(text):
        raise place.error("names that begin with docgen_ are reserved; choose another name")
    head = _HEAD.match(text)
    prefix, space, word = head.groups() if head else (None, "", "")
    if prefix and not space.startswith(" "):
        raise place.error("after {prefix} a plain space is needed; retype the tag", prefix=prefix)
    if text.startswith("{{") and prefix and word:
        raise place.error(
            "a tag of this kind inserts raw XML, which is not done here; leave out the {prefix}", prefix=prefix
        )
    if text.startswith("{%") and word not in (_KEYWORDS if prefix else _KEYWORDS | _CELL_WORDS):
        raise place.error("only if, elif, else, endif, for and endfor may stand in such a tag; rewrite it")
    if prefix and prefix != "r":
        _check_prefix(paragraph, own, prefix, place)


def _check_prefix(paragraph: Element, own: _Own, prefix: str, place: Place) -> None:
    """A {%p …%} removes its paragraph, a {%tr …%} its row, a {%tc …%} its cell: nothing else may stand there."""
    holder: Element | None = paragraph
    if prefix != "p":
        holder = next(paragraph.iterancestors(w(prefix)), None)
        if holder is None:
            raise place.error(
                "a tag for table rows or cells stands outside a table; use p in place of {prefix}", prefix=prefix
            )
    assert holder is not None
    inside = [own] if prefix == "p" else [_own(each) for each in holder.iter(w("p"))]
    text = "".join(each.text for each in inside)
    what = Message(_TAKEN[prefix])
    if text.replace(place.tag, "", 1).strip():
        raise place.error(
            "the whole {what} of this tag is taken away, and it holds other text; put the tag into a {what} of its own",
            what=what,
        )
    if any(each.clause for each in inside):
        raise place.error(
            "the whole {what} of this tag is taken away, and a clause bookmark begins in it; let the "
            "bookmark begin in the text it marks",
            what=what,
        )
