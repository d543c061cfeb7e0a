"""What a worker process does for the template library: functions that an import finds, taking the press first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from docgen.compare.compare import Pair, compare
from docgen.compare.redline import redline
from docgen.compare.xliff import Wording as Foreign
from docgen.compare.xliff import applied, exported
from docgen.docx.passages import Passage, passages
from docgen.docx.wording import Wording
from docgen.pdf.typeset import Typesetter
from docgen.press import Press
from docgen.review.bundle import Folder, Parcel, folder
from docgen.review.coverage import Carried, carried
from docgen.review.examining import Bench, Fetched, examined
from docgen.shelf.gate import Examined


def examine(press: Press, got: Fetched) -> Mapping[str, Examined]:
    """What is found about the versions of a panel, by language (`docgen.review.examining`)."""
    return examined(bench_of(press), got)


def bench_of(press: Press) -> Bench:
    """What cannot be set is always what the in-process engine says."""
    own = press.converter
    setter = own if isinstance(own, Typesetter) else Typesetter(press.fonts)
    return Bench.of(press.library, setter.unsupported)


def comparison(press: Press, named: tuple[str, str], old: Wording, new: Wording) -> dict[str, Any]:
    """Two wordings of a template compared, as JSON; `named` is type and language."""
    name = press.library.file_name(*named)
    before, after = (passages(each.data, name, dict(each.fragments)) for each in (old, new))
    found = compare(before, after, press.library.locale(named[1]))
    return {"counts": asdict(found.counts), "passages": [_pair(each) for each in found.pairs]}


def redlined(press: Press, tag: str, both: tuple[Wording, Wording], author: str, at: datetime) -> bytes:
    """The newer of two wordings with tracked changes (`docgen.compare.redline`)."""
    old, new = both
    return redline(old.data, new.data, author, at, language=press.library.locale(tag).tag)


def passages_of(press: Press, named: tuple[str, str], wording: Wording) -> list[Passage]:
    """The passages of a wording; `named` is type and language."""
    return passages(wording.data, press.library.file_name(*named), dict(wording.fragments))


def carried_by(press: Press, type_id: str, wordings: Mapping[str, Wording]) -> list[Carried]:
    """The passages of a type's wordings that carry clauses of the SOP."""
    assert press.library.locales
    return list(carried(type_id, wordings))


def translation(press: Press, type_id: str, tags: tuple[str, str], both: tuple[Wording, Wording]) -> bytes:
    """XLIFF 2.1 of two languages' wordings of a type, from the first to the second."""
    return exported(*_both(press, type_id, tags, both))


def translated(press: Press, type_id: str, tags: tuple[str, str], both: tuple[Wording, Wording], xliff: bytes) -> bytes:
    """The Word file of the second with the translations of an XLIFF file. Raises TranslationRefused."""
    return applied(xliff, *_both(press, type_id, tags, both))


def folded(press: Press, parcel: Parcel, tag: str) -> Folder:
    """The files of a type in the bundle for whoever reads this language."""
    return folder(bench_of(press), parcel, press.library.locale(tag))


def _both(press: Press, type_id: str, tags: tuple[str, str], both: tuple[Wording, Wording]) -> tuple[Foreign, Foreign]:
    name = press.library.file_name
    one, two = (Foreign(type_id, tag, name(type_id, tag), each.data) for tag, each in zip(tags, both, strict=True))
    return one, two


def _pair(pair: Pair) -> dict[str, Any]:
    return {
        "anchor": pair.anchor,
        "part": pair.part,
        "fate": pair.fate.value,
        "old": _side(pair.old),
        "new": _side(pair.new),
        "runs": [{"change": each.change.value, "text": each.text} for each in pair.runs],
    }


def _side(passage: Passage | None) -> dict[str, Any] | None:
    return None if passage is None else {"anchor": passage.anchor, "clauses": list(passage.clauses)}
