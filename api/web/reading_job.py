"""What workers do for the pages of wordings: nothing here loads the web framework."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from docgen.compare import html, xliff
from docgen.compare.compare import compare
from docgen.compare.redline import redline
from docgen.compare.xliff import applied, exported
from docgen.docx.passages import passages
from docgen.docx.wording import Wording
from docgen.press import Press
from docgen.review.sheet import Sheet, sheet


def read(press: Press, type_id: str, wordings: Mapping[str, Wording]) -> Sheet:
    """The wordings of a type beside each other."""
    return sheet(press.library, type_id, wordings)


def compared(
    press: Press, tag: str, reader: str, old: Wording, new: Wording, names: tuple[str, str]
) -> str:  # fmt: skip
    """Two wordings of a language compared, as an HTML fragment for a reader of a language; `names` head the sides."""
    locale = press.library.locale(tag)
    before, after = (passages(each.data, "template.docx", dict(each.fragments)) for each in (old, new))
    return html.fragment(compare(before, after, locale), locale, press.library.locale(reader), *names)


def tracked(press: Press, tag: str, old: bytes, new: bytes, author: str, now: datetime, seconds: float) -> bytes:
    """The Word file with tracked changes. Raises as `docgen.compare.redline.redline`."""
    del press  # the redline program needs nothing of it
    return redline(old, new, author, now, language=tag, seconds=seconds)


def for_translators(press: Press, type_id: str, tags: tuple[str, str], pair: tuple[Wording, Wording]) -> bytes:
    """An XLIFF file of a type: source and target language, their wordings. Raises TranslationRefused."""
    source, target = _named(press, type_id, tags, pair)
    return exported(source, target, _meanings(press, type_id, tags[0], pair[0]))


def translated(
    press: Press, type_id: str, tags: tuple[str, str], pair: tuple[Wording, Wording], data: bytes
) -> bytes:  # fmt: skip
    """The target's Word file with the translations of the file. Raises TranslationRefused, TemplateRefused."""
    return applied(data, *_named(press, type_id, tags, pair))


def _named(
    press: Press, type_id: str, tags: tuple[str, str], pair: tuple[Wording, Wording]
) -> tuple[xliff.Wording, xliff.Wording]:  # fmt: skip
    source, target = (
        xliff.Wording(type_id, tag, press.library.file_name(type_id, tag), each.data)
        for tag, each in zip(tags, pair, strict=True)
    )
    return source, target


def _meanings(press: Press, type_id: str, tag: str, wording: Wording) -> dict[str, str]:
    """What translators are told of a placeholder: the model's captions and what the example has, in the source's
    language."""
    locale = press.library.locale(tag)
    told = {}
    for path, meaning in sheet(press.library, type_id, {tag: wording}).meanings[tag].items():
        captions = " – ".join(map(locale.term, meaning.captions))
        values = ", ".join(each for each in meaning.values if isinstance(each, str) and each)
        said = ": ".join(filter(None, (captions, values)))
        if said:
            told[path] = said
    return told
