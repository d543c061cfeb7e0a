"""Translations of captions, messages and terms: one `messages.po` a language, read with Babel."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from gettext import c2py
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po

from docgen.errors import Message, TemplateError


class Catalogue:
    """English key → words of one language. A key without words stays English; a test keeps that from landing."""

    def __init__(
        self,
        entries: Mapping[str, str],
        counted: Mapping[str, tuple[str, ...]] | None = None,
        form: Callable[[int], int] = lambda count: int(count != 1),
    ) -> None:
        """`counted`: key → the language's plural forms; `form` picks one by the count (PO header Plural-Forms)."""
        self._entries = entries
        self._counted = counted or {}
        self._form = form

    @classmethod
    def load(cls, path: Path) -> Catalogue:
        """Read a gettext PO file; no file means an empty catalogue (the language of the keys needs none).

        Raises TemplateError for a file that is no PO file and for words whose slots are not those of their key: found
        here, they cannot hide the error that they were to tell.
        """
        if not path.is_file():
            return cls({})
        found = _read(path)
        entries: dict[str, str] = {}
        counted: dict[str, tuple[str, ...]] = {}
        for entry in found:
            if entry.fuzzy:
                continue  # a guess of some tool, which nobody has confirmed
            if isinstance(entry.id, str):
                if entry.id and entry.string:
                    entries[entry.id] = str(entry.string)
                    _check_slots(path, entry.id, entry.id, entries[entry.id])
            elif all(forms := tuple(entry.string or ("",))):
                counted[entry.id[0]] = forms
                for words in forms:
                    _check_slots(path, entry.id[0], entry.id[1], words)
        return cls(entries, counted, c2py(found.plural_expr))

    def __contains__(self, key: str) -> bool:
        return key in self._entries or key in self._counted

    def translate(self, message: Message | str) -> str:
        """The sentence in this language with its slots filled; a bare key has no slots."""
        if isinstance(message, str):
            return self._entries.get(message, message)
        text = self._words(message)
        if "{" not in text and "}" not in text:
            return text
        return text.format_map(
            {slot: value if isinstance(value, str) else self.translate(value) for slot, value in message.values.items()}
        )

    def sentence(self, message: Message | str) -> str:
        """The same where it stands alone, as on a page: it begins with a capital, where the script has them, unless
        what fills a slot comes first, which is written as it is."""
        text = self.translate(message)
        words = message if isinstance(message, str) else self._words(message)
        return text if words.startswith("{") else text[:1].upper() + text[1:]

    def _words(self, message: Message) -> str:
        if message.plural is None:
            return self._entries.get(message.key, message.key)
        if message.key in self._counted:
            return self._counted[message.key][self._form(message.count)]
        return message.key if message.count == 1 else message.plural


def slots(text: str) -> set[str]:
    """The names of the slots of a key or its words; raises ValueError where a brace is neither doubled nor paired."""
    return {slot for _, slot, _, _ in Formatter().parse(text) if slot is not None}


def _read(path: Path) -> Catalog:
    try:
        with path.open("rb") as file:
            return read_po(file, abort_invalid=True)
    except (OSError, UnicodeDecodeError, ValueError, PoFileError) as error:
        reason = {"file": path.name, "reason": type(error).__name__}
        raise TemplateError(Message("{file} is no PO file that can be read ({reason}); correct it", reason)) from error


def _check_slots(path: Path, key: str, other: str, words: str) -> None:
    if "{" not in key and "{" not in other and "{" not in words and "}" not in words:
        return
    try:
        same = slots(words) in (slots(key), slots(other))
    except ValueError:
        same = False
    if not same:
        values = {"file": path.name, "key": key}
        raise TemplateError(Message("{file}: the words for “{key}” have other slots than it; correct them", values))
