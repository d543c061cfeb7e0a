"""What the commands of `docgen templates` do with the texts of versions: compared, tested, translated, counted."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from docgen.cli.console import progress
from docgen.cli.library import Opened, opened
from docgen.compare.compare import Comparison, Fate, compare
from docgen.compare.html import page
from docgen.compare.redline import redline
from docgen.compare.words import Change
from docgen.compare.xliff import Wording, applied
from docgen.compare.xliff import exported as written
from docgen.docx.passages import Passage, passages
from docgen.errors import Message, UnknownName
from docgen.review.bundle import folder, packed, parcels
from docgen.review.coverage import carried, coverage
from docgen.review.examining import examinations, fetched, panels
from docgen.review.rows import Row
from docgen.shelf.state import Version
from docgen.sop import instrument

_MARKS = {Change.SAME: ("", ""), Change.DELETED: ("[-", "-]"), Change.INSERTED: ("{+", "+}")}
"""As `git diff --word-diff` marks words."""


def compared(type_id: str, tag: str, numbers: tuple[int, int], form: str) -> Iterator[str]:
    """The lines of a comparison. Raises UnknownName."""
    with opened() as shop:
        old, new = (shop.version(type_id, tag, number) for number in numbers)
        name, locale = shop.library.file_name(type_id, tag), shop.library.locale(tag)
        before, after = passages_of(shop, old), passages_of(shop, new)
        found = compare(before, after, locale)
        if form == "html":
            heads = [f"{name} {each.number}" for each in (old, new)]
            yield page(found, locale, shop.locale, f"{name} {old.number} → {new.number}", *heads)
        else:
            yield from _lines(found, form)


def passages_of(shop: Opened, version: Version) -> list[Passage]:
    """The passages of a version, fragments in their places. Raises WordingDamaged."""
    wording = shop.shelf.wording(version)
    name = shop.library.file_name(version.type, version.language)
    return passages(wording.data, name, dict(wording.fragments))


def _lines(found: Comparison, form: str) -> Iterator[str]:
    for pair in found.pairs:
        runs = [{"change": run.change.value, "text": run.text} for run in pair.runs]
        if form == "json":
            yield json.dumps({"anchor": pair.anchor, "fate": pair.fate.value, "runs": runs}, ensure_ascii=False)
        elif pair.fate is not Fate.UNCHANGED:
            marked = (f"{_MARKS[run.change][0]}{run.text}{_MARKS[run.change][1]}" for run in pair.runs)
            yield f"{pair.anchor} {pair.fate.value}: {''.join(marked)}"
    if form == "json":
        yield json.dumps({"counts": asdict(found.counts)})


def redlined(type_id: str, tag: str, numbers: tuple[int, int]) -> bytes:
    """The newer version with tracked changes, by its author. Raises UnknownName, EngineUnavailable."""
    with opened() as shop:
        old, new = (shop.version(type_id, tag, number) for number in numbers)
        author = shop.rows.names.get(new.author, "docgen")
        before, after = shop.shelf.wording(old).data, shop.shelf.wording(new).data
        return redline(before, after, author, new.added, language=tag)


def tried(type_id: str, tags: Sequence[str] | None) -> Iterator[Row]:
    """The results of the tests of a type on its newest versions, by language."""
    with opened() as shop:
        found = examinations(shop.shelf, shop.bench(), [type_id])
        for version in shop.shelf.newest():
            if version.id in found and (not tags or version.language in tags):
                for result in found[version.id].results:
                    yield {"language": version.language, "number": version.number, **shop.rows.result(result)}


def covered() -> Iterator[Row]:
    """Each clause of the SOP with what carries it in the newest versions."""
    with opened() as shop:
        held = [fetched(shop.shelf, panel) for panel in panels(shop.shelf)]
    for each in coverage(found for own in held for found in carried(own.panel.type, own.wordings)):
        by = [{"type": found.type, "language": found.language, "anchor": found.anchor} for found in each.by]
        yield {"clause": each.clause.number, "heading": each.clause.heading, "by": by}


def bundled(type_ids: Sequence[str] | None) -> bytes:
    """The bundle of these types, or of all. Raises UnknownName for one that there is not."""
    with opened() as shop:
        found = parcels(shop.shelf, shop.rows.names, type_ids)
        if {each.type for each in found} < set(type_ids or ()):
            raise UnknownName(Message("there is no such document type; look at the list of types"))
        with progress(len(found)) as advance:
            folders = []
            for each in found:
                folders.append(folder(shop.bench(), each, shop.locale))
                advance()
        return packed(folders, shop.locale, shop.now)


def exported(type_id: str, target: tuple[str, int | None], source: tuple[str, int | None], form: str) -> bytes:
    """A version as its Word file, or as XLIFF from another language. Raises UnknownName, TranslationRefused."""
    with opened() as shop:
        version = shop.version(type_id, *target)
        if form == "docx":
            return shop.shelf.wording(version).data
        return written(_foreign(shop, _source(shop, type_id, source)), _foreign(shop, version))


def imported(
    shop: Opened, type_id: str, target: tuple[str, int | None], source: tuple[str, int | None], xliff: bytes
) -> bytes:
    """The Word file of a version with a translator's work. Raises UnknownName, TranslationRefused."""
    version = shop.version(type_id, *target)
    return applied(xliff, _foreign(shop, _source(shop, type_id, source)), _foreign(shop, version))


def _source(shop: Opened, type_id: str, source: tuple[str, int | None]) -> Version:
    return shop.version(type_id, source[0] or instrument().authentic_language, source[1])


def _foreign(shop: Opened, version: Version) -> Wording:
    name = shop.library.file_name(version.type, version.language)
    return Wording(version.type, version.language, name, shop.shelf.wording(version).data)
