"""The ending of an interpreter's service: its rules, its view, and the three templates filled with it."""

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
from docgen.documents.interpreter_termination import InterpreterTermination
from docgen.docx import ScriptFont, Template
from docgen.errors import InputRefused, Severity
from docgen.locale import Locale
from tests.unit.documents.forms import fragments

TEMPLATES = Path(__file__).parents[3] / "templates"
LANGUAGES = ("km", "th", "en")
SPECIAL_MEASURES = {"km": "វិធានការពិសេសសម្រាប់កុមារ", "th": "มาตรการพิเศษสำหรับเด็ก", "en": "Special measures for children"}
DISMISSAL = {"km": "បណ្តេញ", "th": "เลิกจ้าง", "en": "dismiss"}
OPTIONAL_LABELS = {
    "km": ("ហេតុផលដែលបានបញ្ជាក់៖", "តាមលិខិតលេខ", "កំណត់សម្គាល់៖", "អ្នកមានវត្តមានជាមួយ៖", "សាក្សី", "INT-TH-0305"),
    "th": ("เหตุผลที่แจ้ง", "ตามหนังสือเลขที่", "กำหนดสัมภาษณ์ต่อ", "หมายเหตุ", "ผู้อยู่ด้วย", "พยาน", "INT-TH-0305"),
    "en": ("Reason given:", "document No.", "is to resume", "Remark:", "Also present:", "Witness", "INT-TH-0305"),
}
Change = Callable[[dict[str, Any], dict[str, Any]], object]
"""What a test does to the case and to the particulars of the record in it."""


def ending(*changes: Change) -> InterpreterTermination:
    tree = json.loads(json.dumps(example(InterpreterTermination)))
    for change in changes:
        change(tree, tree["documents"]["interpreter_termination"])
    return InterpreterTermination.of(Case.from_tree(tree))


def broken(*changes: Change) -> set[str]:
    return {finding.code for finding in ending(*changes).findings()}


def put(**values: Any) -> Change:
    return lambda case, particulars: particulars.update(values)


def informed(**values: Any) -> Change:
    return lambda case, particulars: particulars["informed"].update(values)


def replaced_by(**values: Any) -> Change:
    return lambda case, particulars: particulars["replacement"].update(values)


def without(*names: str) -> Change:
    return lambda case, particulars: [particulars.pop(name) for name in names]


def in_criminal_procedure(case: dict[str, Any], particulars: dict[str, Any]) -> None:
    case["interview"]["purpose"] = "criminal_procedure"


def about_sixteen(case: dict[str, Any], particulars: dict[str, Any]) -> None:
    case["person"]["birth"] = {"estimated_age": 16, "estimated_on": "2026-11-08"}


def suspended(case: dict[str, Any], particulars: dict[str, Any]) -> None:
    particulars["arrangement"] = "suspension"
    del particulars["replacement"]


def waived(case: dict[str, Any], particulars: dict[str, Any]) -> None:
    particulars["arrangement"] = "waiver"
    del particulars["replacement"]


def read_back_by_nobody(case: dict[str, Any], particulars: dict[str, Any]) -> None:
    suspended(case, particulars)
    particulars["read_back_by"] = "replacement"


def asked_by_nobody(case: dict[str, Any], particulars: dict[str, Any]) -> None:
    particulars["requested_by"] = "representative"
    del particulars["representative"]


def locale(language: str) -> Locale:
    return Locale.load(TEMPLATES / language)


def words(language: str, *changes: Change) -> str:
    """The words of the filled template's body, one paragraph a line."""
    fonts = {
        code: ScriptFont(font.name, font.language)
        for each in LANGUAGES
        for code, font in locale(each).settings.fonts.items()
    }
    path = TEMPLATES / language / "interpreter_termination.docx"
    template = Template.compile(path.read_bytes(), name=path.name, fonts=fonts, fragments=fragments(language))
    filled = template.render(ending(*changes).view(locale(language)), title="Record", language=language)
    body = docx.Document(io.BytesIO(filled)).element.body
    return "\n".join(paragraph.text for paragraph in body.iter(qn("w:p")))


def test_the_example_breaks_no_rule() -> None:
    assert broken() == set()


def test_every_rule_takes_a_verb_that_its_clause_has() -> None:
    for rule in InterpreterTermination.rules:
        assert rule.verb in {verb.value for verb in sop.clause(rule.clause).verbs}, rule.code


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (informed(roles=False), "termination.roles_not_explained"),
        (informed(right_to_end=False), "termination.right_not_explained"),
        (informed(time="09:41"), "termination.informed_late"),
        (informed(language="th"), "termination.information_language"),
        (put(language="th"), "termination.language"),
        (replaced_by(code="INT-TH-0231"), "termination.same_interpreter"),
        (replaced_by(languages=["th", "en"]), "termination.replacement_language"),
        (replaced_by(accompanied_person=True), "termination.companion"),
        (replaced_by(trained=False), "termination.untrained"),
        (without("due_care"), "termination.recruitment"),
        (put(notes={"state": "outstanding"}), "termination.notes_outstanding"),
        (put(confidentiality_reminded=False), "termination.confidentiality"),
    ],
)
def test_a_rule_is_broken_by_its_own_fault_alone(change: Change, code: str) -> None:
    assert broken(change) == {code}


@pytest.mark.parametrize(
    ("change", "clause", "severity", "pointer"),
    [
        (informed(roles=False), "4.9", Severity.ERROR, "informed/roles"),
        (informed(right_to_end=False), "4.9", Severity.ERROR, "informed/right_to_end"),
        (replaced_by(accompanied_person=True), "4.8", Severity.WARNING, "replacement/accompanied_person"),
        (replaced_by(trained=False), "4.9", Severity.WARNING, "replacement/trained"),
        (without("due_care"), "4.8", Severity.ERROR, "due_care"),
    ],
)
def test_a_finding_binds_as_its_clause_does(change: Change, clause: str, severity: Severity, pointer: str) -> None:
    (finding,) = ending(change).findings()
    assert (finding.clause, finding.severity) == (clause, severity)
    assert finding.pointer == f"/documents/interpreter_termination/{pointer}"


def test_the_person_may_be_informed_up_to_the_minute_in_which_the_interview_starts() -> None:
    assert broken(informed(time="09:40")) == set()


def test_a_registered_replacement_needs_no_record_of_due_care() -> None:
    assert broken(replaced_by(government_registered=True), without("due_care")) == set()


def test_the_replacement_reads_the_record_back_only_in_a_language_of_their_own() -> None:
    two_languages = lambda case, particulars: case["person"].update(languages=["km", "en"])  # noqa: E731 - used twice
    assert broken(two_languages, put(language="en", read_back_by="official")) == set()
    assert broken(two_languages, put(language="en", read_back_by="replacement")) == {"termination.reader_language"}


def test_going_on_without_an_interpreter_needs_a_signed_waiver() -> None:
    assert broken(waived) == set()
    (finding,) = ending(waived, without("arrangement_number")).findings()
    assert (finding.code, finding.clause, finding.severity) == ("termination.waiver_unsigned", "4.7", Severity.WARNING)


def test_a_waiver_reaches_no_further_than_the_screening() -> None:
    assert broken(in_criminal_procedure) == set()
    assert broken(suspended, in_criminal_procedure) == set()
    assert broken(waived, in_criminal_procedure) == {"termination.waiver_for_screening_only"}


def test_the_right_to_end_the_service_does_not_hang_on_a_signature() -> None:
    assert broken(put(signing="none")) == set()
    assert "the service has ended all the same" in words("en", put(signing="none"))


def test_a_child_is_not_left_alone() -> None:
    assert broken(about_sixteen) == set()
    (finding,) = ending(about_sixteen, without("representative")).findings()
    assert (finding.code, finding.clause, finding.severity) == ("termination.child_alone", "4.3", Severity.ERROR)
    assert broken(without("representative")) == set()


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        (without("replacement"), "replacement"),
        (put(arrangement="suspension"), "replacement"),
        (read_back_by_nobody, "replacement"),
        (asked_by_nobody, "representative"),
        (put(resumption={"date": "2026-11-09", "time": "10:24"}), "resumption"),
    ],
)
def test_particulars_that_contradict_each_other_are_refused(change: Change, pointer: str) -> None:
    with pytest.raises(InputRefused) as refusal:
        ending(change)
    assert [finding.pointer for finding in refusal.value.findings] == [f"/documents/interpreter_termination/{pointer}"]


@pytest.mark.parametrize("sheets", [0, "4", 4.0, True])
def test_sheets_are_a_whole_positive_number(sheets: object) -> None:
    with pytest.raises(InputRefused) as refusal:
        ending(put(notes={"state": "returned", "sheets": sheets}))
    assert [finding.pointer for finding in refusal.value.findings] == [
        "/documents/interpreter_termination/notes/sheets"
    ]


def test_sheets_are_counted_only_if_they_were_handed_over() -> None:
    assert ending().view(locale("th"))["notes"]["sheets"] == "๔"
    nothing = ending(put(notes={"state": "none_made", "sheets": 4})).view(locale("th"))["notes"]
    assert nothing == {"returned": False, "outstanding": False, "counted": False, "sheets": ""}


@pytest.mark.parametrize(
    ("change", "facts"),
    [
        (put(), (True, False, False)),
        (suspended, (False, True, False)),
        (waived, (False, False, True)),
    ],
)
def test_the_view_has_one_arrangement(change: Change, facts: tuple[bool, bool, bool]) -> None:
    view = ending(change).view(locale("en"))
    assert (view["replaced"], view["suspended"], view["waived"]) == facts


def test_a_representative_asks_in_the_own_name_on_the_persons_behalf() -> None:
    asked = words("en", put(requested_by="representative"))
    assert "I, Ms. Pawinee Thongdee (support person), acting on behalf of Ms. SOK Channary, ask to end" in asked
    assert "on behalf of" not in words("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_interpreters_appear_by_code_alone(language: str) -> None:
    printed = words(language)
    assert "INT-TH-0231" in printed
    assert "INT-TH-0305" in printed
    assert not any(name in printed for name in ("KIM Sreymom", "VONG Sopheap", "វង្ស សុភាព", "วงศ์ สุภาพ"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_ending_the_service_does_not_read_as_a_dismissal(language: str) -> None:
    assert DISMISSAL[language] not in words(language).lower()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_measures_for_children_are_printed_for_children_only(language: str) -> None:
    assert SPECIAL_MEASURES[language] in words(language, about_sixteen)
    assert SPECIAL_MEASURES[language] not in words(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_given_leaves_no_label_behind(language: str) -> None:
    optional = ("reason", "due_care", "representative", "signing_remark", "resumption", "arrangement_number", "witness")
    quiet = put(notes={"state": "none_made"}, interpreter_signs=False)
    printed, complete = words(language, suspended, without(*optional), quiet), words(language)
    for label in OPTIONAL_LABELS[language]:
        assert label in complete
        assert label not in printed
    assert "()" not in printed
