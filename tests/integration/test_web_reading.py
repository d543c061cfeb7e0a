"""The wordings of a type in all languages beside each other: rows, marks, findings, comments, back-translations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from docgen import sop
from docgen.review.examining import Bench, examine
from docgen.store import Role
from docgen.store.template_rows import TemplateFileRow
from tests.conftest import languages, type_ids
from tests.integration.clerks import Clerk, text_of
from tests.integration.lawyers import CLAUSE, TAG, TYPE, lawyer, passages_of, reworded_version, shelf_of
from tests.integration.web import Pages, pages

PAGE = f"/library/{TYPE}"
OTHER = next(tag for tag in languages() if tag != TAG)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    with pages(tmp_path_factory.mktemp("service")) as running:
        yield running


@pytest.fixture(scope="module")
def vera(running: Pages) -> Clerk:
    return lawyer(running, "vera")


def _cell(html: str, tag: str, anchor: str) -> str:
    """The HTML of a passage in one language, found by its link."""
    cells = re.findall(
        r'<div class="app-reading__cell" id="[^"]+">.*?(?=<div class="app-reading__cell"|<details|</article>)',
        html,
        re.S,
    )
    return next(each for each in cells if f"/{TYPE}/{tag}/" in each and f"passage?at={anchor}" in each)


def _nothing(data: bytes) -> tuple[str, ...]:
    """What the engine does not set of our files."""
    del data
    return ()


def _place(html: str, tag: str, anchor: str) -> str:
    found = re.search(r'id="([^"]+)"', _cell(html, tag, anchor))
    assert found
    return found[1]


@pytest.mark.parametrize("type_id", [*type_ids(), "packet_cover"])
def test_every_passage_that_is_seen_stands_on_the_page_in_its_language(
    running: Pages, vera: Clerk, type_id: str
) -> None:
    html = vera.found(f"/library/{type_id}")
    for tag in languages():
        shown = "".join(
            "".join(text_of(each).split())
            for each in re.findall(rf'<p class="app-reading__text [^"]+" lang="{tag}">.*?</p>', html, re.S)
        )
        for passage in passages_of(running, shelf_of(running).versions(type_id, tag)[0]):
            seen = "".join(passage.text.split())
            if seen and not seen.startswith(("{%p", "{%tr")):
                assert seen in shown, (tag, passage.anchor)


def test_a_clause_stands_in_one_row_in_all_languages_under_the_words_of_the_sop(vera: Clerk) -> None:
    html = vera.found(PAGE)
    row = next(each for each in re.findall(r"<article.*?</article>", html, re.S) if f"<code>{CLAUSE}</code>" in each)
    for tag in languages():
        assert f'lang="{tag}"' in row
        assert f"/{TYPE}/{tag}/1/passage?at={CLAUSE}" in row
    for paragraph in sop.clause("4.7").text.split("\n"):
        assert paragraph in text_of(html)


def test_a_placeholder_is_marked_and_explained_with_what_the_example_has_in_each_language(
    running: Pages, vera: Clerk
) -> None:
    html = vera.found(PAGE)
    told = text_of(html)
    marks = [
        " ".join(text_of(each).split()) for each in re.findall(r'<mark class="app-reading__value">.*?</mark>', html)
    ]
    assert marks.count("{{ assessment.date }}") == len(languages())
    assert "Assessment – Date of the assessment" in told
    assert "Day on which communication was assessed" in told
    filled = vera.found(f"{PAGE}?values=1")
    assert "{{ assessment.date }}" not in text_of(filled)
    for locale in running.app.state.service.library.locales.values():
        assert f'lang="{locale.tag}"' in filled


def test_a_condition_is_told_with_the_passage_it_governs(vera: Clerk) -> None:
    html = vera.found(PAGE)
    row = next(each for each in re.findall(r"<article.*?</article>", html, re.S) if "<code>c_4_7_h</code>" in each)
    assert "Only if: letterhead.thai" in text_of(row)


def test_a_fragment_is_named_where_its_passages_stand(vera: Clerk) -> None:
    assert "Fragment: kingdom" in vera.read(PAGE)


def test_the_contents_lead_to_every_clause(vera: Clerk) -> None:
    html = vera.found(PAGE)
    contents = re.search(r'<nav class="app-reading__contents".*?</nav>', html, re.S)
    assert contents
    targets = re.findall(r'href="#([^"]+)"', contents[0])
    assert len(targets) > 5
    for target in targets:
        assert f'id="{target}"' in html


def test_a_comment_stands_at_its_passage_until_it_is_resolved_and_the_filter_finds_it(
    running: Pages, vera: Clerk
) -> None:
    said = "Is “screening” the word of the Act?"
    to = vera.sent(f"{PAGE}/{OTHER}/1/comments?at={CLAUSE}", comment=said)
    place = to.partition("#")[2]
    assert to.startswith(PAGE) and place
    html = vera.found(to.partition("#")[0])
    assert place == _place(html, OTHER, CLAUSE)
    assert said in text_of(_cell(html, OTHER, CLAUSE))
    only = vera.found(f"{PAGE}?only=1")
    assert said in text_of(only)
    assert f"<code>{CLAUSE}</code>" in only and "<code>c_4_7_a</code>" not in only
    (comment,) = (each for each in shelf_of(running).notes.comments(TYPE, OTHER) if each.text == said)
    assert vera.sent(f"{PAGE}/{OTHER}/1/comments/{comment.id}/resolve", place=place).endswith(f"#{place}")
    assert said not in vera.read(f"{PAGE}?only=1")
    settled = _cell(vera.found(PAGE), OTHER, CLAUSE)
    assert said in text_of(settled) and f"/reopen/{comment.id}" in settled


def test_a_comment_on_a_passage_that_is_gone_is_still_shown(running: Pages, vera: Clerk) -> None:
    version = shelf_of(running).versions(TYPE, OTHER)[0]
    shelf_of(running).notes.comment(version.id, "c_9_9_z", "Where did this clause go?", vera.user, running.clock())
    assert "Where did this clause go?" in vera.read(PAGE)
    answer = vera.get(f"{PAGE}/{OTHER}/1/passage?at=c_9_9_z")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{PAGE}#whole")
    assert 'id="whole"' in vera.found(PAGE)


def test_an_empty_comment_is_refused_with_what_to_do(vera: Clerk) -> None:
    answer = vera.post(f"{PAGE}/{OTHER}/1/comments?at={CLAUSE}", comment="  ")
    assert answer.status_code == 422
    assert "There is a problem" in text_of(answer.text) and 'href="#comment"' in answer.text


def test_a_back_translation_holds_until_the_passage_changes(running: Pages) -> None:
    who = lawyer(running, "malee")
    version = shelf_of(running).versions(TYPE, TAG)[0]
    passage = next(each for each in passages_of(running, version) if each.anchor == "c_4_4_a")
    shelf_of(running).notes.translate_back(
        version.id, "c_4_4_a", passage.text, "It costs nothing.", who.user, running.clock()
    )
    to = who.sent(
        f"{PAGE}/{OTHER}/1/back-translation?at=c_4_4_a", translation="You may have an interpreter for nothing."
    )
    cell = text_of(_cell(who.found(to.partition("#")[0]), OTHER, "c_4_4_a"))
    assert "You may have an interpreter for nothing." in cell and "older text" not in cell


def test_a_back_translation_of_an_older_text_says_so(running: Pages) -> None:
    who = lawyer(running, "sokha")
    shelf, now = shelf_of(running), running.clock()
    version = shelf.versions(TYPE, OTHER)[0]
    shelf.notes.translate_back(version.id, "c_4_5_a", "the text before", "what it said before", who.user, now)
    cell = text_of(_cell(who.found(PAGE), OTHER, "c_4_5_a"))
    assert "what it said before" in cell and "of an older text; translate it back again" in cell


def test_a_finding_stands_at_its_passage(running: Pages) -> None:
    who = lawyer(running, "vicheka")
    version = reworded_version(running, who, "screening only", "screening  only")  # two blanks
    html = who.found(f"{PAGE}?{TAG}={version.number}&only=1")
    cell = _cell(html, TAG, CLAUSE)
    assert "app-reading__finding" in cell and f"/library/{TYPE}/{TAG}/{version.number}#findings" in cell
    (finding,) = (
        each
        for each in examine(
            shelf_of(running), version.id, Bench.of(running.app.state.service.library, _nothing)
        ).findings
        if each.pointer.endswith(f"#{CLAUSE}")
    )
    shelf_of(running).notes.waive(version.id, finding, who.user, "It is meant so.", running.clock())
    waived = _cell(who.found(f"{PAGE}?{TAG}={version.number}"), TAG, CLAUSE)
    assert "Waived" in text_of(waived) and "It is meant so." in text_of(waived)
    assert f"<code>{CLAUSE}</code>" not in who.found(f"{PAGE}?{TAG}={version.number}&only=1")
    assert "app-reading__finding" not in who.found(f"{PAGE}?{TAG}=1")


def test_what_the_address_names_is_what_is_read(running: Pages) -> None:
    who = lawyer(running, "nary")
    version = reworded_version(running, who, "It costs me nothing.", "It is free of charge for me.")
    assert "It is free of charge for me." in who.read(PAGE)
    assert "It is free of charge for me." not in who.read(f"{PAGE}?{TAG}=1")
    passage = who.read(f"{PAGE}/{TAG}/1/passage?at=c_4_4_a")
    assert "It costs me nothing." in passage
    assert who.get(f"{PAGE}?{TAG}={version.number + 1}").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/library/nothing", f"{PAGE}?{TAG}=999", f"{PAGE}?{TAG}=x", f"{PAGE}/{TAG}/1/passage?at=nowhere",
        f"{PAGE}/{TAG}/1/passage", f"{PAGE}/xx/1/passage?at={CLAUSE}",
    ],
)  # fmt: skip
def test_what_there_is_not_is_not_found(vera: Clerk, address: str) -> None:
    assert vera.get(address).status_code == 404


def test_a_wording_that_the_store_has_damaged_is_named_beside_the_others(tmp_path: Path) -> None:
    with pages(tmp_path) as own:
        who = lawyer(own, "vera")
        version = shelf_of(own).versions(TYPE, OTHER)[0]

        def damage(session: Session) -> None:
            session.get_one(TemplateFileRow, version.file).data = b"damaged"

        own.store.write(damage).result()
        said = who.read(PAGE)
        assert "a wording in the store is not what was kept" in said.lower()
        assert "I have the right to an interpreter in the interview." in said
        assert "The page cannot be shown at the moment:" in who.read(f"{PAGE}/pictures")


@pytest.mark.parametrize("role", [Role.CLERK, Role.ADMIN])
def test_clerks_and_administrators_read_no_wordings(running: Pages, role: Role) -> None:
    other = lawyer(running, "dara", role)
    for address in (PAGE, f"{PAGE}/{TAG}/1/passage?at={CLAUSE}"):
        assert other.get(address).status_code == 403
    assert other.post(f"{PAGE}/{TAG}/1/comments?at={CLAUSE}", comment="x").status_code == 403


def test_a_form_without_the_token_of_the_session_changes_nothing(running: Pages, vera: Clerk) -> None:
    before = len(shelf_of(running).notes.comments(TYPE, TAG))
    for address in (f"{PAGE}/{TAG}/1/comments?at={CLAUSE}", f"{PAGE}/{TAG}/1/back-translation?at={CLAUSE}"):
        assert vera.browser.post(address, {"comment": "x", "translation": "x"}).status_code == 403
    assert len(shelf_of(running).notes.comments(TYPE, TAG)) == before
