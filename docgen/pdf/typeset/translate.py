"""A whole DOCX as one Typst source text."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from docgen.errors import LayoutUnsupported
from docgen.pdf.fonts import FontBook
from docgen.pdf.typeset.compiler import LIBRARY
from docgen.pdf.typeset.context import Context
from docgen.pdf.typeset.footnotes import Footnotes
from docgen.pdf.typeset.names import elements, literal, number, on, q, val
from docgen.pdf.typeset.numbering import Numbering, read_lists
from docgen.pdf.typeset.package import Package, Part
from docgen.pdf.typeset.plan_cache import PlanCache
from docgen.pdf.typeset.section import SectionSetter, sections
from docgen.pdf.typeset.styles import style_sheet
from docgen.pdf.typeset.text import TextSetter

# Settings that change how Word lays a page out in ways not followed here.
_REFUSED_SETTINGS = frozenset(
    q(f"w:{name}") for name in ("mirrorMargins", "gutterAtTop", "bookFoldPrinting", "autoHyphenation")
)


@dataclass(frozen=True)
class Translation:
    """Typst code, and what the document holds that it leaves out."""

    source: str
    refused: list[str]

    def require(self) -> None:
        """Raise LayoutUnsupported unless nothing was left out."""
        if self.refused:
            raise LayoutUnsupported(self.refused)


def translate(docx: bytes, fonts: FontBook, setter: TextSetter, plans: PlanCache) -> Translation:
    """Translate a DOCX.

    Raises TemplateRefused when it is damaged, EngineUnavailable when a font is missing.
    """
    package = Package(docx)
    part = package.document
    context = _context(package, part, fonts, setter, plans)
    even_and_odd = _settings(part, context)
    body = part.root.find(q("w:body"))
    setting = SectionSetter(context, even_and_odd)
    pages = [setting.code(section) for section in sections(body, context)] if body is not None else []
    definitions = "\n".join(f"#let {name}={code}" for name, code in context.definitions.items())
    source = f'#import "{LIBRARY}":*\n{definitions}\n#show:{_metadata(package, context)}\n#{{{";".join(pages)}}}\n'
    return Translation(source, context.refusals.names)


def _context(package: Package, part: Part, fonts: FontBook, setter: TextSetter, plans: PlanCache) -> Context:
    styles, numbering, notes = (part.related(kind) for kind in ("styles", "numbering", "footnotes"))
    sheet = style_sheet(styles.data if styles is not None else b"")
    lists = read_lists(numbering.data if numbering is not None else b"")
    return Context(fonts, setter, sheet, Numbering(lists), Footnotes(notes), plans, part)


def _settings(part: Part, context: Context) -> bool:
    """Read settings.xml; returns whether even pages have their own header and footer."""
    settings = part.related("settings")
    even_and_odd = False
    for child in elements(settings.root) if settings is not None else ():
        if child.tag == q("w:defaultTabStop"):
            context.default_tab = max(1, number(val(child), 720))
        elif child.tag == q("w:evenAndOddHeaders"):
            even_and_odd = on(child)
        elif child.tag == q("w:compat"):
            _compatibility(child, context)
        elif child.tag in _REFUSED_SETTINGS and on(child):
            context.refusals.element(child)
    return even_and_odd


def _compatibility(element: etree._Element, context: Context) -> None:
    context.expand_before_break = element.find(q("w:doNotExpandShiftReturn")) is None
    for setting in element.iterchildren(q("w:compatSetting")):
        if setting.get(q("w:name")) == "compatibilityMode":
            context.compatibility = number(val(setting), context.compatibility)


def _metadata(package: Package, context: Context) -> str:
    title, date = package.title, package.date
    if not title:
        context.refusals.add("document without a title in its properties (PDF/UA wants one)")
    _, run, _ = context.styles.paragraph("")
    tag = (package.language or str(run.get("lang") or "und")).split("-")
    region = next((literal(sub) for sub in tag[1:] if len(sub) == 2), "none")
    names = ("year", "month", "day", "hour", "minute", "second")
    day = ",".join(f"{name}:{value}" for name, value in zip(names, date, strict=True))
    language = f"language:{literal(tag[0].lower())},region:{region}"
    return f"document-with.with(title:{literal(title)},{language},date:datetime({day}))"
