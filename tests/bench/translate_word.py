"""A docxtpl template in the syntax of docxtemplater and easy-template-x, translated mechanically, for the benchmark.

Every tag becomes `{t7}`, `{#t8}` or `{/t8}`; what t7 means (an expression, a condition, a list and its variable)
goes into a
table that the Node side evaluates, so both tools do the same lookups on the same view.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TAG = re.compile(r"\{\{(.*?)\}\}|\{%(tr|tc|p|r)?\s*(if|elif|else|endif|for|endfor)\b(.*?)%\}|\{#.*?#\}", re.S)
_FOR = re.compile(r"\s*(\w+)\s+in\s+(.*)", re.S)
_QUOTES = str.maketrans("“”‘’", "\"\"''")


@dataclass
class Translation:
    """The table of tags, and the tags still open while a part is read."""

    tags: dict[str, dict[str, str]] = field(default_factory=dict)
    open: list[tuple[str, str]] = field(default_factory=list)

    def name(self, kind: str, expression: str, variable: str = "") -> str:
        entry = {"kind": kind, "expression": expression.strip().translate(_QUOTES), "variable": variable}
        for name, known in self.tags.items():
            if known == entry:
                return name
        name = f"t{len(self.tags)}"
        self.tags[name] = entry
        return name

    def translated(self, match: re.Match[str]) -> list[str]:
        """The tags that stand for one of ours; else and elif close one condition and open another."""
        shown, _, word, rest = match.groups()
        if shown is not None:
            return [f"{{{self.name('text', shown)}}}"]
        if word is None:
            return []
        if word in ("if", "for"):
            return [self._opened(word, rest, "")]
        name, past = self.open.pop()
        if word.startswith("end"):
            return [f"{{/{name}}}"]
        return [f"{{/{name}}}", self._opened("if", rest if word == "elif" else "true", past)]

    def _opened(self, word: str, rest: str, past: str) -> str:
        if word == "for":
            found = _FOR.match(rest)
            assert found is not None, rest
            name = self.name("for", found[2], found[1])
            self.open.append((name, ""))
        else:
            expression = f"{past} ({rest.strip()})"
            name = self.name("if", expression)
            self.open.append((name, f"{past} not ({rest.strip()}) and"))
        return f"{{#{name}}}"


def translate(data: bytes) -> tuple[bytes, dict[str, dict[str, str]]]:
    """The translated template and its table of tags."""
    translation = Translation()
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = source.read(name)
            if name.endswith(".xml") and b"{" in part:
                part = _part(part, translation)
            target.writestr(name, part)
    return buffer.getvalue(), translation.tags


def _part(data: bytes, translation: Translation) -> bytes:
    root = etree.fromstring(data)
    for element in root.iter():
        for key, value in element.attrib.items():
            if "{" in value:
                element.set(key, _TAG.sub("", value))
        if element.tag != f"{W}t" and element.text and "{{" in element.text:
            element.text = _TAG.sub("", element.text)
    for paragraph in list(root.iter(f"{W}p")):
        _whole(list(_texts(paragraph)))
    for paragraph in list(root.iter(f"{W}p")):
        if paragraph.getroottree().getroot() is root:
            _paragraph(paragraph, translation)
    return etree.tostring(root, encoding="UTF-8", standalone=True)


def _texts(paragraph: etree._Element) -> Iterator[etree._Element]:
    return (each for each in paragraph.iter(f"{W}t") if next(each.iterancestors(f"{W}p")) is paragraph)


def _whole(texts: list[etree._Element]) -> None:
    """Move a tag that is cut into several runs into the run where it begins."""
    joined = "".join(each.text or "" for each in texts)
    owner = [at for at, each in enumerate(texts) for _ in each.text or ""]
    for match in _TAG.finditer(joined):
        for at in range(*match.span()):
            owner[at] = owner[match.start()]
    for at, each in enumerate(texts):
        each.text = "".join(char for char, own in zip(joined, owner, strict=True) if own == at)
        each.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _paragraph(paragraph: etree._Element, translation: Translation) -> None:
    texts = list(_texts(paragraph))
    whole = "".join(each.text or "" for each in texts)
    first = _TAG.search(whole)
    if first and first[2] in ("tr", "tc"):
        _row(next(paragraph.iterancestors(W + first[2])), translation.translated(first))
    elif first and first[2] == "p":
        # A tag of the row around it may stand here already; each gets a paragraph of its own.
        before, after = whole[: first.start()].strip(), whole[first.end() :].strip()
        first_tag, *tags = [tag for tag in (before, *translation.translated(first), after) if tag]
        for tag in reversed(tags):
            paragraph.addnext(_only(paragraph, tag))
        _only(paragraph, first_tag, into=paragraph)
    else:
        for each in texts:
            each.text = _TAG.sub(lambda match: "".join(translation.translated(match)), each.text or "")


def _only(paragraph: etree._Element, text: str, into: etree._Element | None = None) -> etree._Element:
    target = etree.Element(f"{W}p") if into is None else into
    for child in list(target):
        target.remove(child)
    etree.SubElement(etree.SubElement(target, f"{W}r"), f"{W}t").text = text
    return target


def _row(row: etree._Element, tags: list[str]) -> None:
    """The tags of a row (or cell) of its own go to the end of the text before it, or the beginning of the text
    after it.
    """
    for tag in tags:
        neighbour = row.getprevious() if tag.startswith("{/") else row.getnext()
        assert neighbour is not None, "a row of tags stands alone"
        paragraphs = list(neighbour.iter(f"{W}p"))
        paragraph = paragraphs[-1 if tag.startswith("{/") else 0]
        run = etree.Element(f"{W}r")
        etree.SubElement(run, f"{W}t").text = tag
        if tag.startswith("{/"):
            paragraph.append(run)
        else:
            paragraph.insert(1 if len(paragraph) and paragraph[0].tag == f"{W}pPr" else 0, run)
    parent = row.getparent()
    assert parent is not None
    parent.remove(row)
