"""AcroForms filled in any language: every value shaped, measured and drawn so that each reader shows and extracts it.

    model.py      what a field is, how a value may overflow, what comes out
    access.py     entries of PDF dictionaries, read leniently
    tree.py       the field tree with its widgets
    describe.py   the tree as FormFields
    checking.py   values against fields: findings
    box.py        a widget's rectangle, border and colours
    style.py      a default appearance string: size, colour, weight
    measure.py    text in ems: where it breaks and how wide each stretch is
    setting.py    text into a box: size, lines, what overflows
    drawing.py, comb.py, listbox.py, buttons.py   appearance streams
    embed.py      fonts, each embedded once
    addendum.py   pages for what a field could not hold
    structure.py  the structure tree of a tagged form
    planning.py, painting.py   what each field will show, and how it is put in
    flatten.py    widgets become content of their pages
    filling.py    the whole of it
    job.py        the same with JSON in and out, for a confined process

Decision 0014 says why.
"""

from docgen.pdf.acroform.describe import fields
from docgen.pdf.acroform.filling import fill
from docgen.pdf.acroform.model import FieldKind, FieldPolicy, Filled, FormField, Option, Overflow, Value

__all__ = ["FieldKind", "FieldPolicy", "Filled", "FormField", "Option", "Overflow", "Value", "fields", "fill"]
