"""What is rendered: an approved version from the store without the mark, anything else with it, at the next page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import delete, update

from docgen.casefile.draft import Draft
from docgen.documents import document_type, example
from docgen.errors import TemplateUnapproved, WordingDamaged
from docgen.preview.picture import picture
from docgen.shelf.state import State, Version
from docgen.store.models import UserRow
from docgen.store.template_rows import TemplateFileRow, TemplateStepRow, TemplateVersionRow
from docgen.store.template_steps import Kind, TemplateStep
from tests.unit.shelf.office import TAG, TYPE, Office, finding, made, said, word


def test_what_was_shipped_is_a_draft_and_bears_its_mark(office: Office) -> None:
    (file,) = made(office.press()).files
    assert (file.approval, file.version, file.approvals) == ("draft", 1, ())
    assert said(office.press()) == ("Shipped wording", "marked")


def test_an_approved_version_is_rendered_without_the_mark_and_the_manifest_names_who_answers_for_it(
    office: Office,
) -> None:
    version = office.approved("Second wording")
    press = office.press()
    assert said(press) == ("Second wording", "")
    (file,) = made(press).files
    assert (file.template, file.version) == (version.fingerprint, 2)
    assert [(each.by, each.at) for each in file.approvals] == [("approver", "2026-11-25T08:04:00Z")]
    assert b'"by": "approver"' in made(press).manifest()


def test_a_new_version_after_an_approval_is_not_rendered_before_it_is_approved_itself(office: Office) -> None:
    press = office.press()
    office.approved("Second wording")
    third = office.submitted("Third wording")
    assert said(press) == ("Second wording", "")
    office.approve(third)
    assert said(press) == ("Third wording", "")


def test_a_draft_that_was_added_is_rendered_with_the_mark_at_the_next_page(office: Office) -> None:
    press = office.press()
    assert said(press) == ("Shipped wording", "marked")
    office.added("Second wording")
    assert said(press) == ("Second wording", "marked")


@pytest.mark.parametrize("step", ["revoke", "retire"])
def test_a_version_that_is_revoked_or_retired_never_renders_without_its_mark(office: Office, step: str) -> None:
    press, version = office.press(), office.approved("Second wording")
    assert said(press) == ("Second wording", "")
    getattr(office.shelf.chain, step)(version.id, office.approver, "the law has changed", office.now())
    assert said(press)[1] == "marked"
    assert said(office.press())[1] == "marked"


def test_a_waiver_that_is_withdrawn_takes_the_approval_with_it(office: Office) -> None:
    press, version = office.press(), office.submitted("Second wording")
    waiver = office.shelf.notes.waive(version.id, finding(), office.reviewer, "the Parties agreed on it", office.now())
    approved = office.approve(version, None, finding())
    assert approved.approvals[0].waivers == (waiver.id,)
    assert said(press) == ("Second wording", "")
    office.shelf.notes.withdraw(waiver.id, office.reviewer, office.now())
    assert said(press) == ("Second wording", "marked")
    assert office.shelf.version(version.id).state is State.DRAFT


def test_a_changed_fragment_is_a_new_version_and_the_approved_one_goes_on_with_the_fragment_it_was_approved_with(
    office: Office,
) -> None:
    folder = office.settings.templates[0] / TAG
    (folder / "fragments" / "closing.docx").write_bytes(word("Old closing"))
    (folder / f"{TYPE}.docx").write_bytes(word("{%p include closing %}"))
    office.library = type(office.library).load(*office.settings.templates)
    office.shelf = type(office.shelf)(office.store, office.library)
    (taken,) = office.shelf.take_in(office.now())
    office.approve(office.shelf.chain.submit(taken.id, office.reviewer, "", office.now()))
    press = office.press()
    assert said(press) == ("Old closing", "")
    (fresh,) = office.shelf.add_fragment("closing", TAG, word("New closing"), office.writer, "", office.now())
    assert (fresh.state, fresh.number) == (State.DRAFT, 3)
    (folder / "fragments" / "closing.docx").write_bytes(word("Closing on disk"))
    assert said(press) == said(office.press()) == ("Old closing", "")
    office.approve(office.shelf.chain.submit(fresh.id, office.reviewer, "", office.now()))
    assert said(press) == ("New closing", "")


def test_a_file_that_is_swapped_on_disk_is_not_rendered_in_place_of_an_approved_one(office: Office) -> None:
    office.approved("Second wording")
    path = office.settings.templates[0] / TAG / f"{TYPE}.docx"
    path.write_bytes(word("Swapped wording"))
    assert said(office.press()) == ("Second wording", "")


def test_a_file_that_is_swapped_on_disk_under_an_approval_of_its_own_is_a_draft(office: Office) -> None:
    (shipped,) = office.shelf.versions(TYPE, TAG)
    office.approve(office.shelf.chain.submit(shipped.id, office.reviewer, "", office.now()))
    path = office.settings.templates[0] / TAG / f"{TYPE}.docx"
    path.write_bytes(word("Swapped wording"))
    assert said(office.press()) == ("Shipped wording", "")
    office.shelf.chain.revoke(shipped.id, office.approver, "the law has changed", office.now())
    assert said(office.press()) == ("Swapped wording", "marked")


def test_bytes_that_are_swapped_in_the_database_are_not_rendered(office: Office) -> None:
    version = office.approved("Second wording")
    other = word("Swapped wording")
    swap = update(TemplateFileRow).where(TemplateFileRow.sha256 == version.file).values(data=other)
    office.store.write(lambda session: session.execute(swap)).result()
    with pytest.raises(WordingDamaged):
        made(office.press())
    with pytest.raises(WordingDamaged):
        office.shelf.wording(version)


def test_a_version_that_is_led_to_other_bytes_is_no_version(office: Office) -> None:
    version, other = office.approved("Second wording"), office.added("Third wording")
    swap = (
        update(TemplateVersionRow).where(TemplateVersionRow.id == version.id).values(file=other.file)
    )  # fmt: skip
    office.store.write(lambda session: session.execute(swap)).result()
    assert said(office.press()) == ("Third wording", "marked")


@pytest.mark.parametrize("mac", [b"", b"\0" * 32])
def test_an_approval_that_is_written_into_the_database_is_none(office: Office, mac: bytes) -> None:
    version, press = office.submitted("Second wording"), office.press()
    row = TemplateStepRow(
        version=version.id, kind="approved", user=office.approver.id, at=office.now(), reason="", cause="",
        compared={}, waivers=[], mac=mac,
    )  # fmt: skip
    office.store.write(lambda session: session.add(row)).result()
    assert said(press) == said(office.press()) == ("Second wording", "marked")
    assert office.shelf.version(version.id).state is State.DRAFT


def test_an_approval_of_another_version_cannot_be_moved_to_this_one(office: Office) -> None:
    approved, draft = office.approved("Second wording"), office.submitted("Third wording")
    move = update(TemplateStepRow).where(TemplateStepRow.version == approved.id).values(version=draft.id)
    drop = delete(TemplateStepRow).where(TemplateStepRow.version == draft.id)
    office.store.write(lambda session: (session.execute(drop), session.execute(move))).result()
    assert said(office.press()) == ("Third wording", "marked")


def test_a_step_that_was_changed_or_taken_out_before_an_approval_makes_it_none(office: Office) -> None:
    for what in ("change", "take out"):
        version = office.approved(f"Wording to {what}")
        first = TemplateStepRow.version == version.id, TemplateStepRow.kind == "submitted"
        changed = update(TemplateStepRow).where(*first).values(user=office.writer.id)
        work = changed if what == "change" else delete(TemplateStepRow).where(*first)
        office.store.write(lambda session, work=work: session.execute(work)).result()
        assert said(office.press()) == (f"Wording to {what}", "marked")


def test_an_approval_under_another_installations_key_is_none(office: Office) -> None:
    office.approved("Second wording")
    office.settings.store_key_file.write_text("ab" * 32)
    assert said(office.press()) == ("Shipped wording", "marked")


def test_where_only_approved_wordings_are_used_nothing_else_is_rendered_but_specimens(office: Office) -> None:
    press = office.press(refusing=True)
    with pytest.raises(TemplateUnapproved):
        made(press)
    assert said(press.for_specimens()) == ("Shipped wording", "marked")
    version = office.approved("Second wording")
    assert said(press) == ("Second wording", "")
    office.shelf.chain.revoke(version.id, office.approver, "the law has changed", office.now())
    with pytest.raises(TemplateUnapproved):
        made(press)


def test_a_step_that_docgen_did_not_know_is_no_approval(office: Office) -> None:
    version = office.approved("Second wording")
    step = TemplateStep(Kind.REVOKED, office.approver.id, office.now())
    rename = update(TemplateStepRow).where(TemplateStepRow.kind == "revoked").values(kind="confirmed")
    office.store.write(lambda session: office.shelf._desk.steps.add(session, version, step)).result()
    office.store.write(lambda session: session.execute(rename)).result()
    assert said(office.press())[1] == "marked"


def test_an_account_that_is_gone_does_not_hide_its_approval(office: Office) -> None:
    office.approved("Second wording")
    gone = delete(UserRow).where(UserRow.id == office.approver.id)
    office.store.write(lambda session: session.execute(gone)).result()
    (file,) = made(office.press()).files
    assert [each.by for each in file.approvals] == [office.approver.id]


def test_without_a_store_nothing_is_approved_and_none_is_made(office: Office, tmp_path: Path) -> None:
    office.approved("Second wording")
    office.settings = replace(office.settings, data=tmp_path / "none", database_url="")
    assert said(office.press()) == ("Shipped wording", "marked")
    assert not (tmp_path / "none").exists()


def test_versions_are_immutable(office: Office) -> None:
    versions: list[Version] = [office.added("Second wording"), office.added("Third wording")]
    assert office.shelf.take_in(office.now()) == []
    again = office.added("Second wording")
    assert again == versions[0]
    assert [each.number for each in office.shelf.versions(TYPE, TAG)] == [3, 2, 1]


def test_the_picture_that_clerks_see_shows_the_wording_in_use_and_is_made_where_drafts_are_refused(
    office: Office,
) -> None:
    press, draft = office.press(refusing=True), Draft(example(document_type(TYPE))).to_json()
    shipped = picture(press, draft, TYPE, TAG, 1, 0.5)
    assert shipped.png and not shipped.problems
    office.added("Another wording, which is longer than the one before")
    assert picture(press, draft, TYPE, TAG, 1, 0.5).png != shipped.png
