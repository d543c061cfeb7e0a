"""How wordings come on the shelf: shipped ones taken in, new ones through the gate, fragments into all users."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from docgen.errors import TemplateError, TemplateRefused, UnknownName, WordingDamaged
from docgen.library import Library
from docgen.settings import Settings
from docgen.shelf.installed import InstalledShelf
from docgen.shelf.shelf import Shelf
from docgen.shelf.state import State
from docgen.store.models import Base
from docgen.store.template_rows import TemplateVersionRow
from tests.unit.docx.builder import docx, p
from tests.unit.shelf.office import TAG, TYPE, Office, made, office_in, said, word

OTHER = "rights_statement"


def reloaded(office: Office) -> Shelf:
    """The shelf as a service has it that was started again."""
    office.library = Library.load(*office.settings.templates)
    office.shelf = Shelf(office.store, office.library)
    return office.shelf


def folder_of(office: Office) -> Path:
    return office.settings.templates[0] / TAG


def test_shipped_files_are_taken_in_once_without_an_author(office: Office) -> None:
    (shipped,) = office.shelf.versions(TYPE, TAG)
    assert (shipped.number, shipped.author, shipped.state) == (1, "", State.DRAFT)
    assert shipped.fingerprint == office.library.template(TYPE, TAG).fingerprint
    assert office.shelf.wording(shipped).data == word("Shipped wording")
    assert reloaded(office).take_in(office.now()) == []
    (folder_of(office) / f"{TYPE}.docx").write_bytes(word("Changed on disk"))
    (changed,) = reloaded(office).take_in(office.now())
    assert (changed.number, changed.author) == (2, "")
    assert office.shelf.newest() == [changed]


def test_processes_that_start_together_take_a_file_in_once(office: Office) -> None:
    (folder_of(office) / f"{TYPE}.docx").write_bytes(word("Changed on disk"))
    shelves = [Shelf(office.store, Library.load(*office.settings.templates)) for _ in range(4)]
    together = threading.Barrier(4)

    def start(shelf: Shelf) -> int:
        together.wait()
        return len(shelf.take_in(office.at))

    with ThreadPoolExecutor(4) as four:
        assert sum(1 for each in four.map(start, shelves) if each) >= 1
    assert [each.number for each in office.shelf.versions(TYPE, TAG)] == [2, 1]


def test_a_shipped_file_that_no_gate_lets_through_is_left_out_and_the_others_are_taken_in(office: Office) -> None:
    (folder_of(office) / f"{TYPE}.docx").write_bytes(b"PK\x03\x04 no Word file")
    (folder_of(office) / f"{OTHER}.docx").write_bytes(word("Another document"))
    (taken,) = reloaded(office).take_in(office.now())
    assert taken.type == OTHER


def test_a_new_wording_names_its_author_and_why(office: Office) -> None:
    made_ = office.shelf.add(TYPE, TAG, word("Second wording"), office.writer, "the Parties met", office.now())
    assert (made_.number, made_.author, made_.note, made_.added) == (
        2, office.writer.id, "the Parties met", office.at,
    )  # fmt: skip
    assert office.shelf.version(made_.id) == made_
    assert office.shelf.template(made_).fingerprint == made_.fingerprint


def test_the_same_wording_twice_is_the_version_there_is(office: Office) -> None:
    first = office.added("Second wording")
    assert office.shelf.add(TYPE, TAG, word("Second wording"), office.reviewer, "again", office.now()) == first
    (shipped, *_) = reversed(office.shelf.versions(TYPE, TAG))
    assert office.added("Shipped wording") == shipped


@pytest.mark.parametrize(
    ("data", "error", "named"),
    [
        (b"", TemplateRefused, "en/interpreter_waiver.docx"),
        (b"%PDF-1.7", TemplateRefused, "no Word document"),
        (word("{{ broken"), TemplateError, "word/document.xml"),
        (word("{%p include nothing_here %}"), TemplateError, "nothing_here"),
    ],
)
def test_a_file_that_cannot_be_a_template_is_refused_with_part_and_reason(
    small: Office, data: bytes, error: type[Exception], named: str
) -> None:
    with pytest.raises(error, match=named):
        small.shelf.add(TYPE, TAG, data, small.writer, "", small.now())
    assert len(small.shelf.versions(TYPE, TAG)) == 1


def test_a_type_or_language_that_there_is_not_is_refused(small: Office) -> None:
    for type_id, tag in (("no_such_type", TAG), (TYPE, "zz")):
        with pytest.raises(UnknownName):
            small.shelf.add(type_id, tag, word("x"), small.writer, "", small.now())
    with pytest.raises(UnknownName):
        small.shelf.add_fragment("closing", TAG, word("x"), small.writer, "", small.now())
    with pytest.raises(UnknownName):
        small.shelf.version("none")


def including(name: str, *paragraphs: str) -> bytes:
    return docx("".join(map(p, paragraphs)) + p(f"{{%p include {name} %}}"), header=p("Header"))


def test_a_fragment_is_a_new_version_of_every_template_that_includes_it_and_of_no_other(office: Office) -> None:
    folder = folder_of(office)
    (folder / "fragments" / "closing.docx").write_bytes(word("Old closing"))
    (folder / f"{TYPE}.docx").write_bytes(including("closing", "One"))
    (folder / f"{OTHER}.docx").write_bytes(including("closing", "Two"))
    (folder / "meeting_minutes.docx").write_bytes(word("Three"))
    reloaded(office).take_in(office.now())
    fresh = office.shelf.add_fragment("closing", TAG, word("New closing"), office.writer, "", office.now())
    assert sorted(each.type for each in fresh) == sorted([TYPE, OTHER])
    assert all(dict(office.shelf.wording(each).fragments) == {"closing": word("New closing")} for each in fresh)
    later = office.shelf.add(TYPE, TAG, including("closing", "Four"), office.writer, "", office.now())
    assert dict(office.shelf.wording(later).fragments) == {"closing": word("New closing")}
    (folder / f"{OTHER}.docx").write_bytes(including("closing", "Shipped anew"))
    reloaded(office).take_in(office.now())
    assert office.shelf.fragments(TAG)["closing"] == word("New closing")
    with pytest.raises(TemplateRefused, match=r"fragments/closing\.docx"):
        office.shelf.add_fragment("closing", TAG, b"no Word file", office.writer, "", office.now())


def test_damaged_bytes_are_mended_when_the_same_file_comes_again(office: Office) -> None:
    version = office.approved("Second wording")
    spoil = text("UPDATE template_file SET data = :data WHERE sha256 = :sha256")
    values = {"data": b"spoilt", "sha256": version.file}
    office.store.write(lambda session: session.execute(spoil, values)).result()
    with pytest.raises(WordingDamaged):
        made(office.press())
    assert office.added("Second wording") == office.shelf.version(version.id)
    assert said(office.press()) == ("Second wording", "")


def test_the_tables_are_those_that_the_program_declares(office: Office) -> None:
    found = inspect(office.store.engine)
    for table in Base.metadata.sorted_tables:
        columns = {column["name"]: column["nullable"] for column in found.get_columns(table.name)}
        assert columns == {column.name: bool(column.nullable) for column in table.columns}, table.name
        indexed = {tuple(each["column_names"]) for each in found.get_indexes(table.name) if not each["unique"]}
        assert {tuple(column.name for column in each.columns) for each in table.indexes} <= indexed, table.name


def test_a_store_from_before_the_library_is_read_as_one_without_and_is_not_migrated(office: Office) -> None:
    office.approved("Second wording")
    press = office.press()
    names = [table.name for table in Base.metadata.sorted_tables if table.name.startswith("template_")]
    for name in names:
        office.store.write(lambda session, name=name: session.execute(text(f"DROP TABLE {name}"))).result()
    assert said(press) == ("Shipped wording", "marked")
    assert not inspect(office.store.engine).has_table(TemplateVersionRow.__tablename__)


def test_a_store_that_comes_later_is_seen_by_a_press_that_was_opened_before(installation: Path, tmp_path: Path) -> None:
    settings = Settings.read({"DOCGEN_DATA": str(installation)})
    early = InstalledShelf(settings)
    assert early.chosen(TYPE, TAG) is None
    with office_in(settings, tmp_path / "templates") as office:
        version = office.approved("Second wording")
        chosen = early.chosen(TYPE, TAG)
        assert chosen is not None and (chosen.id, chosen.number) == (version.id, 1)
        early.close()


@pytest.mark.postgresql
def test_a_press_outlives_the_connections_of_its_database(office: Office, request: pytest.FixtureRequest) -> None:
    if office.store.engine.dialect.name != "postgresql":
        return
    office.approved("Second wording")
    press = office.press()
    assert made(press).files[0].approval == "approved"
    cut = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = "
               "current_database()")  # fmt: skip
    office.store.write(lambda session: session.execute(cut)).result()
    assert made(press).files[0].approval == "approved"
