"""LibreOffice behind the typesetter's seam: `SofficePool(fonts).pdf(docx)`, a few processes kept warm and watched."""

from docgen.pdf.soffice.pool import SofficePool
from docgen.pdf.soffice.process import Limits
from docgen.pdf.soffice.program import Program

__all__ = ["Limits", "Program", "SofficePool"]
