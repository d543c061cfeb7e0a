"""A document as a filled form: an agency's own where the installation has one for type and language, else the blank."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from docgen.case import pointer
from docgen.documents import Document
from docgen.errors import InputRefused, Message, TemplateError
from docgen.forms.blank import Blank, blank
from docgen.forms.coded import coded
from docgen.forms.foreign import foreign_fill
from docgen.forms.lettering import marked
from docgen.forms.map import FormMap
from docgen.forms.nodes import shown, value_at
from docgen.forms.plan import Control, Entry
from docgen.forms.rules import values
from docgen.forms.sources import Sources
from docgen.forms.values import YES, written
from docgen.library import FormFiles
from docgen.locale import Locale
from docgen.pdf.acroform import FieldPolicy, Filled, Overflow, Value, fill
from docgen.pdf.coding.runs import FontChoice
from docgen.press import Press

NAME = "acroform"
"""The engine, as the manifest names it."""
_FLOOR = 7.0  # points: Khmer below it is not read on paper
_SHRUNK, _CONTINUED = FieldPolicy(Overflow.SHRINK, _FLOOR), FieldPolicy(Overflow.CONTINUE, _FLOOR)


@dataclass(frozen=True)
class FilledForm:
    """A form with what was filled into it; `continued` names the fields whose rest stands on an addendum page."""

    pdf: bytes
    fingerprint: str
    approval: str
    continued: tuple[str, ...]
    code: str
    """The verification code that its pages bear; none where they have no room or the installation no key."""


def filled_form(document: Document, locale: Locale, press: Press) -> FilledForm:
    """The form of a document in a language, with the draft mark unless its fingerprint is approved.

    Raises TemplateError for a map that cannot be read, InputRefused for a value that the form cannot take,
    TemplateUnapproved.
    """
    choice = FontChoice.house(press.fonts)
    files = press.library.forms.get((document.type_id, locale.tag))
    if files:
        result, fingerprint = _own(document, locale, files, press), fingerprint_of(files)
    else:
        made = blank(type(document), locale, press.compiler, choice, shown(document))
        fingerprint, result = made.fingerprint, _blank(document, locale, made, choice)
    state = press.library.shelf.state(fingerprint)
    press.admit(state, document.type_id, locale.tag)
    pdf = with_mark(result.pdf, fingerprint, locale, press)
    seal = press.issuer.seal(document.type_id, fingerprint, locale, result.pdf) if press.issuer else None
    sealed = coded(pdf, seal, choice) if seal else None
    return FilledForm(sealed or pdf, fingerprint, state, result.continued, seal.code if seal and sealed else "")


def with_mark(pdf: bytes, fingerprint: str, locale: Locale, press: Press) -> bytes:
    """A form with the draft mark on every page, unless this fingerprint is approved; a trial bears its own mark."""
    mark = press.mark(press.library.shelf.state(fingerprint), locale)
    return pdf if mark is None else marked(pdf, mark, FontChoice.house(press.fonts))


def fingerprint_of(files: FormFiles) -> str:
    """SHA-256 of an agency's form and its map, as one."""
    return hashlib.sha256(files.pdf.read_bytes() + b"\0" + files.map.read_bytes()).hexdigest()


def map_of(files: FormFiles) -> FormMap:
    """The map beside a form. Raises TemplateError, also where there is none."""
    if not files.map.is_file():
        slots = {"form": files.pdf.name, "map": files.map.name, "command": "docgen form map"}
        raise TemplateError(Message("the form {form} has no map; write {map} beside it ({command} drafts one)", slots))
    return FormMap.load(files.map.read_bytes(), files.map.name)


def _own(document: Document, locale: Locale, files: FormFiles, press: Press) -> Filled:
    form_map = map_of(files)
    given = values(form_map, Sources.of(document, locale))
    policies = {name: policy for name, policy in form_map.policies().items() if name in given}
    names = document.names(locale)
    return foreign_fill(files.pdf.read_bytes(), given, press, locale, names=names, policies=policies).filled


def _blank(document: Document, locale: Locale, made: Blank, choice: FontChoice) -> Filled:
    """Lines shrink to the floor before they are continued; paragraphs are continued, lest a page of them be tiny."""
    given = blank_values(document, locale, made.entries)
    many = [entry.name for entry in made.entries if entry.control is Control.MULTILINE]
    policies = dict.fromkeys(given, _SHRUNK) | dict.fromkeys(set(many) & set(given), _CONTINUED)
    filling = partial(fill, made.pdf, given, choice=choice, locale=locale, names=document.names(locale))
    try:
        return filling(policies=policies)
    except InputRefused as refused:
        too_long = {name for name in given if pointer([name]) in {each.pointer for each in refused.findings}}
    return filling(policies=policies | dict.fromkeys(too_long, _CONTINUED))


def blank_values(document: Document, locale: Locale, entries: tuple[Entry, ...]) -> Mapping[str, Value]:
    """What each field of a blank takes of a document: its implicit map, field by field.

    A text without the blank's language is given in another, as in the Word papers; `docgen check` has warned of it.
    """
    data = shown(document)
    given: dict[str, Value] = {}
    for entry in entries:
        value = value_at(data, entry.node.steps)
        words = value_at(data, entry.node.steps[:-1])
        if value is None and entry.node.steps[-1] == locale.tag and isinstance(words, Mapping):
            value = locale.text(words)
        if value is not None:
            text = written(entry.node, value, locale)
            given[entry.name] = text == YES if entry.control is Control.CHECK else text
    return given
