"""The children of a paragraph turned into atoms; what is not known is refused by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from lxml import etree

from docgen.pdf.typeset import drawing, watermark
from docgen.pdf.typeset.atoms import Atom, Break, Inline, Tab, Text
from docgen.pdf.typeset.fields import PAGE_NUMBER_DIGITS, Field, counter_of
from docgen.pdf.typeset.names import elements, literal, q
from docgen.pdf.typeset.run_properties import Properties, read_run_properties

if TYPE_CHECKING:
    from docgen.pdf.typeset.context import Context

_HARMLESS = frozenset(
    q(name)
    for name in (
        "w:pPr", "w:rPr", "w:bookmarkStart", "w:bookmarkEnd", "w:proofErr", "w:permStart", "w:permEnd",
        "w:lastRenderedPageBreak",
        "w:annotationRef", "w:separator", "w:continuationSeparator", "w:sdtPr", "w:sdtEndPr", "w:smartTagPr",
        "w:fldData",
    )
)  # fmt: skip
# Containers that add nothing to the page and whose content is kept.
_TRANSPARENT = frozenset((q("w:sdtContent"), q("w:smartTag")))
_CHARACTERS = {q("w:noBreakHyphen"): "\u2011", q("w:softHyphen"): "\u00ad"}
_NO_BREAK_HYPHEN = "\u2011"
_STRUCTURED = frozenset(
    q(f"w:{name}") for name in ("docPartObj", "docPartList", "picture", "bibliography", "citation", "equation")
)
RUN, FIELD, SDT = q("w:r"), q("w:fldSimple"), q("w:sdt")


class InlineReader:
    """Reads one paragraph. Sets `Context.local` when what it reads depends on more than the paragraph's own XML."""

    def __init__(self, context: Context, base: Properties, paragraph: Properties) -> None:
        self.context, self.base, self.paragraph = context, base, paragraph
        self.refusals = context.refusals
        self.atoms: list[Atom] = []
        self._field: Field | None = None
        context.setter.complex = False

    def read(self, parent: etree._Element) -> None:
        """Read all children, in order."""
        for child in elements(parent):
            tag = str(child.tag)
            if tag == RUN:
                self._run(child)
            elif tag == FIELD:
                self._simple_field(child)
            elif tag == SDT:
                refuse_structured(child, self.context)
                self.read(child)
            elif tag in _TRANSPARENT:
                self.read(child)
            elif tag not in _HARMLESS:
                self.refusals.element(child)

    def finish(self) -> list[Atom]:
        """The atoms, once the paragraph has ended."""
        if self._field is not None:
            self.refusals.add("field that runs over several paragraphs")
        return self.atoms

    def run_properties(self, run: etree._Element) -> Properties:
        """The properties of a run: paragraph style, then character style, then its own."""
        own = read_run_properties(run.find(q("w:rPr")), self.refusals)
        if not own:
            return self.base
        if "rStyle" not in own:
            return self.base | own
        styled, refused = self.context.styles.character(self.base, own["rStyle"])
        for name in refused:
            self.refusals.add(name)
        return styled | own

    def _run(self, run: etree._Element) -> None:
        properties = self.run_properties(run)
        for child in elements(run):
            tag = str(child.tag)
            if tag == q("w:fldChar") or tag == q("w:instrText"):
                self._complex_field(child, properties)
            elif self._field is not None and self._field.in_result and self._field.done:
                continue  # the stale result of a field that is set anew
            elif tag == q("w:t"):
                self._text(child.text or "", properties)
            elif tag in _CHARACTERS:
                self._text(_CHARACTERS[tag], properties)
            elif tag in _READERS:
                _READERS[tag](self, child, properties)
            elif tag not in _HARMLESS:
                self.refusals.element(child)

    def _text(self, text: str, properties: Properties) -> None:
        if _NO_BREAK_HYPHEN in text:
            # Most fonts have no U+2011; a hyphen between word joiners neither breaks nor shows the difference.
            text = text.replace(_NO_BREAK_HYPHEN, "\u2060-\u2060")
        text = text.replace("\n", " ").replace("\t", " ")
        if text:
            pieces = self.context.setter.stretches(text, properties, self.paragraph, self.refusals)
            self.atoms.extend(Text(style, piece) for style, piece in pieces)

    def _tab(self, _element: etree._Element, properties: Properties) -> None:
        self.atoms.append(Tab(self.context.setter.style(properties, self.paragraph)))

    def _break(self, element: etree._Element, _properties: Properties) -> None:
        kind = element.get(q("w:type"), "textWrapping")
        if kind not in ("textWrapping", "page") or element.get(q("w:clear"), "none") != "none":
            self.refusals.add(f'w:br "{kind}"')
        self.atoms.append(Break(kind == "page"))

    def _drawing(self, element: etree._Element, _properties: Properties) -> None:
        self.context.local = True
        picture = drawing.inline_picture(element, self.context.part, self.refusals)
        if picture is not None:
            self.atoms.append(picture)

    def _vml(self, element: etree._Element, _properties: Properties) -> None:
        self.context.local = True
        mark = watermark.read(element, self.refusals)
        if mark is None or not self.context.in_header:
            self.refusals.add("VML picture (w:pict) other than a text watermark in a header")
        else:
            self.context.marks.append(mark)

    def _footnote(self, element: etree._Element, properties: Properties) -> None:
        self.context.local = True
        note = self.context.footnotes.set(element.get(q("w:id"), ""), self.context)
        style = self.context.setter.style(properties, self.paragraph)
        self.atoms.append(Inline(f"note({style.name},{note.code})", style.width("0"), 0, (style,), note.definitions))

    def _simple_field(self, element: etree._Element) -> None:
        first = element.find(RUN)
        properties = self.run_properties(first) if first is not None else self.base
        self._counter(element.get(q("w:instr"), ""), properties)

    def _complex_field(self, element: etree._Element, properties: Properties) -> None:
        kind = element.get(q("w:fldCharType"), "instruction")
        if kind == "begin":
            if self._field is not None:
                self.refusals.add("field inside a field")
            self._field = Field()
        elif self._field is None:
            self.refusals.add("field that runs over several paragraphs")
        elif kind == "instruction":
            self._field.instruction += element.text or ""
        else:
            self._close_field(self._field, kind, properties)

    def _close_field(self, field: Field, kind: str, properties: Properties) -> None:
        if not field.done:
            field.done = True
            self._counter(field.instruction, properties)
        field.in_result = kind == "separate"
        if kind == "end":
            self._field = None

    def _counter(self, instruction: str, properties: Properties) -> None:
        found = counter_of(instruction, self.refusals)
        if found is None:
            return
        function, digits = found
        digits = digits or PAGE_NUMBER_DIGITS.get(self.context.page_number_format, "0123456789")
        (style, _), *_ = self.context.setter.stretches(digits[0], properties, self.paragraph, self.refusals)
        code = f"{function}({style.name},{literal(digits)})"
        self.atoms.append(Inline(code, style.width(digits[1]), 0, (style,)))


def refuse_structured(element: etree._Element, context: Context) -> None:
    """A content control keeps its content; one that stands for a generated part (table of contents …) is refused."""
    for child in element.iterfind(f"{q('w:sdtPr')}/*"):
        if child.tag in _STRUCTURED:
            context.refusals.add(f"content control with w:{etree.QName(child).localname}")


_READERS: dict[str, Callable[[InlineReader, etree._Element, Properties], None]] = {
    q("w:tab"): InlineReader._tab,
    q("w:br"): InlineReader._break,
    q("w:cr"): InlineReader._break,
    q("w:drawing"): InlineReader._drawing,
    q("w:pict"): InlineReader._vml,
    q("w:footnoteReference"): InlineReader._footnote,
    q("w:footnoteRef"): lambda *_: None,
}
