"""How one value becomes XML: exactly, at the place where its tag stands.

Every placeholder is given its writer when the template is compiled. A writer takes a finished string (or an int) and
returns XML in which a strict parser finds that string again, character for character.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from jinja2 import Undefined
from lxml import etree

from docgen.breaks import NO_BREAK_SPACE, released, unmarked
from docgen.docx import scripts
from docgen.docx.ooxml import W, w
from docgen.docx.scripts import ScriptFont
from docgen.errors import Key, Message

# What XML 1.0 cannot hold, and CR, which a parser would turn into LF. The text guard of the case refuses them first.
_UNPRINTABLE: Final = "\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff"
_UNPRINTABLE_CHAR: Final = re.compile(f"[{_UNPRINTABLE}]")

MISSING: Final[Key] = "nothing is named “{name}” here; correct the name, or add the value to the view"

RUN_TEXT: Final = '<w:t xml:space="preserve">'
_BREAK: Final = f"</w:t><w:br/>{RUN_TEXT}"
_TAB: Final = f"</w:t><w:tab/>{RUN_TEXT}"

Writer = Callable[[Any], str]


class ValueProblem(Exception):
    """A value cannot be used; the message (reason; remedy) carries no value. The renderer adds the place."""

    def __init__(self, sentence: Key, **slots: str | Message) -> None:
        self.message = Message(sentence, slots)
        super().__init__(sentence)


def _text(value: Any) -> str:
    """The string to print, or ValueProblem: a bool, a list or something missing is no text."""
    kind = type(value)
    if kind is str:
        if _UNPRINTABLE_CHAR.search(value):
            raise ValueProblem("the value has a character that XML cannot hold; pass it through the case's text guard")
        return str(value)
    if kind is int:
        return str(value)
    if kind is bool:
        raise ValueProblem("this is true or false, which is no text; use it in an if tag")
    if kind is dict or kind is list or kind is tuple:
        raise ValueProblem("this is a list or a group of values; name one value inside it, or loop with for")
    raise ValueProblem(MISSING, name=str(value._undefined_name) if isinstance(value, Undefined) else Message("this"))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _in_run(text: str) -> str:
    return _escaped(text).replace("\n", _BREAK).replace("\t", _TAB)


def attribute(value: Any) -> str:
    """A value inside an attribute, newlines and tabs as character references (XML 1.0, 3.3.3)."""
    text = _escaped(unmarked(_text(value))).replace('"', "&quot;").replace("'", "&#39;")
    return text.replace("\n", "&#10;").replace("\t", "&#9;")


def element(value: Any) -> str:
    """A value as plain content of an element of docProps/core.xml."""
    return _escaped(unmarked(_text(value)))


class RunWriter:
    """Writes a value into w:t of a run, splitting the run where the value changes to a foreign complex script."""

    __slots__ = ("_foreign", "_native", "_properties", "_room", "_special", "_stretches", "_whole")

    def __init__(
        self, properties: str, native: str | None, fonts: Mapping[str, ScriptFont], *, whole: bool, room: int
    ) -> None:
        """`properties`: the run's w:rPr as XML or ""; `native`: script of its cs font; `whole`: the run holds only
        this; `room`: clusters that fit on one line there.
        """
        forced = re.search(r"<w:(?:cs|rtl)(?:/| w:val=\"(?:1|true|on)\")", properties) is not None
        self._native = native
        self._whole = whole
        self._room = room
        known = {code for code in fonts if code in scripts.COMPLEX} | ({native} if native else set())
        self._stretches = scripts.pattern(sorted(known), latin=forced)
        self._properties: dict[str | None, str] = {None: properties, native: properties}
        foreign = sorted(known - {native})
        for code in foreign:
            self._properties[code] = with_script_font(properties, fonts[code])
        if forced:
            self._properties[scripts.LATIN] = without_complex(properties)
        classes = "".join(scripts.COMPLEX[code] for code in foreign) + (
            "A-Za-z\u00aa-\u02b8\u1e00-\u1eff" if forced else ""
        )
        self._special = re.compile(f"[&<>\n\t{NO_BREAK_SPACE}{_UNPRINTABLE}{classes}]").search
        self._foreign = re.compile(f"[{classes}]").search if classes else None

    def __call__(self, value: Any) -> str:
        if type(value) is int:
            text = str(value)
        elif type(value) is not str or self._special(value):
            return self._careful(released(_text(value), self._room))
        else:
            text = value
        if not self._whole:
            return text
        return f"<w:r>{self._properties[None]}{RUN_TEXT}{text}</w:t></w:r>" if text else ""

    def _careful(self, text: str) -> str:
        pieces: list[tuple[str | None, str]] = [(None, text)]
        if self._stretches and self._foreign and self._foreign(text):
            pieces = scripts.segments(text, self._stretches, self._native)
        own = self._properties[None]
        if self._whole:
            return "".join(self._run(self._properties[code], piece) for code, piece in pieces)
        head = tail = ""
        if self._properties[pieces[0][0]] is own:
            head, pieces = _in_run(pieces[0][1]), pieces[1:]
        if not pieces:
            return head
        if self._properties[pieces[-1][0]] is own:
            tail, pieces = _in_run(pieces[-1][1]), pieces[:-1]
        runs = "".join(self._run(self._properties[code], piece) for code, piece in pieces)
        return f"{head}</w:t></w:r>{runs}<w:r>{own}{RUN_TEXT}{tail}"

    @staticmethod
    def _run(properties: str, text: str) -> str:
        return f"<w:r>{properties}{RUN_TEXT}{_in_run(text)}</w:t></w:r>" if text else ""


# CT_RPr's order (ECMA-376 Part 1, 17.3.2.28): w:rFonts follows w:rStyle; these few follow w:lang.
_AFTER_LANG: Final = frozenset(w(name) for name in ("eastAsianLayout", "specVanish", "oMath"))


def _properties(xml: str) -> etree._Element:
    declared = {prefix: f"urn:docgen:{prefix}" for prefix in re.findall(r"[ </](w[0-9]+(?:cex|cid|se|sdtdh)?):", xml)}
    names = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in declared.items())
    root = etree.fromstring(f'<w:r xmlns:w="{W}"{names}>{xml or "<w:rPr/>"}</w:r>')
    return root[0]


def _serialised(properties: etree._Element) -> str:
    xml = etree.tostring(properties, encoding="unicode")
    return re.sub(r' xmlns:\w+="[^"]*"', "", xml)


def with_script_font(xml: str, font: ScriptFont) -> str:
    """Run properties with `font` as the complex-script font and language; everything else as it was."""
    properties = _properties(xml)
    fonts = properties.find(w("rFonts"))
    if fonts is None:
        fonts = etree.Element(w("rFonts"))
        properties.insert(1 if properties.find(w("rStyle")) is not None else 0, fonts)
    if fonts.get(w("cstheme")) is not None:
        del fonts.attrib[w("cstheme")]
    fonts.set(w("cs"), font.name)
    language = properties.find(w("lang"))
    if language is None:
        language = etree.Element(w("lang"))
        later = (
            at
            for at, child in enumerate(properties)
            if child.tag in _AFTER_LANG or not child.tag.startswith(f"{{{W}}}")
        )
        properties.insert(next(later, len(properties)), language)
    language.set(w("bidi"), font.language)
    return _serialised(properties)


def without_complex(xml: str) -> str:
    """Run properties in which Latin letters take the Latin font again: no w:cs, no w:rtl (17.3.2.7, 17.3.2.30)."""
    properties = _properties(xml)
    for name in ("cs", "rtl"):
        for found in properties.findall(w(name)):
            properties.remove(found)
    return _serialised(properties)


_DEPTH = 24


def plain(value: Any, path: str = "", depth: int = 0) -> Any:
    """A copy of a view made of exactly dict, list, str, bool and int; ValueProblem names the path of anything else."""
    kind = type(value)
    if kind is str or kind is bool or kind is int:
        return value
    if depth > _DEPTH:
        raise ValueProblem("the view is nested too deep at “{path}”; flatten it", path=path[:80])
    if kind is dict:
        for key in value:
            if type(key) is not str:
                raise ValueProblem("the view has a key that is no string at “{path}”; use strings", path=path)
        return {
            key: inner if type(inner) is str else plain(inner, f"{path}.{key}" if path else key, depth + 1)
            for key, inner in value.items()
        }
    if kind is list or kind is tuple:
        return [inner if type(inner) is str else plain(inner, path + "[]", depth + 1) for inner in value]
    raise ValueProblem(
        "the view holds a {kind} at “{path}”; hand in only dict, list, tuple, str, bool and int",
        kind=kind.__name__,
        path=path,
    )
