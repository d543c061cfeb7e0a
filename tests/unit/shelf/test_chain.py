"""The chain of approval: who may take which step when, and everything that stands in the way of an approval."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import datetime
from multiprocessing import get_context

import pytest
from sqlalchemy import select

from docgen.errors import DocgenError, Severity
from docgen.settings import Settings
from docgen.shelf.chain import Chain
from docgen.shelf.desk import Desk
from docgen.shelf.errors import AlreadyApproved, ApprovalRefused, NoteRefused, RoleMissing, StepRefused
from docgen.shelf.gate import Examined
from docgen.shelf.state import State, Version
from docgen.store import Role, Store, User, users
from docgen.store.models import AuditEntry
from docgen.store.template_steps import Cause
from docgen.store.template_tests import Expectation
from tests.unit.shelf.office import NOW, TAG, TYPE, Office, finding


def codes(refused: ApprovalRefused) -> list[str]:
    return [each.code for each in refused.findings]


def refusal(work: Callable[[], object]) -> ApprovalRefused:
    with pytest.raises(ApprovalRefused) as caught:
        work()
    assert caught.value.http_status == 409
    return caught.value


def test_a_version_goes_from_draft_by_review_to_approval_and_each_step_is_kept(office: Office) -> None:
    draft = office.added("Second wording")
    assert draft.state is State.DRAFT
    submitted = office.shelf.chain.submit(draft.id, office.reviewer, "please look", office.now())
    assert (submitted.state, submitted.steps[0].reason) == (State.IN_REVIEW, "please look")
    approved = office.approve(submitted)
    assert approved.state is State.APPROVED
    assert [step.kind.value for step in approved.steps] == ["submitted", "approved"]
    assert approved.steps[1].user == office.approver.id
    assert approved.steps[1].compared == {"xx": "ab" * 32}
    assert office.shelf.version(draft.id) == approved


def test_every_step_is_in_the_audit_log_which_holds(office: Office) -> None:
    version = office.approved("Second wording")
    office.shelf.chain.revoke(version.id, office.second, "the law has changed", office.now())
    query = select(AuditEntry).order_by(AuditEntry.seq)
    entries = office.store.read(lambda session: session.scalars(query).all())
    ours = [(each.action, each.actor) for each in entries if each.subject == version.id]
    assert ours == [
        ("template.add", office.writer.id),
        ("template.submitted", office.reviewer.id),
        ("template.approved", office.approver.id),
        ("template.revoked", office.second.id),
    ]
    assert next(each.actor for each in entries) == "system"
    assert office.store.read(office.store.audit.verify) == []


def test_whoever_wrote_or_submitted_a_version_cannot_approve_it(small: Office) -> None:
    both = small.user("both", Role.REVIEWER, Role.APPROVER)
    wrote = small.added("By the writer")
    own = small.shelf.chain.submit(wrote.id, both, "", small.now())
    assert codes(refusal(lambda: small.approve(own, both))) == ["approval.submitter"]
    small.writer = both
    third = small.submitted("By both")
    assert codes(refusal(lambda: small.approve(third, both))) == ["approval.author"]
    assert small.approve(third, small.second).state is State.APPROVED


def test_who_submitted_it_once_cannot_approve_it_after_somebody_else_did(small: Office) -> None:
    version = small.added("Second wording")
    small.shelf.chain.submit(version.id, small.approver, "", small.now())
    small.shelf.chain.return_(version.id, small.second, "the title is wrong", small.now())
    again = small.shelf.chain.submit(version.id, small.reviewer, "", small.now())
    assert codes(refusal(lambda: small.approve(again, small.approver))) == ["approval.submitter"]


def test_of_a_shipped_version_whoever_submits_it_answers_as_its_author(small: Office) -> None:
    (shipped,) = small.shelf.versions(TYPE, TAG)
    assert shipped.author == ""
    submitted = small.shelf.chain.submit(shipped.id, small.approver, "", small.now())
    assert codes(refusal(lambda: small.approve(submitted, small.approver))) == ["approval.submitter"]
    assert small.approve(submitted, small.second).state is State.APPROVED


def test_everything_that_stands_in_the_way_is_named_at_once(small: Office) -> None:
    both = small.writer = small.user("both", Role.REVIEWER, Role.APPROVER)
    version = small.added("Second wording")
    small.shelf.notes.comment(version.id, "c_1_1", "which Party?", small.reviewer, small.now())
    small.shelf.trials.save(TYPE, "title", None, [Expectation(TAG, "", "Third wording")], small.reviewer, small.now())
    found = refusal(lambda: small.approve(version, both, finding(), finding("advice", Severity.ADVICE)))
    assert codes(found) == [
        "approval.state", "approval.author", "approval.finding", "approval.comment", "approval.test",
    ]  # fmt: skip
    assert [each.pointer for each in found.findings] == ["", "", "en/x.docx", "c_1_1", "title"]
    assert small.shelf.version(version.id).steps == ()


def test_what_would_stand_in_the_way_can_be_asked_beforehand(small: Office) -> None:
    version = small.submitted("Second wording")
    ask = small.shelf.chain.obstacles
    assert ask(version.id, small.approver, Examined()) == []
    assert [each.code for each in ask(version.id, small.approver, Examined([finding()]))] == ["approval.finding"]


@pytest.mark.parametrize("severity", [Severity.ERROR, Severity.WARNING])
def test_a_finding_blocks_until_it_is_waived_with_a_reason(small: Office, severity: Severity) -> None:
    version, about = small.submitted("Second wording"), finding("parity", severity)
    assert codes(refusal(lambda: small.approve(version, None, about))) == ["approval.finding"]
    with pytest.raises(NoteRefused):
        small.shelf.notes.waive(version.id, about, small.reviewer, "  ", small.now())
    waiver = small.shelf.notes.waive(version.id, about, small.reviewer, "agreed by the Parties", small.now())
    other = finding("other", severity)
    assert [each.pointer for each in refusal(lambda: small.approve(version, None, about, other)).findings] == [
        other.pointer
    ]
    assert small.approve(version, None, about).approvals[0].waivers == (waiver.id,)


def test_a_waiver_of_another_version_does_not_count(small: Office) -> None:
    first, second = small.submitted("Second wording"), small.submitted("Third wording")
    small.shelf.notes.waive(first.id, finding(), small.reviewer, "agreed by the Parties", small.now())
    assert codes(refusal(lambda: small.approve(second, None, finding()))) == ["approval.finding"]


def test_a_test_that_fails_or_was_not_run_on_this_version_blocks(small: Office) -> None:
    version = small.submitted("Second wording")
    wanted = [Expectation(TAG, "", "Third wording")]
    test = small.shelf.trials.save(TYPE, "title", None, wanted, small.reviewer, small.now())
    assert codes(refusal(lambda: small.approve(version))) == ["approval.test"]
    unrun = Examined()
    chain = small.shelf.chain
    assert codes(refusal(lambda: chain.approve(version.id, small.approver, "", small.now(), unrun))) == [
        "approval.test"
    ]
    other = small.submitted("Third wording")
    passed = Examined((), small.tried(other))
    refusal(lambda: chain.approve(version.id, small.approver, "", small.now(), passed))
    assert small.approve(other).state is State.APPROVED
    small.shelf.trials.remove(test.id, small.reviewer, small.now())
    assert small.approve(version).state is State.APPROVED


def test_a_comment_blocks_the_version_it_was_made_on_and_newer_ones_until_it_is_resolved(small: Office) -> None:
    older, version = small.submitted("Second wording"), small.submitted("Third wording")
    newer = small.submitted("Fourth wording")
    comment = small.shelf.notes.comment(version.id, "c_1_1", "which Party?", small.reviewer, small.now())
    assert small.approve(older).state is State.APPROVED
    for each in (version, newer):
        assert codes(refusal(lambda each=each: small.approve(each))) == ["approval.comment"]  # type: ignore[misc]
    small.shelf.notes.resolve(comment.id, small.writer, small.now())
    assert small.approve(version).state is small.approve(newer).state is State.APPROVED
    small.shelf.notes.reopen(comment.id, small.reviewer, small.now())
    states = [each.state for each in small.shelf.versions(TYPE, TAG)]
    assert states == [State.DRAFT, State.DRAFT, State.APPROVED, State.DRAFT]
    assert small.shelf.version(newer.id).steps[-1].cause is Cause.COMMENT


def test_no_step_is_taken_in_a_state_that_does_not_allow_it(small: Office) -> None:
    chain, version = small.shelf.chain, small.added("Second wording")
    for step in (chain.return_, chain.revoke):
        with pytest.raises(StepRefused):
            step(version.id, small.approver, "no reason", small.now())
    chain.submit(version.id, small.reviewer, "", small.now())
    with pytest.raises(StepRefused):
        chain.submit(version.id, small.reviewer, "", small.now())
    small.approve(version)
    with pytest.raises(AlreadyApproved):
        small.approve(version, small.second)
    chain.retire(version.id, small.approver, "replaced", small.now())
    for take in (chain.submit, chain.revoke, chain.retire):
        with pytest.raises(StepRefused):
            take(version.id, small.approver, "once more", small.now())
    assert codes(refusal(lambda: small.approve(version))) == ["approval.state"]


def test_roles_are_asked_of_the_store_at_each_step_and_not_of_the_page(small: Office) -> None:
    chain, version = small.shelf.chain, small.submitted("Second wording")
    for step in (chain.return_, chain.revoke, chain.retire):
        for user in (small.clerk, small.reviewer):
            with pytest.raises(RoleMissing):
                step(version.id, user, "no reason", small.now())
    with pytest.raises(RoleMissing):
        small.approve(version, small.reviewer)
    for role_lost in (lambda session: users.set_roles(session, small.approver.id, [Role.REVIEWER]),
                      lambda session: users.disable(session, small.second.id, NOW)):  # fmt: skip
        small.store.write(role_lost).result()
    for user in (small.approver, small.second):
        with pytest.raises(RoleMissing):
            small.approve(version, user)
    for work in (
        lambda: chain.submit(version.id, small.clerk, "", small.now()),
        lambda: small.shelf.add(TYPE, TAG, small.shelf.wording(version).data, small.clerk, "", small.now()),
        lambda: small.shelf.notes.comment(version.id, "c_1_1", "?", small.clerk, small.now()),
        lambda: small.shelf.notes.waive(version.id, finding(), small.clerk, "?", small.now()),
    ):
        with pytest.raises(RoleMissing):
            work()
    assert small.shelf.version(version.id).state is State.IN_REVIEW


def test_of_two_who_approve_at_once_the_second_hears_that_it_is_approved(office: Office) -> None:
    for round_ in range(5):
        version = office.submitted(f"Wording {round_}")
        together = threading.Barrier(2)

        def approve(user: User, version: Version = version, together: threading.Barrier = together) -> str:
            together.wait()
            try:
                return office.shelf.chain.approve(version.id, user, "", NOW, Examined()).state.value
            except AlreadyApproved as error:
                return error.code

        with ThreadPoolExecutor(2) as two:
            assert sorted(two.map(approve, [office.approver, office.second])) == ["already_approved", "approved"]
        steps = office.shelf.version(version.id).steps
        assert [step.kind.value for step in steps] == ["submitted", "approved"]


def approve_elsewhere(settings: Settings, versions: list[str], user: User, at: datetime) -> list[str]:
    """In a process of its own: what came of approving each of these versions."""
    found = []
    with Store.open(settings) as store:
        chain = Chain(Desk(store))
        for version in versions:
            try:
                found.append(chain.approve(version, user, "", at, Examined()).state.value)
            except DocgenError as error:
                found.append(error.code)
    return found


def test_of_two_processes_that_approve_at_once_one_does(office: Office) -> None:
    versions = [office.submitted(f"Wording {round_}").id for round_ in range(12)]
    with ProcessPoolExecutor(2, get_context("spawn")) as two:
        asked = [
            two.submit(approve_elsewhere, office.settings, versions, user, NOW)
            for user in (office.approver, office.second)
        ]
        pairs = list(zip(*(each.result() for each in asked), strict=True))
    assert {tuple(sorted(pair)) for pair in pairs} == {("already_approved", "approved")}
    for version in versions:
        assert [step.kind.value for step in office.shelf.version(version).steps] == ["submitted", "approved"]
    assert office.store.read(office.store.audit.verify) == []
