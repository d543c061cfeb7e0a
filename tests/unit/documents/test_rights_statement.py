"""Statement of rights: the rules of SOP 4.3 to 4.9 and 4.13, the view, and both variants in the three templates."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from docgen.case import Case
from docgen.documents import example
from docgen.documents.rights_statement import RightsStatement
from docgen.docx import ScriptFont, Template
from docgen.errors import InputRefused, Severity
from docgen.locale import Locale
from tests.unit.documents.forms import fragments

TEMPLATES = Path(__file__).parents[3] / "templates"
LANGUAGES = ("km", "th", "en")
COOPERATION = {f"c_4_13_2_{letter}" for letter in "abcdef"}
NO_COOPERATION = {f"c_4_13_1_{letter}" for letter in "abc"}
Change = Callable[[dict[str, Any]], object]


def put(**values: Any) -> Change:
    return lambda tree: tree["documents"]["rights_statement"].update(values)


def inside(field: str, **values: Any) -> Change:
    return lambda tree: tree["documents"]["rights_statement"][field].update(values)


def person(**values: Any) -> Change:
    return lambda tree: tree["person"].update(values)


def issued_by(party: str) -> Change:
    return lambda tree: tree["agency"].update(party=party)


def born(**birth: Any) -> Change:
    return person(birth=birth)


def refuses_to_cooperate(tree: dict[str, Any]) -> None:
    put(cooperates=False, cooperation=None)(tree)


def statement(*changes: Change) -> RightsStatement:
    tree = example(RightsStatement)
    for change in changes:
        change(tree)
    return RightsStatement.of(Case.load(json.dumps(tree)))


def broken(*changes: Change) -> set[str]:
    return {finding.code for finding in statement(*changes).findings()}


@cache
def locale(language: str) -> Locale:
    return Locale.load(TEMPLATES / language)


@cache
def template(language: str) -> Template:
    fonts = {
        script: ScriptFont(font.name, font.language)
        for tag in LANGUAGES
        for script, font in locale(tag).settings.fonts.items()
    }
    data = (TEMPLATES / language / "rights_statement.docx").read_bytes()
    return Template.compile(data, name=f"{language}/rights_statement.docx", fonts=fonts, fragments=fragments(language))


def rendered(language: str, *changes: Change) -> Any:
    view = statement(*changes).view(locale(language))
    return docx.Document(io.BytesIO(template(language).render(view, title="t", language=language)))


def clauses(document: Any) -> set[str]:
    names = (start.get(qn("w:name")) for start in document.element.body.iter(qn("w:bookmarkStart")))
    return {name for name in names if name.startswith("c_")}


def text_of(document: Any) -> str:
    paragraphs = document.element.body.iter(qn("w:p"))
    return "\n".join("".join(run.text or "" for run in each.iter(qn("w:t"))) for each in paragraphs)


def leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from leaves(item)
    else:
        yield value


def test_the_example_breaks_no_rule() -> None:
    assert broken() == set()


def test_the_example_fills_every_field() -> None:
    particulars = example(RightsStatement)["documents"]["rights_statement"]
    shared = {"person", "agency", "reference"}
    assert set(RightsStatement.model_fields) - shared == set(particulars)


def text_in_all(words: str) -> dict[str, str]:
    return dict.fromkeys(LANGUAGES, words)


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("rights.language", [person(languages=["th"])]),
        ("rights.interpreter_language", [inside("interpreter", languages=["th"])]),
        ("rights.unread", [put(delivery="written"), person(literate=False)]),
        ("rights.not_understood", [put(understood=False)]),
        ("rights.before_contact", [put(met_on="2026-11-09", met_at="08:31")]),
        ("rights.late", [put(delay=None)]),
        ("rights.urgent_needs", [lambda tree: inside_need(tree, met=False)]),
        ("rights.risk_later", [inside("risk", assessed_on="2026-11-10")]),
        ("rights.cooperation", [put(cooperation=None)]),
        ("rights.stay_over", [inside("cooperation", stay_until="2026-11-08")]),
        ("rights.copy", [put(copy_given=False)]),
        ("rights.unsigned", [put(signing="none", signing_remark=None)]),
        ("rights.child_alone", [born(date="2010-05-01"), put(representative=None)]),
        ("rights.companion", [inside("interpreter", accompanied_person=True)]),
        ("rights.recruitment", [put(due_care=None)]),
        ("rights.untrained", [inside("interpreter", trained=False)]),
    ],
)
def test_a_rule_is_broken_by_what_it_forbids_and_by_nothing_else(code: str, changes: list[Change]) -> None:
    assert broken(*changes) == {code}


def inside_need(tree: dict[str, Any], **values: Any) -> None:
    tree["documents"]["rights_statement"]["urgent_needs"][0].update(values)


@pytest.mark.parametrize(
    "changes",
    [
        [put(met_on="2026-11-09", met_at="08:30", delay=None)],  # the minute of the contact itself
        [put(met_on="2026-11-08", met_at="08:30", delay=None)],  # a day later to the minute still counts as at once
        [put(delivery="both"), person(literate=False)],  # read aloud besides
        [put(delivery="spoken", copy_given=False)],  # nothing was handed over
        [inside("risk", assessed_on="2026-11-09")],
        [inside("cooperation", stay_until="2026-11-09")],  # the last day itself
        [put(cooperates=False), inside("cooperation", stay_until="2020-01-01")],  # nobody is told of it
        [refuses_to_cooperate],
        [put(urgent_needs=[])],
        [put(signing="none")],  # the remark says why
        [put(representative=None)],  # an adult needs none
        [put(interpreter=None, due_care=None)],
        [inside("interpreter", government_registered=True), put(due_care=None)],
    ],
)
def test_what_the_rules_allow_breaks_none(changes: list[Change]) -> None:
    assert broken(*changes) == set()


def test_the_clause_s_verb_decides_how_a_finding_binds() -> None:
    verbs = {rule.code: rule.severity for rule in RightsStatement.rules}
    assert verbs["rights.language"] is Severity.ERROR  # 4.5 shall
    assert verbs["rights.urgent_needs"] is Severity.WARNING  # 4.4 should
    assert verbs["rights.companion"] is Severity.WARNING  # 4.8 should
    assert verbs["rights.copy"] is Severity.ADVICE  # 4.13 may


def test_a_finding_points_at_the_particulars_or_at_the_shared_person() -> None:
    found = {finding.code: finding.pointer for finding in statement(put(language="th")).findings()}
    assert found == {"rights.language": "/documents/rights_statement/language"}


@pytest.mark.parametrize("field", ["assistance", "contacts"])
def test_a_statement_without_assistance_or_contacts_is_refused(field: str) -> None:
    with pytest.raises(InputRefused) as refused:
        statement(put(**{field: []}))
    assert [finding.pointer for finding in refused.value.findings] == [f"/documents/rights_statement/{field}"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_leaf_of_the_view_is_a_text_or_a_bool(language: str) -> None:
    for changes in ([], [refuses_to_cooperate]):
        assert {type(leaf) for leaf in leaves(statement(*changes).view(locale(language)))} == {str, bool}


def test_the_view_knows_nothing_of_what_the_statement_does_not_declare() -> None:
    printed = json.dumps(statement().view(locale("en")))
    for kept_back in ("N02415507", "Nary", "2004", "KIM Sreymom"):
        assert kept_back not in printed


def test_information_on_cooperation_stays_out_of_the_view_of_one_who_does_not_cooperate() -> None:
    view = statement(put(cooperates=False)).view(locale("en"))
    assert not view["cooperating"]
    assert set(view["cooperation"].values()) == {"", False}


@pytest.mark.parametrize(
    ("birth", "measures", "undetermined"),
    [
        ({"date": "2004-03-14", "age_determined": True}, False, False),
        ({"date": "2010-03-14", "age_determined": True}, True, False),
        ({"estimated_age": 18, "estimated_on": "2026-11-01"}, True, True),
        ({"date": "2008-11-09"}, False, False),  # eighteen on this very day
        ({"date": "2008-11-10"}, True, False),
    ],
)
def test_measures_for_children_apply_to_a_child_and_to_one_who_may_be_a_child(
    birth: dict[str, Any], measures: bool, undetermined: bool
) -> None:
    view = statement(born(**birth)).view(locale("en"))
    assert (view["child_measures"], view["age_undetermined"]) == (measures, undetermined)


def test_khmer_addresses_a_woman_a_man_and_a_child_each_in_their_own_way() -> None:
    said = {
        statement(*changes).view(locale("km"))["person"]["you"]
        for changes in ([], [person(sex="male")], [person(sex="unspecified")], [born(date="2012-01-01")])
    }
    assert len(said) == 4


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("party", ["TH", "KH"])
def test_both_variants_carry_the_core_and_only_their_own_part_of_clause_4_13(language: str, party: str) -> None:
    willing = clauses(rendered(language, issued_by(party)))
    unwilling = clauses(rendered(language, issued_by(party), refuses_to_cooperate))
    core = {"c_4_2_b", "c_4_4_a", "c_4_4_b", "c_4_5_a", "c_4_13_d", "c_5_5_a", "c_5_5_d", *NO_COOPERATION}
    assert core <= willing and core <= unwilling
    assert willing >= COOPERATION and not unwilling & COOPERATION
    assert "c_5_1b_a" in unwilling and "c_5_1b_a" not in willing


@pytest.mark.parametrize("language", LANGUAGES)
def test_measures_for_children_are_printed_for_a_child_alone(language: str) -> None:
    assert "c_4_3_a" not in clauses(rendered(language))
    determined = clauses(rendered(language, born(date="2011-01-01")))
    assert "c_4_3_a" in determined and "c_4_3_b" not in determined
    assert {"c_4_3_a", "c_4_3_b"} <= clauses(rendered(language, born(estimated_age=17, estimated_on="2026-11-01")))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("delivery", "clause"), [("spoken", "c_4_13_a"), ("written", "c_4_13_b"), ("both", "c_4_13_c")]
)
def test_the_record_says_how_the_statement_was_delivered(language: str, delivery: str, clause: str) -> None:
    told = clauses(rendered(language, put(delivery=delivery)))
    assert told & {"c_4_13_a", "c_4_13_b", "c_4_13_c"} == {clause}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_embassy_is_named_to_a_foreigner_only(language: str) -> None:
    assert "c_4_12_a" in clauses(rendered(language))
    assert "c_4_12_a" not in clauses(rendered(language, issued_by("KH")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_service_stands_in_the_table_with_its_number_as_dialled(language: str) -> None:
    contacts = rendered(language).tables
    numbers = {cell.text for table in contacts for row in table.rows for cell in row.cells}
    assert {"+66 2 555 0130", "+66 2 555 0151", "+66 2 555 0186"} <= numbers


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_person_who_does_not_sign_declares_nothing(language: str) -> None:
    view = statement().view(locale(language))
    assert view["declarant"] in text_of(rendered(language))
    assert view["declarant"] not in text_of(rendered(language, put(signing="none")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_wording_keeps_to_its_own_script_and_digits(language: str) -> None:
    text = (TEMPLATES / language / "rights_statement.docx").read_bytes()
    typed = re.sub(r"\{[{%].*?[%}]\}", "", text_of(docx.Document(io.BytesIO(text))))
    foreign = {"km": r"[A-Za-z0-9\u0E00-\u0E7F]", "th": r"[A-Za-z0-9\u1780-\u17FF]", "en": r"[\u0E00-\u17FF]"}
    assert set(re.findall(foreign[language], typed)) <= set("SOP")


def test_the_three_templates_ask_for_the_same_and_carry_the_same_clauses_in_one_order() -> None:
    templates = [template(tag) for tag in LANGUAGES]
    for what in ("placeholders", "conditions", "loops", "clauses"):
        first, second, third = (getattr(each, what) for each in templates)
        assert first == second == third
    carried = {".".join(clause.split("_")[1:-1]) for clause in templates[0].clauses}
    assert set(RightsStatement.clauses) <= carried
