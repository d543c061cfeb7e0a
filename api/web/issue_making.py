"""Papers made: everything checked first, then one paper after the other, or nothing at all."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from api.service import Service
from api.web.issue_jobs import Choice, Found, bind, examine, make
from docgen.binding import FORMAT as PACKET
from docgen.bundle import Bound, Bundle, File, Packet
from docgen.casefile.assembly import case_of
from docgen.casefile.draft import Draft
from docgen.check import blocking
from docgen.store.issues import Papers
from docgen.verification.register import records

_ENTRY: Final = ("type", "language", "template", "approval", "sha256", "code")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the checks found, and the papers when nothing forbade them."""

    findings: Sequence[Found]
    papers: Papers | None = field(default=None, repr=False)
    made: Sequence[tuple[str, str]] = ()
    """(type id, format) of each file."""


async def papers_of(
    service: Service, draft: Draft, choice: Choice, reasons: Mapping[str, str], *, seen: bool, at: datetime
) -> Outcome:
    """The papers of a draft, if no error and no warning without a reason stands against any of them, and if
    all that was found was `seen` before.

    `at` goes into the register's records and no paper. Raises EngineBusy, TimeLimitReached, WorkerLost, and what
    `docgen.generate` raises of templates and engines.
    """
    findings = await service.workers.run(examine, draft.to_json(), choice)
    if blocking([each for _, each in findings], reasons) or (findings and not seen):
        return Outcome(findings)
    tree, files = case_of(draft, choice.types), list[File]()
    for type_id in choice.types:
        for language in choice.languages:
            made = await service.workers.run(make, tree, type_id, language, choice.formats, reasons)
            if not isinstance(made, Bundle):
                return Outcome([*findings, *made])
            files += made.files
    bundle = Bundle(files)
    if PACKET in choice.formats:
        bundle = await service.workers.run(bind, tree, bundle, choice)
    papers = await asyncio.to_thread(_papers, bundle, at)
    return Outcome(findings, papers, [(file.type, file.format) for file in bundle.files])


def _papers(bundle: Bundle, at: datetime) -> Papers:
    return Papers(bundle.zip(), _entries(bundle), records(bundle, at))


def _entries(bundle: Bundle) -> list[dict[str, str]]:
    """What the entry says of each file, and of each document in a packet with the page on which it begins."""
    found: list[dict[str, str]] = []
    for file in bundle.files:
        found.append({"name": file.name, "format": file.format, "size": str(len(file.data))} | _entry(file))
        if isinstance(file, Packet):
            found += [
                {"name": file.name, "format": "pdf", "page": str(each.first_page)} | _entry(each)
                for each in file.documents
            ]
    return found


def _entry(output: File | Bound) -> dict[str, str]:
    return {name: str(getattr(output, name)) for name in _ENTRY}
