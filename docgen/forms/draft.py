"""A draft map of an agency's form: form fields matched to the fields of a document by how alike their names are."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from docgen.documents import Document
from docgen.forms.nodes import Kind, Node, tree_of
from docgen.locale import Locale
from docgen.pdf.acroform import FieldKind, FormField

_ALIKE: Final = 0.62
"""How alike (0 to 1) a name and a caption must be to be matched; found by trying, there is no rule for it."""
_BARE_KEY: Final = re.compile(r"[A-Za-z0-9_-]+")
_NOT_FILLED = (FieldKind.BUTTON, FieldKind.SIGNATURE)


@dataclass(frozen=True)
class Draft:
    """The text of a map (TOML), and the form fields that were placed nowhere."""

    text: str
    unplaced: tuple[str, ...]


def draft_map(kind: type[Document], fields: Sequence[FormField], locale: Locale) -> Draft:
    """A map to be edited by somebody who knows the form; every field of the form stands in it, placed or as a remark.

    Each field of the document is used once, the most alike pair first; captions are those of the form's language.
    """
    open_fields = [each for each in fields if each.kind not in _NOT_FILLED and not each.read_only]
    placed = _matched(open_fields, _captions(kind, locale))
    lines = ["[fields]"]
    for each in open_fields:
        node = placed.get(each.name)
        lines.append(_line(each, node) if node else f'# {_quoted(each.name)} = ""  # {_remark(each.label)}')
    unplaced = tuple(each.name for each in open_fields if each.name not in placed)
    text = "\n".join([*lines, ""])
    tomllib.loads(text)  # a draft that cannot be read would be a fault of ours
    return Draft(text, unplaced)


def _captions(kind: type[Document], locale: Locale) -> Mapping[Node, tuple[str, ...]]:
    """What a field of the document may be called: its path, its caption, and its caption after its group's."""
    return dict(_named(tree_of(kind), "", locale))


def _named(node: Node, above: str, locale: Locale) -> Iterator[tuple[Node, tuple[str, ...]]]:
    for member in node.members:
        caption = locale.term(member.title)
        if member.kind is Kind.GROUP:
            yield from _named(member, caption, locale)
        elif member.kind is not Kind.LIST:
            yield member, tuple(map(_plain, (member.path, caption, f"{above} {caption}", f"{caption} {above}")))


def _plain(text: str) -> str:
    """Letters and digits in small letters: field names are written in every manner."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    return " ".join(re.findall(r"[^\W_]+(?:[\u0e30-\u0e4e\u17b4-\u17d3]+[^\W_]*)*", spaced)).casefold()


def _matched(fields: Sequence[FormField], captions: Mapping[Node, tuple[str, ...]]) -> dict[str, Node]:
    scored = [
        (
            max(_alike(name, caption) for name in (_plain(each.name), _plain(each.label)) for caption in words),
            each,
            node,
        )
        for each in fields
        for node, words in captions.items()
        if _fits(each, node)
    ]
    placed: dict[str, Node] = {}
    taken: set[str] = set()
    for score, each, node in sorted(scored, key=lambda row: (-row[0], row[1].name, row[2].path)):
        if score >= _ALIKE and each.name not in placed and node.path not in taken:
            placed[each.name] = node
            taken.add(node.path)
    return placed


def _names_of(field: FormField) -> tuple[str, str]:
    return _plain(field.name), _plain(field.label)


def _alike(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= _ALIKE else 0.0


def _fits(field: FormField, node: Node) -> bool:
    """Boxes are ticked for yes or no and for choices only."""
    ticked = node.kind in (Kind.YES_NO, Kind.CHOICE)
    return ticked if field.kind in (FieldKind.CHECKBOX, FieldKind.RADIO) else True


def _line(field: FormField, node: Node) -> str:
    name, path = _quoted(field.name), f"/{node.path}"
    if field.kind is FieldKind.CHECKBOX:
        when = "" if node.kind is Kind.YES_NO else f", when = {_quoted(next(iter(node.options)))}"
        return f"{name} = {{ tick = {_quoted(path)}{when} }}  # {_remark(field.label)}"
    values = ("true", "false") if node.kind is Kind.YES_NO else tuple(node.options)
    if field.options and values:
        options = ", ".join(f"{_key(value)} = {_quoted(_nearest(value, field))}" for value in values)
        return f"{name} = {{ choose = {_quoted(path)}, options = {{ {options} }} }}  # {_remark(field.label)}"
    return f"{name} = {_quoted(f'{{{path}}}')}  # {_remark(field.label)}"


def _nearest(value: str, field: FormField) -> str:
    """The option that is most like a value; whoever edits the draft corrects it."""
    best = max(field.options, key=lambda option: max(_ratio(value, option.export), _ratio(value, option.display)))
    return best.export


def _ratio(one: str, other: str) -> float:
    return SequenceMatcher(None, one.casefold(), other.casefold()).ratio()


def _key(text: str) -> str:
    return text if _BARE_KEY.fullmatch(text) else _quoted(text)


def _quoted(text: str) -> str:
    """A TOML basic string (TOML 1.0, String)."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + re.sub(r"[\x00-\x1f\x7f]", lambda found: f"\\u{ord(found[0]):04X}", escaped) + '"'


def _remark(text: str) -> str:
    return re.sub(r"[\x00-\x1f\x7f]+", " ", text)
