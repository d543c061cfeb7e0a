"""How a PDF is refused: the part, the reason and the remedy, in one sentence."""

from __future__ import annotations

from typing import Final

from docgen.errors import Key, Message, PdfRefused

THE_FILE: Final = Message("the PDF")
DAMAGED: Final[Key] = "it is damaged; open it in a PDF program, print it to a new PDF or ask the agency for it again"
BOMB: Final[Key] = "it unpacks to more than any form needs; ask the agency for the form again"
UNREASONABLE: Final[Key] = "it is larger or nested deeper than in any form; ask the agency for the form again"

_SHOWN: Final = 60


def pdf_refused(part: Message, reason: Key, **values: Message) -> PdfRefused:
    """The error for a part of the PDF; `reason` says what is wrong and, after a semicolon, what to do."""
    return PdfRefused(Message("{part}: {reason}", {"part": part, "reason": Message(reason, values)}))


def numbered(number: int) -> Message:
    """The part that is an indirect object (ISO 32000-2, 7.3.10)."""
    return Message("object {number} of the PDF", {"number": str(number)})


def page(number: int) -> Message:
    """The part that is a page, counted from 1."""
    return Message("page {page} of the PDF", {"page": str(number)})


def field(name: str) -> Message:
    """The part that is a form field, by its fully qualified name."""
    return Message("field “{field}” of the PDF", {"field": shown(name)})


def shown(name: str) -> str:
    """A field's name made fit to be printed: no control characters, not longer than a line."""
    printable = "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in name)
    return printable if len(printable) <= _SHOWN else printable[: _SHOWN - 1] + "…"
