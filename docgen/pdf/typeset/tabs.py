"""Tabs: how far each one reaches, measured with HarfBuzz, and the code that sets a line with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from docgen.pdf.typeset.atoms import Atom, Break, Inline, Tab, Text
from docgen.pdf.typeset.breaking import as_read, needs_breaks, wrap
from docgen.pdf.typeset.names import literal, points
from docgen.pdf.typeset.paragraph_properties import TabStop
from docgen.pdf.typeset.text_styles import TextStyle

# What measuring and setting may differ by; a line filled to the last twip must not break.
_SLACK = 2


@dataclass(frozen=True)
class Line:
    """Where a paragraph's lines lie, in twips from the left edge of the text area.

    `start`: of the first line; `left`, `right`: of the others; `stops`: custom stops in order; `default`: the distance
    of automatic stops; `justified`: whether words are stretched, which the text before a tab must not be.
    """

    start: int
    left: int
    right: int
    stops: tuple[TabStop, ...]
    default: int
    justified: bool


@dataclass
class _Writer:
    line: Line
    x: float
    code: list[str] = field(default_factory=list)
    styles: dict[str, TextStyle] = field(default_factory=dict)

    def put(self, atoms: Sequence[Atom]) -> str:
        """Code for atoms without tabs."""
        out = []
        for atom in atoms:
            if isinstance(atom, Text):
                self.styles[atom.style.name] = atom.style
                out.append(f"{atom.style.name}({literal(atom.text)})")
            elif isinstance(atom, Inline):
                self.styles.update((style.name, style) for style in atom.styles)
                out.append(atom.code)
        return "+".join(out)


def width_of(atoms: Sequence[Atom]) -> float:
    """Twips of atoms on one line, tabs counted as nothing."""
    return sum(getattr(atom, "width", 0.0) for atom in atoms)


def _segments(atoms: Sequence[Atom]) -> Iterator[tuple[list[Atom], Tab | Break | None]]:
    """Runs of atoms with the tab or break that ends each."""
    run: list[Atom] = []
    for atom in atoms:
        if isinstance(atom, Tab | Break):
            yield run, atom
            run = []
        else:
            run.append(atom)
    yield run, None


def set_line(atoms: Sequence[Atom], line: Line, shift: str) -> tuple[str, dict[str, TextStyle]]:
    """Typst code for the atoms of a paragraph (page breaks aside), and the text styles it calls.

    `shift` is the library call that ends a line.
    """
    writer = _Writer(line, line.start)
    segments = list(_segments(atoms))
    for index, (run, end) in enumerate(segments):
        following = segments[index + 1][0] if index + 1 < len(segments) else []
        if isinstance(end, Tab):
            _before_tab(writer, run, end, following)
        else:
            _plain(writer, run)
            if end is not None:
                writer.code.append(shift)
                writer.x = line.left
    return "+".join(filter(None, writer.code)), writer.styles


def _plain(writer: _Writer, run: list[Atom]) -> None:
    if needs_breaks(run):
        run = _wrapped(writer, run)
    writer.code.append(writer.put(run))
    writer.x += width_of(run)


def _wrapped(writer: _Writer, run: list[Atom]) -> list[Atom]:
    """Write all lines of a run but the last, which is returned, without marks of breaks."""
    line = writer.line
    if writer.x + width_of(run) <= line.right:
        return as_read(run)
    lines, end = wrap(run, writer.x, line.left, line.right, begun=any(writer.code))
    shift = f"linebreak(justify:{str(line.justified).lower()})"
    writer.code.extend(part for done in lines[:-1] for part in (writer.put(done), shift))
    writer.x = end - width_of(lines[-1])
    return lines[-1]


def _before_tab(writer: _Writer, run: list[Atom], tab: Tab, following: list[Atom]) -> None:
    line = writer.line
    run = _wrapped(writer, run)
    here = writer.x + width_of(run)
    stop = _next_stop(line, here)
    to = _aligned(stop, here, following, line)
    gap = max(0.0, to - here)
    writer.styles[tab.style.name] = tab.style
    if line.justified and stop.kind == "left" and not stop.leader and run and not tab.style.underline:
        writer.code.append(f"box(width:{points(gap + width_of(run))},{writer.put(run)})")
    else:
        writer.code += [writer.put(run), _gap(gap, stop, tab.style)]
    writer.x = max(to, here)


def _gap(gap: float, stop: TabStop, style: TextStyle) -> str:
    if gap <= 0:
        return ""
    if stop.leader:
        return f"leader({points(gap)},{style.name}({literal(stop.leader)}))"
    if style.underline:
        return f"ruled({points(gap)},{points(style.points * 20)})"
    return f"h({points(gap)})"


def _next_stop(line: Line, x: float) -> TabStop:
    """The first stop beyond x: a custom one, the hanging indent, or the next automatic one (§17.3.1.37,
    §17.15.1.25)."""
    custom = [stop for stop in line.stops if stop.at > x]
    if x < line.left and (not custom or custom[0].at > line.left):
        return TabStop(line.left, "left", "")
    if custom:
        return custom[0]
    return TabStop((int(x) // line.default + 1) * line.default, "left", "")


def _aligned(stop: TabStop, here: float, following: list[Atom], line: Line) -> float:
    """Where the text behind the tab begins."""
    at: float = min(stop.at, line.right) if stop.kind != "left" else stop.at
    width = width_of(following)
    if stop.kind == "decimal":
        width = _before_decimal(following)
    share = {"left": 0.0, "center": width / 2, "right": width, "decimal": width}[stop.kind]
    begin = max(here, at - share)
    fills = begin + width_of(following) > line.right - _SLACK >= begin + width_of(following) - 2 * _SLACK
    return begin - _SLACK if fills else begin


def _before_decimal(atoms: list[Atom]) -> float:
    total = 0.0
    for atom in atoms:
        if isinstance(atom, Text):
            head, dot, _ = atom.text.partition(".")
            total += atom.style.width(head)
            if dot:
                break
    return total
