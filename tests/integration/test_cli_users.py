"""`docgen users` over both databases, and what `docgen serve --demo` leaves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from docgen.settings import Settings
from docgen.store import Role, Store, User, passwords, users
from docgen.store.models import AuditEntry
from tests.integration.cli import Shell
from tests.integration.web import quick_hashes

CHOSEN = "kite over the quiet river"


@pytest.fixture
def shell(installed: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Shell]:
    monkeypatch.setenv("DOCGEN_LANG", "en")
    monkeypatch.setenv("DOCGEN_DATABASE_URL", installed.database_url)
    with quick_hashes():
        yield Shell(monkeypatch, capsys)


def admitted(installed: Settings, name: str, password: str) -> User | None:
    with Store.open(installed) as store:
        known = store.read(lambda session: users.credential(session, name))
        right = passwords.verified(known.hash, password)
        return store.write(lambda session: users.settle(session, known, right, datetime.now(UTC))).result().user


def signed_in(installed: Settings, name: str) -> str:
    with Store.open(installed) as store:
        user = store.read(lambda session: users.named(session, name))
        assert user is not None
        return store.write(lambda session: store.sessions.start(session, user.id, datetime.now(UTC))).result()


def is_live(installed: Settings, secret: str) -> bool:
    with Store.open(installed) as store:
        found = store.read(lambda session: store.sessions.find(session, secret, datetime.now(UTC)))
    assert found is not None
    return found.live


def test_an_account_is_made_with_a_password_that_is_printed_alone_and_admits(shell: Shell, installed: Settings) -> None:
    made = shell("users", "create", "--name", "Dara", "--role", "clerk", "--role", "reviewer")
    assert made.code == 0 and made.out.count("\n") == 1
    password = made.out.strip()
    assert password not in made.err
    user = admitted(installed, "dara", password)
    assert user is not None and user.roles == {Role.CLERK, Role.REVIEWER}


def test_a_password_is_read_from_standard_input_and_not_printed(shell: Shell, installed: Settings) -> None:
    made = shell(
        "users", "create", "--name", "dara", "--role", "clerk", "--password-stdin", stdin=f"{CHOSEN}\r\n".encode()
    )
    assert (made.code, made.out) == (0, "") and CHOSEN not in made.err
    assert admitted(installed, "dara", CHOSEN) is not None


@pytest.mark.parametrize(
    ("arguments", "stdin"),
    [
        (["--name", "sok", "--role", "everything"], b""),
        (["--name", "sok"], b""),
        (["--name", "", "--role", "clerk"], b""),
        (["--name", "s\nk", "--role", "clerk"], b""),
        (["--name", "DARA", "--role", "clerk"], b""),
        (["--name", "sok", "--role", "clerk", "--password-stdin"], b"short\n"),
        (["--name", "sok", "--role", "clerk", "--password-stdin"], b"passwordpassword\n"),
        (["--name", "sok", "--role", "clerk", "--password-stdin"], b""),
    ],
)
def test_an_account_that_is_not_acceptable_is_not_made(shell: Shell, arguments: list[str], stdin: bytes) -> None:
    assert shell("users", "create", "--name", "dara", "--role", "clerk").code == 0
    ran = shell("users", "create", *arguments, stdin=stdin)
    assert (ran.code, ran.out) == (2, "") and ran.err
    assert [row["name"] for row in shell("users", "list", "--json").rows] == ["dara"]


def test_the_list_shows_names_roles_and_states_and_no_hash(shell: Shell, installed: Settings) -> None:
    for name in ("dara", "sok", "maly"):
        shell("users", "create", "--name", name, "--role", "clerk")
    shell("users", "disable", "sok")
    for _ in range(5):
        admitted(installed, "maly", "wrong")
    listed = shell("users", "list", "--json")
    assert [(row["name"], row["roles"], row["state"]) for row in listed.rows] == [
        ("dara", ["clerk"], "works"),
        ("sok", ["clerk"], "disabled"),
        ("maly", ["clerk"], "locked"),
    ]
    text = shell("users", "list")
    assert [line.split() for line in text.out.splitlines()][1] == ["sok", "disabled", "clerk"]
    assert "argon2" not in listed.out + text.out
    assert shell("users", "unlock", "maly").code == 0
    assert shell("users", "list", "--json").rows[2]["state"] == "works"


def test_a_disabled_account_and_one_with_a_new_password_are_signed_out(shell: Shell, installed: Settings) -> None:
    old = shell("users", "create", "--name", "dara", "--role", "clerk").out.strip()
    for ends in (["disable", "dara"], ["password", "dara"]):
        secret = signed_in(installed, "dara")
        ran = shell("users", *ends)
        assert ran.code == 0 and not is_live(installed, secret)
    assert admitted(installed, "dara", ran.out.strip()) is None, "still disabled"
    assert shell("users", "enable", "dara").code == 0
    assert admitted(installed, "dara", ran.out.strip()) is not None
    assert admitted(installed, "dara", old) is None


def test_a_role_takes_the_place_of_the_others(shell: Shell) -> None:
    shell("users", "create", "--name", "dara", "--role", "clerk")
    assert shell("users", "role", "Dara", "--role", "approver", "--role", "admin").code == 0
    assert shell("users", "list", "--json").rows[0]["roles"] == ["admin", "approver"]


@pytest.mark.parametrize("command", ["disable", "enable", "unlock", "password"])
def test_an_account_that_is_not_there_cannot_be_changed(shell: Shell, command: str) -> None:
    ran = shell("users", command, "CANARYX7Q9")
    assert (ran.code, ran.out) == (2, "") and "CANARYX7Q9" not in ran.err


def test_each_change_is_in_the_audit_log_which_names_nobody(shell: Shell, installed: Settings) -> None:
    shell("users", "create", "--name", "dara", "--role", "clerk")
    for command in (["disable"], ["enable"], ["unlock"], ["password"], ["role", "--role", "admin"]):
        assert shell("users", command[0], "dara", *command[1:]).code == 0
    with Store.open(installed) as store:
        user = store.read(lambda session: users.named(session, "dara"))
        entries = store.read(lambda session: session.query(AuditEntry).order_by(AuditEntry.seq).all())
    assert user is not None
    assert [entry.action for entry in entries] == [
        "user.create", "user.disable", "user.enable", "user.unlock", "user.password", "user.role"
    ]  # fmt: skip
    assert {(entry.actor, entry.subject) for entry in entries} == {("cli", user.id)}
    assert not [entry for entry in entries if "dara" in entry.details]
    assert shell("audit", "verify").code == 0
