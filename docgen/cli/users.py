"""docgen users: who may sign in to the pages, with which roles."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from docgen.cli.console import print_json
from docgen.errors import Message, UnknownName
from docgen.settings import Settings

if TYPE_CHECKING:  # the database's libraries would take half the start of every other command
    from sqlalchemy.orm import Session

    from docgen.store import Role, Store, User

users = typer.Typer(help="Who may sign in to the pages.", no_args_is_help=True)
_ACTOR = "cli"

Name = Annotated[str, typer.Argument(metavar="NAME", help="As `docgen users list` shows it.")]
Roles = Annotated[list[str], typer.Option("--role", help="clerk, reviewer, approver or admin; may be repeated.")]
FromStdin = Annotated[
    bool, typer.Option("--password-stdin", help="Read the password from standard input, instead of making one.")
]


@users.command("create")
def create(
    name: Annotated[str, typer.Option(help="What is typed to sign in.")],
    role: Roles,
    password_stdin: FromStdin = False,
) -> None:
    """Make an account and print its new password, alone, on standard output. It is shown this once."""
    from docgen.store import Store
    from docgen.store import users as accounts

    roles, now = _roles(role), datetime.now(UTC)
    password = _chosen(name) if password_stdin else _generated()
    with Store.open(Settings.read()) as store:

        def make(session: Session) -> User:
            made = accounts.create(session, name, password, roles, now)
            _note(store, session, "user.create", made, now)
            return made

        made = store.write(make).result()
    _tell(made.name, "" if password_stdin else password)


@users.command("list")
def print_users(as_json: Annotated[bool, typer.Option("--json", help="JSON lines.")] = False) -> None:
    """Print all accounts, oldest first."""
    from docgen.store import Store
    from docgen.store import users as accounts

    with Store.open(Settings.read()) as store:
        found, now = store.read(accounts.all_of), datetime.now(UTC)
    for user in found:
        row = _row(user, now)
        print_json(row) if as_json else typer.echo(f"{row['name']}  {row['state']:9}{' '.join(row['roles'])}")


@users.command("disable")
def disable(name: Name) -> None:
    """Nobody signs in to it any more, and whoever is signed in is signed out at once."""
    from docgen.store import users as accounts

    now = datetime.now(UTC)
    _change(name, "user.disable", "disabled", lambda session, user: accounts.disable(session, user, now), ends=True)


@users.command("enable")
def enable(name: Name) -> None:
    """Let a disabled account sign in again."""
    from docgen.store import users as accounts

    _change(name, "user.enable", "enabled", accounts.enable)


@users.command("unlock")
def unlock(name: Name) -> None:
    """Let an account be tried again at once that was locked after wrong passwords."""
    from docgen.store import users as accounts

    _change(name, "user.unlock", "unlocked", accounts.unlock)


@users.command("password")
def password(name: Name, password_stdin: FromStdin = False) -> None:
    """Give an account a new password, printed alone on standard output; ends all its sessions."""
    from docgen.store import passwords
    from docgen.store import users as accounts

    chosen = _chosen(name) if password_stdin else _generated()
    fresh = passwords.hashed(chosen)
    _change(
        name, "user.password", "has a new password",
        lambda session, user: accounts.set_hash(session, user, fresh), ends=True,
    )  # fmt: skip
    _tell(name, "" if password_stdin else chosen)


@users.command("role")
def role(name: Name, role: Roles) -> None:
    """Give an account these roles, and take all others from it; at once, where it is signed in."""
    from docgen.store import users as accounts

    roles = _roles(role)
    _change(name, "user.role", "has its roles", lambda session, user: accounts.set_roles(session, user, roles))


def _change(name: str, action: str, done: str, change: Callable[[Session, str], User], *, ends: bool = False) -> None:
    """One change of the account with this name, with its entry in the audit log. Raises UnknownName."""
    from docgen.store import Store
    from docgen.store import users as accounts

    now = datetime.now(UTC)
    with Store.open(Settings.read()) as store:

        def work(session: Session) -> User:
            found = accounts.named(session, name)
            if found is None:
                raise UnknownName(Message("there is no such account; look at the list of users"))
            changed = change(session, found.id)
            if ends:
                store.sessions.end_all(session, found.id, now)
            _note(store, session, action, changed, now)
            return changed

        changed = store.write(work).result()
    typer.echo(f"{changed.name}: {done}", err=True)


def _note(store: Store, session: Session, action: str, user: User, now: datetime) -> None:
    from docgen.store.audit import Event

    store.audit.append(session, Event(_ACTOR, action, user.id, {"roles": sorted(user.roles)}), now)


def _generated() -> str:
    from docgen.store import passwords

    return passwords.generated()


def _chosen(name: str) -> str:
    """The first line of standard input. Raises AccountRefused for one that is too short or too common."""
    from docgen.store import passwords
    from docgen.store.users import AccountRefused, spelled

    chosen = sys.stdin.readline().rstrip("\r\n")
    refused = passwords.refusal(chosen, spelled(name))
    if refused is not None:
        raise AccountRefused(refused)
    return chosen


def _tell(name: str, generated: str) -> None:
    if generated:
        typer.echo(f"{name}: keep what is printed; it cannot be shown again", err=True)
        typer.echo(generated)


def _roles(names: Iterable[str]) -> list[Role]:
    from docgen.store import Role

    try:
        return [Role(name) for name in names]
    except ValueError:
        raise typer.BadParameter(f"--role is one of {', '.join(Role)}") from None


def _row(user: User, now: datetime) -> dict[str, Any]:
    state = "works" if user.usable() else "disabled"
    return {
        "id": user.id,
        "name": user.name,
        "roles": sorted(user.roles),
        "language": user.language,
        "created": user.created.isoformat(),
        "state": "locked" if user.usable() and user.locked(now) else state,
    }
