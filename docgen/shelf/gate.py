"""The gate of approval: everything that stands in the way of it, by name."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy.orm import Session

from docgen.errors import Finding, Key, Message, Severity
from docgen.shelf.state import State, Version
from docgen.shelf.trials import TrialResult
from docgen.store import clause_comments, template_waivers
from docgen.store.template_tests import TemplateTests
from docgen.store.template_versions import TemplateVersions

_STATES: Final[Mapping[State, Key]] = {
    State.DRAFT: "the version was not submitted for review; submit it first",
    State.APPROVED: "the version is approved already",
    State.RETIRED: "the version is retired; add a changed wording as a new version",
}


@dataclass(frozen=True, slots=True)
class Examined:
    """What an approver looked at: the findings about the version, what its tests said (`run_tests`), and the
    fingerprints of the other languages that it was compared with, by tag."""

    findings: Sequence[Finding] = ()
    results: Sequence[TrialResult] = ()
    compared: Mapping[str, str] = field(default_factory=dict)


def key_of(finding: Finding) -> str:
    """The key under which a finding is waived: SHA-256 (hex) of code, pointer and English message."""
    said = [finding.code, finding.pointer, str(finding.message)]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def binding(findings: Iterable[Finding]) -> list[Finding]:
    """Those that must be gone or waived: errors and warnings."""
    return [each for each in findings if each.severity in (Severity.ERROR, Severity.WARNING)]


@dataclass(frozen=True)
class Gate:
    """What the gate asks the store about."""

    versions: TemplateVersions
    tests: TemplateTests

    def obstacles(self, session: Session, version: Version, user: str | None, examined: Examined) -> list[Finding]:
        """What stands in the way of this user's approval, or with None of anybody's; nothing where it is free."""
        return [
            *_of_state(version),
            *_of_user(version, user),
            *_of_findings(session, version, examined.findings),
            *self._of_comments(session, version),
            *self._of_tests(session, version, examined.results),
        ]

    def _of_comments(self, session: Session, version: Version) -> Iterator[Finding]:
        """Comments that were made on the version or an older one: a newer wording may have answered to them."""
        for comment in clause_comments.of(session, version.type, version.language):
            made_on = self.versions.find(session, comment.version)
            if comment.resolved is None and (made_on is None or made_on.serial <= version.serial):
                yield _obstacle("comment", "a comment is open; answer to it and resolve it", comment.anchor)

    def _of_tests(self, session: Session, version: Version, results: Sequence[TrialResult]) -> Iterator[Finding]:
        ran = {each.test: each for each in results if each.version == version.id}
        for test, (name, languages) in self.tests.expected(session, version.type).items():
            if version.language not in languages:
                continue
            if test not in ran:
                yield _obstacle("test", "a test of expected text was not run; run the tests again", name)
            elif not ran[test].passed:
                yield _obstacle("test", "a test of expected text fails; correct the wording or the test", name)


def waivers_used(session: Session, version: Version, findings: Iterable[Finding]) -> tuple[str, ...]:
    """Ids of the waivers on which these findings stand."""
    keys = {key_of(each) for each in binding(findings)}
    found = template_waivers.of(session, version.id)
    return tuple(each.id for each in found if each.withdrawn is None and each.finding in keys)


def _of_state(version: Version) -> Iterator[Finding]:
    if not all(step.trusted for step in version.steps):
        sentence: Key = "a step of this version was not written by docgen; add the wording anew, and tell who runs it"
        yield _obstacle("forged", sentence)
    elif version.state in _STATES:
        yield _obstacle("state", _STATES[version.state])


def _of_user(version: Version, user: str | None) -> Iterator[Finding]:
    if version.author == user:
        yield _obstacle("author", "you wrote this version; let somebody else approve it")
    if user in version.submitters:
        yield _obstacle("submitter", "you submitted this version; let somebody else approve it")


def _of_findings(session: Session, version: Version, findings: Iterable[Finding]) -> Iterator[Finding]:
    waived = {each.finding for each in template_waivers.of(session, version.id) if each.withdrawn is None}
    for finding in binding(findings):
        if key_of(finding) not in waived:
            slots: Mapping[str, str | Message] = {"finding": finding.message}
            message = Message("{finding} (correct it, or waive it with a reason)", slots)
            yield Finding(Severity.ERROR, "approval.finding", finding.pointer, message, finding.clause)


def _obstacle(code: str, sentence: Key, pointer: str = "") -> Finding:
    return Finding(Severity.ERROR, f"approval.{code}", pointer, Message(sentence))
