"""What the confined child does with somebody else's form: lets it in, reads or fills it, looks through the result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from docgen.pdf.acroform import job
from docgen.pdf.confined.transport import findings_to_json
from docgen.pdf.gate import admit, assert_clean


def fields(payload: Mapping[str, Any], blobs: Sequence[bytes]) -> tuple[dict[str, Any], list[bytes]]:
    """payload: {"password"}; blobs: the form. Returns {"fields", "findings"}; findings are what was taken out."""
    admitted = admit(blobs[0], payload["password"])
    found, _ = job.fields({"password": None}, [admitted.pdf])
    return {"fields": found, "findings": findings_to_json(admitted.findings)}, []


def fill(payload: Mapping[str, Any], blobs: Sequence[bytes]) -> tuple[dict[str, Any], list[bytes]]:
    """payload: as `docgen.pdf.acroform.job.fill` has it; blobs: the form. Returns what that returns, and "findings"."""
    admitted = admit(blobs[0], payload["password"])
    told, (pdf,) = job.fill({**payload, "password": None}, [admitted.pdf])
    assert_clean(pdf)
    return {**told, "findings": findings_to_json(admitted.findings)}, [pdf]
