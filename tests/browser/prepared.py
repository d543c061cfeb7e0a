"""An example of everything that the pages show: a clerk, a case of which every paper can be made."""

from __future__ import annotations

from dataclasses import dataclass

from docgen.casefile.draft import Draft
from docgen.casefile.files import CaseFiles
from docgen.documents import example_of_all
from docgen.store import User
from tests.browser.serving import Serving, now

DAYS = 30


@dataclass(frozen=True)
class Prepared:
    """Whose session it is, and the addresses of what there is to look at."""

    clerk: User
    cookie: str
    case: str


def prepared(server: Serving, name: str = "dara") -> Prepared:
    """All of it, new, for a new clerk."""
    clerk = server.user(name)
    case = CaseFiles(server.store, DAYS).create(clerk.id, Draft(values=example_of_all()), now())
    return Prepared(clerk, server.signed_in(clerk), case.id)
