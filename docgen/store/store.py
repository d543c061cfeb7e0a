"""The store: opened once from the settings, migrated, then only handed on."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final, Self, TypeVar

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.orm import Session

from docgen.errors import Message
from docgen.settings import Settings
from docgen.store.answers import Answers
from docgen.store.audit import Audit
from docgen.store.issues import Issues
from docgen.store.kept_forms import KeptForms
from docgen.store.keys import ApiKeys
from docgen.store.register import StoreRegister
from docgen.store.schema import migrate
from docgen.store.sessions import IDLE, WebSessions
from docgen.store.vault import Vault
from docgen.store.writer import Writer
from docgen.verification.key import NO_KEY, StoreUnusable, ensured_key

T = TypeVar("T")
DATABASE: Final = "docgen.sqlite"
ISSUED: Final = "issued.jsonl"
"""Register that the commands keep, in the data folder; the store takes over what is in it each time it is opened."""
_BUSY_MS: Final = 30_000


class Store:
    """What an installation keeps. Close it, or use it in a `with`."""

    def __init__(self, engine: Engine, key: bytes, pepper: bytes, anchor: Path, idle: timedelta = IDLE) -> None:
        self.engine, self.key = engine, key
        self.vault = Vault(key)
        self.audit = Audit(key, anchor)
        self.keys = ApiKeys(pepper)
        self.sessions = WebSessions(pepper, idle)
        self.forms = KeptForms(self.vault)
        self.answers = Answers(pepper, self.vault)
        self.issues = Issues(self.vault, self.audit, key)
        self.register = StoreRegister(self.write, self.read)
        self._writer = Writer(engine.execution_options(docgen_writes=True), lambda: self.audit.anchor(self.read))

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """Open the database that the settings name, make keys where there are none, bring the tables up to date.

        Raises StoreUnusable.
        """
        key, pepper = ensured_key(settings.store_key_file, NO_KEY), ensured_key(settings.pepper_file, NO_KEY)
        engine = _engine(settings)
        try:
            migrate(engine)
        except SQLAlchemyError:
            engine.dispose()
            raise StoreUnusable(_unopened()) from None
        idle = timedelta(minutes=settings.session_minutes)
        store = cls(engine, key, pepper, settings.audit_anchor, idle)
        try:
            store.register.take_over(settings.data / ISSUED)
        except BaseException:
            store.close()
            raise
        return store

    def write(self, work: Callable[[Session], T]) -> Future[T]:
        """Do this in a transaction, together with what others write; done when the future is (`Writer.submit`)."""
        return self._writer.submit(work)

    def read(self, work: Callable[[Session], T]) -> T:
        """Do this in a session that only reads. Raises StoreUnusable."""
        try:
            with Session(self.engine, expire_on_commit=False) as session:
                return work(session)
        except DBAPIError:
            raise StoreUnusable(Message("the database cannot be read; see that it runs, then try again")) from None

    @property
    def ended(self) -> Mapping[str, Callable[[Session, datetime], int]]:
        """What the purge (`docgen.store.retention`) destroys of the pages: by name, a `Purger`."""
        return {"sessions": self.sessions.purge, "forms": self.forms.purge}

    def close(self) -> None:
        """Write what was handed in and let go of the database."""
        self._writer.close()
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _engine(settings: Settings) -> Engine:
    if settings.database_url:
        try:
            url = make_url(settings.database_url)
        except ArgumentError:
            raise StoreUnusable(_unopened()) from None
        if url.drivername in ("postgresql", "postgres"):
            url = url.set(drivername="postgresql+psycopg")
        # Asked before use: a database that was started again is met with a new connection.
        return create_engine(url, pool_pre_ping=True, hide_parameters=True)
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


def _unopened() -> Message:
    return Message("the database cannot be opened; see that its address is right and that it runs")


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


def _begin_sqlite(connection: Any) -> None:
    """The driver begins no transaction by itself, so that savepoints work; a writer takes its lock at once."""
    writes = connection.get_execution_options().get("docgen_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
