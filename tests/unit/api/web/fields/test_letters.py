"""Names are checked for letters of another script; digits, spaces, dots and hyphens are anybody's."""

from __future__ import annotations

import pytest

from api.web.fields.letters import foreign


@pytest.mark.parametrize(
    ("text", "script", "warned"),
    [
        ("សុខ ចាន់ណារី", "Khmr", False),
        ("សុខ-១. ", "Khmr", False),
        ("សុ\u200bខ", "Khmr", False),
        ("Sok", "Khmr", True),
        ("โสก จันนารี", "Thai", False),
        ("โสก សុខ", "Thai", True),
        ("SOK Channary-Ann", "Latn", False),
        ("Nguyễn Văn E\u0301", "Latn", False),
        ("SOK чан", "Latn", True),
        ("", "Khmr", False),
        ("anything", "Zzzz", False),
    ],
)
def test_letters_of_another_script_are_told(text: str, script: str, warned: bool) -> None:
    assert foreign(text, script) is warned
