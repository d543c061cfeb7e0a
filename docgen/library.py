"""The library: document types × languages as found on disk, each template compiled when it is first wanted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, Self

from docgen.documents import document_types
from docgen.docx import ScriptFont, Template
from docgen.docx.fragments import FOLDER
from docgen.errors import Message, TemplateError, UnknownName
from docgen.locale import Locale

APPROVED, DRAFT = "approved", "draft"
FORMS = "forms"
"""Folder of a language's PDF forms."""


class Approvals(Protocol):
    """Who answers for a template's wording: the seam behind which approval will be kept."""

    def state(self, fingerprint: str) -> str:
        """APPROVED or DRAFT for the template with this SHA-256."""
        ...


class NothingApproved:
    """Until a reviewer approves a fingerprint, every output is a draft."""

    def state(self, fingerprint: str) -> str:
        return DRAFT


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
    approvals: Approvals = field(default_factory=NothingApproved)
    forms: Mapping[tuple[str, str], FormFiles] = field(default_factory=dict)
    """(type id, language tag) → the PDF form of an agency, and its map."""
    folders: Mapping[str, Path] = field(default_factory=dict)
    """Where each language's settings and words lie, by its tag."""
    _compiled: dict[tuple[str, str], Template] = field(default_factory=dict)

    @classmethod
    def load(cls, *folders: Path, approvals: Approvals | None = None) -> Self:
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
        return cls(locales, files, fragments, approvals or NothingApproved(), forms, homes)

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

    def template(self, type_id: str, tag: str) -> Template:
        """The compiled template. Raises UnknownName when there is none, TemplateError when it is not usable."""
        key = (type_id, tag)
        if key not in self._compiled:
            path = self.files.get(key)
            if path is None:
                slots = {"type": type_id, "language": tag}
                raise UnknownName(Message("there is no {language} template for {type}; add the Word file", slots))
            name = f"{tag}/{path.name}"
            self._compiled[key] = Template.compile(
                path.read_bytes(),
                name=name,
                fonts=self.fonts(),
                fragments=self._fragments(tag),
                marking=self.locale(tag).breaking.marked,
            )
        return self._compiled[key]

    def _fragments(self, tag: str) -> Mapping[str, bytes]:
        return {name: path.read_bytes() for (name, language), path in self.fragments.items() if language == tag}

    def fonts(self) -> Mapping[str, ScriptFont]:
        """The font of each script that some language of this library brings, by ISO 15924 code."""
        return {
            script: ScriptFont(font.name, font.language)
            for locale in self.locales.values()
            for script, font in locale.settings.fonts.items()
        }

    def approval(self, template: Template) -> str:
        """State of this very wording: APPROVED or DRAFT."""
        return self.approvals.state(template.fingerprint)


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
