"""What was acknowledged is there; what failed left nothing and harmed nobody; nobody who waits is forgotten."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy.orm import Session

from docgen.settings import Settings
from docgen.store.models import FactRow
from docgen.store.store import Store
from docgen.verification.key import StoreUnusable
from tests.postgresql import Cluster


@pytest.fixture
def store(installed: Settings) -> Iterator[Store]:
    with Store.open(installed) as opened:
        yield opened


def fact(store: Store, name: str) -> str | None:
    def look(session: Session) -> str | None:
        row = session.get(FactRow, name)
        return row.value if row else None

    return store.read(look)


def keep(name: str, value: str = "yes") -> Callable[[Session], None]:
    return lambda session: session.add(FactRow(name=name, value=value))


class Held:
    """Keeps the writer busy, so that what comes meanwhile is one group."""

    def __init__(self, store: Store) -> None:
        self._begun, self._go = threading.Event(), threading.Event()
        self._future = store.write(self._wait)
        assert self._begun.wait(20)

    def _wait(self, _session: Session) -> None:
        self._begun.set()
        self._go.wait(20)

    def let_go(self) -> None:
        self._go.set()
        self._future.result()


def test_what_is_acknowledged_is_there_for_another_process(installed: Settings, store: Store) -> None:
    store.write(keep("a")).result()
    with Store.open(installed) as other:
        assert fact(other, "a") == "yes"


def test_work_that_fails_fails_alone_and_leaves_nothing(store: Store) -> None:
    def half(session: Session) -> None:
        session.add(FactRow(name="half", value="done"))
        session.flush()
        raise KeyError("no")

    held = Held(store)
    futures = [store.write(each) for each in (keep("before"), half, keep("before"), keep("after"))]
    held.let_go()
    assert futures[0].exception() is None
    assert isinstance(futures[1].exception(), KeyError)
    assert futures[2].exception() is not None, "its name was taken by work of the same group"
    assert futures[3].exception() is None
    assert [fact(store, name) for name in ("before", "half", "after")] == ["yes", None, "yes"]


def test_an_error_of_the_database_does_not_say_what_was_to_be_written(store: Store) -> None:
    store.write(keep("a", "CANARYX7Q9")).result()
    assert "CANARYX7Q9" not in str(store.write(keep("a", "CANARYX7Q9")).exception())


def test_one_who_went_away_does_not_stop_the_others(store: Store) -> None:
    held = Held(store)
    gone, stays = store.write(keep("gone")), store.write(keep("stays"))
    assert gone.cancel(), "as a client that hangs up does"
    held.let_go()
    assert stays.exception() is None
    assert store.write(keep("later")).exception() is None
    assert [fact(store, name) for name in ("gone", "stays", "later")] == [None, "yes", "yes"]


def test_many_threads_get_their_own_answers(store: Store) -> None:
    def number(value: int) -> int:
        def work(session: Session) -> int:
            session.add(FactRow(name=f"n{value}", value=str(value)))
            return value

        return store.write(work).result()

    with ThreadPoolExecutor(16) as pool:
        assert list(pool.map(number, range(200))) == list(range(200))
    assert fact(store, "n199") == "199"


def test_what_is_handed_in_while_the_store_closes_is_written_or_refused(installed: Settings) -> None:
    store = Store.open(installed)

    def hand_in(number: int) -> bool:
        try:
            return store.write(keep(f"c{number}")).exception(timeout=20) is None
        except StoreUnusable:
            return False

    with ThreadPoolExecutor(8) as pool:
        told = pool.map(hand_in, range(200))
        store.close()
        written = list(told)
    with Store.open(installed) as again:
        assert [fact(again, f"c{number}") is not None for number in range(200)] == written


def test_stores_opened_at_once_make_one_layout(installed: Settings) -> None:
    with ThreadPoolExecutor(6) as pool:
        opened = list(pool.map(Store.open, [installed] * 6))
    opened[0].write(keep("by the first")).result()
    assert [fact(each, "by the first") for each in opened] == ["yes"] * 6
    for each in opened:
        each.close()


def test_an_audit_log_that_cannot_be_anchored_does_not_make_a_failure_of_what_was_written(installed: Settings) -> None:
    from datetime import UTC, datetime

    from docgen.store.audit import Event

    now = datetime(2031, 1, 1, tzinfo=UTC)
    installed.audit_anchor.mkdir()
    with Store.open(installed) as store:
        assert store.write(lambda session: store.audit.append(session, Event("x", "y"), now)).exception() is None
        installed.audit_anchor.rmdir()
        store.write(keep("next")).result()
        assert installed.audit_anchor.is_file(), "it is anchored as soon as it can be"
        assert store.read(store.audit.verify) == []


@pytest.fixture
def own_cluster() -> Iterator[Cluster]:
    """A server with one database, which is back soon after a crash."""
    cluster = Cluster()
    yield cluster
    cluster.remove()


@pytest.mark.postgresql
def test_writing_goes_on_after_the_database_was_restarted(own_cluster: Cluster, installation: object) -> None:
    settings = Settings.read({"DOCGEN_DATA": str(installation), "DOCGEN_DATABASE_URL": own_cluster.database()})
    with Store.open(settings) as store:
        store.write(keep("before")).result()
        own_cluster.stop("immediate")
        try:
            waiting = store.write(keep("while it was down"))
            with pytest.raises(StoreUnusable):
                fact(store, "before")
        finally:
            own_cluster.start()
        waiting.result(timeout=60)
        assert fact(store, "before") == fact(store, "while it was down") == "yes"


def test_a_database_that_is_not_there_is_said_so(installation: object) -> None:
    for url in ("postgresql://nobody@127.0.0.1:1/none", "no address", "sqlite:////proc/none/x.sqlite"):
        with pytest.raises(StoreUnusable):
            Store.open(Settings.read({"DOCGEN_DATA": str(installation), "DOCGEN_DATABASE_URL": url}))
