"""The store's wordings as what renders reads them: which version is chosen, asked at every render, and its bytes."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Sequence
from typing import Final, Self, TypeAlias, TypeVar

from sqlalchemy import Connection, Engine, inspect
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session

from docgen.bundle import Approval
from docgen.docx.wording import Wording
from docgen.errors import Message, WordingDamaged
from docgen.library import Chosen, NothingApproved
from docgen.settings import Settings
from docgen.shelf.state import State, Version
from docgen.store import users
from docgen.store.engine import readable
from docgen.store.template_rows import TemplateStepRow
from docgen.store.template_steps import TemplateSteps
from docgen.store.template_versions import TemplateVersion, TemplateVersions, data_of
from docgen.verification.key import StoreUnusable
from docgen.verification.register import timestamp

T = TypeVar("T")
_Stamp: TypeAlias = tuple[int | None, int | None]
_STAMP: Final = "SELECT (SELECT max(serial) FROM template_version), (SELECT max(serial) FROM template_step)"
"""Every change of a choice is a new version or a new step; their numbers are given under a lock, so that one that was
committed later is greater. Two look-ups at the end of an index."""
_PAUSES: Final = (0.05, 0.2, 0.5, 1.0, 2.0, 4.0)
"""Seconds before each further try: a server that is started again is back within them."""


class StoredShelf(NothingApproved):
    """`docgen.library.Shelf` over a database; `key` is the store's."""

    def __init__(self, engine: Engine, key: bytes) -> None:
        self._engine = engine
        self._versions, self._steps = TemplateVersions(key), TemplateSteps(key)
        self._stamp: _Stamp = (None, None)
        self._choices: dict[tuple[str, str], Chosen | None] = {}
        self._lock = threading.Lock()

    @classmethod
    def open(cls, settings: Settings, key: bytes) -> Self | None:
        """None where the database has no versions' tables (yet). Raises StoreUnusable."""
        engine = readable(settings)
        shelf = cls(engine, key)
        there = False
        try:
            there = shelf._asked(lambda connection: inspect(connection).has_table(TemplateStepRow.__tablename__))
        finally:
            if not there:
                engine.dispose()
        return shelf if there else None

    def chosen(self, type_id: str, tag: str) -> Chosen | None:
        """The newest approved version, else the newest draft, else the newest. Raises StoreUnusable."""
        return self._asked(lambda connection: self._choice(connection, self._current(connection), (type_id, tag)))

    def approved(self, wanted: Collection[tuple[str, str]]) -> int:
        """For how many of these the chosen version is approved, asked at once. Raises StoreUnusable."""

        def count(connection: Connection) -> int:
            choices = self._current(connection)
            found = (self._choice(connection, choices, key) for key in wanted)
            return sum(bool(each and each.approvals) for each in found)

        return self._asked(count, ())  # asked for a page, which is not kept waiting

    def wording(self, chosen: Chosen) -> Wording:
        """Raises WordingDamaged, StoreUnusable."""
        return self._asked(lambda connection: self._wording(connection, chosen))

    def close(self) -> None:
        self._engine.dispose()

    def _current(self, connection: Connection) -> dict[tuple[str, str], Chosen | None]:
        """What is remembered of the present stamp; what is found for an older one gets lost with it."""
        versions, steps = connection.exec_driver_sql(_STAMP).one()
        with self._lock:
            if (versions, steps) != self._stamp:
                self._stamp, self._choices = (versions, steps), {}
            return self._choices

    def _choice(
        self, connection: Connection, choices: dict[tuple[str, str], Chosen | None], key: tuple[str, str]
    ) -> Chosen | None:
        if key not in choices:
            with Session(connection) as session:
                choices[key] = choice(session, self._versions, self._steps, *key)
        return choices[key]

    def _wording(self, connection: Connection, chosen: Chosen) -> Wording:
        with Session(connection) as session:
            version = self._versions.find(session, chosen.id)
            return wording_of(session, version)

    def _asked(self, question: Callable[[Connection], T], pauses: Sequence[float] = _PAUSES) -> T:
        for pause in (*pauses, None):
            try:
                with self._engine.connect() as connection:
                    return question(connection)
            except DBAPIError as error:
                passes = isinstance(error, OperationalError) or error.connection_invalidated
                if pause is None or not passes or self._engine.dialect.name == "sqlite":
                    break
            time.sleep(pause)
        raise StoreUnusable(Message("the database cannot be read; see that it runs, then try again")) from None


def choice(session: Session, versions: TemplateVersions, steps: TemplateSteps, type_id: str, tag: str) -> Chosen | None:
    """The version of a type in a language that is rendered; None where there is none."""
    kept = versions.of(session, type_id, tag)
    taken = steps.of(session, kept)
    found = [Version.of(version, taken[version.id]) for version in kept]
    best = next((each for each in found if each.state is State.APPROVED), None)
    best = best or next((each for each in found if each.state is not State.RETIRED), None) or next(iter(found), None)
    if best is None:
        return None
    approvals = tuple(_approval(session, step.user, timestamp(step.at)) for step in best.approvals)
    known = frozenset(each.fingerprint for each in found)
    return Chosen(best.id, best.number, best.fingerprint, approvals, known)


def wording_of(session: Session, version: TemplateVersion | None) -> Wording:
    """The bytes of a version, hashed again. Raises WordingDamaged."""
    if version is not None:
        data = data_of(session, version.file)
        parts = [(name, data_of(session, sha256)) for name, sha256 in version.fragments]
        whole = [(name, part) for name, part in parts if part is not None]
        if data is not None and len(whole) == len(parts):
            wording = Wording(data, tuple(whole))
            if wording.fingerprint == version.fingerprint:
                return wording
    raise WordingDamaged(
        Message("a wording in the store is not what was kept; restore the store from a backup, or add the file again")
    )


def _approval(session: Session, user_id: str, at: str) -> Approval:
    user = users.find(session, user_id)
    return Approval(user.name if user else user_id, at)
