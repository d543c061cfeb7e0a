"""The verification code and its QR: a frame in the left margin at the foot of every page, anchored in the header.

A frame (ECMA-376 Part 1, 17.3.1.11) is made of paragraphs: Word, LibreOffice and our typesetter place it, and text of a
page never moves for it, since it stands beside the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree

from docgen.docx.images import surround
from docgen.docx.ooxml import WP, A, Element, R, W, w
from docgen.docx.package import Package
from docgen.docx.places import Place

PICTURE: Final = "verification"
"""The key of the QR among a template's pictures."""
_VARIABLE: Final = "docgen_verification"
_PIC: Final = "http://schemas.openxmlformats.org/drawingml/2006/picture"
# Twips. The frame keeps its distance from the text; printers leave about 240 of a page's edge white.
_WIDTH, _GAP, _EDGE = 1020, 170, 227
_QR: Final = 850
_LINE: Final = 150
_HEIGHT: Final = _QR + 3 * _LINE
_EMU_PER_TWIP: Final = 635
_TWIPS_PER_CM: Final = 567
# What Word takes where a section says nothing.
_PAGE_HEIGHT, _LEFT, _FOOTER = 16838, 1440, 720


@dataclass(frozen=True, slots=True)
class Verification:
    """What the frame prints: the code in groups with hyphens, a caption, the QR (PNG) and its alternative text."""

    code: str
    caption: str
    qr: bytes
    alternative: str

    def filled(self) -> dict[str, Any]:
        """What the frame's internal tags print: the code on two lines."""
        half = self.code.index("-", len(self.code) // 2)
        first, second = self.code[:half], self.code[half + 1 :]
        return {"caption": self.caption, "alternative": self.alternative, "first": first, "second": second}


def prepare(roots: Mapping[str, Element], headers: set[str], package: Package, file: str) -> None:
    """Put the frame and its internal tags into every header; TemplateError where the left margin has no room for it."""
    sections = _sections(roots["word/document.xml"], package)
    for number, name in enumerate(sorted(headers), start=9001):
        section = sections[name]
        left = _length(section, "pgMar", "left", _LEFT)
        if left < _WIDTH + _GAP + _EDGE:
            raise Place(file, "word/document.xml").error(
                "the left margin is too narrow for the verification code, which is printed in it; make it {width} cm "
                "wide or wider",
                width=f"{(_WIDTH + _GAP + _EDGE) / _TWIPS_PER_CM:.1f}",
            )
        height = _length(section, "pgSz", "h", _PAGE_HEIGHT)
        top = height - _length(section, "pgMar", "footer", _FOOTER) - _HEIGHT
        _insert(roots[name], list(_paragraphs(left - _GAP - _WIDTH, top, number)))


def _sections(body: Element, package: Package) -> dict[str, Element]:
    """The first section that prints each header."""
    by_id = {each.id: each.target for each in package.relationships.get("word/document.xml", [])}
    found: dict[str, Element] = {}
    for section in body.iter(w("sectPr")):
        for reference in section.findall(w("headerReference")):
            found.setdefault(by_id.get(reference.get(f"{{{R}}}id", ""), ""), section)
    return found


def _length(section: Element, element: str, attribute: str, default: int) -> int:
    found = section.find(w(element))
    return default if found is None else int(float(found.get(w(attribute), str(default))))


def _insert(header: Element, paragraphs: list[Element]) -> None:
    for at, paragraph in enumerate(paragraphs):
        header.insert(at, paragraph)
    surround(paragraphs[0], _VARIABLE)
    last = paragraphs[-1]
    paragraphs[0].tail, last.tail = None, "{% endif %}" + (last.tail or "")


def _paragraphs(x: int, y: int, number: int) -> Iterator[Element]:
    frame = (
        f'<w:framePr w:w="{_WIDTH}" w:h="{_HEIGHT}" w:hRule="exact" w:wrap="around" w:vAnchor="page" w:hAnchor="page" '
        f'w:x="{x}" w:y="{y}"/>'
    )
    side = _QR * _EMU_PER_TWIP
    yield _paragraph(
        frame, 'w:line="240" w:lineRule="auto"', f"<w:r><w:rPr><w:noProof/></w:rPr>{_drawing(side, number)}</w:r>"
    )
    lines = "<w:r><w:br/></w:r>".join(_text(*each) for each in ((11, "caption"), (13, "first"), (13, "second")))
    yield _paragraph(frame, f'w:line="{_LINE}" w:lineRule="exact"', lines)


def _text(size: int, name: str) -> str:
    """A run with a value of the frame; `size` in half points."""
    return (
        f'<w:r><w:rPr><w:noProof/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
        f"<w:t>{{{{ {_VARIABLE}.{name} }}}}</w:t></w:r>"
    )


def _paragraph(frame: str, line: str, run: str) -> Element:
    return etree.fromstring(
        f'<w:p xmlns:w="{W}" xmlns:r="{R}" xmlns:wp="{WP}" xmlns:a="{A}" xmlns:pic="{_PIC}"><w:pPr>{frame}'
        f'<w:spacing w:before="0" w:after="0" {line}/><w:ind w:left="0" w:right="0" w:firstLine="0"/>'
        f'<w:jc w:val="center"/></w:pPr>{run}</w:p>'
    )


def _drawing(side: int, number: int) -> str:
    """A picture in line with the text, as `docgen.docx.images` takes it for a placeholder."""
    extent = f'cx="{side}" cy="{side}"'
    return (
        f'<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {extent}/>'
        f'<wp:docPr id="{number}" name="image:{PICTURE}" descr="{{{{ {_VARIABLE}.alternative }}}}"/>'
        f'<a:graphic><a:graphicData uri="{_PIC}"><pic:pic><pic:nvPicPr><pic:cNvPr id="0" name="QR"/><pic:cNvPicPr/>'
        f'</pic:nvPicPr><pic:blipFill><a:blip r:embed="rIdImage"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {extent}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
        f"</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
