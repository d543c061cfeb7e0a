"""The database of an installation: opened to be written, or, where it is there, only to be read."""

from __future__ import annotations

import os
from typing import Any, Final

from sqlalchemy import URL, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from docgen.errors import Message
from docgen.settings import DATABASE, Settings
from docgen.verification.key import StoreUnusable

_BUSY_MS: Final = 30_000


def opened(settings: Settings) -> Engine:
    """The database that the settings name; SQLite's file is made where there is none. Raises StoreUnusable."""
    if settings.database_url:
        # Asked before use: a database that was started again is met with a new connection.
        return create_engine(_url(settings), pool_pre_ping=True, hide_parameters=True)
    path = settings.data / DATABASE
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError:
        raise StoreUnusable(
            Message("the store cannot be kept; choose a data folder with room that can be written to")
        ) from None
    engine = create_engine(
        f"sqlite:///{path}", hide_parameters=True, connect_args={"timeout": _BUSY_MS / 1000, "isolation_level": None}
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def readable(settings: Settings) -> Engine:
    """The same database for questions, each answered by itself; it must be there, and nothing is made of it.

    Raises StoreUnusable.
    """
    if settings.database_url:
        return create_engine(_url(settings), hide_parameters=True, isolation_level="AUTOCOMMIT")
    url = f"sqlite:///file:{settings.data / DATABASE}?mode=rw&uri=true"
    arguments = {"timeout": _BUSY_MS / 1000, "isolation_level": None}
    engine = create_engine(url, hide_parameters=True, connect_args=arguments)
    event.listen(engine, "connect", _read_only)
    return engine


def unopened() -> Message:
    """What is said when the database cannot be opened."""
    return Message("the database cannot be opened; see that its address is right and that it runs")


def _url(settings: Settings) -> URL:
    try:
        url = make_url(settings.database_url)
    except ArgumentError:
        raise StoreUnusable(unopened()) from None
    return url.set(drivername="postgresql+psycopg") if url.drivername in ("postgresql", "postgres") else url


def _prepare_sqlite(connection: Any, _: object) -> None:
    for pragma in (
        f"busy_timeout = {_BUSY_MS}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "secure_delete = ON",  # what is deleted is overwritten (hostile_input: purged rows could be found)
        "temp_store = MEMORY",  # nothing of a record in a temporary file
    ):
        connection.execute(f"PRAGMA {pragma}")


def _read_only(connection: Any, _: object) -> None:
    """Not opened read-only: beside a write-ahead log that would need its index to be there already."""
    connection.execute("PRAGMA query_only = ON")


def _begin_sqlite(connection: Any) -> None:
    """The driver begins no transaction by itself, so that savepoints work; a writer takes its lock at once."""
    writes = connection.get_execution_options().get("docgen_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
