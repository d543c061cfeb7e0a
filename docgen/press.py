"""The press: what an installation renders with. Opened once at the edge from the settings, then only handed on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, Self

from docgen.errors import Message, UnknownName
from docgen.library import Library
from docgen.pdf.fonts import FontBook
from docgen.pdf.soffice import Soffice
from docgen.pdf.typeset import Typesetter
from docgen.settings import Settings

ENGINES = ("typeset", "soffice")


class Converter(Protocol):
    """The seam behind which a Word file becomes a PDF; `name` goes into the manifest."""

    name: str

    def pdf(self, docx: bytes) -> bytes: ...


@dataclass(frozen=True)
class Press:
    """What an installation renders with: its library, its PDF engine, its fonts and its emblems."""

    library: Library
    converter: Converter
    fonts: FontBook
    emblems: tuple[Path, ...] = ()

    @classmethod
    def open(cls, settings: Settings | None = None, *, engine: str = ENGINES[0]) -> Self:
        """Load the library and fonts that the settings name. Raises TemplateError, EngineUnavailable or UnknownName."""
        settings = settings or Settings.read()
        library = Library.load(*settings.templates)
        fonts = FontBook.find(settings.fonts)
        return cls(library, _converter(engine, fonts), fonts, settings.emblems)

    def uncovered(self, text: str) -> Iterable[str]:
        """The characters of a text that no font of the installation can draw."""
        return self.fonts.covers(text)

    def emblem(self, name: str | None) -> Mapping[str, bytes]:
        """The emblem's picture for a template; without a file the space stays blank."""
        for folder in self.emblems if name else ():
            path = folder / str(name)
            if path.is_file():
                return {"emblem": path.read_bytes()}
        return {}


def _converter(engine: str, fonts: FontBook) -> Converter:
    if engine == "typeset":
        return Typesetter(fonts)
    if engine == "soffice":
        return Soffice(fonts)
    raise UnknownName(Message("there is no such engine; the engines are: {known}", {"known": ", ".join(ENGINES)}))
