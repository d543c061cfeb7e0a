"""What a run leaves to read: `results.jsonl`, a line a row, and the rejected rows in the source's own format."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from docgen.batch.journal import Entry, Journal, Problem
from docgen.batch.landing import sync_folder, unusable
from docgen.batch.options import OWN, Options
from docgen.batch.row import Output, State
from docgen.batch.sources import kind_of, open_source
from docgen.batch.sources.rejects import Rejects
from docgen.library import Library
from docgen.locale.catalogue import Catalogue

RESULTS: Final = "results.jsonl"


def write_results(journal: Journal, out: Path, words: Catalogue) -> Path:
    """Write every row that has ended, by number, in the reader's words; the file is there whole or as it was before.

    Returns its path. Raises StoreUnusable.
    """
    path, temporary = out / RESULTS, out / OWN / f"new.{RESULTS}"
    try:
        with temporary.open("w", encoding="utf-8") as file:
            for entry in journal.entries():
                file.write(json.dumps(_line(entry, words), ensure_ascii=False) + "\n")
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        sync_folder(out)
    except OSError:
        raise unusable() from None
    return path


def write_rejects(journal: Journal, options: Options, library: Library, words: Catalogue) -> None:
    """Write the failed rows as the source has them, to be corrected and fed back; none failed, none written.

    The source is read once more, so that a run which was killed in between leaves nothing out. Raises StoreUnusable.
    """
    failed = journal.entries(State.FAILED)
    wanted = next(failed, None)
    path, temporary = options.rejects, options.own / f"new.{options.rejects.name}"
    try:
        if wanted is None:
            path.unlink(missing_ok=True)
            return
        with (
            open_source(options.source, library, type_id=options.only_type) as rows,
            options.source.open("rb") as source,
            temporary.open("wb") as out,
            Rejects(kind_of(options.source), source, out) as rejects,
        ):
            for row in rows:
                if wanted is not None and row.number == wanted.number:
                    rejects.add(row, [problem.finding for problem in wanted.problems], words)
                    wanted = next(failed, None)
        temporary.replace(path)
    except OSError:
        raise unusable() from None


def _line(entry: Entry, words: Catalogue) -> dict[str, Any]:
    return {
        "row": entry.number,
        "state": entry.state.value,
        "files": [_file(entry, output) for output in entry.outputs],
        "problems": [_problem(problem, words) for problem in entry.problems],
    }


def _file(entry: Entry, output: Output) -> dict[str, Any]:
    """As a manifest has it, with the path below the batch's folder."""
    return {
        "file": f"{entry.folder}/{output.name}",
        "type": output.type,
        "language": output.language,
        "format": output.format,
        "sha256": output.sha256,
        "size": output.size,
        "template": output.template,
        "approval": output.approval,
        "engine": output.engine,
        "code": output.code,
        "version": output.version,
        "approvals": [asdict(each) for each in output.approvals],
    }


def _problem(problem: Problem, words: Catalogue) -> dict[str, Any]:
    finding = problem.finding
    return {
        "severity": finding.severity.value,
        "code": finding.code,
        "pointer": finding.pointer,
        "column": problem.column,
        "clause": finding.clause,
        "message": words.translate(finding.message),
    }
