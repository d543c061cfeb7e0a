"""Minutes of a meeting between the Parties: rules 6.1, 6.2, 7.3, the view, and the three templates filled with it."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from docgen.case import Case
from docgen.documents import example
from docgen.documents.meeting_minutes import MeetingMinutes
from docgen.docx import ScriptFont, Template
from docgen.errors import InputRefused, Severity
from docgen.locale import Locale
from tests.unit.documents.forms import fragments

TEMPLATES = Path(__file__).parents[3] / "templates"
LANGUAGES = ("km", "th", "en")
Change = Callable[[dict[str, Any]], object]


def particulars_of(tree: dict[str, Any]) -> dict[str, Any]:
    return tree["documents"]["meeting_minutes"]


def tree_with(*changes: Change) -> dict[str, Any]:
    tree = example(MeetingMinutes)
    for change in changes:
        change(particulars_of(tree))
    return tree


def minutes(*changes: Change) -> MeetingMinutes:
    return MeetingMinutes.of(Case.from_tree(tree_with(*changes)))


def broken(*changes: Change) -> set[str]:
    return {finding.code for finding in minutes(*changes).findings()}


def put(**values: Any) -> Change:
    return lambda particulars: particulars.update(values)


def without(*names: str) -> Change:
    def drop(particulars: dict[str, Any]) -> None:
        for name in names:
            del particulars[name]

    return drop


def locale(language: str) -> Locale:
    return Locale.load(TEMPLATES / language)


def template(language: str) -> Template:
    settings = [locale(each).settings for each in LANGUAGES]
    fonts = {code: ScriptFont(font.name, font.language) for each in settings for code, font in each.fonts.items()}
    path = TEMPLATES / language / "meeting_minutes.docx"
    return Template.compile(path.read_bytes(), name=path.name, fonts=fonts, fragments=fragments(language))


def words(language: str, *changes: Change) -> str:
    """The words of the filled template's body, tables included, one paragraph a line."""
    filled = template(language).render(minutes(*changes).view(locale(language)), title="Minutes", language=language)
    body = docx.Document(io.BytesIO(filled)).element.body
    return "\n".join(paragraph.text for paragraph in body.iter(qn("w:p")))


# Rules


def test_the_example_breaks_no_rule() -> None:
    assert broken() == set()


def test_every_rule_is_an_error_because_its_clause_says_shall() -> None:
    assert {rule.severity for rule in MeetingMinutes.rules} == {Severity.ERROR}
    assert {rule.clause for rule in MeetingMinutes.rules} == {"6.1", "6.2", "7.3"}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda p: p["previous"].update(host="TH"), "minutes.hosted_alternately"),
        (lambda p: p["previous"].update(date="2026-11-17"), "minutes.previous_date"),
        (without("ad_hoc_reason"), "minutes.ad_hoc_reason"),
        (put(kind="regular"), "minutes.ad_hoc_reason"),
        (without("place"), "minutes.place"),
        (put(mode="in_person"), "minutes.mode"),
        (lambda p: p["next_meeting"].update(date="2026-11-18"), "minutes.next_meeting"),
        (lambda p: p["next_meeting"].update(date="2028-01"), "minutes.next_meeting"),
        (lambda p: [item.update(kind="cooperation") for item in p["agenda"]], "minutes.purpose"),
        (without("closing_date"), None),
        (put(closing_date="2026-11-17", closed="09:30"), "minutes.closing"),
        (put(closing_date="2026-11-16"), "minutes.closing"),
        (put(done_on="2026-11-17"), "minutes.done_on"),
        (lambda p: p["actions"][0].update(due="2026-11-16"), "minutes.action_due"),
        (lambda p: p["actions"][0].update(item=7), "minutes.action_item"),
        (put(names_withheld=False), "minutes.names_withheld"),
        (
            lambda p: p["delegations"][1]["in_attendance"][0].update(confidentiality_undertaken=False),
            "minutes.guests_bound",
        ),
        (lambda p: p["delegations"].pop(), "minutes.both_parties"),
        (lambda p: p["delegations"][1].update(party="TH"), "minutes.both_parties"),
        (lambda p: p["delegations"].reverse(), None),
    ],
)
def test_a_rule_is_broken_by_its_own_fault_alone(change: Change, code: str | None) -> None:
    assert broken(change) == ({code} if code else set())


@pytest.mark.parametrize("kind", ["case_update", "law_and_procedure"])
def test_one_item_of_either_purpose_is_enough(kind: str) -> None:
    def only_the_last(particulars: dict[str, Any]) -> None:
        for item in particulars["agenda"]:
            item["kind"] = "other"
        particulars["agenda"][-1]["kind"] = kind

    assert broken(only_the_last) == set()


def test_the_purpose_finding_cites_6_2_and_points_at_the_agenda() -> None:
    document = minutes(lambda p: [item.update(kind="other") for item in p["agenda"]])
    (finding,) = document.findings()
    assert (finding.clause, finding.pointer, finding.severity) == (
        "6.2",
        "/documents/meeting_minutes/agenda",
        Severity.ERROR,
    )


def test_the_first_meeting_has_no_previous_host_to_alternate_with() -> None:
    assert broken(without("previous")) == set()


def test_an_online_meeting_needs_no_place_and_a_regular_one_no_reason() -> None:
    assert broken(put(mode="online", kind="regular"), without("place", "ad_hoc_reason")) == set()


def test_a_counterpart_of_the_same_party_is_refused() -> None:
    tree = tree_with()
    tree["counterpart"]["party"] = "TH"
    (finding,) = MeetingMinutes.of(Case.from_tree(tree)).findings()
    assert (finding.code, finding.pointer) == ("minutes.counterpart", "/counterpart/party")


@pytest.mark.parametrize("fault", [{"owners": []}, {"due": None}])
def test_an_action_without_owner_or_due_date_is_refused(fault: dict[str, Any]) -> None:
    with pytest.raises(InputRefused) as refusal:
        minutes(lambda p: p["actions"][1].update(fault))
    (name,) = fault
    assert [finding.pointer for finding in refusal.value.findings] == [f"/documents/meeting_minutes/actions/1/{name}"]


def test_a_buddhist_year_is_refused() -> None:
    with pytest.raises(InputRefused) as refusal:
        minutes(put(year=2569))
    assert [finding.pointer for finding in refusal.value.findings] == ["/documents/meeting_minutes/year"]


# Purpose limitation


def test_no_field_of_a_person_reaches_the_minutes() -> None:
    assert not {"person", "interview", "interpreter", "embassy"} & set(MeetingMinutes.model_fields)
    tree = tree_with()
    tree["person"] = {
        "code": "P-9",
        "names": {"Latn": "Neverprinted"},
        "sex": "female",
        "birth": {"date": "2001", "age_determined": True},
        "nationality": {"country": "KH", "verified": True},
        "languages": ["km"],
        "literate": True,
    }
    view = MeetingMinutes.of(Case.from_tree(tree)).view(locale("en"))
    assert "Neverprinted" not in json.dumps(view)


# View


@pytest.mark.parametrize(("language", "number"), [("km", "២/២០២៦"), ("th", "๒/๒๕๖๙"), ("en", "2/2026")])
def test_the_number_carries_the_year_of_the_languages_era(language: str, number: str) -> None:
    assert minutes().view(locale(language))["number"] == number


def test_the_issuing_partys_delegation_and_signature_come_first() -> None:
    view = minutes(lambda p: p["delegations"].reverse()).view(locale("en"))
    assert view["chairs"]["first"]["name"] == "Ms. Orapin Thanakul"
    assert view["chairs"]["second"]["name"] == "H.E. Mr. HENG Vibol"
    assert [side["members"][0]["name"] for side in view["present"]] == ["Ms. Orapin Thanakul", "H.E. Mr. HENG Vibol"]


def test_each_delegation_is_counted_from_its_chair() -> None:
    sides = minutes().view(locale("en"))["present"]
    assert [[row["number"] for row in side["members"]] for side in sides] == [["1", "2", "3", "4", "5"]] * 2
    assert [[row["chair"] for row in side["members"]] for side in sides] == [[True, False, False, False, False]] * 2


def test_who_joined_online_is_told_only_of_a_hybrid_meeting() -> None:
    def online(view: dict[str, Any]) -> list[str]:
        return [row["name"] for side in view["present"] for row in side["members"] if row["online"]]

    assert online(minutes().view(locale("en"))) == ["Mr. Piya Wongthong", "Ms. NHEM Rattana"]
    assert online(minutes(put(mode="online")).view(locale("en"))) == []


def test_the_host_is_named_by_its_own_agency_and_the_other_party_hosts_next() -> None:
    view = minutes(put(host="KH"), lambda p: p["previous"].update(host="TH")).view(locale("en"))
    assert view["host"]["agency"].startswith("General Secretariat")
    assert view["done"]["city"] == "Phnom Penh"
    assert (view["host"]["party"], view["next"]["host"]) == ("Cambodian Party", "Thai Party")


def test_the_minutes_go_to_the_two_agencies_and_the_issuing_one_comes_first() -> None:
    recipients = minutes().view(locale("en"))["recipients"]
    assert [(each["city"], each["email"]) for each in recipients.values()] == [
        ("Bangkok", "center@datip.example"),
        ("Phnom Penh", "center@ncct.example"),
    ]


def test_an_agency_without_an_email_leaves_no_label() -> None:
    tree = tree_with()
    del tree["counterpart"]["email"]
    view = MeetingMinutes.of(Case.from_tree(tree)).view(locale("en"))
    filled = template("en").render(view, title="Minutes", language="en")
    page = "\n".join(p.text for p in docx.Document(io.BytesIO(filled)).element.body.iter(qn("w:p")))
    assert page.count("E-mail") == 1


def test_a_meeting_that_closed_on_its_own_day_is_not_of_several_days() -> None:
    assert minutes().view(locale("en"))["several_days"] is True
    assert minutes(without("closing_date")).view(locale("en"))["several_days"] is False
    assert minutes(put(closing_date="2026-11-17")).view(locale("en"))["several_days"] is False


def test_the_lunar_line_stands_on_khmer_minutes_of_a_cambodian_agency_only() -> None:
    tree = tree_with()
    tree["agency"], tree["counterpart"] = tree["counterpart"], tree["agency"]
    cambodian = MeetingMinutes.of(Case.from_tree(tree))
    assert cambodian.view(locale("km"))["lunar_day"].endswith("ពុទ្ធសករាជ ២៥៧០")
    assert cambodian.view(locale("th"))["lunar"] is False
    assert minutes().view(locale("km"))["lunar"] is False


def test_a_text_of_two_paragraphs_is_two_paragraphs() -> None:
    item = minutes().view(locale("en"))["agenda"][1]
    assert [said.split(" reported")[0] for said in item["discussion"]] == ["The Thai Party", "The Cambodian Party"]
    assert item["cases"] == "TIP-BKK-2026-0147, NCCT-2026-0063"


def leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from leaves(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner)
    else:
        yield value


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_leaf_of_the_view_is_a_finished_string_or_a_bool(language: str) -> None:
    assert {type(leaf) for leaf in leaves(minutes().view(locale(language)))} == {str, bool}


# Templates


def test_the_three_templates_ask_for_the_same_things_and_carry_the_same_clauses() -> None:
    first, *others = (template(language) for language in LANGUAGES)
    for other in others:
        assert other.placeholders == first.placeholders
        assert other.conditions == first.conditions
        assert other.loops == first.loops
        assert other.clauses == first.clauses


def test_every_clause_of_the_type_has_its_paragraphs() -> None:
    clauses = template("en").clauses
    assert {".".join(clause.split("_")[1:-1]) for clause in clauses} == set(MeetingMinutes.clauses)
    assert len(clauses) == len(set(clauses)) == 11


@pytest.mark.parametrize("language", LANGUAGES)
def test_sixty_items_are_all_printed_in_order(language: str) -> None:
    def sixty(particulars: dict[str, Any]) -> None:
        item = particulars["agenda"][1]
        particulars["agenda"] = [{**item, "title": dict.fromkeys(LANGUAGES, f"Item-{n:03}")} for n in range(1, 61)]

    lines = words(language, sixty).split("\n")
    headings = [line for line in lines if "Item-" in line]
    assert [line[-3:] for line in headings] == [f"{n:03}" for n in (*range(1, 61), *range(1, 61))]
    assert locale(language).number(60) in headings[-1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_action_stands_in_one_row_with_all_its_owners(language: str) -> None:
    view = minutes().view(locale(language))
    filled = template(language).render(view, title="Minutes", language=language)
    actions = docx.Document(io.BytesIO(filled)).tables[-2]
    assert len(actions.rows) == 1 + 4
    for row, action in zip(actions.rows[1:], view["actions"], strict=True):
        number, task, item, owners, due = (cell.text for cell in row.cells)
        assert (number, task, item, due) == (action["number"], action["task"], action["item"], action["due"])
        assert owners == "\n".join(f"{owner['agency']} ({owner['party']})" for owner in action["owners"])


def test_an_action_has_at_most_three_owners_so_that_its_row_fits_on_a_page() -> None:
    def owners(count: int) -> Change:
        return lambda p: p["actions"][0].update(owners=p["actions"][0]["owners"] * count)

    assert broken(owners(3)) == set()
    with pytest.raises(InputRefused):
        minutes(owners(4))


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_items_and_nothing_optional_leave_no_heading_of_what_is_not_there(language: str) -> None:
    def bare(particulars: dict[str, Any]) -> None:
        particulars.update(agenda=particulars["agenda"][1:3], actions=[], kind="regular", mode="online", closed="16:30")
        without("ad_hoc_reason", "closing_date", "previous", "next_meeting", "place")(particulars)
        for side in particulars["delegations"]:
            side.update(absent=[], in_attendance=[], members=[])

    full, bare_words = words(language), words(language, bare)
    absent = {"km": "អវត្តមាន", "th": "ผู้ไม่มาประชุม", "en": "Absent"}[language]
    guests = {"km": "អ្នកចូលរួមតាមការអញ្ជើញ", "th": "ผู้เข้าร่วมประชุม", "en": "In attendance"}[language]
    place = {"km": "ទីកន្លែង", "th": "สถานที่\t", "en": "Place:"}[language]
    for heading in (absent, guests, place):
        assert heading in full
        assert heading not in bare_words


@pytest.mark.parametrize(("language", "mark"), [("km", "សម្ងាត់"), ("th", "ลับ"), ("en", "CONFIDENTIAL")])
def test_every_page_is_marked_confidential_at_top_and_bottom(language: str, mark: str) -> None:
    filled = template(language).render(minutes().view(locale(language)), title="Minutes", language=language)
    (section,) = docx.Document(io.BytesIO(filled)).sections
    for part in (section.header, section.footer):
        assert mark in "".join(text.text or "" for text in part._element.iter(qn("w:t")))


@pytest.mark.parametrize("language", ["km", "th"])
def test_typed_numbers_of_the_template_stand_in_the_languages_digits(language: str) -> None:
    def no_values(particulars: dict[str, Any]) -> None:
        letter = {language: locale(language).digits("1")}
        for item in particulars["agenda"]:
            item.update(cases=[], title=letter, discussion=letter, resolution=letter)
        for action in particulars["actions"]:
            action["task"] = letter
        particulars["ad_hoc_reason"] = letter

    page = words(language, no_values)
    for agency in (minutes().agency, minutes().counterpart):
        for given in (agency.telephone, agency.email or ""):
            assert given in page
            page = page.replace(given, "")
    assert not set("0123456789") & set(page)
