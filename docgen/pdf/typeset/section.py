"""Sections: paper, margins, headers and footers (ECMA-376 Part 1 §17.6, §17.10)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree

from docgen.pdf.typeset import flow, frames
from docgen.pdf.typeset.context import Context
from docgen.pdf.typeset.fields import PAGE_NUMBER_DIGITS
from docgen.pdf.typeset.names import elements, literal, number, on, points, q, val
from docgen.pdf.typeset.text_styles import TextStyle
from docgen.pdf.typeset.watermark import Mark

_A4 = (11906, 16838)
_IGNORED = frozenset(
    q(f"w:{name}")
    for name in (
        "docGrid",
        "cols",
        "formProt",
        "noEndnote",
        "paperSrc",
        "bidi",
        "rtlGutter",
        "footnotePr",
        "type",
        "vAlign",
    )
)
_MARGINS = ("top", "right", "bottom", "left", "header", "footer", "gutter")


@dataclass
class Section:
    """A `w:sectPr` and the body elements it governs. Lengths in twips."""

    body: list[etree._Element]
    properties: etree._Element | None
    size: tuple[int, int] = _A4
    margins: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(_MARGINS, 1440) | {"header": 720, "footer": 720, "gutter": 0}
    )
    later: bool = False
    title_page: bool = False
    start: int | None = None
    number_format: str = ""
    references: dict[tuple[str, str], str] = field(default_factory=dict)

    @property
    def width(self) -> int:
        """Width of the text area."""
        return self.size[0] - self.margins["left"] - self.margins["right"] - self.margins["gutter"]


def sections(body: etree._Element, context: Context) -> list[Section]:
    """The document's sections, each with the header and footer references it has or inherits (§17.10.5)."""
    found: list[Section] = []
    run: list[etree._Element] = []
    ends = {paragraph: sect for sect in body.iter(q("w:sectPr")) for paragraph in sect.iterancestors(q("w:p"))}
    for child in elements(body):
        if child.tag == q("w:sectPr"):
            found.append(_read(run, child, found, context))
            run = []
            continue
        run.append(child)
        if child in ends:
            found.append(_read(run, ends[child], found, context))
            run = []
    if run or not found:
        found.append(Section(run, None, references=dict(found[-1].references) if found else {}))
    return found


def _read(run: list[etree._Element], element: etree._Element, before: Sequence[Section], context: Context) -> Section:
    section = Section(run, element, later=bool(before), references=dict(before[-1].references) if before else {})
    for child in elements(element):
        name = etree.QName(child).localname
        if name in ("headerReference", "footerReference"):
            section.references[name[:6], child.get(q("w:type"), "default")] = child.get(q("r:id"), "")
        elif name == "pgSz":
            section.size = (number(child.get(q("w:w")), _A4[0]), number(child.get(q("w:h")), _A4[1]))
        elif name == "pgMar":
            section.margins |= {
                key: number(child.get(q(f"w:{key}"))) for key in _MARGINS if child.get(q(f"w:{key}")) is not None
            }
        elif name == "titlePg":
            section.title_page = on(child)
        else:
            _other(child, name, section, before, context)
    return section


def _other(child: etree._Element, name: str, section: Section, before: Sequence[Section], context: Context) -> None:
    refusals, value = context.refusals, val(child)
    if name == "pgNumType":
        start = child.get(q("w:start"))
        section.start = None if start is None else number(start)
        section.number_format = child.get(q("w:fmt"), "")
        if section.number_format not in PAGE_NUMBER_DIGITS:
            refusals.add(f'page numbers in "{section.number_format}"')
    elif name == "type" and value not in ("nextPage", "") and before:
        refusals.add(f'section that begins "{value}"')
    elif name == "cols" and number(child.get(q("w:num")), 1) > 1:
        refusals.add("text in columns")
    elif name == "vAlign" and value != "top":
        refusals.add("vertical alignment of a page (w:sectPr/w:vAlign)")
    elif name == "docGrid" and child.get(q("w:type"), "default") != "default":
        refusals.add("document grid that snaps lines (w:docGrid)")
    elif child.tag not in _IGNORED and not (name == "textDirection" and value in ("lrTb", "lr")):
        refusals.element(child)


@dataclass
class _Part:
    """One header or footer: code, an estimate of its height in twips on the safe side, and code of its frames."""

    code: str
    height: float
    frames: str = ""


@dataclass
class _Furniture:
    """A section's headers, or its footers; `first` and `even` are None where the default one stands there too."""

    default: _Part
    first: _Part | None
    even: _Part | None

    @property
    def code(self) -> str:
        """What a page bears, chosen by its number."""
        return self._chosen(lambda part: part.code)

    @property
    def frames(self) -> str:
        """The frames that stand on a page, chosen by its number; "" where there are none at all."""
        parts = (self.default, self.first, self.even)
        return self._chosen(lambda part: part.frames or "[]") if any(part and part.frames for part in parts) else ""

    def _chosen(self, code: Callable[[_Part], str]) -> str:
        if self.first is None and self.even is None:
            return code(self.default)
        first, even = (code(part) if part is not None else "none" for part in (self.first, self.even))
        return f"chosen({first},{even},{code(self.default)},1)"

    @property
    def later(self) -> str:
        """Those of the pages behind the first, as a Typst array."""
        return "(" + "".join(f"{part.code}," for part in (self.default, self.even) if part is not None) + ")"

    @property
    def opening(self) -> str:
        """The one of the first page, as a Typst array that is empty where it is the default one."""
        return f"({self.first.code},)" if self.first is not None else "()"

    @property
    def height(self) -> float:
        """Twips of the tallest."""
        return max(part.height for part in (self.default, self.first, self.even) if part is not None)


class SectionSetter:
    """Sets one section after the other."""

    def __init__(self, context: Context, even_and_odd: bool) -> None:
        self.context, self.even_and_odd = context, even_and_odd

    def code(self, section: Section) -> str:
        """The section's pages as a Typst call."""
        context = self.context
        context.page_number_format = section.number_format
        context.footnotes.width = section.width
        context.marks.clear()
        header, footer = self._furniture(section, "header"), self._furniture(section, "footer")
        body = flow.Flow(context, section.width).add(section.body)
        lead = f"v({points(body.first)});" if body.first else ""
        counter = f"counter(page).update({section.start});" if section.start is not None else ""
        content = f"{{{counter}{lead}{body.body}}}"
        return self._page(section, header, footer, content)

    def _page(self, section: Section, header: _Furniture, footer: _Furniture, content: str) -> str:
        margins, (width, height) = section.margins, section.size
        top, bottom = abs(margins["top"]), abs(margins["bottom"])
        sides = f"left:{points(margins['left'] + margins['gutter'])},right:{points(margins['right'])}"
        distances = points(margins["header"]), points(margins["footer"])
        arguments = [
            f"width:{points(width)}",
            f"height:{points(height)}",
            f"header:headed({distances[0]},{header.code})",
            f"footer:footed({distances[1]},{footer.code})",
            *self._background(header.frames, footer.frames),
        ]
        # A negative margin holds whatever the header's height (§17.6.11).
        room = margins["top"] < 0 or margins["header"] + header.height <= top
        if room and (margins["bottom"] < 0 or margins["footer"] + footer.height <= bottom):
            arguments.append(f"margin:(top:{points(top)},bottom:{points(bottom)},{sides})")
            return f"page({','.join([*arguments, content])})"
        arguments.append(f"margin:({sides})")
        first = footer.opening.strip("()")
        return (
            f"page-around({points(top)},{points(bottom)},{points(section.width)},{distances[0]},{header.later},{header.opening},"
            f"{distances[1]},{footer.later[:-1]}{first}),({','.join(arguments)}),{content})"
        )

    def _furniture(self, section: Section, kind: str) -> _Furniture:
        absent = _Part("none", 0)
        blank = _Part("[]", 0)
        first = (self._part(section, kind, "first") or blank) if section.title_page else None
        even = (self._part(section, kind, "even") or blank) if self.even_and_odd else None
        if first is not None and section.properties is not None and section.later:
            self.context.refusals.add("different first page in a section behind the first")
        return _Furniture(self._part(section, kind, "default") or absent, first, even)

    def _part(self, section: Section, kind: str, type_: str) -> _Part | None:
        ident = section.references.get((kind, type_))
        document = self.context.part
        part = document.target(ident) if ident else None
        if part is None:
            return None
        context = self.context
        context.part, context.in_header = part, True
        try:
            standing = frames.Standing(part.root, section.margins["left"] + section.margins["gutter"], context)
            content = flow.Flow(context, section.width).add(standing.rest)
            placed = standing.code()
        finally:
            context.part, context.in_header = document, False
        padded = f"{{v({points(content.first)});{content.body};v({points(content.last)})}}"
        return _Part(padded, content.height + content.first + content.last, placed)

    def _background(self, *frames: str) -> Iterator[str]:
        """Watermark and frames: artifacts in the tag tree, as headers and footers are."""
        behind = [*self._watermark(), *filter(None, frames)]
        if behind:
            yield f"background:{{{';'.join(behind)}}}"

    def _watermark(self) -> Iterator[str]:
        for mark in self.context.marks[:1]:
            stretches = self._mark_text(mark)
            style = stretches[0][0]
            # WordArt fills its box with the ink of the letters, whatever their proportions.
            wide = sum(s.face.ink(text)[0] for s, text in stretches) * style.points
            tall = max(s.face.ink(text)[1] for s, text in stretches) * style.points
            factors = ",".join(
                f"{100 * size / ink:.1f}%" for size, ink in ((mark.width, wide), (mark.height, tall)) if ink
            )
            fill = f'.with(fill:rgb("{mark.colour}").transparentize({100 - round(mark.opacity * 100)}%))'
            self.context.definitions.update((s.name, s.code) for s, _ in stretches)
            body = "+".join(f"{s.name}{fill}({literal(text)})" for s, text in stretches)
            if factors.count(",") == 1:
                yield f"watermark({mark.rotation:g}deg,{factors},{body})"

    def _mark_text(self, mark: Mark) -> list[tuple[TextStyle, str]]:
        """The watermark's text at a size near its final one."""
        context = self.context
        _, base, _ = context.styles.paragraph("")
        family = mark.family if mark.family and context.fonts.has(mark.family) else str(base["cs"])
        size = max(2, round(2 * mark.width / max(context.fonts.face(family).ink(mark.text)[0], 0.1)))
        run = base | {
            "ascii": family,
            "hAnsi": family,
            "cs": family,
            "b": mark.bold,
            "bCs": mark.bold,
            "sz": size,
            "szCs": size,
        }
        return context.setter.stretches(mark.text, run, {"line": 240, "lineRule": "auto"}, context.refusals)
