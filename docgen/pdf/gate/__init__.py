"""The gate of PDFs: what a form that somebody else made must be before docgen reads it, and what is taken out of it.

`admit` gives the PDF as qpdf wrote it anew, so that every library after it reads the same objects; `assert_clean` looks
through what docgen then made of it. Both belong into the confined child (docgen.pdf.confined): qpdf's limits are set
for the whole process.
"""

from docgen.pdf.gate.admission import Admitted, admit, assert_clean

__all__ = ["Admitted", "admit", "assert_clean"]
