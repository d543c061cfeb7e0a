"""Word to PDF in process: the rendered DOCX is walked into calls of a fixed Typst library and compiled.

The walk is strict: every element and property of the document is set, or is on a list of harmless ones, or is refused
by name. The PDF is tagged, conforms to PDF/A-2a and PDF/UA-1, and depends on nothing but the DOCX and the fonts.
"""

from __future__ import annotations

from docgen.pdf.fonts import FontBook
from docgen.pdf.typeset.compiler import TypstCompiler
from docgen.pdf.typeset.plan_cache import PlanCache
from docgen.pdf.typeset.text import TextSetter
from docgen.pdf.typeset.translate import translate

__all__ = ["Typesetter"]


class Typesetter:
    """Sets Word files with one set of fonts. Keep one for many documents: it remembers paragraphs and layouts."""

    name = "typeset"

    def __init__(self, fonts: FontBook) -> None:
        self._fonts = fonts
        self.compiler = TypstCompiler(fonts)
        self._plans = PlanCache()
        self._setter = TextSetter(fonts)

    def pdf(self, docx: bytes) -> bytes:
        """A PDF/A-2a and PDF/UA-1 file of a rendered DOCX; the same bytes for the same input.

        Raises LayoutUnsupported naming every construct that is not set, TemplateRefused when the file is damaged,
        EngineUnavailable when a font is missing.
        """
        return self.compiler.pdf(self.source(docx))

    def for_drawing(self, docx: bytes) -> bytes:
        """The same pages sooner, in a file whose text layer is not fit to be read (raises as `pdf`)."""
        return self.compiler.untreated(self.source(docx))

    def close(self) -> None:
        """Nothing to let go of: everything happens in this process."""

    def source(self, docx: bytes) -> str:
        """The Typst code of a rendered DOCX (raises as `pdf`)."""
        translation = translate(docx, self._fonts, self._setter, self._plans)
        translation.require()
        return translation.source

    def unsupported(self, docx: bytes) -> list[str]:
        """The constructs of a DOCX that are not set, in document order, each once; empty when it can be set."""
        return translate(docx, self._fonts, self._setter, self._plans).refused
