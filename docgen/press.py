"""The press: what an installation renders with. Opened once at the edge from the settings, then only handed on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Protocol, Self

from docgen.docx import gate
from docgen.errors import Message, TemplateUnapproved, UnknownName
from docgen.library import APPROVED, Library, Offer
from docgen.locale import Locale
from docgen.pdf.fonts import FontBook
from docgen.pdf.soffice import SofficePool
from docgen.pdf.typeset import Typesetter
from docgen.pdf.typeset.compiler import TypstCompiler
from docgen.settings import REFUSE, Settings
from docgen.shelf.installed import InstalledShelf
from docgen.verification.issuer import Issuer
from docgen.verification.key import stored_key

ENGINES = ("typeset", "soffice")
FOREIGN_FILE = "document.docx"
"""What messages call a Word file by another hand: its own name may be somebody's name."""


class Converter(Protocol):
    """The seam behind which a Word file becomes a PDF; `name` goes into the manifest. What is opened must be closed."""

    name: str

    def pdf(self, docx: bytes) -> bytes: ...

    def close(self) -> None: ...


@dataclass(frozen=True)
class Press:
    """What an installation renders with: its library, its PDF engine, its fonts and its emblems.

    Close it, or use it in a `with`: an engine may hold processes.
    """

    library: Library
    converter: Converter
    fonts: FontBook
    emblems: tuple[Path, ...] = ()
    issuer: Issuer | None = None
    """Who gives papers their verification codes; without one they bear none."""
    specimen: bool = False
    """Whether what is made is a trial: marked so on every page, without a code."""
    refusing: bool = False
    """Whether nothing is made of a wording that nobody approved, unless it is a trial."""

    @cached_property
    def compiler(self) -> TypstCompiler:
        """What sets papers that have no Word file, such as blank forms."""
        return TypstCompiler(self.fonts)

    @classmethod
    def open(cls, settings: Settings | None = None, *, engine: str = ENGINES[0]) -> Self:
        """Load the library and fonts that the settings name, and the key of the codes where there is one.

        Raises TemplateError, EngineUnavailable or UnknownName.
        """
        settings = settings or Settings.read()
        library = Library.load(*settings.templates, shelf=InstalledShelf(settings))
        fonts = FontBook.find(settings.fonts)
        key = stored_key(settings.key_file)
        issuer = None if key is None else Issuer(key, settings.verify_url)
        refusing = settings.unapproved == REFUSE
        return cls(library, _converter(engine, fonts), fonts, settings.emblems, issuer, refusing=refusing)

    def for_specimens(self) -> Self:
        """The same press for trials; the engine is shared, so close one of the two."""
        return replace(self, issuer=None, specimen=True)

    def offer(self, type_id: str, tag: str) -> Offer:
        """What the library offers. Raises TemplateUnapproved where that is a draft and only approved wordings are used,
        and what `Library.offer` raises."""
        offer = self.library.offer(type_id, tag)
        self.admit(offer.approval, type_id, tag)
        return offer

    def admit(self, approval: str, type_id: str, tag: str) -> None:
        """Raises TemplateUnapproved where a wording in this state is not used."""
        if self.refusing and not self.specimen and approval != APPROVED:
            slots = {"type": type_id, "language": tag}
            raise TemplateUnapproved(
                Message("the {language} wording of {type} is not approved; let legal staff approve a version", slots)
            )

    def mark(self, approval: str, locale: Locale) -> str | None:
        """What stands across every page of an output whose template has this approval state; None for nothing."""
        if self.specimen:
            return locale.settings.draft.specimen
        return None if approval == APPROVED else locale.settings.draft.mark

    def uncovered(self, text: str) -> Iterable[str]:
        """The characters of a text that no font of the installation can draw."""
        return self.fonts.covers(text)

    def convert(self, docx: bytes) -> bytes:
        """A PDF of a Word file by another hand.

        Raises TemplateRefused when the file is unsafe, and what the engine raises.
        """
        gate.read(docx, FOREIGN_FILE)
        return self.converter.pdf(docx)

    def close(self) -> None:
        """Let go of the engine and the store."""
        self.converter.close()
        self.library.shelf.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

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
        return SofficePool(fonts)
    raise UnknownName(Message("there is no such engine; the engines are: {known}", {"known": ", ".join(ENGINES)}))
