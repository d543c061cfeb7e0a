"""Legal staff at the pages of wordings, as tests are one."""

from __future__ import annotations

from itertools import count

from docgen.docx.passages import Passage, passages
from docgen.shelf.shelf import Shelf
from docgen.shelf.state import Version
from docgen.store import Role
from tests.integration.clerks import Clerk
from tests.integration.web import Pages
from tests.unit.shelf.office import reworded

_NUMBERS = count(1)
TYPE, TAG, CLAUSE = "interpreter_waiver", "en", "c_4_7_g"
"""A paper, a language, and a clause bookmark of it."""
WORDS, OTHERS = "This waiver is for screening only.", "This waiver is for the screening alone."


def lawyer(pages: Pages, name: str, *roles: Role) -> Clerk:
    """A new reviewer, or somebody of these roles, signed in; the name is one that nobody else has."""
    user = pages.user(f"{name}-{next(_NUMBERS)}", *(roles or (Role.REVIEWER,)))
    browser = pages.browser()
    assert browser.sign_in(user.name).status_code == 303
    return Clerk(pages, user, browser)


def shelf_of(pages: Pages) -> Shelf:
    """The versions that the pages show."""
    shelf: Shelf = pages.app.state.service.shelf
    return shelf


def reworded_version(pages: Pages, who: Clerk, old: str = WORDS, new: str = OTHERS) -> Version:
    """A new version of the newest wording with other words."""
    shelf = shelf_of(pages)
    before = shelf.wording(shelf.versions(TYPE, TAG)[0])
    return shelf.add(TYPE, TAG, reworded(before.data, old, new), who.user, "", pages.clock())


def passages_of(pages: Pages, version: Version) -> list[Passage]:
    """The passages of a version."""
    wording = shelf_of(pages).wording(version)
    return passages(wording.data, "template.docx", dict(wording.fragments))
