"""Text divided into stretches of one font, as Word does it: by character class, then by what the font can draw.

In Word every character of a run takes the run's ascii/hAnsi font or its complex-script one (ECMA-376 Part 1
§17.3.2.26), with the size, weight and slope that go with that slot. Spaces follow the letter before them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby

from babel.core import get_global

from docgen.pdf.fonts import FALLBACK, SCRIPT_BLOCKS, Face, FontBook, language_of, script_of
from docgen.pdf.typeset.refusals import Refusals
from docgen.pdf.typeset.run_properties import Properties
from docgen.pdf.typeset.text_styles import TextStyle, line_edges

# Word's complex scripts: Hebrew to Arabic, the Indic blocks, Thai, Lao, Tibetan, Myanmar, Khmer.
_COMPLEX = "\u0590-\u08ff\u0900-\u109f\u1780-\u17ff\u19e0-\u19ff"
_WEAK = " \u00a0\u200b\u200c\u200d\u2060"
_CLASSES = re.compile(f"([{_COMPLEX}][{_COMPLEX}{_WEAK}]*)|([^{_COMPLEX}]+)")
_PURE = {script: re.compile(f"[{blocks}{_WEAK}]*") for script, blocks in SCRIPT_BLOCKS.items()}
_LEADING_WEAK = re.compile(f"[{_WEAK}]+")
_RIGHT_TO_LEFT = frozenset(("R", "AL", "RLE", "RLO", "RLI", "LRO"))


@lru_cache(maxsize=256)
def _script_of_language(language: str) -> str:
    return str(get_global("likely_subtags").get(language, "_Latn")).split("_")[1]


@lru_cache(maxsize=1024)
def _language(tag: str, script: str) -> str:
    """The language to set text in: the run's own when it is written in that script, else the script's likeliest."""
    own = tag.split("-")[0].lower()
    return own if own and _script_of_language(own) == script else language_of(script)


def _script(text: str) -> str:
    """The script of the first letter; PDFium loses a space before Khmer that is set apart for being Latin."""
    return script_of((text.lstrip(_WEAK) or text)[0])


class TextSetter:
    """Cuts the text of a run into (style, text); remembers the class of the last letter across a paragraph's runs."""

    def __init__(self, fonts: FontBook) -> None:
        self._fonts = fonts
        self._styles: dict[tuple[object, ...], TextStyle] = {}
        self.complex = False

    def stretches(
        self, text: str, run: Properties, paragraph: Properties, refusals: Refusals
    ) -> list[tuple[TextStyle, str]]:
        """The run's text in order; characters no font draws are refused by code point."""
        if run.get("caps"):
            text = text.upper()
        found: list[tuple[TextStyle, str]] = []
        for is_complex, part in self._classes(text, bool(run.get("complex"))):
            family = str(run["cs" if is_complex else "ascii" if part.isascii() else "hAnsi"])
            own = self._face(family, run, is_complex)
            for face, script, piece in self._faces(part, own, run, is_complex, refusals):
                neutral = found and not is_complex and not any(map(str.isalpha, piece))
                language = found[-1][0].language if neutral else self._language_for(run, is_complex, script)
                style = self._style(face, own, run, paragraph, is_complex, language)
                if found and found[-1][0] is style:
                    found[-1] = (style, found[-1][1] + piece)
                else:
                    found.append((style, piece))
        return found

    def _classes(self, text: str, forced: bool) -> Iterator[tuple[bool, str]]:
        if forced:
            yield True, text
            return
        weak = _LEADING_WEAK.match(text) if self.complex else None
        leading = weak.group() if weak else ""
        for match in _CLASSES.finditer(text, len(leading)):
            self.complex = match.group(1) is not None
            if leading and not self.complex:
                yield True, leading
                leading = ""
            yield self.complex, leading + match.group()
            leading = ""
        if leading:
            yield True, leading

    def _face(self, family: str, run: Properties, is_complex: bool) -> Face:
        bold, italic = ("bCs", "iCs") if is_complex else ("b", "i")
        return self._fonts.face(family, bold=bool(run.get(bold)), italic=bool(run.get(italic)))

    def _faces(
        self, text: str, face: Face, run: Properties, is_complex: bool, refusals: Refusals
    ) -> Iterator[tuple[Face, str, str]]:
        """(face, script, text): the run's own font where it has the glyphs, else the house font of the script."""
        if face.coverage.issuperset(text):
            script = _script(text) if is_complex else "Latn"
            if not is_complex or (script in _PURE and _PURE[script].fullmatch(text)):
                yield face, script, text
                return
        previous = (face, _script(text))
        chosen = []
        for char in text:
            if char not in _WEAK:
                previous = (self._drawn_by(char, face, run, is_complex, refusals), script_of(char))
            chosen.append((previous, char))
        for (own, script), group in groupby(chosen, key=lambda pair: pair[0]):
            yield own, script, "".join(char for _, char in group)

    def _drawn_by(self, char: str, face: Face, run: Properties, is_complex: bool, refusals: Refusals) -> Face:
        if unicodedata.bidirectional(char) in _RIGHT_TO_LEFT:
            refusals.add("right-to-left text")
        if char in face.coverage:
            return face
        wanted = script_of(char)
        for script in sorted(FALLBACK, key=lambda name: (name != wanted, name != "Latn", name)):
            other = self._face(FALLBACK[script], run, is_complex)
            if char in other.coverage:
                return other
        kind = unicodedata.name(char, "unnamed").split(" ")[0].capitalize()
        refusals.add(f"character U+{ord(char):04X} ({kind}), which no installed font draws")
        return face

    def _language_for(self, run: Properties, is_complex: bool, script: str) -> str:
        return _language(str(run.get("langCs" if is_complex else "lang", "")), script)

    def style(self, run: Properties, paragraph: Properties, *, script: str = "Latn") -> TextStyle:
        """The style of an empty stretch: what a tab, a picture or an empty paragraph stands in."""
        is_complex = script != "Latn"
        face = self._face(str(run["cs" if is_complex else "ascii"]), run, is_complex)
        return self._style(face, face, run, paragraph, is_complex, self._language_for(run, is_complex, script))

    def _style(
        self, face: Face, own: Face, run: Properties, paragraph: Properties, is_complex: bool, language: str
    ) -> TextStyle:
        """The style of text in `face`; the line is as tall as the run's `own` font asks, as LibreOffice has it."""
        size, bold, italic = ("szCs", "bCs", "iCs") if is_complex else ("sz", "b", "i")
        key = (
            face, run[size], bool(run.get(bold)), bool(run.get(italic)), run.get("colour", ""),
            run.get("highlight") or run.get("fill", ""), run.get("u", "none") != "none", bool(run.get("strike")),
            run.get("vertAlign", "baseline"), run.get("raise", 0), run.get("tracking", 0), language,
            line_edges(own, run[size], paragraph["line"], paragraph["lineRule"]),
        )  # fmt: skip
        style = self._styles.get(key)
        if style is None:
            style = self._styles[key] = TextStyle(*key)
        return style
