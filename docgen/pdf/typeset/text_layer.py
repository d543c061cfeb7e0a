"""The text layer of Typst's PDF coded by cluster, so that every reader extracts it exactly (decisions 0009 and 0015).

Typst gives every glyph of a cluster the text of the whole cluster and sets that right with ActualText. Readers without
ActualText repeat clusters, MuPDF mixes the two up, and a mark that is raised stands in a text object of its own.
"""

from __future__ import annotations

import re
import struct
import zlib

from docgen.pdf.fonts import FontBook
from docgen.pdf.typeset.pdf_objects import NotUnderstood, PdfObjects
from docgen.pdf.typeset.recoded_font import RecodedFont
from docgen.pdf.typeset.text_objects import PageReader, Shown
from docgen.pdf.typeset.text_recoding import with_marks_joined, written

_RESOURCES = re.compile(rb"/Resources (\d+) 0 R")
_CONTENTS = re.compile(rb"/Contents (\d+) 0 R")
_FONTS = re.compile(rb"/Font<<((?:/f\d+ \d+ 0 R)*)>>")
_FONT = re.compile(rb"/(f\d+) (\d+) 0 R")


def recode(pdf: bytes, fonts: FontBook) -> bytes:
    """The same pages with a code for each drawn cluster: what is drawn, tags and all other objects stay.

    Raises NotUnderstood when the file holds what Typst is not known to write; nothing is guessed.
    """
    try:
        return _recoded_file(pdf, fonts)
    except (IndexError, KeyError, ValueError, struct.error, zlib.error) as error:
        raise NotUnderstood("objects, streams or strings that are not whole") from error


def _recoded_file(pdf: bytes, fonts: FontBook) -> bytes:
    objects = PdfObjects(pdf)
    pages = list(objects.of_kind(b"/Type/Page/"))
    resources = {page: _reference(_RESOURCES, objects[page]) for page in pages}
    if not set(objects.of_kind(b"/Font<<")) <= set(resources.values()):
        raise NotUnderstood("text outside of pages")
    read = {
        number: RecodedFont.read(objects, number, fonts.by_postscript_name)
        for number in objects.of_kind(b"/Subtype/Type0")
    }
    shown: Shown = {}
    for page in pages:
        listed = _FONTS.search(objects[resources[page]])
        if listed is None:
            continue
        by_name = {name: read[int(number)] for name, number in _FONT.findall(listed.group(1))}
        contents = _reference(_CONTENTS, objects[page])
        objects.replace_stream(contents, _recoded(objects.stream(contents), PageReader(by_name, shown)))
    for font in read.values():
        font.write()
    return objects.bytes()


def _recoded(content: bytes, reader: PageReader) -> bytes:
    texts, rest = reader.read(content)
    with_marks_joined(texts)
    return b"".join(piece for text in texts for piece in (text.before, written(text))) + rest


def _reference(pattern: re.Pattern[bytes], body: bytes) -> int:
    found = pattern.search(body)
    if found is None:
        raise NotUnderstood("a page without resources or contents")
    return int(found.group(1))
