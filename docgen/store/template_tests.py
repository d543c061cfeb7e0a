"""Tests of templates in the store: what must stand in a document, and the sealed case that it is made of."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from docgen.store.keys import aware
from docgen.store.template_rows import TemplateTestRow
from docgen.store.vault import Vault

_NEVER: Final = datetime(9000, 1, 1, tzinfo=UTC)
"""A test's case has no end: it goes with the test."""


class Wanted(StrEnum):
    """Whether a text must or must not stand there."""

    PRESENT = "present"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Expectation:
    """A text in the document of a language: in the passage with this anchor, or with "" anywhere."""

    language: str
    anchor: str
    text: str
    wanted: Wanted = Wanted.PRESENT


@dataclass(frozen=True, slots=True)
class TemplateTest:
    """What documents of a type must say, made of `case` (JSON), or with None of the type's example. One that is
    changed is another test, under the same name."""

    id: str
    type: str
    name: str
    case: bytes | None = field(repr=False)
    expectations: tuple[Expectation, ...]
    user: str
    at: datetime


class TemplateTests:
    """The tests of an installation, their cases as records of its vault."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def save(
        self,
        session: Session,
        named: tuple[str, str],
        case: bytes | None,
        expectations: Sequence[Expectation],
        by: tuple[str, datetime],
    ) -> TemplateTest:
        """Keep a test; `named` is type and name, `by` the user's id and the moment. It replaces one of its name."""
        for old in session.scalars(_kept(named[0]).where(TemplateTestRow.name == named[1])).all():
            self.remove(session, old.id, by[1])
        row = TemplateTestRow(
            id=secrets.token_hex(16), type=named[0], name=named[1], own_case=case is not None, user=by[0], at=by[1],
            expectations=[asdict(each) for each in expectations], removed=None,
        )  # fmt: skip
        session.add(row)
        session.flush()
        if case is not None:
            self._vault.put(session, _record(row.id), case, _NEVER)
            session.flush()
        return self._test(session, row)

    def remove(self, session: Session, test: str, now: datetime) -> None:
        """Destroy its case; that it was there stays known."""
        row = session.get_one(TemplateTestRow, test)
        row.removed = row.removed or now
        self._vault.destroy(session, [_record(test)])

    def find(self, session: Session, test: str) -> TemplateTest | None:
        """The test with this id; None for one that was removed. Raises StoreUnusable."""
        row = session.get(TemplateTestRow, test)
        return self._test(session, row) if row is not None and row.removed is None else None

    def of(self, session: Session, type_id: str) -> list[TemplateTest]:
        """The tests of a type by name. Raises StoreUnusable."""
        rows = session.scalars(_kept(type_id).order_by(TemplateTestRow.name)).all()
        return [self._test(session, row) for row in rows]

    def expected(self, session: Session, type_id: str) -> dict[str, tuple[str, set[str]]]:
        """Name and the languages with expectations of each test of a type, by id, without opening its case."""
        rows = session.scalars(_kept(type_id).order_by(TemplateTestRow.name)).all()
        return {row.id: (row.name, {each["language"] for each in row.expectations}) for row in rows}

    def _test(self, session: Session, row: TemplateTestRow) -> TemplateTest:
        case = self._vault.get(session, _record(row.id)) if row.own_case else None
        return TemplateTest(
            row.id, row.type, row.name, case, tuple(_expectation(each) for each in row.expectations), row.user,
            aware(row.at),
        )  # fmt: skip


def _kept(type_id: str) -> Select[TemplateTestRow]:
    return select(TemplateTestRow).where(TemplateTestRow.type == type_id, TemplateTestRow.removed.is_(None))


def _expectation(row: dict[str, str]) -> Expectation:
    return Expectation(row["language"], row["anchor"], row["text"], Wanted(row["wanted"]))


def _record(test: str) -> str:
    return f"template_test.{test}"
