"""`w:tbl` read into rows of cells on a grid, properties resolved (ECMA-376 Part 1 §17.4)."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from docgen.pdf.typeset.context import Context
from docgen.pdf.typeset.names import W_TYPE, W_W, elements, number, on, q, val
from docgen.pdf.typeset.paragraph_properties import Border, read_border
from docgen.pdf.typeset.refusals import Refusals
from docgen.pdf.typeset.run_properties import Properties, shading

Edges = dict[str, Border | None]
_SIDES = {"top": "top", "left": "left", "start": "left", "bottom": "bottom", "right": "right", "end": "right",
          "insideH": "insideH", "insideV": "insideV"}  # fmt: skip
_WORD_MARGINS = {"top": 0, "left": 108, "bottom": 0, "right": 108}

_TABLE_IGNORED = frozenset(
    q(f"w:{name}")
    for name in ("tblLook", "tblLayout", "tblStyleRowBandSize", "tblStyleColBandSize", "tblCaption", "tblDescription")
)
_ROW_IGNORED = frozenset(q(f"w:{name}") for name in ("cnfStyle", "divId", "wBefore", "wAfter"))
_CELL_IGNORED = frozenset(q(f"w:{name}") for name in ("tcW", "noWrap", "hideMark", "cnfStyle"))


@dataclass
class TableProperties:
    """What a table and its style say. Lengths in twips; `align` left, center or right."""

    align: str = "left"
    indent: int = 0
    width: tuple[str, int] = ("auto", 0)
    borders: Edges = field(default_factory=dict)
    margins: dict[str, int] = field(default_factory=lambda: dict(_WORD_MARGINS))

    def read(self, properties: etree._Element | None, refusals: Refusals) -> None:
        """Overlay a `w:tblPr`."""
        for child in elements(properties) if properties is not None else ():
            name = etree.QName(child).localname
            if name == "jc":
                self.align = {"start": "left", "end": "right"}.get(val(child), val(child))
            elif name == "tblInd":
                self.indent = number(child.get(W_W)) if child.get(W_TYPE, "dxa") == "dxa" else 0
            elif name == "tblW":
                self.width = (child.get(W_TYPE, "auto"), number((child.get(W_W) or "0").rstrip("%")))
            elif name == "tblBorders":
                self.borders |= read_edges(child, refusals)
            elif name == "tblCellMar":
                self.margins |= read_margins(child)
            elif name != "tblStyle" and child.tag not in _TABLE_IGNORED:
                refusals.element(child)


@dataclass
class Cell:
    """A cell at its place on the grid; `span` columns wide and `rows` rows deep."""

    element: etree._Element
    row: int
    column: int
    span: int = 1
    rows: int = 1
    merge: str = ""
    borders: Edges = field(default_factory=dict)
    margins: dict[str, int] = field(default_factory=dict)
    fill: str = ""
    align: str = "top"


@dataclass
class Row:
    """A row: its cells, whether it repeats as a header, may break, and its height (twips, rule)."""

    cells: list[Cell] = field(default_factory=list)
    header: bool = False
    unbreakable: bool = False
    height: int = 0
    exact: bool = False


def read_edges(element: etree._Element, refusals: Refusals) -> Edges:
    """A set of borders by side."""
    found: Edges = {}
    for side in elements(element):
        name = etree.QName(side).localname
        if name in _SIDES:
            found[_SIDES[name]] = read_border(side, refusals)
        elif read_border(side, refusals) is not None:
            refusals.add(f"cell border w:{name}")
    return found


def read_margins(element: etree._Element) -> dict[str, int]:
    """Cell margins by side, in twips."""
    return {_SIDES[etree.QName(side).localname]: number(side.get(W_W)) for side in elements(element)}


def read_table_properties(element: etree._Element, context: Context) -> TableProperties:
    """The table's style chain, then its own `w:tblPr`."""
    properties = element.find(q("w:tblPr"))
    style = val(properties.find(q("w:tblStyle"))) if properties is not None else ""
    chain, refused = context.styles.table(style)
    for name in refused:
        context.refusals.add(name)
    found = TableProperties()
    for styled in chain:
        found.read(styled.find(q("w:tblPr")), context.refusals)
    found.read(properties, context.refusals)
    return found


def read_rows(element: etree._Element, context: Context) -> list[Row]:
    """The rows of a table with vertical merges joined."""
    rows: list[Row] = []
    harmless = {q(f"w:{name}") for name in ("tblPr", "tblGrid", "bookmarkStart", "bookmarkEnd", "proofErr")}
    for child in elements(element):
        if child.tag == q("w:tr"):
            rows.append(_row(child, len(rows), context))
        elif child.tag not in harmless:
            context.refusals.element(child)
    _merge(rows, context)
    return rows


def _row(element: etree._Element, index: int, context: Context) -> Row:
    row, column = Row(), 0
    for child in elements(element):
        if child.tag == q("w:trPr"):
            _row_properties(child, row, context.refusals)
        elif child.tag == q("w:tc"):
            cell = _cell(child, index, column, context.refusals)
            row.cells.append(cell)
            column += cell.span
        elif child.tag not in (q("w:bookmarkStart"), q("w:bookmarkEnd"), q("w:proofErr")):
            context.refusals.element(child)
    return row


def _row_properties(element: etree._Element, row: Row, refusals: Refusals) -> None:
    for child in elements(element):
        name = etree.QName(child).localname
        if name == "cantSplit":
            row.unbreakable = on(child)
        elif name == "tblHeader":
            row.header = on(child)
        elif name == "trHeight":
            row.height = number(val(child))
            row.exact = child.get(q("w:hRule")) == "exact"
        elif name in ("gridBefore", "gridAfter"):
            if number(val(child)):
                refusals.element(child)
        elif name == "jc":
            if val(child) not in ("left", "start"):
                refusals.add("alignment of a single row (w:trPr/w:jc)")
        elif child.tag not in _ROW_IGNORED:
            refusals.element(child)


def _cell(element: etree._Element, row: int, column: int, refusals: Refusals) -> Cell:
    cell = Cell(element, row, column)
    properties = element.find(q("w:tcPr"))
    for child in elements(properties) if properties is not None else ():
        name = etree.QName(child).localname
        if name == "gridSpan":
            cell.span = max(1, number(val(child), 1))
        elif name == "vMerge":
            cell.merge = val(child, "continue")
        elif name == "tcBorders":
            cell.borders = read_edges(child, refusals)
        elif name == "tcMar":
            cell.margins = read_margins(child)
        elif name == "shd":
            into: Properties = {}
            shading(child, into, refusals)
            cell.fill = into["fill"]
        elif name == "vAlign":
            cell.align = {"center": "horizon", "bottom": "bottom"}.get(val(child), "top")
        elif name == "textDirection" and val(child) in ("lrTb", "lr"):
            continue
        elif child.tag not in _CELL_IGNORED:
            refusals.element(child)
    return cell


def _merge(rows: list[Row], context: Context) -> None:
    """Join each `w:vMerge` continuation to the cell above; what it holds besides an empty paragraph is refused."""
    open_cells: dict[int, Cell] = {}
    for row in rows:
        kept = []
        for cell in row.cells:
            above = open_cells.get(cell.column)
            if cell.merge == "continue" and above is not None and above.span == cell.span:
                above.rows += 1
                above.borders["bottom"] = cell.borders.get("bottom", above.borders.get("bottom"))
                if any(True for _ in cell.element.iter(q("w:t"), q("w:drawing"), q("w:tbl"))):
                    context.refusals.add("text in a cell that is merged into the one above")
                continue
            for column in range(cell.column, cell.column + cell.span):
                open_cells.pop(column, None)
            if cell.merge:
                open_cells[cell.column] = cell
            kept.append(cell)
        row.cells = kept
