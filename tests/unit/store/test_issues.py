"""Who issued what of a case, over both databases: kept once, sealed, destroyed with its case or in time."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from docgen.settings import Settings
from docgen.store import Store
from docgen.store.issues import Issue, Papers, destroy_of, issue_id
from docgen.store.models import AuditEntry, SealedRecord
from docgen.store.retention import purge
from docgen.verification.register import Issued

NOW = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)
WEEK, YEAR = timedelta(days=7), timedelta(days=365)
CASE, USER = "c" * 32, "u" * 32
REASONS = {"some.rule": "because the shelter was full"}
FILE = {
    "name": "t.xx.pdf", "type": "t", "language": "xx", "format": "pdf", "template": "0" * 64, "approval": "draft",
    "sha256": "ab" * 32, "code": "TKY4-T17Z-7PDJ-NGMQ", "size": "3",
}  # fmt: skip
RECORD = Issued(FILE["code"], "t", "xx", "pdf", FILE["template"], "draft", "typeset", FILE["sha256"], "")
PAPERS = Papers(b"zip", [FILE], [RECORD])


@pytest.fixture
def store(installed: Settings) -> Iterator[Store]:
    with Store.open(installed) as opened:
        yield opened


def keep(store: Store, number: str = "1" * 32, case: str = CASE) -> bool:
    entry = Issue(number, case, USER, NOW, (), ())
    return store.write(
        lambda session: store.issues.keep(session, entry, PAPERS, REASONS, (NOW + WEEK, NOW + YEAR))
    ).result()


def test_what_was_kept_is_found_again(store: Store) -> None:
    assert keep(store)
    issue = store.read(lambda session: store.issues.find(session, CASE, "1" * 32))
    assert issue == Issue("1" * 32, CASE, USER, NOW, [FILE], ["some.rule"])
    assert store.read(lambda session: store.issues.archive(session, "1" * 32)) == b"zip"
    assert store.read(lambda session: store.issues.reasons(session, "1" * 32)) == REASONS
    assert store.register.with_code(FILE["code"]) == [RECORD]


def test_an_issue_belongs_to_its_case(store: Store) -> None:
    keep(store)
    assert store.read(lambda session: store.issues.find(session, "d" * 32, "1" * 32)) is None


def test_the_same_issue_is_kept_once(store: Store) -> None:
    assert [keep(store), keep(store)] == [True, False]
    events = store.read(lambda session: list(session.scalars(select(AuditEntry.action))))
    assert events == ["case.issue"]


def test_the_newest_comes_first(store: Store) -> None:
    keep(store)
    later = Issue("2" * 32, CASE, USER, NOW + WEEK, (), ())
    until = (NOW + WEEK, NOW + YEAR)
    store.write(lambda session: store.issues.keep(session, later, PAPERS, {}, until)).result()
    found = store.read(lambda session: store.issues.of_case(session, CASE))
    assert [issue.id for issue in found] == ["2" * 32, "1" * 32]


def test_the_audit_log_holds_a_proof_of_the_reason_and_not_its_words(store: Store) -> None:
    keep(store)
    entry = store.read(lambda session: session.scalars(select(AuditEntry)).one())
    details = json.loads(entry.details)
    assert details["overrides"] == {"some.rule": store.issues.mark("1" * 32, "some.rule", REASONS["some.rule"])}
    assert "shelter" not in entry.details
    assert store.issues.mark("1" * 32, "some.rule", "another reason") not in entry.details
    assert (entry.actor, entry.subject, details["types"], details["files"]) == (USER, CASE, ["t"], 1)


def test_the_files_end_before_the_reasons_and_the_entry_stays(store: Store) -> None:
    keep(store)
    purge(store, NOW + WEEK, store.ended)
    assert store.read(lambda session: store.issues.kept(session, "1" * 32)) is False
    assert store.read(lambda session: store.issues.archive(session, "1" * 32)) is None
    assert store.read(lambda session: store.issues.reasons(session, "1" * 32)) == REASONS
    assert store.read(lambda session: store.issues.find(session, CASE, "1" * 32)) is not None


def test_with_a_case_its_files_and_reasons_are_destroyed_and_no_others(store: Store) -> None:
    keep(store)
    keep(store, "2" * 32, "d" * 32)
    store.write(lambda session: destroy_of(session, store.vault, CASE)).result()
    left = store.read(lambda session: sorted(session.scalars(select(SealedRecord.id))))
    assert left == [f"issue.{'2' * 32}", f"issue.{'2' * 32}.reasons"]
    assert store.read(lambda session: len(store.issues.of_case(session, CASE))) == 1
    assert store.register.with_code(FILE["code"]) == [RECORD]


def test_the_id_is_that_of_case_user_form_and_choice() -> None:
    given = ("case", "user", "token", "choice")
    assert issue_id(*given) == issue_id(*given)
    others = {issue_id(*given[:at], "x", *given[at + 1 :]) for at in range(4)}
    assert len(others | {issue_id(*given)}) == 5
    assert all(len(each) == 32 for each in others)
