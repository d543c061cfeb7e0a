"""A plan as Typst source: title, what has to be known, then headings and fields, two short fields side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import resources

from docgen.documents import Document
from docgen.errors import Message
from docgen.forms.plan import Block, Control, Entry, Heading
from docgen.locale import Locale
from docgen.pdf.fonts import FALLBACK
from docgen.pdf.typeset.names import literal

IDENTITY = 0
"""Number of the field that says which blank this is; the plan's fields are numbered from 1."""
SIGN = "*"
"""Stands beside what must be filled in."""
_LINE_HEIGHT, _PARAGRAPH_HEIGHT, _IDENTITY_HEIGHT = 25, 84, 14  # points: room to write Khmer by hand

# PDF/A wants a date. A blank has none of its own, and the same blank is to be the same bytes on every day.
_DATE = "datetime(year: 2000, month: 1, day: 1)"


def source(kind: type[Document], blocks: Sequence[Block], locale: Locale) -> str:
    """The Typst code of a blank; `link`s to “field:N” stand where the fields go, N from 1 in the order of `blocks`."""
    library = resources.files(__package__).joinpath("blank.typ").read_text(encoding="utf-8")
    own = [font.name for font in locale.settings.fonts.values()]
    fonts = "".join(f"{literal(name)}, " for name in dict.fromkeys([FALLBACK["Latn"], *own, *FALLBACK.values()]))
    title = locale.term(kind.title)
    lines = map(locale.catalogue.translate, _introduction(kind, locale))
    label = literal(locale.term("Identification of this form"))
    return "\n".join(
        [
            library,
            f"#show: blank.with(title: {literal(title)}, language: {literal(locale.tag)}, date: {_DATE},",
            f"  fonts: ({fonts}), digits: {literal(locale.settings.numbers.digits)})",
            f"#heading(level: 1, {literal(title)})",
            f"#intro({', '.join(map(literal, lines))})",
            f'#single(written({IDENTITY}, {label}, "", {_IDENTITY_HEIGHT}pt))',
            *_body(blocks),
        ]
    )


def _introduction(kind: type[Document], locale: Locale) -> tuple[Message, ...]:
    """Who fills the form in, how, and what must become of it; the wording is a draft."""
    return (
        Message(
            "This form is filled in by the competent official who handles the case. It follows the Standard Operating "
            "Procedure between Cambodia and Thailand, clauses {clauses}.",
            {"clauses": ", ".join(map(locale.clause, kind.clauses))},
        ),
        Message(
            "It holds personal data of persons who are protected. Keep it locked up, show it to nobody without a duty "
            "in the case, and send it only by the channel that your Central Cooperation Center has laid down "
            "(SOP 2 and 6.1)."
        ),
        Message(
            "Type into the fields, or print the form and write by hand. Digits may be Khmer, Thai or 0 to 9; years may "
            "be of the Buddhist Era or the Common Era. What finds no room goes on a separate sheet that names the "
            "field."
        ),
        Message("Fields marked {sign} must be filled in.", {"sign": SIGN}),
        Message("The wording of this form is a draft for review."),
    )


def _body(blocks: Sequence[Block]) -> Iterator[str]:
    held: list[str] = []
    number = IDENTITY
    for block in blocks:
        narrow = isinstance(block, Entry) and not block.wide
        if held and (not narrow or len(held) == 2):
            yield _paired(held)
            held = []
        if isinstance(block, Heading):
            yield f"#heading(level: {min(block.level + 1, 6)}, {literal(block.text)})"
            if block.help:
                yield f"#note({literal(block.help)})"
            continue
        number += 1
        if narrow:
            held.append(_field(number, block))
        else:
            yield f"#single({_field(number, block)})"
    if held:
        yield _paired(held)


def _paired(cells: Sequence[str]) -> str:
    return f"#pair({', '.join(cells)})"


def _field(number: int, entry: Entry) -> str:
    label = f"{entry.label} {SIGN}" if entry.required else entry.label
    words = f"{number}, {literal(label)}, {literal(entry.help)}"
    if entry.control is Control.CHECK:
        return f"ticking({words})"
    if entry.control is Control.RADIO:
        pairs = "".join(f", ({literal(value)}, {literal(text)})" for value, text in entry.options.items())
        return f"chosen({words}{pairs})"
    height = _PARAGRAPH_HEIGHT if entry.control is Control.MULTILINE else _LINE_HEIGHT
    return f"written({words}, {height}pt)"
