"""Fields are described as the form has them, whole or damaged."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from pikepdf import Array, Dictionary, Name, String

from docgen.errors import TemplateRefused
from docgen.locale import Locale
from docgen.pdf.acroform import FieldKind, Option, fields, fill
from docgen.pdf.coding.runs import FontChoice
from tests.unit.pdf.acroform.forms import (
    COMB,
    COMBO,
    EDIT,
    MULTI_SELECT,
    MULTILINE,
    NO_TOGGLE_TO_OFF,
    PUSH_BUTTON,
    RADIO,
    READ_ONLY,
    REQUIRED,
    FormMaker,
)

BOX = (50, 500, 250, 520)


def test_every_kind_is_told_from_the_others() -> None:
    made = FormMaker()
    made.text("line", Ff=REQUIRED)
    made.text("lines", Ff=MULTILINE)
    made.text("cells", Ff=COMB, MaxLen=5)
    action = Dictionary(S=Name.JavaScript, JS=String('AFDate_FormatEx("dd/mm/yyyy");'))
    made.text("day", AA=Dictionary(F=action))
    made.check("tick")
    made.buttons("one", ["a", "b"], flags=RADIO | NO_TOGGLE_TO_OFF)
    made.choice("drop", ["x", ("y", "Why")], BOX, Ff=COMBO | EDIT)
    made.choice("list", ["x", "y"], BOX, Ff=MULTI_SELECT | READ_ONLY)
    made.field("sign", "Sig", BOX)
    made.field("push", "Btn", BOX, Ff=PUSH_BUTTON)
    found = {field.name: field for field in fields(made.made())}
    assert {name: field.kind.value for name, field in found.items()} == {
        "line": "text", "lines": "multiline", "cells": "comb", "day": "date", "tick": "checkbox", "one": "radio",
        "drop": "dropdown", "list": "list", "sign": "signature", "push": "button",
    }  # fmt: skip
    assert found["line"].required
    assert not found["lines"].required
    assert found["cells"].max_length == 5
    assert found["drop"].editable
    assert found["drop"].options == (Option("x", "x"), Option("y", "Why"))
    assert found["list"].multiple
    assert found["list"].read_only
    assert found["one"].options == (Option("a", "a"), Option("b", "b"))


def test_a_name_is_made_of_its_parents_names_and_the_label_is_the_tooltip() -> None:
    made = FormMaker()
    leaf = made.text("leaf", TU=String("ឈ្មោះ"))
    parent = made.pdf.make_indirect(Dictionary(T=String("b"), Kids=Array([leaf]), FT=Name.Tx, Ff=MULTILINE))
    root = made.pdf.make_indirect(Dictionary(T=String("a"), Kids=Array([parent])))
    leaf.Parent, parent.Parent = parent, root
    del leaf.FT
    made.form.Fields = Array([root])
    (field,) = fields(made.made())
    assert (field.name, field.label, field.kind) == ("a.b.leaf", "ឈ្មោះ", FieldKind.MULTILINE)


def test_values_are_read_and_pages_count_from_one() -> None:
    made = FormMaker(pages=2)
    made.text("line", page=1, V=String("ក្រុង"))
    made.check("tick", V=Name.Yes)
    made.buttons("one", ["a", "b"], V=Name("/b"))
    made.choice("list", ["x", "y", "z"], BOX, Ff=MULTI_SELECT, V=Array([String("x"), String("z")]))
    found = {field.name: field for field in fields(made.made())}
    assert {name: field.value for name, field in found.items()} == {
        "line": "ក្រុង", "tick": True, "one": "b", "list": ("x", "z")
    }  # fmt: skip
    assert found["line"].pages == (2,)


def test_export_values_of_opt_stand_for_states_of_any_encoding() -> None:
    made = FormMaker()
    made.buttons("one", ["0", "1"], Opt=Array([String("ប្រុស"), String("ស្រី")]))
    made.buttons("other", ["Ja#20wohl", "Grün"])
    found = {field.name: [option.export for option in field.options] for field in fields(made.made())}
    assert found == {"one": ["ប្រុស", "ស្រី"], "other": ["Ja#20wohl", "Grün"]}


def test_a_field_that_only_the_page_shows_is_found_and_a_loop_is_survived() -> None:
    made = FormMaker()
    made.text("kept")
    made.text("stray")
    del made.form.Fields[1]
    loop = made.pdf.make_indirect(Dictionary(T=String("loop"), FT=Name.Tx))
    loop.Kids = Array([loop])
    made.form.Fields.append(loop)
    assert [field.name for field in fields(made.made())] == ["kept", "stray"]


def test_two_fields_of_one_name_are_one() -> None:
    made = FormMaker(pages=2)
    made.text("same")
    made.text("same", page=1)
    (field,) = fields(made.made())
    assert field.pages == (1, 2)


def test_a_pdf_without_a_form_has_no_fields() -> None:
    made = FormMaker()
    del made.pdf.Root.AcroForm
    assert fields(made.made()) == []


def test_rubbish_and_a_wrong_password_are_refused() -> None:
    import pikepdf

    with pytest.raises(TemplateRefused):
        fields(b"rubbish")
    made = FormMaker()
    made.text("line")
    locked = made.made(encryption=pikepdf.Encryption(owner="owner", user="user"))
    with pytest.raises(TemplateRefused, match="password"):
        fields(locked)
    with pytest.raises(TemplateRefused, match="password"):
        fields(locked, "wrong")
    assert [field.name for field in fields(locked, "user")] == ["line"]


def test_a_field_that_is_no_indirect_object_is_filled_as_any_other(
    choice: FontChoice, locales: Mapping[str, Locale]
) -> None:
    made = FormMaker()
    direct = Dictionary(Subtype=Name.Widget, FT=Name.Tx, T=String("direct"), Rect=Array(BOX))
    made.pdf.pages[0].Annots = Array([direct])
    made.form.Fields = Array([Dictionary(FT=Name.Tx, T=String("root"), Kids=Array([]))])
    pdf = fill(made.made(), {"direct": "ក"}, choice=choice, locale=locales["km"]).pdf
    assert {field.name: field.value for field in fields(pdf)} == {"direct": "ក"}
