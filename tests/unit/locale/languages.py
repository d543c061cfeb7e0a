"""The three languages of the house, loaded once for the tests of number words."""

from __future__ import annotations

from pathlib import Path

from docgen.locale import Locale
from docgen.locale.spellout import Spellout

TEMPLATES = Path(__file__).parents[3] / "templates"
ALL = KM, TH, EN = [Locale.load(TEMPLATES / tag) for tag in ("km", "th", "en")]


def spelt(locale: Locale) -> Spellout:
    """The number words of a language, compiled."""
    return Spellout(locale.settings.spellout)
