"""Sessions over both databases: how long they live, how they end, whose pages their tokens know."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from docgen.settings import Settings
from docgen.store import Store
from docgen.store.models import SessionRow
from docgen.store.sessions import IDLE, KNOWN, WHOLE_DAY, WebSession

T = TypeVar("T")
NOW = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


class Desk:
    """A store and the sessions in it."""

    def __init__(self, store: Store) -> None:
        self.store, self.sessions = store, store.sessions

    def do(self, work: Callable[[Session], T]) -> T:
        return self.store.write(work).result()

    def start(self, user: str = "dara", at: datetime = NOW) -> str:
        return self.do(lambda session: self.sessions.start(session, user, at))

    def find(self, secret: str, at: datetime = NOW) -> WebSession | None:
        return self.store.read(lambda session: self.sessions.find(session, secret, at))

    def live(self, secret: str, at: datetime = NOW) -> bool:
        found = self.find(secret, at)
        return found is not None and found.live

    def use(self, secret: str, at: datetime) -> None:
        self.do(lambda session: self.sessions.mark(session, self.sessions.id_of(secret), at))


@pytest.fixture
def desk(installed: Settings) -> Iterator[Desk]:
    with Store.open(installed) as store:
        yield Desk(store)


def test_the_cookie_is_256_random_bits_and_not_kept(desk: Desk, installed: Settings) -> None:
    secrets = {desk.start() for _ in range(20)}
    assert len(secrets) == 20 and all(len(secret) == 43 for secret in secrets)
    kept = [path.read_bytes() for path in installed.data.rglob("*") if path.is_file()]
    assert kept and not [secret for secret in secrets for data in kept if secret.encode() in data]


def test_a_strangers_cookie_is_no_session(desk: Desk) -> None:
    desk.start()
    assert desk.find("") is None and desk.find("x" * 43) is None


def test_a_session_ends_when_it_is_not_used_for_its_time(desk: Desk) -> None:
    secret = desk.start()
    assert desk.live(secret, NOW + IDLE - SECOND) and not desk.live(secret, NOW + IDLE)
    desk.use(secret, NOW + IDLE - SECOND)
    assert desk.live(secret, NOW + IDLE + IDLE - 2 * SECOND)


def test_a_session_ends_after_its_day_however_busy_it_is(desk: Desk) -> None:
    secret, at = desk.start(), NOW
    while at < NOW + WHOLE_DAY - IDLE:
        at += IDLE / 2
        desk.use(secret, at)
    desk.use(secret, NOW + WHOLE_DAY - SECOND)
    assert desk.live(secret, NOW + WHOLE_DAY - SECOND) and not desk.live(secret, NOW + WHOLE_DAY)


def test_an_ended_session_stays_known_for_a_while_but_dead(desk: Desk) -> None:
    secret = desk.start()
    desk.do(lambda session: desk.sessions.end(session, desk.sessions.id_of(secret), NOW))
    desk.use(secret, NOW + SECOND)
    assert desk.find(secret, NOW + SECOND) == WebSession(desk.sessions.id_of(secret), "dara", False)
    assert desk.find(secret, NOW + KNOWN) is None


def test_all_sessions_of_a_user_end_at_once_and_nobody_elses(desk: Desk) -> None:
    mine, other = [desk.start(), desk.start()], desk.start("sok")
    desk.do(lambda session: desk.sessions.end_all(session, "dara", NOW))
    assert [desk.live(secret) for secret in (*mine, other)] == [False, False, True]


def test_the_list_of_open_sessions_has_neither_ended_nor_others(desk: Desk) -> None:
    idle, first, last = desk.start(), desk.start(at=NOW + SECOND), desk.start(at=NOW + 2 * SECOND)
    desk.start("sok")
    at = NOW + IDLE
    assert [each.id for each in desk.store.read(lambda session: desk.sessions.open_of(session, "dara", at))] == [
        desk.sessions.id_of(last),
        desk.sessions.id_of(first),
    ]
    assert not desk.live(idle, at)


def test_a_form_of_an_earlier_session_is_known_as_the_same_users_and_as_nobody_elses(desk: Desk) -> None:
    secret = desk.start()
    token = desk.sessions.csrf(secret)
    desk.do(lambda session: desk.sessions.end_all(session, "dara", NOW))
    desk.start()

    def known(token: str, user: str, at: datetime = NOW) -> bool:
        return desk.store.read(lambda session: desk.sessions.is_token(session, token, user, at))

    assert known(token, "dara") and not known(token, "sok")
    assert not known("", "dara") and not known(token[:-1] + "x", "dara") and not known("ក", "dara")
    assert not known(token, "dara", NOW + KNOWN)


def test_the_purge_forgets_sessions_that_ended_long_ago(desk: Desk) -> None:
    desk.start()
    young = desk.start(at=NOW + timedelta(days=1))
    assert desk.do(lambda session: desk.sessions.purge(session, NOW + KNOWN)) == 1
    assert desk.find(young, NOW + KNOWN) is not None
    assert desk.store.read(lambda session: session.scalar(select(func.count()).select_from(SessionRow))) == 1
