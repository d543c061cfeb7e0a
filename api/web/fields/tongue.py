"""The languages of a form: that of the page, and those of the papers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from docgen.forms.nodes import Kind, Node
from docgen.locale import Locale
from docgen.locale.names import LATIN


@dataclass(frozen=True)
class Tongue:
    """`reader` is the language of the page, `locales` those of the library by tag."""

    reader: Locale
    locales: Mapping[str, Locale]

    @property
    def all(self) -> tuple[Locale, ...]:
        """The languages in which dates and numbers are understood."""
        return tuple(self.locales.values())

    def codes(self, node: Node, value: Any, typed: Iterable[str] = ()) -> tuple[str, ...]:
        """The languages (of WORDS) or scripts (of NAMES) that have a box: the page's, the papers', the value's."""
        there = (*value, *typed) if isinstance(value, Mapping) else tuple(typed)
        if node.kind is Kind.WORDS:
            return tuple(dict.fromkeys((self.reader.tag, *self.locales, *there)))
        scripts = (each.script for each in self.locales.values())
        return tuple(dict.fromkeys((self.reader.script, *scripts, LATIN, *there)))

    def of_script(self, script: str) -> str:
        """A language written in the script, as the `lang` of a box of names; "" where there is none."""
        return next((tag for tag, each in self.locales.items() if each.script == script), "")
