"""Small Word templates from raw XML: only what a test needs, the way Word writes it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping

from docgen.docx import ScriptFont

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMES = (
    f'xmlns:w="{W}" xmlns:r="{R}" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'mc:Ignorable="w14"'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
_OFFICE = f"{R}/"
_WML = "application/vnd.openxmlformats-officedocument.wordprocessingml."

FONTS = {
    "Khmr": ScriptFont("Battambang", "km-KH"),
    "Thai": ScriptFont("Laksaman", "th-TH"),
    "Latn": ScriptFont("Tinos", "en-GB"),
}
KHMER_STYLES = (
    "<w:docDefaults><w:rPrDefault><w:rPr>"
    '<w:rFonts w:ascii="Tinos" w:hAnsi="Tinos" w:cs="Battambang"/><w:sz w:val="24"/><w:szCs w:val="24"/>'
    '<w:lang w:val="en-GB" w:bidi="km-KH"/></w:rPr></w:rPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="ThaiText"><w:name w:val="Thai Text"/><w:basedOn w:val="Normal"/>'
    '<w:rPr><w:rFonts w:cs="Laksaman"/><w:lang w:bidi="th-TH"/></w:rPr></w:style>'
)
DEFAULT_SECTION = '<w:sectPr><w:headerReference w:type="default" r:id="rIdHeader1"/></w:sectPr>'


def r(text: str, properties: str = "") -> str:
    """A run; `properties` is what stands inside w:rPr."""
    rpr = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{rpr}<w:t xml:space="preserve">{text}</w:t></w:r>'


def p(*runs: str, style: str = "") -> str:
    """A paragraph of runs; a run that is no XML becomes a plain one."""
    ppr = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{ppr}{''.join(run if run.startswith('<') else r(run) for run in runs)}</w:p>"


def tc(*blocks: str) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr>{"".join(blocks)}</w:tc>'


def tr(*cells: str) -> str:
    """A row; a cell that is no XML becomes a cell with one paragraph."""
    return f"<w:tr>{''.join(cell if cell.startswith('<') else tc(p(cell)) for cell in cells)}</w:tr>"


def tbl(*rows: str, columns: int = 2) -> str:
    grid = '<w:gridCol w:w="2000"/>' * columns
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>'
    )


def bookmarked(name: str, paragraph: str, number: int = 1) -> str:
    """The paragraph with a bookmark around its content."""
    start = paragraph.index("<w:r>")
    return (
        f'{paragraph[:start]}<w:bookmarkStart w:id="{number}" w:name="{name}"/>{paragraph[start:-6]}'
        f'<w:bookmarkEnd w:id="{number}"/></w:p>'
    )


def picture(
    name: str, relationship: str = "rIdPicture", *, cx: int = 900_000, cy: int = 600_000, descr: str = ""
) -> str:
    """A run with an inline picture."""
    return (
        f'<w:r><w:drawing><wp:inline><wp:extent cx="{cx}" cy="{cy}"/><wp:docPr id="7" name="{name}" descr="{descr}"/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        f'<pic:nvPicPr><pic:cNvPr id="0" name="x"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip '
        f'r:embed="{relationship}"/>'
        "<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>"
        f'<a:off x="0" y="0"/><a:ext cx="{cx}" cy="{cy}"/></a:xfrm><a:prstGeom '
        f'prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def element(name: str, content: str) -> bytes:
    """A part whose root is w:`name`."""
    return f"{_HEAD}<w:{name} {_NAMES}>{content}</w:{name}>".encode()


def relationships(items: Iterable[tuple[str, str, str]], *, external: frozenset[str] = frozenset()) -> bytes:
    """A .rels part of (id, type, target); a short type is an office document relationship."""
    lines = "".join(
        f'<Relationship Id="{rid}" Type="{kind if ":" in kind else _OFFICE + kind}" Target="{target}"'
        f"{' TargetMode=' + chr(34) + 'External' + chr(34) if rid in external else ''}/>"
        for rid, kind, target in items
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}relationships">{lines}</Relationships>'.encode()


def content_types(overrides: Mapping[str, str], defaults: Mapping[str, str] | None = None) -> bytes:
    usual = {
        "rels": "application/vnd.openxmlformats-package.relationships+xml",
        "xml": "application/xml",
        "png": "image/png",
        "jpeg": "image/jpeg",
        **(defaults or {}),
    }
    lines = "".join(f'<Default Extension="{ext}" ContentType="{kind}"/>' for ext, kind in usual.items())
    lines += "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in overrides.items())
    return f'{_HEAD}<Types xmlns="{_PACKAGE}content-types">{lines}</Types>'.encode()


def members(
    body: str,
    *,
    header: str | None = None,
    footer: str | None = None,
    footnotes: str | None = None,
    styles: str = KHMER_STYLES,
    settings: str = "",
    section: str = DEFAULT_SECTION,
    extra_relationships: Iterable[tuple[str, str, str]] = (),
    external: frozenset[str] = frozenset(),
    overrides: Mapping[str, str] | None = None,
    parts: Mapping[str, bytes] | None = None,
) -> dict[str, bytes]:
    """The members of a template: body, header 1, and what is asked for."""
    related = [
        ("rIdStyles", "styles", "styles.xml"),
        ("rIdSettings", "settings", "settings.xml"),
        ("rIdHeader1", "header", "header1.xml"),
        *extra_relationships,
    ]
    types = {
        f"word/{name}.xml": f"{_WML}{kind}+xml"
        for name, kind in (
            ("document", "document.main"),
            ("styles", "styles"),
            ("settings", "settings"),
            ("header1", "header"),
        )
    }
    made = {
        "word/document.xml": element("document", f"<w:body>{body}{section}</w:body>"),
        "word/styles.xml": element("styles", styles),
        "word/settings.xml": element("settings", settings),
        "word/header1.xml": element("hdr", header or p("")),
    }
    if footer is not None:
        made["word/footer1.xml"] = element("ftr", footer)
        related.append(("rIdFooter1", "footer", "footer1.xml"))
        types["word/footer1.xml"] = f"{_WML}footer+xml"
    if footnotes is not None:
        made["word/footnotes.xml"] = element("footnotes", footnotes)
        related.append(("rIdFootnotes", "footnotes", "footnotes.xml"))
        types["word/footnotes.xml"] = f"{_WML}footnotes+xml"
    root = [("rId1", "officeDocument", "word/document.xml")]
    return {
        "[Content_Types].xml": content_types({**types, **(overrides or {})}),
        "_rels/.rels": relationships(root),
        "word/_rels/document.xml.rels": relationships(related, external=external),
        **made,
        **(parts or {}),
    }


def zipped(contents: Mapping[str, bytes]) -> bytes:
    """A ZIP of the members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in contents.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def docx(body: str, **options: object) -> bytes:
    """A whole template; the options are those of `members`."""
    return zipped(members(body, **options))  # type: ignore[arg-type]
