"""Codes that are the same in every language: countries, currencies, languages, scripts, telephone numbers, files."""

from __future__ import annotations

from typing import Annotated

from docgen.case.refusal import Problem
from docgen.case.text import Form, Guard, Shape
from docgen.errors import Message

# ISO 3166-1 alpha-2, officially assigned.
_COUNTRIES = (
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ "
    "CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO "
    "FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE "
    "JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO "
    "MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW "
    "PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM "
    "TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW"
)
COUNTRIES = frozenset(_COUNTRIES.split())
# ISO 4217, currencies in use (funds codes, metals and testing codes left out).
_CURRENCIES = (
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY "
    "COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR "
    "ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK "
    "MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF "
    "SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU "
    "UZS VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG"
)
CURRENCIES = frozenset(_CURRENCIES.split())

Country = Annotated[str, Guard(Shape(max_length=2), Form(
    r"^[A-Z]{2}$",
    Problem("code.country", Message("not a country code; write the two capital letters of ISO 3166-1, such as KH")),
    format="country",
    members=COUNTRIES,
))]  # fmt: skip
"""ISO 3166-1 alpha-2 code of a country."""

Currency = Annotated[str, Guard(Shape(max_length=3), Form(
    r"^[A-Z]{3}$",
    Problem("code.currency", Message("not a currency code; write the three capital letters of ISO 4217, such as THB")),
    format="currency",
    members=CURRENCIES,
))]  # fmt: skip
"""ISO 4217 code of a currency."""

LanguageTag = Annotated[str, Guard(Shape(max_length=35), Form(
    r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*$",
    Problem("code.language", Message(
        "not a language tag; write it as BCP 47 does: the language in two or three small letters, then script and "
        "region if they matter")),
    format="language",
))]  # fmt: skip
"""BCP 47 language tag in its usual spelling: language, script, region, variants."""

ScriptCode = Annotated[str, Guard(Shape(max_length=4), Form(
    r"^[A-Z][a-z]{3}$",
    Problem("code.script", Message(
        "not a script code; write the four letters of ISO 15924, such as Khmr, Thai or Latn")),
    format="script",
))]  # fmt: skip
"""ISO 15924 code of a script."""

TypeId = Annotated[str, Guard(Shape(max_length=60), Form(
    r"^[a-z][a-z0-9_]*$",
    Problem("code.type", Message("not a document type; write its id in small letters, digits and underscores")),
))]  # fmt: skip
"""Id of a document type."""

Telephone = Annotated[str, Guard(Shape(max_length=40), Form(
    r"^[+(]?[0-9][0-9 ()./,#*-]{1,38}$",
    Problem("value.telephone", Message(
        "not a telephone number; write + and the country code, then digits 0–9 with spaces")),
    format="telephone",
))]  # fmt: skip
"""Telephone number as dialled from abroad (ITU-T E.123), ASCII digits."""

Email = Annotated[str, Guard(Shape(max_length=254), Form(
    r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+$",
    Problem("value.email", Message("not an e-mail address; write it as name@domain, without spaces")),
    format="email",
))]  # fmt: skip
"""E-mail address (the form of HTML's input type=email, with a dotted domain)."""

EmblemFile = Annotated[str, Guard(Shape(max_length=84), Form(
    r"^[A-Za-z0-9][A-Za-z0-9._-]{0,79}\.(png|jpg|jpeg)$",
    Problem("value.emblem", Message(
        "not an emblem's file name; write a plain name of Latin letters and digits that ends in .png or .jpg, "
        "without a folder")),
))]  # fmt: skip
"""Name of an emblem's picture in the agency's folder; never a path."""
