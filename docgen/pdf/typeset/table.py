"""Tables as Typst `table` where they hold data under header rows, as `grid` where they only lay out.

Typst tags the cells of `table.header` as TH with a column scope and leaves a grid's cells to be read in order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from lxml import etree

from docgen.pdf.typeset import flow, table_grid
from docgen.pdf.typeset.names import number, points, q
from docgen.pdf.typeset.paragraph import MAX_WHOLE, stroke
from docgen.pdf.typeset.paragraph_properties import Border
from docgen.pdf.typeset.plan_cache import Planned
from docgen.pdf.typeset.table_grid import Cell, Row, TableProperties
from docgen.pdf.typeset.text_styles import intern

if TYPE_CHECKING:
    from docgen.pdf.typeset.context import Context

_SIDES = ("top", "left", "bottom", "right")
_INSIDE = {"top": "insideH", "bottom": "insideH", "left": "insideV", "right": "insideV"}
_OPPOSITE = {"top": "bottom", "bottom": "top", "left": "right", "right": "left"}
# ECMA-376 Part 1 §17.18.90: w:type="pct" counts fiftieths of a percent.
_PERCENT = 5000
# From this w:compatibilityMode (Word 2013) on a table's edge stands on the margin; before, its text did.
_EDGE_ON_MARGIN = 15


@dataclass(frozen=True)
class TablePlan(Planned):
    """A table ready to be placed: its code, and an estimate of its height in twips on the safe side."""

    code: str
    height: float


def plan(element: etree._Element, context: Context, width: int) -> TablePlan:
    """Plan a `w:tbl` for a column of `width` twips."""
    return context.plans.plan(TablePlan, element, context, width, lambda: _plan(element, context, width))


def _plan(element: etree._Element, context: Context, width: int) -> TablePlan:
    properties = table_grid.read_table_properties(element, context)
    rows = table_grid.read_rows(element, context)
    columns = _columns(element, properties, width)
    if not columns or not rows:
        context.refusals.add("table without a column grid (w:tblGrid) or without rows")
        return TablePlan({}, (), "", 0)
    if any(cell.column + cell.span > len(columns) for row in rows for cell in row.cells):
        context.refusals.add("table row with more columns than its grid")
        return TablePlan({}, (), "", 0)
    table = _Table(context, properties, rows, columns)
    return TablePlan({}, (), table.code(width), table.height)


def _columns(element: etree._Element, properties: TableProperties, width: int) -> list[int]:
    """Column widths in twips; a table that is a share of the text area is scaled to it."""
    columns = [number(col.get(q("w:w"))) for col in element.iterfind(f"{q('w:tblGrid')}/{q('w:gridCol')}")]
    kind, share = properties.width
    total = sum(columns)
    if kind == "pct" and share and total:
        wanted = width * (share * 50 if share <= 100 else share) / _PERCENT
        return [round(column * wanted / total) for column in columns]
    return columns if total else []


class _Table:
    def __init__(self, context: Context, properties: TableProperties, rows: list[Row], columns: list[int]) -> None:
        self.context, self.properties, self.rows, self.columns = context, properties, rows, columns
        self.at = {(r, c): cell for row in rows for cell in row.cells for r in range(cell.row, cell.row + cell.rows)
                   for c in range(cell.column, cell.column + cell.span)}  # fmt: skip
        self.headers = next((i for i, row in enumerate(rows) if not row.header), len(rows))
        if self.headers == len(rows):
            self.headers = 0  # a header over nothing would repeat over nothing
        self.kind = "table" if self.headers else "grid"
        self._heights = [float(row.height) for row in rows]

    @property
    def height(self) -> float:
        """Twips, once the code has been written."""
        return sum(self._heights)

    def code(self, width: int) -> str:
        rows = [",".join(self._cell(cell, row) for cell in row.cells) for row in self.rows]
        content = rows[self.headers :]
        if self.headers:
            content.insert(0, f"table.header({','.join(rows[: self.headers])})")
        arguments = [f"columns:({','.join(points(w) for w in self.columns)},)"]
        if any(row.exact for row in self.rows):
            arguments.append(f"rows:({','.join(points(r.height) if r.exact else 'auto' for r in self.rows)},)")
        whole = f"{self.kind}({','.join(arguments + content)})"
        return self._placed(self._kept(whole), width)

    def _kept(self, whole: str) -> str:
        """A table whose every row is bound to the next (`w:keepNext` in its first paragraph) moves as one, with what
        follows."""
        keep = f"{q('w:p')}/{q('w:pPr')}/{q('w:keepNext')}"
        body = self.rows[self.headers :]
        bound = all(any(cell.element.find(keep) is not None for cell in row.cells) for row in body)
        if body and bound and sum(self._heights) < MAX_WHOLE:
            return f"block(width:100%,breakable:false,sticky:true,{whole})"
        return whole

    def _placed(self, whole: str, width: int) -> str:
        if self.properties.align in ("center", "right"):
            return f"align({self.properties.align},{whole})"
        indent = self.properties.indent
        if self.context.compatibility < _EDGE_ON_MARGIN:
            indent -= self.properties.margins["left"]
        if indent:
            return f"pad(left:{points(indent)},{whole})"
        return whole

    def _cell(self, cell: Cell, row: Row) -> str:
        edges = {side: self._edge(cell, side) for side in _SIDES}
        margins = self.properties.margins | cell.margins
        inside = sum(self.columns[cell.column : cell.column + cell.span]) - margins["left"] - margins["right"]
        content = flow.Flow(self.context, inside).add(cell.element)
        insets: dict[str, float] = dict(margins)
        insets["top"] += content.first + _weight(edges["top"])
        insets["bottom"] += content.last
        if cell.row + cell.rows == len(self.rows):
            insets["bottom"] += _weight(edges["bottom"])
        if not row.exact:
            self._heights[cell.row] = max(self._heights[cell.row], insets["top"] + content.height + insets["bottom"])
        body = content.body
        if row.height and not row.exact and cell.rows == 1 and cell is row.cells[0]:
            body = f"strut({points(max(0, row.height - insets['top'] - insets['bottom']))},{body})"
        whole = row.unbreakable and content.height < MAX_WHOLE
        return f"{self._style(cell, whole, edges, insets)}({body})"

    def _style(self, cell: Cell, whole: bool, edges: Mapping[str, Border | None], insets: Mapping[str, float]) -> str:
        name, definition = _cell_style(
            self.kind, cell.span, cell.rows, tuple(insets[side] for side in _SIDES),
            tuple(edges[side] for side in _SIDES),
            cell.fill, cell.align, whole,
        )  # fmt: skip
        self.context.definitions[name] = definition
        return name

    def _edge(self, cell: Cell, side: str) -> Border | None:
        """The border on one side: of two cells that meet, the stronger (§17.4.66)."""
        neighbour = self._neighbour(cell, side)
        outer = neighbour is None
        own = self._own(cell, side, outer)
        other = None if neighbour is None else self._own(neighbour, _OPPOSITE[side], False)
        return max((own, other), key=_weight)

    def _own(self, cell: Cell, side: str, outer: bool) -> Border | None:
        if side in cell.borders:
            return cell.borders[side]
        return self.properties.borders.get(side if outer else _INSIDE[side])

    def _neighbour(self, cell: Cell, side: str) -> Cell | None:
        row, column = cell.row, cell.column
        place = {"top": (row - 1, column), "left": (row, column - 1), "bottom": (row + cell.rows, column),
                 "right": (row, column + cell.span)}[side]  # fmt: skip
        return self.at.get(place)


def _weight(border: Border | None) -> float:
    return border.width if border is not None else 0.0


@lru_cache(maxsize=4096)
def _cell_style(
    kind: str,
    span: int,
    rows: int,
    insets: tuple[float, ...],
    edges: tuple[Border | None, ...],
    fill: str,
    align: str,
    whole: bool,
) -> tuple[str, str]:
    """(name, definition) of the Typst function that makes such a cell; insets and edges in the order of _SIDES."""
    arguments = []
    if span > 1:
        arguments.append(f"colspan:{span}")
    if rows > 1:
        arguments.append(f"rowspan:{rows}")
    shown = [f"{side}:{points(length)}" for side, length in zip(_SIDES, insets, strict=True)]
    arguments.append(f"inset:({','.join(shown)})")
    strokes = [f"{side}:{stroke(border)}" for side, border in zip(_SIDES, edges, strict=True) if border is not None]
    if strokes:
        arguments.append(f"stroke:({','.join(strokes)})")
    if fill:
        arguments.append(f'fill:rgb("{fill}")')
    if align != "top":
        arguments.append(f"align:left+{align}")
    if whole:
        arguments.append("breakable:false")
    definition = f"{kind}.cell.with({','.join(arguments)})"
    return intern("c", definition), definition
