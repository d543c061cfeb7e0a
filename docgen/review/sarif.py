"""Findings as SARIF 2.1.0 (OASIS, 2020), which editors and code review show beside the file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any, Final
from urllib.parse import quote

from docgen.errors import Finding, Severity
from docgen.locale.catalogue import Catalogue

_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: Final[Mapping[Severity, str]] = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.ADVICE: "note",
}
_BASE: Final = "TEMPLATES"


def sarif(findings: Sequence[Finding], words: Catalogue) -> dict[str, Any]:
    """A log with one run: a rule for each code, a result for each finding, at its file (relative to the folder of
    templates) and, where the pointer has one, at its passage."""
    codes = sorted({finding.code for finding in findings})
    driver = {"name": "docgen", "version": version("docgen"), "rules": [{"id": code} for code in codes]}
    results = [_result(finding, codes, words) for finding in findings]
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [{"tool": {"driver": driver}, "results": results}]}


def _result(finding: Finding, codes: Sequence[str], words: Catalogue) -> dict[str, Any]:
    file, _, anchor = finding.pointer.partition("#")
    location: dict[str, Any] = {"physicalLocation": {"artifactLocation": {"uri": quote(file), "uriBaseId": _BASE}}}
    if anchor:
        location["logicalLocations"] = [{"fullyQualifiedName": f"{file}#{anchor}", "name": anchor, "kind": "passage"}]
    return {
        "ruleId": finding.code,
        "ruleIndex": codes.index(finding.code),
        "level": _LEVELS[finding.severity],
        "message": {"text": words.translate(finding.message)},
        "locations": [location],
    }
