"""The SOP's text and verbs, checked against each other and pinned word for word."""

from __future__ import annotations

import datetime as dt
import hashlib
import importlib.util
import re
import sys

import pytest

from docgen import sop
from docgen.errors import UnknownName
from docgen.sop import Modal

CLAUSES = sop.clauses()
# SHA-256 of the lines "number|heading|text", compared once with the signed text: a changed letter must be meant.
WORDING = "0e2dbf61a3deed2fd9ad7d7166ddaf5cac6611113bf96e7759fca7eda9e8ac45"


def modals(text: str) -> list[Modal]:
    return [Modal(verb) for verb in re.findall(r"\b(shall|must|should|may)\b", text)]


def test_the_twelve_articles_come_in_order_with_their_headings() -> None:
    assert [article.number for article in sop.articles()] == [str(number) for number in range(1, 13)]
    assert [article.heading for article in sop.articles()][3:5] == ["VICTIM IDENTIFICATION", "CRIMINAL PROCEDURES"]
    assert all(article.heading for article in sop.articles())


def test_the_wording_is_the_signed_one() -> None:
    text = "\n".join(f"{clause.number}|{clause.heading or ''}|{clause.text}" for clause in CLAUSES)
    assert hashlib.sha256(text.encode()).hexdigest() == WORDING


def test_the_clauses_under_each_article_are_all_there() -> None:
    numbers = [clause.number for clause in CLAUSES]
    assert len(numbers) == len(set(numbers)) == 53
    assert [number for number in numbers if re.fullmatch(r"4\.\d+", number)] == [f"4.{n}" for n in range(1, 14)]
    assert [number for number in numbers if number.startswith("5.")] == ["5.1a", "5.1b", "5.2", "5.3", "5.4", "5.5"]
    assert [number for number in numbers if number.startswith("4.13.2.")] == [f"4.13.2.{letter}" for letter in "abcdef"]


@pytest.mark.parametrize("clause", CLAUSES, ids=lambda clause: clause.number)
def test_the_verbs_of_a_clause_are_those_in_its_text(clause: sop.Clause) -> None:
    assert list(clause.verbs) == list(dict.fromkeys(modals(clause.text)))


@pytest.mark.parametrize("clause", CLAUSES, ids=lambda clause: clause.number)
def test_the_binding_verb_stands_in_the_sentence_it_binds(clause: sop.Clause) -> None:
    assert " ".join(sentence.text for sentence in clause.sentences) == clause.text.replace("\n", " ")
    for sentence in clause.sentences:
        found = modals(sentence.text)
        if sentence.binding:
            assert sentence.binding in found
        else:
            assert found in ([], [Modal.MAY]), "only a descriptive 'may' leaves a sentence unbound"


@pytest.mark.parametrize(
    ("number", "binding"),
    [
        ("4", [None, None, None]),
        ("4.4", [Modal.SHALL, Modal.SHOULD]),
        ("4.7", [Modal.SHALL, Modal.SHOULD]),
        ("4.8", [Modal.MUST, Modal.SHOULD]),
        ("4.9", [Modal.MUST, Modal.SHOULD, Modal.SHOULD]),
        ("4.13", [Modal.MAY]),
        ("5.1a", [None, Modal.SHOULD]),
        ("5.3", [Modal.MUST, Modal.MUST, Modal.MUST]),
        ("12", [Modal.MAY, Modal.SHALL]),
    ],
)
def test_where_several_verbs_meet_the_main_clause_decides(number: str, binding: list[Modal | None]) -> None:
    assert [sentence.binding for sentence in sop.clause(number).sentences] == binding


@pytest.mark.parametrize("clause", CLAUSES, ids=lambda clause: clause.number)
def test_no_trace_of_the_draft_is_left(clause: sop.Clause) -> None:
    assert not re.search(r"Comment by|footnoteRef|bookmark|\t|  | [,.;:]|\s\n|\n\s|^\s|\s$", clause.text)


@pytest.mark.parametrize("clause", CLAUSES, ids=lambda clause: clause.number)
def test_every_clause_hangs_below_one_that_exists(clause: sop.Clause) -> None:
    assert clause.parent is None or sop.clause(clause.parent).article == clause.article


def test_a_clause_that_does_not_exist_is_an_unknown_name() -> None:
    with pytest.raises(UnknownName, match=r"no clause 4\.99"):
        sop.clause("4.99")


def test_the_instrument_says_where_when_and_in_which_language() -> None:
    instrument = sop.instrument()
    assert instrument.title.upper() == instrument.citation.upper()
    assert (instrument.signed_at, instrument.signed_on) == ("Bangkok, Thailand", dt.date(2022, 8, 25))
    assert "made in English language" in sop.clause("11").text
    assert instrument.authentic_language == "en"


def test_each_annex_is_named_by_the_clause_that_refers_to_it() -> None:
    for annex in sop.instrument().annexes:
        text = sop.clause(annex.clause).text
        assert f"Annex {annex.number}." in text
        assert annex.subject.lower() in text.lower()


def test_importing_reads_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    spec = importlib.util.spec_from_file_location("a_second_sop", sop.__file__)
    assert spec is not None and spec.loader is not None
    fresh = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, fresh)
    spec.loader.exec_module(fresh)
    assert fresh._read.cache_info().misses == 0
    assert fresh.clause("4.7").text == sop.clause("4.7").text
