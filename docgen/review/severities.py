"""What the severities of findings are called; apart from what needs a store, so that lint loads none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from docgen.errors import Key, Severity

SEVERITIES: Final[Mapping[Severity, Key]] = {
    Severity.ERROR: "Error",
    Severity.WARNING: "Warning",
    Severity.ADVICE: "Advice",
}
