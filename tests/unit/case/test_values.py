"""Codes, names, dates, births, persons, money: what they accept, how they are written, what they know."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from docgen.case import (
    Aged,
    Amount,
    Birth,
    Coded,
    Country,
    Currency,
    Day,
    Email,
    EmblemFile,
    LanguageTag,
    Money,
    MultilingualLine,
    MultilingualText,
    Named,
    Names,
    PartialDate,
    Party,
    Person,
    Projection,
    Refused,
    ScriptCode,
    Sex,
    Sexed,
    Telephone,
    TimeOfDay,
    TypeId,
    findings_of,
)

TODAY = dt.date(2026, 5, 14)


def outcome(kind: Any, value: object) -> Any:
    """The accepted value, or the codes of the refusal."""
    try:
        return TypeAdapter(kind).validate_python(value)
    except ValidationError as error:
        return [finding.code for finding in findings_of(error)]


@pytest.mark.parametrize(
    ("kind", "good", "bad", "code"),
    [
        (Country, ["KH", "TH", "VN"], ["XX", "kh", "KHM", "K", "UK"], "code.country"),
        (Currency, ["KHR", "THB", "USD", "KWD"], ["XXX", "usd", "US"], "code.currency"),
        (
            LanguageTag,
            ["km", "th", "zh-Hant-TW", "kdt", "es-419"],
            ["KM", "khmer", "th_TH", "th-th"],
            "code.language",
        ),
        (ScriptCode, ["Khmr", "Thai", "Latn"], ["khmr", "KHMR", "Khm", "Kh1r"], "code.script"),
        (TypeId, ["interpreter_waiver", "a1"], ["Rights", "1a", "a-b", "../a"], "code.type"),
        (Telephone, ["+66 2 202 9000", "(855) 23-426", "1300"], ["abc", "๐๒๒๐๒", "+", "2"], "value.telephone"),
        (Email, ["a.b@example.go.th"], ["a@b", "a b@c.d", "@c.d", "a@c..d"], "value.email"),
        (EmblemFile, ["garuda.png", "a-1_b.jpeg"], ["../a.png", "a/b.png", ".png", "a.svg", "a.PNG"], "value.emblem"),
    ],
)
def test_a_code_has_one_written_form(kind: Any, good: list[str], bad: list[str], code: str) -> None:
    assert [outcome(kind, text) for text in good] == good
    for text in bad:
        assert outcome(kind, text) in ([code], ["text.too_long"]), text


def test_names_are_kept_per_script_and_there_is_at_least_one() -> None:
    names = {"Khmr": "សុខ ដារ៉ា", "Latn": "SOK DARA"}
    assert outcome(Names, names) == names
    assert outcome(Names, {}) == ["field.too_few"]
    assert outcome(Names, {"khmr": "a"}) == ["code.script"]
    assert outcome(Names, {"Khmr": "a\nb"}) == ["text.newline"]


def test_multilingual_texts_are_kept_per_language() -> None:
    assert outcome(MultilingualLine, {"km": "ភ្នំពេញ"}) == {"km": "ភ្នំពេញ"}
    assert outcome(MultilingualText, {"en": "a\r\nb"}) == {"en": "a\nb"}
    assert outcome(MultilingualLine, {"english": "a"}) == ["code.language"]
    assert outcome(MultilingualText, {}) == ["field.too_few"]


@pytest.mark.parametrize(
    ("text", "year", "month", "day", "approximate", "earliest", "latest"),
    [
        ("2008", 2008, None, None, False, dt.date(2008, 1, 1), dt.date(2008, 12, 31)),
        ("2008-02", 2008, 2, None, False, dt.date(2008, 2, 1), dt.date(2008, 2, 29)),
        ("2008-05-14", 2008, 5, 14, False, dt.date(2008, 5, 14), dt.date(2008, 5, 14)),
        ("1990~", 1990, None, None, True, dt.date(1990, 1, 1), dt.date(1990, 12, 31)),
        ("2000-02-29~", 2000, 2, 29, True, dt.date(2000, 2, 29), dt.date(2000, 2, 29)),
    ],
)
def test_a_partial_date_knows_its_parts_and_its_bounds(
    text: str, year: int, month: int | None, day: int | None, approximate: bool, earliest: dt.date, latest: dt.date
) -> None:
    date = PartialDate.parse(text)
    assert (date.year, date.month, date.day, date.approximate) == (year, month, day, approximate)
    assert (date.earliest(), date.latest()) == (earliest, latest)
    assert str(date) == text


def test_only_a_full_certain_date_is_exact() -> None:
    assert PartialDate.parse("2008-05-14").exact == dt.date(2008, 5, 14)
    assert [PartialDate.parse(text).exact for text in ("2008", "2008-05", "2008-05-14~")] == [None, None, None]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2008-13", "date.unreal"),
        ("2007-02-29", "date.unreal"),
        ("2008-00", "date.unreal"),
        ("2008-05-00", "date.unreal"),
        ("2008-04-31", "date.unreal"),
        ("1899", "date.year"),
        ("2101", "date.year"),
        ("2551-01-01", "date.year"),
        ("2008-5-14", "date.partial"),
        ("2008-05-14T00:00", "date.partial"),
        ("๒๐๐๘", "date.partial"),
        ("2008\n", "date.partial"),
        ("~2008", "date.partial"),
        ("", "date.partial"),
        (2008, "field.type"),
        (None, "field.type"),
        (dt.date(2008, 1, 1), "field.type"),
    ],
)
def test_what_is_no_date_is_refused(text: object, code: str) -> None:
    assert outcome(PartialDate, text) == [code]


def test_a_day_without_a_month_is_no_date() -> None:
    with pytest.raises(Refused):
        PartialDate(2008, None, 3)


@given(st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)), st.sampled_from([4, 7, 10]), st.booleans())
def test_every_partial_date_comes_back_as_written(date: dt.date, length: int, about: bool) -> None:
    text = date.isoformat()[:length] + "~" * about
    adapter = TypeAdapter(PartialDate)
    value = adapter.validate_python(text)
    assert adapter.dump_python(value, mode="json") == text
    assert value.earliest() <= date <= value.latest()


@pytest.mark.parametrize("value", ["2025-02-30", "2025-3-4", "20250304", "2025-03-04T00:00", "17000000", "๒๐๒๕-๐๓-๐๔"])
def test_a_day_is_written_in_full(value: str) -> None:
    assert outcome(Day, value) in (["date.unreal"], ["date.day"])


@pytest.mark.parametrize("value", [1700000000, 1.5, True, None, dt.datetime(2025, 3, 4)])
def test_a_day_is_no_timestamp(value: object) -> None:
    assert outcome(Day, value) == ["field.type"]


def test_a_day_and_a_time_are_read_and_written_alike() -> None:
    assert outcome(Day, "2025-03-04") == dt.date(2025, 3, 4)
    assert TypeAdapter(Day).dump_python(dt.date(2025, 3, 4), mode="json") == "2025-03-04"
    assert outcome(TimeOfDay, "09:30") == dt.time(9, 30)
    assert TypeAdapter(TimeOfDay).dump_python(dt.time(9, 30), mode="json") == "09:30"
    for wrong in ("24:00", "9:30", "09:60", "09:30:00", "09:30Z", 930, None, "٠٩:٣٠", "09:30\n"):
        assert outcome(TimeOfDay, wrong) == ["time.form"], wrong


@pytest.mark.parametrize(
    ("birth", "ages", "child"),
    [
        ({"date": "2008-05-14"}, (18, 18), False),
        ({"date": "2008-05-15"}, (17, 17), True),
        ({"date": "2008-05"}, (17, 18), None),
        ({"date": "2008"}, (17, 18), None),
        ({"date": "2009"}, (16, 17), True),
        ({"date": "2009~"}, (15, 18), None),
        ({"date": "2009~", "age_determined": True}, (16, 17), True),
        ({"date": "2026-12"}, (0, 0), True),
        ({"estimated_age": 17, "estimated_on": "2026-05-14"}, (15, 19), None),
        ({"estimated_age": 17, "estimated_on": "2026-05-14", "age_determined": True}, (17, 17), True),
        ({"estimated_age": 17, "estimated_on": "2026-01-01", "age_determined": True}, (17, 18), None),
        ({"estimated_age": 15, "estimated_on": "2026-05-14"}, (13, 17), True),
        ({"estimated_age": 20, "estimated_on": "2025-05-14"}, (19, 23), False),
        ({"estimated_age": 0, "estimated_on": "2026-05-14"}, (0, 2), True),
    ],
)
def test_an_age_is_a_range_and_childhood_may_be_unknown(
    birth: dict[str, Any], ages: tuple[int, int], child: bool | None
) -> None:
    value = Birth.model_validate(birth)
    assert value.age_on(TODAY) == ages
    assert value.is_child_on(TODAY) is child


def test_someone_born_on_29_february_comes_of_age_on_1_march() -> None:
    birth = Birth.model_validate({"date": "2008-02-29"})
    assert birth.is_child_on(dt.date(2026, 2, 28)) is True
    assert birth.is_child_on(dt.date(2026, 3, 1)) is False


@given(
    st.dates(dt.date(1930, 1, 1), dt.date(2025, 1, 1)),
    st.sampled_from([4, 7, 10]),
    st.dates(dt.date(2025, 1, 2), dt.date(2060, 1, 1)),
)
def test_the_true_age_always_lies_in_the_range(born: dt.date, length: int, day: dt.date) -> None:
    true = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    least, greatest = Birth.model_validate({"date": born.isoformat()[:length]}).age_on(day)
    assert least <= true <= greatest


@given(
    st.dates(dt.date(1960, 1, 1), dt.date(2010, 1, 1)),
    st.dates(dt.date(2011, 1, 1), dt.date(2030, 1, 1)),
    st.dates(dt.date(2011, 1, 1), dt.date(2040, 1, 1)),
)
def test_a_right_estimate_gives_a_range_with_the_true_age(born: dt.date, estimated: dt.date, day: dt.date) -> None:
    def age(on: dt.date) -> int:
        return on.year - born.year - ((on.month, on.day) < (born.month, born.day))

    birth = Birth(estimated_age=age(estimated), estimated_on=estimated, age_determined=True)
    least, greatest = birth.age_on(day)
    assert least <= age(day) <= greatest


@pytest.mark.parametrize(
    ("birth", "found"),
    [
        ({}, ("birth.source", "/person/birth")),
        (
            {"date": "2008", "estimated_age": 17, "estimated_on": "2025-01-01"},
            ("birth.source", "/person/birth"),
        ),
        ({"estimated_age": 17}, ("birth.estimate", "/person/birth/estimated_on")),
        ({"date": "2008", "estimated_on": "2025-01-01"}, ("birth.estimate", "/person/birth/estimated_on")),
        ({"estimated_age": 121, "estimated_on": "2025-01-01"}, ("field.range", "/person/birth/estimated_age")),
        ({"estimated_age": "17", "estimated_on": "2025-01-01"}, ("field.type", "/person/birth/estimated_age")),
        ({"date": "2008", "age_determined": "yes"}, ("field.type", "/person/birth/age_determined")),
    ],
)
def test_a_birth_is_a_date_or_an_estimate(birth: dict[str, Any], found: tuple[str, str]) -> None:
    with pytest.raises(ValidationError) as caught:
        Birth.model_validate(birth)
    assert [(finding.code, finding.pointer) for finding in findings_of(caught.value, "/person/birth")] == [found]


def test_sex_is_written_as_icao_prints_it() -> None:
    assert [sex.icao for sex in Sex] == ["F", "M", "X"]


def test_each_party_has_the_other() -> None:
    assert Party.CAMBODIA.other() is Party.THAILAND
    assert Party.THAILAND.other() is Party.CAMBODIA


@pytest.mark.parametrize("amount", ["-1.00", "1.5", "1e3", "NaN", "01.00", "1,000.00", "๑.๐๐", 10, 1.0, None, "9" * 16])
def test_an_amount_is_text_with_two_decimals_and_not_negative(amount: object) -> None:
    assert outcome(Amount, amount) == ["money.amount"]


def test_money_keeps_two_decimals() -> None:
    money = Money.model_validate({"amount": "1500", "currency": "THB"})
    assert money.amount == Decimal("1500.00")
    assert money.model_dump(mode="json") == {"amount": "1500.00", "currency": "THB"}
    assert Money.model_validate(money.model_dump()) == money


class _Signatory(Sexed, Named, Projection):
    """A narrow view, as a document type declares it."""


class _Counted(Aged, Coded, Projection):
    """Another one."""


def test_a_projection_takes_only_what_it_declares(case_tree: dict[str, Any]) -> None:
    person = Person.model_validate(case_tree["person"])
    for source in (case_tree["person"], person, person.model_dump()):
        narrow = _Signatory.model_validate(source)
        assert set(narrow.model_dump()) == {"names", "sex"}
        assert not hasattr(narrow, "birth")
    assert list(_Counted.model_fields) == ["code", "birth"]


def test_a_projection_in_the_wrong_order_is_an_error_of_the_programmer() -> None:
    with pytest.raises(TypeError, match="last among the bases"):
        type("Wrong", (Projection, Named), {})


def test_a_projection_still_validates_what_it_declares() -> None:
    with pytest.raises(ValidationError) as caught:
        _Signatory.model_validate({"sex": "f", "secret": "x"})
    assert [(f.code, f.pointer) for f in findings_of(caught.value)] == [
        ("field.missing", "/names"),
        ("field.choice", "/sex"),
    ]
