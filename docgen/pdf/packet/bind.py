"""The binding: cover and documents become one file, with contents, bookmarks, labels, stamps and metadata."""

from __future__ import annotations

import io
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name

from docgen.pdf.coding.runs import FontChoice
from docgen.pdf.packet import contents, metadata, outline, password
from docgen.pdf.packet.layout import Layout
from docgen.pdf.packet.merge import Merged, Merger, Part
from docgen.pdf.packet.stamp import Stamps


@dataclass(frozen=True, slots=True)
class Bound:
    """A packet, and the standards that it conforms to as all of its parts do."""

    data: bytes
    standards: tuple[str, ...]


def bind(
    cover: Part, documents: Sequence[Part], layout: Layout, choice: FontChoice, *, secret: str | None = None
) -> Bound:
    """Bind documents behind a cover, whose title is the packet's, as `layout` places them.

    With `secret` the packet asks for that password; without one the same parts give the same bytes. Raises
    TemplateError when the cover has no contents or a margin has no room for the stamp, InputRefused for a password
    that cannot be used.
    """
    protection = password.encryption(password.checked_password(secret)) if secret is not None else None
    with ExitStack() as files:
        merger = Merger(files.enter_context(pikepdf.new()), files)
        stamps = Stamps(merger.pdf, choice)
        front = merger.add(cover)
        _stamp(stamps, front, layout, 1)
        for _ in range(layout.cover - len(front.pages)):
            _stamp_blank(stamps, merger, cover, layout)
        placed = zip(documents, layout.places, strict=True)
        bound = [_add(merger, stamps, part, place.after_blank, layout) for part, place in placed]
        contents.link(merger, front, bound)
        outline.write(merger.pdf, _bookmarks(front, bound))
        merger.finish()
        stamps.finish()
        _label(merger.pdf, layout)
        claim = metadata.Claim.common(merger.claims)
        if protection:
            claim = metadata.Claim("", claim.accessible)  # ISO 19005-2 §6.1.3 forbids encryption
        metadata.write(merger.pdf, cover.title, [part.language for part in (cover, *documents)], claim)
        return Bound(_saved(merger.pdf, protection), claim.standards)


def _add(merger: Merger, stamps: Stamps, part: Part, after_blank: bool, layout: Layout) -> Merged:
    if after_blank:
        _stamp_blank(stamps, merger, part, layout)
    first = len(merger.pdf.pages) + 1
    merged = merger.add(part)
    _stamp(stamps, merged, layout, first)
    return merged


def _stamp(stamps: Stamps, merged: Merged, layout: Layout, first: int) -> None:
    texts = [merged.part.stamp(number, layout.total) for number, _ in enumerate(merged.pages, first)]
    stamps.write(merged.part, merged.pages, texts)


def _stamp_blank(stamps: Stamps, merger: Merger, part: Part, layout: Layout) -> None:
    """A blank page in the language of the part that follows it, or of the cover."""
    page = merger.add_blank()
    stamps.write_blank(page, part.stamp(len(merger.pdf.pages), layout.total))


def _bookmarks(front: Merged, bound: Sequence[Merged]) -> list[outline.Bookmark]:
    """The cover, then a bookmark for each group, below it those of its documents, closed."""
    marks = [outline.Bookmark(front.part.title, front.pages[0].obj)]
    for each in bound:
        mark = outline.Bookmark(each.part.title, each.pages[0].obj, own=each.outline, open=False)
        if len(marks) == 1 or marks[-1].title != each.part.group:
            marks.append(outline.Bookmark(each.part.group, each.pages[0].obj))
        marks[-1].below.append(mark)
    return marks


def _label(pdf: pikepdf.Pdf, layout: Layout) -> None:
    """Page labels (ISO 32000-1 §12.4.2): the cover in roman numerals, then the numbers that the stamps say."""
    documents = Dictionary(S=Name.D, St=layout.cover + 1)
    pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.r), layout.cover, documents]))


def _saved(pdf: pikepdf.Pdf, protection: pikepdf.Encryption | None) -> bytes:
    out = io.BytesIO()
    streams = pikepdf.ObjectStreamMode.generate
    if protection:
        pdf.save(out, min_version="1.7", object_stream_mode=streams, encryption=protection)
    else:
        pdf.save(out, min_version="1.7", object_stream_mode=streams, deterministic_id=True)
    return out.getvalue()
