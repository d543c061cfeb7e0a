"""Examining: what lint and the tests of expected text say about a version, beside the other languages' wordings.

A panel is what is looked at together: one version of a type in each language. It is read from the shelf (`panel_of`,
`panels`), its bytes are fetched (`fetched`), and it is examined without the store (`examined`), in a worker if need be:
all that they hand on can be pickled. What was found under a panel's key holds as long as the glossary stays.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self

from docgen.binding import COVER
from docgen.documents import document_type
from docgen.docx.fragments import FOLDER
from docgen.docx.wording import Wording
from docgen.errors import DocgenError, Finding, Message, Severity, WordingDamaged
from docgen.library import Library
from docgen.review.fitness import Unsupported, against_engines
from docgen.review.lint import lint_wordings, rules
from docgen.review.reading import Rules
from docgen.review.wording import Wording as Linted
from docgen.shelf.gate import Examined, key_of
from docgen.shelf.shelf import Shelf
from docgen.shelf.state import State, Version
from docgen.shelf.trials import Failure, TrialResult, run_tests
from docgen.store.template_tests import TemplateTest


@dataclass(frozen=True)
class Panel:
    """Versions of one type that are looked at beside each other, by language, and the type's tests by name."""

    versions: Mapping[str, Version]
    tests: Sequence[TemplateTest] = ()

    @property
    def type(self) -> str:
        return next(each.type for each in self.versions.values())

    @property
    def key(self) -> str:
        """The same for the same wordings and tests: SHA-256 (hex) of type, fingerprints by language and tests."""
        fingerprints = {tag: each.fingerprint for tag, each in self.versions.items()}
        said = [self.type, sorted(fingerprints.items()), sorted(each.id for each in self.tests)]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()


@dataclass(frozen=True)
class Fetched:
    """A panel with its bytes by language; `damaged` says of which the store has not what was kept."""

    panel: Panel
    wordings: Mapping[str, Wording] = field(repr=False)
    damaged: Mapping[str, Message] = field(default_factory=dict)


@dataclass(frozen=True)
class Bench:
    """What wordings are examined with: the library, and what lint checks by."""

    library: Library
    rules: Rules

    @classmethod
    def of(cls, library: Library, unsupported: Unsupported) -> Self:
        """The bench of a library. A glossary that cannot be read is a finding about every version."""
        return cls(library, rules(library, unsupported))


def panel_of(shelf: Shelf, version_id: str) -> Panel:
    """A version beside the newest ones of the other languages. Raises UnknownName, StoreUnusable."""
    version = shelf.version(version_id)
    beside = {each.language: each for each in _newest(shelf) if each.type == version.type}
    return Panel({**beside, version.language: version}, shelf.trials.of(version.type))


def panels(shelf: Shelf, type_ids: Collection[str] | None = None) -> list[Panel]:
    """The newest versions, one panel a type, by type; of these types, or of all. Raises StoreUnusable."""
    types: dict[str, dict[str, Version]] = {}
    for each in _newest(shelf):
        if type_ids is None or each.type in type_ids:
            types.setdefault(each.type, {})[each.language] = each
    return [Panel(own, shelf.trials.of(type_id)) for type_id, own in sorted(types.items())]


def _newest(shelf: Shelf) -> Iterator[Version]:
    """The newest version of each type and language that is in use, else the newest of all."""
    for newest in shelf.newest():
        if newest.state is State.RETIRED:
            kept = shelf.versions(newest.type, newest.language)
            yield next((each for each in kept if each.state is not State.RETIRED), newest)
        else:
            yield newest


def fetched(shelf: Shelf, panel: Panel) -> Fetched:
    """The panel with the bytes of its versions. Raises StoreUnusable."""
    wordings, damaged = {}, {}
    for tag, version in panel.versions.items():
        try:
            wordings[tag] = shelf.wording(version)
        except WordingDamaged as error:
            damaged[tag] = error.message
    return Fetched(panel, wordings, damaged)


def examined(bench: Bench, got: Fetched) -> dict[str, Examined]:
    """What is found about each language's version of a panel. Blocks for a second or so; asks no store.

    A damaged wording is a finding (`template.unusable`).
    """
    panel = got.panel
    found: dict[str, list[Finding]] = {tag: [] for tag in panel.versions}
    for finding in _findings(bench, got):
        tag = finding.pointer.partition("/")[0]
        for about in [tag] if tag in found else found:
            found[about].append(finding)
    fingerprints = {tag: each.fingerprint for tag, each in panel.versions.items()}
    return {
        tag: Examined(
            tuple({key_of(each): each for each in found[tag]}.values()),
            _results(bench, got, tag),
            {other: each for other, each in fingerprints.items() if other != tag},
        )
        for tag in panel.versions
    }


def examine(shelf: Shelf, version_id: str, bench: Bench) -> Examined:
    """What an approver of a version looks at: its findings beside the newest versions of the other languages, the
    results of its tests, and the fingerprints of what it was compared with.

    Raises UnknownName, StoreUnusable, and WordingDamaged where the version's own bytes are not what was kept.
    """
    panel = panel_of(shelf, version_id)
    tag = next(tag for tag, each in panel.versions.items() if each.id == version_id)
    got = fetched(shelf, panel)
    if tag in got.damaged:
        raise WordingDamaged(got.damaged[tag])
    return examined(bench, got)[tag]


def examinations(shelf: Shelf, bench: Bench, type_ids: Collection[str] | None = None) -> dict[str, Examined]:
    """The same of the newest version of every type (or of these) and language, by the version's id."""
    made: dict[str, Examined] = {}
    for panel in panels(shelf, type_ids):
        own = examined(bench, fetched(shelf, panel))
        made |= {panel.versions[tag].id: each for tag, each in own.items()}
    return made


def _findings(bench: Bench, got: Fetched) -> Iterator[Finding]:
    library, type_id = bench.library, got.panel.type
    for tag, message in got.damaged.items():
        yield Finding(Severity.ERROR, "template.unusable", library.file_name(type_id, tag), message)
    own = {
        tag: Linted(tag, library.file_name(type_id, tag), wording.data, dict(wording.fragments))
        for tag, wording in got.wordings.items()
    }
    yield from lint_wordings(None if type_id == COVER else document_type(type_id), own, bench.rules)
    for tag, wording in got.wordings.items():
        for name, data in wording.fragments:
            yield from against_engines(f"{tag}/{FOLDER}/{name}.docx", data, bench.rules.unsupported)


def _results(bench: Bench, got: Fetched, tag: str) -> tuple[TrialResult, ...]:
    version, tests = got.panel.versions[tag], got.panel.tests
    own = [each for each in tests if any(said.language == tag for said in each.expectations)]
    if not own:
        return ()
    try:
        template = bench.library.compiled(version.type, tag, got.wordings[tag])
    except (KeyError, DocgenError) as error:
        unusable = error.message if isinstance(error, DocgenError) else got.damaged[tag]
        return tuple(TrialResult(each.id, version.id, each.name, (Failure(None, unusable),)) for each in own)
    return tuple(run_tests(bench.library, version, template, own))
