"""The workbook: in one language, all cells text, with help and choices, and an example that is no row of its own."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest

from docgen.batch.columns import STAR
from docgen.batch.workbook import FIRST_ROW, workbook
from docgen.documents import document_type
from tests.conftest import languages
from tests.unit.batch.sources.tables import LIBRARY, TYPE, captions, columns, pointers, rows_of


def made(tag: str, type_id: str = TYPE) -> tuple[bytes, Any]:
    data = workbook(document_type(type_id), LIBRARY.locale(tag), LIBRARY)
    return data, openpyxl.load_workbook(io.BytesIO(data))


@pytest.mark.parametrize("tag", languages())
def test_captions_are_in_the_language_over_hidden_pointers(tag: str) -> None:
    data, book = made(tag)
    sheet = book.worksheets[0]
    first, second = ([str(cell.value) for cell in sheet[row]][:-1] for row in (1, 2))
    assert first == pointers() and sheet.row_dimensions[1].hidden
    assert [each.removesuffix(STAR) for each in second] == captions(tag)
    assert sheet.freeze_panes == f"A{FIRST_ROW}"
    assert rows_of(data, "xlsx", None) == []  # the example is on a sheet of its own


@pytest.mark.parametrize("tag", languages())
def test_choices_are_listed_in_the_language_and_required_columns_have_a_star(tag: str) -> None:
    _, book = made(tag)
    sheet, locale = book.worksheets[0], LIBRARY.locale(tag)
    lists = {
        str(rule.sqref).split(":")[0]: rule.formula1 for rule in sheet.data_validations.dataValidation if rule.type
    }
    place = next(n for n, column in enumerate(columns(), 1) if column.node.path == "person/sex")
    letters = openpyxl.utils.get_column_letter(place)
    _, _, area = lists[f"{letters}{FIRST_ROW}"].partition("!")
    listed = [row[0].value for row in book["docgen"][area.replace("$", "")]]
    assert listed == [locale.catalogue.translate(words) for words in columns()[place - 1].node.options.values()]
    starred = [str(cell.value).endswith(STAR) for cell in sheet[2]][:-1]
    assert starred == [column.required(locale) for column in columns()] and any(starred) and not all(starred)


def test_all_cells_are_text_and_the_fonts_those_of_the_house() -> None:
    _, book = made("th")
    sheet = book.worksheets[0]
    fonts = {each.name for each in LIBRARY.fonts().values()}
    for number in range(1, len(columns()) + 1):
        look = sheet.column_dimensions[openpyxl.utils.get_column_letter(number)]
        assert look.number_format == "@" and look.font.name in fonts
    assert {cell.data_type for row in book.worksheets[1].iter_rows() for cell in row} <= {"s", "n"}
    assert all(cell.value is None for row in book.worksheets[1].iter_rows() for cell in row if cell.data_type == "n")


def test_help_is_as_short_as_excel_takes_it() -> None:
    for tag in LIBRARY.locales:
        _, book = made(tag, "meeting_minutes")
        prompts = [rule.prompt for rule in book.worksheets[0].data_validations.dataValidation if rule.prompt]
        assert prompts and all(len(prompt) <= 255 for prompt in prompts)


def test_a_workbook_says_nothing_of_who_made_it() -> None:
    _, book = made("en")
    assert not book.properties.creator and not book.properties.lastModifiedBy
