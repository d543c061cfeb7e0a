"""The library: document types × languages as found on disk, each template compiled when it is first wanted."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final, Protocol, Self

from docgen.bundle import Approval
from docgen.documents import document_types
from docgen.docx import ScriptFont, Template
from docgen.docx.fragments import FOLDER
from docgen.docx.wording import Wording
from docgen.errors import Message, TemplateError, UnknownName, WordingDamaged
from docgen.locale import Locale

APPROVED, DRAFT = "approved", "draft"
FORMS = "forms"
"""Folder of a language's PDF forms."""
_MOST_COMPILED: Final = 96
"""Templates that are kept compiled, some 200 kB each: several versions of all that are shipped."""


class Share(StrEnum):
    """How much of something."""

    NONE = "none"
    SOME = "some"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Chosen:
    """The version that is rendered: approved, with who answers for it, or the newest draft.

    `known` has the fingerprints of all versions of its type and language.
    """

    id: str
    number: int
    fingerprint: str
    approvals: tuple[Approval, ...] = ()
    known: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Offer:
    """What is rendered just now: the template with its state, APPROVED or DRAFT.

    `version` counts the versions of its type and language; 0 is a file that is not among them.
    """

    template: Template
    approval: str = DRAFT
    version: int = 0
    approvals: tuple[Approval, ...] = ()


class Shelf(Protocol):
    """Who answers for which wording: the seam behind which versions and approvals are kept."""

    def chosen(self, type_id: str, tag: str) -> Chosen | None:
        """The version to be rendered, asked at every render; None where there are no versions."""
        ...

    def approved(self, wanted: Collection[tuple[str, str]]) -> int:
        """For how many of these, each (type id, language tag), the version to be rendered is approved."""
        ...

    def wording(self, chosen: Chosen) -> Wording:
        """Its bytes. Raises WordingDamaged."""
        ...

    def state(self, fingerprint: str) -> str:
        """APPROVED or DRAFT for a file that is no version, by its SHA-256."""
        ...

    def close(self) -> None:
        """Let go of the store; what is asked afterwards opens it again."""
        ...


class NothingApproved:
    """Without a store there are no versions, and every output is a draft."""

    def chosen(self, type_id: str, tag: str) -> Chosen | None:
        return None

    def approved(self, wanted: Collection[tuple[str, str]]) -> int:
        return 0

    def wording(self, chosen: Chosen) -> Wording:
        raise WordingDamaged(Message("the store has no such wording; restore the store from a backup"))

    def state(self, fingerprint: str) -> str:
        return DRAFT

    def close(self) -> None:
        return None


@dataclass(frozen=True, slots=True)
class FormFiles:
    """An agency's PDF form and the map beside it, which may not be there yet."""

    pdf: Path
    map: Path


@dataclass
class Library:
    """The languages and templates of an installation."""

    locales: Mapping[str, Locale]
    files: Mapping[tuple[str, str], Path]
    """(type id, language tag) → Word file."""
    fragments: Mapping[tuple[str, str], Path] = field(default_factory=dict)
    """(name, language tag) → Word file that the templates of the language may include."""
    shelf: Shelf = field(default_factory=NothingApproved)
    forms: Mapping[tuple[str, str], FormFiles] = field(default_factory=dict)
    """(type id, language tag) → the PDF form of an agency, and its map."""
    folders: Mapping[str, Path] = field(default_factory=dict)
    """Where each language's settings and words lie, by its tag."""
    _shipped: dict[tuple[str, str], Wording] = field(default_factory=dict)
    _compiled: OrderedDict[tuple[str, str, str], Template] = field(default_factory=OrderedDict)
    """(type id, language tag, fingerprint) → template, the one used last at the end."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @classmethod
    def load(cls, *folders: Path, shelf: Shelf | None = None) -> Self:
        """Find every language folder (one with a `locale.toml`); a later folder's files come before an earlier one's.

        Raises TemplateError when no folder holds a language or a locale file is not well formed.
        """
        locales: dict[str, Locale] = {}
        files: dict[tuple[str, str], Path] = {}
        fragments: dict[tuple[str, str], Path] = {}
        forms: dict[tuple[str, str], FormFiles] = {}
        homes: dict[str, Path] = {}
        for folder in _language_folders(folders):
            locale = Locale.load(folder)
            locales[locale.tag], homes[locale.tag] = locale, folder
            files |= _word_files(folder, locale.tag)
            fragments |= _word_files(folder / FOLDER, locale.tag)
            forms |= _forms(folder / FORMS, locale.tag)
        if not locales:
            raise TemplateError(Message("no language was found; set DOCGEN_TEMPLATES to the folder of templates"))
        return cls(locales, files, fragments, shelf or NothingApproved(), forms, homes)

    def locale(self, tag: str) -> Locale:
        """The language with this BCP 47 tag. Raises UnknownName."""
        try:
            return self.locales[tag]
        except KeyError:
            known = ", ".join(self.locales)
            raise UnknownName(
                Message("there is no such language; the languages are: {known}", {"known": known})
            ) from None

    def languages_of(self, type_id: str) -> list[str]:
        """Tags of the languages that have a template for this type."""
        return [tag for tag in self.locales if (type_id, tag) in self.files]

    def types(self) -> Iterator[tuple[str, list[str]]]:
        """Every type id with the languages offered."""
        for type_id in document_types():
            yield type_id, self.languages_of(type_id)

    def approved(self) -> Share:
        """How much of what is offered somebody answers for. Raises StoreUnusable."""
        offered = [(type_id, tag) for type_id, tags in self.types() for tag in tags]
        approved = self.shelf.approved(offered)
        return Share.ALL if offered and approved == len(offered) else Share.SOME if approved else Share.NONE

    def template(self, type_id: str, tag: str) -> Template:
        """The template of `offer`."""
        return self.offer(type_id, tag).template

    def offer(self, type_id: str, tag: str) -> Offer:
        """What is rendered of a type in a language: the newest approved version; else the file in the folders, if it is
        not among the versions yet; else the newest version.

        Raises UnknownName when there is none, TemplateError when it is not usable, WordingDamaged.
        """
        chosen = self.shelf.chosen(type_id, tag)
        if chosen is None:
            return self._offered(type_id, tag, self.shipped(type_id, tag))
        if not chosen.approvals and (type_id, tag) in self.files:
            shipped = self.shipped(type_id, tag)
            if shipped.fingerprint not in chosen.known:
                return self._offered(type_id, tag, shipped)
        key = (type_id, tag, chosen.fingerprint)
        template = self._remembered(key) or self.compiled(type_id, tag, self.shelf.wording(chosen))
        if template.fingerprint != chosen.fingerprint:
            raise WordingDamaged(Message("a wording in the store is not the one that was kept; restore the store"))
        return Offer(template, APPROVED if chosen.approvals else DRAFT, chosen.number, chosen.approvals)

    def shipped(self, type_id: str, tag: str) -> Wording:
        """What lies in the folders, as it was when it was first asked for. Raises UnknownName, TemplateError."""
        key = (type_id, tag)
        if key not in self._shipped:
            path = self.files.get(key)
            if path is None:
                slots = {"type": type_id, "language": tag}
                raise UnknownName(Message("there is no {language} template for {type}; add the Word file", slots))
            self._shipped[key] = Wording.of(path.read_bytes(), self.file_name(type_id, tag), self.fragments_in(tag))
        return self._shipped[key]

    def compiled(self, type_id: str, tag: str, wording: Wording) -> Template:
        """The template of a wording. Raises UnknownName, TemplateError."""
        key = (type_id, tag, wording.fingerprint)
        found = self._remembered(key)
        if found is None:
            found = Template.compile(
                wording.data,
                name=self.file_name(type_id, tag),
                fonts=self.fonts(),
                fragments=dict(wording.fragments),
                marking=self.locale(tag).breaking.marked,
            )
            with self._lock:
                self._compiled[key] = found
                if len(self._compiled) > _MOST_COMPILED:
                    self._compiled.popitem(last=False)
        return found

    def file_name(self, type_id: str, tag: str) -> str:
        """What errors call a template."""
        return f"{tag}/{type_id}.docx"

    def fragments_in(self, tag: str) -> Mapping[str, bytes]:
        """The fragments of a language as they lie in the folders, by name."""
        return {name: path.read_bytes() for (name, language), path in self.fragments.items() if language == tag}

    def _offered(self, type_id: str, tag: str, shipped: Wording) -> Offer:
        template = self.compiled(type_id, tag, shipped)
        return Offer(template, self.shelf.state(template.fingerprint))

    def _remembered(self, key: tuple[str, str, str]) -> Template | None:
        with self._lock:
            found = self._compiled.get(key)
            if found is not None:
                self._compiled.move_to_end(key)
        return found

    def fonts(self) -> Mapping[str, ScriptFont]:
        """The font of each script that some language of this library brings, by ISO 15924 code."""
        return {
            script: ScriptFont(font.name, font.language)
            for locale in self.locales.values()
            for script, font in locale.settings.fonts.items()
        }


def _language_folders(folders: tuple[Path, ...]) -> Iterator[Path]:
    for folder in folders:
        yield from sorted(path.parent for path in folder.glob("*/locale.toml"))


def _word_files(folder: Path, tag: str) -> dict[tuple[str, str], Path]:
    return {(path.stem, tag): path for path in sorted(folder.glob("*.docx")) if not _is_lock(path)}


def _forms(folder: Path, tag: str) -> dict[tuple[str, str], FormFiles]:
    return {(path.stem, tag): FormFiles(path, path.with_suffix(".toml")) for path in sorted(folder.glob("*.pdf"))}


def _is_lock(path: Path) -> bool:
    # Word leaves ~$name.docx beside a file that is open.
    return path.name.startswith("~$")
