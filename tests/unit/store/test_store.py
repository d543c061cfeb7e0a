"""The store's seams over both databases: what is acknowledged is there, what fails fails alone."""

import threading
from concurrent.futures import Future
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NoReturn

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from docgen.settings import Settings
from docgen.store import Scope, Store
from docgen.store.answers import InFlight, Mismatch, Replay, Started
from docgen.store.audit import Event
from docgen.store.models import AuditEntry, IssuedRow
from docgen.store.retention import purge
from docgen.verification.key import StoreUnusable
from docgen.verification.register import FileRegister, Issued

NOW = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)
WEEK = timedelta(days=7)
CANARY = b"Invented Person Of The Test" * 40


def record(sha256: str = "ab" * 32) -> Issued:
    return Issued("TKY4-T17Z-7PDJ-NGMQ", "t", "xx", "pdf", "0" * 64, "draft", "typeset", sha256, "2026-11-25T08:00:00Z")


def test_a_store_opened_again_knows_what_it_knew(installed: Settings) -> None:
    with Store.open(installed) as store:
        store.write(lambda session: store.vault.put(session, "r", b"kept", NOW + WEEK)).result()
    with Store.open(installed) as store:
        assert store.read(lambda session: store.vault.get(session, "r")) == b"kept"


def test_work_that_fails_fails_alone(installed: Settings) -> None:
    def fails(session: Session) -> NoReturn:
        session.add(AuditEntry(seq=99, at="", actor="", action="", subject="", details="", mac=b""))
        session.flush()
        raise KeyError

    with Store.open(installed) as store:
        futures: list[Future[object]] = []
        for number in range(20):
            futures.append(store.write(lambda session, n=number: store.vault.put(session, f"r{n}", b"x", NOW + WEEK)))
            futures.append(store.write(fails))
        for number, future in enumerate(futures):
            assert isinstance(future.exception(), KeyError) == (number % 2 == 1)
        assert store.read(lambda session: session.get(AuditEntry, 99)) is None
        assert all(store.read(lambda session, n=n: store.vault.get(session, f"r{n}")) == b"x" for n in range(20))


def test_a_closed_store_takes_nothing_more(installed: Settings) -> None:
    store = Store.open(installed)
    store.close()
    with pytest.raises(StoreUnusable):
        store.write(lambda session: None)


def test_a_record_cannot_stand_in_for_another(installed: Settings) -> None:
    def swap(session: Session) -> None:
        from docgen.store.models import SealedRecord

        one, other = session.get_one(SealedRecord, "one"), session.get_one(SealedRecord, "other")
        one.data, one.key = other.data, other.key

    with Store.open(installed) as store:
        for name in ("one", "other"):
            store.write(lambda session, n=name: store.vault.put(session, n, n.encode(), NOW + WEEK)).result()
        store.write(swap).result()
        with pytest.raises(StoreUnusable):
            store.read(lambda session: store.vault.get(session, "one"))


def test_another_installations_key_opens_nothing(installed: Settings) -> None:
    with Store.open(installed) as store:
        store.write(lambda session: store.vault.put(session, "r", b"kept", NOW + WEEK)).result()
    installed.store_key_file.unlink()
    with Store.open(installed) as store, pytest.raises(StoreUnusable):
        store.read(lambda session: store.vault.get(session, "r"))


def test_a_purged_record_is_nowhere_in_what_the_installation_keeps(installed: Settings, installation: Path) -> None:
    with Store.open(installed) as store:
        store.write(lambda session: store.vault.put(session, "r", CANARY, NOW + WEEK)).result()
        sealed = store.read(
            lambda session: session.connection().exec_driver_sql("SELECT data FROM sealed_record").scalar_one()
        )
        assert purge(store, NOW)["records"] == 0
        assert purge(store, NOW + WEEK)["records"] == 1
        assert store.read(lambda session: store.vault.get(session, "r")) is None
        kept = [path.read_bytes() for path in installation.rglob("*") if path.is_file()]
        assert kept
        assert not [data for data in kept if CANARY[:24] in data or bytes(sealed)[20:60] in data]


def test_a_key_is_found_by_its_secret_until_it_is_revoked(installed: Settings) -> None:
    with Store.open(installed) as store:
        key, secret = store.write(lambda session: store.keys.create(session, "desk", [Scope.RENDER], NOW)).result()
        found = store.read(lambda session: store.keys.find(session, secret))
        assert found == key
        assert found.usable(NOW) and not found.test
        assert store.keys.remembered(secret) == key
        assert store.read(lambda session: store.keys.find(session, secret[:-1] + "x")) is None
        store.write(lambda session: store.keys.revoke(session, key.prefix, NOW)).result()
        again = store.read(lambda session: store.keys.find(session, secret))
        assert again is not None and not again.usable(NOW)


def test_the_secret_of_a_key_is_not_kept(installed: Settings, installation: Path) -> None:
    with Store.open(installed) as store:
        _, secret = store.write(lambda session: store.keys.create(session, "desk", [Scope.ADMIN], NOW)).result()
    random = secret[len("dg_live_12345678_") :].encode()
    assert not [path for path in installation.rglob("*") if path.is_file() and random in path.read_bytes()]


def test_a_key_with_an_end_ends(installed: Settings) -> None:
    with Store.open(installed) as store:
        key, _ = store.write(
            lambda session: store.keys.create(session, "trial", [Scope.BATCH], NOW, test=True, expires=NOW + WEEK)
        ).result()
    assert key.test
    assert key.usable(NOW + WEEK - timedelta(seconds=1))
    assert not key.usable(NOW + WEEK)


def test_what_was_issued_is_found_by_hash_and_code_and_kept_once(installed: Settings) -> None:
    with Store.open(installed) as store:
        store.register.add([record(), record("cd" * 32)])
        store.register.add([record()])
        assert store.register.with_hash("ab" * 32) == record()
        assert store.register.with_hash("ef" * 32) is None
        assert store.register.with_code(record().code) == [record(), record("cd" * 32)]
        assert store.read(lambda session: session.scalar(select(func.count()).select_from(IssuedRow))) == 2


def test_the_same_request_again_gets_the_same_answer(installed: Settings) -> None:
    with Store.open(installed) as store:
        begin = lambda print_, now=NOW: store.write(  # noqa: E731 - one line of many
            lambda session: store.answers.begin(session, "owner", "idem", print_, now)
        ).result()
        started = begin("same")
        assert isinstance(started, Started)
        assert isinstance(begin("same"), InFlight)
        assert isinstance(begin("other"), Mismatch)
        store.write(
            lambda session: store.answers.finish(session, started, 200, {"Content-Type": "a/b"}, CANARY, NOW)
        ).result()
        assert begin("same") == Replay(200, {"Content-Type": "a/b"}, CANARY)
        assert isinstance(begin("other"), Mismatch)
        assert isinstance(begin("other", NOW + timedelta(hours=25)), Started)


def test_an_abandoned_request_may_be_sent_again_at_once(installed: Settings) -> None:
    with Store.open(installed) as store:
        claim = lambda now: store.write(  # noqa: E731
            lambda session: store.answers.begin(session, "owner", "idem", "print", now)
        ).result()
        first = claim(NOW)
        store.write(lambda session: store.answers.abandon(session, first)).result()
        assert isinstance(claim(NOW), Started)
        assert isinstance(claim(NOW), InFlight)
        assert isinstance(claim(NOW + timedelta(minutes=6)), Started), "its process died"


def test_the_log_of_a_quiet_and_of_a_busy_installation_is_whole(installed: Settings) -> None:
    with Store.open(installed) as store:
        assert store.read(store.audit.verify) == []
        for number in range(30):
            store.write(lambda session, n=number: store.audit.append(session, Event("cli", "test", str(n)), NOW))
        store.write(lambda session: None).result()
        assert store.read(store.audit.verify) == []
        assert store.read(lambda session: session.scalar(select(func.max(AuditEntry.seq)))) == 30


def test_an_event_of_work_that_failed_is_neither_logged_nor_anchored(installed: Settings) -> None:
    with Store.open(installed) as store:

        def fails(session: Session) -> NoReturn:
            store.audit.append(session, Event("cli", "test"), NOW)
            raise KeyError

        assert isinstance(store.write(fails).exception(), KeyError)
        store.write(lambda session: store.audit.append(session, Event("cli", "test"), NOW)).result()
        assert store.read(store.audit.verify) == []
        assert store.read(lambda session: session.scalar(select(func.count()).select_from(AuditEntry))) == 1


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        ("UPDATE audit_entry SET actor = 'nobody' WHERE seq = 4", "audit.altered"),
        ("UPDATE audit_entry SET details = '{}' WHERE seq = 10", "audit.altered"),
        ("DELETE FROM audit_entry WHERE seq = 4", "audit.gap"),
        ("DELETE FROM audit_entry WHERE seq = 1", "audit.gap"),
        ("DELETE FROM audit_entry WHERE seq > 7", "audit.cut"),
        ("DELETE FROM audit_entry", "audit.cut"),
    ],
)
def test_an_edit_a_deletion_and_a_cut_tail_are_found(installed: Settings, damage: str, code: str) -> None:
    with Store.open(installed) as store:
        for number in range(10):
            event = Event("cli", "test", details={"n": number})
            store.write(lambda session, e=event: store.audit.append(session, e, NOW)).result()
        store.write(lambda session: session.connection().exec_driver_sql(damage) and None).result()
        assert code in {finding.code for finding in store.read(store.audit.verify)}


def test_a_forged_anchor_is_found(installed: Settings) -> None:
    with Store.open(installed) as store:
        store.write(lambda session: store.audit.append(session, Event("cli", "test"), NOW)).result()
        store.write(lambda session: session.connection().exec_driver_sql("DELETE FROM audit_entry") and None).result()
        installed.audit_anchor.write_text('{"count": 0, "mac": "", "seal": ""}')
        assert {finding.code for finding in store.read(store.audit.verify)} == {"audit.anchor"}


def add_events(store: Store, count: int) -> None:
    for number in range(count):
        event = Event("cli", "test", details={"n": number})
        store.write(lambda session, e=event: store.audit.append(session, e, NOW)).result()


def execute(store: Store, statement: str) -> None:
    store.write(lambda session: session.connection().exec_driver_sql(statement) and None).result()


@pytest.mark.parametrize("more", [1, 3, 9])
def test_a_cut_tail_is_found_after_the_log_has_grown_again(installed: Settings, more: int) -> None:
    with Store.open(installed) as store:
        add_events(store, 10)
        execute(store, "DELETE FROM audit_entry WHERE seq > 7")
        add_events(store, more)
        assert {finding.code for finding in store.read(store.audit.verify)} <= {"audit.cut", "audit.rewritten"}
        assert store.read(store.audit.verify)


def test_entries_that_changed_places_are_found(installed: Settings) -> None:
    with Store.open(installed) as store:
        add_events(store, 6)
        for old, new in ((2, 99), (3, 2), (99, 3)):
            execute(store, f"UPDATE audit_entry SET seq = {new} WHERE seq = {old}")
        assert [finding.code for finding in store.read(store.audit.verify)][:2] == ["audit.altered"] * 2


def test_an_entry_put_in_is_found(installed: Settings) -> None:
    with Store.open(installed) as store:
        add_events(store, 3)
        columns = "at, actor, action, subject, details, mac"
        execute(store, f"INSERT INTO audit_entry (seq, {columns}) SELECT 4, {columns} FROM audit_entry WHERE seq = 2")
        assert [finding.pointer for finding in store.read(store.audit.verify)] == ["/audit/4"]


def test_a_damaged_anchor_is_not_healed_by_the_next_entry(installed: Settings) -> None:
    with Store.open(installed) as store:
        add_events(store, 2)
        installed.audit_anchor.write_text("{}")
        add_events(store, 1)
        assert {finding.code for finding in store.read(store.audit.verify)} == {"audit.anchor"}


def test_two_processes_write_one_chain(installed: Settings) -> None:
    with Store.open(installed) as store, Store.open(installed) as other:
        futures = [
            each.write(lambda session, s=each: s.audit.append(session, Event("cli", "test"), NOW))
            for _ in range(40)
            for each in (store, other)
        ]
        assert [future.exception() for future in futures] == [None] * 80
        assert store.read(store.audit.verify) == []
        assert store.read(lambda session: session.scalar(select(func.max(AuditEntry.seq)))) == 80


def test_more_is_purged_than_a_statement_takes_parameters(installed: Settings) -> None:
    def put(session: Session) -> None:
        for number in range(1_100):
            store.vault.put(session, f"r{number}", b"x", NOW)

    with Store.open(installed) as store:
        store.write(put).result()
        ids = [f"r{number}" for number in range(40_000)]
        assert store.write(lambda session: store.vault.destroy(session, ids[1_000:])).result() == 100
        assert purge(store, NOW) == {"answers": 0, "records": 1_000}
        assert purge(store, NOW) == {"answers": 0, "records": 0}


def test_a_log_that_somebody_reads_is_emptied_once_he_is_done(installed: Settings, installation: Path) -> None:
    with Store.open(installed) as store:
        store.write(lambda session: store.vault.put(session, "r", CANARY, NOW)).result()
        with Session(store.engine) as reading:
            assert store.vault.get(reading, "r") == CANARY
            timer = threading.Timer(1.0, reading.rollback)
            timer.start()
            assert purge(store, NOW)["records"] == 1
            timer.join()
        assert [path.stat().st_size for path in installation.glob("*-wal")] in ([], [0])


def test_a_purge_says_what_it_did_in_the_audit_log_and_no_more(installed: Settings) -> None:
    with Store.open(installed) as store:
        store.write(lambda session: store.vault.put(session, "r", CANARY, NOW)).result()
        purge(store, NOW)
        entry = store.read(lambda session: session.scalars(select(AuditEntry)).one())
        assert (entry.action, entry.details) == ("purge", '{"answers": 0, "records": 1}')


def test_one_who_took_too_long_cannot_answer_for_another(installed: Settings) -> None:
    with Store.open(installed) as store:

        def begin(print_: str, now: datetime) -> object:
            return store.write(lambda session: store.answers.begin(session, "owner", "idem", print_, now)).result()

        later = NOW + timedelta(minutes=6)
        slow, new = begin("one body", NOW), begin("another", later)
        assert isinstance(slow, Started) and isinstance(new, Started)
        store.write(lambda session: store.answers.finish(session, slow, 200, {}, b"of the one", later)).result()
        store.write(lambda session: store.answers.abandon(session, slow)).result()
        assert isinstance(begin("another", later), InFlight)
        store.write(lambda session: store.answers.finish(session, new, 200, {}, b"of the other", later)).result()
        assert begin("another", later) == Replay(200, {}, b"of the other")


def test_what_the_commands_registered_is_taken_over_each_time_the_store_is_opened(
    installed: Settings, installation: Path
) -> None:
    path = installation / "issued.jsonl"
    file = FileRegister(path)
    file.add([record(), record("cd" * 32)])
    with path.open("ab") as lines:
        lines.write(b'{"code": 7}\n{"code": "' + b"x" * 500 + b'"}\nno JSON\n')
    with Store.open(installed) as store:
        assert store.register.with_code(record().code) == [record(), record("cd" * 32)]
    file.add([record("ef" * 32)])
    with Store.open(installed) as store:
        assert store.register.with_hash("ef" * 32) == record("ef" * 32)
        assert store.read(lambda session: session.scalar(select(func.count()).select_from(IssuedRow))) == 3
