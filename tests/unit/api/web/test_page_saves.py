"""What a page has saved is known, so that it goes on from there though it never heard of it."""

from __future__ import annotations

from api.web.page_saves import PageSaves


def test_a_page_goes_on_from_its_own_last_save() -> None:
    saves = PageSaves()
    assert saves.base("case", "page", 3) == 3
    saves.note("case", "page", 5, 7)
    assert saves.base("case", "page", 3) == 7
    assert saves.base("case", "page", 9) == 9, "it was told of a newer one"
    assert saves.base("case", "another", 3) == 3 == saves.base("other", "page", 3)


def test_what_was_typed_before_something_that_is_saved_is_late() -> None:
    saves = PageSaves()
    assert not saves.late("case", "page", 0)
    saves.note("case", "page", 5, 7)
    assert saves.late("case", "page", 4) and not saves.late("case", "page", 5) and not saves.late("case", "page", 6)
