"""Which complex script a run of the template is set in: by its own properties, its styles or the document defaults."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from docgen.docx.ooxml import Element, w
from docgen.docx.scripts import COMPLEX, ScriptFont

_BIDI: Final = re.compile(r'<w:lang [^>]*?w:bidi="([^"]*)"')
_CS_FONT: Final = re.compile(r'<w:rFonts [^>]*?w:cs="([^"]*)"')
_RUN_STYLE: Final = re.compile(r'<w:rStyle w:val="([^"]*)"')


class StyleScripts:
    """Resolves the script of runs: direct properties, character style, paragraph style, document defaults (17.7.2).

    At each level w:lang@w:bidi decides, else w:rFonts@w:cs where it names one of the script fonts.
    """

    def __init__(self, styles: Element | None, fonts: Mapping[str, ScriptFont]) -> None:
        complex_fonts = {code: font for code, font in fonts.items() if code in COMPLEX}
        self._languages = {font.language.split("-")[0].lower(): code for code, font in complex_fonts.items()}
        self._names = {font.name: code for code, font in complex_fonts.items()}
        self._own: dict[str, str | None] = {}
        self._based: dict[str, str] = {}
        self._defaults: str | None = None
        self._paragraph = ""
        if styles is not None:
            self._read(styles)

    def _read(self, styles: Element) -> None:
        self._defaults = self._of_element(styles.find(f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}"))
        for style in styles.iter(w("style")):
            name = style.get(w("styleId"), "")
            self._own[name] = self._of_element(style.find(w("rPr")))
            based = style.find(w("basedOn"))
            if based is not None:
                self._based[name] = based.get(w("val"), "")
            if style.get(w("type")) == "paragraph" and style.get(w("default")) in ("1", "true", "on"):
                self._paragraph = name

    def _of_element(self, properties: Element | None) -> str | None:
        if properties is None:
            return None
        language, fonts = properties.find(w("lang")), properties.find(w("rFonts"))
        return self._of(
            "" if language is None else language.get(w("bidi"), ""), "" if fonts is None else fonts.get(w("cs"), "")
        )

    def _of(self, language: str, font: str) -> str | None:
        return self._languages.get(language.split("-")[0].lower()) or self._names.get(font)

    def _of_style(self, name: str) -> str | None:
        seen: set[str] = set()
        while name and name not in seen:
            seen.add(name)
            if found := self._own.get(name):
                return found
            name = self._based.get(name, "")
        return None

    def script(self, run_properties: str, paragraph_style: str) -> str | None:
        """ISO 15924 code of the run whose w:rPr is this XML, in a paragraph of this style ("" for the default one)."""
        language, font = _BIDI.search(run_properties), _CS_FONT.search(run_properties)
        style = _RUN_STYLE.search(run_properties)
        return (
            self._of(language[1] if language else "", font[1] if font else "")
            or (self._of_style(style[1]) if style else None)
            or self._of_style(paragraph_style or self._paragraph)
            or self._defaults
        )
