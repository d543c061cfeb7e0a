"""The codes and formattings of a passage in two languages, each with the id that XLIFF knows it by.

Both directions go through here: what is exported gets its ids from the two Word files, and what is taken back is read
by the ids that the same two files give again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from docgen.compare.xliff.inline import BREAK, OBJECT, TAB, TAG_CODE, Piece, base_form, toggled, toggles

_PREFIX = {TAG_CODE: "t", TAB: "tab", BREAK: "br", OBJECT: "o"}


@dataclass(frozen=True, slots=True)
class Code:
    """A code with its id; `required`: the translation must have it once, else it may; `own`: the target has it now."""

    id: str
    piece: Piece
    required: bool
    own: bool

    @property
    def is_block(self) -> bool:
        """Whether it is a tag of control, whose order among the others matters."""
        return self.piece.code == TAG_CODE and self.piece.text.startswith("{%")


@dataclass(frozen=True, slots=True)
class Form:
    """A formatting other than the passage's own: its id, the w:rPr it is in Word, what it looks like ("bi")."""

    id: str
    properties: bytes
    looks: str


Content = list[tuple[Form | None, list[Piece | Code]]]
"""A passage as XLIFF has it: stretches in one formatting (None: the passage's own) of text and codes."""


@dataclass(frozen=True, slots=True)
class Inventory:
    """What may stand in the translation of one passage. `base` is the formatting of its text in Word."""

    source: Content
    target: Content
    codes: dict[str, Code]
    forms: dict[str, Form]
    base: bytes
    translated: bool

    @property
    def ordered(self) -> bool:
        """Whether the tags of control that must stay stand in one order in both languages."""
        return not self.translated or blocks(self.source) == blocks(self.target)


def blocks(content: Content) -> list[str]:
    """Ids of the tags of control that must stay, in order."""
    codes = (item for _, items in content for item in items if isinstance(item, Code))
    return [code.id for code in codes if code.is_block and code.required]


def inventory(source: Sequence[Piece], target: Sequence[Piece]) -> Inventory:
    """Codes and formattings of a passage in both languages; the same tag at its nth place has the same id in both."""
    translated = any(not piece.code and piece.text.strip() for piece in target)
    wanted = target if translated or any(piece.code for piece in target) else source
    own_codes = {key for key, _ in _numbered(target)}
    required = {key for key, _ in _numbered(wanted) if key in own_codes or key[0] != OBJECT}
    codes: dict[tuple[str, str, int], Code] = {}
    counted: Counter[str] = Counter()
    for key, piece in [*_numbered(target), *_numbered(source)]:
        if key not in codes:
            counted[piece.code] += 1
            codes[key] = Code(f"{_PREFIX[piece.code]}{counted[piece.code]}", piece, key in required, key in own_codes)
    base = base_form(target) if target else base_form(source)
    own = [Form(f"f{at}", form, toggles(form)) for at, form in enumerate(_others(target, base), 1)]
    theirs = _matched(source, own, base)
    forms = {form.id: form for form in [*own, *theirs.values()]}
    return Inventory(
        _content(source, codes, theirs),
        _content(target, codes, {form.properties: form for form in own}),
        {code.id: code for code in codes.values()},
        forms,
        base,
        translated,
    )


def _numbered(found: Sequence[Piece]) -> Iterator[tuple[tuple[str, str, int], Piece]]:
    """The codes of a passage, each with a key that says which of its like it is."""
    seen: Counter[tuple[str, str]] = Counter()
    for piece in found:
        if piece.code:
            seen[piece.code, piece.text] += 1
            yield (piece.code, piece.text, seen[piece.code, piece.text]), piece


def _others(found: Sequence[Piece], base: bytes) -> list[bytes]:
    """The formattings of a passage besides its own, in order of appearance."""
    return [form for form in dict.fromkeys(piece.form for piece in found if piece.code != OBJECT) if form != base]


def _matched(source: Sequence[Piece], own: Sequence[Form], base: bytes) -> dict[bytes, Form]:
    """The formattings of the source: each the target's that looks the same, else the target's base made to look so."""
    by_looks = {form.looks: form for form in reversed(own)}
    plain = toggles(base_form(source))
    found: dict[bytes, Form] = {}
    for form in _others(source, base_form(source)):
        looks = toggles(form)
        if looks == plain:
            continue  # differs in font or size only, which is the business of each language
        if looks not in by_looks:
            by_looks[looks] = Form(f"f{len(own) + len(found) + 1}", toggled(base, looks), looks)
        found[form] = by_looks[looks]
    return found


def _content(found: Sequence[Piece], codes: dict[tuple[str, str, int], Code], forms: dict[bytes, Form]) -> Content:
    items: list[tuple[Form | None, Piece | Code]] = []
    keys = iter(key for key, _ in _numbered(found))
    for piece in found:
        items.append((forms.get(piece.form), codes[next(keys)] if piece.code else piece))
    return [(form, [item for _, item in group]) for form, group in groupby(items, key=lambda each: each[0])]
