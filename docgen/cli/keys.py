"""docgen keys: the API keys of the service, made, listed and revoked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from docgen.cli.console import print_json
from docgen.errors import Message, UnknownName
from docgen.settings import Settings

if TYPE_CHECKING:  # the database's libraries would take half the start of every other command
    from sqlalchemy.orm import Session

    from docgen.store import ApiKey, Scope

keys = typer.Typer(help="API keys of the service.", no_args_is_help=True)
_ACTOR = "cli"
_LONGEST_NAME = 100


@keys.command("create")
def print_secret(
    name: Annotated[str, typer.Option(help="Whose key it is, to know it again in the list.")],
    scope: Annotated[list[str], typer.Option(help="render, batch, templates:read, review or admin; may be repeated.")],
    test: Annotated[bool, typer.Option("--test", help="What it prints is marked SPECIMEN and has no code.")] = False,
    days: Annotated[int | None, typer.Option(min=1, max=36500, help="It ends after so many days.")] = None,
    user: Annotated[
        str, typer.Option(metavar="NAME", help="Whose steps those in the template library are that are taken with it.")
    ] = "",
) -> None:
    """Make a key and print it, alone, on standard output. It is shown this once."""
    from docgen.store import Store
    from docgen.store.audit import Event

    if not name.strip() or len(name) > _LONGEST_NAME or not name.isprintable():
        raise typer.BadParameter(f"a name has 1 to {_LONGEST_NAME} printable characters")
    scopes, now = _scopes(scope), datetime.now(UTC)
    expires = now + timedelta(days=days) if days else None

    with Store.open(Settings.read()) as store:

        def create(session: Session) -> tuple[ApiKey, str]:
            owner = _owner(session, user) if user else ""
            made, secret = store.keys.create(session, name, scopes, now, test=test, expires=expires, user=owner)
            details = {"scopes": sorted(made.scopes), "test": test, "user": owner}
            store.audit.append(session, Event(_ACTOR, "key.create", made.prefix, details), now)
            return made, secret

        made, secret = store.write(create).result()
    typer.echo(f"{made.prefix}: keep what is printed; it cannot be shown again", err=True)
    typer.echo(secret)


@keys.command("list")
def print_keys(as_json: Annotated[bool, typer.Option("--json", help="JSON lines.")] = False) -> None:
    """Print all keys there ever were, oldest first, without their secrets."""
    from docgen.store import Store, users

    with Store.open(Settings.read()) as store:
        found, now = store.read(store.keys.all), datetime.now(UTC)
        names = {each.id: each.name for each in store.read(users.all_of)}
    for key in found:
        row = _row(key, now) | {"user": names.get(key.user, key.user)}
        of_user = f" ({row['user']})" if row["user"] else ""
        print_json(row) if as_json else typer.echo(
            f"{row['prefix']}  {row['state']:8}{' '.join(row['scopes']):40}  {row['name']}{of_user}"
        )


@keys.command("revoke")
def revoke(prefix: Annotated[str, typer.Argument(metavar="PREFIX", help="As `docgen keys list` shows it.")]) -> None:
    """End a key; the service stops taking it within seconds."""
    from docgen.store import Store
    from docgen.store.audit import Event

    now = datetime.now(UTC)
    with Store.open(Settings.read()) as store:

        def end(session: Session) -> None:
            store.keys.revoke(session, prefix, now)
            store.audit.append(session, Event(_ACTOR, "key.revoke", prefix), now)

        store.write(end).result()
    typer.echo(f"{prefix}: revoked", err=True)


def _owner(session: Session, name: str) -> str:
    """The id of the account with this name. Raises UnknownName for none, or one that is disabled."""
    from docgen.store import users

    found = users.named(session, name)
    if found is None or not found.usable():
        raise UnknownName(Message("there is no such account; look at the list of users"))
    return found.id


def _scopes(names: Iterable[str]) -> list[Scope]:
    from docgen.store import Scope

    try:
        return [Scope(name) for name in names]
    except ValueError:
        raise typer.BadParameter(f"--scope is one of {', '.join(Scope)}") from None


def _row(key: ApiKey, now: datetime) -> dict[str, Any]:
    row = {name: value.isoformat() if isinstance(value, datetime) else value for name, value in asdict(key).items()}
    state = "works" if key.usable(now) else "revoked" if key.revoked else "expired"
    return row | {"scopes": sorted(key.scopes), "state": state}
