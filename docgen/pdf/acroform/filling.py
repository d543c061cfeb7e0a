"""Fills a form: values checked and measured, appearances drawn, fonts embedded, the form written anew."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject

from docgen.errors import Finding, InputRefused, Message
from docgen.locale import Locale
from docgen.pdf.acroform.access import Dictionary, dictionary_at, entry, text
from docgen.pdf.acroform.addendum import Addendum, Entry, Words
from docgen.pdf.acroform.checking import Intent, Unfit, finding, intents
from docgen.pdf.acroform.describe import kind_of, opened
from docgen.pdf.acroform.embed import Fonts
from docgen.pdf.acroform.flatten import flatten as flatten_widgets
from docgen.pdf.acroform.flatten import sweep
from docgen.pdf.acroform.measure import Writer
from docgen.pdf.acroform.model import FieldKind, FieldPolicy, Filled, Value
from docgen.pdf.acroform.painting import Painter, text_string
from docgen.pdf.acroform.planning import Plan, Planner, redrawn
from docgen.pdf.acroform.tree import Field, fields_of, form_of
from docgen.pdf.coding.runs import FontChoice

_DEFAULT_APPEARANCE = "/Helv 0 Tf 0 g"


def fill(
    pdf: bytes,
    values: Mapping[str, Value],
    *,
    choice: FontChoice,
    locale: Locale,
    names: Sequence[str] = (),
    policies: Mapping[str, FieldPolicy] | None = None,
    default: FieldPolicy | None = None,
    flatten: bool = False,
    password: str | None = None,
) -> Filled:
    """Fill fields by their full names; fields that are not named keep their values.

    `locale`: the language that breaks lines and that the addendum speaks; `names`: persons' names, which lines do not
    break. The result has no password. Same arguments, same bytes.

    Raises InputRefused with a finding for each value that cannot be filled in, at `/<field name>`; TemplateRefused for
    a PDF that cannot be opened; EngineUnavailable for a font without TrueType outlines.
    """
    reader = opened(pdf, password)
    writer = PdfWriter(clone_from=reader, keep_initial_header=True)
    fields = fields_of(writer)
    form = _form(writer, fields)
    words = Words(_line_breaks(locale, names), locale.term, locale.digits)
    planner = Planner(
        form, choice, words.writer, policies or {}, default or FieldPolicy(),
        lambda number: locale.term(Message("→ {number}", {"number": locale.digits(str(number))})),
    )  # fmt: skip
    plans = _planned(intents(fields, values, choice), planner)
    kept, notes = _kept({name: field for name, field in fields.items() if name not in values}, planner)
    notes += [*_notes(fields, form), *([Message("the form is no longer protected")] if reader.is_encrypted else [])]
    _modernise(writer, form, flatten=flatten)
    fonts = Fonts(writer)
    painter = Painter(fonts)
    for plan in (*plans, *kept):
        painter.paint(plan)
    continued = [plan for plan in plans if plan.rest]
    if continued:
        Addendum(writer, fonts, choice, words).append(list(_entries(continued)))
    if flatten:
        flatten_widgets(writer)
    fonts.embed()
    sweep(writer)
    return Filled(_written(writer), tuple(plan.intent.form.name for plan in continued), tuple(notes))


def _line_breaks(locale: Locale, names: Sequence[str]) -> Writer:
    return Writer(locale.tag, partial(locale.breaking.marked, names=tuple(names)))


def _planned(wanted: Iterable[Intent | Finding], planner: Planner) -> list[Plan]:
    """Plans of the values given. Raises InputRefused with the findings of all fields."""
    plans: list[Plan] = []
    findings: list[Finding] = []
    for each in wanted:
        if isinstance(each, Finding):
            findings.append(each)
            continue
        try:
            plans.append(planner.plan(each))
        except Unfit as unfit:
            findings.append(finding(each.form.name, unfit.code, unfit.message))
    if findings:
        raise InputRefused(findings)
    return plans


def _kept(fields: Mapping[str, Field], planner: Planner) -> tuple[list[Plan], list[Message]]:
    """Plans of fields that nobody named; one whose value cannot be drawn is left as it is, with a note.

    Whoever fills the other fields could do nothing about it.
    """
    plans: list[Plan] = []
    notes: list[Message] = []
    for held in redrawn(fields, planner.form):
        try:
            plans.append(planner.plan_as_it_was(held))
        except Unfit:
            left = Message(
                "the field {field} keeps the look it had: what stands in it does not fit it or cannot be drawn; look "
                "at it before you send the form",
                {"field": held.name},
            )
            notes.append(left)
    return plans, notes


def _entries(plans: Sequence[Plan]) -> Iterator[Entry]:
    return (Entry(plan.number, plan.intent.form.label, plan.rest) for plan in plans)


def _form(writer: PdfWriter, fields: Mapping[str, Field]) -> Dictionary:
    """The form's dictionary; one is made, and fields that only pages show are entered, where the form is damaged."""
    form = form_of(writer)
    if form is None:
        form = DictionaryObject()
        if fields:
            writer.root_object[NameObject("/AcroForm")] = writer._add_object(form)
    listed = entry(form, "/Fields")
    if not isinstance(listed, ArrayObject):
        listed = form[NameObject("/Fields")] = ArrayObject()
    known = {id(each.get_object()) for each in listed}
    for line in (line for field in fields.values() for line in field.lines):
        root = line[-2] if len(line) > 1 else line[-1]
        if id(root) not in known:
            known.add(id(root))
            listed.append(getattr(root, "indirect_reference", None) or _entered(writer, root))
    return form


def _entered(writer: PdfWriter, root: Dictionary) -> IndirectObject:
    """A field that stood in a page's list of annotations itself, as an object that the form can refer to as well."""
    reference = writer._add_object(root)
    for page in writer.pages:
        annotations = entry(page, "/Annots")
        for at, each in enumerate(annotations if isinstance(annotations, ArrayObject) else ()):
            if each is root:
                annotations[at] = reference
    return reference


def _notes(fields: Mapping[str, Field], form: Dictionary) -> Iterator[Message]:
    if any(kind_of(field) is FieldKind.SIGNATURE and field.entry("/V") is not None for field in fields.values()):
        yield Message("the form was signed; the signature does not hold for the filled form")
    if "/XFA" in form:
        yield Message("the form's dynamic part was removed; it would contradict the values filled in")


def _modernise(writer: PdfWriter, form: Dictionary, *, flatten: bool) -> None:
    """Take away what contradicts the new appearances; see that a viewer can go on editing."""
    for key in ("/NeedAppearances", "/XFA"):
        form.pop(key, None)
    writer.root_object.pop("/Perms", None)
    if not flatten and not text(entry(form, "/DA")):
        form[NameObject("/DA")] = text_string(_DEFAULT_APPEARANCE)
        _helvetica(form)


def _helvetica(form: Dictionary) -> None:
    """The font that the default appearance names, for viewers in which somebody goes on typing."""
    for key in ("/DR", "/Font"):
        found = dictionary_at(form, key)
        if found is None:
            found = form[NameObject(key)] = DictionaryObject()
        form = found
    if "/Helv" not in form:
        names = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica", "/Encoding": "/WinAnsiEncoding"}
        form[NameObject("/Helv")] = DictionaryObject({NameObject(k): NameObject(v) for k, v in names.items()})


def _written(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
