"""The workbook for one document type: one row a case, captions, help and choices in one language.

Its first row, hidden, holds the JSON Pointers of the columns, the second their captions; cases begin in the third.
Every cell is text, so no leading zero and no date is changed. A second sheet shows the type's example; a hidden one
(`docgen.batch.sources.excel.IDENTITY`) holds the lists of choices and says which type and language it is.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from docgen.batch.columns import REPEAT, STAR, Column, columns_of
from docgen.batch.sources.excel import IDENTITY
from docgen.batch.sources.rejects import CAPTION
from docgen.batch.sources.table import PROBLEMS_OVER_CAPTIONS
from docgen.case import Case
from docgen.documents import Document, example
from docgen.errors import Key
from docgen.forms.nodes import Kind
from docgen.forms.plan import hints
from docgen.forms.values import options
from docgen.library import Library
from docgen.locale import Locale

FIRST_ROW: Final = 3
"""The row of the first case."""
_LAST_ROW: Final = 10_000
_AS_TEXT: Final = "@"
_LONGEST_HELP: Final = 255  # ECMA-376 Part 1, 18.3.1.32: promptTitle has 32 characters at most, prompt 255
_CASES: Final[Key] = "Cases"
_EXAMPLE: Final[Key] = "Example"
_MADE: Final = datetime(2026, 1, 1)
_WIDTHS: Final[Mapping[Kind, int]] = {Kind.PARAGRAPHS: 44, Kind.LINE: 26, Kind.DAY: 22, Kind.PARTIAL_DATE: 22}
_HEAD: Final = PatternFill("solid", fgColor="DCE6F1")
_NEEDED: Final = PatternFill("solid", fgColor="FCE4B4")
_EDGE: Final = Border(bottom=Side(style="medium"), right=Side(style="thin", color="A6A6A6"))


def workbook(kind: type[Document], locale: Locale, library: Library, repeat: int = REPEAT) -> bytes:
    """An .xlsx with an empty sheet for the cases and one with the example; `repeat` columns for each list."""
    document = kind.of(Case.load(json.dumps(example(kind)))).model_dump(mode="json")
    columns = columns_of(kind, list(library.locales.values()), repeat, document)
    book = Workbook()
    book.properties.creator = ""
    book.properties.created = book.properties.modified = _MADE
    made = _Sheets(book, columns, locale, library)
    cases = book.active
    made.headed(cases, locale.term(_CASES))
    made.choices(cases)
    shown = book.create_sheet()
    made.headed(shown, locale.term(_EXAMPLE))
    made.example(shown, document)
    made.identity(kind)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@dataclass
class _Sheets:
    book: Workbook
    columns: Sequence[Column]
    locale: Locale
    library: Library
    _lists: dict[tuple[str, ...], str] = field(default_factory=dict)

    def headed(self, sheet: Worksheet, title: str) -> None:
        """Pointers, captions and the look of the columns."""
        sheet.title = title[:31]
        sheet.row_dimensions[1].hidden = True
        sheet.row_dimensions[2].height = 72
        sheet.freeze_panes = f"A{FIRST_ROW}"
        for number, column in enumerate(self.columns, 1):
            needed = column.required(self.locale)
            caption = column.caption(self.locale) + (STAR if needed else "")
            self._column(sheet, number, column.pointer, caption, _WIDTHS.get(column.node.kind, 20), self._face(column))
            sheet.cell(2, number).fill = _NEEDED if needed else _HEAD
        last = len(self.columns) + 1
        words = self.locale.term(CAPTION)
        self._column(sheet, last, PROBLEMS_OVER_CAPTIONS, words, 44, self._own_face)
        sheet.column_dimensions[get_column_letter(last)].hidden = True

    def _column(self, sheet: Worksheet, number: int, pointer: str, caption: str, width: int, face: str) -> None:
        put(sheet, 1, number, pointer)
        cell = put(sheet, 2, number, caption)
        cell.font = Font(name=self._own_face, size=10, bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        cell.fill, cell.border = _HEAD, _EDGE
        look = sheet.column_dimensions[get_column_letter(number)]
        look.width = width
        look.number_format = _AS_TEXT
        look.font = Font(name=face, size=11)
        look.alignment = Alignment(wrap_text=True, vertical="top")

    @property
    def _own_face(self) -> str:
        return self.library.fonts()[self.locale.script].name

    def _face(self, column: Column) -> str:
        """The house font for what is written in the column: of its language or script, else of the workbook's."""
        fonts, code = self.library.fonts(), column.code
        known = self.library.locales.get(code) if code else None
        script = known.script if known else code or self.locale.script
        return fonts[script].name if script in fonts else self._own_face

    def choices(self, sheet: Worksheet) -> None:
        """Help that shows when a cell is entered, and lists to choose from; another text only raises a question."""
        for number, column in enumerate(self.columns, 1):
            words = tuple(options(column.node, self.locale).values())
            rule = DataValidation(
                type="list" if words else None, allow_blank=True, errorStyle="warning",
                formula1=self._list(words) if words else None,
                showErrorMessage=bool(words) and column.node.kind is not Kind.LANGUAGE,
            )  # fmt: skip
            help_text = self._help(column)
            if help_text:
                rule.showInputMessage, rule.prompt = True, help_text
            if words or help_text:
                letter = get_column_letter(number)
                rule.add(f"{letter}{FIRST_ROW}:{letter}{_LAST_ROW}")
                sheet.add_data_validation(rule)

    def _help(self, column: Column) -> str:
        words = self.locale.catalogue.translate
        texts = [words(column.help)] if column.help else []
        whole = "; ".join([*texts, *map(words, hints(column.node, self.locale))])
        return whole if len(whole) <= _LONGEST_HELP else whole[: _LONGEST_HELP - 1] + "…"

    def _list(self, words: tuple[str, ...]) -> str:
        """The cells of a list of choices, which is kept once: in a rule itself 255 characters are the most."""
        if words not in self._lists:
            sheet = self._hidden()
            number = 4 + len(self._lists)
            for row, word in enumerate(words, 1):
                put(sheet, row, number, word)
            letter = get_column_letter(number)
            self._lists[words] = f"{IDENTITY}!${letter}$1:${letter}${len(words)}"
        return self._lists[words]

    def _hidden(self) -> Worksheet:
        if IDENTITY not in self.book.sheetnames:
            self.book.create_sheet(IDENTITY).sheet_state = "hidden"
        return self.book[IDENTITY]

    def identity(self, kind: type[Document]) -> None:
        """Which type and language it is, for whoever reads it back."""
        sheet = self._hidden()
        self.book.move_sheet(sheet, len(self.book.sheetnames))
        for row, pair in enumerate((("type", kind.type_id), ("language", self.locale.tag)), 1):
            for number, text in enumerate(pair, 1):
                put(sheet, row, number, text)

    def example(self, sheet: Worksheet, document: Any) -> None:
        """The type's example, written in the language."""
        for number, column in enumerate(self.columns, 1):
            cell = put(sheet, FIRST_ROW, number, column.cell(document, self.locale))
            cell.font = Font(name=self._face(column), size=11)
            cell.alignment = Alignment(wrap_text=True, vertical="top")


def put(sheet: Worksheet, row: int, column: int, text: str) -> Any:
    """Write text as text: what begins with “=” is no formula."""
    cell = sheet.cell(row, column)
    cell.value = text or None
    if text:
        cell.data_type = "s"
    cell.number_format = _AS_TEXT
    return cell
