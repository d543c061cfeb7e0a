"""Tables made for a test: the example of a type as a row of CSV or of a workbook."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from functools import cache
from typing import Any

from openpyxl import Workbook

from docgen.batch.columns import REPEAT, Column, columns_of
from docgen.batch.sources import Row, open_stream
from docgen.case import Case
from docgen.documents import document_type, example
from tests.conftest import open_press

TYPE = "embassy_notification"
LIBRARY = open_press().library


@cache
def example_of(type_id: str) -> Any:
    """The example document as JSON."""
    kind = document_type(type_id)
    return kind.of(Case.load(json.dumps(example(kind)))).model_dump(mode="json")


@cache
def columns(type_id: str = TYPE) -> list[Column]:
    return columns_of(document_type(type_id), list(LIBRARY.locales.values()), REPEAT, example_of(type_id))


def captions(tag: str, type_id: str = TYPE) -> list[str]:
    return [column.caption(LIBRARY.locale(tag)) for column in columns(type_id)]


def pointers(type_id: str = TYPE) -> list[str]:
    return [column.pointer for column in columns(type_id)]


def cells(tag: str, type_id: str = TYPE, **changed: str) -> list[str]:
    """The example as written in a language; `changed` by the path of the field, with two underscores for a slash."""
    made = [column.cell(example_of(type_id), LIBRARY.locale(tag)) for column in columns(type_id)]
    paths = [column.node.path for column in columns(type_id)]
    for path, text in changed.items():
        made[paths.index(path.replace("__", "/"))] = text
    return made


def as_csv(rows: Sequence[Sequence[str]], encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding)


def as_xlsx(rows: Sequence[Sequence[Any]]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def rows_of(data: bytes, kind: str = "csv", type_id: str | None = TYPE) -> list[Row]:
    with open_stream(io.BytesIO(data), kind, LIBRARY, type_id=type_id) as rows:
        return list(rows)


def document_of(row: Row, type_id: str = TYPE) -> Any:
    """The document that a row describes, as JSON; fails on a row that was not read."""
    assert row.data is not None, [(each.pointer, each.code) for each in row.problems]
    return document_type(type_id).of(Case.load(row.data)).model_dump(mode="json")
