"""The fillable blank: real fields where the paper has their boxes, all from the document type."""

from __future__ import annotations

import io

import pikepdf
import pytest

from docgen.documents import document_type
from docgen.forms.blank import blank
from docgen.forms.lettering import marked
from docgen.forms.nodes import tree_of
from docgen.forms.plan import ROWS, Control, Entry, Heading, plan
from docgen.forms.reading import identity_of
from docgen.pdf.acroform import FieldKind, fields
from docgen.pdf.coding.runs import FontChoice
from tests.acceptance.reading import by_pdfium
from tests.conftest import languages, open_press
from tests.unit.forms.papers import blank_of, document

TYPE = "rights_statement"
_KINDS = {
    Control.TEXT: FieldKind.TEXT,
    Control.MULTILINE: FieldKind.MULTILINE,
    Control.CHECK: FieldKind.CHECKBOX,
    Control.RADIO: FieldKind.RADIO,
    Control.DROPDOWN: FieldKind.DROPDOWN,
}


@pytest.mark.parametrize("tag", languages())
def test_the_form_has_the_fields_of_the_plan_in_its_order(tag: str) -> None:
    made = blank_of(TYPE, tag)
    found = fields(made.pdf)[1:]
    assert [each.name for each in found] == [entry.name for entry in made.entries]
    for each, entry in zip(found, made.entries, strict=True):
        assert (each.kind, each.required, each.label) == (_KINDS[entry.control], entry.required, entry.tooltip)
        if entry.control in (Control.RADIO, Control.DROPDOWN):
            assert [option.export for option in each.options] == list(entry.options)


def test_only_what_is_needed_whatever_else_is_filled_in_is_required() -> None:
    required = {entry.name for entry in blank_of(TYPE, "en").entries if entry.required}
    assert {"reference", "person/code", "risk/result/en", "contacts/0/name/en"} <= required
    assert not {"replaces", "cooperation/stay/en", "interpreter/code", "contacts/1/name/en"} & required


def test_lengths_that_the_type_limits_are_limited_in_the_form() -> None:
    by_name = {each.name: each for each in fields(blank_of(TYPE, "en").pdf)}
    assert by_name["number"].max_length == 80
    assert by_name["date"].max_length is None


@pytest.mark.parametrize("tag", languages())
def test_names_are_asked_for_in_the_own_script_and_in_latin_letters(tag: str) -> None:
    names = [entry.name for entry in blank_of(TYPE, tag).entries if entry.name.startswith("person/names/")]
    assert names == [f"person/names/{script}" for script in dict.fromkeys((_script(tag), "Latn"))]


def _script(tag: str) -> str:
    return open_press().library.locale(tag).script


def test_the_form_says_which_one_it_is() -> None:
    made = blank_of(TYPE, "km")
    identity = identity_of(fields(made.pdf))
    assert identity and (identity.type_id, identity.tag) == (TYPE, "km")
    assert made.fingerprint.startswith(identity.fingerprint)
    assert identity.fingerprint in by_pdfium(made.pdf)[0] or _drawn(made.pdf)


def _drawn(pdf: bytes) -> bool:
    """Whether the identity has an appearance with a font of its own."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        first = document.Root.AcroForm.Fields[0]
        return b"TJ" in first.AP.N.read_bytes() and len(first.AP.N.Resources.Font) == 1


def test_each_widget_is_the_one_content_of_a_form_element() -> None:
    with pikepdf.open(io.BytesIO(blank_of("termination_notice", "th").pdf)) as pdf:
        widgets = [each for page in pdf.pages for each in page.obj.Annots]
        assert all(each.Subtype == "/Widget" and "/StructParent" in each and "/A" not in each for each in widgets)
        assert all(page.obj.Tabs == "/S" for page in pdf.pages)
        todo, held = [pdf.Root.StructTreeRoot], []
        while todo:
            element = todo.pop()
            kids = element.get("/K", [])
            kids = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
            if element.get("/S") == "/Form":
                held += [kid.Obj.objgen for kid in kids]
            todo += [kid for kid in kids if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
        assert sorted(held) == sorted(each.objgen for each in widgets)


def test_the_same_type_gives_the_same_bytes() -> None:
    press = open_press()
    again = blank(document_type(TYPE), press.library.locale("en"), press.compiler, FontChoice.house(press.fonts))
    assert again.pdf == blank_of(TYPE, "en").pdf


def test_a_list_gets_as_many_rows_as_a_document_needs() -> None:
    contacts = document(TYPE).model_dump(mode="json")["contacts"]
    locale = open_press().library.locale("en")
    tree = tree_of(document_type(TYPE))

    def rows(value: object) -> int:
        blocks = plan(tree, locale, value)
        return sum(isinstance(each, Entry) and each.name.startswith("contacts/") for each in blocks) // 4

    assert rows(None) == ROWS
    assert rows({"contacts": contacts[:1] * 9}) == 9


def test_fields_of_a_group_stand_under_its_heading() -> None:
    blocks = plan(tree_of(document_type(TYPE)), open_press().library.locale("en"))
    above: dict[str, str] = {}
    heading = ""
    for block in blocks:
        if isinstance(block, Heading):
            heading = block.text
        else:
            above[block.name] = heading
    assert above["number"] == "General"
    assert above["person/birth/date"] == "Birth"
    assert above["contacts/1/telephone"] == "Services to call 2"


@pytest.mark.parametrize("tag", languages())
def test_the_mark_lies_on_every_page_as_an_artifact(tag: str) -> None:
    press = open_press()
    mark = press.library.locale(tag).settings.draft.mark
    pdf = marked(blank_of("termination_notice", tag).pdf, mark, FontChoice.house(press.fonts))
    with pikepdf.open(io.BytesIO(pdf)) as document_:
        starts = [page.obj.Contents[0].read_bytes() for page in document_.pages]
    assert all(start.startswith(b"/Artifact <</Type /Pagination") for start in starts)
    assert all(mark in text.replace("\n", "") for text in by_pdfium(pdf))
