"""Items joined as a sentence lists them: CLDR's list patterns, with the corrections of `locale.toml`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import babel

from docgen.locale.settings import ListPatterns, Lists

ListStyle = Literal["standard", "or"]
"""CLDR's list types (UTS #35 Part 2, List Patterns): a and b, a or b."""


class ListWriter:
    """Joins items in one language."""

    def __init__(self, corrections: Lists, cldr: babel.Locale) -> None:
        self._patterns: dict[ListStyle, dict[str, str]] = {
            "standard": _patterns(cldr.list_patterns["standard"], corrections),
            "or": _patterns(cldr.list_patterns["or"], corrections.alternatives),
        }

    def join(self, items: Sequence[str], style: ListStyle) -> str:
        """The items in one string; none is an empty string (UTS #35 Part 2: from the end of the list backwards)."""
        patterns = self._patterns[style]
        if len(items) < 2:
            return "".join(items)
        if len(items) == 2:
            return patterns["2"].format(*items)
        joined = patterns["end"].format(items[-2], items[-1])
        for item in reversed(items[1:-2]):
            joined = patterns["middle"].format(item, joined)
        return patterns["start"].format(items[0], joined)


def _patterns(cldr: dict[str, str], corrections: ListPatterns) -> dict[str, str]:
    link = None if corrections.middle is None else "{0}" + corrections.middle + "{1}"
    corrected = {"2": corrections.two, "end": corrections.last, "middle": link, "start": link}
    return {part: corrected[part] or cldr[part] for part in corrected}
