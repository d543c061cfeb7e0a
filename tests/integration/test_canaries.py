"""Names put into every field of a case are on the papers and nowhere else: not in logs, errors, headers, figures, names
of files, at rest, nor in what Word and PDF files say of themselves."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import httpx2
import pikepdf
import pytest

from docgen.documents import document_types
from docgen.pdf.extract import text as text_of_pdf
from tests.acceptance.reading import word_text
from tests.integration.canaries import FIELD_NAME, Canaries, canaries
from tests.integration.live import Live, live

ONE = {"types": ["rights_statement"], "languages": ["th"]}
MOST = 0.9
"""Not every type prints every field; together they print at least so much of them."""


@dataclass
class Heard:
    """All that the service said to a caller: what it made apart, and the rest, by request."""

    papers: dict[str, bytes] = field(default_factory=dict)
    rest: list[tuple[str, bytes]] = field(default_factory=list)

    def note(self, what: str, answer: httpx2.Response) -> httpx2.Response:
        """Keep headers and, unless it is a paper or an archive of papers, the body of an answer."""
        self.rest.append((f"{what}: headers", repr(answer.headers.raw).encode()))
        kind = answer.headers.get("content-type", "")
        if kind == "application/zip":
            with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
                for name in archive.namelist():
                    self.rest.append((f"{what}: name in the archive", name.encode()))
                    made = archive.read(name)
                    if name.endswith(".json"):
                        self.rest.append((f"{what}: {name}", made))
                    else:
                        self.papers[f"{what}: {name}"] = made
        elif kind == "application/pdf" or "wordprocessing" in kind:
            self.papers[what] = answer.content
        else:
            self.rest.append((f"{what}: body", answer.content))
        return answer


@dataclass(frozen=True)
class Ran:
    """A server that was asked everything and has ended."""

    server: Live
    heard: Heard
    statuses: dict[str, int]


@pytest.fixture(scope="module")
def case() -> Canaries:
    return canaries()


@pytest.fixture(scope="module")
def ran(case: Canaries, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ran]:
    heard, statuses = Heard(), {}
    with live(tmp_path_factory.mktemp("canaries"), DOCGEN_RENDER_SECONDS="300") as server:
        auth = {"Authorization": f"Bearer {server.key('render', 'batch', 'templates:read', 'admin')}"}
        with httpx2.Client(base_url=server.url, headers=auth, timeout=300, trust_env=False) as http:
            for what, answer in asked(http, case):
                statuses[what] = heard.note(what, answer).status_code
        yield Ran(server, heard, statuses)


def asked(http: httpx2.Client, case: Canaries) -> Iterator[tuple[str, httpx2.Response]]:
    """Everything that a caller can send a case to, good and spoiled, and all that can be asked afterwards."""
    yield "render", http.post("/v1/renders", json={"case": case.case, "formats": ["docx", "pdf"]})
    bound = {"case": case.case, **ONE, "formats": ["form", "packet"]}
    yield "form and packet", http.post("/v1/renders", json=bound)
    yield "one paper", http.post("/v1/renders", json={**bound, "formats": ["pdf"]})
    yield "validation", http.post("/v1/validations", json={"case": case.case})
    spoiled = dict(case.spoiled())
    for what, body in spoiled.items():
        for route in ("/v1/renders", "/v1/validations"):
            content = b'{"case": ' + body + b"}"
            yield f"{what} to {route}", http.post(route, content=content, headers={"Content-Type": "application/json"})
    names = list(case.by_pointer.values())
    odd = {"case": case.case, "types": [names[0]], "languages": [names[1]], "formats": [names[2]], FIELD_NAME: names[4]}
    yield "names as options", http.post("/v1/renders", json=odd)
    yield "names in the address", http.get(f"/v1/types/{names[0]}", params={names[1]: names[2]})
    latin = next(name for name in names if name.isascii())
    yield "names in headers", http.get("/v1/types", headers={"X-Request-ID": latin + " x", "Accept-Language": latin})
    yield "a name as a code", http.get(f"/v1/verify/{latin}")
    yield from filled(http, case)
    yield from batches(http, case, list(spoiled.values()))
    yield "figures", http.get("/metrics")


def filled(http: httpx2.Client, case: Canaries) -> Iterator[tuple[str, httpx2.Response]]:
    """A form with canaries in its fields, and with canaries as the names of fields."""
    form = Path(__file__).resolve().parents[1] / "fixtures" / "forms" / "all_kinds.en.pdf"
    names = iter(case.by_pointer.values())
    for what, data in {
        "form": {each: next(names) for each in ("reference", "person.name", "person.alias", "account")},
        "form with a field that is printed already": {"form_no": next(names)},
        "form with unknown fields": {FIELD_NAME: next(names)},
    }.items():
        files = {"form": ("form.pdf", form.read_bytes()), "data": ("data.json", json.dumps(data))}
        yield what, http.post("/v1/forms/fill", files=files)


def batches(http: httpx2.Client, case: Canaries, spoiled: list[bytes]) -> Iterator[tuple[str, httpx2.Response]]:
    """Batches of good and spoiled rows in each way to send one, and all that can be asked of them."""
    rows = [json.dumps(case.case, ensure_ascii=False).encode(), *(body.replace(b"\n", b" ") for body in spoiled)]
    name = next(each for each in case.by_pointer.values() if each.isascii())
    ways = {
        "lines": partial(
            http.post,
            params={"language": "km"},
            content=b"\n".join(rows),
            headers={"Content-Type": "application/x-ndjson"},
        ),
        "a file": partial(
            http.post, data={"format": "form", "type": "rights_statement"}, files={"file": (f"{name}.jsonl", rows[0])}
        ),
        "objects": partial(http.post, json={"rows": [case.case, {"person": case.case}], **ONE}),
        "a table": partial(http.post, files={"file": (f"{name}.csv", f"{name},{name}\n{name},{name}\n")}),
        "no kind": partial(http.post, files={name: (name, name)}, data={name: name}),
        "a name as webhook": partial(http.post, params={"webhook": f"https://{name}/"}, json={"rows": []}),
    }
    for way, send in ways.items():
        answer = send("/v1/batches")
        yield f"batch of {way}", answer
        if answer.status_code == 202:
            batch = answer.headers["location"]
            yield f"events of {way}", http.get(f"{batch}/events")
            for part in ("", "/results", "/files"):
                yield f"batch of {way}{part}", http.get(batch + part)


def test_everything_was_asked_and_nothing_broke(ran: Ran) -> None:
    assert ran.statuses["render"] == ran.statuses["one paper"] == ran.statuses["form"] == 200, ran.statuses
    assert ran.statuses["batch of lines/files"] == ran.statuses["batch of objects/files"] == 200, ran.statuses
    assert {status for status in ran.statuses.values() if status >= 500} == set()
    assert len([status for status in ran.statuses.values() if status in (413, 422)]) > 10


def test_the_papers_carry_the_names(ran: Ran, case: Canaries) -> None:
    """The canaries are alive: what is searched for elsewhere is found where it belongs."""
    pages = "\n".join(
        text_of_pdf(data) if data.startswith(b"%PDF-") else word_text(data)
        for what, data in ran.heard.papers.items()
        if what.startswith("render: ") and "packet" not in what and "form" not in what
    )
    words = pages.replace("\u200b", "").replace("\u2060", "")
    printed = [name for name in case.by_pointer.values() if name in words]
    assert len(printed) > MOST * len(case.by_pointer), len(printed)
    made = {what.rpartition("/")[2].rpartition(" ")[2].split(".")[0] for what in ran.heard.papers}
    assert set(document_types()) <= made


def test_no_answer_but_the_papers_carries_a_name(ran: Ran, case: Canaries) -> None:
    found = {what: names for what, said in ran.heard.rest if (names := case.found_in(said))}
    assert {what: names for what, names in found.items() if names != [FIELD_NAME] or "body" not in what} == {}
    assert found, "a finding says which field it does not know"


def test_no_log_line_carries_a_name(ran: Ran, case: Canaries) -> None:
    said = ran.server.said.read_bytes()
    assert said.count(b'"event": "request"') > 20
    assert case.found_in(said) == []


def test_nothing_at_rest_carries_a_name(ran: Ran, case: Canaries) -> None:
    files = [path for path in ran.server.data.rglob("*") if path.is_file()]
    assert any(path.suffix == ".sqlite" for path in files)
    assert len([path for path in files if "objects" in path.parts]) > 10
    found: dict[str, Any] = {}
    for path in files:
        data = path.read_bytes()
        found |= {path.name: names} if (names := case.found_in(str(path).encode() + data)) else {}
        assert data[:2] != b"PK" and b"%PDF-" not in data, f"{path.name} lies there as it was made"
    assert found == {}


def test_word_files_do_not_say_a_name_of_themselves(ran: Ran, case: Canaries) -> None:
    word = {what: data for what, data in ran.heard.papers.items() if data.startswith(b"PK")}
    assert len(word) > 20
    for what, data in word.items():
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            assert case.found_in("\n".join(archive.namelist()).encode()) == [], what
            for name in archive.namelist():
                if not name.startswith("word/"):
                    assert case.found_in(archive.read(name)) == [], f"{what}: {name}"


def test_pdf_files_do_not_say_a_name_of_themselves(ran: Ran, case: Canaries) -> None:
    pdfs = {what: data for what, data in ran.heard.papers.items() if data.startswith(b"%PDF-")}
    assert len(pdfs) > 20
    for what, data in pdfs.items():
        with pikepdf.open(io.BytesIO(data)) as pdf:
            said = [str(value).encode() for value in pdf.docinfo.values()]
            if "/Metadata" in pdf.Root:
                said.append(pdf.Root.Metadata.read_bytes())
            assert case.found_in(b"\n".join(said)) == [], what


def test_no_accident_is_mistaken_for_a_name(case: Canaries) -> None:
    """A canary is longer than what could stand in random bytes by chance, and no two are alike."""
    assert len(set(case.by_pointer.values())) == len(case.by_pointer) > 500
    assert min(map(len, case.by_pointer.values())) >= 8
