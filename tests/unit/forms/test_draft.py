"""A draft map of somebody's form."""

from __future__ import annotations

from docgen.documents import document_type
from docgen.forms.draft import draft_map
from docgen.forms.map import FormMap
from docgen.pdf.acroform import FieldKind
from tests.conftest import open_press
from tests.unit.forms.papers import field

KIND = document_type("rights_statement")


def test_fields_are_placed_by_their_names_or_labels_in_the_forms_language() -> None:
    locale = open_press().library.locale("th")
    drafted = draft_map(
        KIND, [field("CaseNumber"), field("วันเดือนปีเกิด"), field("zzz")], open_press().library.locale("en")
    )
    assert '"CaseNumber" = "{/reference}"' in drafted.text
    assert drafted.unplaced == ("วันเดือนปีเกิด", "zzz")
    thai = draft_map(KIND, [field("วันเดือนปีเกิด")], locale)
    assert '"วันเดือนปีเกิด" = "{/person/birth/date}"' in thai.text


def test_choices_get_the_options_of_the_form() -> None:
    fields = [
        field("Sex", FieldKind.RADIO, options="Female Male Unspecified"),
        field("Identified as a victim", FieldKind.CHECKBOX),
    ]
    form_map = FormMap.load(draft_map(KIND, fields, open_press().library.locale("en")).text.encode(), "draft")
    options = {"female": "Female", "male": "Male", "unspecified": "Unspecified"}
    assert form_map.fields["Sex"].options == options
    assert form_map.fields["Identified as a victim"].tick == "/identified"


def test_a_draft_can_be_read_whatever_the_names_hold() -> None:
    names = ['a "quoted" \\ name', "line\nbreak", "{qqq}"]
    drafted = draft_map(KIND, [field(name) for name in names], open_press().library.locale("en"))
    assert FormMap.load(drafted.text.encode(), "draft").fields == {}
    assert drafted.unplaced == tuple(names)
