"""Forms that somebody else made: admitted, listed or filled, looked through, as jobs of the confined child."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from docgen.pdf.acroform import job
from docgen.pdf.confined.transport import findings_to_json
from docgen.pdf.gate import admit, assert_clean

MODULES = ("docgen.pdf.foreign",)
"""What a Confinement for these jobs imports beforehand."""


def fields(payload: Mapping[str, Any], blobs: Sequence[bytes]) -> tuple[Any, Sequence[bytes]]:
    """`docgen.pdf.acroform.job.fields` of a foreign form: {"result": what that gives, "findings": what was removed}.

    Raises as it and as `docgen.pdf.gate.admit`; `docgen.pdf.confined.transport.findings_from_json` reads the findings.
    """
    admitted = admit(blobs[0], payload.get("password"))
    result, _ = job.fields({**payload, "password": None}, (admitted.pdf,))
    return {"result": result, "findings": findings_to_json(admitted.findings)}, ()


def fill(payload: Mapping[str, Any], blobs: Sequence[bytes]) -> tuple[Any, Sequence[bytes]]:
    """`docgen.pdf.acroform.job.fill` of a foreign form, as `fields`; the filled form is the one blob, not encrypted."""
    admitted = admit(blobs[0], payload.get("password"))
    result, (filled,) = job.fill({**payload, "password": None}, (admitted.pdf,))
    assert_clean(filled)
    return {"result": result, "findings": findings_to_json(admitted.findings)}, (filled,)
