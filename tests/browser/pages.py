"""Every page of the pages: its address and how it is reached. Tests of all pages and the pictures go by this list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

from tests.browser.prepared import PERSON, WARNED, Prepared
from tests.conftest import type_ids

Address = Callable[[Prepared], str]


@dataclass(frozen=True)
class Shown:
    """A page: name of its picture, route as the router declares it ("": another's), an address of it with the example,
    who looks at it (see `cookie`), and what is done there first. `status` is that of the address itself."""

    name: str
    route: str
    address: Address
    public: bool = False
    staff: str = ""
    status: int = 200
    after: Callable[[Page], None] | None = None

    def cookie(self, example: Prepared) -> str:
        """The session in which it is looked at: of the reviewer or approver that `staff` names, else the clerk's."""
        return "" if self.public else getattr(example.shelf, self.staff) if self.staff else example.cookie

    def reach(self, page: Page, example: Prepared) -> None:
        """Open the page. AssertionError for another status."""
        answer = page.goto(self.address(example))
        assert answer is not None
        assert answer.status == self.status, f"{self.name}: {answer.status}"
        if self.after:
            self.after(page)
        page.evaluate("() => document.fonts.ready")


def _at(address: str) -> Address:
    return lambda example: address.format(
        case=f"/cases/{example.case}",
        empty=f"/cases/{example.empty}",
        warned=f"/cases/{example.warned}",
        paper=WARNED,
        kind=type_ids()[0],
        person=PERSON,
        of=example,
        shelf=example.shelf,
        versions=example.shelf.doubtful.rpartition("/")[0],
        cover=example.shelf.doubtful.rsplit("/", 2)[0],
    )


def _case(tail: str) -> Address:
    return _at("{case}" + tail)


def _press(page: Page) -> None:
    """The first button of the page itself, by keyboard."""
    with page.expect_navigation():
        page.locator("#main-content button:not([disabled])").first.press("Enter")


def _press_last(page: Page) -> None:
    with page.expect_navigation():
        page.locator("#main-content button:not([disabled])").last.press("Enter")


def _blank(page: Page) -> None:
    """The form sent with nothing in it."""
    with page.expect_navigation():
        page.locator("#main-content form").last.locator("button").press("Enter")


def _follow(page: Page) -> None:
    """The first link that a card has."""
    with page.expect_navigation():
        page.locator("#main-content .app-card a").first.press("Enter")


def _library(name: str, route: str, address: str, staff: str = "approver", **more: Any) -> Shown:
    """A page of the template library; `address` begins with the version that it names."""
    return Shown(f"library-{name}", route and f"/library{route}", _at(address), staff=staff, **more)


_ONE = "/{type_id}/{tag}/{number:int}"
_STEP = f"{_ONE}/steps/{{name}}"
LIBRARY: tuple[Shown, ...] = (
    Shown("library", "/library", _at("/library"), staff="reviewer"),
    _library("bundle", "/bundle", "/library/bundle"),
    _library("bundle-refused", "", "/library/bundle/file", status=422),
    _library("coverage", "/coverage", "/library/coverage"),
    _library("coverage-article", "", "/library/coverage?article=4"),
    _library("article", "", "/library?article=4"),
    _library("none", "", "/library?article=9"),
    _library("versions", "/{type_id}/{tag}", "{versions}"),
    _library("upload-refused", "", "{versions}", after=_blank),
    _library("version", _ONE, "{shelf.doubtful}", "reviewer"),
    _library("version-submitted", "", "{shelf.submitted}"),
    _library("version-approved", "", "{shelf.approved}"),
    _library("version-tested", "", "{shelf.tested}"),
    _library("submit", _STEP, "{shelf.doubtful}/steps/submit", "reviewer"),
    _library("approve", "", "{shelf.submitted}/steps/approve"),
    _library("return-refused", "", "{shelf.submitted}/steps/return", after=_blank),
    _library("retire", "", "{shelf.approved}/steps/retire"),
    _library("late", "", "{shelf.approved}/steps/approve", status=409),
    _library("withdraw", f"{_ONE}/withdraw/{{waiver}}", "{shelf.doubtful}/withdraw/{shelf.waiver}"),
    _library("reopen", f"{_ONE}/reopen/{{comment}}", "{shelf.doubtful}/reopen/{shelf.resolved}"),
    _library("fragment", "/fragments/{name}/{tag}", "{shelf.fragment}"),
    Shown("library-not-allowed", "", _at("/library"), status=403),
)
READING: tuple[Shown, ...] = (
    _library("wordings", "/{type_id}", "/library/{kind}", "reviewer"),
    _library("wordings-answers", "", "/library/{kind}?values=1", "reviewer"),
    _library("wordings-open", "", "{cover}?only=1", "reviewer"),
    _library("passage", f"{_ONE}/passage", "{shelf.doubtful}/passage?at=body/kingdom%2B2", "reviewer"),
    _library("passage-refused", "", "{shelf.tested}/passage?at=header%2B1", "reviewer", after=_press),
    _library("compare", "/{type_id}/{tag}/compare", "{versions}/compare", "reviewer"),
    _library("pictures", "/{type_id}/pictures", "/library/{kind}/pictures", "reviewer"),
    _library("tests", "/{type_id}/tests", "/library/{kind}/tests", "reviewer"),
    _library("tests-refused", "", "/library/{kind}/tests", "reviewer", after=_blank),
    _library("test", "/{type_id}/tests/{test_id}", "/library/{kind}/tests", "reviewer", after=_follow),
    _library("translation", f"{_ONE}/translation", "{shelf.submitted}/translation", "reviewer"),
)
PAGES: tuple[Shown, ...] = (
    Shown("sign-in", "/sign-in", _at("/sign-in"), public=True),
    Shown("sign-in-refused", "", _at("/sign-in"), public=True, after=_press),
    Shown("account", "/account", _at("/account")),
    Shown("kept", "/kept/{form}", _at("{of.kept}")),
    Shown("signed-in", "/signed-in", _at("/signed-in")),
    Shown("cases", "/", _at("/")),
    Shown("search", "/search", _at("/search")),
    Shown("new-case", "/cases/new", _at("/cases/new")),
    Shown("tasks", "/cases/{case}", _case("")),
    Shown("tasks-empty", "", _at("{empty}")),
    Shown("check-list", "/cases/{case}/check", _case("/check")),
    Shown("check", "/cases/{case}/check/{type_id}", _case("/check/{kind}")),
    Shown("lacks", "/cases/{case}/lacks/{type_id}", _at("{empty}/lacks/{kind}")),
    Shown("clause", "/sop/{number}", _at("/sop/5")),
    Shown("people", "/cases/{case}/people", _case("/people")),
    Shown("person", "", _case("/at/people/{person}")),
    Shown("person-remove", "/cases/{case}/people/{person}/remove", _case("/people/{person}/remove")),
    Shown("questions", "/cases/{case}/at/{place:path}", _case("/at/person")),
    Shown("questions-lists", "", _case("/at/person?part=2")),
    Shown("questions-missing", "", _at("{empty}/at/documents/{paper}?checked=1")),
    Shown("questions-document", "", _case("/at/documents/meeting_minutes")),
    Shown("rows", "", _case("/at/documents/meeting_minutes/agenda")),
    Shown("row", "", _case("/at/documents/meeting_minutes/agenda/0")),
    Shown("preview", "/cases/{case}/preview/{type_id}/{language}", _case("/preview/{kind}/km")),
    Shown("issue", "/cases/{case}/issue", _case("/issue")),
    Shown("issue-refused", "", _case("/issue"), after=_press),
    Shown("issue-findings", "", _at("{warned}/issue?type={paper}&language=km"), after=_press),
    Shown("issued", "/cases/{case}/issued/{issue}", _at("{of.issued}")),
    Shown("issued-list", "/cases/{case}/issued", _case("/issued")),
    Shown("history", "/cases/{case}/history", _case("/history")),
    Shown("history-revision", "/cases/{case}/history/{revision}", _case("/history/1")),
    Shown("share", "/cases/{case}/share", _case("/share")),
    Shown("duplicate", "/cases/{case}/duplicate", _case("/duplicate")),
    Shown("delete", "/cases/{case}/delete", _case("/delete")),
    Shown("batches", "/batches", _at("/batches")),
    Shown("batches-refused", "", _at("/batches"), after=_press_last),
    Shown("batch-check", "/batches/{batch}", _at("{of.check}")),
    Shown("batch", "", _at("{of.batch}")),
    Shown("batch-running", "", _at("{of.running}")),
    Shown("batch-cancel", "/batches/{batch}/cancel", _at("{of.running}/cancel")),
    Shown("verify", "/verify", _at("/verify"), public=True),
    Shown("verify-known", "/verify/{code}", _at("/verify/{of.code}"), public=True),
    Shown("verify-mistyped", "", _at("/verify/AAAA"), public=True, status=422),
    *LIBRARY,
    *READING,
    Shown("no-such-page", "", _at("/no-such-page"), status=404),
)
NO_PAGES: Mapping[str, str] = {
    "/language/{tag}": "goes back to where it was asked for",
    "/cases": "goes on to the form of a new case",
    "/cases/{case}/preview/{type_id}/{language}/{page}.png": "a picture",
    "/cases/{case}/issued/{issue}/{name}": "a file",
    "/blanks/{type_id}/{language}": "a file",
    "/batches/workbook": "a file",
    "/batches/{batch}/progress": "a part of a page",
    "/batches/{batch}/refused": "a file",
    "/batches/{batch}/files": "a file",
    "/batches/{batch}/files/{row}/{name}": "a file",
    "/library/{type_id}/{tag}/{number:int}/file": "a file",
    "/library/fragments/{name}/{tag}/file": "a file",
    "/library/{type_id}/{tag}/{number:int}/xliff": "a file",
    "/library/{type_id}/{tag}/redline": "a file",
    "/library/bundle/file": "a file",
}
"""Routes that answer a GET with no page of their own, and what they answer."""
