"""Question pages over HTTP: what is shown and sent back is the same draft, what is typed is understood or kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from docgen.casefile.draft import Draft
from docgen.casefile.places import DOCUMENTS
from docgen.documents import document_type, document_types, example
from tests.conftest import languages
from tests.integration.web_pages import Clerk, all_pages, clerk_in, form_of, text_of

MINUTES = "documents/meeting_minutes"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clerk]:
    with clerk_in(tmp_path_factory.mktemp("questions")) as clerk:
        yield clerk


@pytest.fixture
def clerk(service: Clerk) -> Clerk:
    service.language = "en"
    return service


def draft_of(type_id: str = "meeting_minutes") -> Draft:
    return Draft(values=example(document_type(type_id)))


def roots(type_id: str) -> tuple[tuple[str, ...], ...]:
    return (), (DOCUMENTS, type_id)


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("type_id", list(document_types()))
def test_every_page_sent_back_as_it_was_shown_leaves_the_draft_as_it_was(
    clerk: Clerk, type_id: str, language: str
) -> None:
    clerk.language = language
    draft = draft_of(type_id)
    case = clerk.case(draft)
    sent: set[str] = set()
    for root in roots(type_id):
        for section in all_pages(root, draft):
            address = f"/cases/{case}/at/{section.path}"
            sent |= clerk.form(address).names()
            if not section.rows:
                clerk.send(address)
            assert clerk.draft(case) == draft, section.path
    assert len(sent) > 20


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("type_id", list(document_types()))
def test_what_the_pages_show_makes_the_same_draft_where_nothing_was_before(
    clerk: Clerk, type_id: str, language: str
) -> None:
    clerk.language = language
    draft = draft_of(type_id)
    empty_draft, own_number = Draft(values=emptied(draft.values)), (DOCUMENTS, type_id, "reference")
    if draft.at(own_number):
        empty_draft = empty_draft.put(own_number, "of its own")  # where it is restated, the pages have a question more
    full, new = clerk.case(draft), clerk.case(empty_draft)
    for root in roots(type_id):
        for section in all_pages(root, draft):
            if section.rows:
                continue
            shown, address = clerk.form(f"/cases/{full}/at/{section.path}"), f"/cases/{new}/at/{section.path}"
            empty = clerk.form(address)
            own = ("csrf", "revision", "page", "count")
            sent = [(name, value) for name, value in shown.sent if name not in own]
            sent += [(name, empty.value(name)) for name in own]
            assert clerk.post(empty.action, [*sent, ("action", "save")]).status_code == 303
    assert clerk.draft(new).typed == {}
    assert clerk.draft(new).values == without_nulls(draft.values)


def without_nulls(values: Any) -> Any:
    if isinstance(values, dict):
        return {name: without_nulls(value) for name, value in values.items() if value is not None}
    return [without_nulls(value) for value in values] if isinstance(values, list) else values


def emptied(values: Any) -> Any:
    """The groups and rows alone, without any answer."""
    if isinstance(values, dict):
        found = {name: emptied(value) for name, value in values.items()}
        return {name: value for name, value in found.items() if value not in (None, {}, [])}
    if isinstance(values, list) and values and isinstance(values[0], dict) and not set(values[0]) <= set(languages()):
        return [emptied(value) or {} for value in values]
    return None


@pytest.mark.parametrize(
    ("day", "month", "year", "value"),
    [
        ("3", "12", "2026", "2026-12-03"),
        ("3", "12", "2569", "2026-12-03"),
        ("๓", "๑๒", "๒๕๖๙", "2026-12-03"),
        ("៣", "១២", "២០២៦", "2026-12-03"),
        ("3", "ธันวาคม", "2569", "2026-12-03"),
        ("3", "ធ្នូ", "2026", "2026-12-03"),
        ("3", "December", "พ.ศ. 2569", "2026-12-03"),
        ("3 December 2026", "", "", "2026-12-03"),
    ],
)
def test_a_date_is_understood_in_any_digits_era_and_words(
    clerk: Clerk, day: str, month: str, year: str, value: str
) -> None:
    case = clerk.case(draft_of())
    name = f"{MINUTES}/date"
    clerk.send(
        f"/cases/{case}/at/{MINUTES}", "save", {f"{name}.day": day, f"{name}.month": month, f"{name}.year": year}
    )
    assert clerk.draft(case).at((*MINUTES.split("/"), "date")) == value
    assert "Understood as 3 December 2026 (C.E. 2026, Thai B.E. 2569)" in text_of(
        clerk.get(f"/cases/{case}/at/{MINUTES}").text
    ), "both eras, after a reload, too"


def test_a_date_that_is_known_in_part_may_lack_its_day_and_be_about(clerk: Clerk) -> None:
    case = clerk.case(Draft())
    birth = "person/birth/date"
    clerk.send(f"/cases/{case}/at/person", "save", {f"{birth}.month": "5", f"{birth}.year": "2008"})
    assert clerk.draft(case).at(("person", "birth", "date")) == "2008-05"
    clerk.send(f"/cases/{case}/at/person", "save", {f"{birth}.about": "yes"})
    assert clerk.draft(case).at(("person", "birth", "date")) == "2008-05~"


def test_what_is_not_understood_is_kept_as_it_was_typed_and_shown_with_the_reason(clerk: Clerk) -> None:
    case = clerk.case(draft_of())
    address, name = f"/cases/{case}/at/{MINUTES}", f"{MINUTES}/date"
    clerk.send(address, "save", {f"{name}.month": "Brumaire"})
    assert clerk.draft(case).at((*MINUTES.split("/"), "date")) is None
    assert clerk.draft(case).typed[name]["month"] == "Brumaire"
    assert clerk.form(address).value(f"{name}.month") == "Brumaire"
    assert "Not a date that can be read" in text_of(clerk.get(address).text)
    clerk.send(address, "save", {f"{name}.month": "11"})
    assert clerk.draft(case) == draft_of()


def test_going_on_stops_at_what_is_missing_and_has_saved_all_the_same(clerk: Clerk) -> None:
    case = clerk.case(Draft())
    answer = clerk.send(f"/cases/{case}/at/person", "continue", {"person/code": "P-1"})
    assert answer.headers["location"] == f"/cases/{case}/at/person?checked=1"
    page = clerk.get(answer.headers["location"]).text
    assert 'href="#person/names"' in page and 'href="#person/birth"' in page and "Go on anyway" in page
    assert 'href="#person/code"' not in page and 'href="#person/aliases"' not in page
    assert clerk.draft(case).values["person"] == {"code": "P-1"}


def test_the_last_page_of_a_paper_leads_to_its_answers(clerk: Clerk) -> None:
    case = clerk.case(draft_of("termination_notice"))
    answer = clerk.send(f"/cases/{case}/at/documents/termination_notice/addressee")
    assert answer.headers["location"] == f"/cases/{case}/check/termination_notice"
    page = clerk.get(answer.headers["location"]).text
    assert "0803/215" in page and f"/cases/{case}/at/documents/termination_notice#documents" in page


def test_the_check_tells_what_is_missing_and_the_clause(clerk: Clerk) -> None:
    draft = draft_of().put((*MINUTES.split("/"), "place"), None).put((*MINUTES.split("/"), "host"), None)
    page = text_of(clerk.get(f"/cases/{clerk.case(draft)}/check/meeting_minutes").text)
    assert "1 answer is missing" in page and "Host Missing SOP, clause 7.3" in page


def test_rows_are_added_moved_and_removed_with_what_was_typed_in_them(clerk: Clerk) -> None:
    case = clerk.case(draft_of())
    actions, place = f"/cases/{case}/at/{MINUTES}/actions", (*MINUTES.split("/"), "actions")
    before = clerk.draft(case).at(place)
    added = clerk.send(actions, f"add:{MINUTES}/actions").headers["location"]
    assert added == f"{actions}/{len(before)}"
    clerk.send(added, "save", {f"{MINUTES}/actions/{len(before)}/due.year": "soon"})
    clerk.send(actions, f"up:{MINUTES}/actions/{len(before)}")
    typed = f"{MINUTES}/actions/{len(before) - 1}/due"
    assert clerk.draft(case).typed == {typed: {"year": "soon"}}
    clerk.send(actions, f"remove:{MINUTES}/actions/0")
    assert clerk.draft(case).typed == {f"{MINUTES}/actions/{len(before) - 2}/due": {"year": "soon"}}
    assert clerk.draft(case).rows(place) == len(before)


def test_answers_of_one_kind_are_added_and_removed_and_keep_their_order(clerk: Clerk) -> None:
    case = clerk.case(Draft(values={"person": {"aliases": ["one", "two"], "languages": ["km"]}}))
    address = clerk.page_of(case, "person/aliases")
    clerk.send(address, "more:person/aliases", {"person/aliases/2": "three"})
    clerk.send(clerk.page_of(case, "person/languages"), "save", {"person/languages/1": "th"})
    assert clerk.draft(case).at(("person", "aliases")) == ["one", "two", "three"]
    assert clerk.draft(case).at(("person", "languages")) == ["km", "th"]
    clerk.send(address, "save", {"person/aliases/1": ""})
    clerk.send(address, "remove:person/aliases/0")
    assert clerk.draft(case).at(("person", "aliases")) == ["three"]


def test_a_question_that_is_not_asked_says_so_and_keeps_its_answer(clerk: Clerk) -> None:
    case = clerk.case(draft_of())
    address = f"/cases/{case}/at/{MINUTES}"
    clerk.send(address, "save", {f"{MINUTES}/kind": "regular"})
    assert clerk.draft(case).at((*MINUTES.split("/"), "ad_hoc_reason")), "kept"
    page = clerk.get(address).text
    assert "Only if the answer to “Kind of meeting” is “Ad hoc meeting”." in text_of(page)
    assert f'data-asked-when="{MINUTES}/kind=ad_hoc"' in page


def test_of_a_birth_either_the_date_or_the_estimate_is_kept(clerk: Clerk) -> None:
    case = clerk.case(draft_of("rights_statement"))
    new = {"person/birth.known": "1", "person/birth/estimated_age": "17"}
    day = {f"person/birth/estimated_on.{box}": text for box, text in (("day", "1"), ("month", "2"), ("year", "2026"))}
    clerk.send(f"/cases/{case}/at/person", "save", new | day)
    birth = clerk.draft(case).at(("person", "birth"))
    assert birth["estimated_age"] == 17 and birth["estimated_on"] == "2026-02-01" and "date" not in birth


@pytest.mark.parametrize("language", languages())
def test_a_date_with_a_box_for_about_says_nothing_of_the_sign_that_stands_for_it_elsewhere(
    clerk: Clerk, language: str
) -> None:
    clerk.language = language
    shown = clerk.get(f"/cases/{clerk.case(draft_of('rights_statement'))}/at/person").text
    assert 'name="person/birth/date.about"' in shown and "~" not in text_of(shown)


def test_nobody_loses_an_age_for_a_choice_that_was_left_as_it_was(clerk: Clerk) -> None:
    case = clerk.case(draft_of("rights_statement"))
    clerk.send(f"/cases/{case}/at/person", "save", {"person/birth/estimated_age": "17"})
    assert {"date", "estimated_age"} <= set(clerk.draft(case).at(("person", "birth")))
    assert "one of the two" in text_of(clerk.get(f"/cases/{case}/at/person").text)


def test_a_name_in_letters_of_another_script_is_kept_with_a_warning(clerk: Clerk) -> None:
    case = clerk.case(Draft())
    address = f"/cases/{case}/at/person"
    hidden = 'id="person/names/Khmr.script" aria-live="polite" hidden'
    clerk.send(address, "save", {"person/names/Khmr": "សុខ ១.-"})
    assert hidden in clerk.get(address).text
    clerk.send(address, "save", {"person/names/Khmr": "Sok"})
    assert hidden not in clerk.get(address).text
    assert clerk.draft(case).at(("person", "names", "Khmr")) == "Sok"


def test_a_province_fills_a_text_in_every_language(clerk: Clerk) -> None:
    case = clerk.case(Draft(values={"agency": {"telephone": "+66 2 555 0131"}}))
    clerk.send(f"/cases/{case}/at/agency", "fill:agency/city", {"agency/city.province": "TH-74"})
    assert clerk.draft(case).at(("agency", "city")) == {
        "en": "Samut Sakhon Province", "km": "ខេត្តសមុទ្រសាគរ", "th": "จังหวัดสมุทรสาคร",
    }  # fmt: skip


def test_an_answer_becomes_an_entry_that_fills_another_group(clerk: Clerk) -> None:
    case = clerk.case(draft_of("interpreter_waiver"))
    clerk.send(f"/cases/{case}/at/interview/official", "keep:interview/official")
    ((person, entry),) = clerk.draft(case).people.items()
    assert clerk.draft(case).at(("interview", "official")) is None and entry["value"]["names"]
    other = f"/cases/{case}/at/documents/interpreter_waiver/assessment/official"
    clerk.send(other, "save", {"documents/interpreter_waiver/assessment/official.who": person})
    assert set(clerk.draft(case).uses.values()) == {person} and len(clerk.draft(case).uses) == 2
    page = clerk.get(other).text
    assert f"/cases/{case}/at/people/{person}" in page and 'official/sex"' not in page
    clerk.send(other, "save", {"documents/interpreter_waiver/assessment/official.who": "other"})
    assert list(clerk.draft(case).uses) == ["interview/official"]


def test_an_entry_of_the_directory_is_corrected_on_a_page_of_its_own(clerk: Clerk) -> None:
    case = clerk.case(Draft().with_person("p1", "interpreter", {"code": "I-1", "languages": ["km"]}))
    answer = clerk.send(f"/cases/{case}/at/people/p1", "save", {"people/p1/code": "I-2", "people/p1/trained": "no"})
    assert answer.headers["location"] == f"/cases/{case}"
    assert clerk.draft(case).people["p1"]["value"] == {"code": "I-2", "languages": ["km"], "trained": False}
    going_on = clerk.send(f"/cases/{case}/at/people/p1").headers["location"]
    assert going_on.endswith("/at/people/p1?checked=1")
    assert f'href="/cases/{case}/people"' in clerk.get(going_on).text, "what is missing is told, and the way on"


def test_what_was_typed_is_never_taken_for_markup(clerk: Clerk) -> None:
    case = clerk.case(Draft(values={"person": {"code": '"><script>alert(1)</script>'}}))
    page = clerk.get(f"/cases/{case}/at/person").text
    assert "<script>alert" not in page and clerk.form(f"/cases/{case}/at/person").value("person/code").startswith('">')


def test_names_that_the_page_has_not_are_passed_over(clerk: Clerk) -> None:
    case = clerk.case(draft_of())
    forged = {
        "person/code": "X", f"{MINUTES}/agenda/0/title/en": "X", f"{MINUTES}/nothing": "X",
        f"{MINUTES}/place/name/x y": "X", "__proto__": "X",
        f"{MINUTES}/date.hour": "X", "people/p1/sex": "male", f"{MINUTES}/place/name/zz": "X",
    }  # fmt: skip
    form = clerk.form(f"/cases/{case}/at/{MINUTES}")
    for action in ("save", "add:person/documents", "remove:people/p1", "up:", "keep:person", "fill:nothing", "x:y"):
        assert clerk.post(form.action, [*form.changed(forged), ("action", action)]).status_code == 303
    assert clerk.draft(case) == draft_of()


@pytest.mark.parametrize(
    "place", ["nothing", "documents", "documents/none", f"{MINUTES}/none", "people/p1", "person/names/Latn/x", "a\x00b"]
)
def test_a_place_that_no_model_has_is_not_found(clerk: Clerk, place: str) -> None:
    assert clerk.get(f"/cases/{clerk.case(draft_of())}/at/{place.replace(chr(0), '%00')}").status_code == 404


def test_a_question_leads_to_the_page_that_holds_it_and_a_missing_row_to_its_list(clerk: Clerk) -> None:
    case = clerk.case(draft_of())
    assert f"{MINUTES}/opening/km" in clerk.form(clerk.page_of(case, f"{MINUTES}/opening/km")).names()
    assert (
        clerk.get(f"/cases/{case}/at/{MINUTES}/agenda/99/title")
        .headers["location"]
        .startswith(f"/cases/{case}/at/{MINUTES}/agenda#")
    )


@pytest.mark.parametrize("language", languages())
def test_the_picture_of_the_paper_stands_beside_each_list_as_beside_questions(clerk: Clerk, language: str) -> None:
    clerk.language = language
    draft = draft_of()
    case = clerk.case(draft)
    lists = [section for root in roots("meeting_minutes") for section in all_pages(root, draft) if section.rows]
    assert len(lists) >= 2
    for section in lists:
        shown = clerk.get(f"/cases/{case}/at/{section.path}").text
        beside = shown[shown.index('class="app-beside__picture"') :]
        assert f'data-preview="/cases/{case}/preview/meeting_minutes/{language}?' in beside, section.path
        assert f'src="/cases/{case}/preview/meeting_minutes/{language}/1.png?' in beside, "without JavaScript, too"


def test_a_text_beyond_all_limits_is_kept_with_the_reason_or_refused_as_a_whole(clerk: Clerk) -> None:
    case = clerk.case(draft_of())
    address = clerk.page_of(case, f"{MINUTES}/opening")
    clerk.send(address, "save", {f"{MINUTES}/opening/en": "long " * 900})
    assert "longer than" in text_of(clerk.get(address).text)
    form = clerk.form(address)
    sent = [*form.changed({f"{MINUTES}/opening/en": "x" * 2_000_001}), ("action", "save")]
    assert clerk.post(form.action, sent).status_code == 413
    assert clerk.draft(case).at((*MINUTES.split("/"), "opening", "en")).startswith("long long")


def test_typing_is_saved_and_answered_with_what_there_is_to_say(clerk: Clerk) -> None:
    case = clerk.case(draft_of())
    form = clerk.form(f"/cases/{case}/at/{MINUTES}")
    typed = form.changed({f"{MINUTES}/date.day": "18", "count": "3"})
    answer = clerk.post(form.action.replace("/at/", "/save/"), typed, **{"HX-Request": "true"})
    assert answer.status_code == 200 and answer.headers["hx-trigger"] == "saved"
    assert "Understood as 18 November 2026" in text_of(answer.text)
    assert f'id="{MINUTES}/date.said"' in answer.text and 'value="2" hx-swap-oob="true"' in answer.text
    late = form.changed({f"{MINUTES}/date.day": "1", "count": "2"})
    assert clerk.post(form.action.replace("/at/", "/save/"), late, **{"HX-Request": "true"}).status_code == 204
    assert clerk.draft(case).at((*MINUTES.split("/"), "date")) == "2026-11-18"


def test_a_page_whose_saving_was_never_acknowledged_does_not_clash_with_itself(clerk: Clerk) -> None:
    case = clerk.case(draft_of())
    form = clerk.form(f"/cases/{case}/at/{MINUTES}")
    for count, day in enumerate(("1", "18", "19"), 1):
        typed = form.changed({f"{MINUTES}/date.day": day, "count": str(count)})
        assert clerk.post(form.action.replace("/at/", "/save/"), typed).status_code == 200
    assert clerk.draft(case).at((*MINUTES.split("/"), "date")) == "2026-11-19"


def test_what_another_page_changed_is_merged_and_shown_where_it_stands(clerk: Clerk) -> None:
    case = clerk.case(draft_of())
    one, other = (clerk.form(f"/cases/{case}/at/{MINUTES}") for _ in range(2))
    save = one.action.replace("/at/", "/save/")
    assert clerk.post(save, other.changed({f"{MINUTES}/number": "7", "count": "1"})).status_code == 200
    answer = clerk.post(save, one.changed({f"{MINUTES}/date.day": "18", "count": "1"}))
    assert f'id="{MINUTES}/number.question"' in answer.text and 'value="7"' in answer.text
    assert clerk.draft(case).at(tuple(MINUTES.split("/")))["number"] == 7
    assert clerk.draft(case).at((*MINUTES.split("/"), "date")) == "2026-11-18"


@pytest.mark.parametrize(("choice", "kept"), [("mine", 9), ("theirs", 7)])
def test_two_answers_to_one_question_are_compared_and_the_chosen_one_is_kept(
    clerk: Clerk, choice: str, kept: int
) -> None:
    case = clerk.case(draft_of())
    one, other = (clerk.form(f"/cases/{case}/at/{MINUTES}") for _ in range(2))
    clerk.post(one.action, [*one.changed({f"{MINUTES}/number": "7"}), ("action", "save")])
    mine = other.changed({f"{MINUTES}/number": "9", f"{MINUTES}/year": "2025"})
    assert clerk.post(other.action.replace("/at/", "/save/"), mine).status_code == 409, "nothing is overwritten"
    compared = clerk.post(other.action, [*mine, ("action", "save")])
    assert compared.status_code == 409
    words = text_of(compared.text)
    assert "Meeting number" in words and "Your answer: 9" in words and "The other answer: 7" in words
    assert "Year of the meeting number" not in words, "only what both changed"
    form = form_of(compared.text)
    assert clerk.post(form.action, form.changed({f"keep:{MINUTES}/number": choice})).status_code == 303
    found = clerk.draft(case).at(tuple(MINUTES.split("/")))
    assert (found["number"], found["year"]) == (kept, 2025)
