"""What may be chosen: the two Parties' first, then by name in the language of the page; districts of a province."""

from __future__ import annotations

from api.web.fields.asker import Asker
from api.web.fields.choices import choices, districts, provinces
from api.web.fields.tongue import Tongue
from docgen.case.places import Area
from docgen.casefile.draft import Draft
from docgen.casefile.sections import Section
from docgen.forms.nodes import Kind, Node, tree_of_value
from docgen.library import Library


def coded(kind: str) -> Node:
    return Node(("x",), {"type": "string", "format": kind, "pattern": "^.*$"}, {}, "X", True)


def test_what_is_of_the_two_parties_comes_first(library: Library) -> None:
    for locale in library.locales.values():
        for kind, first in (("country", ["KH", "TH"]), ("currency", ["KHR", "THB"]), ("language", ["km", "th"])):
            found = choices(coded(kind), locale)
            assert [choice.value for choice in found[:2]] == first
            rest = [choice.text for choice in found[2:]]
            assert rest == sorted(rest) and len(found) == len({choice.value for choice in found}) > 100


def test_provinces_stand_under_their_countries_with_names_in_the_language(library: Library) -> None:
    thai = provinces(library.locales["th"])
    assert len(thai) == 25 + 77 and len({choice.group for choice in thai}) == 2
    assert next(choice.text for choice in thai if choice.value == "KH-1").startswith("จังหวัด")


def test_districts_are_those_of_the_province(library: Library) -> None:
    found = districts("TH-74", library.locales["en"])
    assert {choice.value for choice in found} == {"TH-7401", "TH-7402", "TH-7403"}
    assert districts("TH-99", library.locales["en"]) == () == districts("", library.locales["en"])


def test_a_district_is_asked_of_the_province_beside_it(library: Library) -> None:
    tree = tree_of_value(Area)
    assert [member.kind for member in tree.members] == [Kind.PROVINCE, Kind.DISTRICT]
    tongue = Tongue(library.locales["km"], library.locales)
    for values, count in (({}, 0), ({"province": "TH-74"}, 3), ({"province": "TH-74", "district": "KH-0102"}, 4)):
        asker = Asker("case", Draft(values=values), Section((), tree, tree.members), tongue, values)
        province, district = asker.questions()
        assert (province.control, district.control) == ("select", "district")
        assert len(district.choices) == count, "what was chosen before stays there to be seen"
