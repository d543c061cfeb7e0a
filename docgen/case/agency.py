"""The two Parties and their agencies, embassies, and money."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainSerializer, WithJsonSchema

from docgen.case.base import Value
from docgen.case.choices import WordedEnum
from docgen.case.codes import Country, Currency, Email, EmblemFile, Telephone
from docgen.case.refusal import Problem, Refused
from docgen.case.words import MultilingualLine, MultilingualText
from docgen.errors import Key, Message

_AMOUNT = re.compile(r"(0|[1-9][0-9]{0,14})(\.[0-9]{2})?")


_PARTY_WORDS: Mapping[str, Key] = {
    "KH": "Cambodian Party",
    "TH": "Thai Party",
}


class Party(WordedEnum):
    """The two Parties to the SOP, by ISO 3166-1 code."""

    CAMBODIA = "KH"
    THAILAND = "TH"

    @classmethod
    def words(cls) -> Mapping[str, Key]:
        return _PARTY_WORDS

    def other(self) -> Party:
        """The other Party."""
        return Party.THAILAND if self is Party.CAMBODIA else Party.CAMBODIA


class AgencyProfile(Value):
    """An agency as its letterhead shows it; the issuing Party decides the letterhead, the language the words."""

    party: Party = Field(title="Party", description="Party to the SOP to which the agency belongs")
    name: MultilingualLine = Field(title="Name of the agency", description="Official name")
    superior: tuple[MultilingualLine, ...] = Field(
        default=(), max_length=10, title="Superior bodies", description="Ministries above the agency, highest first"
    )
    address: MultilingualText = Field(title="Address", description="Postal address, as written on an envelope")
    city: MultilingualLine = Field(
        title="City",
        description="City named before the date of a letter",
        json_schema_extra={"named_by": "province"},
    )
    telephone: Telephone = Field(title="Telephone", description="With country code, as dialled from abroad")
    email: Email | None = Field(default=None, title="E-mail", description="Official e-mail address")
    emblem: EmblemFile | None = Field(
        default=None, title="Emblem", description="File of the agency's emblem; without one the space stays blank"
    )


class Embassy(Value):
    """An embassy to which a note is addressed (SOP 4.12)."""

    country: Country = Field(title="Country of the embassy", description="Country that the embassy represents")
    name: MultilingualLine = Field(title="Name of the embassy", description="Official name")
    address: MultilingualText = Field(title="Address", description="Postal address, as written on an envelope")
    city: MultilingualLine = Field(
        title="City",
        description="City where the embassy has its seat",
        json_schema_extra={"named_by": "province"},
    )
    telephone: Telephone | None = Field(
        default=None, title="Telephone", description="With country code, as dialled from abroad"
    )


def _amount(value: Any) -> Decimal:
    text = f"{value:f}" if isinstance(value, Decimal) else value
    if not isinstance(text, str) or not _AMOUNT.fullmatch(text):
        raise Refused(
            Problem(
                "money.amount",
                Message("not an amount; write digits 0–9 with two decimals in quotation marks, such as 1500.00"),
            )
        )
    return Decimal(text).quantize(Decimal("0.01"))


Amount = Annotated[
    Decimal,
    BeforeValidator(_amount),
    PlainSerializer(lambda amount: f"{amount:f}", return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "pattern": r"^(0|[1-9][0-9]{0,14})(\.[0-9]{2})?$", "format": "decimal"}),
]
"""An amount that is not negative, as text with no or two decimals; kept with two."""


class Money(Value):
    """A sum in one currency."""

    amount: Amount = Field(title="Amount", description="With two decimals, such as 1500.00")
    currency: Currency = Field(title="Currency", description="Code of the currency (ISO 4217)")
