"""List boxes: the options one a line, scrolled so that the chosen ones are seen, these on a coloured ground."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor

from docgen.errors import Message
from docgen.pdf.acroform.box import Box
from docgen.pdf.acroform.measure import Passage, Writer
from docgen.pdf.acroform.setting import MAX_AUTOMATIC, Frame, largest_fitting
from docgen.pdf.coding.content import FontOf, line, number
from docgen.pdf.coding.runs import FontChoice

_CHOSEN = "0.6 0.75686 0.8549 rg"  # the ground of chosen options in Acrobat


@dataclass(frozen=True, slots=True)
class Listing:
    """`top` is the first option shown (/TI); `size` in points."""

    options: tuple[Passage, ...]
    chosen: tuple[int, ...]
    top: int
    size: float
    pitch: float
    ascent: float


def set_list(
    options: Sequence[str], chosen: Sequence[int], frame: Frame, choice: FontChoice, writer: Writer
) -> Listing | Message:
    """The largest size at which all chosen options are seen whole, or a message. Other options may be cut off."""
    # An option that no font draws is the form's own matter; it is left blank unless it is chosen.
    passages = tuple(Passage("" if choice.undrawable(each) else each, choice, writer) for each in options)
    ascent = max((each.ascent for each in passages), default=1.0)
    pitch = ascent + max((each.descent for each in passages), default=0.0)
    span = chosen[-1] - chosen[0] + 1 if chosen else 0

    def fits(size: float) -> bool:
        high = span <= _shown(frame.box, pitch, size)
        return high and all(_wide(passages[at]) * size <= frame.box.room for at in chosen)

    size = largest_fitting(frame.size or MAX_AUTOMATIC, frame.smallest, fits)
    if size is None:
        return Message("the chosen options do not fit into the field; choose fewer, or enlarge the field")
    last_top = max(0, len(passages) - _shown(frame.box, pitch, size))
    top = min(chosen[0], last_top) if chosen else 0
    return Listing(passages, tuple(chosen), top, size, pitch, ascent)


def list_of(box: Box, listing: Listing, colour: str, font_of: FontOf) -> str:
    """The chosen options' ground and the text objects of the options shown."""
    step, left, wide = listing.pitch * listing.size, box.inset, box.width - 2 * box.inset
    shown = range(listing.top, min(len(listing.options), listing.top + _shown(box, listing.pitch, listing.size)))
    grounds, texts = [], []
    for row, at in enumerate(shown):
        upper = box.height - box.padding / 2 - row * step
        if at in listing.chosen:
            grounds.append(f"{number(left)} {number(upper - step)} {number(wide)} {number(step)} re f")
        runs = listing.options[at].paragraphs[0].shaped
        if runs:
            texts.append(line(runs, listing.size, box.padding, upper - listing.ascent * listing.size, font_of))
    marked = [f"q {_CHOSEN} {' '.join(grounds)} Q"] if grounds else []
    return "\n".join([*marked, colour, *texts])


def _shown(box: Box, pitch: float, size: float) -> int:
    return max(1, floor((box.height - box.padding + 0.01) / (pitch * size)))


def _wide(passage: Passage) -> float:
    paragraph = passage.paragraphs[0]
    return paragraph.width(0, len(paragraph.text))
