"""The words of the template library's pages: what states, steps and severities are called, and who did what when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from api.service import Service
from api.web.days import local
from docgen.binding import COVER
from docgen.documents import document_types
from docgen.errors import Finding, Key, Severity
from docgen.review.severities import SEVERITIES
from docgen.review.words import STEPS
from docgen.shelf.gate import key_of
from docgen.shelf.state import Version
from docgen.store import users
from docgen.store.template_steps import Cause, TemplateStep
from docgen.store.template_waivers import Waiver

SHORT: Final = 12
"""Letters of a fingerprint that are shown."""
_CAUSES: Final[Mapping[Cause, Key]] = {
    Cause.WAIVER: "The waiver of a finding was withdrawn.",
    Cause.COMMENT: "A comment was opened again.",
}
_ADDED: Final[Key] = "Uploaded"
_SHIPPED: Final[Key] = "Taken in from the folder of templates"


@dataclass(frozen=True, slots=True)
class Done:
    """Something that was done with a version: `who` is an account's name, "" for nobody's or one that is gone."""

    said: Key
    who: str
    at: datetime
    reason: str = ""
    cause: Key = ""
    trusted: bool = True


@dataclass(frozen=True, slots=True)
class Found:
    """A finding about a version: `anchor` is its passage, "" for all of the file; with the waiver it has."""

    key: str
    finding: Finding
    anchor: str
    waiver: Waiver | None
    who: str = ""
    at: datetime | None = None

    @property
    def severity(self) -> Key:
        return SEVERITIES[self.finding.severity]

    @property
    def binds(self) -> bool:
        """Whether it stands in the way of approval unless it is waived."""
        return self.finding.severity is not Severity.ADVICE


def in_order(type_ids: Iterable[str]) -> list[str]:
    """Types in the order in which the library shows them: the cover, and what this installation no longer has, last."""
    ranks = {type_id: rank for rank, type_id in enumerate([*document_types(), COVER])}
    return sorted(type_ids, key=lambda type_id: (ranks.get(type_id, len(ranks)), type_id))


def names_of(service: Service) -> Mapping[str, str]:
    """The account's name of each user, by id. Blocks. Raises StoreUnusable."""
    return {each.id: each.name for each in service.store.read(users.all_of)}


def history_of(version: Version, names: Mapping[str, str]) -> Sequence[Done]:
    """What was done with a version, the last first."""
    added = Done(_ADDED if version.author else _SHIPPED, names.get(version.author, ""), local(version.added),
                 version.note)  # fmt: skip
    return [*(_done(step, names) for step in reversed(version.steps)), added]


def found_of(
    findings: Iterable[Finding], waivers: Iterable[Waiver], names: Mapping[str, str]
) -> Sequence[Found]:  # fmt: skip
    """Findings, the gravest first, each with the waiver that stands for it."""
    standing = {each.finding: each for each in waivers if each.withdrawn is None}
    found = []
    for finding in findings:
        key = key_of(finding)
        waiver = standing.get(key)
        found.append(
            Found(
                key, finding, finding.pointer.partition("#")[2], waiver,
                names.get(waiver.user, "") if waiver else "", local(waiver.at) if waiver else None,
            )
        )  # fmt: skip
    order = list(Severity)
    return sorted(found, key=lambda each: (each.waiver is not None, order.index(each.finding.severity)))


def _done(step: TemplateStep, names: Mapping[str, str]) -> Done:
    return Done(
        STEPS[step.kind], names.get(step.user, ""), local(step.at), step.reason, _CAUSES.get(step.cause, ""),
        step.trusted,
    )  # fmt: skip
