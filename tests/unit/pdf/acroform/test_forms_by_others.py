"""Forms as other programs make them: fields that only a page lists, values that do not fit, broken page trees."""

from __future__ import annotations

import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from docgen.errors import TemplateRefused
from docgen.pdf.acroform import fields, fill
from tests.acceptance.filled_forms import choice, locale


def written(pdf: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def text_widget(**entries: object) -> Dictionary:
    return Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("a"), Rect=Array([50, 50, 150, 70]),
        DA=String("/Helv 12 Tf 0 g"), F=4, **entries,
    )  # fmt: skip


@pytest.mark.filterwarnings("ignore::pikepdf.PageCopyWarning")  # that form, when it is made here
def test_a_widget_that_is_a_direct_object_and_in_no_form_is_filled() -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page().obj.Annots = Array([text_widget()])
    pdf.Root.AcroForm = Dictionary(Fields=Array())
    filled = fill(written(pdf), {"a": "x"}, choice=choice(), locale=locale("en")).pdf
    with pikepdf.open(io.BytesIO(filled)) as opened:
        (listed,) = opened.Root.AcroForm.Fields
        assert listed.V == "x" and opened.pages[0].Annots[0].objgen == listed.objgen


@pytest.mark.parametrize("value", ["much too long for this field " * 9, "\U0001f600", "\u05d0"])
def test_what_stands_in_a_field_that_nobody_fills_in_refuses_no_form(value: str) -> None:
    pdf = pikepdf.new()
    page = pdf.add_blank_page()
    page.obj.Annots = Array([pdf.make_indirect(text_widget(V=String(value), Ff=1))])
    pdf.Root.AcroForm = Dictionary(Fields=Array([page.obj.Annots[0]]))
    filled = fill(written(pdf), {}, choice=choice(), locale=locale("en"))
    assert [note.values for note in filled.notes] == [{"field": "a"}]
    with pikepdf.open(io.BytesIO(filled.pdf)) as opened:
        assert str(opened.Root.AcroForm.Fields[0].V) == value


def test_what_stands_in_such_a_field_is_drawn_smaller_than_any_policy_lets_a_new_value_be() -> None:
    pdf = pikepdf.new()
    page = pdf.add_blank_page()
    page.obj.Annots = Array(
        [pdf.make_indirect(text_widget(V=String("a little too long for this field at six points")))]
    )
    pdf.Root.AcroForm = Dictionary(Fields=Array([page.obj.Annots[0]]))
    filled = fill(written(pdf), {}, choice=choice(), locale=locale("en"))
    assert filled.notes == ()
    with pikepdf.open(io.BytesIO(filled.pdf)) as opened:
        assert b"TJ" in opened.Root.AcroForm.Fields[0].AP.N.read_bytes()


def test_a_broken_page_tree_is_refused() -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.Root.Pages.Kids = Dictionary()
    with pytest.raises(TemplateRefused, match="not a readable PDF"):
        fields(written(pdf))
