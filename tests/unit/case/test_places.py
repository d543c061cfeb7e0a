"""Areas and addresses are codes and words of no language; a code that is on no list is refused by name."""

import pytest
from pydantic import ValidationError

from docgen.case import Area, StructuredAddress, findings_of
from docgen.case.places import PlaceKind, children, countries, division, divisions


def codes(model: type[Area] | type[StructuredAddress], tree: object) -> set[tuple[str, str]]:
    with pytest.raises(ValidationError) as caught:
        model.model_validate(tree)
    found = findings_of(caught.value)
    assert "TH-99" not in str(found) + str(caught.value.errors(include_input=False))
    return {(finding.pointer, finding.code) for finding in found}


def test_the_registers_have_every_province_and_district() -> None:
    assert countries() == ("KH", "TH")
    kinds = [place.kind for country in countries() for place in divisions(country).values()]
    assert kinds.count(PlaceKind.PROVINCE) + kinds.count(PlaceKind.CAPITAL) == 25 + 77
    assert kinds.count(PlaceKind.MUNICIPALITY) == 33
    assert len(kinds) - 102 == 928 + 210


def test_a_district_lies_in_its_province() -> None:
    assert division("TH-7401").parent == "TH-74"
    assert "KH-0110" in children("KH-1") and children("KH-0110") == ()


def test_a_province_or_a_district_in_it_is_an_area() -> None:
    assert Area(province="TH-74").district is None
    assert Area(province="KH-1", district="KH-0110").district == "KH-0110"


@pytest.mark.parametrize(
    ("tree", "code"),
    [
        ({"province": "TH-99"}, "place.unknown"),
        ({"province": "Tak"}, "place.unknown"),
        ({"province": "TH-74", "district": "TH-7499"}, "place.unknown"),
        ({"province": "TH-74", "district": "TH-1001"}, "place.outside"),
    ],
)
def test_what_is_no_place_is_refused(tree: object, code: str) -> None:
    assert {found for _, found in codes(Area, tree)} == {code}


def test_an_address_without_any_part_is_refused() -> None:
    assert {code for _, code in codes(StructuredAddress, {})} == {"place.empty"}


def test_a_postal_code_has_ascii_digits() -> None:
    assert {code for _, code in codes(StructuredAddress, {"postcode": "๑๐๑๐๐"})} == {"place.postcode"}


@pytest.mark.parametrize(
    ("tree", "found"),
    [
        ({"area": {"province": "KH-1"}, "country": "TH"}, ("/country", "place.country")),
        ({"area": {"province": "TH-74"}, "postcode": "740000"}, ("/postcode", "place.postcode")),
        ({"country": "TH", "postcode": "740000"}, ("/postcode", "place.postcode")),
        ({"country": "XX"}, ("/country", "code.country")),
    ],
)
def test_country_province_and_postal_code_agree(tree: object, found: tuple[str, str]) -> None:
    assert codes(StructuredAddress, tree) == {found}


def test_a_postal_code_of_cambodia_has_five_or_six_digits_and_another_country_has_no_province() -> None:
    for postcode in ("12000", "120101"):
        assert (
            StructuredAddress.model_validate({"area": {"province": "KH-12"}, "postcode": postcode}).postcode == postcode
        )
    assert StructuredAddress.model_validate({"country": "LA"}).area is None


def test_the_schema_says_what_a_code_looks_like() -> None:
    assert Area.model_json_schema()["properties"]["province"]["pattern"].startswith("^(KH-")
