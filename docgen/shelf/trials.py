"""Tests of expected text: what must, or must not, stand in a document, said by legal staff without code."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from docgen.breaks import unmarked
from docgen.case import Case
from docgen.case.text import KEY, problems_of
from docgen.documents import Document, document_type, example
from docgen.docx import Template
from docgen.docx.passages import Passage, passages
from docgen.errors import DocgenError, Message, UnknownName
from docgen.library import Library
from docgen.shelf.desk import STAFF, Desk
from docgen.shelf.errors import NoteRefused
from docgen.shelf.state import Version
from docgen.store import User
from docgen.store.audit import Event
from docgen.store.template_tests import Expectation, TemplateTest, TemplateTests, Wanted

_MOST: Final = 100
_LONGEST: Final = 2_000


@dataclass(frozen=True, slots=True)
class Failure:
    """What is wrong; `expectation` is its place in the test, from 0, or None where nothing could be rendered."""

    expectation: int | None
    message: Message


@dataclass(frozen=True, slots=True)
class TrialResult:
    """What became of a test (`test` and `version` are ids) that says something of the version's language."""

    test: str
    version: str
    name: str
    failures: tuple[Failure, ...] = ()

    @property
    def passed(self) -> bool:
        return not self.failures


def run_tests(
    library: Library, version: Version, template: Template, tests: Iterable[TemplateTest]
) -> list[TrialResult]:
    """Render a version with the case of each test that says something of its language, and look for the words.

    An anchor stands for all that its clause says, up to the next clause's bookmark; white space and line breaks do not
    matter.
    """
    found = []
    for test in tests:
        wanted = [(at, each) for at, each in enumerate(test.expectations) if each.language == version.language]
        if wanted:
            failures = tuple(_failures(library, version, template, test, wanted))
            found.append(TrialResult(test.id, version.id, test.name, failures))
    return found


def _failures(
    library: Library,
    version: Version,
    template: Template,
    test: TemplateTest,
    wanted: Sequence[tuple[int, Expectation]],
) -> Iterator[Failure]:
    try:
        printed = passages(rendered(library, version, template, test.case), template.name)
    except DocgenError as error:
        yield Failure(None, error.message)
        return
    for at, each in wanted:
        there = _plain(each.text) in _plain(_said_at(printed, each.anchor))
        if there and each.wanted is Wanted.ABSENT:
            yield Failure(at, Message("this stands there, but must not; correct the wording or the test"))
        elif not there and each.wanted is Wanted.PRESENT:
            yield Failure(at, Message("this does not stand there; correct the wording or the test"))


def rendered(library: Library, version: Version, template: Template, case: bytes | None) -> bytes:
    """The Word file of a version, without marks or codes, of a case (JSON), or with None of the type's example.

    Raises InputRefused, TemplateError, UnknownName.
    """
    locale = library.locale(version.language)
    document = _document(version.type, case)
    view = locale.breaking.view(document.view(locale), document.names(locale))
    return template.render(view, title=locale.term(document.title), language=locale.tag)


def _document(type_id: str, case: bytes | None) -> Document:
    kind = document_type(type_id)
    return kind.of(Case.load(json.dumps(example(kind)) if case is None else case))


def _said_at(printed: Sequence[Passage], anchor: str) -> str:
    """The text of the passages of an anchor's clause, or of a part before its first clause; with "" of all."""
    base = anchor.partition("+")[0].partition("/")[0]
    return "\n".join(each.text for each in printed if not base or each.anchor.partition("+")[0] == base)


def _plain(text: str) -> str:
    return " ".join(unmarked(text).split())


class Trials:
    """The tests of an installation's types. Raises UnknownName, RoleMissing, NoteRefused, StoreUnusable."""

    def __init__(self, desk: Desk, library: Library) -> None:
        self._desk, self._library = desk, library
        self._kept = TemplateTests(desk.store.vault)

    def save(
        self,
        type_id: str,
        name: str,
        case: bytes | None,
        expectations: Sequence[Expectation],
        user: User,
        now: datetime,
    ) -> TemplateTest:
        """Keep a test in place of one of its name. The case is sealed in the vault, without an end; with None the test
        is of the type's example. Raises InputRefused for a case that the document cannot be made of."""
        _document(type_id, case)
        problems = problems_of(name, KEY)
        if problems:
            raise NoteRefused(problems[0].message)
        self._check(expectations)

        def work(session: Session) -> TemplateTest:
            actor = self._desk.acting(session, user, *STAFF)
            made = self._kept.save(session, (type_id, name), case, expectations, (actor, now))
            self._note(session, actor, "template.test", made, now)
            return made

        return self._desk.write(work)

    def remove(self, test_id: str, user: User, now: datetime) -> None:
        """Destroy a test and its case."""

        def work(session: Session) -> None:
            actor = self._desk.acting(session, user, *STAFF)
            found = self._kept.find(session, test_id)
            if found is None:
                raise UnknownName(Message("there is no such test; look at the list of tests"))
            self._kept.remove(session, test_id, now)
            self._note(session, actor, "template.test_removed", found, now)

        self._desk.write(work)

    def of(self, type_id: str) -> list[TemplateTest]:
        """The tests of a type, by name."""
        return self._desk.store.read(lambda session: self._kept.of(session, type_id))

    def _check(self, expectations: Sequence[Expectation]) -> None:
        if not 0 < len(expectations) <= _MOST:
            raise NoteRefused(Message("a test says what is expected, in 1 to {count} texts", {"count": str(_MOST)}))
        for each in expectations:
            self._library.locale(each.language)
            if not 0 < len(_plain(each.text)) <= _LONGEST or "\0" in each.text + each.anchor:
                raise NoteRefused(
                    Message("an expected text has 1 to {count} characters; correct it", {"count": str(_LONGEST)})
                )

    def _note(self, session: Session, actor: str, action: str, test: TemplateTest, now: datetime) -> None:
        self._desk.store.audit.append(session, Event(actor, action, test.id, {"type": test.type}), now)
