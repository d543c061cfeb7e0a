"""Tracked changes: all accepted is the new version, all rejected the old one; only the words that differ are marked."""

from __future__ import annotations

import datetime as dt
import os
import re
import tempfile
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from docgen.compare import engine
from docgen.compare import redline as redlines
from docgen.compare.parts import text_parts
from docgen.compare.redline import join_runs, redline
from docgen.compare.revisions import accepted, rejected
from docgen.docx import gate
from docgen.docx.ooxml import Element, parse, w
from docgen.docx.text import lines
from docgen.errors import EngineUnavailable, TemplateRefused, TimeLimitReached, WorkerLost
from docgen.library import Library
from tests.conftest import languages
from tests.unit.compare.editing import edited, reworded
from tests.unit.docx.builder import docx, element, p, r

NOW = dt.datetime(2026, 5, 6, 7, 8, 9, tzinfo=dt.UTC)


def _reads(data: bytes) -> list[tuple[str, tuple[str, ...], str]]:
    return [(line.part, line.clauses, line.text) for line in lines(data, "x.docx")]


def _formatted(data: bytes) -> list[tuple[str, str]]:
    """Formatting and text of every run of the body, neighbours with the same formatting joined."""
    root = text_parts(data, "x.docx")["word/document.xml"]
    join_runs(root)
    found = []
    for run in root.iter(w("r")):
        properties = run.find(w("rPr"))
        shown = (
            ""
            if properties is None or not len(properties)
            else etree.tostring(properties, method="c14n", exclusive=True).decode()
        )
        if text := "".join(each.text or "" for each in run.iter(w("t"))):
            found.append((shown, text))
    return found


def _marked(data: bytes, name: str) -> list[str]:
    root = text_parts(data, "x.docx")["word/document.xml"]
    return ["".join(map(str, each.itertext())) for each in root.iter(w(name)) if len(each)]


@pytest.mark.parametrize("tag", languages())
@pytest.mark.parametrize("type_id", ["meeting_minutes", "interpreter_waiver", "return_victim_finding"])
def test_accepting_gives_the_new_version_and_rejecting_the_old_one(library: Library, type_id: str, tag: str) -> None:
    old = library.files[type_id, tag].read_bytes()
    new = edited(old, tag, f"{type_id} {tag}")
    made = redline(old, new, "Reviewer", NOW, language=tag)
    assert _reads(new) != _reads(old)
    assert _reads(accepted(made, "x.docx")) == _reads(new)
    assert [(part, text) for part, _, text in _reads(rejected(made, "x.docx"))] == [
        (part, text) for part, _, text in _reads(old)
    ]
    assert _formatted(accepted(made, "x.docx")) == _formatted(new)
    gate.read(accepted(made, "x.docx"), "x.docx")
    gate.read(rejected(made, "x.docx"), "x.docx")


@pytest.mark.parametrize(
    ("tag", "before", "after"), [("th", "สิทธิ", "หน้าที่"), ("km", "សិទ្ធិ", "កាតព្វកិច្ច"), ("en", "rights", "duties")]
)
def test_only_the_words_that_differ_are_marked(library: Library, tag: str, before: str, after: str) -> None:
    old = library.files["rights_statement", tag].read_bytes()
    made = redline(old, reworded(old, before, after), "Reviewer", NOW, language=tag)
    struck, added = _marked(made, "del"), _marked(made, "ins")
    assert len(struck) >= 5 and len(struck) == len(added)
    assert [each.replace(before, after) for each in struck] == added
    # More than the word itself only where the dictionary keeps a compound whole.
    assert max(map(len, struck)) <= len(before) + 6
    assert sum(map(len, struck)) < 1.3 * len(before) * len(struck)


def test_a_tag_is_struck_and_added_whole(library: Library) -> None:
    old = library.files["rights_statement", "en"].read_bytes()
    made = redline(old, reworded(old, "person.code", "person.number"), "Reviewer", NOW, language="en")
    assert _marked(made, "del") == ["{{ person.code }}"]
    assert _marked(made, "ins") == ["{{ person.number }}"]


def test_each_change_has_the_author_the_time_and_a_number_of_its_own(library: Library) -> None:
    old = library.files["rights_statement", "en"].read_bytes()
    made = redline(old, reworded(old, "rights", "duties"), 'Ms "A" <b>\x00', NOW, language="en")
    for root in text_parts(made, "x.docx").values():
        changes = [each for each in root.iter() if each.get(w("author")) is not None]
        assert {each.get(w("author")) for each in changes} <= {'Ms "A" <b>'}
        assert {each.get(w("date")) for each in changes} <= {"2026-05-06T07:08:09"}
        numbers = [each.get(w("id")) for each in [*changes, *root.iter(w("bookmarkStart"))]]
        assert len(set(numbers)) == len(numbers)


def test_a_word_made_bold_is_a_change_of_formatting_and_nothing_beside_it_is() -> None:
    old = docx(p(r("One two three four")))
    new = docx(p(r("One two "), r("three", "<w:b/>"), r(" five")))
    made = redline(old, new, "Reviewer", NOW, language="en")
    root = text_parts(made, "x.docx")["word/document.xml"]
    changed = [next(each.iterancestors(w("r"))) for each in root.iter(w("rPrChange"))]
    assert ["".join(map(str, run.itertext())) for run in changed] == ["three"]
    assert (_marked(made, "del"), _marked(made, "ins")) == (["four"], ["five"])
    assert all("".join(map(str, run.itertext())) for run in root.iter(w("r")))
    assert _formatted(rejected(made, "x.docx")) == _formatted(old)


def test_nothing_lies_on_a_disk_while_the_program_runs_or_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine._program()  # unpacked before, into the user's cache
    seen: list[list[Path]] = []
    waited = engine._waited

    def watched(*given: Any) -> None:
        waited(*given)
        seen.append(list(tmp_path.iterdir()))

    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(engine, "_waited", watched)
    redline(docx(p("a")), docx(p("b")), "Reviewer", NOW)
    assert seen == [[]] and not list(tmp_path.iterdir())


def test_versions_that_are_alike_give_a_file_without_changes(library: Library) -> None:
    old = library.files["termination_notice", "km"].read_bytes()
    made = redline(old, old, "Reviewer", NOW, language="km")
    assert not _marked(made, "ins") and not _marked(made, "del")
    assert _reads(made) == _reads(old)


def test_a_version_that_does_not_pass_the_gate_is_refused_before_the_program_sees_it() -> None:
    good = docx(p("text"))
    with pytest.raises(TemplateRefused, match=re.escape("new.docx")):
        redline(good, docx(p("<w:ins><w:r><w:t>x</w:t></w:r></w:ins>")), "Reviewer", NOW)
    with pytest.raises(TemplateRefused, match=re.escape("old.docx")):
        redline(b"PK", good, "Reviewer", NOW)


def test_a_program_that_takes_too_long_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = tmp_path / "redline"
    slow.write_text(f"#!/bin/sh\necho $$ > {tmp_path}/pid\nsleep 60\n")
    slow.chmod(0o755)
    monkeypatch.setattr(engine, "_program", lambda: str(slow))
    with pytest.raises(TimeLimitReached):
        redline(docx(p("a")), docx(p("b")), "Reviewer", NOW, seconds=1.0)
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


@pytest.mark.parametrize("script", ["exit 3", "true", 'cat "$1" > "$3"'])
def test_a_program_that_fails_or_does_nothing_of_use_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    broken = tmp_path / "redline"
    broken.write_text(f"#!/bin/sh\n{script}\n")
    broken.chmod(0o755)
    monkeypatch.setattr(engine, "_program", lambda: str(broken))
    with pytest.raises(WorkerLost):
        redline(docx(p("a")), docx(p("b")), "Reviewer", NOW)


def test_without_the_program_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(target_path: str) -> None:
        raise ImportError

    monkeypatch.setattr(engine, "DocxodusEngine", missing)
    with pytest.raises(EngineUnavailable, match="docxodus"):
        redlines.redline(docx(p("a")), docx(p("b")), "Reviewer", NOW)


def test_the_program_is_unpacked_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    program = Path(engine._program())
    assert program.is_file() and program.is_relative_to(tmp_path)
    assert [each.name for each in (tmp_path / "docgen" / "redlines").iterdir()] == [program.parent.parent.name]


def _settled(content: str) -> tuple[Element, Element]:
    data = docx(content)
    body = "word/document.xml"
    return tuple(text_parts(settle(data, "x.docx"), "x.docx")[body] for settle in (accepted, rejected))  # type: ignore[return-value]


def _texts(root: Element) -> list[str]:
    return ["".join(map(str, each.itertext(w("t")))) for each in root.iter(w("p"))]


def test_a_paragraph_whose_end_was_struck_joins_the_next_one() -> None:
    end = "<w:pPr><w:rPr><w:del w:id='1' w:author='x'/></w:rPr></w:pPr>"
    new, old = _settled(p(end, r("One ")) + p("two"))
    assert _texts(new) == ["One two"] and _texts(old) == ["One ", "two"]


def test_a_table_whose_rows_were_all_struck_goes_and_the_paragraphs_around_it_join() -> None:
    end = "<w:pPr><w:rPr><w:del w:id='1' w:author='x'/></w:rPr></w:pPr>"
    table = f"<w:tbl><w:tr><w:trPr><w:del w:id='2' w:author='x'/></w:trPr><w:tc>{p('cell')}</w:tc></w:tr></w:tbl>"
    new, old = _settled(p(end, r("One ")) + table + p("two"))
    assert _texts(new) == ["One two"] and next(new.iter(w("tbl")), None) is None
    assert _texts(old) == ["One ", "cell", "two"]


def test_former_formatting_comes_back_when_a_change_is_rejected() -> None:
    run = r("x", "<w:b/><w:rPrChange w:id='1' w:author='x'><w:rPr><w:i/></w:rPr></w:rPrChange>")
    new, old = _settled(p(run))
    assert [each.tag for each in next(new.iter(w("rPr")))] == [w("b")]
    assert [each.tag for each in next(old.iter(w("rPr")))] == [w("i")]


def test_rows_and_moved_text_are_settled_too() -> None:
    row = "<w:tr><w:trPr><w:{}/></w:trPr><w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc></w:tr>"
    table = f"<w:tbl>{row.format('ins', 'new')}{row.format('del', 'old')}</w:tbl>"
    moved = p(
        "<w:moveFrom><w:r><w:t>gone</w:t></w:r></w:moveFrom>",
        "<w:moveTo><w:r><w:t>here</w:t></w:r></w:moveTo>",
    )
    new, old = _settled(table + moved)
    assert _texts(new) == ["new", "here"] and _texts(old) == ["old", "gone"]


def test_runs_that_word_cut_for_no_reason_are_joined() -> None:
    root = parse(
        element("document", p(r("a"), r("b"), r("c", "<w:b/>"), r("d", "<w:b/>"), "<w:r><w:tab/></w:r>", r("e")))
    )
    join_runs(root)
    assert [each.text for each in root.iter(w("t"))] == ["ab", "cd", "e"]
