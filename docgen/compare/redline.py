"""A Word file with true tracked changes: the new version, in which Word shows what became of the old one."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from lxml import etree

from docgen.compare import engine
from docgen.compare.parts import rewritten
from docgen.compare.revisions import accepted, rejected
from docgen.compare.spelling import Spelling
from docgen.docx import gate, metadata
from docgen.docx.ooxml import Element, w
from docgen.docx.text import lines
from docgen.errors import Message, WorkerLost

_BAD: Final = re.compile("[\x00-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_MAX_AUTHOR: Final = 120
_FILE: Final = "redline.docx"


def redline(
    old: bytes, new: bytes, author: str, now: dt.datetime, *, language: str = "", seconds: float = engine.SECONDS
) -> bytes:
    """The new version of a Word template with its differences from the old one as tracked changes.

    `author` is whom Word names, `now` what its clock shows beside the name (w:date without a zone, as Word takes it),
    `language` the BCP 47 tag that words are found in. All accepted reads as the new version, all rejected as the old
    one: that is checked (a struck paragraph loses its clause bookmark, which rejecting does not bring back).
    Raises TemplateRefused for a version that does not pass the gate, EngineUnavailable, TimeLimitReached and
    WorkerLost as the engine does.
    """
    for data, file in ((old, "old.docx"), (new, "new.docx")):
        gate.read(data, file)
    spelling = Spelling(language)

    def prepared(root: Element) -> None:
        metadata.clean(root)
        join_runs(root)
        spelling.spell(root)

    marked = engine.run(rewritten(old, "old.docx", prepared), rewritten(new, "new.docx", prepared), seconds)

    def signed(root: Element) -> None:
        spelling.tell(root)
        _tidy(root)
        _sign(root, _BAD.sub("", author)[:_MAX_AUTHOR], now.strftime("%Y-%m-%dT%H:%M:%S"))

    try:
        made = rewritten(marked, _FILE, signed)
    except KeyError:
        raise _useless() from None
    if _read(accepted(made, _FILE)) != _read(new) or _texts(rejected(made, _FILE)) != _texts(old):
        raise _useless()
    return made


def _useless() -> WorkerLost:
    return WorkerLost(Message("the tracked changes did not say what changed; compare the versions as HTML instead"))


def _read(data: bytes) -> list[tuple[str, tuple[str, ...], str]]:
    """How a file reads: part, clause bookmarks and text of every paragraph."""
    return [(line.part, line.clauses, line.text) for line in lines(data, _FILE)]


def _texts(data: bytes) -> list[tuple[str, str]]:
    return [(part, text) for part, _, text in _read(data)]


def join_runs(root: Element) -> None:
    """Put neighbouring runs of plain text with the same formatting together, in place: Word cuts them as it likes."""
    for run in list(root.iter(w("r"))):
        before = run.getprevious()
        if before is None or before.tag != w("r") or not (_is_text(before) and _is_text(run)):
            continue
        if _formatting(before) == _formatting(run):
            # Into the later one, which the run after it is compared with.
            text = next(run.iter(w("t")))
            text.text = "".join(each.text or "" for each in (*before.iter(w("t")), *run.iter(w("t"))))
            for other in run.findall(w("t"))[1:]:
                run.remove(other)
            parent = before.getparent()
            assert parent is not None
            parent.remove(before)


def _is_text(run: Element) -> bool:
    return run.find(w("t")) is not None and all(child.tag in (w("t"), w("rPr")) for child in run)


def _formatting(run: Element) -> bytes:
    properties = run.find(w("rPr"))
    return (
        b"" if properties is None or not len(properties) else etree.tostring(properties, method="c14n", exclusive=True)
    )


def _tidy(root: Element) -> None:
    """Take away what the engine marks although nothing changed: formatting that stayed, runs without text."""
    for change in list(root.iter(w("rPrChange"))):
        now = change.getparent()
        if now is not None and len(change) and _same([each for each in now if each is not change], change[0]):
            now.remove(change)
    for run in [run for run in root.iter(w("r")) if _is_text(run) and not any(each.text for each in run.iter(w("t")))]:
        parent = run.getparent()
        if parent is not None:
            parent.remove(run)
            if parent.tag == w("ins") and not len(parent) and (holder := parent.getparent()) is not None:
                holder.remove(parent)


def _same(now: list[Element], before: Element) -> bool:
    one, other = ([etree.tostring(each, method="c14n", exclusive=True) for each in side] for side in (now, before))
    return one == other


def _sign(root: Element, author: str, moment: str) -> None:
    """Author, moment and an id of its own for every change; what was struck before what stands in its place."""
    ids = (int(each.get(w("id"), "0")) for each in root.iter(w("bookmarkStart")) if each.get(w("id"), "").isdecimal())
    changes = [each for each in root.iter() if each.get(w("author")) is not None]
    for number, change in enumerate(changes, max(ids, default=0) + 1):
        change.set(w("author"), author)
        change.set(w("date"), moment)
        change.set(w("id"), str(number))
    for struck in list(root.iter(w("del"))):
        added = struck.getprevious()
        if added is not None and added.tag == w("ins") and len(added) and len(struck):
            added.addprevious(struck)
