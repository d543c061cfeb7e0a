"""Styles resolved with `basedOn`, document defaults and toggle properties (ECMA-376 Part 1 §17.7)."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from lxml import etree

from docgen.pdf.typeset.names import q, val
from docgen.pdf.typeset.package import parse
from docgen.pdf.typeset.paragraph_properties import TabStop, read_paragraph_properties
from docgen.pdf.typeset.refusals import Refusals
from docgen.pdf.typeset.run_properties import TOGGLES, Properties, read_run_properties

# A chain of basedOn longer than Word allows is a loop or an attack.
_MAX_DEPTH = 20

#: §17.7.5: what holds when not even docDefaults says anything; half-points and twips.
_RUN_DEFAULTS: Properties = {
    "sz": 20,
    "szCs": 20,
    "ascii": "Times New Roman",
    "hAnsi": "Times New Roman",
    "cs": "Times New Roman",
}
_PARAGRAPH_DEFAULTS: Properties = {
    "before": 0, "after": 0, "line": 240, "lineRule": "auto", "left": 0, "right": 0, "first": 0, "jc": "left",
    "tabs": (),
    "keepNext": False, "keepLines": False, "pageBreakBefore": False, "widowControl": True, "contextualSpacing": False,
    "borders": (None, None, None), "fill": "",
}  # fmt: skip


class _Style(NamedTuple):
    based_on: str
    paragraph: Properties
    run: Properties
    table: etree._Element | None
    name: str


class StyleSheet:
    """styles.xml, parsed once; look-ups are cached, so one sheet serves every document with the same styles."""

    def __init__(self, root: etree._Element | None) -> None:
        self._styles: dict[tuple[str, str], _Style] = {}
        self._default: dict[str, str] = {}
        self._refusals: dict[tuple[str, str], list[str]] = {}
        self._run_base, self._paragraph_base = dict(_RUN_DEFAULTS), dict(_PARAGRAPH_DEFAULTS)
        self._paragraphs: dict[str, tuple[Properties, Properties, list[str]]] = {}
        if root is not None:
            self._read(root)

    def _read(self, root: etree._Element) -> None:
        defaults = Refusals()
        run, paragraph = (
            root.find(".//" + q("w:rPrDefault") + "/" + q("w:rPr")),
            root.find(".//" + q("w:pPrDefault") + "/" + q("w:pPr")),
        )
        self._run_base |= read_run_properties(run, defaults)
        self._paragraph_base |= read_paragraph_properties(paragraph, defaults)
        self._refusals["defaults", ""] = defaults.names
        for style in root.iterchildren(q("w:style")):
            kind, ident = style.get(q("w:type"), "paragraph"), style.get(q("w:styleId"), "")
            if style.get(q("w:default")) in ("1", "true", "on"):
                self._default[kind] = ident
            self._styles[kind, ident] = self._one(style, kind, ident)

    def _one(self, style: etree._Element, kind: str, ident: str) -> _Style:
        refusals = Refusals()
        paragraph = read_paragraph_properties(style.find(q("w:pPr")), refusals)
        run = read_run_properties(style.find(q("w:rPr")), refusals)
        if kind == "table" and any(True for part in style.iterchildren(q("w:tblStylePr")) if len(part)):
            refusals.add("table style with conditional formatting (w:tblStylePr)")
        self._refusals[kind, ident] = refusals.names
        table = style if kind == "table" else None
        return _Style(val(style.find(q("w:basedOn"))), paragraph, run, table, val(style.find(q("w:name"))))

    def _chain(self, kind: str, ident: str) -> list[tuple[str, _Style]]:
        """Styles from the base down to `ident`; an unknown id is Word's default style."""
        ident = ident if (kind, ident) in self._styles else self._default.get(kind, "")
        found: list[tuple[str, _Style]] = []
        while (kind, ident) in self._styles and len(found) < _MAX_DEPTH:
            style = self._styles[kind, ident]
            found.append((ident, style))
            ident = style.based_on
        return found[::-1]

    def paragraph(self, ident: str) -> tuple[Properties, Properties, list[str]]:
        """(paragraph properties, run properties, refused constructs) of a paragraph style with all it builds on."""
        known = self._paragraphs.get(ident)
        if known is None:
            paragraph, run = dict(self._paragraph_base), dict(self._run_base)
            refused = list(self._refusals.get(("defaults", ""), ()))
            for name, style in self._chain("paragraph", ident):
                inherited = paragraph["tabs"]
                paragraph |= style.paragraph
                paragraph["tabs"] = merge_tabs(inherited, style.paragraph.get("tabs", ()))
                run |= style.run
                refused += self._refusals["paragraph", name]
            known = self._paragraphs[ident] = (paragraph, run, refused)
        return known

    def resolved_id(self, ident: str) -> str:
        """The id of the paragraph style that an id (or none) selects."""
        return ident if ("paragraph", ident) in self._styles else self._default.get("paragraph", "")

    def character(self, base: Properties, ident: str) -> tuple[Properties, list[str]]:
        """Run properties of a paragraph overlaid with a character style: toggles flip (§17.7.3)."""
        result, refused = dict(base), []
        own: Properties = {}
        for name, style in self._chain("character", ident):
            own |= style.run
            refused += self._refusals["character", name]
        for key, value in own.items():
            result[key] = bool(base.get(key)) != value if key in TOGGLES else value
        return result, refused

    def table(self, ident: str) -> tuple[list[etree._Element], list[str]]:
        """The `w:style` elements of a table style from the base down, and what they hold that is refused."""
        chain = self._chain("table", ident)
        styled = [style.table for _, style in chain if style.table is not None]
        refused = [name for ident, _ in chain for name in self._refusals["table", ident]]
        if any(style.paragraph or style.run for _, style in chain):
            refused.append("table style with paragraph or run properties")
        return styled, refused


def merge_tabs(inherited: tuple[TabStop, ...], own: tuple[TabStop, ...]) -> tuple[TabStop, ...]:
    """Tab stops of a style chain: own stops are added, `clear` removes one at its position (§17.3.1.37)."""
    if not own:
        return inherited
    stops = {stop.at: stop for stop in inherited}
    for stop in own:
        stops.pop(stop.at, None)
        if stop.kind != "clear":
            stops[stop.at] = stop
    return tuple(stops[at] for at in sorted(stops))


@lru_cache(maxsize=32)
def style_sheet(data: bytes) -> StyleSheet:
    """The style sheet of a styles.xml ("" for none), parsed once per content.

    Raises TemplateRefused on malformed XML.
    """
    return StyleSheet(parse("styles.xml", data) if data else None)
