"""One warm confined child for the tests of the gate."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from docgen.pdf.confined import Confinement, Limits


@pytest.fixture(scope="module")
def confinement() -> Iterator[Confinement]:
    """A child with 5 seconds and 512 MB for each file."""
    with Confinement(Limits(memory=512 * 1024 * 1024, cpu_seconds=5, seconds=20)) as confinement:
        yield confinement
