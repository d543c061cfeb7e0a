"""The pages around a case, over HTTP: list, search, tasks, people, history, sharing, duplicate and end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from api.web import states
from api.web.cases import A_PAGE
from docgen.casefile.assembly import assembled
from docgen.casefile.directory import repeated
from docgen.casefile.draft import Draft
from docgen.casefile.people import KINDS
from docgen.casefile.tasks import shared_groups
from docgen.documents import document_types
from tests.integration.clerks import Clerk, clerk, full_draft, settings_on, standing, text_of
from tests.integration.web import Pages, pages

_TASK = re.compile(r'aria-describedby="([^"]+)">(.*?)</a>.*?id="\1">(.*?)</div>', re.S)


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def running(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    """One service for all tests of this module; each of them has clerks of its own."""
    with pages(settings_on(request.param, tmp_path_factory.mktemp("cases"), request)) as found:
        yield found


@pytest.fixture
def dara(running: Pages) -> Clerk:
    return clerk(running, "dara")


def tasks(html: str) -> dict[str, str]:
    """State by title, as the task lists of a page show them."""
    return {text_of(title): text_of(state) for _, title, state in _TASK.findall(html)}


# The list


def test_a_new_case_begins_with_its_number(dara: Clerk) -> None:
    address = dara.sent("/cases", number=" TIP-2026-0147 ")
    assert "TIP-2026-0147" in dara.read(address)
    assert dara.draft(address.removeprefix("/cases/")).reference == "TIP-2026-0147"
    assert f'href="{address}"' in dara.found("/")


def test_a_case_can_begin_without_a_number(dara: Clerk) -> None:
    assert "No number yet" in dara.read(dara.sent("/cases", number=""))
    assert "No number yet" in dara.read("/")


def test_a_number_that_cannot_be_one_is_asked_for_again_without_echoing_it_in_the_error(dara: Clerk) -> None:
    answer = dara.post("/cases", number="KH\u202e1")
    assert answer.status_code == 422
    assert "There is a problem" in answer.text
    summary = answer.text.split('class="govuk-error-summary"')[1].split("<form")[0]
    assert "KH" not in text_of(summary) and 'href="#number"' in summary
    assert "You have no cases yet" in dara.read("/")
    assert dara.get("/cases").headers["location"] == "/cases/new"


def test_the_list_shows_numbers_and_no_names(dara: Clerk) -> None:
    draft = full_draft()
    dara.has(draft)
    shown = dara.read("/")
    names = draft.values["person"]["names"].values()
    assert draft.reference in shown
    assert [name for name in names if name in shown] == []
    assert draft.values["person"]["code"] not in shown


def test_the_list_is_cut_into_pages_of_thirty_the_one_changed_last_first(dara: Clerk) -> None:
    made = []
    for number in range(A_PAGE + 2):
        made.append(dara.has(Draft({"reference": f"CASE-{number}"})).id)
        dara.pages.clock.pass_by(seconds=1)
    first = dara.found("/")
    order = re.findall(r'href="/cases/([0-9a-f]{32})"', first)
    assert order == made[:1:-1]
    older = re.search(r'href="(/\?after=[0-9a-f]+)"', first)
    assert older is not None
    assert re.findall(r'href="/cases/([0-9a-f]{32})"', dara.found(older[1])) == made[1::-1]


def test_a_case_says_when_it_will_be_destroyed_in_its_last_thirty_days_only(dara: Clerk) -> None:
    dara.has(Draft({"reference": "OLD"}))
    assert "Destroyed on" not in dara.read("/")
    dara.pages.clock.at += timedelta(days=151)
    again = dara.browser.sign_in(dara.user.name)
    assert again.status_code == 303
    assert "Destroyed on" in dara.read("/")


# Search


@pytest.mark.parametrize("asked", ["TIP-BKK-2026-0147", "tip bkk", "0147", "147", "๐๑๔๗", "០១៤៧", "TIPBKK20260147"])
def test_a_case_is_found_by_its_number_whole_or_in_part_in_any_digits(dara: Clerk, asked: str) -> None:
    wanted = dara.has(Draft({"reference": "TIP-BKK-2026-0147"}))
    other = dara.has(Draft({"reference": "KH-PNP-2025-0009"}))
    html = dara.post("/search", number=asked).text
    assert f"/cases/{wanted.id}" in html
    assert f"/cases/{other.id}" not in html
    assert "1 case found" in text_of(html)


def test_no_case_is_found_by_the_name_of_its_person_nor_one_of_another_clerk(running: Pages, dara: Clerk) -> None:
    draft = full_draft()
    dara.has(draft)
    for name in draft.values["person"]["names"].values():
        assert "0 cases found" in text_of(dara.post("/search", number=name).text)
    assert "0 cases found" in text_of(clerk(running, "sok").post("/search", number=draft.reference).text)


def test_a_search_leaves_no_number_in_an_address_and_an_empty_one_shows_all(dara: Clerk) -> None:
    html = dara.post("/search", number="KH-SECRET-7").text
    assert [found for found in re.findall(r'(?:href|action)="([^"]*)"', html) if "SECRET" in found] == []
    assert dara.sent("/search", number="  ") == "/"
    assert dara.get("/search").headers["location"] == "/"


# Tasks


def test_an_empty_case_has_every_group_and_every_paper_not_started(dara: Clerk) -> None:
    shown = tasks(dara.found(f"/cases/{dara.has(Draft()).id}"))
    groups = [group.node.title for group in shared_groups(Draft())]
    titles = [kind.title for kind in document_types().values()]
    assert {name: shown[name] for name in (*groups, *titles)} == dict.fromkeys((*groups, *titles), "Not started")


def test_a_full_case_has_every_group_completed_and_every_paper_ready(dara: Clerk) -> None:
    shown = tasks(dara.found(f"/cases/{dara.has(full_draft()).id}"))
    groups = [group.node.title for group in shared_groups(Draft())]
    assert {shown[name] for name in groups} == {"Completed"}
    assert {shown[kind.title] for kind in document_types().values()} == {"Ready"}


def test_a_paper_says_how_much_it_lacks_and_each_of_it_with_the_page_where_it_is_asked(dara: Clerk) -> None:
    draft = full_draft()
    draft = draft.put(("documents", "interpreter_waiver", "date"), None)
    draft = draft.put(("documents", "interpreter_waiver", "time"), None)
    file = dara.has(draft)
    kind = document_types()["interpreter_waiver"]
    html = dara.found(f"/cases/{file.id}")
    assert tasks(html)[kind.title] == "Incomplete"
    assert "2 answers missing" in text_of(html)
    lacks = dara.found(f"/cases/{file.id}/lacks/interpreter_waiver")
    assert lacks.count(f'href="/cases/{file.id}/at/documents/interpreter_waiver') == 2
    assert "Date of the declaration" in lacks and "Time of the declaration" in lacks
    assert [number for number in kind.clauses if f'href="/sop/{number}"' not in lacks] == []


def test_a_broken_rule_of_the_sop_is_shown_with_its_clause(dara: Clerk) -> None:
    draft = full_draft().put(("interpreter", "accompanied_person"), True)
    file = dara.has(draft)
    rule = next(
        (type_id, rule)
        for type_id, kind in document_types().items()
        for rule in kind.rules
        if rule.field == "interpreter/accompanied_person"
    )
    lacks = dara.found(f"/cases/{file.id}/lacks/{rule[0]}")
    assert standing(rule[1].message) in text_of(lacks)
    assert f'hx-get="/sop/{rule[1].clause}"' in lacks
    assert f'href="/cases/{file.id}/at/interpreter' in lacks


def test_a_text_that_was_not_understood_keeps_its_group_incomplete(dara: Clerk) -> None:
    file = dara.has(full_draft().mistyped(("interview", "date"), "some day"))
    shown = tasks(dara.found(f"/cases/{file.id}"))
    assert shown["Interview"] == "Incomplete"
    assert "some day" not in dara.read(f"/cases/{file.id}")


def test_the_state_of_a_case_follows_each_save(dara: Clerk) -> None:
    file = dara.has(Draft())
    assert tasks(dara.found(f"/cases/{file.id}"))["Case number"] == "Not started"
    service = dara.pages.app.state.service
    service.cases.save(file.id, dara.user.id, file.revision, full_draft(), "", dara.pages.clock())
    assert tasks(dara.found(f"/cases/{file.id}"))["Case number"] == "Completed"


def test_the_states_of_a_few_cases_are_remembered_and_no_more(dara: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(states, "_MOST", 2)
    files = [dara.has(Draft({"reference": f"CASE-{number}"})) for number in range(4)]
    for file in files:
        dara.read(f"/cases/{file.id}")
    remembered = dara.pages.app.state.pages.state.document_states
    assert list(remembered) == [(file.id, file.revision) for file in files[-2:]]


def test_papers_to_check_are_those_that_were_started(dara: Clerk) -> None:
    kinds = list(document_types().values())
    draft = full_draft()
    draft = draft.put(("documents",), {kinds[0].type_id: draft.values["documents"][kinds[0].type_id]})
    shown = dara.read(f"/cases/{dara.has(draft).id}/check")
    assert [kind.title for kind in kinds if kind.title in shown] == [kinds[0].title]
    assert "No paper has been started yet." in dara.read(f"/cases/{dara.has(Draft()).id}/check")


# People


@pytest.mark.parametrize("kind", KINDS)
def test_an_entry_of_the_directory_is_added_and_asked_for_on_its_own_page(dara: Clerk, kind: str) -> None:
    file = dara.has(Draft())
    address = dara.sent(f"/cases/{file.id}/people", kind=kind)
    (person,) = dara.draft(file.id).people
    assert address == f"/cases/{file.id}/at/people/{person}"
    assert "No name yet" in dara.read(f"/cases/{file.id}/people")


def test_a_kind_of_entry_that_there_is_not_is_not_added(dara: Clerk) -> None:
    file = dara.has(Draft())
    assert dara.post(f"/cases/{file.id}/people", kind="witness").status_code == 404
    assert dara.draft(file.id).people == {}


def test_an_entry_says_where_it_is_used_and_goes_only_when_confirmed(dara: Clerk) -> None:
    official = full_draft().values["interview"]["official"]
    draft = full_draft().put(("interview", "official"), None).with_person("p1", "official", official)
    file = dara.has(draft.using(("interview", "official"), "p1"))
    home = f"/cases/{file.id}"
    assert "Used in 1 place" in dara.read(f"{home}/people")
    asked = dara.read(f"{home}/people/p1/remove")
    assert official["names"]["Latn"] in asked
    assert "All papers › Interview › Interviewing official" in asked
    assert set(dara.draft(file.id).people) == {"p1"}
    assert dara.sent(f"{home}/people/p1/remove") == f"{home}/people"
    assert (dara.draft(file.id).people, dara.draft(file.id).uses) == ({}, {})
    assert tasks(dara.found(home))["Interview"] == "Incomplete"


def test_what_is_written_out_twice_is_entered_once_and_every_paper_stays_as_it_was(dara: Clerk) -> None:
    before = full_draft()
    file = dara.has(before)
    home = f"/cases/{file.id}/people"
    offers = repeated(before)
    assert len(offers) > 1
    for _ in offers:
        first = re.search(r'name="first" value="([^"]+)"', dara.found(home))
        assert first is not None
        assert dara.sent(f"{home}/once", first=first[1]) == home
    assert "Written out more than once" not in dara.read(home)
    after = dara.draft(file.id)
    assert len(after.people) == len(offers)
    assert len(after.uses) == sum(len(each.places) for each in offers)
    assert {kind: assembled(after, kind) for kind in document_types()} == {
        kind: assembled(before, kind) for kind in document_types()
    }


# History


def test_an_earlier_save_is_brought_back_only_when_confirmed(dara: Clerk) -> None:
    file = dara.has(Draft({"reference": "FIRST-1"}))
    service = dara.pages.app.state.service
    dara.pages.clock.pass_by(minutes=5)
    changed = file.draft.put(("reference",), "SECOND-2")
    service.cases.save(file.id, dara.user.id, file.revision, changed, "reference", dara.pages.clock())
    shown = dara.read(f"/cases/{file.id}/history")
    assert shown.count(f"· {dara.user.name}") == 2
    assert "All papers › Case number" in shown
    assert shown.count("Bring it back") == 1
    assert "Bring the case back" in dara.read(f"/cases/{file.id}/history/{file.revision}")
    assert dara.draft(file.id).reference == "SECOND-2"
    assert dara.sent(f"/cases/{file.id}/history/{file.revision}") == f"/cases/{file.id}"
    assert dara.draft(file.id).reference == "FIRST-1"
    assert dara.read(f"/cases/{file.id}/history").count("Bring it back") == 2


def test_moments_are_told_in_the_time_of_the_offices(dara: Clerk) -> None:
    file = dara.has(Draft({"reference": "FIRST-1"}))
    at = dara.pages.clock().astimezone(ZoneInfo("Asia/Phnom_Penh"))
    told = dara.pages.app.state.service.library.locale("en").moment(at.date(), at.time())
    assert told in dara.read(f"/cases/{file.id}/history")
    assert told in dara.read("/")


def test_there_is_no_page_of_a_save_that_is_not_kept(dara: Clerk) -> None:
    file = dara.has(Draft())
    assert dara.get(f"/cases/{file.id}/history/77").status_code == 404
    assert dara.post(f"/cases/{file.id}/history/77").status_code == 404


# Sharing


def test_a_case_is_shared_by_the_name_of_an_account_until_its_owner_ends_it(running: Pages, dara: Clerk) -> None:
    sok = clerk(running, "sok")
    file = dara.has(Draft({"reference": "OURS-1"}))
    home = f"/cases/{file.id}"
    assert sok.get(home).status_code == 404
    assert dara.sent(f"{home}/share", account=sok.user.name.upper()) == f"{home}/share"
    assert sok.user.name in dara.read(f"{home}/share")
    assert "OURS-1" in sok.read("/")
    assert dara.sent(f"{home}/share/end", user=sok.user.id) == f"{home}/share"
    assert sok.get(home).status_code == 404


def test_whoever_was_let_in_may_leave_but_neither_share_nor_delete(running: Pages, dara: Clerk) -> None:
    sok, chan = clerk(running, "sok"), clerk(running, "chan")
    file = dara.has(Draft({"reference": "OURS-1"}))
    home = f"/cases/{file.id}"
    dara.sent(f"{home}/share", account=sok.user.name)
    assert "Only the owner can share" in sok.read(f"{home}/share")
    assert "Only the owner can delete" in sok.read(f"{home}/delete")
    assert sok.post(f"{home}/share", account=chan.user.name).status_code == 404
    assert sok.post(f"{home}/delete", number="OURS-1").status_code == 404
    assert chan.get(home).status_code == 404
    assert sok.sent(f"{home}/share/end", user=sok.user.id) == "/"
    assert sok.get(home).status_code == 404
    assert dara.opened(file.id) is not None


def test_an_account_that_there_is_not_is_told_without_echoing_the_name(dara: Clerk) -> None:
    file = dara.has(Draft())
    answer = dara.post(f"/cases/{file.id}/share", account="nobody-here")
    assert answer.status_code == 422
    assert "nobody-here" not in text_of(answer.text)
    assert 'href="#account"' in answer.text


# Duplicate


@pytest.mark.parametrize(("papers", "has_papers"), [("no", False), ("yes", True)])
def test_a_duplicate_has_the_agencies_and_no_person(dara: Clerk, papers: str, has_papers: bool) -> None:
    before = full_draft()
    file = dara.has(before)
    address = dara.sent(f"/cases/{file.id}/duplicate", number="NEXT-2", papers=papers)
    made = dara.draft(address.removeprefix("/cases/"))
    assert made.reference == "NEXT-2"
    assert made.values["agency"] == before.values["agency"]
    assert "person" not in made.values
    assert ("documents" in made.values) == has_papers
    assert dara.draft(file.id) == before


def test_a_duplicate_with_a_number_that_cannot_be_one_is_not_made(dara: Clerk) -> None:
    file = dara.has(Draft({"reference": "ONE-1"}))
    assert dara.post(f"/cases/{file.id}/duplicate", number="x" * 500, papers="no").status_code == 422
    assert dara.found("/").count("/cases/") == dara.found("/").count(f"/cases/{file.id}") + 1  # and /cases/new


# The end


def test_a_case_is_deleted_once_its_number_is_typed_in_any_digits(dara: Clerk) -> None:
    file = dara.has(Draft({"reference": "TIP-2026-0147"}))
    wrong = dara.post(f"/cases/{file.id}/delete", number="TIP-2026-0148")
    assert wrong.status_code == 422
    assert dara.opened(file.id) is not None
    assert dara.sent(f"/cases/{file.id}/delete", number="tip 2026 ๐๑๔๗") == "/"
    assert dara.opened(file.id) is None
    assert dara.get(f"/cases/{file.id}").status_code == 404


def test_a_case_without_a_number_is_deleted_with_the_button_alone(dara: Clerk) -> None:
    file = dara.has(Draft())
    assert dara.sent(f"/cases/{file.id}/delete") == "/"
    assert dara.opened(file.id) is None


# Whose a case is

READ = (
    "", "/check", "/lacks/interpreter_waiver", "/people", "/people/p1/remove", "/history", "/history/1", "/share",
    "/duplicate", "/delete",
)  # fmt: skip
SENT = (
    "/people", "/people/once", "/people/p1/remove", "/history/1", "/share", "/share/end", "/duplicate", "/delete",
)  # fmt: skip


def test_another_clerks_case_is_not_there_whatever_is_asked_of_it(running: Pages, dara: Clerk) -> None:
    sok = clerk(running, "sok")
    draft = full_draft().with_person("p1", "official", full_draft().values["interview"]["official"])
    file = dara.has(draft)
    fields = {
        "kind": "official",
        "user": sok.user.id,
        "account": sok.user.name,
        "number": draft.reference,
        "papers": "no",
    }
    for path in READ:
        assert dara.get(f"/cases/{file.id}{path}").status_code == 200, path
        assert sok.get(f"/cases/{file.id}{path}").status_code == 404, path
    for path in SENT:
        assert sok.post(f"/cases/{file.id}{path}", **fields).status_code == 404, path
    assert dara.opened(file.id) == file


def test_a_case_that_there_is_not_answers_as_another_clerks_does(running: Pages, dara: Clerk) -> None:
    sok = clerk(running, "sok")
    file = dara.has(full_draft())
    for path in READ:
        theirs, none = sok.get(f"/cases/{file.id}{path}"), sok.get(f"/cases/{'0' * 32}{path}")
        assert none.status_code == 404, path
        same = re.compile("[0-9a-f]{32}")
        assert same.sub("", theirs.text) == same.sub("", none.text), path


def test_every_link_of_these_pages_leads_to_a_page(dara: Clerk) -> None:
    draft = full_draft().put(("documents", "interpreter_waiver"), {"date": "2026-03-01"}).put(("embassy",), None)
    file = dara.has(draft.with_person("p1", "official", full_draft().values["interview"]["official"]))
    found = {link for path in READ for link in re.findall(r'href="(/[^"#?]*)', dara.found(f"/cases/{file.id}{path}"))}
    places = [link for link in found if "/at/" in link]
    assert len(places) > 20
    ways_out = ("/assets/", "/language/")
    led = {link: dara.get(link) for link in sorted(found) if not link.startswith(ways_out)}
    led |= {link: dara.get(page.headers["location"]) for link, page in led.items() if page.status_code == 303}
    assert {link: page.status_code for link, page in led.items() if page.status_code != 200} == {}


def test_a_form_without_the_token_of_the_session_changes_nothing(dara: Clerk) -> None:
    file = dara.has(Draft({"reference": "STAYS-1"}))
    for path in SENT:
        assert dara.browser.post(f"/cases/{file.id}{path}", {"number": "STAYS-1"}).status_code == 403, path
    assert dara.opened(file.id) == file
