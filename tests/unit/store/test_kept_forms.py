"""Kept forms over both databases: sealed, handed back to the same user, once, for an hour."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from docgen.settings import Settings
from docgen.store import Store
from docgen.store.kept_forms import KEPT, KeptForm
from docgen.store.models import KeptFormRow, SealedRecord
from docgen.store.retention import purge

T = TypeVar("T")
NOW = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)
CANARY = "CANARYX7Q9"
FIELDS = [("note", f"{CANARY}\r\nស្រី แดง"), ("row", "1"), ("row", "2"), ("empty", "")]


class Desk:
    def __init__(self, store: Store) -> None:
        self.store = store

    def do(self, work: Callable[[Session], T]) -> T:
        return self.store.write(work).result()

    def keep(
        self, user: str = "dara", fields: Sequence[tuple[str, str]] = FIELDS, path: str = "/x", at: datetime = NOW
    ) -> str:
        return self.do(lambda session: self.store.forms.keep(session, user, path, fields, 1, at))

    def open(self, form: str, user: str = "dara", at: datetime = NOW) -> KeptForm | None:
        return self.store.read(lambda session: self.store.forms.open(session, form, user, at))

    def rows(self) -> list[int | None]:
        counts = [select(func.count()).select_from(table) for table in (KeptFormRow, SealedRecord)]
        return [self.store.read(lambda session, query=query: session.scalar(query)) for query in counts]


@pytest.fixture
def desk(installed: Settings) -> Iterator[Desk]:
    with Store.open(installed) as store:
        yield Desk(store)


def test_a_form_comes_back_as_it_was_sent(desk: Desk) -> None:
    form = desk.keep(path="/cases/0/at/x?row=1")
    assert desk.open(form) == KeptForm(form, "/cases/0/at/x?row=1", FIELDS, 1)


def test_a_form_is_sealed_and_nobody_elses(desk: Desk, installed: Settings) -> None:
    form = desk.keep()
    assert desk.open(form, "sok") is None and desk.open("f" * 32) is None
    kept = [path.read_bytes() for path in installed.data.rglob("*") if path.is_file()]
    assert kept and not [data for data in kept if CANARY.encode() in data]


def test_a_form_that_was_sent_again_is_destroyed_but_not_by_another_user(desk: Desk) -> None:
    form = desk.keep()
    desk.do(lambda session: desk.store.forms.drop(session, form, "sok"))
    assert desk.open(form) is not None
    desk.do(lambda session: desk.store.forms.drop(session, form, "dara"))
    desk.do(lambda session: desk.store.forms.drop(session, form, "dara"))
    assert desk.open(form) is None and desk.rows() == [0, 0]


def test_a_form_is_kept_for_an_hour_and_then_purged(desk: Desk) -> None:
    form, late = desk.keep(), desk.keep(at=NOW + KEPT / 2)
    assert desk.open(form, at=NOW + KEPT - timedelta(seconds=1)) is not None
    assert desk.open(form, at=NOW + KEPT) is None
    assert purge(desk.store, NOW + KEPT, desk.store.ended)["forms"] == 1
    assert desk.open(late, at=NOW + KEPT) is not None and desk.rows() == [1, 1]


def test_the_oldest_form_of_a_user_gives_way_when_there_are_too_many(desk: Desk) -> None:
    other = desk.keep("sok")
    forms = [desk.keep(fields=[("n", str(number))], at=NOW + timedelta(seconds=number)) for number in range(52)]
    found = [desk.open(form) for form in forms]
    assert [each is None for each in found] == [True, True] + [False] * 50
    assert desk.open(other, "sok") is not None and desk.rows() == [51, 51]


@pytest.mark.parametrize(("path", "size"), [("/" + "x" * 400, 1), ("/x", 4_000_001)])
def test_what_is_too_large_for_a_form_of_ours_is_not_kept(desk: Desk, path: str, size: int) -> None:
    assert desk.keep(path=path, fields=[("n", "x" * size)]) == ""
    assert desk.rows() == [0, 0]
