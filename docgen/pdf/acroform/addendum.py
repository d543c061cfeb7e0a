"""Pages at the end of a form for the text that its fields could not hold: number, label and the rest of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from pypdf import PageObject, PdfWriter
from pypdf.generic import ArrayObject, IndirectObject, NameObject, StreamObject

from docgen.errors import Message
from docgen.pdf.acroform.access import reference
from docgen.pdf.acroform.embed import Fonts
from docgen.pdf.acroform.measure import Line, Paragraph, Passage, Writer
from docgen.pdf.acroform.structure import Structure
from docgen.pdf.coding.content import line
from docgen.pdf.coding.runs import FontChoice

_MARGIN = 0.1  # of the shorter side
_TITLE, _LABEL, _TEXT, _FOOT = 14.0, 11.0, 11.0, 9.0


@dataclass(frozen=True, slots=True)
class Entry:
    """What is left of a field's text, under the number that the field's mark names."""

    number: int
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Words:
    """The language of the addendum: how it breaks lines, says a message and writes digits."""

    writer: Writer
    say: Callable[[Message], str]
    digits: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A paragraph to be set; `kept`: points of what follows that must stand on its page."""

    passage: Passage
    size: float
    before: float = 0.0
    kept: float = 0.0


@dataclass(slots=True)
class _Page:
    rows: list[tuple[int, Paragraph, float, float]] = field(default_factory=list)
    """(piece, line, size, baseline)"""


class Addendum:
    """Sets entries on as many pages as they need, each the size of the form's first page."""

    def __init__(self, writer: PdfWriter, fonts: Fonts, choice: FontChoice, words: Words) -> None:
        self._writer, self._fonts, self._words = writer, fonts, words
        self._plain = replace(choice, bold=False, italic=False)
        self._bold = replace(choice, bold=True, italic=False)
        first = writer.pages[0]
        sides = float(first.mediabox.width), float(first.mediabox.height)
        self._width, self._height = sides[::-1] if first.rotation % 180 else sides
        self._margin = min(sides) * _MARGIN
        self._structure = Structure(writer)

    def append(self, entries: Sequence[Entry]) -> None:
        """Put the pages at the end of the document."""
        pieces = list(self._pieces(entries))
        pages = list(self._broken(pieces))
        marked: dict[int, list[tuple[IndirectObject, int]]] = {}
        made = [self._page(page, at, len(pages), marked) for at, page in enumerate(pages, 1)]
        if self._structure.tagged:
            self._tag(made, marked)

    def _pieces(self, entries: Sequence[Entry]) -> Iterator[_Piece]:
        yield self._piece(self._words.say(Message("Continuation of the form")), self._bold, _TITLE)
        for each in entries:
            label = self._drawable(each.label)
            heading = self._piece(f"{self._words.digits(str(each.number))}. {label}", self._bold, _LABEL)
            text = self._piece(each.text, self._plain, _TEXT)
            yield replace(heading, before=_TEXT, kept=text.passage.pitch * text.size)
            yield text

    def _piece(self, text: str, choice: FontChoice, size: float) -> _Piece:
        return _Piece(Passage(text, choice, self._words.writer), size)

    def _drawable(self, label: str) -> str:
        """A label as the form has it, without characters that no font draws."""
        missing = self._plain.undrawable(label)
        return "".join(char for char in label if char not in missing and char not in "\r\n\t")

    def _broken(self, pieces: Sequence[_Piece]) -> Iterator[_Page]:
        page, y = _Page(), self._height - self._margin
        for at, piece in enumerate(pieces):
            step = piece.passage.pitch * piece.size
            y -= piece.before
            for each in piece.passage.lines((self._width - 2 * self._margin) / piece.size):
                if y - step - piece.kept < self._margin and page.rows:
                    yield page
                    page, y = _Page(), self._height - self._margin
                page.rows.append((at, _row(piece.passage, each), piece.size, y - piece.passage.ascent * piece.size))
                y -= step
        yield page

    def _page(
        self, page: _Page, at: int, count: int, marked: dict[int, list[tuple[IndirectObject, int]]]
    ) -> PageObject:
        made = self._writer.add_blank_page(self._width, self._height)
        own = reference(self._writer, made)
        parts: list[str] = []
        last, mcid = -1, -1
        for piece, row, size, y in page.rows:
            if piece != last and self._structure.tagged:
                mcid += 1
                parts += ["EMC"] if last >= 0 else []
                parts.append(f"/P <</MCID {mcid}>> BDC")
                marked.setdefault(piece, []).append((own, mcid))
            last = piece
            if row.text:
                parts.append(line(row.shaped, size, self._margin, y, self._fonts.of))
        if self._structure.tagged:
            parts.append("EMC")
        stream = StreamObject()
        stream.set_data("\n".join([*parts, self._foot(at, count)]).encode("ascii"))
        made[NameObject("/Contents")] = self._writer._add_object(stream.flate_encode())
        made[NameObject("/Resources")] = self._fonts.resources
        return made

    def _foot(self, at: int, count: int) -> str:
        digits = self._words.digits
        said = self._words.say(
            Message("Continuation, page {number} of {count}", {"number": digits(str(at)), "count": digits(str(count))})
        )
        (paragraph,) = self._piece(said, self._plain, _FOOT).passage.paragraphs
        x = self._width - self._margin - paragraph.width(0, len(paragraph.text)) * _FOOT
        drawn = line(paragraph.shaped, _FOOT, x, self._margin / 2, self._fonts.of)
        return f"/Artifact <</Type /Pagination>> BDC\n{drawn}\nEMC"

    def _tag(self, pages: Sequence[PageObject], marked: dict[int, list[tuple[IndirectObject, int]]]) -> None:
        owners: dict[int, dict[int, IndirectObject]] = {}
        for places in marked.values():
            element = self._structure.add_paragraph(places)
            for page, mcid in places:
                owners.setdefault(page.idnum, {})[mcid] = element
        for made in pages:
            found = owners.get(reference(self._writer, made).idnum, {})
            array = self._writer._add_object(ArrayObject(found[mcid] for mcid in sorted(found)))
            made[NameObject("/StructParents")] = self._structure.add_parents(array)
            made[NameObject("/Tabs")] = NameObject("/S")


def _row(passage: Passage, each: Line) -> Paragraph:
    return replace(passage.paragraph_at(each.start), text=each.text, start=each.start)
