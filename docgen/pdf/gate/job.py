"""The gate in the confined child: what the child does, and how its parent asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docgen.pdf.confined import Confinement
from docgen.pdf.confined.transport import findings_from_json, findings_to_json
from docgen.pdf.gate import admission
from docgen.pdf.gate.admission import Admitted


def admit(confinement: Confinement, pdf: bytes, password: str | None = None) -> Admitted:
    """`docgen.pdf.gate.admit` in the confined child (raises as it and as `Confinement.run`)."""
    told, (clean,) = confinement.run(f"{__name__}:work", {"password": password}, [pdf])
    findings = findings_from_json(told["findings"])
    return Admitted(clean, findings, int(told["pages"]), bool(told["was_encrypted"]))


def work(payload: dict[str, Any], blobs: Sequence[bytes]) -> tuple[dict[str, Any], list[bytes]]:
    """The child's part: admits the one blob."""
    admitted = admission.admit(blobs[0], payload["password"])
    told = {
        "findings": findings_to_json(admitted.findings),
        "pages": admitted.pages,
        "was_encrypted": admitted.was_encrypted,
    }
    return told, [admitted.pdf]
