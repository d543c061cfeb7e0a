"""Steps with a version on its pages: who is offered which, two at once, what somebody else did meanwhile, notes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from docgen.library import APPROVED, Library
from docgen.store import Role
from docgen.store.template_tests import Expectation
from tests.conftest import type_ids
from tests.integration.clerks import text_of
from tests.integration.librarians import TWICE, Librarian, librarian, library_of, refusal
from tests.integration.web import PASSWORD, Pages, hidden, pages


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    with pages(tmp_path_factory.mktemp("web_library_steps")) as running:
        yield running


@pytest.fixture(scope="module")
def reviewer(site: Pages) -> Librarian:
    return librarian(site, Role.REVIEWER)


@pytest.fixture(scope="module")
def approver(site: Pages) -> Librarian:
    return librarian(site, Role.APPROVER)


@pytest.fixture(scope="module")
def second(site: Pages) -> Librarian:
    return librarian(site, Role.REVIEWER, Role.APPROVER)


PLACES = iter([(type_id, tag) for type_id in type_ids() for tag in ("en", "km", "th")])


@pytest.fixture
def path() -> str:
    """The address of a first version that no other test changes."""
    type_id, tag = next(PLACES)
    return f"/library/{type_id}/{tag}/1"


def rendered(site: Pages, path: str) -> tuple[str, int]:
    """State and number of what papers are made of."""
    _, _, type_id, tag, _ = path.split("/")
    library: Library = library_of(site)
    offer = library.offer(type_id, tag)
    return offer.approval, offer.version


def test_a_version_is_submitted_approved_revoked_and_retired_by_whoever_may(
    site: Pages, reviewer: Librarian, approver: Librarian, path: str
) -> None:
    assert (reviewer.buttons(path), approver.buttons(path)) == (["submit"], ["submit", "retire"])
    reviewer.stepped(path, "submit", "Please look at the title.")
    assert (reviewer.buttons(path), approver.buttons(path)) == ([], ["approve", "return", "retire"])
    approver.stepped(path, "approve", "Read beside the others.")
    assert rendered(site, path) == (APPROVED, 1)
    page = reviewer.read(path)
    for said in ("Please look at the title.", "Read beside the others.", reviewer.user.name, approver.user.name):
        assert said in page
    assert (reviewer.buttons(path), approver.buttons(path)) == ([], ["revoke", "retire"])
    approver.stepped(path, "revoke", "The court decided otherwise.")
    assert rendered(site, path)[0] != APPROVED
    assert reviewer.state(path) == "draft"
    assert "cannot be undone" not in approver.read(f"{path}/steps/submit")
    assert "never" in approver.read(f"{path}/steps/retire")
    approver.stepped(path, "retire", "It is not used any more.")
    assert (reviewer.buttons(path), approver.buttons(path)) == ([], [])
    assert reviewer.state(path) == "retired"


def test_a_returned_version_is_a_draft_again(reviewer: Librarian, approver: Librarian, path: str) -> None:
    reviewer.stepped(path, "submit")
    approver.stepped(path, "return", "Two words are missing.")
    assert reviewer.state(path) == "draft"
    assert "Two words are missing." in reviewer.read(path)
    assert reviewer.buttons(path) == ["submit"]


@pytest.mark.parametrize("name", ["approve", "return", "revoke", "retire"])
def test_a_reviewer_takes_no_step_of_an_approver(reviewer: Librarian, path: str, name: str) -> None:
    reviewer.get(path)
    assert reviewer.get(f"{path}/steps/{name}").status_code == 403
    assert reviewer.post(f"{path}/steps/{name}", reason="x", seen="0").status_code == 403
    assert reviewer.state(path) == "draft"


def test_a_step_without_the_reason_that_it_needs_is_asked_for_again(approver: Librarian, path: str) -> None:
    assert refusal(approver.step(path, "retire", "  "), "reason")
    answer = approver.step(path, "retire", "a\u202eb")
    assert refusal(answer, "reason")
    assert hidden(answer)["seen"] == "0"
    assert approver.state(path) == "draft"


def test_whoever_submitted_a_version_cannot_approve_it(second: Librarian, path: str) -> None:
    second.stepped(path, "submit")
    assert "approve" not in second.buttons(path)
    assert "you submitted this version" in second.read(path).lower()
    late = second.read(f"{path}/steps/approve", 409)
    assert "you submitted this version" in late.lower()


def test_of_two_approvers_at_once_the_second_hears_who_was_faster_and_keeps_what_was_typed(
    site: Pages, reviewer: Librarian, approver: Librarian, second: Librarian, path: str
) -> None:
    reviewer.stepped(path, "submit")
    address = f"{path}/steps/approve"
    forms = [(each, hidden(each.get(address)) | {"reason": f"by {each.user.name}"}) for each in (approver, second)]
    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(lambda each: each[0].browser.post(address, each[1]), forms))
    assert sorted(each.status_code for each in answers) == [303, 409]
    loser = answers.index(next(each for each in answers if each.status_code == 409))
    page = text_of(answers[loser].text)
    winner = forms[1 - loser][0].user.name
    assert f"Approved · 25 November 2026 at 09:00 hours · {winner}" in page
    assert f"by {forms[loser][0].user.name}" in page
    version = reviewer.shelf.versions(*path.split("/")[2:4])[-1]
    assert [each.kind for each in version.steps] == ["submitted", "approved"]
    assert rendered(site, path) == (APPROVED, 1)


def test_a_page_that_is_out_of_date_changes_nothing_and_says_what_happened(
    reviewer: Librarian, approver: Librarian, path: str
) -> None:
    reviewer.stepped(path, "submit")
    stale = hidden(approver.get(f"{path}/steps/return"))
    approver.stepped(path, "return", "First.")
    reviewer.stepped(path, "submit", "Mended.")
    answer = approver.browser.post(f"{path}/steps/return", stale | {"reason": "My long reason."})
    assert answer.status_code == 409
    page = text_of(answer.text)
    for said in ("Nothing was changed", "Mended.", reviewer.user.name, "My long reason.", "In review"):
        assert said in page
    assert f'href="{path}/steps/return"' in answer.text
    assert approver.state(path) == "in_review"


def test_an_approver_hears_that_another_language_changed_before_answering_for_it(
    reviewer: Librarian, approver: Librarian
) -> None:
    type_id, tag = next(PLACES)
    path, other = f"/library/{type_id}/{tag}/1", next(each for each in ("en", "km", "th") if each != tag)
    reviewer.stepped(path, "submit")
    form = hidden(approver.get(f"{path}/steps/approve")) | {"reason": "I read all three."}
    reviewer.uploaded(type_id, other, "About this wording nobody is asked.")
    answer = approver.browser.post(f"{path}/steps/approve", form)
    assert answer.status_code == 409
    assert "was changed since you opened the page" in text_of(answer.text)
    assert ">I read all three.</textarea>" in answer.text
    assert approver.state(path) == "in_review"


def test_findings_stand_in_the_way_until_each_is_waived_and_again_when_one_is_withdrawn(
    site: Pages, reviewer: Librarian, approver: Librarian
) -> None:
    type_id, tag = next(PLACES)
    path = reviewer.uploaded(type_id, tag, TWICE)
    reviewer.stepped(path, "submit")
    assert "approve" not in approver.buttons(path)
    assert "correct it, or waive it with a reason" in approver.read(f"{path}/steps/approve", 409)
    key = re.findall(r'name="finding" value="([0-9a-f]+)"', reviewer.html(path))[0]
    answer = reviewer.post(f"{path}/waive", finding=key, reason="")
    assert refusal(answer, f"reason-{key}")
    gone = reviewer.post(f"{path}/waive", finding="0" * 64, reason="Kept in sight.")
    assert gone.status_code == 409 and "Kept in sight." in text_of(gone.text)
    assert reviewer.waive_all(path) >= 2
    page = approver.read(path)
    assert "It is meant so." in page and "Nothing stands in the way" in page
    approver.stepped(path, "approve")
    assert rendered(site, path) == (APPROVED, int(path.rpartition("/")[2]))
    (withdraw, *_) = re.findall(r'href="([^"]*/withdraw/[0-9a-f]+)"', approver.html(path))
    assert "its approval is revoked" in approver.read(withdraw)
    assert approver.post(withdraw).headers["location"] == f"{path}?done=withdrawn#findings"
    assert approver.state(path) == "draft"
    assert "waiver of a finding was withdrawn" in approver.read(path)
    assert approver.get(withdraw).headers["location"] == f"{path}#findings", "it is withdrawn already"


def test_a_comment_stands_in_the_way_until_it_is_resolved_and_revokes_when_it_is_opened_again(
    reviewer: Librarian, approver: Librarian, path: str
) -> None:
    version = reviewer.shelf.versions(*path.split("/")[2:4])[-1]
    notes, now = reviewer.shelf.notes, reviewer.pages.clock()
    comment = notes.comment(version.id, "body+1", "Is <b>this</b> the title?", approver.user, now)
    reviewer.stepped(path, "submit")
    assert "a comment is open" in approver.read(path).lower()
    assert "Is &lt;b&gt;this&lt;/b&gt; the title?" in approver.html(path)
    answer = reviewer.post(f"{path}/resolve/{comment.id}")
    assert answer.headers["location"] == f"{path}?done=resolved#comments"
    assert f"Resolved by: {reviewer.user.name}" in approver.read(path)
    approver.stepped(path, "approve")
    assert "its approval is revoked" in reviewer.read(f"{path}/reopen/{comment.id}")
    assert reviewer.post(f"{path}/reopen/{comment.id}").headers["location"] == f"{path}?done=reopened#comments"
    assert approver.state(path) == "draft"
    assert "A comment was opened again" in approver.read(path)


def test_a_test_that_fails_stands_in_the_way_and_its_failure_is_told(
    reviewer: Librarian, approver: Librarian, path: str
) -> None:
    _, _, type_id, tag, _ = path.split("/")
    expected = [Expectation(tag, "", "This stands nowhere.")]
    reviewer.shelf.trials.save(type_id, "Title", None, expected, reviewer.user, reviewer.pages.clock())
    reviewer.stepped(path, "submit")
    page = approver.read(path)
    assert "Failed · Title" in page and "1: this does not stand there" in page
    assert "a test of expected text fails" in page.lower()
    assert "approve" not in approver.buttons(path)


def test_a_form_that_is_sent_after_its_session_ended_comes_back_with_the_reason(site: Pages, path: str) -> None:
    late = librarian(site, Role.APPROVER)
    form = hidden(late.get(f"{path}/steps/retire")) | {"reason": "Nobody needs it."}
    site.clock.pass_by(hours=2)
    answer = late.browser.post(f"{path}/steps/retire", form)
    asked = answer.headers["location"]
    assert asked.startswith("/sign-in?")
    back = late.browser.post("/sign-in", hidden(late.get(asked)) | {"name": late.user.name, "password": PASSWORD})
    assert "Nobody needs it." in late.html(back.headers["location"])
