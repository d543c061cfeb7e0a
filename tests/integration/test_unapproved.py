"""Wordings that nobody approved, at the edges: over HTTP, on the command line, in worker processes, on the pages."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from docgen.documents import document_type, example
from docgen.library import Library
from docgen.shelf.gate import Examined
from docgen.shelf.shelf import Shelf
from docgen.store import Role, Store, User, users
from tests.integration.api_app import Served, served, settings_in
from tests.integration.clerks import text_of
from tests.integration.cli import Shell
from tests.integration.web import Pages, pages
from tests.unit.shelf.office import NOW, PASSWORD, TAG, TYPE, language_folder, word

DRAFT, SOME = (
    "The wording of the papers is a draft until legal staff approve it.",
    "The wording of some papers is a draft until legal staff approve it.",
)


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A template folder of one language with one document."""
    return language_folder(tmp_path_factory.mktemp("templates"), TYPE)


@pytest.fixture(scope="module")
def marking(tmp_path_factory: pytest.TempPathFactory, templates: Path) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("marking"), TEMPLATES=str(templates)) as running:
        yield running


@pytest.fixture(scope="module")
def refusing(tmp_path_factory: pytest.TempPathFactory, templates: Path) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("refusing")
    with served(folder, TEMPLATES=str(templates), UNAPPROVED="refuse") as running:
        yield running


def staff(store: Store) -> tuple[User, User]:
    """A reviewer and an approver, made when first asked for."""

    def one(name: str, role: Role) -> User:
        found = store.read(lambda session: users.named(session, name))
        return found or store.write(lambda session: users.create(session, name, PASSWORD, [role], NOW)).result()

    return one("reviewer", Role.REVIEWER), one("approver", Role.APPROVER)


def approved(store: Store, shelf: Shelf, said: str) -> str:
    """The id of a version that is approved."""
    reviewer, approver = staff(store)
    made = shelf.add(TYPE, TAG, word(said), reviewer, "", NOW)
    shelf.chain.submit(made.id, reviewer, "", NOW)
    return shelf.chain.approve(made.id, approver, "", NOW, Examined()).id


def asked() -> dict[str, Any]:
    return {"case": example(document_type(TYPE)), "types": [TYPE], "languages": [TAG], "formats": ["docx"]}


def shelf_of(service: Served) -> Shelf:
    shelf: Shelf = service.app.state.service.shelf
    return shelf


def state_of(service: Served, headers: Mapping[str, str]) -> tuple[str, str]:
    answer = service.client.post("/v1/renders", json=asked(), headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.headers["docgen-template"], answer.headers["docgen-approval"]


def test_a_worker_that_compiled_before_sees_an_approval_and_a_revocation_at_its_next_job(marking: Served) -> None:
    key, shelf = marking.key(), shelf_of(marking)
    shipped, state = state_of(marking, key)
    assert state == "draft"
    version = approved(marking.store, shelf, "Second wording")
    fingerprint = shelf.version(version).fingerprint
    assert state_of(marking, key) == (fingerprint, "approved") != (shipped, "approved")
    _, approver = staff(marking.store)
    shelf.chain.revoke(version, approver, "the law has changed", NOW)
    assert state_of(marking, key) == (fingerprint, "draft")


def test_the_list_of_templates_names_the_version_in_use_and_who_answers_for_it(marking: Served) -> None:
    version = approved(marking.store, shelf_of(marking), "Listed wording")
    answer = marking.client.get("/v1/templates", headers=marking.key())
    (row,) = answer.json()["templates"]
    kept = shelf_of(marking).version(version)
    told = {
        "type": TYPE, "language": TAG, "fingerprint": kept.fingerprint, "approval": "approved", "version": kept.number,
        "approvals": [{"by": "approver", "at": "2026-11-25T08:00:00Z"}],
    }  # fmt: skip
    assert {name: row[name] for name in told} == told
    _, approver = staff(marking.store)
    shelf_of(marking).chain.retire(version, approver, "replaced", NOW)
    (row,) = marking.client.get("/v1/templates", headers=marking.key()).json()["templates"]
    assert (row["approval"], row["approvals"]) == ("draft", [])


def test_where_only_approved_wordings_are_used_a_draft_is_answered_with_409_and_a_specimen_is_made(
    refusing: Served,
) -> None:
    answer = refusing.client.post("/v1/renders", json=asked(), headers=refusing.key())
    assert (answer.status_code, answer.json()["code"]) == (409, "template_unapproved")
    assert answer.json()["title"] == "the request does not fit the present state"
    trial = refusing.client.post("/v1/renders", json=asked(), headers=refusing.key(test=True))
    assert (trial.status_code, trial.headers["docgen-approval"]) == (200, "draft")
    version = approved(refusing.store, shelf_of(refusing), "Second wording")
    assert state_of(refusing, refusing.key())[1] == "approved"
    _, approver = staff(refusing.store)
    shelf_of(refusing).chain.revoke(version, approver, "the law has changed", NOW)
    assert refusing.client.post("/v1/renders", json=asked(), headers=refusing.key()).status_code == 409


def test_a_form_is_a_draft_and_refused_as_one(refusing: Served) -> None:
    answer = refusing.client.post("/v1/renders", json=asked() | {"formats": ["form"]}, headers=refusing.key())
    assert (answer.status_code, answer.json()["code"]) == (409, "template_unapproved")


@pytest.fixture
def docgen(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], templates: Path, tmp_path: Path
) -> Shell:
    monkeypatch.setenv("DOCGEN_LANG", "en")
    monkeypatch.setenv("DOCGEN_TEMPLATES", str(templates))
    (tmp_path / "case.json").write_text(json.dumps(example(document_type(TYPE))))
    return Shell(monkeypatch, capsys)


def test_on_the_command_line_a_draft_is_refused_with_exit_4_and_nothing_is_written(
    docgen: Shell, tmp_path: Path, installation: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, settings = tmp_path / "out", settings_in(installation)
    arguments = ("render", tmp_path / "case.json", "--out", out, "--format", "docx")
    monkeypatch.setenv("DOCGEN_UNAPPROVED", "refuse")
    ran = docgen(*arguments)
    assert (ran.code, ran.out) == (4, "")
    assert "is not approved; let legal staff approve a version" in ran.err
    assert not out.exists() and not (installation / "docgen.sqlite").exists()
    with Store.open(settings) as store:
        approved(store, Shelf(store, Library.load(*settings.templates)), "Second wording")
    assert docgen(*arguments).code == 0
    (row,) = json.loads((out / "manifest.json").read_text())["files"]
    assert (row["approval"], row["version"], row["approvals"][0]["by"]) == ("approved", 1, "approver")


def test_a_command_without_a_store_loads_nothing_that_talks_to_one(
    docgen: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments = ["docgen", "render", str(tmp_path / "case.json"), "--out", str(tmp_path / "out"), "--format", "docx"]
    code = (
        "import sys; from docgen.cli import main\n"
        f"sys.argv = {arguments!r}\n"
        "try: main()\nexcept SystemExit as left: assert not left.code\n"
        "print([name for name in ('sqlalchemy', 'alembic', 'docgen.store') if name in sys.modules], file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr.splitlines()[-1]) == (0, "[]"), ran.stderr
    assert (tmp_path / "out" / "manifest.json").is_file()


@pytest.mark.parametrize(("word", "code"), [("mark", 0), ("MARK ", 0), ("refuse", 4), ("refused", 4), ("no", 4)])
def test_a_setting_that_is_misspelt_lets_no_draft_out(
    docgen: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, word: str, code: int
) -> None:
    monkeypatch.setenv("DOCGEN_CONFIG", str(tmp_path / "docgen.toml"))
    (tmp_path / "docgen.toml").write_text(f'unapproved = "{word}"\n')
    ran = docgen("render", tmp_path / "case.json", "--out", tmp_path / "out", "--format", "docx")
    assert ran.code == code, ran.err


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Pages]:
    """The pages of an installation with two documents."""
    folder = language_folder(tmp_path / "templates", TYPE, "rights_statement")
    with pages(settings_in(tmp_path / "data", TEMPLATES=str(folder))) as running:
        yield running


def test_pages_say_whether_somebody_answers_for_all_wordings_some_or_none(site: Pages) -> None:
    shelf: Shelf = site.app.state.service.shelf
    clerk = site.visitor("dara")
    assert DRAFT in text_of(clerk.get("/").text) and DRAFT in text_of(site.browser().get("/sign-in").text)
    version = approved(site.store, shelf, "Second wording")
    assert SOME in text_of(clerk.get("/").text)
    (other,) = shelf.versions("rights_statement", TAG)
    reviewer, approver = staff(site.store)
    shelf.chain.submit(other.id, reviewer, "", NOW)
    shelf.chain.approve(other.id, approver, "", NOW, Examined())
    for browser, address in ((clerk, "/"), (site.browser(), "/sign-in")):
        shown = text_of(browser.get(address).text)
        assert DRAFT not in shown and SOME not in shown
    shelf.chain.revoke(version, approver, "the law has changed", NOW)
    assert SOME in text_of(clerk.get("/").text)
