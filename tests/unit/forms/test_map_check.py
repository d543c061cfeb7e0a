"""What lint says of a map."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from docgen.errors import Severity
from docgen.forms.map import FormMap
from docgen.forms.map_check import map_findings
from docgen.forms.sources import Sources
from docgen.pdf.acroform import FieldKind, FormField
from tests.conftest import open_press
from tests.unit.forms.papers import document, field

_NOTHING_ELSE = '\n[unmapped]\ndocument = ["reference", "letterhead", "emblem_description", "number", "date", ' \
    '"addressee", "government", "other_government", "received", "received_on", "received_at", "latest_effect", ' \
    '"lunar", "lunar_day"]'  # fmt: skip


def found(text: str, fields: Sequence[FormField], rest: str = _NOTHING_ELSE) -> list[tuple[str, str]]:
    """(code, item) of every finding on a map of the notice of termination."""
    sources = Sources.of(document("termination_notice"), open_press().library.locale("en"))
    findings = list(map_findings(FormMap.load((text + rest).encode(), "a.toml"), sources, fields, "en/forms/a.toml"))
    assert all(each.severity is Severity.ERROR and each.pointer == "en/forms/a.toml" for each in findings)
    return [(each.code, str(each.message.values["item"])) for each in findings]


def test_a_map_that_fits_has_no_findings() -> None:
    text = '[fields]\nA = "{number}"\nB = "{/addressee/name}"'
    assert found(text, [field("A"), field("B"), field("Sign", FieldKind.SIGNATURE)]) == []


@pytest.mark.parametrize(
    ("text", "fields", "finding"),
    [
        ('[fields]\nA = "{/nowhere}"', [field("A")], ("map.unknown_path", "/nowhere")),
        ('[fields]\nA = "{letterhead.motto}"', [field("A")], ("map.unknown_path", "letterhead.motto")),
        ('[fields]\nA = "{/addressee}"', [field("A")], ("map.unknown_path", "/addressee")),
        ('[fields]\nA = "{number}"', [], ("map.unknown_field", "A")),
        ("", [field("A", required=True)], ("map.required", "A")),
        ("", [field("A")], ("map.unfilled", "A")),
        (
            '[fields]\nA = { choose = "/channel", options = { ministry_to_embassy = "1", embassy_to_ministry = "9", '
            'between_centers = "2" } }',
            [field("A", FieldKind.RADIO, options="1 2 3")],
            ("map.option", "9"),
        ),
        (
            '[fields]\nA = { choose = "/channel", options = { ministry_to_embassy = "1", embassy_to_ministry = "2" } }',
            [field("A", FieldKind.RADIO, options="1 2 3")],
            ("map.choice", "between_centers"),
        ),
        (
            '[[rows]]\nlist = "/agency/superior"\ncount = 1\nfields = { "A{row}" = "x" }\n[fields]\nA1 = "{number}"',
            [field("A1")],
            ("map.twice", "A1"),
        ),
    ],
)
def test_what_is_wrong_is_named(text: str, fields: list[FormField], finding: tuple[str, str]) -> None:
    assert finding in found(text, fields)


def test_words_of_the_document_that_are_nowhere_on_the_form_are_named() -> None:
    left = found('[fields]\nA = "{number}"', [field("A")], rest="")
    assert ("map.document", "addressee.name") in left
    assert ("map.document", "number") not in left
