"""Reads Word and PDF files as judges would: with lxml and four PDF readers, never with docgen's own readers."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import jinja2
import pymupdf
import pypdf
import pypdfium2
from lxml import etree

from tests.conftest import require

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SIGNS = {W + "tab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "\u2011"}
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
# Where a line may and may not break; a no-break space reads as a space.
_MARKS = {0x200B: None, 0x2060: None, 0xA0: " "}
_INCLUDE = re.compile(r"\{%p include (\w+) %\}")
_ORDER = re.compile(r"word/(header|document|footnotes|footer)\d*\.xml")


def squeezed(text: str) -> str:
    """Without white space and marks of breaks: what every reader must agree on, wherever lines break."""
    return re.sub(r"[\s\u200b\u2060]+", "", text)


# Word


def parts(docx: bytes) -> dict[str, etree._Element]:
    """Headers, body, footnotes and footers by name, in that order."""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        names = [name for name in archive.namelist() if _ORDER.fullmatch(name)]
        rank = ["header", "document", "footnotes", "footer"]
        names.sort(key=lambda name: (rank.index(_ORDER.fullmatch(name)[1]), name))  # type: ignore[index]
        return {name: etree.fromstring(archive.read(name)) for name in names}


def paragraphs(root: etree._Element) -> Iterator[str]:
    """The text of each paragraph: runs as they stand, a tab for w:tab, a line feed for w:br; field results and marks of
    breaks left out; the frame with the verification code left out, which stands beside the text."""
    for paragraph in root.iter(W + "p"):
        if _framed(paragraph):
            continue
        pieces = []
        for run in paragraph.iter(W + "r"):
            if next(run.iterancestors(W + "p")) is not paragraph or _in_field(run):
                continue
            pieces += [_SIGNS.get(each.tag, each.text or "") for each in run if each.tag in (*_SIGNS, W + "t")]
        yield "".join(pieces).translate(_MARKS)


def _framed(paragraph: etree._Element) -> bool:
    return paragraph.find(f"{W}pPr/{W}framePr") is not None


def _in_field(run: etree._Element) -> bool:
    return any(ancestor.tag == W + "fldSimple" for ancestor in run.iterancestors())


def part_text(root: etree._Element) -> str:
    return "\n".join(paragraphs(root))


def word_text(docx: bytes) -> str:
    """Everything a Word file prints, one line a paragraph."""
    return "\n".join(part_text(root) for root in parts(docx).values())


def body_text(docx: bytes) -> str:
    return part_text(parts(docx)["word/document.xml"])


# Templates


def lines_of(root: etree._Element, fragments: Mapping[str, bytes]) -> Iterator[str]:
    """The paragraphs of a part, those of a fragment where it is included."""
    for text in paragraphs(root):
        included = _INCLUDE.fullmatch(text)
        yield from paragraphs(parts(fragments[included[1]])["word/document.xml"]) if included else (text,)


def tags(template: bytes, fragments: Mapping[str, bytes]) -> dict[str, str]:
    """By part, its tags alone as a Jinja source that prints the values a reader must find, in order, one a line."""
    found = {}
    for name, root in parts(template).items():
        lines = [_TAG.findall(text) for text in lines_of(root, fragments)]
        found[name] = "\n".join(_plain(tag) for line in lines for tag in line)
    return found


def _plain(tag: str) -> str:
    tag = re.sub(r"^\{(\{|%)(p|tr|tc|r)\s", r"{\1 ", tag)
    return f"\x02{tag}\x03" if tag.startswith("{{") else tag


class _Keys(jinja2.Environment):
    """Stock Jinja, except that a dot means a key, as in our templates: `x.copy` is no method."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        return obj[attribute] if isinstance(obj, dict) else super().getattr(obj, attribute)


def values_printed(template: bytes, fragments: Mapping[str, bytes], view: Mapping[str, Any]) -> dict[str, list[str]]:
    """By part, the values that stock Jinja finds at the tags that no condition hides, in document order."""
    engine = _Keys(undefined=jinja2.StrictUndefined)
    return {
        name: re.findall("\x02(.*?)\x03", engine.from_string(source).render(view), re.S)
        for name, source in tags(template, fragments).items()
    }


def wording(template: bytes, fragments: Mapping[str, bytes]) -> str:
    """What a template says itself and by its fragments, tags taken out."""
    lines = (line for root in parts(template).values() for line in lines_of(root, fragments))
    return "\n".join(_TAG.sub(" ", line) for line in lines)


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every leaf of a view with its path, list items as "[]"."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from leaves(item, f"{path}.{key}" if path else key)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from leaves(item, f"{path}[]")
    else:
        yield path, value


# PDF


def by_pdftotext(pdf: bytes) -> list[str]:
    command = [require("pdftotext"), "-raw", "-enc", "UTF-8", "-", "-"]
    text = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()
    return text.removesuffix("\f").split("\f")


def by_pymupdf(pdf: bytes) -> list[str]:
    with pymupdf.open(stream=pdf, filetype="pdf") as document:
        return [page.get_text() for page in document]


def by_pdfium(pdf: bytes) -> list[str]:
    """PDFium reads a hyphen that ends a line as U+FFFE."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_range().replace("\ufffe", "-") for page in document]
    finally:
        document.close()


def by_pypdf(pdf: bytes) -> list[str]:
    """pypdf knows no ActualText."""
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


READERS: Mapping[str, Callable[[bytes], list[str]]] = {
    "pdftotext": by_pdftotext,
    "PyMuPDF": by_pymupdf,
    "pdfium": by_pdfium,
    "pypdf": by_pypdf,
}
"""Each returns the text of every page."""


def furniture(docx: bytes, kind: str) -> re.Pattern[str]:
    """The header or footer as it stands squeezed on a page, any digits where a field stands."""
    roots = [root for name, root in parts(docx).items() if kind in name]
    assert len(roots) == 1, "these papers have one header and one footer"
    pieces = []
    for run in roots[0].iter(W + "r"):
        if _framed(next(run.iterancestors(W + "p"))):
            continue
        if _in_field(run):
            pieces.append(r"\d+")
        else:
            pieces += [re.escape(squeezed(each.text or "")) for each in run if each.tag == W + "t"]
    return re.compile("".join(pieces))


def running_text(docx: bytes, pages: list[str]) -> str:
    """The squeezed text of all pages without header and footer: what runs over a page break joined again.

    Raises AssertionError for a page that lacks its header or footer.
    """
    head, foot = furniture(docx, "header"), furniture(docx, "footer")
    running = []
    for number, page in enumerate(pages, 1):
        text = squeezed(page)
        begun, ends = head.search(text), list(foot.finditer(text))
        assert begun and ends, f"page {number} lacks its header or its footer"
        running.append(text[begun.end() : ends[-1].start()])
    return "".join(running)


def spaced(text: str) -> str:
    """White space normalised: lines without outer spaces, one space between words, no marks of breaks."""
    return "\n".join(" ".join(line.translate(_MARKS).split()) for line in text.replace("\r", "").split("\n"))


def running_lines(docx: bytes, pages: list[str]) -> str:
    """The lines of all pages, `spaced`, without header and footer (raises as `running_text`)."""
    head, foot = (_over_lines(furniture(docx, kind)) for kind in ("header", "footer"))
    running = []
    for number, page in enumerate(pages, 1):
        text = spaced(page)
        begun, ends = head.search(text), list(foot.finditer(text))
        assert begun and ends, f"page {number} lacks its header or its footer"
        running.append(text[begun.end() : ends[-1].start()].strip("\n"))
    return "\n".join(running)


def _over_lines(pattern: re.Pattern[str]) -> re.Pattern[str]:
    """A pattern of squeezed text that matches it with white space anywhere."""
    return re.compile(r"\s*".join(re.findall(r"\\d\+|\\.|.", pattern.pattern)))


def as_broken(line: str) -> re.Pattern[str]:
    """A line of Word as a page may have it: a space or an end of line for a space, an end of line between any others,
    and no other space."""
    return re.compile("\n?".join("[ \n]+" if char == " " else re.escape(char) for char in spaced(line)))
