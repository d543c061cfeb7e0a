"""A page that is sent while what was typed on it is still being saved: a quick hand, a slow server."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

import pytest

from docgen.casefile.draft import Draft
from docgen.casefile.files import CaseFiles
from docgen.casefile.places import Place, path_of
from tests.integration.web_pages import Clerk, Form, clerk_in

ALIASES: Place = ("person", "aliases")
SECONDS = 0.5


@pytest.fixture
def dara(tmp_path: Path) -> Iterator[Clerk]:
    with clerk_in(tmp_path) as found:
        yield found


@dataclass
class Held:
    """A call of the store that takes long: until it may go on, or as long as another may have waited for it in vain."""

    monkeypatch: pytest.MonkeyPatch
    begun: Event = field(default_factory=Event)
    go_on: Event = field(default_factory=Event)

    def hold(self, name: str, when: str) -> None:
        """The next call of this method, before or after it does its work."""
        method = getattr(CaseFiles, name)

        def called(*asked: object) -> object:
            first = not self.begun.is_set()
            self.begun.set()
            if first and when == "before":
                self.go_on.wait(SECONDS)
            answer = method(*asked)
            if first and when == "after":
                self.go_on.wait(SECONDS)
            return answer

        self.monkeypatch.setattr(CaseFiles, name, called)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[Held]:
    holding = Held(monkeypatch)
    yield holding
    holding.go_on.set()


@contextmanager
def typing(dara: Clerk, form: Form, text: str, held: Held) -> Iterator[None]:
    """Somebody's first alias is on its way to the store meanwhile."""
    sent = form.changed({f"{path_of(ALIASES)}/0": text, "count": "1"})
    with ThreadPoolExecutor(1) as hand:
        answer = hand.submit(dara.post, form.action.replace("/at/", "/save/"), sent)
        assert held.begun.wait(20)
        yield
        held.go_on.set()
        assert answer.result().status_code in (200, 204)


@pytest.mark.parametrize(("name", "when"), [("open", "before"), ("save", "before"), ("save", "after")])
def test_a_page_does_not_clash_with_what_was_typed_on_it_a_moment_ago(
    dara: Clerk, held: Held, name: str, when: str
) -> None:
    case = dara.case(Draft(values={"person": {"aliases": []}}))
    form = dara.form(dara.page_of(case, path_of(ALIASES)))
    held.hold(name, when)
    with typing(dara, form, "on", held):
        whole = form.changed({f"{path_of(ALIASES)}/0": "one", "count": "2"})
        answer = dara.post(form.action, [*whole, ("action", f"more:{path_of(ALIASES)}")])
    assert answer.status_code == 303, "taken for somebody else's answer"
    assert dara.draft(case).at(ALIASES) == ["one"], "what was typed first is saved over what was sent last"
