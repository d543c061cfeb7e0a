"""Taking out of a document what is active, and saying what was taken out where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import pikepdf

from docgen.errors import Finding, Message, Severity
from docgen.pdf.gate import active
from docgen.pdf.gate.active import LABELS, Active, Kind
from docgen.pdf.gate.refusal import UNREASONABLE, numbered, pdf_refused, shown
from docgen.pdf.gate.trees import Field

MAX_TEXT: Final = 2_000_000
"""Bytes of one object (without a stream's data) as qpdf writes it."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was: a field, a page counted from 1, or (neither) the document."""

    page: int | None = None
    field: str | None = None

    @property
    def pointer(self) -> str:
        """A JSON Pointer (RFC 6901) into the form."""
        if self.field is not None:
            return "/fields/" + shown(self.field).replace("~", "~0").replace("/", "~1")
        return "" if self.page is None else f"/pages/{self.page}"

    def removed(self, kind: Kind) -> Message:
        """The sentence that says that something of a kind was taken out here."""
        what = Message(LABELS[kind])
        if self.field is not None:
            return Message("{what} was removed from field “{field}”", {"what": what, "field": shown(self.field)})
        if self.page is not None:
            return Message("{what} was removed from page {page}", {"what": what, "page": str(self.page)})
        return Message("{what} was removed from the PDF", {"what": what})


def strip(document: pikepdf.Pdf, pages: list[pikepdf.Object], fields: list[Field]) -> tuple[Finding, ...]:
    """Take out everything active, in place; one finding for each kind at each place.

    Places that have a name are looked at first; what is then left in other objects belongs to the document.
    """
    found: dict[tuple[Place, Kind], Finding] = {}
    for holder, key, kind in list(active.of_root(document.Root)):
        del holder[key]
        _note(found, Place(), kind)
    seen: set[tuple[int, int]] = set()
    for node, place in _placed(document, pages, fields):
        if not isinstance(node, pikepdf.Object) or (node.is_indirect and node.objgen in seen):
            continue  # a null, or an object that stood at a place with a name before
        seen.add(node.objgen)
        for holder, entry in active_in(node):
            _remove(holder, entry)
            _note(found, place, entry.kind)
    for node in pages:
        _prune(node)
    return tuple(found.values())


def _placed(
    document: pikepdf.Pdf, pages: list[pikepdf.Object], fields: list[Field]
) -> Iterator[tuple[pikepdf.Object, Place]]:
    yield document.Root, Place()
    for field in fields:
        place = Place(field=field.name)
        yield field.node, place
        yield from ((widget, place) for widget in field.widgets)
    for number, page in enumerate(pages, 1):
        yield page, Place(number)
        annotations = page.get("/Annots")
        if isinstance(annotations, pikepdf.Array):
            yield annotations, Place(number)
            yield from ((annotation, Place(number)) for annotation in annotations)
    yield from ((thing, Place()) for thing in document.objects)


def active_in(thing: pikepdf.Object) -> Iterator[tuple[pikepdf.Object, Active]]:
    """Everything active in an object and the direct objects inside it; raises PdfRefused when its text is absurd."""
    is_stream = isinstance(thing, pikepdf.Stream)
    if not is_stream and not isinstance(thing, pikepdf.Dictionary | pikepdf.Array):
        return
    text = (thing.stream_dict if is_stream else thing).unparse(resolved=True)
    if len(text) > MAX_TEXT:
        raise pdf_refused(numbered(thing.objgen[0]), UNREASONABLE)
    if active.is_suspect(text):
        for holder in _nested(thing):
            yield from ((holder, entry) for entry in list(active.of_dictionary(holder)))


def _nested(thing: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """The dictionary itself and those written inside it; what it refers to stands on its own."""
    waiting = [thing]
    while waiting:
        at = waiting.pop()
        if isinstance(at, pikepdf.Dictionary | pikepdf.Stream):
            yield at
            inside = [at[key] for key in list(at.keys())]
        else:
            inside = list(at)
        waiting += [
            entry for entry in inside if isinstance(entry, pikepdf.Dictionary | pikepdf.Array) and not entry.is_indirect
        ]


def _remove(holder: pikepdf.Object, entry: Active) -> None:
    if entry.key is None:
        _empty(holder)
    elif entry.key in holder:
        value = holder[entry.key]
        del holder[entry.key]
        # The actions it referred to are now nobody's; emptied, they are not reported again as the document's.
        inside = value.as_dict().values() if isinstance(value, pikepdf.Dictionary) else ()
        for action in (value, *inside):
            if isinstance(action, pikepdf.Dictionary) and active.kind_of(action) is not None:
                _empty(action)


def _empty(holder: pikepdf.Object) -> None:
    if isinstance(holder, pikepdf.Stream):
        holder.write(b"")
    for key in list(holder.keys()):
        if key != "/Length":
            del holder[key]


def _note(found: dict[tuple[Place, Kind], Finding], place: Place, kind: Kind) -> None:
    key = (place, kind)
    if key not in found:
        found[key] = Finding(Severity.ADVICE, kind.value, place.pointer, place.removed(kind))


def _prune(page: pikepdf.Object) -> None:
    """Take annotations that were emptied off the page."""
    annotations = page.get("/Annots")
    if not isinstance(annotations, pikepdf.Array):
        return
    for at in reversed(range(len(annotations))):
        if isinstance(annotations[at], pikepdf.Dictionary) and not len(annotations[at].keys()):
            del annotations[at]
