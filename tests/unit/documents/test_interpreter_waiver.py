"""The waiver of the right to an interpreter: its rules, its view, and the three templates filled with it."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from docgen import sop
from docgen.case import Case
from docgen.documents import example
from docgen.documents.interpreter_waiver import InterpreterWaiver
from docgen.docx import ScriptFont, Template
from docgen.errors import InputRefused, Severity
from docgen.locale import Locale
from tests.unit.documents.forms import fragments

TEMPLATES = Path(__file__).parents[3] / "templates"
LANGUAGES = ("km", "th", "en")
SCREENING_ONLY = {
    "km": "ប្រើបានតែក្នុងការកំណត់អត្តសញ្ញាណជនរងគ្រោះប៉ុណ្ណោះ",
    "th": "ใช้สำหรับการคัดแยกผู้เสียหายเท่านั้น",
    "en": "This waiver is for screening only.",
}
SPECIAL_MEASURES = {"km": "វិធានការពិសេសសម្រាប់កុមារ", "th": "มาตรการพิเศษสำหรับเด็ก", "en": "Special measures for children"}
OPTIONAL_LABELS = {
    "km": ("ហេតុផលរបស់ខ្ញុំ៖", "សេចក្តីសង្កេត៖", "កំណត់សម្គាល់៖", "អ្នកមានវត្តមានជាមួយ៖", "អ្នកជំនួយគាំទ្រ", "INT-TH"),
    "th": ("เหตุผลของข้าพเจ้า", "ข้อสังเกต", "หมายเหตุ", "ผู้อยู่ด้วย", "ผู้ให้ความช่วยเหลือ", "INT-TH"),
    "en": ("My reason:", "Observations:", "Remark:", "Also present:", "support person", "INT-TH"),
}
Change = Callable[[dict[str, Any], dict[str, Any]], object]
"""What a test does to the case and to the particulars of the waiver in it."""


def waiver(*changes: Change) -> InterpreterWaiver:
    tree = json.loads(json.dumps(example(InterpreterWaiver)))
    for change in changes:
        change(tree, tree["documents"]["interpreter_waiver"])
    return InterpreterWaiver.of(Case.from_tree(tree))


def broken(*changes: Change) -> set[str]:
    return {finding.code for finding in waiver(*changes).findings()}


def put(**values: Any) -> Change:
    return lambda case, particulars: particulars.update(values)


def assessed(**values: Any) -> Change:
    return lambda case, particulars: particulars["assessment"].update(values)


def read_by(**values: Any) -> Change:
    return lambda case, particulars: case["interpreter"].update(values)


def without(*names: str) -> Change:
    return lambda case, particulars: [particulars.pop(name) for name in names]


def born(date: str, *, determined: bool = True) -> Change:
    birth = {"date": date, "age_determined": determined}
    return lambda case, particulars: case["person"].update(birth=birth)


def about_sixteen(case: dict[str, Any], particulars: dict[str, Any]) -> None:
    case["person"]["birth"] = {"estimated_age": 16, "estimated_on": "2026-11-08"}


def issued_in_cambodia(case: dict[str, Any], particulars: dict[str, Any]) -> None:
    case["agency"]["party"] = "KH"


def unregistered_without_due_care(case: dict[str, Any], particulars: dict[str, Any]) -> None:
    case["interpreter"]["government_registered"] = False
    del particulars["due_care"]


def locale(language: str) -> Locale:
    return Locale.load(TEMPLATES / language)


def words(language: str, *changes: Change) -> str:
    """The words of the filled template's body, one paragraph a line."""
    fonts = {
        code: ScriptFont(font.name, font.language)
        for each in LANGUAGES
        for code, font in locale(each).settings.fonts.items()
    }
    path = TEMPLATES / language / "interpreter_waiver.docx"
    template = Template.compile(path.read_bytes(), name=path.name, fonts=fonts, fragments=fragments(language))
    filled = template.render(waiver(*changes).view(locale(language)), title="Waiver", language=language)
    body = docx.Document(io.BytesIO(filled)).element.body
    return "\n".join(paragraph.text for paragraph in body.iter(qn("w:p")))


def test_the_example_breaks_no_rule() -> None:
    assert broken() == set()


def test_every_rule_takes_a_verb_that_its_clause_has() -> None:
    for rule in InterpreterWaiver.rules:
        assert rule.verb in {verb.value for verb in sop.clause(rule.clause).verbs}, rule.code


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (assessed(time="09:41"), "waiver.assessment_late"),
        (assessed(result="insufficient"), "waiver.assessment_insufficient"),
        (assessed(result="limited"), "waiver.assessment_doubtful"),
        (assessed(interpreter_needed=True), "waiver.assessment_doubtful"),
        (assessed(language="th"), "waiver.interview_language"),
        (put(informed_of_right=False), "waiver.right_not_explained"),
        (put(informed_of_role=False), "waiver.role_not_explained"),
        (put(offered=False), "waiver.not_offered"),
        (lambda case, particulars: case["interview"].update(purpose="criminal_procedure"), "waiver.screening_only"),
        (put(language="th"), "waiver.language"),
        (put(signing="none"), "waiver.unsigned"),
        (put(time="09:04"), "waiver.before_assessment"),
        (put(time="09:41"), "waiver.late"),
        (read_by(accompanied_person=True), "waiver.companion"),
        (unregistered_without_due_care, "waiver.recruitment"),
        (read_by(trained=False), "waiver.untrained"),
        (read_by(languages=["th", "en"]), "waiver.interpreter_language"),
    ],
)
def test_a_rule_is_broken_by_its_own_fault(change: Change, code: str) -> None:
    assert code in broken(change)
    assert broken(change) - {code} <= {"waiver.before_assessment"}  # what is assessed late may follow the waiver


def test_what_bears_the_minute_in_which_the_interview_starts_may_lie_before_it() -> None:
    assert broken(assessed(time="09:40"), put(time="09:40")) == set()


def test_an_assessment_on_the_day_before_is_before_the_screening_at_any_hour() -> None:
    assert broken(assessed(date="2026-11-08", time="23:00")) == set()


@pytest.mark.parametrize(
    ("change", "clause", "severity", "pointer"),
    [
        (assessed(time="09:41"), "4.7", Severity.ERROR, "/documents/interpreter_waiver/assessment/time"),
        (put(language="th"), "4.7", Severity.WARNING, "/documents/interpreter_waiver/language"),
        (put(signing="none"), "4.7", Severity.WARNING, "/documents/interpreter_waiver/signing"),
        (put(informed_of_role=False), "4.9", Severity.ERROR, "/documents/interpreter_waiver/informed_of_role"),
        (
            read_by(accompanied_person=True),
            "4.8",
            Severity.WARNING,
            "/interpreter/accompanied_person",
        ),
    ],
)
def test_a_finding_binds_as_its_clause_does(change: Change, clause: str, severity: Severity, pointer: str) -> None:
    found = {finding.pointer: finding for finding in waiver(change).findings()}
    assert (found[pointer].clause, found[pointer].severity) == (clause, severity)


def test_an_interpreter_restated_for_the_waiver_is_pointed_at_where_the_waiver_has_it() -> None:
    def restate(case: dict[str, Any], particulars: dict[str, Any]) -> None:
        particulars["interpreter"] = case["interpreter"] | {"accompanied_person": True}

    (finding,) = waiver(restate).findings()
    assert finding.pointer == "/documents/interpreter_waiver/interpreter/accompanied_person"


def test_who_interprets_matters_only_if_the_interpreter_reads_the_waiver_back() -> None:
    unfit = read_by(accompanied_person=True, trained=False, languages=["en"])
    assert broken(unfit, put(read_back_by="official"), without("due_care")) == set()


def test_a_registered_interpreter_needs_no_record_of_due_care() -> None:
    assert broken(without("due_care")) == set()


def test_a_waiver_read_back_by_an_interpreter_names_one() -> None:
    def nobody(case: dict[str, Any], particulars: dict[str, Any]) -> None:
        del case["interpreter"]

    with pytest.raises(InputRefused) as refusal:
        waiver(nobody)
    assert [(finding.code, finding.pointer) for finding in refusal.value.findings] == [
        ("waiver.interpreter", "/interpreter")
    ]


@pytest.mark.parametrize("age", [born("2010-03-14"), about_sixteen, born("2008", determined=False)])
def test_a_child_or_a_person_who_may_be_one_is_not_left_alone(age: Change) -> None:
    assert broken(age) == set()
    (finding,) = waiver(age, without("representative")).findings()
    assert (finding.code, finding.clause, finding.severity) == ("waiver.child_alone", "4.3", Severity.ERROR)


def test_an_adult_needs_nobody_at_the_side() -> None:
    assert broken(without("representative")) == set()


def test_age_counts_on_the_day_of_the_waiver() -> None:
    assert waiver(born("2008-11-09")).may_be_child is False
    assert waiver(born("2008-11-10")).may_be_child is True


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_view_tells_a_child_from_a_person_of_undetermined_age(language: str) -> None:
    child = waiver(born("2010-03-14")).view(locale(language))
    perhaps = waiver(about_sixteen).view(locale(language))
    adult = waiver().view(locale(language))
    facts = [(view["child_measures"], view["age_undetermined"]) for view in (child, perhaps, adult)]
    assert facts == [(True, False), (True, True), (False, False)]


def test_the_view_says_how_the_person_signs_and_no_other_way() -> None:
    ways = {act: waiver(put(signing=act)).view(locale("en"))["signing"] for act in ("signature", "thumbprint", "none")}
    facts = {act: (way["signature"], way["thumbprint"], way["declined"]) for act, way in ways.items()}
    assert facts == {
        "signature": (True, False, False),
        "thumbprint": (False, True, False),
        "none": (False, False, True),
    }


def test_the_interpreter_appears_by_code_alone() -> None:
    for language in LANGUAGES:
        printed = words(language)
        assert "INT-TH-0231" in printed
        assert not any(name in printed for name in ("VONG Sopheap", "វង្ស សុភាព", "วงศ์ สุภาพ"))


def test_what_the_waiver_need_not_know_of_the_person_does_not_reach_it() -> None:
    assert set(type(waiver().person).model_fields) == {
        "code", "names", "sex", "form_of_address", "birth", "languages", "literate",
    }  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_waiver_is_limited_to_screening(language: str) -> None:
    assert SCREENING_ONLY[language] in words(language)


def test_the_law_named_is_that_of_the_issuing_party() -> None:
    thai, cambodian = words("en"), words("en", issued_in_cambodia)
    assert "section 13 of the Criminal Procedure Code of Thailand" in thai
    assert "articles 115, 144 and 155 of the Code of Criminal Procedure of the Kingdom of Cambodia" in cambodian
    assert "section 13" not in cambodian
    assert "articles 115" not in thai


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_measures_for_children_are_printed_for_children_only(language: str) -> None:
    assert SPECIAL_MEASURES[language] in words(language, about_sixteen)
    assert SPECIAL_MEASURES[language] not in words(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_given_leaves_no_label_behind(language: str) -> None:
    least = without("reason", "due_care", "representative", "signing_remark")
    printed = words(language, least, assessed(remarks=None), put(read_back_by="official"))
    complete = words(language)
    for label in OPTIONAL_LABELS[language]:
        assert label in complete
        assert label not in printed
    assert "()" not in printed


def test_nobody_claims_to_understand_a_language_outside_the_persons() -> None:
    assert "in Khmer, a language that I understand" in words("en")
    assert "a language that I understand" not in words("en", put(language="th"))
