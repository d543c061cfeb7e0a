"""Versions and what stands beside them as objects of JSON, as the service, the commands and the bundle tell them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from docgen.errors import Finding, Severity
from docgen.locale.catalogue import Catalogue
from docgen.shelf.gate import key_of
from docgen.shelf.state import Version
from docgen.shelf.trials import TrialResult
from docgen.store import Store, users
from docgen.store.clause_comments import BackTranslation, Comment
from docgen.store.template_steps import TemplateStep
from docgen.store.template_tests import TemplateTest
from docgen.store.template_waivers import Waiver

Row = dict[str, Any]


@dataclass(frozen=True)
class Rows:
    """`words` are the reader's; `names` has the account's name by the id of its user."""

    words: Catalogue
    names: Mapping[str, str]

    @classmethod
    def of(cls, store: Store, words: Catalogue) -> Rows:
        """Raises StoreUnusable."""
        return cls(words, {each.id: each.name for each in store.read(users.all_of)})

    def version(self, version: Version) -> Row:
        """A version with its steps, without its bytes; `author` is null for a file that was shipped."""
        return {
            "type": version.type,
            "language": version.language,
            "number": version.number,
            "fingerprint": version.fingerprint,
            "state": version.state.value,
            "author": self._name(version.author) or None,
            "added": version.added.isoformat(),
            "note": version.note,
            "file": version.file,
            "fragments": [{"name": name, "sha256": sha256} for name, sha256 in version.fragments],
            "approvals": [{"by": self._name(each.user), "at": each.at.isoformat()} for each in version.approvals],
            "steps": [self._step(each) for each in version.steps],
        }

    def findings(self, findings: Iterable[Finding], waivers: Sequence[Waiver] = ()) -> list[Row]:
        """Findings with the key to waive each by, and the waiver it has, or null."""
        standing = {each.finding: each for each in waivers if each.withdrawn is None}
        return [self.finding(each, standing) for each in findings]

    def finding(self, finding: Finding, standing: Mapping[str, Waiver]) -> Row:
        waiver = standing.get(key_of(finding))
        return self.said(finding) | {
            "key": key_of(finding),
            "waiver": None if waiver is None else self.waiver(waiver),
        }

    def said(self, finding: Finding) -> Row:
        """A finding in the reader's words."""
        return {
            "pointer": finding.pointer,
            "severity": finding.severity.value,
            "code": finding.code,
            "clause": finding.clause,
            "message": self.words.translate(finding.message),
        }

    def waiver(self, waiver: Waiver) -> Row:
        return {
            "id": waiver.id,
            "finding": waiver.finding,
            "code": waiver.code,
            "reason": waiver.reason,
            "by": self._name(waiver.user),
            "at": waiver.at.isoformat(),
            "withdrawn": waiver.withdrawn.isoformat() if waiver.withdrawn else None,
        }

    def comment(self, comment: Comment, numbers: Mapping[str, int]) -> Row:
        """`numbers` has the number of each version by its id."""
        return {
            "id": comment.id,
            "anchor": comment.anchor,
            "version": numbers.get(comment.version, 0),
            "by": self._name(comment.user),
            "at": comment.at.isoformat(),
            "text": comment.text,
            "resolved": comment.resolved.isoformat() if comment.resolved else None,
            "resolved_by": self._name(comment.resolved_by) or None,
        }

    def translation(self, made: BackTranslation) -> Row:
        return {"anchor": made.anchor, "text": made.text, "by": self._name(made.user), "at": made.at.isoformat()}

    def test(self, test: TemplateTest) -> Row:
        """A test without its case."""
        return {
            "id": test.id,
            "type": test.type,
            "name": test.name,
            "own_case": test.case is not None,
            "expectations": [
                {
                    "language": each.language,
                    "anchor": each.anchor,
                    "text": each.text,
                    "wanted": each.wanted.value,
                }
                for each in test.expectations
            ],
            "by": self._name(test.user),
            "at": test.at.isoformat(),
        }

    def result(self, result: TrialResult) -> Row:
        failures = [
            {"expectation": each.expectation, "message": self.words.translate(each.message)} for each in result.failures
        ]
        return {"test": result.test, "name": result.name, "passed": result.passed, "failures": failures}

    def _step(self, step: TemplateStep) -> Row:
        return {
            "kind": step.kind.value,
            "by": self._name(step.user),
            "at": step.at.isoformat(),
            "reason": step.reason,
            "cause": step.cause.value,
            "compared": dict(step.compared),
            "waivers": list(step.waivers),
            "trusted": step.trusted,
        }

    def _name(self, user: str) -> str:
        return self.names.get(user, user)


def counted(findings: Iterable[Finding]) -> dict[str, int]:
    """How many there are of each severity."""
    counts = dict.fromkeys((each.value for each in Severity), 0)
    for each in findings:
        counts[each.severity.value] += 1
    return counts
