"""What the tests of the pool share."""

from __future__ import annotations

import pytest

from tests.unit.pdf.soffice.processes import Started


@pytest.fixture
def started() -> Started:
    """What the test has started."""
    return Started()
