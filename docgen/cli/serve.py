"""`docgen serve`: the API over HTTP, in one process with workers beside it."""

from __future__ import annotations

from typing import Annotated

import typer
import uvicorn

from docgen.settings import Settings
from docgen.store import Store

_SHUTDOWN_SECONDS = 30


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on; 0 for any free one.")] = 8000,
) -> None:
    """Serve the API. On a fresh machine it makes its store and its keys in the data folder first."""
    with Store.open(Settings.read()):
        pass  # made and brought up to date here, where an error is told in the reader's words
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
        _tell(*listening.getsockname()[:2])
        uvicorn.Server(config).run(sockets=[listening])
    finally:
        listening.close()


def _tell(host: str, port: int) -> None:
    shown = f"[{host}]" if ":" in host else host
    typer.echo(f"docgen listens on http://{shown}:{port} (description: /openapi.json)", err=True)
    typer.echo("make a key: docgen keys create --name NAME --scope render", err=True)
