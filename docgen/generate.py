"""The story: a case becomes documents, each document a view, each view a Word file, each Word file a PDF."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import nullcontext
from itertools import product

from docgen.binding import COVER, FORMAT, Binding, bound, offered, rendered
from docgen.bundle import Bundle, File
from docgen.case import Case
from docgen.check import blocking, check
from docgen.documents import Document, document_type
from docgen.errors import Message, RuleViolated, UnknownName
from docgen.forms.filled import NAME, filled_form
from docgen.locale import Locale
from docgen.press import Press
from docgen.verification.issuer import Printed

FORMATS = ("docx", "pdf", "form", "packet")
DEFAULT_FORMATS = FORMATS[:2]


def generate(
    case: Case,
    *,
    press: Press | None = None,
    types: Iterable[str] | None = None,
    languages: Iterable[str] | None = None,
    formats: Iterable[str] = DEFAULT_FORMATS,
    overrides: Mapping[str, str] | None = None,
    binding: Binding | None = None,
) -> Bundle:
    """Render a case: by default every document it has particulars for, in every language, as Word and PDF.

    Without a `press` the installation's own is opened. `overrides` maps the code of a blocking warning to the reason
    for going on; a blank reason is none. `binding` says how a packet is bound, where `formats` asks for one. Raises
    InputRefused, RuleViolated, TemplateUnapproved, TemplateError, LayoutUnsupported or UnknownName; nothing is written
    anywhere.
    """
    kinds = [document_type(type_id) for type_id in (case.documents if types is None else types)]
    with nullcontext(press) if press else Press.open() as opened:
        tags = list(opened.library.locales if languages is None else languages)
        wanted = _known(formats)
        _admit(opened, [kind.type_id for kind in kinds], tags, wanted, binding or Binding())
        files: list[File] = []
        for kind in kinds:
            files += render(kind.of(case), opened, tags, rendered(wanted), overrides or {})
        return bound(Bundle(files), case, opened, wanted, binding or Binding())


def render(
    document: Document, press: Press, tags: list[str], formats: list[str], overrides: Mapping[str, str]
) -> Iterator[File]:
    """The files of one document, once nothing blocks it."""
    locales = [press.library.locale(tag) for tag in tags]
    reasoned = [code for code, reason in overrides.items() if reason.strip()]
    blocked = blocking(check(document, locales, press.uncovered), reasoned)
    if blocked:
        raise RuleViolated(blocked)
    for locale in locales:
        if set(formats) & set(DEFAULT_FORMATS):
            yield from papers(document, locale, press, formats)
        if "form" in formats:
            yield _form(document, locale, press)


def _admit(press: Press, types: list[str], tags: list[str], formats: list[str], binding: Binding) -> None:
    """Whether every wording that is asked for may be used, before anything is made. Raises TemplateUnapproved."""
    if not press.refusing or press.specimen:
        return
    if set(rendered(formats)) & set(DEFAULT_FORMATS):
        for type_id, tag in product(types, tags):
            press.offer(type_id, tag)
    if FORMAT in formats and (binding.language or tags):
        press.offer(COVER, binding.language or tags[0])


def _form(document: Document, locale: Locale, press: Press) -> File:
    form = filled_form(document, locale, press)
    return File(
        document.type_id, locale.tag, "form", form.pdf, template=form.fingerprint, approval=form.approval,
        code=form.code, engine=NAME,
    )  # fmt: skip


def papers(document: Document, locale: Locale, press: Press, formats: list[str]) -> Iterator[File]:
    """The Word file and the PDF of a document, whatever the rules say of it."""
    offer = press.offer(document.type_id, locale.tag)
    template = offer.template
    view = locale.breaking.view(document.view(locale), document.names(locale))
    printed: Printed = {
        "title": locale.term(document.title),
        "language": locale.tag,
        "images": press.emblem(document.agency.emblem),
        "mark": press.mark(offer.approval, locale),
    }
    issuer = press.issuer
    issued = issuer.issue(document.type_id, template.fingerprint, locale, view, printed) if issuer else None
    docx = template.render(view, **printed, verification=issued)
    made = offered(offer, issued.code if issued else "")
    if "docx" in formats:
        yield File(document.type_id, locale.tag, "docx", docx, **made)
    if "pdf" in formats:
        pdf = press.converter.pdf(docx)
        yield File(document.type_id, locale.tag, "pdf", pdf, **made, engine=press.converter.name)


def _known(formats: Iterable[str]) -> list[str]:
    wanted = list(formats)
    if not set(wanted) <= set(FORMATS):
        raise UnknownName(Message("there is no such format; the formats are: {known}", {"known": ", ".join(FORMATS)}))
    return wanted
