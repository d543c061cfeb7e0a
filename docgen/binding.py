"""The packet: what was made of one case, bound as one PDF behind a cover with its contents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypedDict

from docgen.bundle import Approval, Bound, Bundle, File, Packet
from docgen.case import Case
from docgen.documents import View, document_type
from docgen.documents.base import MARKINGS, letterhead
from docgen.errors import Finding, InputRefused, Key, Message, Severity
from docgen.library import APPROVED, DRAFT, Offer
from docgen.locale import Locale
from docgen.pdf import packet
from docgen.pdf.coding.runs import FontChoice
from docgen.pdf.packet import Layout, Part, lay_out
from docgen.press import Press
from docgen.verification.issuer import Printed

FORMAT = "packet"
COVER = "packet_cover"
"""Name of the cover's Word file in each language folder."""
TITLE: Key = "Packet of documents"


@dataclass(frozen=True, slots=True)
class Binding:
    """How a packet is bound: the cover's language (none: the first document's), whether every document begins on a
    right-hand page, and a password that the packet asks for."""

    language: str | None = None
    duplex: bool = False
    password: str | None = field(default=None, repr=False)


def rendered(formats: Iterable[str]) -> list[str]:
    """The formats that documents are rendered in: a packet is bound of PDFs."""
    return list(dict.fromkeys("pdf" if form == FORMAT else form for form in formats))


def bound(bundle: Bundle, case: Case, press: Press, formats: Sequence[str], binding: Binding) -> Bundle:
    """The files in the formats asked for: with a packet of the PDFs, or without it; without PDFs only it was made of.

    Raises as `bind`.
    """
    if FORMAT not in formats:
        return bundle
    kept = [file for file in bundle.files if file.format in formats]
    return Bundle([*kept, bind([file for file in bundle.files if file.format == "pdf"], case, press, binding)])


def bind(files: Sequence[File], case: Case, press: Press, binding: Binding) -> Packet:
    """One PDF of the documents of a case: by language in the order they come in, and in each as they come.

    Raises UnknownName for a language without a cover, InputRefused when there is no document or the password cannot be
    used, TemplateError or LayoutUnsupported when the cover or a document does not do.
    """
    if not files:
        message = Message("a packet needs at least one document; name a type that the case has particulars for")
        raise InputRefused([Finding(Severity.ERROR, "packet.empty", "/documents", message)])
    tags = list(dict.fromkeys(file.language for file in files))
    ordered = sorted(files, key=lambda file: tags.index(file.language))
    cover = _Cover(case, ordered, press, binding)
    part, layout = cover.set()
    made = packet.bind(
        part, [cover.part(file, place.first) for file, place in zip(ordered, layout.places, strict=True)], layout,
        FontChoice.house(press.fonts), secret=binding.password,
    )  # fmt: skip
    contents = tuple(
        Bound(
            file.type, file.language, file.sha256, file.template, file.approval, place.first, place.pages, file.code,
            file.version, file.approvals,
        )
        for file, place in zip(ordered, layout.places, strict=True)
    )  # fmt: skip
    return Packet(
        FORMAT, cover.locale.tag, FORMAT, made.data, **cover.made() | {"approval": cover.approval},
        engine=press.converter.name, pages=layout.total, encrypted=binding.password is not None,
        conforms_to=made.standards, documents=contents,
    )  # fmt: skip


class Made(TypedDict):
    """What the manifest says of the wording of an output, and its verification code."""

    template: str
    approval: str
    code: str
    version: int
    approvals: tuple[Approval, ...]


def offered(offer: Offer, code: str) -> Made:
    """What is said of an output that was made of what the library offered."""
    return {
        "template": offer.template.fingerprint, "approval": offer.approval, "code": code, "version": offer.version,
        "approvals": offer.approvals,
    }  # fmt: skip


class _Cover:
    """The cover of a packet: a Word file of its language, set with the documents' pages once these are known."""

    def __init__(self, case: Case, files: Sequence[File], press: Press, binding: Binding) -> None:
        self._case, self._files, self._press, self._binding = case, files, press, binding
        self.locale = press.library.locale(binding.language or files[0].language)
        self._offer = press.offer(COVER, self.locale.tag)
        self.template = self._offer.template
        states = {self._offer.approval, *(file.approval for file in files)}
        self.approval = APPROVED if states == {APPROVED} else DRAFT
        self.code = ""

    def set(self) -> tuple[Part, Layout]:
        """The cover's PDF and the layout it prints: set again for as long as its own pages move the documents."""
        lengths, pages = [packet.length(file.data) for file in self._files], 0
        found = 1
        while found > pages:
            pages = found
            layout = lay_out(pages, lengths, duplex=self._binding.duplex)
            pdf = self._pdf(layout)
            found = packet.length(pdf)
        title = self.locale.term(TITLE)
        return Part(pdf, title, self.locale.tag, _stamp(self.locale)), layout

    def made(self) -> Made:
        """What is said of it; of its state only together with that of the documents (`approval`)."""
        return offered(self._offer, self.code)

    def part(self, file: File, first: int) -> Part:
        """A document as part of the packet."""
        own = self._press.library.locale(file.language)
        kind = document_type(file.type)
        slots = {
            "title": self.locale.term(kind.title),
            "language": self.locale.language(file.language),
            "page": self.locale.number(first),
        }
        entry = self.locale.term(Message("{title}, {language}, page {page}", slots))
        return Part(file.data, own.term(kind.title), own.tag, _stamp(own), group=own.settings.name, entry=entry)

    def _pdf(self, layout: Layout) -> bytes:
        locale, press = self.locale, self._press
        documents = [(file.type, file.language) for file in self._files]
        words = cover_view(self._case, documents, layout, locale, duplex=self._binding.duplex)
        view = locale.breaking.view(words, ())
        printed: Printed = {
            "title": locale.term(TITLE),
            "language": locale.tag,
            "images": press.emblem(self._case.agency.emblem),
            "mark": press.mark(self.approval, locale),
        }
        # The hashes of the documents are part of what the code stands for, though the cover does not print them.
        content = {"cover": view, "documents": [file.sha256 for file in self._files]}
        issuer = press.issuer
        issued = issuer.issue(FORMAT, self.template.fingerprint, locale, content, printed) if issuer else None
        self.code = issued.code if issued else ""
        return press.converter.pdf(self.template.render(view, **printed, verification=issued))


def cover_view(
    case: Case, documents: Sequence[tuple[str, str]], layout: Layout, locale: Locale, *, duplex: bool
) -> View:
    """What the cover prints of documents, each (type id, language tag); it is marked as the most secret of them."""
    degrees = list(MARKINGS)
    secrecy = (document_type(type_id).of(case).secrecy for type_id, _ in documents)
    highest = max((each for each in secrecy if each is not None), key=degrees.index, default=None)
    return {
        "reference": case.reference,
        "letterhead": letterhead(case.agency, locale),
        "emblem_description": locale.term("Emblem of the issuing agency"),
        "secret": highest is not None,
        "marking": locale.term(MARKINGS[highest]) if highest else "",
        "count": locale.number(len(documents)),
        "total": locale.number(layout.total),
        "duplex": duplex,
        "documents": [
            {
                "number": locale.number(number),
                "title": locale.term(document_type(type_id).title),
                "language": locale.language(tag),
                "first": locale.number(place.first),
                "pages": locale.number(place.pages),
            }
            for number, ((type_id, tag), place) in enumerate(zip(documents, layout.places, strict=True), 1)
        ],
    }


def _stamp(locale: Locale) -> Callable[[int, int], str]:
    def words(page: int, pages: int) -> str:
        slots = {"page": locale.number(page), "pages": locale.number(pages)}
        return locale.term(Message("Packet page {page} of {pages}", slots))

    return words
