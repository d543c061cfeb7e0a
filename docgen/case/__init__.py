"""The case and its values, in no language: what may be said about persons, officials, agencies, dates and places."""

from docgen.case.agency import AgencyProfile, Amount, Embassy, Money, Party
from docgen.case.base import Projection, Value
from docgen.case.case import Case
from docgen.case.choices import Choices, WordedEnum
from docgen.case.codes import Country, Currency, Email, EmblemFile, LanguageTag, ScriptCode, Telephone, TypeId
from docgen.case.dates import Day, PartialDate, TimeOfDay
from docgen.case.findings import findings_of
from docgen.case.official import Interpreter, Interview, Official, Place, Purpose
from docgen.case.person import (
    Addressed,
    Aged,
    Aliased,
    Birth,
    Coded,
    Documented,
    DocumentKind,
    FormOfAddress,
    Guarded,
    Guardian,
    IdentityDocument,
    Named,
    National,
    Nationality,
    Person,
    Sex,
    Sexed,
    SexedIfKnown,
    Speaking,
)
from docgen.case.places import Area, StructuredAddress
from docgen.case.refusal import Problem, Refused, pointer
from docgen.case.text import Guard, Identifier, Line, Paragraphs, Shape
from docgen.case.words import MultilingualLine, MultilingualText, Names

__all__ = [
    "Addressed",
    "Aged",
    "AgencyProfile",
    "Aliased",
    "Amount",
    "Area",
    "Birth",
    "Case",
    "Choices",
    "Coded",
    "Country",
    "Currency",
    "Day",
    "DocumentKind",
    "Documented",
    "Email",
    "Embassy",
    "EmblemFile",
    "FormOfAddress",
    "Guard",
    "Guarded",
    "Guardian",
    "Identifier",
    "IdentityDocument",
    "Interpreter",
    "Interview",
    "LanguageTag",
    "Line",
    "Money",
    "MultilingualLine",
    "MultilingualText",
    "Named",
    "Names",
    "National",
    "Nationality",
    "Official",
    "Paragraphs",
    "PartialDate",
    "Party",
    "Person",
    "Place",
    "Problem",
    "Projection",
    "Purpose",
    "Refused",
    "ScriptCode",
    "Sex",
    "Sexed",
    "SexedIfKnown",
    "Shape",
    "Speaking",
    "StructuredAddress",
    "Telephone",
    "TimeOfDay",
    "TypeId",
    "Value",
    "WordedEnum",
    "findings_of",
    "pointer",
]
