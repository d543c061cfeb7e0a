"""From a finished Word file to a PDF: the in-process typesetter, LibreOffice behind the same seam, and text
extraction."""
