"""The template library over HTTP: the way from upload to approval, and every state that somebody forges refused."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from docgen.documents import document_type, example
from docgen.docx.text import text
from docgen.store import Role, Scope, users
from tests.integration.api_app import served
from tests.integration.library_desk import AT, OTHER, TAG, TEMPLATE, TYPE, Desk
from tests.unit.docx.builder import docx, p
from tests.unit.shelf.office import word

FORGED: Mapping[str, Any] = {
    "state": "approved",
    "author": "somebody",
    "approver": "somebody",
    "approvals": [{"by": "somebody", "at": "2026-11-25T08:00:00Z"}],
    "fingerprint": "0" * 64,
    "number": 1,
}

BEFORE, AFTER = "สัมภาษณ์ โดยไม่เสียค่าใช้จ่าย", "สัมภาษณ์ โดยไม่ต้องเสียค่าใช้จ่าย"


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def desk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    url = request.getfixturevalue("postgresql").database() if request.param == "postgresql" else ""
    with served(tmp_path_factory.mktemp("library"), DATABASE_URL=url) as running:
        yield Desk(running)


def rendered(desk: Desk) -> tuple[str, str]:
    """Version and approval state in the manifest of a paper of the type, made now."""
    asked = {"case": example(document_type(TYPE)), "types": [TYPE], "languages": [TAG], "formats": ["docx"]}
    headers = {**desk.service.key(Scope.RENDER), "Accept": "application/zip"}
    answer = desk.service.client.post("/v1/renders", json=asked, headers=headers)
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        (file,) = json.loads(archive.read("manifest.json"))["files"]
    return str(file["version"]), str(file["approval"])


def code_of(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_a_wording_goes_from_upload_to_approval_and_back_to_a_draft(desk: Desk) -> None:
    at = desk.added()
    number = at.rpartition("/")[2]
    fresh = desk.get(at).json()
    assert (fresh["state"], fresh["author"], fresh["number"]) == ("draft", "writer", int(number))
    assert fresh["findings"] == [] and set(fresh["compared"]) == {"km", "th"}
    assert [each["code"] for each in fresh["obstacles"]] == ["approval.state"]
    assert desk.post(f"{at}/submit", desk.writer, {"reason": "The Parties agreed"}).json()["state"] == "in_review"
    done = desk.post(f"{at}/approve", desk.approver).json()
    assert (done["state"], [each["by"] for each in done["approvals"]]) == ("approved", ["approver"])
    assert [(each["kind"], each["by"]) for each in done["steps"]] == [("submitted", "writer"), ("approved", "approver")]
    assert rendered(desk) == (number, "approved")
    (listed,) = [
        each
        for each in desk.get("/v1/templates").json()["templates"]
        if (each["type"], each["language"]) == (TYPE, TAG)
    ]
    assert (listed["version"], listed["approval"], listed["state"]) == (int(number), "approved", "approved")
    assert listed["approvals"][0]["by"] == "approver" and sum((listed["findings"] or {}).values()) == 0
    revoked = desk.post(f"{at}/revoke", desk.approver, {"reason": "The law has changed"}).json()
    assert revoked["state"] == "draft" and rendered(desk)[1] == "draft"
    assert desk.post(f"{at}/retire", desk.approver, {"reason": "Not needed"}).json()["state"] == "retired"


@pytest.mark.parametrize("name", FORGED)
def test_a_field_that_the_sender_may_not_say_is_refused_in_every_body(desk: Desk, name: str) -> None:
    at = desk.submitted()
    for path, body in (
        ("submit", {}),
        ("approve", {}),
        ("return", {"reason": "x"}),
        ("waivers", {"finding": "0" * 64, "reason": "x"}),
        ("comments", {"anchor": "body+1", "text": "x"}),
        ("back-translations", {"anchor": "body+1", "text": "x"}),
    ):
        refused = desk.post(f"{at}/{path}", desk.approver, {**body, name: FORGED[name]})
        assert code_of(refused) == (422, "input_refused"), path
        assert [each["pointer"] for each in refused.json()["errors"]] == [f"/{name}"]
    assert (desk.get(at).json()["state"], desk.get(at).json()["steps"][1:]) == ("in_review", [])


@pytest.mark.parametrize("name", ["state", "author", "approver"])
def test_an_upload_says_nothing_of_its_state_or_author(desk: Desk, name: str) -> None:
    before = len(desk.get(AT).json()["versions"])
    assert code_of(desk.upload(desk.wording(), desk.writer, **{name: "x"})) == (422, "input_refused")
    in_form = desk.service.client.post(
        AT, headers=desk.writer, files={"file": ("x.docx", desk.wording())}, data={name: "x"}
    )
    assert code_of(in_form) == (422, "input_refused")
    assert len(desk.get(AT).json()["versions"]) == before


def test_an_upload_in_a_form_keeps_the_note_and_the_same_wording_is_the_same_version(desk: Desk) -> None:
    data = desk.wording()
    sent = {"files": {"file": ("x.docx", data)}, "data": {"note": "After the meeting"}}
    first = desk.service.client.post(AT, headers=desk.writer, **sent)  # type: ignore[arg-type]
    assert (first.status_code, first.json()["note"]) == (201, "After the meeting")
    again = desk.upload(data, desk.writer)
    assert (again.status_code, again.json()["number"]) == (200, first.json()["number"])
    assert desk.get(first.json()["links"]["file"]).content == data


def test_two_pairs_of_eyes_are_asked_for_whatever_keys_they_hold(desk: Desk) -> None:
    both = desk.user("both", Role.REVIEWER, Role.APPROVER)
    at = desk.upload(desk.wording(), both).headers["location"]
    assert desk.post(f"{at}/submit", desk.writer).status_code == 200
    refused = desk.post(f"{at}/approve", desk.key("both"))  # another key of the author
    assert code_of(refused) == (409, "approval_refused")
    assert [each["code"] for each in refused.json()["errors"]] == ["approval.author"]
    mine = desk.added()
    assert desk.post(f"{mine}/submit", both).status_code == 200
    refused = desk.post(f"{mine}/approve", both)
    assert [each["code"] for each in refused.json()["errors"]] == ["approval.submitter"]


def test_a_key_without_a_user_reads_and_changes_nothing(desk: Desk) -> None:
    at, nobody = desk.submitted(), desk.service.key()
    assert desk.get(at, nobody).status_code == 200
    for path in ("submit", "approve", "return", "revoke", "retire", "waivers", "comments", "back-translations"):
        assert code_of(desk.post(f"{at}/{path}", nobody)) == (403, "forbidden"), path
    assert code_of(desk.upload(desk.wording(), nobody)) == (403, "forbidden")
    assert desk.get(at).json()["state"] == "in_review"


def test_a_test_key_a_key_without_the_scope_and_a_revoked_key_change_nothing(desk: Desk) -> None:
    at = desk.submitted()
    assert desk.approver
    assert code_of(desk.post(f"{at}/approve", desk.key("approver", test=True))) == (403, "forbidden")
    assert code_of(desk.post(f"{at}/approve", desk.key("approver", Scope.TEMPLATES_READ))) == (403, "forbidden")
    assert code_of(desk.get(at, desk.key("approver", Scope.REVIEW))) == (403, "forbidden")
    key = desk.key("approver")
    prefix = key["Authorization"].removeprefix("Bearer ")[: len("dg_live_") + 8]
    store = desk.service.store
    store.write(lambda session: store.keys.revoke(session, prefix, datetime.now(UTC))).result()
    assert code_of(desk.post(f"{at}/approve", key)) == (401, "unauthenticated")
    assert desk.get(at).json()["state"] == "in_review"


def test_a_key_is_worth_what_its_user_is_at_that_moment(desk: Desk) -> None:
    at, key = desk.submitted(), desk.user("leaving", Role.APPROVER)
    store, leaving = desk.service.store, desk.ids["leaving"]
    store.write(lambda session: users.set_roles(session, leaving, [Role.REVIEWER])).result()
    assert code_of(desk.post(f"{at}/approve", key)) == (403, "role_missing")
    store.write(lambda session: users.set_roles(session, leaving, [Role.APPROVER])).result()
    store.write(lambda session: users.disable(session, leaving, datetime.now(UTC))).result()
    assert code_of(desk.post(f"{at}/approve", key)) == (403, "role_missing")
    clerk = desk.user("clerk", Role.CLERK, Role.ADMIN)
    assert code_of(desk.upload(desk.wording(), clerk)) == (403, "role_missing")


def test_the_number_of_another_template_is_none_of_this_one(desk: Desk) -> None:
    at = desk.submitted()
    number = at.rpartition("/")[2]
    for other in (f"/v1/templates/{OTHER}/{TAG}", f"/v1/templates/{TYPE}/th", "/v1/templates/nothing/en"):
        assert code_of(desk.post(f"{other}/versions/{number}/approve", desk.approver)) == (404, "unknown_name")
        assert desk.get(f"{other}/versions/{number}").status_code == 404
        assert desk.get(f"{other}/versions/{number}/comparison?against=1").status_code == 404
    assert desk.get(at).json()["state"] == "in_review"


def test_the_second_of_two_approvers_hears_that_it_is_approved(desk: Desk) -> None:
    at, second = desk.approved(), desk.user("second", Role.APPROVER)
    assert code_of(desk.post(f"{at}/approve", second)) == (409, "already_approved")
    assert len(desk.get(at).json()["approvals"]) == 1


def test_a_finding_stands_in_the_way_until_it_is_waived_and_again_when_that_is_withdrawn(desk: Desk) -> None:
    at = desk.upload(word("c_4_7_a: Only this"), desk.writer).headers["location"]
    desk.post(f"{at}/submit", desk.writer)
    findings = desk.get(at).json()["findings"]
    assert findings and desk.post(f"{at}/approve", desk.approver).status_code == 409
    other = desk.added()
    strange = desk.post(f"{other}/waivers", desk.writer, {"finding": findings[0]["key"], "reason": "x"})
    assert code_of(strange) == (404, "unknown_name")
    for finding in findings:
        made = desk.post(f"{at}/waivers", desk.writer, {"finding": finding["key"], "reason": "It is a trial"})
        assert made.status_code == 201
    assert [each["waiver"]["reason"] for each in desk.get(at).json()["findings"]] == ["It is a trial"] * len(findings)
    assert desk.post(f"{at}/approve", desk.approver).json()["state"] == "approved"
    waiver = made.json()["id"]
    wrong = desk.service.client.delete(f"{other}/waivers/{waiver}", headers=desk.writer)
    assert wrong.status_code == 404 and desk.get(at).json()["state"] == "approved"
    gone = desk.service.client.delete(f"{at}/waivers/{waiver}", headers=desk.writer)
    assert gone.json()["withdrawn"] and desk.get(at).json()["state"] == "draft"
    desk.post(f"{at}/retire", desk.approver, {"reason": "It was a trial"})


def test_an_open_comment_stands_in_the_way_until_it_is_resolved(desk: Desk) -> None:
    at = desk.submitted()
    made = desk.post(f"{at}/comments", desk.writer, {"anchor": "c_4_7_a", "text": "Is this the usual term?"})
    comment = f"{TEMPLATE}/comments/{made.json()['id']}"
    refused = desk.post(f"{at}/approve", desk.approver)
    assert [each["code"] for each in refused.json()["errors"]] == ["approval.comment"]
    elsewhere = f"/v1/templates/{OTHER}/{TAG}/comments/{made.json()['id']}"
    assert desk.post(f"{elsewhere}/resolve", desk.writer).status_code == 404
    assert desk.post(f"{comment}/resolve", desk.writer).json()["resolved_by"] == "writer"
    assert desk.post(f"{at}/approve", desk.approver).json()["state"] == "approved"
    assert desk.post(f"{comment}/reopen", desk.writer).json()["resolved"] is None
    assert desk.get(at).json()["state"] == "draft"
    desk.post(f"{comment}/resolve", desk.writer)
    listed = desk.get(f"{TEMPLATE}/comments?limit=1").json()
    assert listed["comments"][0]["text"] == "Is this the usual term?"


def test_a_test_of_expected_text_is_kept_run_and_stands_in_the_way(desk: Desk) -> None:
    at, tests = desk.submitted(), f"/v1/templates/{TYPE}/tests"
    expected = [{"language": TAG, "text": "free of charge"}, {"language": TAG, "text": "nobody", "wanted": "absent"}]
    saved = desk.post(tests, desk.writer, {"name": "says what it costs", "expectations": expected})
    assert saved.status_code == 201
    (result,) = desk.get(f"{at}/tests").json()["tests"]
    assert (result["passed"], [each["expectation"] for each in result["failures"]]) == (True, [])
    worse = [{"language": TAG, "text": "a word that stands nowhere"}]
    changed = desk.post(tests, desk.writer, {"name": "says what it costs", "expectations": worse}).json()
    refused = desk.post(f"{at}/approve", desk.approver)
    assert [each["code"] for each in refused.json()["errors"]] == ["approval.test"]
    assert [each["id"] for each in desk.get(tests).json()["tests"]] == [changed["id"]]
    removed = desk.service.client.delete(f"{tests}/{changed['id']}", headers=desk.writer)
    assert (removed.status_code, desk.get(tests).json()["tests"]) == (204, [])


def test_a_back_translation_holds_for_the_text_of_its_passage(desk: Desk) -> None:
    at = f"/v1/templates/{TYPE}/th/versions/1"
    made = desk.post(f"{at}/back-translations", desk.writer, {"anchor": "c_4_4_a", "text": "I may have one"})
    assert made.status_code == 201 and made.json()["passage"]
    assert desk.get(f"{at}/back-translations").json()["back_translations"] == [made.json()]
    unknown = desk.post(f"{at}/back-translations", desk.writer, {"anchor": "c_99_a", "text": "x"})
    assert code_of(unknown) == (404, "unknown_name")


def test_two_versions_are_compared_as_runs_and_as_tracked_changes(desk: Desk) -> None:
    at = desk.added()
    compared = desk.get(f"{at}/comparison?against=1").json()
    assert compared["counts"]["changed"] == 1 and compared["old"] == 1
    (pair,) = [each for each in compared["passages"] if each["fate"] != "unchanged"]
    assert pair["anchor"] == "c_4_4_a"
    assert "nothing" in "".join(each["text"] for each in pair["runs"] if each["change"] == "inserted")
    redline = desk.get(f"{at}/redline?against=1")
    assert redline.status_code == 200, redline.text
    with zipfile.ZipFile(io.BytesIO(redline.content)) as archive:
        assert b"<w:ins " in archive.read("word/document.xml") and b"writer" in archive.read("word/document.xml")


def test_what_a_translator_sends_back_is_a_new_version(desk: Desk) -> None:
    at = f"/v1/templates/{TYPE}/th/versions/1"
    exported = desk.get(f"{at}/xliff")
    assert exported.headers["content-type"] == "application/xliff+xml"
    headers = {**desk.writer, "Content-Type": "application/xliff+xml"}
    same = desk.service.client.post(f"{at}/xliff", headers=headers, content=exported.content)
    assert (same.status_code, same.json()["number"]) == (200, 1)
    worse = desk.service.client.post(f"{at}/xliff", headers=headers, content=b"<xliff/>")
    assert code_of(worse) == (422, "translation_refused") and worse.json()["errors"]
    changed = exported.content.decode().replace(BEFORE, AFTER)
    sent = desk.service.client.post(f"{at}/xliff", headers=headers, content=changed.encode())
    assert (sent.status_code, sent.json()["author"], sent.json()["state"]) == (201, "writer", "draft")
    assert AFTER in text(desk.get(sent.json()["links"]["file"]).content)
    nobody = {**desk.service.key(), "Content-Type": "application/xliff+xml"}
    assert code_of(desk.service.client.post(f"{at}/xliff", headers=nobody, content=b"")) == (403, "forbidden")


@pytest.mark.parametrize("data", [b"no Word file", docx(p("{{ 1 + }}")), docx(p("{%p include nothing %}"))])
def test_a_file_that_cannot_be_a_template_is_refused_with_the_reason(desk: Desk, data: bytes) -> None:
    before = len(desk.get(AT).json()["versions"])
    refused = desk.upload(data, desk.writer)
    assert refused.status_code == 422 and refused.json()["detail"]
    assert len(desk.get(AT).json()["versions"]) == before


def test_versions_come_in_pages_the_newest_first(desk: Desk) -> None:
    desk.added(), desk.added()
    seen: list[int] = []
    cursor = ""
    while True:
        found = desk.get(f"{AT}?limit=2{cursor}").json()
        seen += [each["number"] for each in found["versions"]]
        if found["next"] is None:
            break
        cursor = f"&cursor={found['next']}"
    assert seen == list(range(len(seen), 0, -1)) and len(seen) > 2


def test_coverage_names_the_passages_of_each_clause_and_the_clauses_that_nothing_carries(desk: Desk) -> None:
    clauses = {each["clause"]: each["by"] for each in desk.get("/v1/templates/coverage").json()["clauses"]}
    assert {"type": TYPE, "language": "km", "anchor": "c_4_7_a"} in clauses["4.7"]
    assert any(not by for by in clauses.values())


def test_a_fragment_that_changes_makes_a_new_version_of_what_includes_it(desk: Desk) -> None:
    fragments = desk.get("/v1/templates/fragments").json()["fragments"]
    (used,) = [each for each in fragments if (each["name"], each["language"]) == ("letterhead_note", "th")]
    at = "/v1/templates/fragments/letterhead_note/th"
    data = desk.get(at).content
    assert "letterhead" in text(data)
    assert desk.upload(data, desk.writer, at).json()["versions"]  # the same: the versions there are
    made = desk.upload(docx(p("{{ letterhead.agency }}")), desk.writer, at).json()["versions"]
    assert sorted(each["type"] for each in made) == used["types"]
    assert {each["number"] for each in made} == {2}
    assert code_of(desk.upload(data, desk.writer, "/v1/templates/fragments/nothing/th")) == (404, "unknown_name")


def test_a_bundle_of_chosen_types_comes_as_one_file_with_its_manifest(desk: Desk) -> None:
    at = desk.approved()
    answer = desk.get(f"/v1/templates/bundle?type={TYPE}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/zip")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        said = json.loads(archive.read("manifest.json"))
        assert {each["name"] for each in said["files"]} == set(archive.namelist()) - {"manifest.json"}
    (own,) = [each for each in said["versions"] if each["language"] == TAG]
    assert (own["number"], own["state"]) == (int(at.rpartition("/")[2]), "approved")
    assert code_of(desk.get("/v1/templates/bundle?type=nothing")) == (404, "unknown_name")
    assert desk.get("/v1/templates/bundle", desk.service.key(Scope.RENDER)).status_code == 403
