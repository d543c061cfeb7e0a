"""Named destinations (ISO 32000-1 §12.3.2.3) of many documents in one file: each name gets its document's number."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from docgen.pdf.packet.structure import holders


class Destinations:
    """The named destinations of a packet while documents are added to it."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        self._found: dict[bytes, Any] = {}

    def rename(self, source: pikepdf.Pdf, number: int) -> None:
        """Before a document is copied: put its number before each name, where it is used and where it is defined."""
        for each in holders(source):
            for holder, key in _uses(each):
                holder[key] = String(_prefixed(number, _text(holder[key])))
        named = sorted(
            ((_prefixed(number, name), destination) for name, destination in _named(source)), key=lambda pair: pair[0]
        )
        if named:
            names = Array([each for name, destination in named for each in (String(name), destination)])
            source.Root.Names = Dictionary(Dests=source.make_indirect(Dictionary(Names=names)))
        if "/Dests" in source.Root:
            del source.Root.Dests

    def adopt(self, source: pikepdf.Pdf) -> None:
        """After its pages were copied: take over what the names stand for, those that only bookmarks use too."""
        for name, destination in _named(source):
            held = source.make_indirect(Dictionary(D=destination))
            self._found[name] = self._pdf.copy_foreign(held).D

    def finish(self) -> None:
        """Write the names into the catalogue."""
        if self._found:
            names = [each for key in sorted(self._found) for each in (String(key), self._found[key])]
            self._pdf.Root.Names = Dictionary(Dests=self._pdf.make_indirect(Dictionary(Names=Array(names))))


def _prefixed(number: int, name: bytes) -> bytes:
    return f"{number}/".encode() + name


def _text(name: Any) -> bytes:
    return str(name)[1:].encode() if isinstance(name, Name) else bytes(name)


def _uses(holder: Any) -> Iterator[tuple[Any, str]]:
    """Where a dictionary names a destination: /Dest, and /D of a GoTo action, its own or the one in /A."""
    if isinstance(holder.get("/Dest"), Name | String):
        yield holder, "/Dest"
    inner = holder.get("/A")
    actions = [holder, inner] if isinstance(inner, Dictionary) and not inner.is_indirect else [holder]
    for action in actions:
        if action.get("/S") == Name.GoTo and isinstance(action.get("/D"), Name | String):
            yield action, "/D"


def _named(source: pikepdf.Pdf) -> Iterator[tuple[bytes, Any]]:
    """Names and what they stand for: of PDF 1.1 in the catalogue, later ones in the name tree."""
    for name, value in (source.Root.get("/Dests") or {}).items():
        yield _text(Name(name)), value
    tree = source.Root.get("/Names", Dictionary()).get("/Dests")
    if tree is not None:
        for key, value in pikepdf.NameTree(tree).items():
            yield bytes(String(key)), value
