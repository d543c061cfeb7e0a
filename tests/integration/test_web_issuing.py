"""Papers issued over the pages: chosen, checked, made once, fetched, registered, verified, and destroyed in time."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.web.issue_choice import CAPTIONS
from api.web.issued import KINDS
from docgen.case import Case
from docgen.casefile.draft import Draft
from docgen.documents import document_type, document_types, example_of_all
from docgen.errors import EngineBusy, Message
from docgen.generate import FORMATS
from docgen.library import Library
from docgen.settings import Settings
from docgen.store import Store
from docgen.store.models import AuditEntry, CaseIssueRow, IssuedRow, SealedRecord
from docgen.store.retention import purge
from tests.conftest import languages
from tests.integration.api_app import key_of, settings_in
from tests.integration.clerks import standing
from tests.integration.web import Browser, Pages, hidden, pages
from tests.postgresql import Cluster

REASON = "The shelter is full until Friday, and the embassy knows of it."
SIGNED = "rights_statement"
NOTE = "embassy_notification"
SHORT = "termination_notice"


@dataclass
class Office:
    """The pages, a clerk who is signed in, and a case of the clerk's."""

    pages: Pages
    clerk: Browser
    case: str

    @property
    def address(self) -> str:
        return f"/cases/{self.case}/issue"

    def form(self, query: str = "") -> dict[str, str]:
        """The hidden inputs of the form."""
        return hidden(self.clerk.get(self.address + query))

    def send(self, form: Mapping[str, str], types: list[str], tags: list[str], *formats: str, **more: str) -> Response:
        """The form with these boxes ticked."""
        chosen = {"type": types, "language": tags, "format": list(formats or ("pdf",))}
        return self.clerk.post(self.address, {**form, **chosen, **more})

    def issued(self, types: list[str], tags: list[str], *formats: str, **more: str) -> str:
        """Where the papers are, after all that was found was read."""
        answer = self.send(self.form() | {"seen": "on"}, types, tags, *formats, **more)
        assert answer.status_code == 303, answer.text
        return str(answer.headers["location"])

    def rows(self) -> list[CaseIssueRow]:
        found = select(CaseIssueRow).where(CaseIssueRow.case == self.case)
        return self.pages.store.read(lambda session: list(session.scalars(found)))

    def events(self) -> list[AuditEntry]:
        found = select(AuditEntry).where(AuditEntry.action == "case.issue")
        return self.pages.store.read(lambda session: list(session.scalars(found)))


def office_of(opened: Pages, values: Mapping[str, Any] | None = None, **draft: Any) -> Office:
    service = opened.app.state.service
    clerk = opened.user("dara")
    file = service.cases.create(clerk.id, Draft(values=values or example_of_all(), **draft), opened.clock())
    browser = opened.browser()
    assert browser.sign_in("dara").status_code == 303
    return Office(opened, browser, file.id)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    """One service for all that leaves its clock and settings alone."""
    with pages(settings_in(tmp_path_factory.mktemp("issuing"))) as opened:
        yield opened


@pytest.fixture
def office(shared: Pages, request: pytest.FixtureRequest) -> Office:
    """A new clerk with a case that satisfies every type."""
    return with_values(shared, request, example_of_all())


def with_values(opened: Pages, request: pytest.FixtureRequest, values: Mapping[str, Any], **draft: Any) -> Office:
    name = (
        re.sub("[^a-z]", "", request.node.name.lower())[-24:]
        + hashlib.sha256(request.node.name.encode()).hexdigest()[:6]
    )
    user = opened.user(name)
    file = opened.app.state.service.cases.create(user.id, Draft(values=values, **draft), opened.clock())
    browser = opened.browser()
    assert browser.sign_in(name).status_code == 303
    return Office(opened, browser, file.id)


def broken(**particulars: Any) -> dict[str, Any]:
    """The example with other answers in the statement of rights."""
    values = deepcopy(example_of_all())
    values["documents"][SIGNED] |= particulars
    return values


def unmet() -> dict[str, Any]:
    """The example with an urgent need that was not met (a should-rule)."""
    needs = example_of_all()["documents"][SIGNED]["urgent_needs"]
    return broken(urgent_needs=[{**each, "met": False} for each in needs])


def text_of(answer: Response) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub("<[^>]*>", " ", answer.text)))


def codes_in(answer: Response) -> list[str]:
    return list(dict.fromkeys(re.findall(r'href="/verify/([0-9A-Z-]{19})"', answer.text)))


def archive_of(office: Office, where: str) -> zipfile.ZipFile:
    answer = office.clerk.get(f"{where}/bundle.zip")
    assert answer.status_code == 200
    return zipfile.ZipFile(io.BytesIO(answer.content))


@pytest.mark.parametrize("tag", languages())
def test_the_whole_case_is_issued_in_each_language(office: Office, tag: str) -> None:
    types = list(document_types())
    where = office.issued(types, [tag], "packet", "pdf", "docx")
    page = office.clerk.get(where)
    assert page.status_code == 200
    archive = archive_of(office, where)
    wanted = {f"{kind}.{tag}.{form}" for kind in types for form in ("pdf", "docx")} | {"packet.pdf", "manifest.json"}
    assert set(archive.namelist()) == wanted
    manifest = {each["name"]: each for each in json.loads(archive.read("manifest.json"))["files"]}
    for name in wanted - {"manifest.json"}:
        file = office.clerk.get(f"{where}/{name}")
        assert file.status_code == 200
        assert hashlib.sha256(file.content).hexdigest() == manifest[name]["sha256"]
        assert manifest[name]["sha256"] in page.text
    codes = codes_in(page)
    assert set(codes) == {each["code"] for each in manifest.values() if each["code"]}
    assert len(codes) == len(types) + 1  # the cover has its own
    stranger = office.pages.browser()
    for code in codes:
        verdict = stranger.get(f"/verify/{code}")
        assert verdict.status_code == 200
        assert "The code is known" in verdict.text


def test_the_same_case_makes_the_same_bytes_as_the_service(office: Office) -> None:
    where = office.issued([SHORT], ["en"], "pdf")
    key = key_of(office.pages.app)
    body = {"case": example_of_all(), "types": [SHORT], "languages": ["en"], "formats": ["pdf"]}
    made = office.pages.first.post("/v1/renders", json=body, headers=key)
    assert made.status_code == 200
    assert office.clerk.get(f"{where}/{SHORT}.en.pdf").content == made.content


def test_a_packet_alone_names_the_documents_in_it_with_their_codes(office: Office) -> None:
    where = office.issued([NOTE, SHORT], ["en"], "packet", duplex="on", cover="th")
    assert archive_of(office, where).namelist() == ["packet.pdf", "manifest.json"]
    page = office.clerk.get(where)
    assert len(codes_in(page)) == 3  # one is that of the cover
    for kind in (NOTE, SHORT):
        assert document_type(kind).title in text_of(page)
    assert [row["language"] for row in office.rows()[0].files] == ["th", "en", "en"]


def test_a_filled_form_is_a_file_of_its_own_and_the_blank_is_offered_beside_it(office: Office) -> None:
    where = office.issued([SHORT], ["en"], "form")
    assert archive_of(office, where).namelist() == [f"{SHORT}.en.form.pdf", "manifest.json"]
    assert f"/blanks/{SHORT}/en" in office.clerk.get(where).text
    blank = office.clerk.get(f"/blanks/{SHORT}/en")
    assert blank.content.startswith(b"%PDF-")
    assert blank.headers["content-disposition"] == f'attachment; filename="{SHORT}.en.blank.pdf"'


def test_a_blank_that_there_is_not_is_not_there(office: Office) -> None:
    assert office.clerk.get("/blanks/none/en").status_code == 404
    assert office.clerk.get(f"/blanks/{SHORT}/xx").status_code == 404


def test_every_kind_of_file_has_its_words() -> None:
    assert set(CAPTIONS) == set(KINDS) == set(FORMATS)


def test_the_address_remembers_what_was_chosen(office: Office) -> None:
    page = office.clerk.get(f"{office.address}?type={NOTE}&language=th&format=docx&duplex=on&cover=km").text
    for name, value in (("type", NOTE), ("language", "th"), ("format", "docx"), ("duplex", "on")):
        assert re.search(rf'name="{name}"[^>]*value="{value}" checked', page), name
    assert page.count(" checked") == 4
    assert re.search('<option value="km" selected', page)


def test_a_paper_to_sign_is_offered_in_the_language_of_the_person(office: Office) -> None:
    spoken = example_of_all()["documents"][SIGNED]["language"]
    page = office.clerk.get(f"{office.address}?type={SIGNED}").text
    assert re.findall(r'name="language"[^>]*value="([^"]*)" checked', page) == [spoken]
    note = office.clerk.get(f"{office.address}?type={NOTE}").text
    assert re.findall(r'name="language"[^>]*value="([^"]*)" checked', note) == ["en"]


def test_nothing_chosen_is_told_at_each_question(office: Office) -> None:
    answer = office.clerk.post(office.address, office.form())
    assert answer.status_code == 422
    for name in ("type", "language", "format"):
        assert f'href="#{name}"' in answer.text
        assert f'id="{name}"' in answer.text
    assert office.rows() == []


def test_a_document_that_lacks_an_answer_is_told_with_a_link_and_not_issued(
    shared: Pages, request: pytest.FixtureRequest
) -> None:
    values = example_of_all()
    del values["documents"][SIGNED]["number"]
    office = with_values(shared, request, values)
    page = office.clerk.get(office.address)
    assert f'href="/cases/{office.case}/lacks/{SIGNED}"' in page.text
    assert "1 answer is missing." in text_of(page)
    answer = office.send(office.form(), [SIGNED], ["km"])
    assert answer.status_code == 422
    assert f'href="/cases/{office.case}/at/documents/{SIGNED}' in answer.text
    assert office.rows() == []


def test_a_shared_answer_that_is_missing_is_mended_where_the_case_has_it(
    shared: Pages, request: pytest.FixtureRequest
) -> None:
    values = example_of_all()
    del values["person"]["sex"]
    office = with_values(shared, request, values)
    answer = office.send(office.form(), [SIGNED], ["km"])
    assert answer.status_code == 422
    (link,) = re.findall(r'href="(/cases/[^"]*/at/person[^"]*)"', answer.text)
    there = office.clerk.get(link).headers["location"]
    assert there.endswith("#person/sex")
    assert 'id="person/sex"' in office.clerk.get(there.partition("#")[0]).text


def test_what_was_typed_and_not_understood_is_never_left_out_of_a_paper_silently(
    shared: Pages, request: pytest.FixtureRequest
) -> None:
    path = f"documents/{SIGNED}/replaces"
    office = with_values(shared, request, example_of_all(), typed={path: "\u0000?"})
    answer = office.send(office.form() | {"seen": "on"}, [SIGNED], ["km"])
    assert answer.status_code == 422
    assert "not understood" in text_of(answer)
    assert office.rows() == []


def test_a_broken_shall_rule_refuses_and_names_the_clause(shared: Pages, request: pytest.FixtureRequest) -> None:
    office = with_values(shared, request, broken(understood=False))
    answer = office.send(office.form() | {"seen": "on"}, [SIGNED], ["km"], **{"reason.rights.not_understood": REASON})
    assert answer.status_code == 422
    rule = next(each for each in document_type(SIGNED).rules if each.code == "rights.not_understood")
    assert standing(rule.message) in text_of(answer)
    assert f'href="/sop/{rule.clause}"' in answer.text
    assert f'href="/cases/{office.case}/at/documents/{SIGNED}' in answer.text
    assert office.rows() == []
    assert all(event.subject != office.case for event in office.events())


def test_a_should_rule_needs_a_reason(shared: Pages, request: pytest.FixtureRequest) -> None:
    office = with_values(shared, request, unmet())
    asked = office.send(office.form(), [SIGNED], ["km"])
    assert asked.status_code == 422
    assert 'name="reason.rights.urgent_needs"' in asked.text
    assert "There is a problem" not in asked.text
    short = office.send(hidden(asked), [SIGNED], ["km"], **{"reason.rights.urgent_needs": " … 12345 abc"})
    assert short.status_code == 422
    assert 'href="#reason.rights.urgent_needs"' in short.text
    assert ">… 12345 abc</textarea>" in short.text
    assert office.rows() == []


def test_the_reason_is_sealed_and_the_audit_log_can_prove_it(shared: Pages, request: pytest.FixtureRequest) -> None:
    office = with_values(shared, request, unmet())
    where = office.issued([SIGNED], ["km"], **{"reason.rights.urgent_needs": REASON, "reason.other": REASON})
    (row,) = office.rows()
    assert list(row.overrides) == ["rights.urgent_needs"]
    event = office.events()[-1]
    details = json.loads(event.details)
    issues = shared.store.issues
    assert (event.actor, event.subject, details["issue"]) == (row.user, office.case, row.id)
    assert details["overrides"] == {"rights.urgent_needs": issues.mark(row.id, "rights.urgent_needs", REASON)}
    assert REASON not in event.details
    assert shared.store.read(lambda session: issues.reasons(session, row.id)) == {"rights.urgent_needs": REASON}
    assert REASON in unescape(office.clerk.get(where).text)
    assert shared.store.read(shared.store.audit.verify) == []


def test_advice_is_shown_once_before_papers_are_issued(shared: Pages, request: pytest.FixtureRequest) -> None:
    values = broken(delivery="both", copy_given=False)
    office = with_values(shared, request, values)
    told = office.send(office.form(), [SIGNED], ["km"])
    rule = next(each for each in document_type(SIGNED).rules if each.code == "rights.copy")
    assert told.status_code == 200
    assert standing(rule.message) in text_of(told)
    assert office.rows() == []
    assert office.send(hidden(told), [SIGNED], ["km"]).status_code == 303
    assert len(office.rows()) == 1


def test_a_form_sent_twice_issues_once(office: Office) -> None:
    form = office.form() | {"seen": "on"}
    first, second = (office.send(form, [SHORT], ["en"]) for _ in range(2))
    assert first.headers["location"] == second.headers["location"]
    assert len(office.rows()) == 1
    assert sum(event.subject == office.case for event in office.events()) == 1


def test_two_clicks_at_once_issue_once(office: Office) -> None:
    form = office.form() | {"seen": "on"}
    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(lambda _: office.send(form, [SHORT], ["en"]), range(2)))
    assert [answer.status_code for answer in answers] == [303, 303]
    assert len({answer.headers["location"] for answer in answers}) == 1
    assert len(office.rows()) == 1
    assert sum(event.subject == office.case for event in office.events()) == 1


@pytest.mark.postgresql
def test_of_two_processes_with_the_same_form_the_faster_one_issues(
    postgresql: Cluster, installation: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = {"DOCGEN_DATA": str(installation), "DOCGEN_DATABASE_URL": postgresql.database(), "DOCGEN_WORKERS": "1"}
    settings = Settings.read(told)
    with pages(settings) as opened, Store.open(settings) as other:
        office, keep = office_of(opened), opened.store.issues.keep
        raced: list[bool] = []

        def late(session: Session, *given: Any) -> bool:
            add = session.add

            def after_the_other(row: object) -> None:
                raced.append(other.write(lambda theirs: other.issues.keep(theirs, *given)).result())
                add(row)

            with monkeypatch.context() as patch:
                patch.setattr(session, "add", after_the_other)
                return keep(session, *given)

        monkeypatch.setattr(opened.store.issues, "keep", late)
        where = office.issued([SHORT], ["en"])
        assert raced == [True]
        assert len(office.rows()) == len(office.events()) == 1
        assert office.clerk.get(where).status_code == 200


def test_another_choice_in_the_same_form_is_another_issue(office: Office) -> None:
    form = office.form() | {"seen": "on"}
    first, second = (office.send(form, [SHORT], [tag]) for tag in ("en", "th"))
    assert first.headers["location"] != second.headers["location"]
    assert len(office.rows()) == 2


def test_a_busy_service_loses_nothing(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    service = office.pages.app.state.service
    form = office.form()

    async def busy(*_: object, **__: object) -> None:
        raise EngineBusy(Message("the service has as many requests waiting as it takes; try again in a moment"))

    with monkeypatch.context() as patch:
        patch.setattr(service.workers, "run", busy)
        answer = office.send(form, [SHORT, NOTE], ["en"], "docx", **{"reason.text.language": REASON})
    assert answer.status_code == 503
    assert "try again in a moment" in answer.text
    kept = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', answer.text)
    assert {("type", SHORT), ("type", NOTE), ("language", "en"), ("format", "docx")} <= set(kept)
    assert ("reason.text.language", REASON) in kept
    assert office.clerk.post(office.address, _multi(kept)).status_code == 303


def _multi(pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(unescape(name), []).append(unescape(value))
    return found


def test_the_headers_of_a_file_let_nobody_keep_or_guess_it(office: Office) -> None:
    where = office.issued([SHORT], ["en"], "pdf", "docx")
    pdf = f"{where}/{SHORT}.en.pdf"
    saved, seen = office.clerk.get(pdf), office.clerk.get(f"{pdf}?show")
    for answer in (saved, seen, office.clerk.get(f"{where}/bundle.zip")):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"
        assert "sandbox" not in answer.headers["content-security-policy"]
    assert saved.headers["content-disposition"].startswith("attachment")
    assert seen.headers["content-disposition"].startswith("inline")
    word = office.clerk.get(f"{where}/{SHORT}.en.docx?show")
    assert word.headers["content-disposition"].startswith("attachment")


def test_another_clerks_papers_are_not_there(office: Office) -> None:
    where = office.issued([SHORT], ["en"])
    stranger = office.pages.visitor(f"s{office.case[:8]}")
    for address in (office.address, f"/cases/{office.case}/issued", where, f"{where}/bundle.zip"):
        assert stranger.get(address).status_code == 404
        answer = office.pages.browser().get(address)
        assert answer.headers["location"].startswith("/sign-in")
    token = stranger.csrf()
    posted = stranger.post(office.address, {"csrf": token, "type": SHORT, "language": "en", "format": "pdf"})
    assert posted.status_code == 404


def test_an_issue_is_not_found_under_another_case_of_the_same_clerk(office: Office) -> None:
    where = office.issued([SHORT], ["en"])
    user = office.rows()[0].user
    other = office.pages.app.state.service.cases.create(user, Draft(), office.pages.clock())
    assert office.clerk.get(where.replace(office.case, other.id)).status_code == 404


def test_a_file_that_was_not_issued_is_not_there(office: Office) -> None:
    where = office.issued([SHORT], ["en"])
    for name in ("manifest.json", f"{SHORT}.th.pdf", "..%2f..%2fetc%2fpasswd"):
        assert office.clerk.get(f"{where}/{name}").status_code == 404


def test_a_form_without_its_token_issues_nothing(office: Office) -> None:
    answer = office.send({}, [SHORT], ["en"])
    assert answer.status_code == 403
    assert office.rows() == []


def test_the_register_of_the_case_says_who_what_and_when(office: Office) -> None:
    office.issued([SHORT], ["en"])
    (row,) = office.rows()
    page = office.clerk.get(f"/cases/{office.case}/issued")
    said = text_of(page)
    assert "25 November 2026" in said
    assert "2569" in said
    for file in row.files:
        assert file["sha256"] in said
        assert file["template"][:16] in said
        assert file["code"] in said
    assert document_type(SHORT).title in said
    assert "Draft: this wording has not been approved" in said


def test_it_is_registered_and_found_on_each_database(installed: Settings, installation: Path) -> None:
    with pages(replace(installed, workers=1)) as opened:
        office = office_of(opened)
        where = office.issued([SHORT], ["en"])
        assert len(office.rows()) == 1
        file = office.clerk.get(f"{where}/{SHORT}.en.pdf")
        kept = opened.store.register.with_hash(hashlib.sha256(file.content).hexdigest())
        assert kept is not None
        assert kept.type == SHORT


def test_when_their_time_is_over_the_files_are_gone_and_the_entry_stays(tmp_path: Path) -> None:
    with pages(tmp_path) as opened:
        office = office_of(opened, unmet())
        where = office.issued([SIGNED], ["km"], **{"reason.rights.urgent_needs": REASON})
        code = codes_in(office.clerk.get(where))[0]
        (row,) = office.rows()
        sealed = opened.store.read(lambda session: session.get(SealedRecord, f"issue.{row.id}"))
        assert sealed is not None
        marks = [sealed.key[:24], sealed.data[1000:1024], sealed.data[-24:]]
        assert all(any(mark in data for data in _stored(tmp_path)) for mark in marks)
        opened.clock.pass_by(days=8)
        purge(opened.store, opened.clock(), opened.store.ended)
        assert not any(mark in data for data in _stored(tmp_path) for mark in marks)
        office.clerk.sign_in("dara")
        page = office.clerk.get(where)
        assert "The files were destroyed" in text_of(page)
        assert "bundle.zip" not in page.text
        assert office.clerk.get(f"{where}/bundle.zip").status_code == 404
        assert row.files[0]["sha256"] in page.text
        assert "The code is known" in opened.browser().get(f"/verify/{code}").text


def _stored(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in folder.rglob("*") if path.is_file()]


def test_no_name_of_a_person_is_in_a_log_a_header_a_file_name_or_the_register(
    tmp_path: Path, library: Library, capfd: pytest.CaptureFixture[str]
) -> None:
    case = Case.load(json.dumps(example_of_all()))
    papers = [document_type(kind).of(case) for kind in document_types()]
    names = {name for paper in papers for locale in library.locales.values() for name in paper.names(locale)}
    assert len(names) > 5
    with pages(tmp_path) as opened:
        office = office_of(opened, unmet())
        reason = {"reason.rights.urgent_needs": f"{min(names)} {REASON}"}
        where = office.issued(list(document_types()), ["km"], "packet", "docx", **reason)
        answers = [office.clerk.get(each) for each in (where, f"{where}/packet.pdf?show", f"{where}/bundle.zip")]
        answers += [opened.browser().get(f"/verify/{code}") for code in codes_in(answers[0])]
        verdicts = [answer.text for answer in answers[3:]]
        assert verdicts
        told = [str(list(answer.headers.multi_items())) + str(answer.url) for answer in answers]
        told += archive_of(office, where).namelist()
        rows = opened.store.read(
            lambda session: [
                str({column: getattr(row, column) for column in row.__table__.c.keys()})  # noqa: SIM118
                for table in (CaseIssueRow, IssuedRow, AuditEntry)
                for row in session.scalars(select(table))
            ]
        )
        assert any("embassy_notification" in row for row in rows)
    logged = capfd.readouterr()
    assert '"route": "/cases/{case}/issue"' in logged.out + logged.err
    for name in names:
        for said in (*told, *rows, *verdicts, logged.out, logged.err):
            assert name not in said
