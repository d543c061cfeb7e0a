"""`docgen serve`: the API and the pages over HTTP, in one process with workers beside it."""

from __future__ import annotations

import ipaddress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from docgen.documents import example_of_all
from docgen.settings import Settings

if TYPE_CHECKING:  # imported where they are needed: every other command would wait for them, too
    from sqlalchemy.orm import Session

    from docgen.store import Store

_SHUTDOWN_SECONDS = 30
_DEMO = "demo"


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on; 0 for any free one.")] = 8000,
    demo: Annotated[
        bool, typer.Option("--demo", help="To try it on this machine: an account and an invented case.")
    ] = False,
) -> None:
    """Serve the API and the pages. On a fresh machine it makes its store and its keys in the data folder first."""
    import uvicorn

    from docgen.store import Store

    if demo and not _is_loopback(host):
        raise typer.BadParameter("--demo serves this machine only; leave --host out, or give 127.0.0.1")
    settings = Settings.read()
    with Store.open(
        settings
    ) as store:  # made and brought up to date here, where an error is told in the reader's words
        password = _prepare_demo(store, settings) if demo else ""
    config = uvicorn.Config(
        "api.app:create_app",
        factory=True,
        host=host,
        port=port,
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="on",
        access_log=False,  # it writes raw paths; the application logs routes
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=_SHUTDOWN_SECONDS,
    )
    listening = config.bind_socket()
    try:
        listening.listen(config.backlog)  # what comes while the service opens waits, and is not refused
        address, chosen = listening.getsockname()[:2]
        _tell(address, chosen, password)
        uvicorn.Server(config).run(sockets=[listening])
    finally:
        listening.close()


def _tell(host: str, port: int, password: str) -> None:
    url = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
    typer.echo(f"docgen listens on {url} (description: /openapi.json)", err=True)
    typer.echo("make a key: docgen keys create --name NAME --scope render", err=True)
    if password:
        typer.echo(f"try the pages: {url}/ with the name {_DEMO} and the password {password}", err=True)
    else:
        typer.echo("make an account for the pages: docgen users create --name NAME --role clerk", err=True)


def _prepare_demo(store: Store, settings: Settings) -> str:
    """The account with a new password, which is returned, and an invented case where it has none."""
    from docgen.casefile.draft import Draft
    from docgen.casefile.files import CaseFiles
    from docgen.store import Role, passwords, users
    from docgen.store.audit import Event

    password, now = passwords.generated(), datetime.now(UTC)
    fresh = passwords.hashed(password)

    def prepare(session: Session) -> str:
        found = users.named(session, _DEMO) or users.create(session, _DEMO, password, Role, now)
        users.set_hash(session, found.id, fresh)
        users.set_roles(session, found.id, Role)
        users.enable(session, found.id)
        store.sessions.end_all(session, found.id, now)
        store.audit.append(session, Event("cli", "user.demo", found.id), now)
        return found.id

    user = store.write(prepare).result()
    cases = CaseFiles(store, settings.case_days)
    if not cases.mine(user):
        cases.create(user, Draft(values=example_of_all()), now)
    return password


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
