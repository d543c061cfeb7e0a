"""What the modules of one typesetting run share."""

from __future__ import annotations

from dataclasses import dataclass, field

from docgen.pdf.fonts import FontBook
from docgen.pdf.typeset.footnotes import Footnotes
from docgen.pdf.typeset.numbering import Numbering
from docgen.pdf.typeset.package import Part
from docgen.pdf.typeset.plan_cache import PlanCache
from docgen.pdf.typeset.refusals import Refusals
from docgen.pdf.typeset.styles import StyleSheet
from docgen.pdf.typeset.text import TextSetter
from docgen.pdf.typeset.watermark import Mark


@dataclass
class Context:
    """One document being typeset. `default_tab` in twips; `part` is the part being read (its relationships hold).

    `local` turns True when something is asked whose answer depends on the place in the document: a list's count, a
    heading's level, a picture, a footnote.
    """

    fonts: FontBook
    setter: TextSetter
    styles: StyleSheet
    numbering: Numbering
    footnotes: Footnotes
    plans: PlanCache
    part: Part
    default_tab: int = 720
    compatibility: int = 12
    expand_before_break: bool = True
    page_number_format: str = ""
    in_header: bool = False
    local: bool = False
    heading: int = 0
    refusals: Refusals = field(default_factory=Refusals)
    marks: list[Mark] = field(default_factory=list)
    definitions: dict[str, str] = field(default_factory=dict)

    @property
    def setting(self) -> tuple[object, ...]:
        """What a plan depends on besides its own XML and width."""
        return (
            self.styles, self.numbering.lists, self.default_tab, self.compatibility,
            self.expand_before_break, self.page_number_format, self.in_header,
        )  # fmt: skip
