"""An HTML page to look at the files of a bundle: types down, languages across, each PDF open on the page."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from html import escape

from docgen.bundle import Bundle, File, Packet
from docgen.documents import document_type
from docgen.library import Library
from docgen.pdf.fonts import FontBook

INDEX = "index.html"

_STYLE = """
body { font: 16px/1.6 system-ui, sans-serif; margin: 2rem; color: #1a1a1a; background: #fff }
table { border-collapse: collapse; width: 100%; table-layout: fixed }
th, td { border: 1px solid #767676; padding: .5rem; vertical-align: top; text-align: left }
object { width: 100%; height: 26rem; border: 0 }
"""


def index_page(bundle: Bundle, library: Library, fonts: FontBook) -> str:
    """A page of links, relative to the folder the bundle is written to.

    It carries what it needs of the papers' fonts: a machine that reads it may have none for Khmer.
    """
    documents = [file for file in bundle.files if not isinstance(file, Packet)]
    tags = [tag for tag in library.locales if any(file.language == tag for file in documents)]
    types = list(dict.fromkeys(file.type for file in documents))
    head = "".join(f'<th scope="col" lang="{tag}">{escape(library.locales[tag].settings.name)}</th>' for tag in tags)
    rows = "".join(_row(type_id, tags, bundle, library) for type_id in types)
    style = _STYLE + "".join(_font(tag, types, library, fonts) for tag in tags)
    packets = "".join(f'<p><a href="{file.name}">{file.name}</a></p>' for file in bundle.files if file not in documents)
    return (
        '<!doctype html><html><meta charset="utf-8"><title>docgen: rendered documents</title>'
        f"<style>{style}</style><h1>Rendered documents</h1>{packets}"
        f'<table><thead><tr><th scope="col">SOP</th>{head}</tr></thead><tbody>{rows}</tbody></table></html>\n'
    )


def _font(tag: str, types: Sequence[str], library: Library, fonts: FontBook) -> str:
    locale = library.locales[tag]
    text = locale.settings.name + "".join(locale.term(document_type(each).title) for each in types)
    cut = base64.b64encode(fonts.face(locale.settings.fonts[locale.script].name).cut(text)).decode()
    return (
        f'@font-face {{ font-family: "{tag}"; src: url(data:font/ttf;base64,{cut}) }}\n'
        f':lang({tag}) {{ font-family: "{tag}", system-ui, sans-serif }}\n'
    )


def _row(type_id: str, tags: Sequence[str], bundle: Bundle, library: Library) -> str:
    clauses = ", ".join(document_type(type_id).clauses)
    cells = "".join(_cell(type_id, tag, bundle, library) for tag in tags)
    return f'<tr><th scope="row">{escape(type_id)}<br>{escape(clauses)}</th>{cells}</tr>'


def _cell(type_id: str, tag: str, bundle: Bundle, library: Library) -> str:
    files = [file for file in bundle.files if (file.type, file.language) == (type_id, tag)]
    title = escape(library.locales[tag].term(document_type(type_id).title))
    links = " · ".join(f'<a href="{file.name}">{file.format}</a>' for file in files)
    views = "".join(_view(file, title) for file in files if file.format == "pdf")
    return f'<td lang="{tag}">{title}<br>{links}{views}</td>'


def _view(file: File, title: str) -> str:
    return f'<object data="{file.name}" type="application/pdf" title="{title}"></object>'
