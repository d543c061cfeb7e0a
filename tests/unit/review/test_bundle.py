"""The bundle for a meeting: what is in it, that same state, same bytes, and nobody of a case in it."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from sqlalchemy import update

from docgen.documents import document_type, example
from docgen.docx import gate
from docgen.docx.text import text
from docgen.pdf.typeset import Typesetter
from docgen.review.bundle import MANIFEST, bundle, parcels
from docgen.review.examining import Bench, examine
from docgen.settings import Settings
from docgen.shelf.gate import key_of
from docgen.shelf.state import Version
from docgen.store import users
from docgen.store.template_rows import TemplateFileRow
from docgen.store.template_tests import Expectation
from tests.conftest import languages, open_press
from tests.unit.shelf.office import Office, parts, reworded, whole_office, word

TYPE, TAG = "interpreter_waiver", "en"
CASE_NAME = "Zzyzx Qwortle"


@pytest.fixture
def office(installed: Settings) -> Iterator[Office]:
    with whole_office(installed) as running:
        yield running


def bench(office: Office) -> Bench:
    return Bench.of(office.library, Typesetter(open_press().fonts).unsupported)


def made(office: Office, *types: str, reader: str = TAG) -> dict[str, bytes]:
    names = {each.id: each.name for each in office.store.read(users.all_of)}
    found = parcels(office.shelf, names, types or (TYPE,))
    data = bundle(bench(office), found, office.library.locale(reader), office.at)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {each.date_time for each in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        return {each.filename: archive.read(each) for each in archive.infolist()}


def manifest(files: Mapping[str, bytes]) -> Any:
    return json.loads(files[MANIFEST])


def approved(office: Office) -> Version:
    """The English wording that was shipped, approved."""
    version = office.shelf.versions(TYPE, TAG)[0]
    office.shelf.chain.submit(version.id, office.writer, "", office.now())
    found = examine(office.shelf, version.id, bench(office))
    return office.shelf.chain.approve(version.id, office.approver, "", office.now(), found)


def changed(office: Office, data: bytes | None = None) -> Version:
    shipped = office.shelf.wording(office.shelf.versions(TYPE, TAG)[-1]).data
    fresh = data or reworded(shipped, "It costs me nothing.", "It costs me nothing at all.")
    return office.shelf.add(TYPE, TAG, fresh, office.writer, "After the meeting", office.now())


def test_a_folder_a_type_has_the_texts_of_all_languages_and_what_was_said_of_them(office: Office) -> None:
    files = made(office)
    assert set(files) == {
        MANIFEST,
        *(f"{TYPE}/{name}" for name in ("texts.html", "texts.docx", "review.html", "review.json")),
        *(f"{TYPE}/{tag}.docx" for tag in languages()),
        *(f"{TYPE}/{tag}.xlf" for tag in languages() if tag != TAG),
    }
    page = files[f"{TYPE}/texts.html"].decode()
    for words in ("It costs me nothing.", "โดยไม่เสียค่าใช้จ่าย", "{{ declarant }}", "A suspected victim shall be"):
        assert words in page
    assert "<script" not in page and "default-src 'none'" in page
    gate.read(files[f"{TYPE}/texts.docx"], "texts.docx")
    said = text(files[f"{TYPE}/texts.docx"])
    assert "It costs me nothing." in said and "โดยไม่เสียค่าใช้จ่าย" in said


def test_the_manifest_names_versions_fingerprints_and_the_hash_of_each_file(office: Office) -> None:
    version = approved(office)
    files = made(office)
    said = manifest(files)
    assert {each["name"]: each["sha256"] for each in said["files"]} == {
        name: hashlib.sha256(data).hexdigest() for name, data in files.items() if name != MANIFEST
    }
    (own,) = [each for each in said["versions"] if each["language"] == TAG]
    assert (own["fingerprint"], own["state"]) == (version.fingerprint, "approved")
    assert own["approvals"][0]["by"] == "approver" and said["made"] == office.at.isoformat()
    assert said["lacking"] == [] and "approver" in files[f"{TYPE}/review.html"].decode()


def test_what_changed_since_the_last_approval_is_there_as_tracked_changes_and_as_a_page(office: Office) -> None:
    approved(office)
    version = changed(office)
    files = made(office)
    redline = parts(files[f"{TYPE}/{TAG}.redline.docx"])
    assert b"<w:ins " in redline and b'w:author="writer"' in redline
    assert "<ins>" in files[f"{TYPE}/{TAG}.changes.html"].decode()
    (own,) = [each for each in manifest(files)["versions"] if each["language"] == TAG]
    assert (own["number"], own["note"]) == (version.number, "After the meeting")


def test_the_same_state_clock_and_reader_give_the_same_bytes(office: Office) -> None:
    approved(office)
    changed(office)
    assert made(office) == made(office)
    before = made(office)
    office.now()
    assert {name for name, data in made(office).items() if data != before[name]} == {MANIFEST}


def test_findings_with_waivers_comments_and_back_translations_are_in_it(office: Office) -> None:
    version = changed(office, word("c_4_7_a: Only this"))
    finding = examine(office.shelf, version.id, bench(office)).findings[0]
    notes = office.shelf.notes
    notes.waive(version.id, finding, office.reviewer, "It is a trial", office.now())
    notes.comment(version.id, "c_4_7_a", "Is this <enough>?", office.reviewer, office.now())
    notes.translate_back(version.id, "c_4_7_a", "Only this", "Nothing but this", office.writer, office.now())
    files = made(office)
    review, texts = files[f"{TYPE}/review.html"].decode(), files[f"{TYPE}/texts.html"].decode()
    assert "It is a trial (reviewer)" in review and "Is this &lt;enough&gt;?" in review
    assert "Nothing but this (writer)" in texts and "Is this &lt;enough&gt;?" in texts
    said = json.loads(files[f"{TYPE}/review.json"])[TAG]
    waived = [each for each in said["findings"] if each["waiver"]]
    assert [each["key"] for each in waived] == [key_of(finding)]
    assert said["comments"][0]["text"] == "Is this <enough>?" and said["back_translations"]


def test_the_case_of_a_test_is_nowhere_in_it(office: Office) -> None:
    case = example(document_type(TYPE))
    case["person"]["names"]["Latn"] = CASE_NAME
    data = json.dumps(case).encode()
    expected = [Expectation(TAG, "", "interpreter")]
    office.shelf.trials.save(TYPE, "names the interpreter", data, expected, office.writer, office.now())
    files = made(office)
    assert b"names the interpreter" in files[f"{TYPE}/review.html"]
    for data in files.values():
        whole = parts(data) if data.startswith(b"PK") else data
        assert CASE_NAME.split()[0].encode() not in whole


def test_a_damaged_wording_is_told_of_and_the_rest_is_there(office: Office) -> None:
    version = changed(office)
    damage = update(TemplateFileRow).where(TemplateFileRow.sha256 == version.file).values(data=b"other")
    office.store.write(lambda session: session.execute(damage)).result()
    files = made(office)
    assert f"{TYPE}/{TAG}.docx" not in files and f"{TYPE}/th.docx" in files
    assert "template.unusable" in files[f"{TYPE}/review.json"].decode()
    assert [each["name"] for each in manifest(files)["lacking"]] == [f"{TYPE}/{TAG}.docx"]


@pytest.mark.parametrize("reader", languages())
def test_it_is_written_for_a_reader_of_any_language(office: Office, reader: str) -> None:
    files = made(office, reader=reader)
    assert f"<html lang='{reader}'>" in files[f"{TYPE}/texts.html"].decode()
    assert manifest(files)["language"] == reader
