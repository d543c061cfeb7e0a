"""docgen: the official papers of the Cambodia-Thailand SOP against trafficking in persons, from one case.

case = docgen.Case.load(Path("case.json").read_bytes())
docgen.generate(case, languages=["th"]).write(Path("out"))
"""

from docgen.binding import Binding
from docgen.bundle import Bundle, File
from docgen.case import Case
from docgen.errors import (
    DocgenError,
    EngineBusy,
    EngineUnavailable,
    Finding,
    InputRefused,
    LayoutUnsupported,
    Message,
    PasswordNeeded,
    PasswordWrong,
    PdfRefused,
    RuleViolated,
    Severity,
    TemplateError,
    TemplateRefused,
    TemplateUnapproved,
    TranslationRefused,
    UnknownName,
)
from docgen.generate import generate
from docgen.library import Library
from docgen.press import Press
from docgen.settings import Settings

__all__ = [
    "Binding",
    "Bundle",
    "Case",
    "DocgenError",
    "EngineBusy",
    "EngineUnavailable",
    "File",
    "Finding",
    "InputRefused",
    "LayoutUnsupported",
    "Library",
    "Message",
    "PasswordNeeded",
    "PasswordWrong",
    "PdfRefused",
    "Press",
    "RuleViolated",
    "Settings",
    "Severity",
    "TemplateError",
    "TemplateRefused",
    "TemplateUnapproved",
    "TranslationRefused",
    "UnknownName",
    "generate",
]
