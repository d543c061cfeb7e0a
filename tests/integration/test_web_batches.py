"""Many cases at once on the pages: a workbook, its check row by row, and the papers of the good rows."""

from __future__ import annotations

import csv
import io
import json
import re
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any

import httpx2
import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from sqlalchemy import select

from api.intake import LIMIT
from docgen.batch.columns import columns_of
from docgen.batch.sources.excel_gate import MAX_MEMBERS
from docgen.documents import document_type, example
from docgen.library import Library
from docgen.settings import Settings
from docgen.store import Role, Store, users
from docgen.store.batches import BatchRow
from docgen.store.models import AuditEntry
from tests.integration.api_app import key_of
from tests.integration.live import live
from tests.integration.web import PASSWORD, Browser, Pages, hidden, pages

TYPE = "rights_statement"
OTHER = "meeting_minutes"
BIRTH = "/person/birth/date"
LINE = json.dumps(example(document_type(TYPE)), ensure_ascii=False)
SECONDS = 90


@dataclass(frozen=True)
class Desk:
    """Somebody who is signed in, in a browser of their own."""

    browser: Browser
    user: str

    @property
    def http(self) -> Any:
        return self.browser.client

    def get(self, path: str, **asked: str) -> Any:
        return self.http.get(path, params=asked, headers=self.browser.headers, follow_redirects=False)

    def text(self, path: str, language: str = "en") -> str:
        """A page in a language, as text."""
        self.http.cookies.set("language", language)
        answer = self.get(path)
        assert answer.status_code == 200, answer.text
        return unescape(answer.text)

    def send(self, name: str, data: bytes, **chosen: Any) -> Any:
        """The form with a file, as a browser without JavaScript sends it."""
        fields = {**hidden(self.get("/batches")), "type": "", "language": ["en"], "format": ["docx"], **chosen}
        sent = {"data": fields, "files": {"file": (name, data)}, "headers": self.browser.headers}
        return self.http.post("/batches", **sent, follow_redirects=False)

    def press(self, path: str) -> Any:
        """One button of a batch."""
        return self.browser.post(path, {"csrf": self.browser.csrf("/batches")})

    def checked(self, answer: Any) -> str:
        """The address of a check once it has ended."""
        assert answer.status_code == 303, unescape(answer.text)
        return self.ended(answer.headers["location"])

    def ended(self, page: str) -> str:
        last = time.monotonic() + SECONDS
        while f'hx-get="{page}/progress"' in self.text(page):
            assert time.monotonic() < last, self.text(page)
            time.sleep(0.1)
        return page


def _one(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    assert found, text
    return found[1]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    with pages(tmp_path_factory.mktemp("web_batches")) as running:
        yield running


@pytest.fixture(scope="module")
def browser(service: Pages) -> Callable[[str], Desk]:
    def opened(name: str) -> Desk:
        user, browser = service.user(name), service.browser()
        assert browser.sign_in(name).status_code == 303
        return Desk(browser, user.id)

    return opened


@pytest.fixture(scope="module")
def desk(browser: Callable[[str], Desk]) -> Desk:
    return browser("dara")


@pytest.fixture(scope="module")
def workbook(desk: Desk) -> bytes:
    answer = desk.get("/batches/workbook", type=TYPE, language="th", repeat="2")
    assert answer.status_code == 200
    assert f'filename="{TYPE}.th.xlsx"' in answer.headers["content-disposition"]
    return bytes(answer.content)


def filled(data: bytes, *rows: Mapping[str, str]) -> tuple[bytes, dict[str, int]]:
    """The workbook with a row of the example each, changed as it says by JSON Pointer, and the columns' numbers."""
    book = load_workbook(io.BytesIO(data))
    cases, shown = book.worksheets[:2]
    columns = {cell.value: cell.column for cell in cases[1] if cell.value}
    for number, changes in enumerate(rows, 3):
        for cell in shown[3]:
            cases.cell(number, cell.column).value = cell.value
        for pointer, value in changes.items():
            cases.cell(number, columns[pointer]).value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue(), columns


BAD: Mapping[str, str] = {BIRTH: "no day at all"}


def test_a_workbook_with_a_bad_row_is_checked_corrected_and_made(
    desk: Desk, service: Pages, workbook: bytes, library: Library
) -> None:
    data, columns = filled(workbook, {}, BAD, {})
    check = desk.checked(desk.send("cases.xlsx", data, language=["km", "th"], format=["docx", "pdf"]))
    letter = get_column_letter(columns[BIRTH])
    kind, locales = document_type(TYPE), list(library.locales.values())
    (column,) = [each for each in columns_of(kind, locales) if each.pointer == BIRTH]
    said = set()
    for locale in locales:
        page = desk.text(check, locale.tag)
        row = " ".join(re.sub("<[^>]+>", " ", page.partition("<tbody")[2].partition("</tr>")[0]).split())
        assert row.partition(">")[2].strip().startswith(f"4 {letter} {column.caption(locale)} ")
        assert page.count('<th scope="row"') == 1
        assert BAD[BIRTH] not in page
        said.add(row.rpartition(column.caption(locale))[2])
    assert len(said) == len(locales)
    assert "2 rows are good" in desk.text(check)

    refused = load_workbook(io.BytesIO(desk.get(f"{check}/refused").content))
    (again,) = [[cell.value for cell in row] for row in refused.worksheets[0].iter_rows(min_row=3)]
    assert again[columns[BIRTH] - 1] == BAD[BIRTH]
    assert str(again[-1]).startswith(f"{letter}: ")

    made = desk.press(f"{check}/make").headers["location"]
    page = desk.text(desk.ended(made))
    names = [f"{row}/{TYPE}.{tag}.{ending}" for row in (3, 5) for tag in ("km", "th") for ending in ("docx", "pdf")]
    with zipfile.ZipFile(io.BytesIO(desk.get(f"{made}/files").content)) as archive:
        assert archive.testzip() is None
        assert sorted(archive.namelist()) == sorted([*names, "manifest.json"])
        for name in names:
            assert f'href="{made}/files/{name}"' in page
        assert desk.get(f"{made}/files/{names[0]}").content == archive.read(names[0])
    assert f'href="{check}"' in page
    assert "Destroyed on" in page


def test_papers_are_made_once_however_often_the_button_is_pressed(desk: Desk, workbook: bytes) -> None:
    check = desk.checked(desk.send("cases.xlsx", filled(workbook, {})[0]))
    first, second = (desk.press(f"{check}/make").headers["location"] for _ in range(2))
    assert first == second
    assert "See the papers" in desk.text(check)


def test_a_file_that_is_sent_twice_is_checked_once(desk: Desk, workbook: bytes) -> None:
    data, _ = filled(workbook, {})
    corrected, _ = filled(workbook, {}, {})
    sent = [
        desk.send("cases.xlsx", file, once=form).headers["location"]
        for form, file in (("a form", data), ("a form", data), ("a form", corrected), ("a new form", data))
    ]
    assert sent[0] == sent[1]
    assert len(set(sent)) == 3


def test_a_table_and_json_lines_are_checked_too(desk: Desk, workbook: bytes) -> None:
    data, _ = filled(workbook, {}, BAD)
    sheet = load_workbook(io.BytesIO(data)).worksheets[0]
    table = io.StringIO()
    csv.writer(table).writerows([[cell.value or "" for cell in row] for row in sheet.iter_rows()])
    check = desk.checked(desk.send("cases.CSV", table.getvalue().encode()))
    assert "1 row is good" in desk.text(check)
    assert BAD[BIRTH] in desk.get(f"{check}/refused").content.decode("utf-8-sig")

    check = desk.checked(desk.send("cases.jsonl", f"{LINE}\n{{}}\n".encode()))
    assert "1 row is good" in desk.text(check)
    assert desk.get(f"{check}/refused").content == b"{}\n"


def test_a_warning_can_be_gone_on_with_for_a_reason_and_an_error_cannot(desk: Desk, service: Pages) -> None:
    warned, wrong = json.loads(LINE), json.loads(LINE)
    del warned["documents"][TYPE]["questions"]["en"]
    wrong["documents"][TYPE]["language"] = "th"
    lines = "\n".join(json.dumps(each) for each in (json.loads(LINE), warned, wrong))
    check = desk.checked(desk.send("cases.jsonl", lines.encode(), type=TYPE))
    page = desk.text(check)
    assert page.count("<strong>Warning:</strong>") == 1
    assert 'href="/sop/4.5"' in page
    assert f"/documents/{TYPE}" not in page
    (code,) = re.findall(r'<textarea[^>]* name="reason\.([^"]+)"', page)

    def again(reason: str) -> Any:
        return desk.browser.post(f"{check}/again", {"csrf": desk.browser.csrf(check), f"reason.{code}": reason})

    for reason in ("", "a"):
        answer = again(reason)
        assert answer.status_code == 422
        assert f'href="#reason.{code}"' in answer.text
    second = desk.checked(again("the person reads no other language"))
    assert second != check
    page = desk.text(second)
    assert "2 rows are good" in page
    assert "A reason was given for 1 warning" in page
    made = desk.ended(desk.press(f"{second}/make").headers["location"])
    assert f"{made}/files/2/{TYPE}.en.docx" in desk.text(made)
    entry = service.store.read(
        lambda session: session.scalars(select(AuditEntry).where(AuditEntry.subject == made.rpartition("/")[2])).one()
    )
    assert json.loads(entry.details) == {"rows": 2, "overridden": [code]}
    desk.press(f"{check}/make")
    assert again("the person reads no other language").headers["location"] == check


def refusal(answer: Any, field: str) -> str:
    """What the page says of a field: in the summary, with a link to it, and beside it."""
    assert answer.status_code == 422, answer.text
    page = unescape(answer.text)
    summary = _one(re.compile(rf'<a href="#{field}">([^<]+)</a>'), page).strip()
    assert re.search(rf'id="{field}-error"[^>]*>.*?{re.escape(summary)}', page, re.S)
    return summary


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(MAX_MEMBERS + 1):
            archive.writestr(f"xl/{number}.xml", b"")
    return out.getvalue()


def stranger() -> bytes:
    book, out = Workbook(), io.BytesIO()
    book.active.append(["nothing", "that", "is", "known"])
    book.active.append(["1", "2", "3", "4"])
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "type_id", "field"),
    [
        ("cases.xlsx", b"no workbook", TYPE, "file"),
        ("cases.xlsx", bomb(), TYPE, "file"),
        ("cases.xlsx", stranger(), TYPE, "file"),
        ("cases.xlsx", stranger(), "", "type"),
        ("cases.exe", b"MZ", TYPE, "file"),
        ("", b"", TYPE, "file"),
        ("cases.jsonl", b"\n\n", TYPE, "file"),
    ],
    ids=["no workbook", "too many parts", "no heading", "no type", "another kind", "no file", "no rows"],
)
def test_a_file_that_cannot_be_checked_is_told_in_the_form_and_the_choices_are_kept(
    desk: Desk, name: str, data: bytes, type_id: str, field: str
) -> None:
    answer = desk.send(name, data, type=type_id, language=["th"], format=["pdf"])
    assert refusal(answer, field)
    page = answer.text
    ticked = re.findall(r'name="(language|format)" type="checkbox" value="(\w+)" checked', page)
    assert ticked == [("language", "th"), ("format", "pdf")]
    if type_id:
        assert re.search(rf'<option value="{type_id}" selected', page.partition('id="type"')[2])


def test_the_workbook_of_another_document_is_refused(desk: Desk, workbook: bytes) -> None:
    assert refusal(desk.send("cases.xlsx", filled(workbook, {})[0], type=OTHER), "type")


def test_no_language_and_no_kind_of_file_are_told(desk: Desk) -> None:
    answer = desk.send("cases.jsonl", LINE.encode(), language=[], format=["no such"])
    assert refusal(answer, "language") != refusal(answer, "format")


def test_a_file_beyond_the_limit_is_told_on_a_page_in_the_visitors_language(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, library: Library
) -> None:
    said = set()
    for tag in library.locales:
        desk.http.cookies.set("language", tag)
        length = {"Content-Length": str(LIMIT + 1), "Accept": "text/html", "Content-Type": "multipart/form-data"}
        answer = desk.http.post("/batches", content=iter([b"x"]), headers=length)
        assert answer.status_code == 413
        assert answer.headers["content-language"] == tag
        assert f'<html lang="{tag}"' in answer.text
        said.add(_one(re.compile(r"<title>([^<]+)"), answer.text))
    assert said
    monkeypatch.setattr("api.web.batch_upload.MOST_BYTES", 1000)
    assert refusal(desk.send("cases.jsonl", LINE.encode() * 2), "file")


def test_a_batch_is_stopped_once_its_clerk_says_so_twice(
    desk: Desk, service: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = desk.send("cases.jsonl", "\n".join([LINE] * 450).encode()).headers["location"]
    assert f'action="{check}/cancel"' in desk.text(f"{check}/cancel")
    assert desk.press(f"{check}/cancel").headers["location"] == check
    page = desk.text(check)
    assert "The check was stopped" in page
    assert "/make" not in page
    assert desk.press(f"{check}/make").status_code == 409
    assert desk.get(f"{check}/cancel").headers["location"] == check


def test_another_clerks_batch_is_not_there(desk: Desk, browser: Callable[[str], Desk], workbook: bytes) -> None:
    check = desk.checked(desk.send("cases.xlsx", filled(workbook, {}, BAD)[0]))
    made = desk.ended(desk.press(f"{check}/make").headers["location"])
    other = browser("sopheap")
    assert check not in other.text("/batches")
    for path in (check, f"{check}/refused", f"{check}/cancel", f"{check}/progress", made, f"{made}/files",
                 f"{made}/files/3/{TYPE}.en.docx"):  # fmt: skip
        assert (desk.get(path).status_code in (200, 303), other.get(path).status_code) == (True, 404)
    for path in (f"{check}/make", f"{made}/cancel"):
        assert other.press(path).status_code == 404
    assert other.get("/batches", after=check.rpartition("/")[2]).status_code == 404


def test_a_batch_of_a_key_is_no_clerks_and_a_clerks_is_no_keys(desk: Desk, service: Pages) -> None:
    key = key_of(service.app)
    asked = {"type": TYPE, "language": "en", "format": "docx"}
    lines = {**key, "Content-Type": "application/x-ndjson"}
    of_key = service.first.post("/v1/batches", params=asked, content=LINE, headers=lines).json()["id"]
    check = desk.checked(desk.send("cases.jsonl", LINE.encode()))
    assert desk.get(f"/batches/{of_key}").status_code == 404
    assert service.first.get(f"/v1{check}", headers=key).status_code == 404


def test_who_checked_made_and_stopped_is_in_the_audit_log(browser: Callable[[str], Desk], service: Pages) -> None:
    desk = browser("sokha")
    check = desk.checked(desk.send("cases.jsonl", LINE.encode()))
    made = desk.press(f"{check}/make").headers["location"]
    stopped = desk.send("cases.jsonl", "\n".join([LINE] * 450).encode()).headers["location"]
    desk.press(f"{stopped}/cancel")
    query = select(AuditEntry).where(AuditEntry.actor == desk.user).order_by(AuditEntry.seq)
    entries = service.store.read(lambda session: session.scalars(query).all())
    told = [(entry.action, f"/batches/{entry.subject}") for entry in entries if entry.action.startswith("batch.")]
    assert told == [
        ("batch.check", check), ("batch.accept", made), ("batch.check", stopped), ("batch.cancel", stopped),
    ]  # fmt: skip


def test_the_list_shows_state_and_progress_and_nobody_elses(desk: Desk, workbook: bytes) -> None:
    check = desk.checked(desk.send("cases.xlsx", filled(workbook, {}, BAD)[0]))
    page = desk.text("/batches")
    line = " ".join(re.sub("<[^>]+>", " ", page.partition(f'href="{check}"')[2].partition("</tr>")[0]).split())
    assert line.endswith("Checked 2 of 2 1")


def test_progress_is_a_part_for_htmx_and_a_page_without_it(desk: Desk) -> None:
    check = desk.checked(desk.send("cases.jsonl", LINE.encode()))
    part = desk.http.get(f"{check}/progress", headers={"HX-Request": "true"})
    assert part.headers["hx-refresh"] == "true"
    assert "<progress" in part.text
    assert "<html" not in part.text
    assert desk.get(f"{check}/progress").headers["location"] == check


def test_many_problems_are_shown_page_by_page(desk: Desk) -> None:
    check = desk.checked(desk.send("cases.jsonl", b"{}\n" * 201, type=TYPE))
    first = desk.text(check)
    assert ">200</th>" in first
    assert ">201</th>" not in first
    assert f'href="{check}?bad=200#problems"' in first
    desk.http.cookies.set("language", "en")
    second = desk.get(check, bad="200").text
    assert ">201</th>" in second
    assert ">200</th>" not in second


def test_without_a_token_nothing_is_checked_or_made(desk: Desk) -> None:
    check = desk.checked(desk.send("cases.jsonl", LINE.encode()))
    assert desk.send("cases.jsonl", LINE.encode(), csrf="another").status_code == 403
    assert desk.browser.post(f"{check}/make").status_code == 403
    assert "See the papers" not in desk.text(check)


def test_a_file_that_nobody_can_open_lies_on_the_disk(desk: Desk, service: Pages) -> None:
    name = "Canary of the upload"
    case = json.loads(LINE)
    case["person"]["names"] = {"Latn": name}
    desk.checked(desk.send("cases.jsonl", json.dumps(case).encode()))
    folder = service.app.state.service.settings.data
    kept = [path for path in Path(folder).rglob("*") if path.is_file()]
    assert kept
    assert not [path for path in kept if name.encode() in path.read_bytes()]


def test_after_a_restart_the_check_goes_on_and_the_page_shows_it(tmp_path: Path) -> None:
    rows = 200
    with (
        live(tmp_path) as server,
        Store.open(Settings.read(server.environment)) as store,
        httpx2.Client(base_url=server.url, trust_env=False) as http,
    ):
        now = datetime.now(UTC)
        made = store.write(lambda session: users.create(session, "dara", PASSWORD, [Role.CLERK], now)).result()
        desk = Desk(Browser(http), made.id)  # type: ignore[arg-type]
        assert desk.browser.sign_in("dara").status_code == 303
        check = desk.send("cases.jsonl", "\n".join([LINE] * rows).encode()).headers["location"]
        cookies = dict(http.cookies)
        server.end()
    with Store.open(Settings.read(server.environment)) as store:
        (left,) = store.read(lambda session: session.scalars(select(BatchRow)).all())
        assert left.finished is None
    with live(tmp_path) as server, httpx2.Client(base_url=server.url, cookies=cookies, trust_env=False) as http:
        again = Desk(Browser(http), desk.user)  # type: ignore[arg-type]
        again.ended(check)
        assert f"{rows} rows are good" in again.text(check)
