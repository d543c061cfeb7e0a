"""The template library's pages: who sees them, what they show of every wording, a new one uploaded."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from html import unescape

import pytest

from docgen import sop
from docgen.binding import COVER
from docgen.documents import document_types
from docgen.store import Role
from tests.browser.shelved import with_paragraphs
from tests.conftest import type_ids
from tests.integration.clerks import text_of
from tests.integration.librarians import TWICE, Librarian, librarian, library_of, refusal
from tests.integration.web import Pages, pages
from tests.unit.docx.builder import docx, p

TYPE = "interpreter_waiver"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    with pages(tmp_path_factory.mktemp("web_library")) as running:
        yield running


@pytest.fixture(scope="module")
def reviewer(site: Pages) -> Librarian:
    return librarian(site, Role.REVIEWER)


@pytest.fixture(scope="module")
def tags(site: Pages) -> list[str]:
    return list(library_of(site).locales)


def addresses(tags: list[str]) -> list[str]:
    one = f"/library/{TYPE}/{tags[0]}"
    return ["/library", one, f"{one}/1", f"{one}/1/file", f"{one}/1/steps/submit"]


def known(reader: Librarian) -> str:
    """The library, once all findings are known."""
    for _ in range(30):
        page = reader.read("/library")
        if "are still being looked for" not in page:
            return page
    raise AssertionError("the findings are never known")


def test_clerks_and_administrators_are_told_that_they_may_not(site: Pages, tags: list[str]) -> None:
    for role in (Role.CLERK, Role.ADMIN):
        other = site.visitor(f"other-{role}", role)
        for address in addresses(tags):
            assert other.get(address).status_code == 403, (role, address)
        assert "Template library" not in other.get("/account").text


def test_legal_staff_are_led_to_the_library_and_back_to_it_from_every_page(site: Pages) -> None:
    for role in (Role.REVIEWER, Role.APPROVER):
        staff = librarian(site, role)
        assert staff.get("/").headers["location"] == "/library"
        assert 'href="/library"' in staff.html("/account")
    both = librarian(site, Role.CLERK, Role.REVIEWER)
    assert "Cases" in both.read("/")
    assert 'href="/library"' in both.html("/")


def test_the_library_shows_every_template_in_every_language(reviewer: Librarian, tags: list[str]) -> None:
    page = reviewer.html("/library")
    for type_id in [*type_ids(), COVER]:
        assert f'href="/library/{type_id}"' in page
        for tag in tags:
            newest = reviewer.shelf.versions(type_id, tag)[0]
            row = page.partition(f'href="/library/{type_id}/{tag}/{newest.number}"')[2].partition("</ul>")[0]
            assert newest.fingerprint[:12] in row
    assert "No findings" in known(reviewer)


def test_the_library_is_shown_by_article_of_the_sop(reviewer: Librarian) -> None:
    page = reviewer.html("/library?article=4")
    shown = set(re.findall(r'href="/library/(\w+)"', page.partition("<tbody")[2]))
    carrying = {
        kind.type_id
        for kind in document_types().values()
        if any(each.partition(".")[0] == "4" for each in (*kind.clauses, *(rule.clause for rule in kind.rules)))
    }
    assert shown == carrying
    assert carrying < set(type_ids())
    assert '<option value="4" selected' in page
    assert "No template carries a clause of this article" in reviewer.read("/library?article=10")
    assert reviewer.html("/library?article=%3Cb%3E").count("<option value=") == page.count("<option value=")


def test_an_uploaded_wording_is_a_version_with_its_author_reason_and_findings(
    reviewer: Librarian, tags: list[str]
) -> None:
    path = reviewer.uploaded(TYPE, tags[0], TWICE)
    assert path == f"/library/{TYPE}/{tags[0]}/2"
    page = reviewer.read(path)
    assert "two spaces stand beside each other" in page.lower()
    assert f"Uploaded · 25 November 2026 at 09:00 hours · {reviewer.user.name} As agreed." in page
    assert "Draft" in page
    versions = reviewer.read(f"/library/{TYPE}/{tags[0]}")
    assert versions.index("Version 2") < versions.index("Version 1")
    file = reviewer.get(f"{path}/file")
    assert file.content == reviewer.shelf.wording(reviewer.shelf.versions(TYPE, tags[0])[0]).data
    assert f'filename="{TYPE}.{tags[0]}.2.docx"' in file.headers["content-disposition"]
    cell = known(reviewer).partition("Waiver of the right")[2]
    assert "findings" in cell.partition("All versions")[0]


def test_a_wording_that_is_here_already_is_not_added_again(reviewer: Librarian, tags: list[str]) -> None:
    first = reviewer.shelf.versions(TYPE, tags[1])[-1]
    answer = reviewer.upload(f"/library/{TYPE}/{tags[1]}", reviewer.shelf.wording(first).data)
    assert answer.headers["location"] == f"/library/{TYPE}/{tags[1]}/1?done=same"
    assert "This wording is here already" in reviewer.read(answer.headers["location"])
    assert len(reviewer.shelf.versions(TYPE, tags[1])) == 1


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "choose the word file"),
        (b"%PDF-1.7", "zip"),
        (docx(p("{{ person.name")), "person.name"),
        (docx(p("{%p if %}")), "if"),
    ],
    ids=["none", "no Word file", "a tag without an end", "a condition without an end"],
)
def test_a_refused_file_is_told_with_its_reason_and_the_note_stays(
    reviewer: Librarian, tags: list[str], data: bytes, said: str
) -> None:
    before = len(reviewer.shelf.versions(TYPE, tags[2]))
    name = "wording.docx" if data else ""
    answer = reviewer.upload(f"/library/{TYPE}/{tags[2]}", data, "Because <b>the court</b> asked.", name)
    assert said in refusal(answer, "file").lower()
    assert ">Because &lt;b&gt;the court&lt;/b&gt; asked.</textarea>" in answer.text
    assert len(reviewer.shelf.versions(TYPE, tags[2])) == before


def test_a_note_that_is_no_text_is_refused_beside_its_box(reviewer: Librarian, tags: list[str]) -> None:
    first = reviewer.shelf.versions(TYPE, tags[2])[-1]
    data = with_paragraphs(reviewer.shelf.wording(first).data, "17")
    assert refusal(reviewer.upload(f"/library/{TYPE}/{tags[2]}", data, "a\u202eb"), "note")


def test_a_changed_fragment_is_a_new_version_of_every_template_that_includes_it(
    site: Pages, reviewer: Librarian, tags: list[str]
) -> None:
    shelf, tag = reviewer.shelf, tags[1]
    name = shelf.versions(type_ids()[0], tag)[0].fragments[0][0]
    including = [each for each in shelf.newest() if each.language == tag and name in dict(each.fragments)]
    path = f"/library/fragments/{name}/{tag}"
    page = reviewer.html(path)
    for version in including:
        assert f'href="/library/{version.type}/{tag}/{version.number}"' in page
    data = reviewer.get(f"{path}/file").content
    assert data == shelf.fragments(tag)[name]
    answer = reviewer.upload(path, with_paragraphs(data, "17"), "The form of the heading.")
    assert answer.headers["location"] == f"{path}?done=added"
    for version in including:
        newest = shelf.versions(version.type, tag)[0]
        assert (newest.number, newest.note) == (version.number + 1, "The form of the heading.")
        assert f'href="/library/{version.type}/{tag}/{newest.number}"' in reviewer.html(f"{path}?done=added")
    assert reviewer.get(f"{path}/file").content != data
    assert refusal(reviewer.upload(path, docx(p("{{ wrong")), "Kept."), "file")


@pytest.mark.parametrize(
    "tail",
    ["no_such/{tag}", "{type}/xx", "{type}/{tag}/99", "{type}/{tag}/99/file", "{type}/{tag}/1/steps/forge",
     "{type}/{tag}/1/reopen/0", "fragments/no_such/{tag}", "fragments/no_such/{tag}/file"],
)  # fmt: skip
def test_what_there_is_not_is_not_found(reviewer: Librarian, tags: list[str], tail: str) -> None:
    answer = reviewer.get(f"/library/{tail.format(type=TYPE, tag=tags[0])}")
    assert answer.status_code == 404
    assert "There is no such page" in text_of(answer.text)
    if "file" not in tail and "steps" not in tail:
        assert reviewer.post(f"/library/{tail.format(type=TYPE, tag=tags[0])}").status_code in (404, 405)


def test_the_coverage_names_the_papers_of_each_clause_and_the_clauses_of_none(
    reviewer: Librarian, tags: list[str]
) -> None:
    page = reviewer.html("/library/coverage")
    wanted = {number for kind in document_types().values() for number in kind.clauses}
    said = [each for each in sop.clauses() if each.text and not each.number.rpartition(".")[2].isalpha()]
    bare = set(re.findall(r'href="/sop/([^"]+)"', page.partition("app-library__bare")[2].partition("</ul>")[0]))
    assert bare == {each.number for each in said} - wanted
    assert f"{len(said) - len(bare)} of {len(said)}" in text_of(page)
    kind = next(each for each in document_types().values() if each.clauses)
    number = sorted(kind.clauses)[0]
    row = page.partition(f'<a class="govuk-link app-clause-link" href="/sop/{number}"')[2].partition("</tr>")[0]
    newest = reviewer.shelf.versions(kind.type_id, tags[0])[0].number
    (linked, *_) = re.findall(rf'href="(/library/{kind.type_id}/{tags[0]}/{newest}/passage[^"]+)"', row)
    assert reviewer.get(unescape(linked)).status_code == 200
    assert "(English, Khmer and Thai):" in text_of(row)
    one = reviewer.html("/library/coverage?article=4")
    shown = {each.partition(".")[0] for each in re.findall(r'app-clause-link" href="/sop/([^"]+)"', one)}
    assert shown == {"4"}


def test_the_bundle_holds_the_papers_that_were_chosen(reviewer: Librarian, tags: list[str]) -> None:
    page = reviewer.html("/library/bundle")
    assert re.findall(r'name="type" type="checkbox" value="(\w+)" checked', page) == [*type_ids(), COVER]
    answer = reviewer.get(f"/library/bundle/file?type={TYPE}&type=no_such")
    assert 'filename="templates.zip"' in answer.headers["content-disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        assert {each["type"] for each in manifest["versions"]} == {TYPE}
        newest = reviewer.shelf.versions(TYPE, tags[0])[0]
        assert archive.read(f"{TYPE}/{tags[0]}.docx") == reviewer.shelf.wording(newest).data
    assert refusal(reviewer.get("/library/bundle/file"), "type")
