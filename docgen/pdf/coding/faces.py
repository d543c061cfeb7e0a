"""The faces that a piece of content draws with, each under a resource name, embedded once all its text is known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

from docgen.pdf.coding.font import CodedFont
from docgen.pdf.coding.objects import font_dictionary, for_pikepdf
from docgen.pdf.fonts import Face


@dataclass
class Faces:
    """Names count up from `prefix`0, which must be no other name of the resources it goes into."""

    prefix: str
    _used: dict[Face, tuple[str, CodedFont]] = field(default_factory=dict)

    def of(self, face: Face) -> tuple[str, CodedFont]:
        """The resource name and the codes of a face: a `content.FontOf`."""
        found = self._used.get(face)
        if found is None:
            found = self._used[face] = (f"{self.prefix}{len(self._used)}", CodedFont(face))
        return found

    def __iter__(self) -> Iterator[tuple[str, CodedFont]]:
        return iter(self._used.values())

    def fonts(self, pdf: pikepdf.Pdf) -> dict[str, Any]:
        """The fonts as objects of a file, by resource name with its slash."""
        return {f"/{name}": pdf.make_indirect(for_pikepdf(pdf, font_dictionary(font.tables()))) for name, font in self}
