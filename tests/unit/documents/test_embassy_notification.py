"""The note verbale to the embassy: rules of SOP 4.2 to 4.12, disclosure fact by fact, and the three templates."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from docgen.case import Case
from docgen.documents import example
from docgen.documents.embassy_notification import EmbassyNotification
from docgen.docx import ScriptFont, Template
from docgen.docx.text import text
from docgen.errors import InputRefused, Severity
from docgen.locale import Locale
from tests.unit.documents.forms import fragments

TEMPLATES = Path(__file__).parents[3] / "templates"
LANGUAGES = ("km", "th", "en")
LOCALES = {language: Locale.load(TEMPLATES / language) for language in LANGUAGES}
Change = Callable[[dict[str, Any], dict[str, Any]], object]
"""Changes the case, or the particulars of its note."""

CHILD = {"estimated_age": 16, "estimated_on": "2026-11-09"}


def case_with(*changes: Change) -> Case:
    tree = json.loads(json.dumps(example(EmbassyNotification)))
    for change in changes:
        change(tree, tree["documents"]["embassy_notification"])
    return Case.from_tree(tree)


def note(*changes: Change) -> EmbassyNotification:
    return EmbassyNotification.of(case_with(*changes))


def broken(*changes: Change) -> dict[str, str]:
    """Codes of the rules broken, with the pointer of each."""
    return {finding.code: finding.pointer for finding in note(*changes).findings()}


def put(group: str | None = None, **values: Any) -> Change:
    return lambda _, own: (own[group] if group else own).update(values)


def person(**values: Any) -> Change:
    return lambda tree, _: tree["person"].update(values)


def withheld(*facts: str) -> Change:
    return put("disclose", **dict.fromkeys(facts, False))


def docx(language: str, *changes: Change) -> str:
    fonts = {code: ScriptFont(f.name, f.language) for one in LOCALES.values() for code, f in one.settings.fonts.items()}
    data = (TEMPLATES / language / "embassy_notification.docx").read_bytes()
    template = Template.compile(data, name=language, fonts=fonts, fragments=fragments(language))
    return text(template.render(note(*changes).view(LOCALES[language]), title="Note", language=language))


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from strings(item)
    elif isinstance(value, str):
        yield value


def test_the_example_breaks_no_rule() -> None:
    assert broken() == {}


def test_the_embassy_must_be_that_of_the_nationality() -> None:
    def other_embassy(tree: dict[str, Any], _: dict[str, Any]) -> None:
        tree["embassy"]["country"] = "LA"

    assert broken(other_embassy) == {"embassy.nationality": "/embassy/country"}


def test_the_persons_own_country_does_not_notify_its_own_embassy() -> None:
    assert broken(person(nationality={"country": "TH", "verified": True})).keys() == {
        "embassy.nationality", "embassy.destination",
    }  # fmt: skip


def test_the_contact_point_belongs_to_the_issuing_party() -> None:
    assert broken(put("center", party="KH")) == {"embassy.center": "/documents/embassy_notification/center/party"}


def test_without_consent_a_reason_is_needed() -> None:
    refusal = put("decision", consent=False, informed=False)
    assert broken(refusal) == {}
    assert broken(refusal, put("decision", reason=None)).keys() == {"embassy.rights"}


def test_an_adults_consent_needs_no_reason() -> None:
    assert broken(put("decision", reason=None)) == {}


def test_consent_counts_only_when_the_person_was_informed() -> None:
    assert broken(put("decision", informed=False)).keys() == {"embassy.informed"}


def test_the_decision_comes_before_the_note() -> None:
    assert broken(put("decision", decided_on="2026-11-11")) == {}
    assert broken(put("decision", decided_on="2026-11-12")).keys() == {"embassy.decided_late"}


@pytest.mark.parametrize("birth", [CHILD, {"date": "2008-12~"}, {"date": "2012-01-02", "age_determined": True}])
def test_a_possible_childs_consent_is_not_enough(birth: dict[str, Any]) -> None:
    assert broken(person(birth=birth), put("decision", reason=None)).keys() == {"embassy.best_interests"}
    assert broken(person(birth=birth)) == {}


@pytest.mark.parametrize("measure", ["accommodation", "physical_health", "mental_health"])
def test_protection_and_both_kinds_of_care_are_given(measure: str) -> None:
    assert broken(put("measures", **{measure: False})).keys() == {"embassy.protection"}


def test_the_risk_is_assessed_before_anybody_is_told() -> None:
    assert broken(put("measures", risk_assessment=False)).keys() == {"embassy.risk"}


def test_circumstances_that_are_disclosed_are_written() -> None:
    assert broken(put(circumstances=None)).keys() == {"embassy.circumstances"}
    assert broken(put(circumstances=None), withheld("circumstances")) == {}


def test_documents_do_not_reveal_a_withheld_identity() -> None:
    assert broken(withheld("identity")).keys() == {"embassy.documents"}
    assert broken(withheld("identity", "documents")) == {}


def test_dates_stand_in_order() -> None:
    assert broken(put("circumstances", found_on="2026-12")).keys() == {"embassy.found_later"}
    assert broken(put("circumstances", found_on="2026-11")) == {}
    assert broken(put("requests", reply_by="2026-11-11")).keys() == {"embassy.reply_by"}


def test_every_rule_refuses() -> None:
    assert {rule.severity for rule in EmbassyNotification.rules} == {Severity.ERROR}


def test_a_note_needs_its_embassy() -> None:
    def drop(tree: dict[str, Any], _: dict[str, Any]) -> None:
        del tree["embassy"]

    with pytest.raises(InputRefused) as refusal:
        note(drop)
    assert [finding.pointer for finding in refusal.value.findings] == ["/embassy"]


@pytest.mark.parametrize(
    ("facts", "secrets"),
    [
        (["identity"], ["SOK Channary", "Female"]),
        (["birth"], ["14 March 2004", "22 years"]),
        (["documents"], ["N02415507", "061 245 873 (01)", "19 Aug 2031"]),
        (["circumstances"], ["7 November 2026", "Samut Sakhon Province"]),
    ],
)
def test_an_undisclosed_fact_is_not_in_the_view(facts: list[str], secrets: list[str]) -> None:
    told = list(strings(note().view(LOCALES["en"])))
    assert set(secrets) <= set(told)
    kept = " ".join(strings(note(withheld(*facts)).view(LOCALES["en"])))
    assert not [secret for secret in secrets if secret in kept]


def test_what_the_paper_does_not_declare_never_arrives() -> None:
    view = " ".join(strings(note().view(LOCALES["en"])))
    assert "Nary" not in view.split()
    assert "She wishes" not in view


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_withheld_in_place_of_every_withheld_fact(language: str) -> None:
    facts = ("identity", "birth", "documents", "circumstances")
    changes = (withheld(*facts), person(nationality={"country": "KH", "verified": False}))
    page = docx(language, *changes)
    assert page.count(note(*changes).view(LOCALES[language])["withheld"]) == len(facts)
    names = example(EmbassyNotification)["person"]["names"].values()
    assert not [secret for secret in ("N02415507", *names) if secret in page]


def test_the_reason_for_withholding_follows_the_decision() -> None:
    words = {
        consent: note(put("decision", consent=consent)).view(LOCALES["en"])["withheld"] for consent in (True, False)
    }
    assert words == {True: "withheld at the person's request", False: "withheld in the interests of the person"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_child_measures_stand_on_the_page_of_a_possible_child_alone(language: str) -> None:
    assert "[c_4_3_a]" not in docx(language)
    assert "[c_4_3_a]" in docx(language, person(birth=CHILD))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_need_of_a_guardian_is_told_under_the_consular_convention(language: str) -> None:
    assert "[c_4_12_c]" not in docx(language)
    page = docx(language, put(guardian_needed=True))
    assert "[c_4_12_c]" in page
    assert LOCALES[language].digits("1963") in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_requests_follow_what_the_person_wants(language: str) -> None:
    agreed, declined, open_ = (docx(language, put("requests", visit=v)) for v in ("agreed", "declined", "undecided"))
    clauses = ("[c_4_12_h]", "[c_4_12_k]", "[c_4_12_l]")
    assert [[clause in page for clause in clauses] for page in (agreed, declined, open_)] == [
        [True, False, False], [False, True, False], [False, False, True],
    ]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_verification_is_asked_for_until_the_nationality_is_verified(language: str) -> None:
    assert "[c_4_12_f]" not in docx(language)
    assert "[c_4_12_f]" in docx(language, person(nationality={"country": "KH", "verified": False}))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_status_decides_which_words_of_4_2_are_used(language: str) -> None:
    screening, identified = docx(language), docx(language, put(status="identified"))
    assert ("[c_4_2_a]" in screening, "[c_4_2_b]" in screening) == (True, False)
    assert ("[c_4_2_a]" in identified, "[c_4_2_b]" in identified) == (False, True)


MARK = {"km": "ប្រញាប់ណាស់", "th": "ด่วนมาก", "en": "VERY URGENT"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_optional_fields_leave_no_empty_label(language: str) -> None:
    bare = docx(
        language,
        put(officer=None, circumstances=None),
        put("agency", email=None),
        put("center", email=None, superior=[]),
        put("measures", other=None, interpreter=False),
        put("requests", travel_documents=False, reply_by=None),
        withheld("circumstances"),
    )
    mark = MARK[language]
    labels = [line for line in bare.splitlines() if line.endswith("\t") and line != f"{mark}\t"]
    assert labels == [], "but for the line of the emblem, at whose left the mark of urgency stands"
    assert "+66 2 555 0148" not in bare


def test_the_note_is_a_note_verbale() -> None:
    page = docx("en")
    assert page.index("0303/1147") < page.index("presents its compliments to the Royal Embassy of Cambodia")
    renewal = page.index("avails itself of this opportunity to renew to")
    assert page.index("[c_6_1_a]") < renewal < page.index("Bangkok, 11 November 2026")
    assert page.rstrip().splitlines()[-4:-2] == ["Royal Embassy of Cambodia in the Kingdom of Thailand", "Bangkok"]
