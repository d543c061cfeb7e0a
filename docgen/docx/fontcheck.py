"""Runs whose Khmer, Thai or other complex-script text would not be set in a font meant for it (used by lint)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from docgen.docx import gate
from docgen.docx.ooxml import Element, parse, w
from docgen.docx.package import Package
from docgen.docx.scripts import COMPLEX, ScriptFont
from docgen.docx.tags import visible

_SCRIPT: Final = re.compile("|".join(f"(?P<{code}>[{chars}])" for code, chars in COMPLEX.items()))
# (element, attribute, what is missing) of what complex scripts take in place of the Latin properties (17.3.2.26,
# .39, .20).
_NEEDED: Final = (
    ("rFonts", "cs", "font (w:cs)"),
    ("szCs", "val", "size (w:szCs)"),
    ("lang", "bidi", "language (w:bidi)"),
)


@dataclass(frozen=True, slots=True)
class WrongFont:
    """A run: its part, the visible text of its paragraph, the ISO 15924 script of its text, and what is wrong."""

    part: str
    paragraph: str
    script: str
    problem: str


def wrong_fonts(
    data: bytes, file: str = "document.docx", fonts: Mapping[str, ScriptFont] | None = None
) -> list[WrongFont]:
    """Every run of complex-script text whose w:cs font, size or language is missing or beaten by a theme font.

    With `fonts` a language that is not the script's own is reported too. Raises TemplateRefused as the gate does.
    """
    package = gate.read(data, file)
    styles = [parse(package.parts[name]) for name in package.targets("word/document.xml", "styles")]
    cascade = _Cascade(styles[0] if styles else None)
    return [
        wrong
        for name, root in _texts(package)
        for run in root.iter(w("r"))
        for wrong in _check(name, run, cascade, fonts or {})
    ]


def _texts(package: Package) -> Iterator[tuple[str, Element]]:
    kinds = ("document.main+xml", "header+xml", "footer+xml", "footnotes+xml", "endnotes+xml")
    for name in sorted(package.parts):
        if package.types.get(name, "").endswith(kinds):
            yield name, parse(package.parts[name])


class _Cascade:
    """The run properties in force, nearest first: run, character style, paragraph style, document defaults (17.7.2)."""

    def __init__(self, styles: Element | None) -> None:
        found = [] if styles is None else list(styles.iter(w("style")))
        self._styles = {style.get(w("styleId"), ""): style for style in found}
        self._default = next(
            (s.get(w("styleId"), "") for s in found if s.get(w("type")) == "paragraph" and s.get(w("default"))), ""
        )
        self._document = None if styles is None else styles.find(f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}")

    def of(self, run: Element) -> list[Element]:
        own = run.find(w("rPr"))
        paragraph = next(run.iterancestors(w("p")), None)
        named = None if paragraph is None else paragraph.find(f"{w('pPr')}/{w('pStyle')}")
        character = None if own is None else own.find(w("rStyle"))
        levels = [own, *self._chain("" if character is None else character.get(w("val"), ""))]
        levels += self._chain(self._default if named is None else named.get(w("val"), ""))
        return [level for level in (*levels, self._document) if level is not None]

    def _chain(self, name: str) -> Iterator[Element | None]:
        seen: set[str] = set()
        while name in self._styles and name not in seen:
            seen.add(name)
            style = self._styles[name]
            yield style.find(w("rPr"))
            based = style.find(w("basedOn"))
            name = "" if based is None else based.get(w("val"), "")


def _check(part: str, run: Element, cascade: _Cascade, fonts: Mapping[str, ScriptFont]) -> Iterator[WrongFont]:
    text = "".join(each.text or "" for each in run.findall(w("t")))
    found = {str(match.lastgroup) for match in _SCRIPT.finditer(text)}
    if not found:
        return
    levels = cascade.of(run)
    paragraph = next(run.iterancestors(w("p")), None)
    shown = "" if paragraph is None else visible(paragraph)
    script = min(found)
    if len(found) > 1:
        yield WrongFont(part, shown, script, "the run holds two scripts: " + ", ".join(sorted(found)))
    for level in levels:
        setting = level.find(w("rFonts"))
        if setting is not None and (setting.get(w("cstheme")) or setting.get(w("cs"))):
            if setting.get(w("cstheme")):
                yield WrongFont(part, shown, script, "a theme font (w:cstheme) beats the complex-script font")
            break
    for name, attribute, what in _NEEDED:
        values = [found_in.get(w(attribute)) for level in levels if (found_in := level.find(w(name))) is not None]
        value = next((each for each in values if each), None)
        if value is None:
            yield WrongFont(part, shown, script, f"no complex-script {what}")
        elif name == "lang" and script in fonts and value.split("-")[0] != fonts[script].language.split("-")[0]:
            yield WrongFont(part, shown, script, f"the language {value} is not that of the script")
