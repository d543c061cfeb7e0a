"""Every sentence that docgen shows to people has its words in every language that brings a catalogue."""

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[3]
# The keys are English: that folder holds only the words that differ from their key.
CATALOGUES = sorted(path for path in (ROOT / "templates").glob("*/messages.po") if path.parent.name != "en")


def keys() -> set[str]:
    """Keys of Message(…), locale.term(…), titles and descriptions of fields, and titles of document types."""
    return {
        key
        for path in sorted((ROOT / "docgen").rglob("*.py"))
        for key in _keys_of(ast.parse(path.read_text(encoding="utf-8")))
    }


def _keys_of(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from _keys_of_call(node)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id == "title":
            yield from _text(node.value)


def _keys_of_call(call: ast.Call) -> Iterator[str]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name in ("Message", "term", "_finding") and call.args:
        for argument in call.args[:1] if name != "_finding" else call.args[2:3]:
            yield from _text(argument)
    if name == "Field":
        for keyword in call.keywords:
            if keyword.arg in ("title", "description"):
                yield from _text(keyword.value)


def _text(node: ast.expr | None) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _text(node.body)
        yield from _text(node.orelse)


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parent.name)
def test_no_entry_is_untranslated(path: Path) -> None:
    with path.open("rb") as file:
        entries = {str(entry.id): str(entry.string) for entry in read_po(file) if entry.id}
    assert sorted(keys() - {key for key, words in entries.items() if words}) == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parent.name)
def test_a_translation_has_the_slots_of_its_key(path: Path) -> None:
    with path.open("rb") as file:
        entries = {str(entry.id): str(entry.string) for entry in read_po(file) if entry.id}
    slots = lambda text: {slot for _, slot, _, _ in Formatter().parse(text) if slot}  # noqa: E731 - one use, here
    assert [key for key, words in entries.items() if words and slots(words) != slots(key)] == []


def test_there_are_catalogues_to_check() -> None:
    assert len(CATALOGUES) >= 2
