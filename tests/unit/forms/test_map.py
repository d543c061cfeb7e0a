"""The map of a form: what may stand in it, and what is said where it cannot be read."""

from __future__ import annotations

import pytest

from docgen.errors import TemplateError
from docgen.forms.map import FormMap
from docgen.pdf.acroform import FieldPolicy, Overflow


def loaded(text: str) -> FormMap:
    return FormMap.load(text.encode(), "a.toml")


def refused(text: str | bytes) -> str:
    with pytest.raises(TemplateError) as error:
        FormMap.load(text if isinstance(text, bytes) else text.encode(), "a.toml")
    return str(error.value)


def test_a_text_by_itself_is_a_rule() -> None:
    (rule,) = loaded('[fields]\n"Name" = "{person.name} ({/person/code})"').fields.values()
    assert rule.sources == rule.slots == ("person.name", "/person/code")


def test_rows_are_numbered_from_one() -> None:
    form_map = loaded('[[rows]]\nlist = "contacts"\ncount = 2\nfields = { "T{row}" = "{telephone}" }\n'
                      'rest = { field = "More", text = "{name}" }')  # fmt: skip
    assert list(form_map.names()) == ["T1", "T2", "More"]


def test_a_field_may_have_its_own_policy() -> None:
    form_map = loaded('overflow = "shrink"\nfloor = 8\n[fields]\nA = "x"\nB = { text = "y", overflow = "refuse" }')
    assert form_map.policies() == {"A": FieldPolicy(Overflow.SHRINK, 8), "B": FieldPolicy(Overflow.REFUSE, 8)}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[fields\n", "a.toml: the map cannot be read (Expected"),
        ('\n[fields]\n"Sex" = { choose = "/person/sex" }', "a.toml, line 3: fields/Sex"),
        ('[fields]\nA = "x"\n"Day" = { date = "/date", part = "weekday" }', "a.toml, line 3: fields/Day/part"),
        ('[fields]\nA = { text = "x", size = 3 }', "a.toml, line 2: fields/A/size"),
        ('[fields]\nA = { text = "{/date:%Y}" }', "a.toml, line 2: fields/A"),
        ('[fields]\nA = { text = "x", count = "y" }', "a.toml, line 2: fields/A"),
        ('[[rows]]\nlist = "contacts"\ncount = 2\nfields = { "T" = "{telephone}" }', "a.toml, line 1: rows/0"),
        ("floor = 60", "a.toml, line 1: floor"),
    ],
)
def test_what_cannot_be_read_is_named_by_file_line_and_key(text: str, said: str) -> None:
    assert refused(text).startswith(said)


def test_a_map_that_is_not_utf_8_is_refused_at_the_byte() -> None:
    assert "byte 13" in refused(b'[fields]\nA="\xff"')
