"""Word templates: compiled once, rendered many times; deterministic, exact, safe against hostile files and values."""

from docgen.docx.scripts import ScriptFont
from docgen.docx.template import Template

__all__ = ["ScriptFont", "Template"]
