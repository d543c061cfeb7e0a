"""An example of everything that the pages show: a clerk, cases whole and empty, what was issued, batches, and the
template library as its staff have it."""

from __future__ import annotations

import json
import re
import time
from dataclasses import dataclass
from html import unescape
from typing import Any

import httpx2

from api.web.shell import LANGUAGE_COOKIE
from api.web.visitors import COOKIE
from docgen.casefile.draft import Draft
from docgen.casefile.files import CaseFiles
from docgen.documents import example_of_all
from docgen.store import User
from docgen.store.batches import BatchRow
from tests.browser.serving import Serving, now
from tests.browser.shelved import Shelved, shelved
from tests.conftest import type_ids

DAYS, SECONDS = 30, 60
WARNED = "rights_statement"
PERSON = "0123456789abcdef"
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)">')
_CODE = re.compile(r'href="/verify/([^"]+)"')


@dataclass(frozen=True)
class Begun:
    """A clerk, a session, and a case of which every paper can be made."""

    clerk: User
    cookie: str
    case: str


@dataclass(frozen=True)
class Prepared(Begun):
    """What there is to look at beside; `empty` is a case of which nothing is known, `warned` one with a paper that is
    only issued for a reason."""

    empty: str
    warned: str
    issued: str
    code: str
    check: str
    batch: str
    running: str
    kept: str
    shelf: Shelved


def begun(server: Serving, name: str) -> Begun:
    """A new clerk with a case that no other test changes."""
    clerk = server.user(name)
    return Begun(clerk, server.signed_in(clerk), whole_case(server, clerk))


def whole_case(server: Serving, clerk: User) -> str:
    """The id of a case of which every paper can be made, each answer in it given by itself."""
    return CaseFiles(server.store, DAYS).create(clerk.id, Draft(values=example_of_all()), now()).id


@dataclass(frozen=True)
class Hand:
    """Sends forms as a browser without JavaScript does."""

    http: httpx2.Client
    token: str

    def hidden(self, address: str) -> dict[str, str]:
        """The hidden inputs of a page."""
        answer = self.http.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        return {name: unescape(value) for name, value in _HIDDEN.findall(answer.text)}

    def send(self, address: str, fields: dict[str, Any], **more: Any) -> str:
        """Where the answer leads to."""
        answer = self.http.post(address, data={"csrf": self.token, **fields}, **more)
        assert answer.status_code == 303, (address, answer.status_code, answer.text)
        return str(answer.headers["location"])


def hand(server: Serving, cookie: str, language: str = "en") -> Hand:
    """Somebody with this session."""
    cookies = {COOKIE: cookie, LANGUAGE_COOKIE: language}
    http = httpx2.Client(
        base_url=server.url, cookies=cookies, headers={"Accept": "text/html"}, timeout=SECONDS, trust_env=False
    )
    return Hand(http, server.csrf(cookie))


def whole_draft() -> Draft:
    """A case of which every paper can be made, with an agency in the directory."""
    draft = Draft(values=example_of_all())
    return draft.with_person(PERSON, "agency", draft.values["agency"])


def prepared(server: Serving, name: str = "dara") -> Prepared:
    """All of it, new, for a new clerk."""
    clerk = server.user(name)
    cases = CaseFiles(server.store, DAYS)
    case = cases.create(clerk.id, whole_draft(), now()).id
    empty = cases.create(clerk.id, Draft(), now()).id
    warned = cases.create(clerk.id, _warned(), now()).id
    cookie = server.signed_in(clerk)
    at = hand(server, cookie)
    with at.http:
        issued = _issued(at, case)
        code = _CODE.search(at.http.get(issued).text)
        assert code
        check = _ended(at, _sent(at))
        batch = _ended(at, at.send(f"{check}/make", {}))
        return Prepared(
            clerk,
            cookie,
            case,
            empty,
            warned,
            issued,
            code[1],
            check,
            batch,
            _halted(server, at),
            _kept(server, clerk, case),
            shelved(server, name),
        )


def _warned() -> Draft:
    """A need that is urgent and not met (SOP 4.4)."""
    place = ("documents", WARNED, "urgent_needs", 0, "met")
    return whole_draft().put(place, False)


def _issued(at: Hand, case: str) -> str:
    address = f"/cases/{case}/issue"
    chosen = {"type": type_ids()[:2], "language": ["km", "en"], "format": ["pdf", "docx"], "seen": "on"}
    return at.send(address, at.hidden(address) | chosen)


def _sent(at: Hand) -> str:
    """A file of two cases and a row that is none."""
    line = json.dumps(example_of_all(), ensure_ascii=False)
    chosen = {"type": "", "language": ["en"], "format": ["docx"]}
    data = f"{line}\n{{}}\n{line}\n".encode()
    return at.send("/batches", at.hidden("/batches") | chosen, files={"file": ("cases.jsonl", data)})


def _ended(at: Hand, address: str) -> str:
    last = time.monotonic() + SECONDS
    while f"{address}/progress" in at.http.get(address).text:
        assert time.monotonic() < last, "the batch does not end"
        time.sleep(0.1)
    return address


def _halted(server: Serving, at: Hand) -> str:
    """A check that looks as if it were still at work, for as long as somebody may look at it."""
    address = _ended(at, _sent(at))

    def halt(session: Any) -> None:
        row = session.get(BatchRow, address.rpartition("/")[2])
        row.state, row.done, row.finished = "running", 1, None

    server.store.write(halt).result()
    return address


def _kept(server: Serving, clerk: User, case: str) -> str:
    """The address that gives a form back, which was sent when its session had ended."""
    cookie = server.signed_in(clerk)
    at = hand(server, cookie)
    server.end_session(cookie)
    with at.http:
        target = at.send(f"/cases/{case}/at/agency", {"revision": "1"})
    found = re.search(r"kept=([0-9a-f]+)", target)
    assert found, target
    return f"/kept/{found[1]}"
