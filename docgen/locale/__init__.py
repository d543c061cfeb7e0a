"""How a language writes: names, dates, numbers, lists and translated words, from its folder under templates/."""

from docgen.locale.locale import Locale
from docgen.locale.settings import LocaleSettings

__all__ = ["Locale", "LocaleSettings"]
