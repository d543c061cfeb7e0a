"""Case files in the store, on both databases: merged saves, revisions, members, search, and their end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from docgen.casefile.draft import Draft
from docgen.casefile.files import CaseFile, CaseFiles, Conflict
from docgen.documents import example_of_all
from docgen.errors import UnknownName
from docgen.settings import Settings
from docgen.store import Role, Store, users
from docgen.store.casefiles import KEPT
from docgen.store.models import (
    AuditEntry,
    CaseFileRow,
    CaseIssueRow,
    CaseMemberRow,
    CaseRevisionRow,
    CaseWordRow,
    SealedRecord,
)
from docgen.store.retention import purge

NOW = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)
DAYS = 180
CODE, NAME = ("person", "code"), ("person", "names", "Latn")
CANARY = "Canarytown 7788"
TABLES = (CaseFileRow, CaseMemberRow, CaseRevisionRow, CaseWordRow, SealedRecord)


class Desk:
    """An installation with two clerks, and a case of the first of them."""

    def __init__(self, store: Store) -> None:
        self.store, self.files = store, CaseFiles(store, DAYS)
        self.clerk, self.other = (self._user(name) for name in ("clerk", "other"))
        self.case = self.files.create(self.clerk, draft(), NOW)

    def _user(self, name: str) -> str:
        return self.store.write(lambda session: users.create(session, name, "password", [Role.CLERK], NOW)).result().id

    def opened(self) -> CaseFile:
        found = self.files.open(self.case.id, self.clerk)
        assert found is not None
        return found

    def save(self, base: int, draft: Draft, **more: Any) -> CaseFile:
        found = self.files.save(self.case.id, self.clerk, base, draft, "person", NOW, **more)
        assert found is not None
        return found

    def count(self, table: type[Any]) -> int:
        return self.store.read(lambda session: session.scalar(select(func.count()).select_from(table))) or 0

    def events(self) -> list[tuple[str, str, str]]:
        entries = self.store.read(lambda session: session.scalars(select(AuditEntry).order_by(AuditEntry.seq)).all())
        return [(each.actor, each.action, each.subject) for each in entries]


def draft() -> Draft:
    made = Draft(values=example_of_all()).put(("reference",), "TIP-0147/2569").put(CODE, "P-1")
    return made.put(NAME, CANARY).mistyped(("person", "birth", "date"), CANARY)


@pytest.fixture
def desk(installed: Settings) -> Iterator[Desk]:
    with Store.open(installed) as store:
        yield Desk(store)


def test_a_case_is_kept_as_it_was_saved(desk: Desk) -> None:
    assert desk.case.draft == draft() and desk.case.revision == 1
    saved = desk.save(1, draft().put(CODE, "P-2"))
    assert desk.opened() == saved
    assert (saved.revision, saved.draft.at(CODE), saved.expires) == (2, "P-2", NOW + timedelta(days=DAYS))


def test_a_save_that_changes_nothing_is_no_revision(desk: Desk) -> None:
    assert desk.save(1, draft()) == desk.case


def test_another_clerks_case_is_not_there_for_anything(desk: Desk) -> None:
    files, case, other = desk.files, desk.case.id, desk.other
    for who, which in ((other, case), (desk.clerk, "0" * 32)):
        assert files.open(which, who) is None
        assert files.at(which, who, 1) is None
        assert files.save(which, who, 1, Draft(), "", NOW) is None
        assert files.save(which, who, 1, Draft(), "", NOW, force=True) is None
        assert files.history(which, who) is None
        assert files.restore(which, who, 1, NOW) is None
        assert files.duplicate(which, who, NOW, "B") is None
        assert files.members(which, who) is None
        assert files.share(which, who, other, NOW) is None
        assert files.unshare(which, who, other, NOW) is None
        assert files.delete(which, who, NOW) is None
    assert files.mine(other) == files.search(other, "0147") == []
    assert desk.opened() == desk.case
    assert [action for _, action, _ in desk.events()] == ["case.create"]


def test_who_shares_a_case_works_on_it_and_does_not_dispose_of_it(desk: Desk) -> None:
    files, case, other = desk.files, desk.case.id, desk.other
    assert files.share(case, desk.clerk, other, NOW) == (other,)
    assert files.share(case, desk.clerk, other, NOW) == (other,)
    assert files.save(case, other, 1, draft().put(CODE, "P-2"), "person", NOW) == desk.opened()
    assert [each.user for each in files.history(case, other) or ()] == [other, desk.clerk]
    assert [each.id for each in files.mine(other)] == [each.id for each in files.search(other, "0147")] == [case]
    assert files.share(case, other, desk.clerk, NOW) is None and files.delete(case, other, NOW) is None
    assert files.unshare(case, other, other, NOW) == ()
    assert files.open(case, other) is None


def test_who_is_shared_out_is_out(desk: Desk) -> None:
    desk.files.share(desk.case.id, desk.clerk, desk.other, NOW)
    assert desk.files.unshare(desk.case.id, desk.clerk, desk.other, NOW) == ()
    assert desk.files.open(desk.case.id, desk.other) is None


def test_a_case_is_shared_with_nobody_who_is_not_there(desk: Desk) -> None:
    with pytest.raises(UnknownName):
        desk.files.share(desk.case.id, desk.clerk, "0" * 32, NOW)
    assert desk.files.share(desk.case.id, desk.clerk, desk.clerk, NOW) == ()


def test_what_others_saved_elsewhere_is_merged(desk: Desk) -> None:
    desk.save(1, draft().put(CODE, "theirs"))
    saved = desk.save(1, draft().put(NAME, "mine"))
    assert (saved.revision, saved.draft.at(CODE), saved.draft.at(NAME)) == (3, "theirs", "mine")


def test_what_both_changed_is_a_conflict_that_saves_nothing_until_one_of_them_is_chosen(desk: Desk) -> None:
    mine = draft().put(CODE, "mine").put(NAME, "mine")
    theirs = desk.save(1, draft().put(CODE, "theirs").put(("person", "sex"), "male"))
    with pytest.raises(Conflict) as refused:
        desk.save(1, mine)
    conflict = refused.value
    assert (conflict.places, conflict.current, conflict.mine) == ((CODE,), theirs, mine)
    assert [(each.theirs, each.mine) for each in conflict.conflicts] == [("theirs", "mine")]
    assert "theirs" not in str(conflict)
    assert desk.opened() == theirs
    saved = desk.save(1, mine, force=True).draft
    assert (saved.at(CODE), saved.at(NAME), saved.at(("person", "sex"))) == ("mine", "mine", "male")


def test_the_newest_thirty_revisions_are_kept_and_older_ones_destroyed(desk: Desk) -> None:
    for number in range(2, KEPT + 6):
        desk.save(number - 1, draft().put(CODE, f"P-{number}"))
    history = desk.files.history(desk.case.id, desk.clerk)
    assert [each.revision for each in history or ()] == [*range(KEPT + 5, 5, -1), 1]
    assert desk.files.at(desk.case.id, desk.clerk, 5) is None
    old = desk.files.at(desk.case.id, desk.clerk, 6)
    assert old is not None and (old.revision, old.draft.at(CODE)) == (6, "P-6")
    assert desk.count(SealedRecord) == KEPT + 1


def test_of_older_saves_the_last_on_each_page_is_kept(desk: Desk) -> None:
    for number in range(2, KEPT + 12):
        place, at = ("agency", NOW) if number in (3, 4) else ("person", NOW + timedelta(minutes=15 * (number > 7)))
        changed = draft().put(CODE, f"P-{number}")
        assert desk.files.save(desk.case.id, desk.clerk, number - 1, changed, place, at)
    history = desk.files.history(desk.case.id, desk.clerk)
    assert [each.revision for each in history or ()] == [*range(KEPT + 11, 11, -1), 7, 4, 2, 1]
    assert desk.count(SealedRecord) == KEPT + 4


def test_an_old_page_is_merged_by_what_was_changed_since(desk: Desk) -> None:
    for number in range(2, KEPT + 4):
        desk.save(number - 1, draft().put(CODE, f"P-{number}"))
    newest = desk.opened().draft
    assert desk.files.at(desk.case.id, desk.clerk, 2) is None
    assert desk.save(2, newest.put(NAME, "mine")).draft == newest.put(NAME, "mine")
    with pytest.raises(Conflict) as refused:
        desk.save(2, desk.opened().draft.put(CODE, "mine"))
    assert refused.value.places == (CODE,)


def test_a_page_from_before_all_that_is_known_overwrites_nothing(desk: Desk) -> None:
    for number in range(2, KEPT + 4):
        desk.save(number - 1, draft().put(CODE, f"P-{number}"))
    later = NOW + timedelta(days=8)
    purge(desk.store, later, {"cases": desk.files.purge})
    assert len(desk.files.history(desk.case.id, desk.clerk) or ()) == KEPT + 1
    with pytest.raises(Conflict) as refused:
        desk.save(2, desk.opened().draft.put(NAME, "mine"))
    assert refused.value.places == (NAME,)


def test_an_earlier_revision_comes_back_as_a_new_one(desk: Desk) -> None:
    desk.save(1, draft().put(CODE, "P-2"))
    restored = desk.files.restore(desk.case.id, desk.clerk, 1, NOW)
    assert restored == desk.opened()
    assert restored is not None and (restored.revision, restored.draft) == (3, draft())
    assert desk.files.restore(desk.case.id, desk.clerk, 99, NOW) is None


def test_two_clerks_who_save_at_once_lose_nothing(desk: Desk) -> None:
    desk.files.share(desk.case.id, desk.clerk, desk.other, NOW)

    def work(user: str, place: tuple[str, ...]) -> None:
        for number in range(15):
            file = desk.files.open(desk.case.id, user)
            assert file is not None
            changed = file.draft.put(place, str(int(file.draft.at(place)) + 1) if number else "1")
            assert desk.files.save(desk.case.id, user, file.revision, changed, "", NOW)

    with ThreadPoolExecutor(2) as threads:
        for future in [threads.submit(work, desk.clerk, CODE), threads.submit(work, desk.other, NAME)]:
            future.result()
    assert (desk.opened().draft.at(CODE), desk.opened().draft.at(NAME)) == ("15", "15")
    assert desk.opened().revision == 31


def test_the_list_comes_in_pages_the_newest_first(desk: Desk) -> None:
    made = [desk.files.create(desk.clerk, Draft(), NOW + timedelta(hours=hour // 2)).id for hour in range(2, 9)]
    whole = [file.id for file in desk.files.mine(desk.clerk)]
    assert len(whole) == 8
    assert whole[-1] == desk.case.id and set(whole) == {*made, desk.case.id}
    paged, last = [], None
    while page := desk.files.mine(desk.clerk, limit=3, after=last):
        paged += [file.id for file in page]
        last = page[-1].id
    assert paged == whole


def test_a_case_is_found_by_its_number_as_it_is_now(desk: Desk) -> None:
    def found(text: str) -> list[str]:
        return [file.id for file in desk.files.search(desk.clerk, text)]

    assert found("๐๑๔๗ tip") == found("2569") == [desk.case.id]
    assert found("") == found("0148") == []
    desk.save(1, draft().put(("reference",), "OTHER 9"))
    assert found("0147") == [] and found("other") == [desk.case.id]


def test_a_new_case_takes_over_the_agency_of_the_last_one(desk: Desk) -> None:
    made = desk.files.create(desk.clerk, Draft().put(("reference",), "B"), NOW)
    assert made.draft == Draft().put(("reference",), "B").put(("agency",), draft().at(("agency",)))
    assert desk.files.create(desk.other, Draft(), NOW).draft == Draft()


def test_a_duplicate_is_a_case_of_ones_own(desk: Desk) -> None:
    desk.files.share(desk.case.id, desk.clerk, desk.other, NOW)
    made = desk.files.duplicate(desk.case.id, desk.other, NOW, "B-2")
    assert made is not None and made.owner == desk.other and made.id != desk.case.id
    assert made.draft.at(("reference",)) == "B-2" and made.draft.at(("person",)) is None
    assert desk.files.open(made.id, desk.clerk) is None
    kept = desk.files.duplicate(desk.case.id, desk.clerk, NOW, "B-3", keep_documents=True)
    assert kept is not None and kept.draft.at(("documents", "termination_notice", "addressee"))


def issued(desk: Desk) -> None:
    def work(session: Session) -> None:
        desk.store.vault.put(session, "issue.one", CANARY.encode() * 50, NOW + timedelta(days=400))
        desk.store.vault.put(session, "issue.one.reasons", CANARY.encode() * 50, NOW + timedelta(days=400))
        row = CaseIssueRow(
            id="one",
            case=desk.case.id,
            user=desk.clerk,
            at=NOW,
            files=[],
            overrides={"text.language": "issue.one.reasons"},
        )
        session.add(row)

    desk.store.write(work).result()


def end_by_deleting(desk: Desk) -> None:
    assert desk.files.delete(desk.case.id, desk.clerk, NOW) is True


def end_by_time(desk: Desk) -> None:
    end = NOW + timedelta(days=DAYS)
    assert purge(desk.store, end - timedelta(seconds=1), {"cases": desk.files.purge})["cases"] == 0
    assert desk.opened()
    assert purge(desk.store, end, {"cases": desk.files.purge})["cases"] == 1


@pytest.mark.parametrize("end", [end_by_deleting, end_by_time])
def test_nothing_is_left_of_a_case_that_has_ended_but_that_papers_were_issued_of_it(
    desk: Desk, installation: Path, end: Callable[[Desk], None]
) -> None:
    desk.save(1, draft().put(CODE, "P-2"))
    desk.files.share(desk.case.id, desk.clerk, desk.other, NOW)
    issued(desk)
    sealed = desk.store.read(lambda session: session.scalars(select(SealedRecord.data)).all())
    keys = desk.store.read(lambda session: session.scalars(select(SealedRecord.key)).all())
    words = [mac.encode() for mac in desk.store.read(lambda session: session.scalars(select(CaseWordRow.mac)).all())]
    assert len(sealed) == 4 and words
    end(desk)
    assert desk.files.open(desk.case.id, desk.clerk) is None and desk.files.mine(desk.other) == []
    assert [desk.count(table) for table in TABLES] == [0] * len(TABLES)
    assert desk.count(CaseIssueRow) == 1
    kept = [path.read_bytes() for path in installation.rglob("*") if path.is_file()]
    traces = [*words, *(bytes(each)[20:60] for each in (*sealed, *keys)), CANARY.encode()]
    assert kept and not [trace for trace in traces for data in kept if trace in data]


def test_while_it_is_kept_a_case_cannot_be_read_from_the_disk(desk: Desk, installation: Path) -> None:
    kept = [path.read_bytes() for path in installation.rglob("*") if path.is_file()]
    assert kept and not [data for data in kept if CANARY.encode() in data or b"TIP-0147" in data]


def test_another_case_stays_when_one_ends(desk: Desk) -> None:
    stays = desk.files.create(desk.clerk, draft(), NOW)
    desk.files.delete(desk.case.id, desk.clerk, NOW)
    assert desk.files.open(stays.id, desk.clerk) == stays
    assert [each.id for each in desk.files.search(desk.clerk, "0147")] == [stays.id]


def test_each_save_lets_a_case_live_on_and_saves_that_are_too_old_go(desk: Desk) -> None:
    later = NOW + timedelta(days=100)
    desk.files.save(desk.case.id, desk.clerk, 1, draft().put(CODE, "P-2"), "person", later)
    counts = purge(desk.store, NOW + timedelta(days=DAYS), {"cases": desk.files.purge})
    assert (counts["cases"], counts["records"]) == (0, 1)
    assert desk.opened().draft.at(CODE) == "P-2"
    assert [each.revision for each in desk.files.history(desk.case.id, desk.clerk) or ()] == [2]


def test_what_is_done_to_a_case_is_in_the_audit_log_and_no_save_is(desk: Desk) -> None:
    case = desk.case.id
    desk.save(1, draft().put(CODE, "P-2"))
    desk.files.share(case, desk.clerk, desk.other, NOW)
    desk.files.unshare(case, desk.clerk, desk.other, NOW)
    desk.files.restore(case, desk.clerk, 1, NOW)
    made = desk.files.duplicate(case, desk.clerk, NOW, "B")
    desk.files.delete(case, desk.clerk, NOW)
    assert made is not None
    done = ["create", "share", "unshare", "restore", "duplicate", "delete"]
    assert [(actor, action) for actor, action, _ in desk.events()] == [(desk.clerk, f"case.{each}") for each in done]
    assert [subject for _, _, subject in desk.events()] == [case, case, case, case, made.id, case]
    assert desk.store.read(desk.store.audit.verify) == []


def test_a_page_with_a_long_address_can_be_saved(desk: Desk) -> None:
    saved = desk.files.save(desk.case.id, desk.clerk, 1, draft().put(CODE, "P-2"), "people/" * 60, NOW)
    assert saved is not None
    history = desk.files.history(desk.case.id, desk.clerk)
    assert history is not None and history[0].place == ("people/" * 60)[:200]
