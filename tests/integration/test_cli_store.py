"""The commands keys, audit and purge, over both databases, and verify with a store."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from docgen.settings import Settings
from docgen.store import Scope, Store, users
from docgen.store.models import SealedRecord
from docgen.verification.register import Issued
from tests.integration.cli import Ran, Shell
from tests.unit.batch.dispatching import desk

PREFIX = len("dg_live_12345678")
CANARY = b"CANARYX7Q9" * 40


@pytest.fixture
def shell(installed: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    monkeypatch.setenv("DOCGEN_LANG", "en")
    monkeypatch.setenv("DOCGEN_DATABASE_URL", installed.database_url)
    return Shell(monkeypatch, capsys)


def test_a_key_is_printed_alone_and_works_until_it_is_revoked(shell: Shell, installed: Settings) -> None:
    made = shell("keys", "create", "--name", "Desk of the test", "--scope", "render", "--scope", "batch")
    assert made.code == 0 and made.out.count("\n") == 1
    secret = made.out.strip()
    assert secret.startswith("dg_live_") and secret not in made.err
    with Store.open(installed) as store:
        key = store.read(lambda session: store.keys.find(session, secret))
        assert key is not None and key.scopes == {Scope.RENDER, Scope.BATCH} and key.usable(datetime.now(UTC))
    assert shell("keys", "revoke", key.prefix).code == 0
    with Store.open(installed) as store:
        key = store.read(lambda session: store.keys.find(session, secret))
        assert key is not None and not key.usable(datetime.now(UTC))


def test_a_key_belongs_to_the_user_it_was_made_for(shell: Shell, installed: Settings) -> None:
    shell("users", "create", "--name", "dara", "--role", "approver")
    made = shell("keys", "create", "--name", "One", "--scope", "review", "--user", "Dara")
    assert made.code == 0
    with Store.open(installed) as store:
        key = store.read(lambda session: store.keys.find(session, made.out.strip()))
        user = store.read(lambda session: users.named(session, "dara"))
    assert key is not None and user is not None and key.user == user.id
    assert [row["user"] for row in shell("keys", "list", "--json").rows] == ["dara"]
    assert "(dara)" in shell("keys", "list").out


def test_a_key_for_a_user_that_there_is_not_or_who_is_disabled_is_not_made(shell: Shell) -> None:
    shell("users", "create", "--name", "dara", "--role", "approver")
    shell("users", "disable", "dara")
    for name in ("dara", "nobody"):
        refused = shell("keys", "create", "--name", "One", "--scope", "review", "--user", name)
        assert (refused.code, refused.out) == (2, "")
    assert shell("keys", "list", "--json").rows == []


def test_the_list_shows_every_key_and_no_secret(shell: Shell) -> None:
    secrets = [
        shell("keys", "create", "--name", "One", "--scope", "admin").out.strip(),
        shell("keys", "create", "--name", "Two", "--scope", "render", "--test", "--days", "3").out.strip(),
    ]
    listed = shell("keys", "list", "--json")
    assert [(row["name"], row["scopes"], row["test"], row["state"]) for row in listed.rows] == [
        ("One", ["admin"], False, "works"),
        ("Two", ["render"], True, "works"),
    ]
    assert [row["expires"] is None for row in listed.rows] == [True, False]
    text = shell("keys", "list")
    assert [line.split()[0] for line in text.out.splitlines()] == [row["prefix"] for row in listed.rows]
    assert not [secret for secret in secrets if secret[PREFIX:] in listed.out + text.out]


@pytest.mark.parametrize(
    "arguments",
    [
        ["--name", "x", "--scope", "everything"],
        ["--name", "x"],
        ["--name", "", "--scope", "render"],
        ["--name", "a\nb", "--scope", "render"],
        ["--name", "x" * 101, "--scope", "render"],
        ["--name", "x", "--scope", "render", "--days", "0"],
    ],
)
def test_a_key_without_a_name_scope_or_time_is_not_made(shell: Shell, arguments: list[str]) -> None:
    assert shell("keys", "create", *arguments).code == 2
    assert shell("keys", "list").out == ""


def test_a_key_that_is_not_there_cannot_be_revoked(shell: Shell) -> None:
    ran = shell("keys", "revoke", "dg_live_CANARYX7Q9")
    assert (ran.code, ran.out) == (2, "") and "CANARYX7Q9" not in ran.err
    assert shell("audit", "verify").code == 0


def test_what_was_done_with_keys_is_in_an_audit_log_that_is_whole(shell: Shell, installed: Settings) -> None:
    assert shell("audit", "verify").code == 0, "one that was never written to"
    secret = shell("keys", "create", "--name", "One", "--scope", "render").out.strip()
    assert shell("keys", "revoke", secret[:PREFIX]).code == 0
    ran = shell("audit", "verify")
    assert (ran.code, ran.out) == (0, "")
    with Store.open(installed) as store:
        store.write(
            lambda session: session.connection().exec_driver_sql("DELETE FROM audit_entry WHERE seq = 2") and None
        ).result()
    ran = shell("audit", "verify")
    assert (ran.code, [row["code"] for row in ran.rows]) == (3, ["audit.cut"])


def destroyed(ran: Ran) -> dict[str, int]:
    """What a purge says that there was."""
    (row,) = ran.rows
    return {name: count for name, count in row.items() if count}


def test_purging_leaves_nothing_of_what_had_its_time(shell: Shell, installed: Settings, installation: Path) -> None:
    now = datetime.now(UTC)
    with Store.open(installed) as store:
        for name, days in (("over", -1), ("soon", 3), ("kept", 30)):
            store.write(
                lambda session, n=name, d=days: store.vault.put(session, n, CANARY, now + timedelta(days=d))
            ).result()
    assert destroyed(shell("purge")) == {"records": 1}
    assert destroyed(shell("purge", "--before", (now + timedelta(days=5)).strftime("%Y-%m-%dT%H:%M:%SZ"))) == {
        "records": 1
    }
    with Store.open(installed) as store:
        assert [store.read(lambda session, n=n: store.vault.get(session, n)) for n in ("over", "soon", "kept")] == [
            None,
            None,
            CANARY,
        ]
    assert shell("audit", "verify").code == 0
    assert not [path for path in installation.rglob("*") if path.is_file() and CANARY[:10] in path.read_bytes()]


def test_a_paper_that_the_service_issued_is_verified_by_the_command(shell: Shell, installed: Settings) -> None:
    code = "TKY4-T17Z-7PDJ-NGMQ"
    with Store.open(installed) as store:
        store.register.add([Issued(code, "t", "xx", "pdf", "0" * 64, "draft", "typeset", "ab" * 32, "2031-01-01")])
    ran = shell("verify", "--code", code)
    assert (ran.code, ran.rows[0]["issued"]["sha256"]) == (0, "ab" * 32)


def test_purging_removes_the_outputs_of_a_batch_with_its_records(shell: Shell, installed: Settings) -> None:
    with desk(installed) as at:
        at.ended(at.accept(2))
        assert [path for path in installed.objects.rglob("*") if path.is_file()]
    later = (datetime.now(UTC) + timedelta(days=400)).strftime("%Y-%m-%d")
    assert shell("purge", "--before", later).rows[0]["batches"] == 1
    assert not [path for path in installed.objects.rglob("*") if path.is_file()]
    with Store.open(installed) as store:
        assert store.read(lambda session: session.scalar(select(func.count()).select_from(SealedRecord))) == 0
