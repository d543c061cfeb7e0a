"""Batches as callers see them: their state, their rows as JSON lines, their files as a ZIP."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session
from zipstream import ZipStream  # type: ignore[import-untyped]

from api.notices import standing
from api.problems import rows
from docgen.batch.service import Batches, RowResult, Status
from docgen.bundle import MANIFEST
from docgen.locale.catalogue import Catalogue
from docgen.store import Store
from docgen.store.batches import ACCEPTING, BatchRow

PATH: Final = "/v1/batches"


def tree_of(store: Store, batches: Batches, batch: str, owner: str) -> dict[str, Any] | None:
    """The state of a batch of this owner; None when there is none. Raises StoreUnusable."""
    status = batches.status(batch, owner)
    row = store.read(lambda session: session.get(BatchRow, batch)) if status else None
    return _tree(status, standing(row)) if status and row else None


def page(
    store: Store, batches: Batches, owner: str, after: str | None, limit: int
) -> tuple[list[dict[str, Any]], bool] | None:
    """So many batches of an owner, the newest first, after the one with that id, and whether there are more; None when
    there is no such one. Raises StoreUnusable."""
    ids = store.read(lambda session: _ids(session, owner, after, limit + 1))
    if ids is None:
        return None
    trees = (tree_of(store, batches, batch, owner) for batch in ids[:limit])
    return [tree for tree in trees if tree is not None], len(ids) > limit


def lines(batches: Batches, batch: str, owner: str, words: Catalogue) -> Iterator[bytes]:
    """What became of each row that is through, a line each, read while they are sent."""
    for result in _results(batches, batch, owner):
        files = [_file(batch, result, file.name, file.sha256, file.size, file.code) for file in result.files]
        line = {"row": result.row, "state": result.state, "files": files, "errors": rows(result.findings, words)}
        yield json.dumps(line, ensure_ascii=False).encode() + b"\n"


def archive(batches: Batches, batch: str, owner: str) -> Iterator[bytes]:
    """All files as a ZIP, made while it is sent; the manifest comes last, so an archive with it is whole."""
    zipped = ZipStream()  # stored: Word files and PDFs are compressed already
    for name, data in batches.outputs(batch, owner):
        zipped.add(data, name)
        yield from zipped.all_files()
    zipped.add(_manifest(batches, batch, owner), MANIFEST)
    yield from zipped.finalize()


def _manifest(batches: Batches, batch: str, owner: str) -> Iterator[bytes]:
    """Read from the store once more, so that memory stays flat."""
    yield b'{"files": ['
    between = b"\n"
    for result in _results(batches, batch, owner):
        for file in result.files:
            kind, language, ending = file.name.split(".", 2) if file.name.count(".") > 1 else (file.name, "", "")
            entry = {
                "name": f"{result.row}/{file.name}",
                "type": kind,
                "language": language,
                "format": "form" if ending == "form.pdf" else ending,
                "sha256": file.sha256,
                "code": file.code,
            }
            yield between + json.dumps(entry, ensure_ascii=False).encode()
            between = b",\n"
    yield b"\n]}\n"


def _results(batches: Batches, batch: str, owner: str) -> Iterator[RowResult]:
    after = 0
    while page := batches.results(batch, owner, after):
        yield from page
        after = page[-1].row


def _file(batch: str, result: RowResult, name: str, sha256: str, size: int, code: str) -> Mapping[str, Any]:
    href = f"{PATH}/{batch}/files/{result.row}/{name}"
    return {"name": name, "sha256": sha256, "size": size, "code": code, "href": href}


def _tree(status: Status, webhook: Mapping[str, Any] | None) -> dict[str, Any]:
    here = f"{PATH}/{status.id}"
    return {
        "id": status.id,
        "state": status.state,
        "counts": {name: getattr(status, name) for name in ("total", "done", "failed", "outputs")},
        "specimen": status.specimen,
        "created": status.created.isoformat(),
        "finished": status.finished.isoformat() if status.finished else None,
        "expires": status.expires.isoformat(),
        "webhook": webhook,
        "links": {"self": here, **{name: f"{here}/{name}" for name in ("results", "files", "events")}},
    }


def _ids(session: Session, owner: str, after: str | None, limit: int) -> Sequence[str] | None:
    query = select(BatchRow.id).where(BatchRow.owner == owner, BatchRow.state != ACCEPTING)
    if after is not None:
        last = session.get(BatchRow, after)
        if last is None or last.owner != owner:
            return None
        older = and_(BatchRow.created == last.created, BatchRow.id < last.id)
        query = query.where(or_(BatchRow.created < last.created, older))
    return session.scalars(query.order_by(BatchRow.created.desc(), BatchRow.id.desc()).limit(limit)).all()
