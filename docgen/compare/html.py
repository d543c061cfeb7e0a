"""A comparison as HTML: passages under each other, the old wording beside the new, words struck and added.

The fragment has classes and no style; a page's style sheet places the two sides (`FILE_STYLE` shows how), one under the
other on a narrow screen. What colour says, hidden words say too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from html import escape
from itertools import groupby
from typing import Final

from docgen.compare.compare import Comparison, Fate, Pair
from docgen.compare.words import Change
from docgen.docx.tags import TAG
from docgen.errors import Key, Message
from docgen.locale import Locale

_FATES: Final[dict[Fate, Key]] = {
    Fate.CHANGED: "Changed",
    Fate.INSERTED: "New",
    Fate.DELETED: "Removed",
    Fate.MOVED: "Moved",
}
_PARTS: Final[dict[str, Key]] = {
    "header": "Header",
    "footnotes": "Footnotes",
    "endnotes": "Endnotes",
    "footer": "Footer",
}
FILE_STYLE: Final = """
body { font: 1rem/1.7 system-ui, "Noto Sans", "Noto Sans Khmer", "Noto Sans Thai", sans-serif; margin: 1rem auto;
  max-width: 75rem; padding: 0 1rem; color: #0b0c0c; background: #fff }
.app-compare__pair { border-top: 1px solid #b1b4b6; padding: .75rem 0; display: grid; gap: 0 2rem }
.app-compare__head { margin: 0; font-size: 1rem; grid-column: 1 / -1 }
.app-compare__side { min-width: 0; overflow-wrap: anywhere }
.app-compare__side p, .app-compare__same p { margin: .25rem 0; white-space: pre-line }
.app-compare__label { font-weight: bold }
.app-compare__same { border-top: 1px solid #b1b4b6; padding: .75rem 0 }
del { background: #f6d7d2; text-decoration: line-through }
ins { background: #cce2d8; text-decoration: underline }
code { font-family: ui-monospace, monospace; font-size: .9em }
.govuk-visually-hidden { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden;
  clip-path: inset(50%); white-space: nowrap }
@media (min-width: 48rem) { .app-compare__pair { grid-template-columns: 1fr 1fr } }
"""
"""The style sheet of the file, and an example for a page's own."""


def fragment(comparison: Comparison, text: Locale, reader: Locale, old_name: str, new_name: str) -> str:
    """The comparison as an HTML fragment that begins with a summary.

    `text` is the language of the passages, `reader` of whoever reads the page; the names head the two sides. Everything
    is escaped. Headings are of level 3.
    """
    writer = _Writer(text, reader, old_name, new_name)
    return "".join(["<div class='app-compare'>", writer.summary(comparison), *writer.pairs(comparison.pairs), "</div>"])


def page(comparison: Comparison, text: Locale, reader: Locale, title: str, old_name: str, new_name: str) -> str:
    """The same as a file of its own: one HTML document without scripts that loads nothing."""
    return (
        f"<!doctype html>\n<html lang='{escape(reader.tag)}'><head><meta charset='utf-8'>"
        "<meta name='viewport' content='width=device-width, initial-scale=1'>"
        f"<title>{escape(title)}</title><style>{FILE_STYLE}</style></head><body><main><h1>{escape(title)}</h1>"
        f"<h2>{escape(old_name)} → {escape(new_name)}</h2>"
        f"{fragment(comparison, text, reader, old_name, new_name)}</main></body></html>\n"
    )


class _Writer:
    def __init__(self, text: Locale, reader: Locale, old_name: str, new_name: str) -> None:
        self._language = escape(text.tag)
        self._reader = reader
        self._names = {Change.DELETED: old_name, Change.INSERTED: new_name}

    def summary(self, comparison: Comparison) -> str:
        if comparison.same:
            return f"<p class='app-compare__summary'>{self._say('The two versions read the same.')}</p>"
        counts = comparison.counts
        said = [
            self._counted(Message.counted("{count} passage changed", "{count} passages changed", counts.changed)),
            self._counted(Message.counted("{count} passage is new", "{count} passages are new", counts.inserted)),
            self._counted(Message.counted("{count} passage removed", "{count} passages removed", counts.deleted)),
            self._counted(Message.counted("{count} passage moved", "{count} passages moved", counts.moved)),
            self._counted(Message.counted("{count} word struck", "{count} words struck", counts.words_deleted)),
            self._counted(Message.counted("{count} word added", "{count} words added", counts.words_inserted)),
        ]
        items = "".join(f"<li>{each}</li>" for each in said if each)
        return f"<ul class='app-compare__summary'>{items}</ul>"

    def pairs(self, pairs: Iterable[Pair]) -> Iterator[str]:
        for same, group in groupby(pairs, key=lambda pair: pair.fate is Fate.UNCHANGED):
            if same:
                yield self._unchanged(list(group))
            else:
                yield from map(self._pair, group)

    def _unchanged(self, pairs: list[Pair]) -> str:
        said = self._counted(Message.counted("{count} passage unchanged", "{count} passages unchanged", len(pairs)))
        texts = "".join(
            f"<p>{self._clauses(pair)}{_plain(pair.runs[0].text if pair.runs else '')}</p>" for pair in pairs
        )
        return (
            f"<details class='app-compare__same'><summary>{said}</summary>"
            f"<div lang='{self._language}'>{texts}</div></details>"
        )

    def _pair(self, pair: Pair) -> str:
        where = f"{self._say(_PARTS[pair.part])} · " if pair.part in _PARTS else ""
        note = ""
        if pair.bookmarks_differ:
            note = f"<p class='app-compare__note'>{self._say('The clause bookmarks of this passage changed.')}</p>"
        return (
            f"<section class='app-compare__pair app-compare__pair--{pair.fate.value}'>"
            f"<h3 class='app-compare__head'>{where}"
            f"<span class='app-compare__anchor' translate='no'>{escape(pair.anchor)}</span> · "
            f"{self._say(_FATES[pair.fate])}</h3>{note}"
            f"{self._side(pair, Change.DELETED)}{self._side(pair, Change.INSERTED)}</section>"
        )

    def _side(self, pair: Pair, change: Change) -> str:
        """The old wording with what was struck, or the new one with what was added."""
        there = pair.old if change is Change.DELETED else pair.new
        words = "".join(self._run(run.change, run.text) for run in pair.runs if run.change in (Change.SAME, change))
        body = f"<p lang='{self._language}'>{self._clauses(pair, change)}{words}</p>" if there else "<p>—</p>"
        label = f"<p class='app-compare__label'>{escape(self._names[change])}</p>"
        return f"<div class='app-compare__side'>{label}{body}</div>"

    def _clauses(self, pair: Pair, change: Change = Change.INSERTED) -> str:
        there = pair.old if change is Change.DELETED else pair.new
        return (
            "".join(f"<small class='app-compare__clause'>[{escape(each)}]</small> " for each in there.clauses)
            if there
            else ""
        )

    def _run(self, change: Change, text: str) -> str:
        if change is Change.DELETED:
            return f"<del>{self._hidden('Struck:')}{_plain(text)}{self._hidden('end')}</del>"
        if change is Change.INSERTED:
            return f"<ins>{self._hidden('Added:')}{_plain(text)}{self._hidden('end')}</ins>"
        return _plain(text)

    def _hidden(self, words: Key) -> str:
        """Words for those who hear the page, in their language, set off by spaces."""
        return f"<span class='govuk-visually-hidden' lang='{escape(self._reader.tag)}'> {self._say(words)} </span>"

    def _say(self, words: Key) -> str:
        return escape(self._reader.term(words))

    def _counted(self, said: Message) -> str:
        """The sentence with the number in the reader's digits; nothing of nothing."""
        shown = replace(said, values={"count": self._reader.number(said.count)})
        return escape(self._reader.catalogue.translate(shown)) if said.count else ""


def _plain(text: str) -> str:
    """Text escaped, its tags marked as code, its line feeds as breaks."""
    out: list[str] = []
    at = 0
    for tag in TAG.finditer(text):
        out += [escape(text[at : tag.start()]), f"<code class='app-compare__tag'>{escape(tag[0])}</code>"]
        at = tag.end()
    return "".join([*out, escape(text[at:])]).replace("\n", "<br>")
