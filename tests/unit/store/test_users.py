"""Users over both databases: names in one spelling, the lock-out, roles, and accounts that are disabled."""

import unicodedata
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import pytest
from argon2 import PasswordHasher
from sqlalchemy.orm import Session

from docgen.errors import UnknownName
from docgen.settings import Settings
from docgen.store import Role, Store, User, passwords, users
from docgen.store.users import AccountRefused, Verdict
from tests.integration.web import quick_hashes

T = TypeVar("T")
NOW = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)
RIGHT, WRONG = "kite over the quiet river", "kite over the loud river"


class Desk:
    """A store with one clerk."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.clerk = self.create("dara")

    def do(self, work: Callable[[Session], T]) -> T:
        return self.store.write(work).result()

    def create(self, name: str, *roles: Role) -> User:
        return self.do(lambda session: users.create(session, name, RIGHT, roles or (Role.CLERK,), NOW))

    def now(self) -> User:
        found = self.store.read(lambda session: users.find(session, self.clerk.id))
        assert found is not None
        return found

    def attempt(self, password: str, at: datetime = NOW) -> Verdict:
        known = self.store.read(lambda session: users.credential(session, "dara"))
        right = passwords.verified(known.hash, password)
        return self.do(lambda session: users.settle(session, known, right, at))


@pytest.fixture
def desk(installed: Settings) -> Iterator[Desk]:
    with quick_hashes(), Store.open(installed) as store:
        yield Desk(store)


def test_a_name_is_the_same_in_capitals_and_however_it_is_composed(desk: Desk) -> None:
    made = desk.create("Zoé.ស្រី-แดง_1")
    for typed in ("ZOÉ.ស្រី-แดง_1", unicodedata.normalize("NFD", "zoé.ស្រី-แดง_1"), " zoé.ស្រី-แดง_1\t"):
        assert desk.store.read(lambda session, typed=typed: users.named(session, typed)) == made
        with pytest.raises(AccountRefused):
            desk.create(typed)


@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        "a b",
        "a\nb",
        "a\0b",
        "a\x1bb",
        "a\u200bb",
        "a\u202eb",
        "\ufeffa",
        "-a",
        "a/b",
        "<b>",
        "a" * 65,
        "ß" * 33,
    ],
)
def test_a_name_that_cannot_be_told_from_another_or_typed_is_refused(desk: Desk, name: str) -> None:
    with pytest.raises(AccountRefused) as refused:
        desk.create(name)
    assert not name.strip() or name not in str(refused.value)
    assert [each.name for each in desk.store.read(users.all_of)] == ["dara"]


def test_the_right_password_admits_and_a_wrong_one_does_not(desk: Desk) -> None:
    assert desk.attempt(RIGHT).user == desk.clerk
    assert desk.attempt(WRONG) == Verdict(None)
    assert desk.store.read(lambda session: users.credential(session, "nobody")).hash == ""


def test_five_wrong_passwords_lock_an_account_for_a_quarter_of_an_hour(desk: Desk) -> None:
    verdicts = [desk.attempt(WRONG) for _ in range(5)]
    assert [each.locked for each in verdicts] == [False] * 4 + [True]
    assert desk.now().locked(NOW)
    assert desk.attempt(RIGHT, NOW + timedelta(minutes=14, seconds=59)).user is None
    assert desk.attempt(RIGHT, NOW + timedelta(minutes=15)).user is not None
    assert not desk.now().locked(NOW)


def test_wrong_passwords_while_it_is_locked_do_not_lock_it_longer(desk: Desk) -> None:
    for _ in range(15):
        desk.attempt(WRONG)
    assert desk.attempt(RIGHT, NOW + timedelta(minutes=15)).user is not None


def test_a_right_password_forgets_the_wrong_ones_before(desk: Desk) -> None:
    for _ in range(3):
        for _ in range(4):
            desk.attempt(WRONG)
        assert desk.attempt(RIGHT).user is not None


def test_an_administrator_unlocks_an_account_at_once(desk: Desk) -> None:
    for _ in range(5):
        desk.attempt(WRONG)
    desk.do(lambda session: users.unlock(session, desk.clerk.id))
    assert desk.attempt(RIGHT).user is not None


def test_a_password_that_was_changed_while_it_was_checked_admits_nobody(desk: Desk) -> None:
    known = desk.store.read(lambda session: users.credential(session, "dara"))
    desk.do(lambda session: users.set_hash(session, desk.clerk.id, passwords.hashed(WRONG)))
    assert desk.do(lambda session: users.settle(session, known, True, NOW)) == Verdict(None)
    assert desk.attempt(WRONG).user is not None


def test_an_outdated_hash_is_replaced_when_its_password_is_known(desk: Desk) -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=1024).hash(RIGHT)
    desk.do(lambda session: users.set_hash(session, desk.clerk.id, weak))
    known = desk.store.read(lambda session: users.credential(session, "dara"))
    fresh = passwords.hashed(RIGHT)
    assert desk.do(lambda session: users.settle(session, known, True, NOW, fresh)).user is not None
    assert desk.store.read(lambda session: users.credential(session, "dara")).hash == fresh


def test_a_disabled_account_admits_nobody_until_it_is_enabled(desk: Desk) -> None:
    desk.do(lambda session: users.disable(session, desk.clerk.id, NOW))
    assert desk.attempt(RIGHT).user is None and not desk.now().usable()
    desk.do(lambda session: users.enable(session, desk.clerk.id))
    assert desk.attempt(RIGHT).user is not None


def test_roles_and_language_are_what_was_last_chosen(desk: Desk) -> None:
    desk.do(lambda session: users.set_roles(session, desk.clerk.id, [Role.ADMIN, Role.APPROVER, Role.ADMIN]))
    desk.do(lambda session: users.set_language(session, desk.clerk.id, "xx"))
    assert (desk.now().roles, desk.now().language) == ({Role.ADMIN, Role.APPROVER}, "xx")


def test_an_account_that_there_is_not_cannot_be_changed(desk: Desk) -> None:
    with pytest.raises(UnknownName):
        desk.do(lambda session: users.unlock(session, "nobody"))


def test_no_password_is_kept(desk: Desk, installed: Settings) -> None:
    desk.attempt(WRONG)
    kept = [path.read_bytes() for path in installed.data.rglob("*") if path.is_file()]
    assert kept and not [data for data in kept if RIGHT.encode() in data or WRONG.encode() in data]
