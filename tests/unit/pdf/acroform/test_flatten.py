"""A flattened form has no fields; what they showed is content of the pages, tagged where the form is tagged."""

from __future__ import annotations

import io
from collections.abc import Mapping

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from docgen.locale import Locale
from docgen.pdf.acroform import FieldPolicy, Overflow, fields
from docgen.pdf.coding.runs import FontChoice
from tests.acceptance.reading import READERS
from tests.unit.pdf.acroform.filled import Fill, filler, inked
from tests.unit.pdf.acroform.forms import MULTILINE, FormMaker, bordered
from tests.unit.pdf.acroform.tagged import tagged_form

PAGE = (0, 0, 595, 842)


@pytest.fixture
def fill(choice: FontChoice, locales: Mapping[str, Locale]) -> Fill:
    return filler(choice, locales["th"])


def filled_form() -> tuple[bytes, dict[str, object]]:
    made = FormMaker()
    made.text("a", (50, 700, 250, 724), **bordered())
    made.text("b", (300, 500, 330, 700), **bordered(90))
    made.text("c", (50, 500, 250, 600), Ff=MULTILINE)
    made.check("d", (50, 450, 70, 470))
    made.choice("e", ["หนึ่ง", "สอง"], (100, 400, 200, 450))
    return made.made(), {"a": "ครั้งที่ ១", "b": "น้ำ", "c": "ผู้เสียหาย\nญี่ปุ่น", "d": True, "e": "สอง"}


def test_a_flattened_form_looks_as_the_filled_one(fill: Fill) -> None:
    form, values = filled_form()
    assert inked(fill(form, values).pdf, 1, PAGE) == inked(fill(form, values, flatten=True).pdf, 1, PAGE)


def test_nothing_of_the_form_is_left(fill: Fill) -> None:
    form, values = filled_form()
    pdf = fill(form, values, flatten=True).pdf
    assert fields(pdf) == []
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert "/AcroForm" not in opened.Root
        assert "/Annots" not in opened.pages[0]
        assert not [each for each in opened.objects if isinstance(each, pikepdf.Dictionary) and "/FT" in each]


def test_links_stay_and_hidden_fields_are_not_drawn(fill: Fill) -> None:
    made = FormMaker()
    made.text("hidden", F=2)
    made.show(made.pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]))))
    pdf = fill(made.made(), {"hidden": "ลับ"}, flatten=True).pdf
    assert READERS["pypdf"](pdf)[0].strip() == ""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert [str(each.Subtype) for each in opened.pages[0].Annots] == ["/Link"]


def test_a_page_whose_resources_are_shared_or_inherited_keeps_them(fill: Fill) -> None:
    made = FormMaker(pages=2)
    for page in (0, 1):
        made.text(f"f{page}", page=page)
        del made.pdf.pages[page].Resources
    fonts = Dictionary(Helv=made.form.DR.Font.Helv)
    made.pdf.Root.Pages.Resources = Dictionary(Font=fonts)
    made.pdf.pages[0].Contents = pikepdf.Stream(made.pdf, b"BT /Helv 12 Tf 50 500 Td (own) Tj ET")
    pages = READERS["pypdf"](fill(made.made(), {"f0": "ก", "f1": "ข"}, flatten=True).pdf)
    assert [page.split() for page in pages] == [["own", "ก"], ["ข"]]


def test_a_form_element_holds_the_drawing_of_its_former_widget(fill: Fill, choice: FontChoice) -> None:
    pdf = fill(tagged_form(choice), {"line": "ที่", "tick": True}, flatten=True).pdf
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        page, root = opened.pages[0], opened.Root.StructTreeRoot
        elements = [each for each in root.K.K if Name.Form == each.S]
        content = b"".join(each.read_bytes() for each in page.Contents)
        owners = root.ParentTree.Nums[1]
        for element in elements:
            (kid,) = element.K
            assert owners[int(kid.MCID)].objgen == element.objgen
            assert b"/Form <</MCID %d>> BDC" % int(kid.MCID) in content
        assert [str(each.A.Role) for each in elements] == ["/tv", "/tv", "/cb"]
        assert str(elements[2].A.checked) == "/on"


def test_an_addendum_is_flattened_with_its_form(fill: Fill, choice: FontChoice) -> None:
    policy = FieldPolicy(Overflow.CONTINUE)
    filled = fill(tagged_form(choice), {"lines": "ผู้เสียหาย " * 200}, flatten=True, default=policy)
    pages = READERS["pypdf"](filled.pdf)
    assert "".join(pages).count("ผู้เสียหาย") == 200


def test_default_appearance_strings_of_any_shape_are_read(fill: Fill) -> None:
    made = FormMaker()
    made.text("a", DA=String("0 0 0 rg /F1 -9.5 Tf"))
    made.text("b", (50, 500, 250, 520), DA=String("/Times,Bold 10 Tf .2 .3 .4 .5 k 1 0 0 1 0 0 Tm"))
    pdf = fill(made.made(), {"a": "ก", "b": "ข"}, flatten=True).pdf
    assert [line for line in READERS["pypdf"](pdf)[0].split() if line] == ["ก", "ข"]
