"""The finding on a returned person: rules of SOP 4.3, 4.10 and 4.11, what the age decides, and the three templates."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from docgen import sop
from docgen.case import Case
from docgen.documents import example
from docgen.documents.return_victim_finding import ReturnVictimFinding
from docgen.docx import ScriptFont, Template
from docgen.docx.text import text
from docgen.errors import InputRefused, Severity
from docgen.locale import Locale
from tests.unit.documents.forms import fragments

TEMPLATES = Path(__file__).parents[3] / "templates"
LANGUAGES = ("km", "th", "en")
LOCALES = {language: Locale.load(TEMPLATES / language) for language in LANGUAGES}
HOME = "/documents/return_victim_finding"
CHILD = {"date": "2011-03-14", "age_determined": True}
MAYBE_CHILD = {"estimated_age": 17, "estimated_on": "2027-01-19"}
IRRELEVANT = {
    "km": "មធ្យោបាយ ក្នុងករណីកុមារ៖", "th": "วิธีการในกรณีผู้เสียหายเป็นเด็ก", "en": "For a child the means are irrelevant",
}  # fmt: skip
SPECIAL_MEASURES = {
    "km": "វិធានការពិសេសសម្រាប់កុមារ", "th": "มาตรการพิเศษสำหรับเด็ก", "en": "Special measures for children",
}  # fmt: skip
CLOSING = {"km": "ការរាប់អានដ៏ស្មោះអំពីខ្ញុំ", "th": "ขอแสดงความนับถือ", "en": "Yours faithfully,"}
LABELS_OF_OPTIONAL_PARTS = {
    "km": ("៤.\tសំណុំរឿង", "លិខិតភ្ជាប់៖", "លេខកំណត់ត្រាបញ្ជូនត្រឡប់៖", "បញ្ចប់៖", "នីតិវិធីនៅ", "សំណើជាក់លាក់៖", "អ៊ីមែល"),
    "th": ("หน่วยงานท่าน", "สิ่งที่ส่งมาด้วย", "เลขที่บันทึก", "สิ้นสุด", "การดำเนินคดีใน", "ขอเป็นการเฉพาะ", "ไปรษณีย์อิเล็กทรอนิกส์"),
    "en": ("Your case", "Enclosures:", "Return record", "End of the acts", "Proceedings in", "Particular", "E-mail"),
}
Change = Callable[[dict[str, Any], dict[str, Any]], object]
"""Changes the case, or the particulars of its letter."""


def letter(*changes: Change) -> ReturnVictimFinding:
    tree = json.loads(json.dumps(example(ReturnVictimFinding)))
    for change in changes:
        change(tree, tree["documents"]["return_victim_finding"])
    return ReturnVictimFinding.of(Case.from_tree(tree))


def broken(*changes: Change) -> dict[str, str]:
    """Codes of the rules broken, with the pointer of each."""
    return {finding.code: finding.pointer for finding in letter(*changes).findings()}


def refused(*changes: Change) -> dict[str, str]:
    """Codes of the problems for which the letter is refused, with the pointer of each."""
    with pytest.raises(InputRefused) as caught:
        letter(*changes)
    return {finding.code: finding.pointer for finding in caught.value.findings}


def put(group: str | None = None, **values: Any) -> Change:
    return lambda _, own: (own[group] if group else own).update(values)


def without(*names: str, of: str | None = None) -> Change:
    return lambda _, own: [(own[of] if of else own).pop(name) for name in names]


def born(birth: dict[str, Any], *, measures: bool = True) -> Change:
    def change(tree: dict[str, Any], own: dict[str, Any]) -> None:
        tree["person"]["birth"] = birth
        own["identification"]["child_measures_applied"] = measures

    return change


def item(at: int, /, **values: Any) -> Change:
    return lambda _, own: own["evidence"][at].update(values)


def items(count: int) -> Change:
    def change(_: dict[str, Any], own: dict[str, Any]) -> None:
        rows = own["evidence"]
        own["evidence"] = [{**rows[at % len(rows)], "number": f"X-{at + 1:03}"} for at in range(count)]

    return change


def rendered(language: str, *changes: Change) -> str:
    fonts = {code: ScriptFont(f.name, f.language) for one in LOCALES.values() for code, f in one.settings.fonts.items()}
    data = (TEMPLATES / language / "return_victim_finding.docx").read_bytes()
    template = Template.compile(data, name=language, fonts=fonts, fragments=fragments(language))
    return text(template.render(letter(*changes).view(LOCALES[language]), title="Finding", language=language))


LEAST: tuple[Change, ...] = (
    without("counterpart_reference", "own_proceedings", "requests", "enclosures", "suspects"),
    without("record", of="returned"),
    without("ended", of="acts"),
    without("email", of="agency"),
    lambda _, own: own.update(evidence=[{**own["evidence"][0], "copy_enclosed": False}]),
)


class TestRules:
    def test_the_example_breaks_none(self) -> None:
        assert broken() == {}

    def test_the_receiving_party_notifies_the_one_from_which_the_person_was_returned(self) -> None:
        assert broken(put("returned", party="KH")) == {
            "return_finding.returning_party": f"{HOME}/returned/party",
            "return_finding.addressee": f"{HOME}/counterpart/party",
        }

    def test_the_letter_goes_to_the_other_party(self) -> None:
        to_itself = broken(put("counterpart", party="KH"))
        assert to_itself == {"return_finding.addressee": f"{HOME}/counterpart/party"}

    def test_a_party_of_the_shared_case_is_pointed_at_where_it_stands(self) -> None:
        def shared(tree: dict[str, Any], own: dict[str, Any]) -> None:
            tree["counterpart"] = own.pop("counterpart") | {"party": "KH"}

        assert broken(shared) == {"return_finding.addressee": "/counterpart/party"}

    def test_the_parties_may_change_places(self) -> None:
        def thai(_: dict[str, Any], own: dict[str, Any]) -> None:
            own["agency"], own["counterpart"] = own["counterpart"], own["agency"]

        assert broken(thai, put("returned", party="KH")) == {}

    def test_the_finding_comes_after_the_return(self) -> None:
        early = broken(put("returned", date="2027-01-21"))
        assert early == {"return_finding.identified_early": f"{HOME}/identification/date"}

    @pytest.mark.parametrize("date", ["2027-01-20", "2027-01", "2027", "2027-01-25~"])
    def test_a_return_that_may_have_come_first_is_accepted(self, date: str) -> None:
        assert broken(put("returned", date=date)) == {}

    @pytest.mark.parametrize("element", ["act", "means", "purpose"])
    def test_the_definition_wants_act_means_and_purpose(self, element: str) -> None:
        assert broken(without(element, of="acts")) == {f"return_finding.{element}": f"{HOME}/acts/{element}"}

    @pytest.mark.parametrize("birth", [CHILD, MAYBE_CHILD])
    def test_for_a_person_who_may_have_been_a_child_the_means_may_be_absent(self, birth: dict[str, Any]) -> None:
        assert broken(born(birth), without("means", of="acts")) == {}

    def test_for_a_child_act_and_purpose_are_still_wanted(self) -> None:
        codes = broken(born(CHILD), without("act", "means", "purpose", of="acts"))
        assert set(codes) == {"return_finding.act", "return_finding.purpose"}

    def test_the_definitions_of_the_mou_are_applied(self) -> None:
        codes = broken(put("identification", definitions_applied=False))
        assert codes == {"return_finding.definitions": f"{HOME}/identification/definitions_applied"}

    def test_a_finding_without_evidence_is_no_notification(self) -> None:
        assert broken(put(evidence=[])) == {"return_finding.evidence": f"{HOME}/evidence"}

    @pytest.mark.parametrize("birth", [CHILD, MAYBE_CHILD, {"date": "2009-01-25", "age_determined": True}])
    def test_who_may_be_a_child_at_the_interview_has_special_measures(self, birth: dict[str, Any]) -> None:
        assert broken(born(birth)) == {}
        assert broken(born(birth, measures=False)) == {
            "return_finding.child_measures": f"{HOME}/identification/child_measures_applied"
        }

    def test_every_rule_is_an_error_under_a_clause_that_says_so(self) -> None:
        for rule in ReturnVictimFinding.rules:
            assert rule.severity is Severity.ERROR
            assert rule.verb in sop.clause(rule.clause).verbs
            assert rule.clause in ReturnVictimFinding.clauses


class TestConsistency:
    @pytest.mark.parametrize(
        ("change", "code", "field"),
        [
            (put("identification", interviewed_on="2027-01-21"), "interviewed_late", "identification/interviewed_on"),
            (put("identification", date="2027-02-03"), "identified_late", "identification/date"),
            (put(reply_by="2027-02-02"), "reply_by", "reply_by"),
            (put("acts", began="2027-02", ended=None), "acts_late", "acts/began"),
            (put("acts", ended="2026-04"), "acts_order", "acts/ended"),
            (item(2, obtained="2027-02-03"), "evidence_late", "evidence/2/obtained"),
            (item(3, number="E-01"), "evidence_number", "evidence/3/number"),
            (put(enclosures=[]), "enclosures", "enclosures"),
        ],
    )
    def test_what_cannot_be_is_refused_where_it_stands(self, change: Change, code: str, field: str) -> None:
        assert refused(change) == {f"return_finding.{code}": f"{HOME}/{field}"}

    def test_all_problems_are_told_at_once(self) -> None:
        several = refused(put(reply_by="2027-01-01", enclosures=[]), item(0, obtained="2028"))
        assert set(several) == {
            "return_finding.reply_by", "return_finding.enclosures", "return_finding.evidence_late",
        }  # fmt: skip

    def test_an_item_known_to_its_year_alone_is_not_late(self) -> None:
        assert letter(item(0, obtained="2027")).evidence[0].obtained.month is None

    def test_the_marking_cannot_be_left_out(self) -> None:
        assert refused(without("confidentiality")) == {"field.missing": f"{HOME}/confidentiality"}


class TestView:
    def test_it_carries_no_more_of_the_person_than_finds_the_return_record(self) -> None:
        assert set(letter().view(LOCALES["en"])["person"]) == {
            "code", "name", "sex", "birth", "nationality", "verified",
        }  # fmt: skip

    @pytest.mark.parametrize(
        ("birth", "began", "minor", "age_open"),
        [
            ({"date": "2004-03-14"}, "2026-05~", False, False),
            (CHILD, "2026-05~", True, False),
            ({"date": "2008-08-01"}, "2026-05-02", True, False),
            ({"date": "2008-08-01"}, "2026-05~", False, True),
            ({"date": "2008-08-01"}, "2026", False, True),
            ({"date": "2008-08-01"}, "2026-08-01", False, False),
            (MAYBE_CHILD, "2026-05~", False, True),
        ],
    )
    def test_the_age_when_the_acts_began_decides_about_the_means(
        self, birth: dict[str, Any], began: str, minor: bool, age_open: bool
    ) -> None:
        acts = letter(born(birth), put("acts", began=began)).view(LOCALES["en"])["acts"]
        assert (acts["minor"], acts["age_open"]) == (minor, age_open)

    @pytest.mark.parametrize(
        ("birth", "measures", "undetermined"),
        [
            ({"date": "2004-03-14"}, False, False),
            (CHILD, True, False),
            (MAYBE_CHILD, True, True),
            ({"date": "2009-01-25"}, False, False),  # 17 at the interview, 18 on the day of the letter
        ],
    )
    def test_child_measures_follow_the_age_on_the_day_of_the_letter(
        self, birth: dict[str, Any], measures: bool, undetermined: bool
    ) -> None:
        view = letter(born(birth)).view(LOCALES["en"])
        assert (view["child_measures"], view["age_undetermined"]) == (measures, undetermined)

    def test_a_suspect_of_whom_nothing_is_known_but_the_part_is_listed(self) -> None:
        row = letter().view(LOCALES["en"])["suspects"][2]
        assert row == {
            "number": "3", "name": "not known", "aliased": False, "aliases": "", "nationality": "not known",
            "role": "drove the van from the border", "whereabouts": "not known",
        }  # fmt: skip

    def test_evidence_keeps_its_order_its_numbers_and_what_is_known_of_its_dates(self) -> None:
        rows = letter().view(LOCALES["th"])["evidence"]
        assert [row["number"] for row in rows] == [f"E-0{number}" for number in range(1, 8)]
        assert rows[2]["obtained"] == "เดือนมกราคม ๒๕๗๐"
        assert rows[6]["obtained"] == "พ.ศ. ๒๕๗๐"

    def test_the_lunar_line_is_for_the_language_that_has_one(self) -> None:
        lunar = {language: letter().view(locale)["lunar"] for language, locale in LOCALES.items()}
        assert lunar == {"km": True, "th": False, "en": False}


class TestTemplates:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_every_clause_has_its_paragraph(self, language: str) -> None:
        page = rendered(language)
        for clause in ReturnVictimFinding.clauses:
            if clause != "4.3":  # the example's person is an adult
                assert f"[c_{clause.replace('.', '_')}_a]" in page
        assert "{{" not in page and "{%" not in page

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_the_marking_stands_in_head_and_foot(self, language: str) -> None:
        marking = LOCALES[language].term("SECRET")
        lines = rendered(language, put(confidentiality="secret")).splitlines()
        assert marking in lines[0].split("\t")
        assert marking in lines[-10:]

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_an_adult_is_given_no_child_s_paragraph(self, language: str) -> None:
        page = rendered(language)
        assert SPECIAL_MEASURES[language] not in page
        assert IRRELEVANT[language] not in page

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_for_a_child_it_says_that_the_means_are_irrelevant(self, language: str) -> None:
        page = rendered(language, born(CHILD), without("means", of="acts"))
        assert IRRELEVANT[language] in page
        assert SPECIAL_MEASURES[language] in page
        assert "[c_4_10_d]" not in page and "[c_4_10_f]" not in page and "[c_4_3_b]" not in page

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_while_the_age_is_open_it_promises_the_outcome(self, language: str) -> None:
        page = rendered(language, born(MAYBE_CHILD))
        assert "[c_4_10_f]" in page and "[c_4_3_a]" in page and "[c_4_3_b]" in page
        assert "[c_4_10_e]" not in page

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_what_is_not_given_leaves_no_label(self, language: str) -> None:
        page, full = rendered(language, *LEAST), rendered(language)
        for label in LABELS_OF_OPTIONAL_PARTS[language]:
            assert label in full
            assert label not in page
        assert "[c_4_11_d]" not in page and "[c_4_11_e]" in page

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_a_long_list_of_evidence_is_printed_whole(self, language: str) -> None:
        lines = rendered(language, items(60)).splitlines()
        assert [line for line in lines if line.startswith("X-")] == [f"X-{number:03}" for number in range(1, 61)]

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_it_closes_as_one_rank_writes_to_its_equal(self, language: str) -> None:
        assert CLOSING[language] in rendered(language)

    def test_the_lunar_line_stands_above_the_solar_one(self) -> None:
        lines = rendered("km").splitlines()
        lunar = lines.index(LOCALES["km"].lunar_day(letter().date))
        assert lines[lunar + 1].endswith(LOCALES["km"].day(letter().date))
