"""Fields: PAGE and NUMPAGES are set anew, every other instruction is refused (ECMA-376 Part 1 §17.16)."""

from __future__ import annotations

import re

from docgen.pdf.typeset.refusals import Refusals

_INSTRUCTION = re.compile(r"\s*(\w+)\s*((?:\\\*\s*\w+\s*)*)$")
_COUNTERS = {"PAGE": "page-number", "NUMPAGES": "page-total"}
_THAI_DIGITS = "๐๑๒๓๔๕๖๗๘๙"
#: What follows `\*` → the digits it asks for; "" means the section's own (§17.16.4.3.1).
_FORMATS = {"MERGEFORMAT": "", "ARABIC": "0123456789", "THAIARABIC": _THAI_DIGITS, "CHARFORMAT": ""}
#: `w:pgNumType/@w:fmt` → digits.
PAGE_NUMBER_DIGITS = {"": "0123456789", "decimal": "0123456789", "thaiNumbers": _THAI_DIGITS}


class Field:
    """A complex field being read: instruction text up to `separate`, then a result that is replaced."""

    def __init__(self) -> None:
        self.instruction = ""
        self.in_result = False
        self.done = False


def counter_of(instruction: str, refusals: Refusals) -> tuple[str, str] | None:
    """(library function, digits or "") for a field instruction; None, and a refusal, when it is no page counter."""
    match = _INSTRUCTION.match(instruction)
    name = match.group(1).upper() if match else ""
    formats = [word.upper() for word in re.findall(r"\w+", match.group(2))] if match else []
    unknown = [word for word in formats if word not in _FORMATS]
    if name not in _COUNTERS or unknown:
        words = instruction.split()
        refusals.add(f"field {words[0].upper() if words else '(empty)'}" + (f" \\* {unknown[0]}" if unknown else ""))
        return None
    digits = next((_FORMATS[word] for word in formats if _FORMATS[word]), "")
    return _COUNTERS[name], digits
