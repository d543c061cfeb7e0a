"""The proof that lint finds what matters: five hundred Word files with one fault each, in one language at a time."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

import pytest

from docgen.binding import COVER
from docgen.documents import document_types
from docgen.docx.text import text
from docgen.errors import Finding
from docgen.library import Library
from docgen.review.lint import compared, rules, wordings
from docgen.review.reading import Reading, Rules, read
from docgen.review.subject import Subject
from docgen.review.wording import Wording
from tests.integration.mutants import KINDS, Mutant, Target, mutants
from tests.integration.test_fragments import nothing

SEED, COUNT, WANTED = 2022_08_25, 500, 0.95


@dataclass(frozen=True)
class Linted:
    """A type, or the cover: its wordings as they are, read once, and what lint says of them."""

    subject: Subject
    wordings: dict[str, Wording]
    readings: dict[str, Reading]
    rules: Rules

    def findings(self, changed: dict[str, Reading]) -> frozenset[tuple[str, str, str]]:
        readings = {**self.readings, **changed}
        found: list[Finding] = [each for reading in readings.values() for each in reading.findings]
        found += compared(readings, self.subject, self.rules)
        return frozenset((each.code, each.pointer, str(each.message)) for each in found)

    def of(self, mutant: Mutant) -> frozenset[tuple[str, str, str]]:
        tag = mutant.target.tag
        return self.findings({tag: read(replace(self.wordings[tag], data=mutant.data), self.subject, self.rules)})


@pytest.fixture(scope="module")
def linted(library: Library) -> dict[str, Linted]:
    by = rules(library, nothing)
    made: dict[str, Linted] = {}
    for type_id in (*document_types(), COVER):
        subject = Subject.of(document_types().get(type_id), library.locales)
        own = wordings(library, type_id)
        made[type_id] = Linted(subject, own, {tag: read(each, subject, by) for tag, each in own.items()}, by)
    return made


@pytest.fixture(scope="module")
def many(library: Library, linted: dict[str, Linted]) -> list[Mutant]:
    targets = [
        Target(type_id, tag, own.data, library.locales[tag], each.rules.glossary)
        for type_id, each in linted.items()
        for tag, own in each.wordings.items()
    ]
    return list(mutants(targets, SEED, COUNT))


def test_nothing_is_found_in_the_files_as_they_are(linted: dict[str, Linted]) -> None:
    assert {type_id: each.findings({}) for type_id, each in linted.items()} == dict.fromkeys(linted, frozenset())


def test_every_mutant_is_another_file_and_every_type_language_and_kind_is_there(
    many: list[Mutant], linted: dict[str, Linted]
) -> None:
    assert len({mutant.data for mutant in many}) == COUNT == len(many)
    assert all(text(mutant.data) != text(mutant.target.data) for mutant in many)
    assert {(each.target.type_id, each.target.tag) for each in many} == {
        (type_id, tag) for type_id, own in linted.items() for tag in own.wordings
    }
    counted = Counter(each.kind for each in many)
    assert min(counted[kind] for kind in KINDS) >= COUNT // 10, counted


def test_of_the_mutants_nineteen_in_twenty_are_found(
    many: list[Mutant], linted: dict[str, Linted], capsys: pytest.CaptureFixture[str]
) -> None:
    """A finding counts that the file without the fault has not."""
    found, missed = Counter[str](), list[Mutant]()
    known = {type_id: each.findings({}) for type_id, each in linted.items()}
    for mutant in many:
        if linted[mutant.target.type_id].of(mutant) - known[mutant.target.type_id]:
            found[mutant.kind] += 1
        else:
            missed.append(mutant)
    made = Counter(mutant.kind for mutant in many)
    with capsys.disabled():
        print("\nmutants found:", ", ".join(f"{kind} {found[kind]}/{made[kind]}" for kind in KINDS))
    told = [f"{each.target.tag}/{each.target.type_id} {each.kind}: {each.what}" for each in missed]
    assert found.total() >= WANTED * COUNT, "\n".join(told)
