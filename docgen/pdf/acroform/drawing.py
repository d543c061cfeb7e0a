"""Appearances of text: lines at their places in a box, clipped by its border."""

from __future__ import annotations

from docgen.pdf.acroform.box import Box
from docgen.pdf.acroform.setting import Setting, inked
from docgen.pdf.coding.content import FontOf, line


def variable_text(box: Box, colour: str, body: str) -> str:
    """Ground, border and what the field shows, marked as a viewer expects it (ISO 32000-1 §12.7.3.3)."""
    return f"{box.frame()}/Tx BMC q {box.clip()} {colour}\n{body}\nQ EMC\n"


def lines_of(box: Box, setting: Setting, quadding: int, font_of: FontOf) -> str:
    """The text objects of a setting's lines; `quadding` is /Q: 0 left, 1 centred, 2 right."""
    y = first_baseline(box, setting)
    drawn = []
    for each in setting.lines:
        paragraph = setting.drawn(each)
        free = box.room - paragraph.width(0, len(paragraph.text)) * setting.size
        x = box.padding + max(0.0, free) * quadding / 2
        if paragraph.text:
            drawn.append(line(paragraph.shaped, setting.size, x, y, font_of))
        y -= setting.passage.pitch * setting.size
    return "\n".join(drawn)


def first_baseline(box: Box, setting: Setting) -> float:
    """Where the first line stands: from the top, or in the middle of a field of one line; never clipped if it fits."""
    passage, size = setting.passage, setting.size
    height = len(setting.lines) * passage.pitch * size
    top = box.height - box.padding if setting.wrap else (box.height + height) / 2
    y = top - passage.ascent * size
    if height <= (box.height - 2 * box.padding if setting.wrap else box.clear):
        return y
    up, down = inked(setting)
    lowest = box.inset + down + (len(setting.lines) - 1) * passage.pitch * size
    return max(lowest, min(y, box.height - box.inset - up))
