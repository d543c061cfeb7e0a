"""Translations of captions, messages and terms: one `messages.po` a language, read with Babel."""

from __future__ import annotations

from pathlib import Path

from babel.messages.pofile import read_po

from docgen.errors import Message


class Catalogue:
    """English key → words of one language. A key without words stays English; a test keeps that from landing."""

    def __init__(self, entries: dict[str, str]) -> None:
        self._entries = entries

    @classmethod
    def load(cls, path: Path) -> Catalogue:
        """Read a gettext PO file; no file means an empty catalogue (the language of the keys needs none)."""
        if not path.is_file():
            return cls({})
        with path.open("rb") as file:
            return cls({str(entry.id): str(entry.string) for entry in read_po(file) if entry.id and entry.string})

    def __contains__(self, key: str) -> bool:
        return key in self._entries

    def translate(self, message: Message | str) -> str:
        """The sentence in this language with its slots filled."""
        message = Message(message) if isinstance(message, str) else message
        text = self._entries.get(message.key, message.key)
        return text.format_map(message.values) if message.values else text
