"""A Word template: compiled once, rendered many times."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Final

from lxml import etree

from docgen.breaks import Marking
from docgen.docx import gate, images, linebreaks, mark, metadata, part, verification
from docgen.docx.forbidden import KEPT
from docgen.docx.fragments import fingerprint as fingerprint_of
from docgen.docx.fragments import splice
from docgen.docx.images import Image, Picture
from docgen.docx.introspect import Asked
from docgen.docx.ooxml import CLAUSE, CONTENT_TYPES, Element, parse, w
from docgen.docx.package import (
    Entry,
    Package,
    Relationship,
    content_types_xml,
    relationships_name,
    relationships_xml,
    zip_of,
)
from docgen.docx.part import PartTemplate, Setting
from docgen.docx.places import Place
from docgen.docx.scripts import ScriptFont
from docgen.docx.styles import StyleScripts
from docgen.docx.values import ValueProblem, plain
from docgen.docx.verification import PICTURE, Verification
from docgen.errors import Message

_STATIC_LEVEL: Final = 9
# Measured on two-page documents: level 1 takes a quarter of level 6's time and gives files a fifth larger.
_DYNAMIC_LEVEL: Final = 1
_DEFAULTS: Final = {
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
    "xml": "application/xml",
    "png": "image/png",
    "jpeg": "image/jpeg",
}


@dataclass(frozen=True)
class Template:
    """A compiled Word template; immutable, and safe to share between threads.

    `placeholders`, `conditions` and `loops` are paths into the view ("person.name", "evidence[].description"),
    `clauses` the SOP clause bookmarks in document order, `images` the keys of placeholder pictures, `fragments` the
    names of those included, in order of first use. What a fragment asks for and carries counts as the template's own.
    """

    name: str
    fingerprint: str
    placeholders: frozenset[str]
    conditions: frozenset[str]
    loops: frozenset[str]
    clauses: tuple[str, ...]
    images: frozenset[str]
    _order: tuple[str, ...] = field(repr=False)
    _static: Mapping[str, Entry] = field(repr=False)
    _dynamic: Mapping[str, PartTemplate] = field(repr=False)
    _pictures: tuple[Picture, ...] = field(repr=False)
    _relationships: Mapping[str, tuple[Relationship, ...]] = field(repr=False)
    _fonts: Mapping[str, ScriptFont] = field(repr=False)
    fragments: tuple[str, ...] = ()

    @classmethod
    def compile(
        cls,
        data: bytes,
        *,
        name: str,
        fonts: Mapping[str, ScriptFont],
        fragments: Mapping[str, bytes] = {},
        marking: Marking | None = None,
    ) -> Template:
        """Gate and compile the bytes of a .docx.

        `name` is what errors call the file; `fonts` the font and language of each script, by ISO 15924 code;
        `fragments` the Word files that it may include, by name; `marking` marks line breaks in what both say
        themselves. Raises TemplateRefused for an unsafe or damaged file and TemplateError for a tag that cannot work.
        """
        package = gate.read(data, name)
        used = splice(package, name, fragments, fonts)
        fingerprint = fingerprint_of(data, [fragments[each] for each in used])
        return replace(_Compiler(package, name, fonts, marking).template(fingerprint), fragments=used)

    def render(
        self,
        view: Mapping[str, Any],
        *,
        title: str,
        language: str,
        images: Mapping[str, bytes] = {},
        mark: str | None = None,
        verification: Verification | None = None,
    ) -> bytes:
        """A .docx filled with `view` (dict, list, str, bool and int only); the same arguments give the same bytes.

        `language` is the document's BCP 47 tag, `images` PNG or JPEG bytes by key, `mark` the text of a watermark and
        `verification` the code and QR on every page. Raises TemplateError naming the part, paragraph and tag; no
        message carries a value.
        """
        context = self._context(view, title, language, mark)
        context["docgen_verification"] = verification.filled() if verification else False
        given = self._given({**images, PICTURE: verification.qr} if verification else images)
        for picture in self._pictures:
            context[picture.variable] = picture.filled(given.get(picture.key))
        entries = dict(self._static)
        names = self._dynamic[metadata.CORE_PART].context(context)
        for name, dynamic in self._dynamic.items():
            level = _DYNAMIC_LEVEL if name.startswith("word/") else 0
            entries[name] = Entry.of(name, dynamic.render(names), level)
        self._add_pictures(entries, given)
        return zip_of((name, entries[name]) for name in (*self._order, *sorted(entries.keys() - set(self._order))))

    def _context(self, view: Mapping[str, Any], title: str, language: str, text: str | None) -> dict[str, Any]:
        try:
            context: dict[str, Any] = plain(dict(view))
            context["docgen_mark"] = False if text is None else mark.filled(text, self._fonts)
        except ValueProblem as problem:
            raise Place(self.name, Message("the view")).because(problem.message) from None
        context["docgen_title"], context["docgen_language"] = title, language
        return context

    def _given(self, images_given: Mapping[str, bytes]) -> dict[str, Image]:
        place = Place(self.name, Message("the pictures"))
        return {
            key: images.read(images_given[key], place.at(tag=f"image:{key}"))
            for key in sorted((self.images | {PICTURE}) & images_given.keys())
        }

    def _add_pictures(self, entries: dict[str, Entry], given: Mapping[str, Image]) -> None:
        """Media parts of the pictures given, and the relationships of the parts they stand in."""
        for key, image in given.items():
            name = images.part_name(key, image)
            entries[name] = Entry.of(name, image.data, 0)
        for owner in {picture.owner for picture in self._pictures if picture.key in given}:
            own = {
                picture.key: picture for picture in self._pictures if picture.owner == owner and picture.key in given
            }
            added = [
                Relationship(
                    picture.relationship,
                    "image",
                    images.RELATIONSHIP,
                    images.part_name(key, given[key]),
                    False,
                )
                for key, picture in sorted(own.items())
            ]
            related = (*self._relationships.get(owner, ()), *added)
            entries[relationships_name(owner)] = _relationships_entry(owner, related)


@lru_cache(maxsize=256)
def _relationships_entry(owner: str, related: tuple[Relationship, ...]) -> Entry:
    """The same in every document with the same pictures."""
    return Entry.of(relationships_name(owner), relationships_xml(owner, related), _DYNAMIC_LEVEL)


class _Compiler:
    """Builds a Template from a gated package."""

    def __init__(self, package: Package, name: str, fonts: Mapping[str, ScriptFont], marking: Marking | None) -> None:
        self._package = package
        self._name = name
        self._fonts = dict(fonts)
        self._marking = marking
        self._asked = Asked()
        self._pictures: list[Picture] = []

    def template(self, fingerprint: str) -> Template:
        roots = {name: parse(self._package.parts[name]) for name in self._reachable() if self._is_word_xml(name)}
        for root in roots.values():
            metadata.clean(root)
        setting = Setting(self._fonts, StyleScripts(roots.get(self._styles()), self._fonts))
        for name, root in roots.items():
            part.check(root, Place(self._name, name))
        if self._marking:
            for root in roots.values():
                linebreaks.mark(root, self._marking)
        headers = mark.headers(roots, self._package, self._name)
        mark.prepare(roots, headers, self._name)
        verification.prepare(roots, headers, self._package, self._name)
        self._pictures = images.prepare(roots, self._package, self._name)
        dynamic = {
            name: PartTemplate(root, Place(self._name, name), setting, self._asked)
            for name, root in roots.items()
            if part.has_tags(root)
        }
        dynamic[metadata.CORE_PART] = self._core(setting)
        return self._assembled(fingerprint, roots, dynamic)

    def _assembled(
        self, fingerprint: str, roots: Mapping[str, Element], dynamic: Mapping[str, PartTemplate]
    ) -> Template:
        kept = self._reachable()
        relationships = {owner: self._kept(owner) for owner in ("", *kept) if self._kept(owner)}
        static = {name: self._static(name, roots) for name in kept if name not in dynamic}
        for owner, related in relationships.items():
            name = relationships_name(owner)
            static[name] = Entry.of(name, relationships_xml(owner, related), _STATIC_LEVEL)
        types = {name: self._package.types[name] for name in kept} | {metadata.CORE_PART: metadata.CORE_TYPE}
        static[CONTENT_TYPES] = Entry.of(CONTENT_TYPES, content_types_xml(types, _DEFAULTS), _STATIC_LEVEL)
        first = (CONTENT_TYPES, relationships_name(""), "word/document.xml")
        order = (*first, *sorted({*static, *dynamic} - set(first)))
        return Template(
            name=self._name,
            fingerprint=fingerprint,
            placeholders=frozenset(self._asked.placeholders),
            conditions=frozenset(self._asked.conditions),
            loops=frozenset(self._asked.loops),
            clauses=_clauses(roots["word/document.xml"]),
            images=frozenset(picture.key for picture in self._pictures) - {PICTURE},
            _order=order,
            _static=static,
            _dynamic=dynamic,
            _pictures=tuple(self._pictures),
            _relationships=relationships,
            _fonts=self._fonts,
        )

    def _kept(self, owner: str) -> tuple[Relationship, ...]:
        related = tuple(each for each in self._package.relationships.get(owner, []) if each.kind in KEPT)
        if owner == "":
            core = Relationship("rIdCore", "core-properties", metadata.CORE_RELATIONSHIP, metadata.CORE_PART, False)
            return (*related, core)
        return related

    def _reachable(self) -> list[str]:
        """Parts that the document still refers to, sorted; anything else in the container is left behind."""
        found: set[str] = set()
        waiting = [""]
        while waiting:
            for each in self._package.relationships.get(waiting.pop(), []):
                if each.kind in KEPT and each.target not in found:
                    found.add(each.target)
                    waiting.append(each.target)
        return sorted(found)

    def _is_word_xml(self, name: str) -> bool:
        return posixpath.splitext(name)[1] == ".xml" and self._package.types[name].endswith("+xml")

    def _styles(self) -> str:
        return next(iter(self._package.targets("word/document.xml", "styles")), "")

    def _static(self, name: str, roots: Mapping[str, Element]) -> Entry:
        if name in roots:
            data = etree.tostring(roots[name], encoding="UTF-8", standalone=True)
            return Entry.of(name, data, _STATIC_LEVEL)
        return Entry.of(
            name, self._package.parts[name], 0 if self._package.types[name].startswith("image/") else _STATIC_LEVEL
        )

    def _core(self, setting: Setting) -> PartTemplate:
        old = next(iter(self._package.targets("", "core-properties")), "")
        data = self._package.parts.get(old)
        root = metadata.core(parse(data) if data is not None else None)
        return PartTemplate(root, Place(self._name, metadata.CORE_PART), setting, self._asked)


def _clauses(body: Element) -> tuple[str, ...]:
    names = (start.get(w("name"), "") for start in body.iter(w("bookmarkStart")))
    return tuple(name for name in names if CLAUSE.match(name))
