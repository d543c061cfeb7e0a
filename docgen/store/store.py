"""The store: opened once from the settings, migrated, then only handed on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, Self, TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.orm import Session

from docgen.errors import Message
from docgen.settings import Settings
from docgen.store.answers import Answers
from docgen.store.audit import Audit
from docgen.store.engine import opened, unopened
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
ISSUED: Final = "issued.jsonl"
"""Register that the commands keep, in the data folder; the store takes over what is in it each time it is opened."""


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
        engine = opened(settings)
        try:
            migrate(engine)
        except SQLAlchemyError:
            engine.dispose()
            raise StoreUnusable(unopened()) from None
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
