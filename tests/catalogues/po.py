"""A language's `messages.po`: read with the first words that a key was given, brought up to date, written in order."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileParser, write_po

from docgen.locale import LocaleSettings
from docgen.locale.settings import load_settings

LANGUAGE_OF_KEYS = "en"
"""Its folder holds only the words that differ from their key."""
TITLE = "# Captions, messages and terms of docgen. Draft for legal review."


class Words(Catalog):
    """Keys and words of one language. Of a key that stands there twice the first words count; `twice` names it."""

    def __init__(self, tag: str) -> None:
        super().__init__(locale=tag)
        self.twice: list[str] = []

    def __setitem__(self, key: str | tuple[str, ...], message: Message) -> None:
        present = self.get(key) if key else None
        if present is not None and present is not message:
            self.twice.append(present.id if isinstance(present.id, str) else present.id[0])
            if not any(forms(present)):
                present.string = message.string
        super().__setitem__(key, message)


@dataclass(frozen=True)
class Language:
    """One folder under templates: its settings and where its words stand."""

    settings: LocaleSettings
    path: Path

    @property
    def sparse(self) -> bool:
        """Whether a key without words is right here, because it is already in this language."""
        return self.settings.tag == LANGUAGE_OF_KEYS

    def read(self) -> Words:
        """The words as they stand; a PoFileError names a line that is none of a PO file."""
        words = Words(self.settings.tag)
        with self.path.open(encoding="utf-8") as file:
            PoFileParser(words, ignore_obsolete=True, abort_invalid=True).parse(file)
        return words


def languages(templates: Path) -> list[Language]:
    """Every language folder that brings words."""
    return [
        Language(load_settings(path.with_name("locale.toml")), path) for path in sorted(templates.glob("*/messages.po"))
    ]


def forms(message: Message) -> tuple[str, ...]:
    """The words of an entry: one, or as many as the language has plural forms."""
    return tuple(message.string or ("",)) if isinstance(message.string, list | tuple) else (message.string or "",)


def updated(words: Words, template: Catalog, *, sparse: bool) -> str:
    """The PO file with every key of the template and no other, sorted by source file; nothing is guessed (no fuzzy
    matching). In the language of the keys only words that differ stay.
    """
    words.update(template, no_fuzzy_matching=True, update_creation_date=False)
    if sparse:
        for entry in [entry for entry in words if entry.id and (not all(forms(entry)) or entry.string == entry.id)]:
            words.delete(entry.id)
    text = io.BytesIO()
    write_po(text, words, width=120, omit_header=True, sort_by_file=True, include_lineno=False, ignore_obsolete=True)
    return f"{_header(words)}\n{text.getvalue().decode('utf-8').rstrip()}\n"


def _header(words: Words) -> str:
    """What a PO file must say of itself, and nothing that changes from run to run."""
    fields = {
        "Project-Id-Version": "docgen",
        "Language": str(words.locale_identifier),
        "Plural-Forms": words.plural_forms,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
    }
    return "\n".join([TITLE, 'msgid ""', 'msgstr ""', *(f'"{name}: {value}\\n"' for name, value in fields.items()), ""])
