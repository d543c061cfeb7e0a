"""The default appearance string of a field (ISO 32000-1 §12.7.3.3): size, colour, weight and slope of its text."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from docgen.pdf.acroform.access import Dictionary, dictionary_at, entry, text
from docgen.pdf.coding.runs import FontChoice

_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)"
_FONT = re.compile(rf"/(\S+)\s+({_NUMBER})\s+Tf")
_COLOUR = re.compile(rf"(?:(?:{_NUMBER})\s+){{4}}k|(?:(?:{_NUMBER})\s+){{3}}rg|(?:{_NUMBER})\s+g(?=\s|$)")
# Acrobat's abbreviations (HeBo, TiBI, CoOb …) and what font names say themselves.
_BOLD = re.compile(r"Bold|Black|Heavy|^(?:He|Ti|Co)B")
_ITALIC = re.compile(r"Italic|Oblique|^(?:He|Ti|Co)(?:Ob|It|BI|BO)")
BLACK = "0 g"


@dataclass(frozen=True, slots=True)
class Style:
    """`size` in points, 0 for automatic; `colour` an operator that sets the colour of filling."""

    size: float
    colour: str
    bold: bool
    italic: bool

    def choice(self, house: FontChoice) -> FontChoice:
        """The house's fonts in this style."""
        if (self.bold, self.italic) == (house.bold, house.italic):
            return house
        return replace(house, bold=self.bold or house.bold, italic=self.italic or house.italic)


def style_of(appearance: str, form: Dictionary) -> Style:
    """Read a /DA string; the font's own name counts besides the resource's. What is missing: automatic and black."""
    found = _FONT.findall(appearance)
    name, size = found[-1] if found else ("", "0")
    resources = dictionary_at(form, "/DR")
    fonts = dictionary_at(resources, "/Font") if resources is not None else None
    font = dictionary_at(fonts, f"/{name}") if fonts is not None else None
    names = f"{name} {text(entry(font, '/BaseFont'))}" if font is not None else name
    colours = _COLOUR.findall(appearance)
    return Style(
        abs(float(size)), colours[-1] if colours else BLACK, bool(_BOLD.search(names)), bool(_ITALIC.search(names))
    )
