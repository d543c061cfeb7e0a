"""Anybody verifies a paper over the pages: by its code or its file, without an account, in each language."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from httpx2 import Response

from docgen.documents import document_types, example
from docgen.pdf.signing.certificate import load
from docgen.pdf.signing.sign import Signing, sign
from docgen.verification import code as codes
from tests.conftest import languages
from tests.integration.api_app import key_of, settings_in
from tests.integration.web import Browser, Pages, pages
from tests.unit.pdf.signing.certificates import NAME, PASSWORD, authority

TYPE = "termination_notice"
FORM = {"Accept": "text/html", "Accept-Language": "en"}


@dataclass(frozen=True)
class Paper:
    """One paper that was issued, as Word file and PDF, and a browser in which nobody is signed in."""

    pages: Pages
    anybody: Browser
    pdf: bytes
    docx: bytes
    code: str

    def upload(self, data: bytes, name: str = "file") -> Response:
        return self.anybody.client.post("/verify", files={name: ("a name of somebody.pdf", data)}, headers=FORM)


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Paper]:
    with pages(settings_in(tmp_path_factory.mktemp("verifying"))) as opened:
        body = {"case": example(document_types()[TYPE]), "types": [TYPE], "languages": ["en"]}
        made = opened.first.post("/v1/renders", json=body, headers=key_of(opened.app))
        assert made.status_code == 200
        archive = zipfile.ZipFile(io.BytesIO(made.content))
        code = json.loads(archive.read("manifest.json"))["files"][0]["code"]
        pdf, docx = (archive.read(f"{TYPE}.en.{form}") for form in ("pdf", "docx"))
        yield Paper(opened, opened.browser(), pdf, docx, code)


def heading(answer: Response) -> str:
    found = re.search("<h1[^>]*>(.*?)</h1>", answer.text, re.S)
    assert found
    return unescape(found[1]).strip()


def test_the_page_needs_no_account(paper: Paper) -> None:
    answer = paper.anybody.get("/verify")
    assert answer.status_code == 200
    assert 'name="code"' in answer.text
    assert "csrf" not in answer.text


def test_a_code_is_verified_as_it_is_typed(paper: Paper) -> None:
    for typed in (paper.code, paper.code.lower().replace("-", " "), paper.code.replace("-", "")):
        asked = paper.anybody.client.get("/verify", params={"code": f" {typed} "}, headers=FORM, follow_redirects=False)
        assert asked.status_code == 303
        answer = paper.anybody.get(asked.headers["location"])
        assert (answer.status_code, heading(answer)) == (200, "The code is known")
        assert paper.code in answer.text


@pytest.mark.parametrize("tag", languages())
def test_the_verdict_says_type_language_day_and_approval_in_each_language(paper: Paper, tag: str) -> None:
    locale = paper.pages.app.state.service.library.locales[tag]
    answer = paper.anybody.get(f"/verify/{paper.code}", accept_language=tag)
    said = unescape(answer.text)
    assert f'<html lang="{tag}"' in said
    assert locale.term(document_types()[TYPE].title) in said
    assert locale.language("en") in said
    assert locale.both_eras(paper.pages.clock().date()) in said
    assert locale.digits("2569") in said


def test_a_code_that_nothing_bears_is_told_apart_from_a_mistyped_one(paper: Paper) -> None:
    unknown = codes.make(b"x" * 32, TYPE, "en", "0" * 64, "0" * 64)
    answer = paper.anybody.get(f"/verify/{unknown}")
    assert (answer.status_code, heading(answer)) == (200, "Not issued here")
    for typed in ("ABCD", paper.code[:-1] + ("0" if paper.code[-1] != "0" else "1"), "%3Cscript%3E", "x" * 500):
        mistyped = paper.anybody.get(f"/verify/{typed}")
        assert mistyped.status_code == 422
        assert "mistyped" in mistyped.text
        assert "<script>" not in mistyped.text
        assert 'href="#code"' in mistyped.text


def test_the_file_as_it_was_issued_is_genuine(paper: Paper) -> None:
    for data in (paper.pdf, paper.docx):
        answer = paper.upload(data)
        assert (answer.status_code, heading(answer)) == (200, "The file is as it was issued")
        assert paper.code in answer.text


def test_a_file_that_was_changed_is_told_by_the_code_that_it_bears(paper: Paper) -> None:
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(paper.docx)) as old, zipfile.ZipFile(changed, "w") as new:
        for member in old.namelist():
            new.writestr(member, old.read(member))
    assert heading(paper.upload(changed.getvalue())) == "The file is not as it was issued"
    assert heading(paper.upload(paper.pdf + b"\n%%EOF\n")) == "Something was added to the file"


def test_a_signature_is_told_with_its_signer_and_day(paper: Paper) -> None:
    now = paper.pages.clock()
    p12 = authority().signer(start=now - timedelta(1), end=now + timedelta(1))
    signed = sign(paper.pdf, load(p12, PASSWORD, now), Signing(now, "", None))
    answer = paper.upload(signed)
    assert heading(answer) == "Something was added to the file"
    assert NAME in unescape(answer.text)
    assert "Digital signatures in the file" in answer.text


def test_what_is_no_paper_is_a_verdict_and_no_failure(paper: Paper) -> None:
    for data in (b"%PDF-1.7 broken", b"PK\x03\x04 broken", b"text"):
        answer = paper.upload(data)
        assert (answer.status_code, heading(answer)) == (200, "The file cannot be read")


def test_no_file_another_part_or_no_form_at_all_is_asked_for_again(paper: Paper) -> None:
    plain = paper.anybody.client.post("/verify", content=b"x", headers={**FORM, "Content-Type": "text/plain"})
    for answer in (paper.upload(b""), paper.upload(b"x", "other"), plain):
        assert answer.status_code == 422
        assert 'href="#file"' in answer.text


def test_a_file_that_is_too_large_is_told_before_it_is_read(paper: Paper) -> None:
    answer = paper.upload(b"%PDF-" + b"x" * 20_100_000)
    assert answer.status_code == 422
    assert "larger than 20 MB" in answer.text


def test_nothing_of_the_file_is_logged_or_kept(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with pages(tmp_path) as opened:
        mark = b"Invented Person In A File"
        browser = opened.browser()
        sent = {"file": (mark.decode() + ".pdf", b"%PDF-1.7 " + mark)}
        answer = browser.client.post("/verify", files=sent, headers=FORM)
        assert mark.decode() not in answer.text
        assert not any(mark in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    logged = capfd.readouterr()
    assert '"route": "/verify"' in logged.out + logged.err
    assert mark.decode() not in logged.out + logged.err


def test_one_address_may_not_ask_without_end(tmp_path: Path) -> None:
    with pages(replace(settings_in(tmp_path), rate_limit="3/minute")) as opened:
        browser = opened.browser()
        given = [browser.get("/verify").status_code for _ in range(4)]
        sent = browser.client.post("/verify", files={"file": ("x", b"%PDF-")}, headers=FORM)
        assert (given, sent.status_code) == ([200, 200, 200, 429], 429)
