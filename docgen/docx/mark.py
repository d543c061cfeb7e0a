"""The mark (DRAFT …): a WordArt watermark in every header, as Word's Design > Watermark writes it (VML type 136)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from string import Template
from typing import Any, Final

from lxml import etree

from docgen.docx.images import surround
from docgen.docx.ooxml import OFFICE, VML, Element, R, W, is_on, w
from docgen.docx.package import Package
from docgen.docx.places import Place
from docgen.docx.scripts import LATIN, ScriptFont, pattern, segments
from docgen.docx.tags import TAG, visible
from docgen.docx.values import ValueProblem
from docgen.errors import Key, Message

_VARIABLE: Final = "docgen_mark"
_FALLBACK: Final = "sans-serif"
MAX_CHARACTERS: Final = 80
# Width and height together, in points: what a rotated mark may take on A4 between margins of 2 to 3 cm.
_SPAN_PT: Final = 600
# Word's own marks are a third of their height wide for each letter.
_LETTER_ASPECT: Final = 1 / 3

# A watermark as Word writes it; $variable is filled in when a document is rendered.
_SHAPE: Final = Template("""\
<w:r xmlns:w="$w" xmlns:v="$v" xmlns:o="$o" xmlns:w10="urn:schemas-microsoft-com:office:word">
<w:rPr><w:noProof/></w:rPr><w:pict>
<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e">
<v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>
<v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/>
<v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/><v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/>
<v:f eqn="sum @6 0 @5"/></v:formulas>
<v:path textpathok="t" o:connecttype="custom" o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800"
 o:connectangles="270,180,90,0"/>
<v:textpath on="t" fitshape="t"/><v:handles><v:h position="#0,bottomRight" xrange="6629,14971"/></v:handles>
<o:lock v:ext="edit" text="t" shapetype="t"/></v:shapetype>
<v:shape id="PowerPlusWaterMarkObject$number" o:spid="_x0000_s$spid" type="#_x0000_t136" alt="{{ $variable.text }}"
 style="position:absolute;margin-left:0;margin-top:0;width:{{ $variable.width }}pt;height:{{ $variable.height }}pt;\
rotation:315;z-index:-251658752;mso-position-horizontal:center;mso-position-horizontal-relative:margin;\
mso-position-vertical:center;mso-position-vertical-relative:margin"
 o:allowincell="f" fillcolor="silver" stroked="f"><v:fill opacity=".3"/>
<v:textpath style="font-family:&quot;{{ $variable.font }}&quot;;font-size:1pt" string="{{ $variable.text }}"/>
<w10:wrap anchorx="margin" anchory="margin"/></v:shape></w:pict></w:r>""")


def filled(text: str, fonts: Mapping[str, ScriptFont]) -> dict[str, Any]:
    """What the mark's internal tags print; ValueProblem if the text is no mark."""
    if not text.strip() or len(text) > MAX_CHARACTERS or any(unicodedata.category(char) == "Cc" for char in text):
        raise ValueProblem("the mark must be one line of 1 to 80 characters; shorten it")
    letters = sum(unicodedata.category(char)[0] != "M" for char in text)
    width = _SPAN_PT / (1 + 1 / (letters * _LETTER_ASPECT))
    return {
        "text": text,
        "width": f"{width:.1f}",
        "height": f"{_SPAN_PT - width:.1f}",
        "font": _font(text, fonts),
    }


def _font(text: str, fonts: Mapping[str, ScriptFont]) -> str:
    """The font of the script most of the mark is in."""
    stretches = pattern([code for code in fonts if code != LATIN], latin=LATIN in fonts)
    if stretches is None:
        return _FALLBACK
    sizes: dict[str, int] = {}
    for code, piece in segments(text, stretches, None):
        if code:
            sizes[code] = sizes.get(code, 0) + len(piece)
    best = max(sizes, key=lambda code: (sizes[code], code), default=LATIN)
    return fonts[best].name if best in fonts else _FALLBACK


def prepare(roots: Mapping[str, Element], headers: set[str], file: str) -> None:
    """Put the mark's internal tags into every header; TemplateError for one without a paragraph to carry it."""
    for number, name in enumerate(sorted(headers), start=1):
        _insert(roots[name], number, Place(file, name))


def headers(roots: Mapping[str, Element], package: Package, file: str) -> set[str]:
    """The header parts of all sections; each kind of page in use must have one, own or inherited (17.10.1).

    Raises TemplateError for a section without one.
    """
    settings = next((roots[name] for name in package.targets("word/document.xml", "settings") if name in roots), None)
    even = settings is not None and any(is_on(each) for each in settings.iter(w("evenAndOddHeaders")))
    by_id = {
        each.id: each.target for each in package.relationships.get("word/document.xml", []) if each.kind == "header"
    }
    inherited: dict[str, str] = {}
    used: set[str] = set()
    sections = list(roots["word/document.xml"].iter(w("sectPr")))
    place = Place(file, "word/document.xml")
    if not sections:
        raise place.error("the document has no section with a header; in Word insert a header, even an empty one")
    for number, section in enumerate(sections, start=1):
        for reference in section.findall(w("headerReference")):
            target = by_id.get(reference.get(f"{{{R}}}id", ""))
            if target is None:
                raise place.error("a header that is referred to is missing; save it again in Word")
            inherited[reference.get(w("type"), "default")] = target
        used.update(inherited.values())
        for kind in _kinds(section, even) - inherited.keys():
            raise place.error(_HEADLESS, number=str(number), pages=Message(_PAGES[kind]))
    return used


_HEADLESS: Final[Key] = (
    "section {number} has no header for {pages}, so no mark could be printed there; in Word insert that "
    "header, even an empty one"
)
_PAGES: Final[Mapping[str, Key]] = {
    "default": "its ordinary pages",
    "first": "its first page",
    "even": "its even pages",
}


def _kinds(section: Element, even: bool) -> set[str]:
    """The kinds of page a section has: default, and first and even where they are switched on."""
    first = section.find(w("titlePg"))
    return {"default"} | ({"first"} if first is not None and is_on(first) else set()) | ({"even"} if even else set())


def _insert(header: Element, number: int, place: Place) -> None:
    paragraph = _first_certain_paragraph(header)
    if paragraph is None:
        raise place.error(
            "the header needs a paragraph that is always printed (outside every {tag}), to carry the mark; add an "
            "empty one",
            tag="{%p if %}",
        )
    xml = _SHAPE.substitute(w=W, v=VML, o=OFFICE, variable=_VARIABLE, number=number, spid=2048 + number)
    run = etree.fromstring(xml.replace("\n ", " ").replace("\n", ""))
    paragraph.insert(1 if len(paragraph) and paragraph[0].tag == w("pPr") else 0, run)
    surround(run, _VARIABLE)


def _first_certain_paragraph(header: Element) -> Element | None:
    """The first paragraph of the header itself that no tag repeats or leaves out."""
    depth = 0
    for child in header:
        tags = [tag for each in child.iter(w("p")) for tag in TAG.findall(visible(each))]
        moves = [
            1 if re.match(r"\{%\w*\s*(if|for)\b", tag) else -1
            for tag in tags
            if re.match(r"\{%\w*\s*(if|for|end)", tag)
        ]
        whole = any(re.match(r"\{[%#]p\s", tag) for tag in tags)
        if child.tag == w("p") and depth == 0 and not whole:
            return child
        depth += sum(moves)
    return None
