"""A text set into a box: the size at which it fits, its lines, or what overflows and by how much."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import ceil, floor

from docgen.errors import Message
from docgen.pdf.acroform.box import Box
from docgen.pdf.acroform.measure import LINE_END, Line, Paragraph, Passage, ink
from docgen.pdf.acroform.model import FieldPolicy, Overflow

MAX_AUTOMATIC = 12.0
"""Points: what Acrobat makes of automatic size in a field of several lines."""
_STEP = 10  # sizes are tried in tenths of a point
_TOLERANCE = 0.01  # points


@dataclass(frozen=True, slots=True)
class Setting:
    """Lines of a passage at a size in points. `rest` is where in the text the addendum goes on, after the mark."""

    passage: Passage
    size: float
    lines: tuple[Line, ...]
    wrap: bool
    mark: str = ""
    rest: int | None = None

    def drawn(self, line: Line) -> Paragraph:
        """A line as a paragraph of its own, the mark with it where the text breaks off."""
        mark = f"{'' if line.text.endswith(' ') or not line.text else ' '}{self.mark}" if self.mark else ""
        whole = self.passage.paragraph_at(line.start)
        if whole.text == line.text and not (mark and line is self.lines[-1]):
            return whole
        return replace(whole, text=line.text + (mark if line is self.lines[-1] else ""), start=line.start)


@dataclass(frozen=True, slots=True)
class Frame:
    """What a text is set into: the box, the size that /DA asks for (0: automatic), whether lines wrap, the policy."""

    box: Box
    size: float
    wrap: bool
    policy: FieldPolicy

    @property
    def smallest(self) -> float:
        """The size at which a text that still does not fit overflows."""
        shrinks = not self.size or self.policy.overflow is not Overflow.REFUSE
        return min(self.policy.floor, self.size or self.policy.floor) if shrinks else self.size

    def largest(self, passage: Passage) -> float:
        """The size to begin with."""
        if self.size:
            return self.size
        by_height = self.box.clear / passage.pitch
        return max(self.smallest, min(MAX_AUTOMATIC, by_height) if self.wrap else by_height)


def set_text(passage: Passage, frame: Frame, mark: str = "", limit: int | None = None) -> Setting | Message:
    """Set a text at the largest size at which it fits; where none does, up to a break and the mark, or a message.

    `limit`: where the text must break off at the latest, whatever its size.
    """
    if limit is None:
        size = largest_fitting(frame.largest(passage), frame.smallest, lambda size: _fits(passage, frame, size))
        if size is not None:
            return Setting(passage, size, tuple(passage.lines(frame.box.room / size, wrap=frame.wrap)), frame.wrap)
    if frame.policy.overflow is Overflow.CONTINUE and mark:
        return _continued_largest(passage, frame, mark, limit) or excess(passage, frame)
    return excess(passage, frame)


def largest_fitting(largest: float, smallest: float, fits: Callable[[float], bool]) -> float | None:
    """The largest size (points) that fits, in tenths below the largest; None when not even the smallest does."""
    if fits(largest):
        return largest
    low, high = ceil(smallest * _STEP), ceil(largest * _STEP)
    if not fits(smallest):
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if fits(middle / _STEP) else (low, middle)
    return max(smallest, low / _STEP) if fits(low / _STEP) else smallest


def _fits(passage: Passage, frame: Frame, size: float) -> bool:
    room = frame.box.room
    lines = passage.lines(room / size, wrap=frame.wrap)
    wide = not frame.wrap and any(_width(passage, line) * size > room + _TOLERANCE for line in lines)
    return not wide and _holds(passage, frame, size, lines)


def _width(passage: Passage, line: Line) -> float:
    paragraph = passage.paragraph_at(line.start)
    return paragraph.width(line.start - paragraph.start, line.end - paragraph.start)


def _holds(passage: Passage, frame: Frame, size: float, lines: Sequence[Line]) -> bool:
    """Whether the box is high enough by the fonts' line height, else by the ink of these very lines."""
    if not frame.wrap and len(lines) > 1:
        return False
    box, needed = frame.box, len(lines) * passage.pitch * size
    if needed <= (box.height - 2 * box.padding if frame.wrap else box.clear) + _TOLERANCE:
        return True
    if needed - passage.pitch * size > box.clear:
        return False
    up, down = inked(Setting(passage, size, tuple(lines), frame.wrap))
    return up + down + (len(lines) - 1) * passage.pitch * size <= box.clear + _TOLERANCE


def inked(setting: Setting) -> tuple[float, float]:
    """Points of ink above the first baseline and below the last one."""
    up, _ = ink(setting.drawn(setting.lines[0]).shaped)
    _, down = ink(setting.drawn(setting.lines[-1]).shaped)
    return up * setting.size, down * setting.size


def _capacity(passage: Passage, frame: Frame, size: float, lines: Sequence[Line]) -> int:
    """How many of these lines the box holds."""
    if not frame.wrap:
        return int(_holds(passage, frame, size, lines[:1]))
    count = min(len(lines), floor(frame.box.height / (passage.pitch * size)) + 1)
    while count and not _holds(passage, frame, size, lines[:count]):
        count -= 1
    return count


def _continued_largest(passage: Passage, frame: Frame, mark: str, limit: int | None) -> Setting | None:
    """As much as fits at the field's own size, or the largest at which a line fits at all; None if no line does."""
    stop = len(passage.text) if limit is None else limit

    def fits(size: float) -> bool:
        return _continued(passage, frame, size, mark, stop) is not None

    size = largest_fitting(frame.largest(passage), frame.smallest, fits)
    return None if size is None else _continued(passage, frame, size, mark, stop)


def _continued(passage: Passage, frame: Frame, size: float, mark: str, limit: int) -> Setting | None:
    """As many lines as fit, up to `limit`, the last with the mark; None when the box holds nothing at all."""
    room = frame.box.room / size
    lines = [line for line in passage.lines(room) if line.start < limit or not line.start]
    kept = lines[: _capacity(passage, frame, size, lines)]
    marked = replace(passage.paragraphs[0], text=f" {mark}", start=0)
    left = room - marked.width(0, len(marked.text))
    if not kept or left < 0:
        return None
    paragraph, last = passage.paragraph_at(kept[-1].start), kept[-1]
    cut = paragraph.start + paragraph.head(last.start - paragraph.start, left, limit - paragraph.start)
    end = LINE_END.match(passage.text, cut) if cut == paragraph.start + len(paragraph.text) else None
    kept[-1] = paragraph.line(last.start - paragraph.start, cut - paragraph.start)
    return Setting(passage, size, tuple(kept), frame.wrap, mark, end.end() if end else cut)


def excess(passage: Passage, frame: Frame) -> Message:
    """By how much a text exceeds its box at the smallest size."""
    size, room = frame.smallest, frame.box.room
    lines = passage.lines(room / size, wrap=frame.wrap) if room else []
    wide = max((_width(passage, line) * size - room for line in lines), default=0.0)
    missing = len(lines) - _capacity(passage, frame, size, lines)
    if not frame.wrap and wide > _TOLERANCE and len(lines) == 1:
        return Message.counted(
            "the text is {count} point wider than the field; shorten it, or let the field shrink or be continued",
            "the text is {count} points wider than the field; shorten it, or let the field shrink or be continued",
            ceil(wide),
        )
    if not lines or missing == len(lines):
        return Message("the field is too small for a line of this text; let it shrink, or enlarge the field")
    return Message.counted(
        "the text is {count} line longer than the field; shorten it, or let the field shrink or be continued",
        "the text is {count} lines longer than the field; shorten it, or let the field shrink or be continued",
        missing,
    )
