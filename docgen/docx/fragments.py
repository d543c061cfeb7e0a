"""Fragments: small Word files that templates share, put in place of their include lines before a template is compiled.

A paragraph that holds only `{%p include letterhead %}` is replaced by the paragraphs and tables of the fragment. What
is spliced in keeps its styles by id, so the template must have them; its pictures come along.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from docgen.docx import gate, images, metadata, part
from docgen.docx.introspect import Asked
from docgen.docx.ooxml import CLAUSE, MC, WP, Element, R, attributes, parse, w
from docgen.docx.package import Package, Relationship
from docgen.docx.part import PartTemplate, Setting
from docgen.docx.places import Place
from docgen.docx.scripts import ScriptFont
from docgen.docx.styles import StyleScripts
from docgen.docx.tagged import fragment_mark
from docgen.docx.tags import visible
from docgen.errors import TemplateError

FOLDER: Final = "fragments"
_MAIN: Final = "word/document.xml"
_INCLUDE: Final = re.compile(r"\s*\{%p\s+include\s+([a-z][a-z0-9_]*)\s*%\}\s*\Z")
_LIKE_AN_INCLUDE: Final = re.compile(r"\{%\s*\w{0,2}\s*include\b")
# What needs a part of the fragment that does not come along.
_NOTES: Final = (w("footnoteReference"), w("endnoteReference"))
_STYLES: Final[Mapping[str, str]] = {w("pStyle"): "paragraph", w("rStyle"): "character", w("tblStyle"): "table"}


def file_of(template: str, name: str) -> str:
    """What errors call a fragment of this template: "th/letter.docx", "marks" → "th/fragments/marks.docx"."""
    return posixpath.join(posixpath.dirname(template), FOLDER, f"{name}.docx")


def included(paragraph: str) -> str | None:
    """The name of the fragment that a paragraph with this text is replaced by; None for an ordinary paragraph."""
    found = _INCLUDE.match(paragraph)
    return found[1] if found else None


def fingerprint(template: bytes, fragments: Iterable[bytes]) -> str:
    """SHA-256 (hex) of a template and the fragments it uses, in order of first use.

    Without fragments that of its bytes; with fragments that of the SHA-256 digests of all, one after another, so that
    no other file or order of files has the same.
    """
    digests = [hashlib.sha256(data) for data in (template, *fragments)]
    if len(digests) == 1:
        return digests[0].hexdigest()
    return hashlib.sha256(b"".join(each.digest() for each in digests)).hexdigest()


@dataclass(frozen=True)
class Fragment:
    """A fragment that passed the gate and compiles by itself: its place, its content, the package it came in."""

    place: Place
    blocks: tuple[Element, ...]
    package: Package

    @classmethod
    def read(cls, data: bytes, file: str, fonts: Mapping[str, ScriptFont]) -> Fragment:
        """Raises TemplateRefused as the gate does, and TemplateError naming `file` for what no fragment may hold."""
        package = gate.read(data, file)
        root = parse(package.parts[_MAIN])
        metadata.clean(root)
        _forget_ignorable(root)
        place = Place(file, _MAIN)
        body = root.find(w("body"))
        blocks = tuple(block for block in body if block.tag != w("sectPr")) if body is not None else ()
        if not blocks:
            raise place.error("the fragment is empty; write something in it")
        for paragraph in root.iter(w("p")):
            _check(paragraph, place.at(paragraph=visible(paragraph)))
        _compile(root, package, place, fonts)
        return cls(place, blocks, package)

    def at(self, element: Element) -> Place:
        """The place of an element's paragraph."""
        paragraph = next(element.iterancestors(w("p")), None)
        return self.place if paragraph is None else self.place.at(paragraph=visible(paragraph))


def _forget_ignorable(root: Element) -> None:
    """Take out what the fragment itself calls ignorable (mc:Ignorable, ECMA-376 Part 3): a template may not say so."""
    prefixes = str(root.attrib.pop(f"{{{MC}}}Ignorable", "")).split()
    ignorable = {uri for prefix, uri in root.nsmap.items() if prefix in prefixes}
    for element in list(root.iter()):
        for key in [key for key, _ in attributes(element) if etree.QName(key).namespace in ignorable]:
            del element.attrib[key]
        parent = element.getparent()
        if parent is not None and etree.QName(element).namespace in ignorable:
            parent.remove(element)


def _check(paragraph: Element, place: Place) -> None:
    if _LIKE_AN_INCLUDE.search(place.paragraph):
        raise place.error("a fragment cannot include another; write its text here, or include both in the template")
    if paragraph.find(f"{w('pPr')}/{w('sectPr')}") is not None:
        raise place.error("a section ends in this fragment; remove the section break")
    for number in paragraph.iter(w("numId")):
        if number.get(w("val")) != "0":
            raise place.error(
                "this paragraph is numbered by Word, and numbering does not come along; type the number, or give "
                "the paragraph a style that is numbered"
            )
    if next(paragraph.iter(*_NOTES), None) is not None:
        raise place.error("a note cannot stand in a fragment; move its text into the paragraph")


def _compile(root: Element, package: Package, place: Place, fonts: Mapping[str, ScriptFont]) -> None:
    """Compile a copy by itself: whatever is wrong with a tag or a picture is said of the fragment's own file."""
    part.check(root, place)
    copy = deepcopy(root)
    related = {owner: list(each) for owner, each in package.relationships.items()}
    images.prepare({_MAIN: copy}, Package(package.parts, package.types, related), place.file)
    styles = [parse(package.parts[name]) for name in package.targets(_MAIN, "styles")]
    setting = Setting(fonts, StyleScripts(next(iter(styles), None), fonts))
    PartTemplate(copy, place, setting, Asked())


@dataclass
class _Splicing:
    """One template while its fragments are put in."""

    package: Package
    file: str
    given: Mapping[str, bytes]
    fonts: Mapping[str, ScriptFont]
    styles: frozenset[tuple[str, str]]
    used: dict[str, Fragment] = field(default_factory=dict)

    def run(self) -> None:
        for owner in _owners(self.package):
            root = parse(self.package.parts[owner])
            includes = [paragraph for paragraph in root.iter(w("p")) if _LIKE_AN_INCLUDE.search(visible(paragraph))]
            if not includes:
                continue
            # Before anything is marked in the text between elements: cleaning takes such text away with an element.
            metadata.clean(root)
            for paragraph in includes:
                self._replace(paragraph, root, owner)
            self.package.parts[owner] = etree.tostring(root, encoding="UTF-8", standalone=True)

    def _replace(self, paragraph: Element, root: Element, owner: str) -> None:
        text = visible(paragraph)
        place = Place(self.file, owner, text)
        found = _INCLUDE.match(text)
        if found is None:
            raise place.error(
                "a fragment is included by a paragraph that holds nothing else than {example}, the name without "
                "quotation marks; rewrite it",
                example="{%p include letterhead %}",
            )
        _check_lost(paragraph, place)
        fragment = self._fragment(found[1], place)
        content = etree.Element(w("body"))
        content.extend(deepcopy(block) for block in fragment.blocks)
        self._settle_in(content, fragment, root, owner)
        parent = paragraph.getparent()
        assert parent is not None
        at = parent.index(paragraph)
        content[-1].tail = fragment_mark("") + (paragraph.tail or "")
        parent[at : at + 1] = list(content)
        if at:
            parent[at - 1].tail = (parent[at - 1].tail or "") + fragment_mark(fragment.place.file)
        else:
            parent.text = (parent.text or "") + fragment_mark(fragment.place.file)

    def _fragment(self, name: str, place: Place) -> Fragment:
        if name not in self.used:
            if name not in self.given:
                raise _absent(name, self.given, place)
            self.used[name] = Fragment.read(self.given[name], file_of(self.file, name), self.fonts)
        return self.used[name]

    def _settle_in(self, content: Element, fragment: Fragment, root: Element, owner: str) -> None:
        """Make copied content fit its new part: its styles known there, its ids new, its pictures related anew."""
        for element in content.iter(*_STYLES):
            style = element.get(w("val"), "")
            if (_STYLES[str(element.tag)], style) not in self.styles:
                raise fragment.at(element).error(
                    "the style {style} of this fragment is not in {host}; copy the style into that file, or use one "
                    "that both have",
                    style=style,
                    host=self.file,
                )
        names = {start.get(w("name")) for start in root.iter(w("bookmarkStart"))}
        for start in content.iter(w("bookmarkStart")):
            if start.get(w("name")) in names:
                raise fragment.at(start).error(
                    "the bookmark {bookmark} of this fragment is in {host} already; remove one of the two",
                    bookmark=start.get(w("name"), ""),
                    host=self.file,
                )
        _renumber(content, root, w("id"), w("bookmarkStart"), w("bookmarkEnd"))
        _renumber(content, root, "id", f"{{{WP}}}docPr")
        for element in content.iter():
            for key, value in attributes(element):
                if key.startswith(f"{{{R}}}"):
                    element.set(key, self._picture(value, fragment, owner))

    def _picture(self, relationship: str, fragment: Fragment, owner: str) -> str:
        """Bring the part that a relationship of the fragment leads to, and relate `owner` to it; its new id there."""
        related = fragment.package.relationships.get(_MAIN, [])
        found = next((each for each in related if each.id == relationship and each.kind == "image"), None)
        if found is None:
            raise fragment.place.error("it refers to something that is no picture; remove it or insert a picture")
        data = fragment.package.parts[found.target]
        digest = hashlib.sha256(data).hexdigest()[:16]
        name = f"word/media/fragment_{digest}{posixpath.splitext(found.target)[1].lower()}"
        self.package.parts[name] = data
        self.package.types[name] = fragment.package.types[found.target]
        made = Relationship(f"rIdFragment_{digest}", found.kind, found.type, name, False)
        here = self.package.relationships.setdefault(owner, [])
        if made not in here:
            here.append(made)
        return made.id


def includes_of(package: Package, file: str, given: Mapping[str, bytes]) -> tuple[str, ...]:
    """The names of the fragments that a gated template includes, in order of first use, without putting them in.

    Raises TemplateError where one is not given.
    """
    found: dict[str, None] = {}
    for owner in _owners(package):
        for paragraph in parse(package.parts[owner]).iter(w("p")):
            text = visible(paragraph)
            name = included(text)
            if name is not None and name not in given:
                raise _absent(name, given, Place(file, owner, text))
            found |= {name: None} if name is not None else {}
    return tuple(found)


def _owners(package: Package) -> Iterable[str]:
    """The parts in which fragments are put."""
    return dict.fromkeys([_MAIN, *package.targets(_MAIN, "header"), *package.targets(_MAIN, "footer")])


def _absent(name: str, given: Mapping[str, bytes], place: Place) -> TemplateError:
    return place.error(
        "there is no fragment {name}; the fragments are: {known}. Correct the name, or add {missing}",
        name=name,
        known=", ".join(sorted(given)) or "-",
        missing=file_of(place.file, name),
    )


def _check_lost(paragraph: Element, place: Place) -> None:
    """The include's paragraph goes: nothing that must stay may hang on it."""
    if paragraph.find(f"{w('pPr')}/{w('sectPr')}") is not None:
        raise place.error("a section ends in the paragraph of this include; move the section break")
    if any(CLAUSE.match(start.get(w("name"), "")) for start in paragraph.iter(w("bookmarkStart"))):
        raise place.error(
            "a clause bookmark begins in the paragraph of this include; let it begin in the text it marks"
        )


def _renumber(content: Element, root: Element, key: str, *tags: str) -> None:
    """Give the ids of these elements numbers that the part has not used yet; equal ids stay equal."""
    used = [each.get(key, "") for each in root.iter(*tags)]
    first = max((int(each) for each in used if each.isdecimal()), default=0) + 1
    made: dict[str, str] = {}
    for element in content.iter(*tags):
        element.set(key, made.setdefault(element.get(key, ""), str(first + len(made))))


def splice(package: Package, file: str, given: Mapping[str, bytes], fonts: Mapping[str, ScriptFont]) -> tuple[str, ...]:
    """Put the fragments `given` (bytes by name) in place of the include lines of a gated package, in place.

    Returns the names of those used, in order of first use. Raises TemplateError naming the template for an include
    that cannot work, the fragment for what is wrong in it; TemplateRefused for one that does not pass the gate.
    """
    roots = [parse(package.parts[name]) for name in package.targets(_MAIN, "styles")]
    styles = {
        (style.get(w("type"), ""), style.get(w("styleId"), "")) for each in roots for style in each.iter(w("style"))
    }
    splicing = _Splicing(package, file, given, fonts, frozenset(styles))
    splicing.run()
    return tuple(splicing.used)
