"""One paragraph as Typst code: its inline content, and the block that places it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from docgen.pdf.fonts import holds_script
from docgen.pdf.typeset.atoms import Atom, Break, Inline, Text
from docgen.pdf.typeset.context import Context
from docgen.pdf.typeset.inline import InlineReader
from docgen.pdf.typeset.names import literal, points, q
from docgen.pdf.typeset.numbering import Label
from docgen.pdf.typeset.paragraph_properties import ALIGNMENTS, Border, read_paragraph_properties
from docgen.pdf.typeset.plan_cache import Planned
from docgen.pdf.typeset.run_properties import Properties, read_run_properties
from docgen.pdf.typeset.styles import merge_tabs
from docgen.pdf.typeset.tabs import Line, set_line, width_of
from docgen.pdf.typeset.text_styles import TextStyle, intern

#: A justified line may be stretched between letters by this much where words are not spaced (Thai).
_THAI_TRACKING = "justification-limits:(tracking:(min:0pt,max:0.03em))"

#: Twips, about two thirds of an A4 page. What is estimated higher may break although Word is asked to keep it whole: a
#: block that neither fits a page nor may break would run off the paper and lose its text.
MAX_WHOLE = 9_000


@dataclass(frozen=True)
class Plan(Planned):
    """A paragraph ready to be placed. Lengths in twips.

    `pages`: code of its content, cut at hard page breaks; `wrapper`: the function that sets one of them; `natural`:
    width of the content on one line (measured in headers and footers, elsewhere a rough upper bound); `height`: of one
    line; `mark`: run properties of the paragraph mark; `forced`: line breaks it holds.
    """

    pages: tuple[str, ...]
    wrapper: str
    properties: Properties
    style: str
    heading: int
    natural: float
    height: float
    mark: Properties
    forced: int

    @property
    def empty(self) -> bool:
        """Whether the paragraph holds nothing to draw."""
        return len(self.pages) == 1 and not self.pages[0]


def plan(element: etree._Element, context: Context, width: int) -> Plan:
    """Plan a `w:p` for a column of `width` twips."""
    return context.plans.plan(Plan, element, context, width, lambda: _plan(element, context, width))


def _properties(element: etree._Element, context: Context) -> tuple[Properties, Properties, Properties, str]:
    """(paragraph, run base, run properties of the mark, style id), styles and list level resolved."""
    ppr = element.find(q("w:pPr"))
    own = read_paragraph_properties(ppr, context.refusals)
    style = own.get("pStyle", "")
    paragraph, run, refused = context.styles.paragraph(style)
    for name in refused:
        context.refusals.add(name)
    properties = paragraph | own
    ident = properties.get("numId")
    level = context.numbering.level(ident, properties.get("ilvl", 0)) if ident else None
    if level is not None:
        # A list's indents yield to the paragraph's own, and to its style's where the style itself brings the list.
        styled = {key: paragraph[key] for key in ("left", "right", "first")} if "numId" not in own else {}
        properties = paragraph | level.paragraph | ({} if "numId" in own else _nonzero(styled)) | own
    inherited = merge_tabs(paragraph["tabs"], level.paragraph.get("tabs", ()) if level else ())
    properties["tabs"] = merge_tabs(inherited, own.get("tabs", ()))
    mark = run | read_run_properties(ppr.find(q("w:rPr")) if ppr is not None else None, context.refusals)
    return properties, run, mark, context.styles.resolved_id(style)


def _nonzero(properties: Properties) -> Properties:
    return {key: value for key, value in properties.items() if value}


def _plan(element: etree._Element, context: Context, width: int) -> Plan:
    properties, run, mark, style = _properties(element, context)
    reader = InlineReader(context, run, properties)
    reader.read(element)
    atoms = reader.finish()
    line = _line(properties, context, width)
    shift = "linebreak(justify:true)" if line.justified and context.expand_before_break else "linebreak()"
    pages: list[str] = []
    styles: dict[str, TextStyle] = {}
    for page in _pages(atoms):
        code, used = set_line(page, line, shift)
        pages.append(code)
        styles |= used
    heading = 0 if context.in_header else min(properties.get("outline", 9), 9) + 1
    heading = 0 if heading == 10 or not any(pages) else heading
    height = _height(atoms, context.setter.style(mark, properties))
    natural = width_of(atoms) if context.in_header else _rough_width(atoms, height)
    forced = sum(isinstance(atom, Break) for atom in atoms)
    if height * (forced + natural / max(1, width)) > MAX_WHOLE:
        properties = properties | {"keepLines": False}
    properties = _outside_border(properties, height)
    wrapper = _wrapper(properties, bool(heading), _is_thai(atoms))
    definitions = (
        {s.name: s.code for s in styles.values()} | dict(_definitions(atoms)) | {intern("p", wrapper): wrapper}
    )
    return Plan(
        definitions, (), tuple(pages), intern("p", wrapper), properties, style, heading,
        natural, height, mark, forced,
    )  # fmt: skip


def _rough_width(atoms: Sequence[Atom], height: float) -> float:
    """Twips on one endless line, on the safe side and unshaped: no script is wider than 0.4 of its line's height."""
    return sum(len(atom.text) * height * 0.4 for atom in atoms if isinstance(atom, Text))


def _outside_border(properties: Properties, height: float) -> Properties:
    """What a line multiple adds below the last line stands outside a border there, as in Word and LibreOffice."""
    top, bottom, between = properties["borders"]
    if bottom is None or properties["lineRule"] != "auto" or properties["line"] <= 240:
        return properties
    extra = int(height - height * 240 / properties["line"])
    lowered = bottom._replace(space=bottom.space - extra)
    return properties | {"borders": (top, lowered, between), "after": properties["after"] + extra}


def _definitions(atoms: Sequence[Atom]) -> list[tuple[str, str]]:
    return [pair for atom in atoms if isinstance(atom, Inline) for pair in atom.definitions]


def _is_thai(atoms: Sequence[Atom]) -> bool:
    return any(isinstance(a, Text) and holds_script(a.text, "Thai") for a in atoms)


def _height(atoms: Sequence[Atom], empty: TextStyle) -> float:
    edges = [a.style.edges for a in atoms if isinstance(a, Text)] or [empty.edges]
    pictures = [a.height for a in atoms if isinstance(a, Inline) and a.height]
    if pictures and not any(isinstance(a, Text) for a in atoms):
        return max(pictures)
    return max([above for above, _ in edges] + pictures) + max(below for _, below in edges)


def _pages(atoms: Sequence[Atom]) -> list[list[Atom]]:
    pages: list[list[Atom]] = [[]]
    for atom in atoms:
        if isinstance(atom, Break) and atom.page:
            pages.append([])
        else:
            pages[-1].append(atom)
    if len(pages) == 1 and pages[0] and isinstance(pages[0][-1], Break):
        # A line break at the very end opens an empty last line in Word; Typst would swallow it.
        pages[0].append(Inline("sym.zws", 0.0))
    return pages


def _line(properties: Properties, context: Context, width: int) -> Line:
    left, first = properties["left"], properties["first"]
    _, justified = ALIGNMENTS.get(properties["jc"], ("left", False))
    right = width - properties["right"]
    start = left + first
    if properties.get("numId"):
        # The number stands in the hanging indent; without one it takes about a tab's width of the first line.
        start = left if first < 0 else start + context.default_tab
    return Line(start, left, right, properties["tabs"], context.default_tab, justified)


def _wrapper(properties: Properties, heading: bool, thai: bool) -> str:
    """A Typst function from content to the block that sets it."""
    align, justified = ALIGNMENTS.get(properties["jc"], ("left", False))
    left, first = properties["left"], properties["first"]
    arguments = []
    if justified:
        arguments.append("justify:true" + ("," + _THAI_TRACKING if thai else ""))
    if first < 0:
        arguments.append(f"hanging-indent:{points(-first)}")
        left += first
    elif first > 0:
        arguments.append(f"first-line-indent:(amount:{points(first)},all:true)")
    block = _block(properties, left) + (["above:0pt", "below:0pt"] if heading else [])
    if not block and align == "left" and properties["widowControl"] and not heading:
        return f"par.with({','.join(arguments)})" if arguments else "par"
    sets = "" if align == "left" else f"set align({align});"
    if not properties["widowControl"]:
        sets += "set text(costs:(orphan:0%,widow:0%));"
    body = f"set par({','.join(arguments)});b" if heading else f"par({','.join([*arguments, 'b'])})"
    return f"b=>block({','.join(['width:100%', *block])},{{{sets}{body}}})"


def _block(properties: Properties, left: int) -> list[str]:
    """Arguments of the block around a paragraph that needs one."""
    arguments, inset = [], {"left": left, "right": properties["right"]}
    strokes = []
    for side, border in zip(("top", "bottom"), properties["borders"], strict=False):
        if border is not None:
            inset[side] = border.space + border.width
            strokes.append(f"{side}:{stroke(border)}")
    shown = [f"{side}:{points(length)}" for side, length in inset.items() if length]
    if shown:
        arguments.append(f"inset:({','.join(shown)})")
    if strokes:
        arguments.append(f"stroke:({','.join(strokes)})")
    if properties["fill"]:
        arguments.append(f'fill:rgb("{properties["fill"]}")')
    if properties["keepNext"]:
        arguments.append("sticky:true")
    if properties["keepLines"]:
        arguments.append("breakable:false")
    return arguments


def stroke(border: Border) -> str:
    """A Typst stroke."""
    paint = f'rgb("{border.colour}")' if border.colour else "black"
    dash = "" if border.dash == "solid" else f',dash:"{border.dash}"'
    return f"(paint:{paint},thickness:{points(border.width)}{dash})"


def label_atoms(label: Label, planned: Plan, context: Context) -> list[Text]:
    """The number of a paragraph, in the mark's properties with the level's on top (§17.9.24)."""
    run = planned.mark | label.level.run
    context.setter.complex = False
    return [Text(s, t) for s, t in context.setter.stretches(label.text, run, planned.properties, context.refusals)]


def put_texts(texts: Sequence[Text], context: Context) -> str:
    """Code for stretches of text, their styles defined."""
    context.definitions.update((text.style.name, text.style.code) for text in texts)
    return "+".join(f"{text.style.name}({literal(text.text)})" for text in texts)
