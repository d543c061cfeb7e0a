"""Why the gate refuses a Word file, each reason as a finding of its own kind."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.errors import Finding


def refusals(data: bytes, file: str, prefix: str) -> Iterator[Finding]:
    yield from ()
