"""Fonts and a typesetter for the tests of the PDF engines, opened once."""

from __future__ import annotations

import pytest

from docgen.pdf.fonts import FontBook
from docgen.pdf.typeset import Typesetter
from docgen.settings import Settings


@pytest.fixture(scope="session")
def fonts() -> FontBook:
    return FontBook.find(Settings.read().fonts)


@pytest.fixture(scope="session")
def typesetter(fonts: FontBook) -> Typesetter:
    return Typesetter(fonts)
