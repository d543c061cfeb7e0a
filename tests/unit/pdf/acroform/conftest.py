"""Fonts and languages for the tests of forms."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from docgen.library import Library
from docgen.locale import Locale
from docgen.pdf.coding.runs import FontChoice
from docgen.pdf.fonts import FontBook
from docgen.settings import Settings


@pytest.fixture(scope="session")
def choice(fonts: FontBook) -> FontChoice:
    return FontChoice.house(fonts)


@pytest.fixture(scope="session")
def locales() -> Mapping[str, Locale]:
    return Library.load(*Settings.read().templates).locales
