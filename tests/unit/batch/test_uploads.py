"""A file is checked, papers are made of its good rows, each once; what is over leaves nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from docgen.batch.acceptance import CHUNK_OF_SOURCE, Source
from docgen.batch.checking import rejected, survey
from docgen.batch.sources import JSON_LINES
from docgen.batch.uploads import AlreadyAccepted, NothingGood, Uploads
from docgen.errors import Message
from docgen.settings import Settings
from docgen.store.batches import BatchRow
from docgen.store.models import SealedRecord
from docgen.store.retention import purge
from docgen.verification.key import StoreUnusable
from tests.conftest import open_press
from tests.unit.batch.dispatching import ORDER, OWNER, Desk, desk, row

BAD = b'{"person": {}}'


@pytest.fixture
def office(installed: Settings) -> Iterator[Desk]:
    with desk(installed) as opened:
        yield opened


@pytest.fixture
def uploads(office: Desk) -> Uploads:
    return Uploads(office.store, office.batches, office.settings.retention_days)


def source(good: int, bad: int = 0) -> Source:
    lines = [row(number).data or b"" for number in range(1, good + 1)] + [BAD] * bad
    return Source(JSON_LINES, b"\n".join(lines))


def nothing_else(session: Session, batch: str, total: int) -> None:
    """Nothing is to be done with an acceptance."""


def check(uploads: Uploads, office: Desk, sent: Source, once: str = "one form", owner: str = OWNER) -> str:
    found = survey(open_press(), sent.kind, sent.data, None)
    return uploads.check(sent, found, ORDER, owner=owner, once=once, now=office.clock(), also=nothing_else)


def make(uploads: Uploads, office: Desk, batch: str, owner: str = OWNER) -> str:
    return uploads.make(batch, owner=owner, now=office.clock(), also=nothing_else)


def test_rows_are_checked_and_the_good_ones_made(uploads: Uploads, office: Desk) -> None:
    sent = source(2, bad=1)
    checked = check(uploads, office, sent)
    status = office.ended(checked)
    assert (status.state, status.done, status.failed) == ("done", 2, 1)
    assert uploads.source(checked, OWNER) == sent
    ((number, findings, columns),) = uploads.bad(checked, OWNER)
    assert (number, columns) == (3, {})
    assert findings
    made = make(uploads, office, checked)
    status = office.ended(made)
    assert (status.done, status.failed, status.outputs) == (2, 0, 2)
    about = uploads.about(made, OWNER)
    assert about is not None
    assert (about.check, about.kind, about.order) == (checked, "", ORDER)
    assert uploads.made_of(checked) == made


def test_a_long_file_is_checked_in_chunks(uploads: Uploads, office: Desk) -> None:
    many = CHUNK_OF_SOURCE + 1
    status = office.ended(check(uploads, office, Source(JSON_LINES, b"\n".join([BAD] * many))))
    assert (status.state, status.failed) == ("failed", many)


def test_the_same_form_is_checked_once_and_another_clerks_is_another(uploads: Uploads, office: Desk) -> None:
    first = check(uploads, office, source(1))
    with pytest.raises(AlreadyAccepted) as again:
        check(uploads, office, source(1))
    assert again.value.batch == first == uploads.accepted(OWNER, "one form")
    assert check(uploads, office, source(1), owner="another") != first
    assert uploads.accepted("a third", "one form") is None
    kept = office.store.read(lambda session: session.scalars(select(BatchRow.id)).all())
    assert len(kept) == 2


def test_of_many_who_press_the_button_at_once_one_makes_the_papers(uploads: Uploads, office: Desk) -> None:
    checked = check(uploads, office, source(3))
    office.ended(checked)

    def press(_: int) -> str:
        try:
            return make(uploads, office, checked)
        except AlreadyAccepted as already:
            return already.batch

    with ThreadPoolExecutor(6) as threads:
        made = set(threads.map(press, range(6)))
    assert made == {uploads.made_of(checked)}
    assert len(office.store.read(lambda session: session.scalars(select(BatchRow)).all())) == 2


def test_papers_are_made_of_an_ended_check_with_good_rows_of_the_same_clerk_alone(
    uploads: Uploads, office: Desk
) -> None:
    checked, bad = check(uploads, office, source(1)), check(uploads, office, source(0, bad=1), "another form")
    office.ended(checked)
    office.ended(bad)
    made = make(uploads, office, checked)
    for batch, owner in ((bad, OWNER), (made, OWNER), (checked, "another"), ("no batch", OWNER)):
        with pytest.raises(NothingGood):
            make(uploads, office, batch, owner)
    assert uploads.source(checked, "another") is None
    assert uploads.about(checked, "another") is None


def test_what_the_acceptance_cannot_do_undoes_the_check(uploads: Uploads, office: Desk) -> None:
    def fails(session: Session, batch: str, total: int) -> None:
        raise StoreUnusable(Message("the store is closed; start the service again"))

    sent = source(1)
    found = survey(open_press(), sent.kind, sent.data, None)
    with pytest.raises(StoreUnusable):
        uploads.check(sent, found, ORDER, owner=OWNER, once="one form", now=office.clock(), also=fails)
    assert uploads.accepted(OWNER, "one form") is None
    assert office.store.read(lambda session: session.scalars(select(BatchRow)).all()) == []


def test_what_is_over_leaves_neither_file_nor_record(uploads: Uploads, office: Desk) -> None:
    checked = check(uploads, office, source(2))
    office.ended(checked)
    office.ended(make(uploads, office, checked))
    folder = Path(office.settings.objects)
    assert [path for path in folder.rglob("*") if path.is_file()]
    office.clock.now += timedelta(days=office.settings.retention_days, seconds=1)
    purge(office.store, office.clock(), {"batches": office.batches.expire})
    office.batches.sweep()
    assert office.batches.status(checked, OWNER) is None
    assert uploads.source(checked, OWNER) is None
    assert [path for path in folder.rglob("*") if path.is_file()] == []
    office.clock.now += timedelta(days=60)
    purge(office.store, office.clock(), {"batches": office.batches.expire})
    assert office.store.read(lambda session: session.scalars(select(SealedRecord.id)).all()) == []


def test_refused_rows_are_given_back_as_they_came(uploads: Uploads, office: Desk) -> None:
    sent = source(1, bad=2)
    checked = check(uploads, office, sent)
    office.ended(checked)
    tag = next(iter(open_press().library.locales))
    given = rejected(open_press(), sent.kind, sent.data, uploads.bad(checked, OWNER), tag)
    assert [json.loads(line) for line in given.splitlines()] == [json.loads(BAD)] * 2
