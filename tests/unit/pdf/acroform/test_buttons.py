"""Check boxes, radio buttons, drop-downs and lists: states, values, and signs that every viewer draws."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from pikepdf import Array, Dictionary, Name, String

from docgen.locale import Locale
from docgen.pdf.acroform import fields
from docgen.pdf.coding.runs import FontChoice
from tests.acceptance.reading import READERS
from tests.unit.pdf.acroform.filled import Fill, Reopened, filler, inked, page_texts, refused
from tests.unit.pdf.acroform.forms import (
    COMBO,
    EDIT,
    IN_UNISON,
    MULTI_SELECT,
    NO_TOGGLE_TO_OFF,
    RADIO,
    FormMaker,
)

BOX = (50, 400, 250, 440)
TICK = (50, 650, 66, 666)


@pytest.fixture
def fill(choice: FontChoice, locales: Mapping[str, Locale]) -> Fill:
    return filler(choice, locales["th"])


@pytest.mark.parametrize("sign", "48lunH")
def test_a_tick_is_drawn_by_poppler_although_its_font_is_not_embedded(fill: Fill, sign: str) -> None:
    made = FormMaker()
    made.check("a", TICK, MK=Dictionary(CA=String(sign)))
    form = made.made()
    on, off = fill(form, {"a": True}), fill(form, {"a": False})
    assert len(inked(on.pdf, 1, TICK)) > 40
    assert not inked(off.pdf, 1, TICK)
    with Reopened(on.pdf) as reopened:
        assert reopened.fields["a"].V == reopened.fields["a"].AS == Name.Yes
        assert b"Tf" not in reopened.fields["a"].AP.N.Yes.read_bytes()


def test_a_form_s_own_good_appearance_is_kept(fill: Fill) -> None:
    made = FormMaker()
    made.field("a", "Btn", TICK, AP=made.states("Yes", font=False), AS=Name.Off)
    with Reopened(fill(made.made(), {"a": True}).pdf) as reopened:
        assert reopened.fields["a"].AP.N.Yes.read_bytes() == b"0 0 10 10 re f"


@pytest.mark.parametrize("state", ["ja wohl", "Grün", "ใช่", "a/b", "1"])
def test_the_state_s_name_is_used_as_the_form_has_it(fill: Fill, state: str) -> None:
    made = FormMaker()
    made.check("a", TICK, on=_escaped(state))
    form = made.made()
    for value in (True, state):
        pdf = fill(form, {"a": value}).pdf
        assert fields(pdf)[0].value is True
        with Reopened(pdf) as reopened:
            assert reopened.fields["a"].V == reopened.fields["a"].AS
            assert str(reopened.fields["a"].V) in reopened.fields["a"].AP.N
        assert len(inked(pdf, 1, TICK)) > 40


def _escaped(state: str) -> str:
    return state


def test_a_check_box_without_appearances_gets_them(fill: Fill) -> None:
    made = FormMaker()
    made.field("a", "Btn", TICK)
    pdf = fill(made.made(), {"a": True}).pdf
    assert len(inked(pdf, 1, TICK)) > 40
    assert fields(pdf)[0].value is True


def test_one_radio_button_is_on_and_the_others_are_off(fill: Fill) -> None:
    made = FormMaker()
    made.buttons("a", ["x", "y", "z"])
    pdf = fill(made.made(), {"a": "y"}).pdf
    with Reopened(pdf) as reopened:
        field = reopened.fields["a"]
        assert [str(kid.AS) for kid in field.Kids] == ["/Off", "/y", "/Off"]
        assert Name.y == field.V
    assert len(inked(pdf, 1, (84, 604, 92, 612))) > len(inked(pdf, 1, (54, 604, 62, 612)))


@pytest.mark.parametrize(
    ("flags", "expected"), [(RADIO, ["/x", "/Off", "/Off"]), (RADIO | IN_UNISON, ["/x", "/Off", "/x"])]
)
def test_buttons_of_one_name_go_on_together_only_in_unison(fill: Fill, flags: int, expected: list[str]) -> None:
    made = FormMaker()
    made.buttons("a", ["x", "y", "x"], flags=flags)
    with Reopened(fill(made.made(), {"a": "x"}).pdf) as reopened:
        assert [str(kid.AS) for kid in reopened.fields["a"].Kids] == expected


def test_an_export_value_of_opt_chooses_its_widget(fill: Fill) -> None:
    made = FormMaker()
    made.buttons("a", ["0", "1"], Opt=Array([String("ชาย"), String("หญิง")]))
    pdf = fill(made.made(), {"a": "หญิง"}).pdf
    with Reopened(pdf) as reopened:
        assert [str(kid.AS) for kid in reopened.fields["a"].Kids] == ["/Off", "/1"]
    assert fields(pdf)[0].value == "หญิง"


def test_a_radio_button_that_must_not_go_off_is_not_put_off(fill: Fill) -> None:
    made = FormMaker()
    made.buttons("a", ["x", "y"], flags=RADIO | NO_TOGGLE_TO_OFF, V=Name.x)
    made.buttons("b", ["x", "y"], V=Name.x)
    form = made.made()
    assert refused(fill, form, {"a": False})[0][:2] == ("/a", "form.option")
    assert [field.value for field in fields(fill(form, {"b": False}).pdf)] == ["x", None]


def test_a_drop_down_stores_the_export_value_and_shows_the_words(fill: Fill) -> None:
    made = FormMaker()
    made.choice("a", [("KH", "ប្រទេសកម្ពុជា"), ("TH", "ประเทศไทย")], BOX, Ff=COMBO)
    form = made.made()
    for value in ("TH", "ประเทศไทย"):
        pdf = fill(form, {"a": value}).pdf
        with Reopened(pdf) as reopened:
            assert reopened.value("a") == "TH"
            assert [int(at) for at in reopened.fields["a"].I] == [1]
        assert {text[0].strip() for text in page_texts(pdf).values()} == {"ประเทศไทย"}


def test_an_editable_drop_down_takes_other_text(fill: Fill) -> None:
    made = FormMaker()
    made.choice("a", ["x"], BOX, Ff=COMBO | EDIT)
    made.choice("b", ["x", "y"], BOX, Ff=COMBO)
    form = made.made()
    with Reopened(fill(form, {"a": "อื่น ๆ"}).pdf) as reopened:
        assert reopened.value("a") == "อื่น ๆ"
        assert "/I" not in reopened.fields["a"]
    ((at, code, message),) = refused(fill, form, {"b": "อื่น ๆ"})
    assert (at, code) == ("/b", "form.option")
    assert "x, y" in message
    assert "อื่น" not in message


def test_a_list_is_scrolled_until_the_choice_is_seen(fill: Fill) -> None:
    made = FormMaker()
    options = [f"ตัวเลือก {at}" for at in range(20)]
    made.choice("a", options, BOX, Ff=MULTI_SELECT, DA=String("/Helv 10 Tf 0 g"))
    pdf = fill(made.made(), {"a": [options[18], options[17]]}).pdf
    with Reopened(pdf) as reopened:
        assert [str(each) for each in reopened.fields["a"].V] == options[17:19]
        assert [int(each) for each in reopened.fields["a"].I] == [17, 18]
        assert int(reopened.fields["a"].TI) == 17
    assert options[17] in READERS["pdftotext"](pdf)[0]
    assert fields(pdf)[0].value == (options[17], options[18])


def test_options_too_far_apart_to_be_seen_together_are_refused(fill: Fill) -> None:
    made = FormMaker()
    made.choice("a", [str(at) for at in range(30)], BOX, Ff=MULTI_SELECT)
    assert refused(fill, made.made(), {"a": ["1", "29"]})[0][:2] == ("/a", "form.overflow")


def test_values_of_the_wrong_kind_are_refused(fill: Fill) -> None:
    made = FormMaker()
    made.check("tick", TICK)
    made.buttons("one", ["x", "y"])
    made.choice("list", ["x"], BOX)
    made.choice("many", ["x"], BOX, Ff=MULTI_SELECT)
    found = refused(fill, made.made(), {"tick": ["x"], "one": True, "list": ["x"], "many": True})
    assert {(at, code) for at, code, _ in found} == {
        ("/tick", "form.kind"), ("/one", "form.option"), ("/list", "form.kind"), ("/many", "form.kind")
    }  # fmt: skip
