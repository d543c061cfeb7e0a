"""The shelf as legal staff use it: wordings taken in and added, and the versions there are."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from docgen.documents import document_types
from docgen.docx import Template
from docgen.docx.wording import Wording
from docgen.errors import DocgenError, Message, UnknownName
from docgen.library import Library
from docgen.shelf.chain import Chain
from docgen.shelf.desk import STAFF, Desk, typed
from docgen.shelf.notes import Notes
from docgen.shelf.reading import wording_of
from docgen.shelf.state import State, Version
from docgen.shelf.trials import Trials
from docgen.store import Store, User
from docgen.store.template_versions import TemplateVersion, data_of

_SYSTEM: Final = "system"
_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,63}")


class Shelf:
    """Everything here blocks, and is durable when it returns. Raises StoreUnusable.

    `chain` is what is done with versions, `notes` what is written beside them, `trials` tests of what they must say.
    """

    def __init__(self, store: Store, library: Library) -> None:
        self._desk, self._library = Desk(store), library
        self.chain, self.notes, self.trials = Chain(self._desk), Notes(self._desk), Trials(self._desk, library)

    def take_in(self, now: datetime) -> list[Version]:
        """Make versions without an author of the files in the template folders; returns those that are new.

        What does not pass the gate is left out: lint and render say why.
        """
        known = {
            (each.type, each.language, each.fingerprint) for each in self._desk.store.read(self._desk.versions.all)
        }
        fresh: list[tuple[tuple[str, str, str], Wording]] = []
        for type_id, tag in self._library.files:
            try:
                wording = self._library.shipped(type_id, tag)
            except DocgenError:
                continue
            named = type_id, tag, wording.fingerprint
            if named not in known:
                fresh.append((named, wording))

        def work(session: Session) -> list[Version]:
            return [self._added(session, named, wording, ("", ""), now) for named, wording in fresh]

        return self._desk.write(work) if fresh else []

    def add(self, type_id: str, tag: str, data: bytes, author: User, note: str, now: datetime) -> Version:
        """A new version of a Word file, with the fragments that are used now; the version there is for a wording that
        is not new.

        Raises UnknownName, RoleMissing, NoteRefused, TemplateRefused and TemplateError, which name part and reason.
        """
        self._library.locale(tag)
        if type_id not in document_types() and not any(each == type_id for each, _ in self._library.files):
            raise UnknownName(Message("there is no such document type; look at the list of types"))
        wording = Wording.of(data, self._library.file_name(type_id, tag), self.fragments(tag))
        return self._add([(type_id, tag, wording)], author, note, now)[0]

    def add_fragment(self, name: str, tag: str, data: bytes, author: User, note: str, now: datetime) -> list[Version]:
        """A new version of every template of a language whose newest version includes this fragment.

        Raises as `add`; UnknownName where none includes it.
        """
        self._library.locale(tag)
        including = [each for each in self.newest() if each.language == tag and name in dict(each.fragments)]
        if not _NAME.fullmatch(name) or not including:
            raise UnknownName(Message("no template of this language includes such a fragment; correct the name"))
        fresh = []
        for version in including:
            before = self.wording(version)
            after = tuple((each, data if each == name else kept) for each, kept in before.fragments)
            fresh.append((version.type, tag, Wording(before.data, after)))
        return self._add(fresh, author, note, now)

    def versions(self, type_id: str, tag: str) -> list[Version]:
        """The versions of a type in a language, the newest first."""
        desk = self._desk
        return desk.store.read(lambda session: desk.shown(session, desk.versions.of(session, type_id, tag)))

    def newest(self) -> list[Version]:
        """The newest version of each type and language, by type and language."""

        def work(session: Session) -> list[Version]:
            found: dict[tuple[str, str], TemplateVersion] = {}
            for version in self._desk.versions.all(session):
                found.setdefault((version.type, version.language), version)
            return self._desk.shown(session, [found[key] for key in sorted(found)])

        return self._desk.store.read(work)

    def version(self, version_id: str) -> Version:
        """The version with this id. Raises UnknownName."""
        return self._desk.store.read(lambda session: self._desk.version(session, version_id))

    def wording(self, version: TemplateVersion) -> Wording:
        """Its bytes, hashed again. Raises WordingDamaged."""
        return self._desk.store.read(lambda session: wording_of(session, version))

    def template(self, version: TemplateVersion) -> Template:
        """It compiled, in whatever state it is. Raises WordingDamaged, TemplateError."""
        return self._library.compiled(version.type, version.language, self.wording(version))

    def fragments(self, tag: str) -> Mapping[str, bytes]:
        """The fragments of a language by name, each as the newest wording has it that came with another one, else as it
        lies in the template folders."""

        def work(session: Session) -> dict[str, bytes]:
            kept = [each for each in self._desk.versions.all(session) if each.language == tag]
            came: dict[str, str] = {}
            seen: set[tuple[str, str]] = set()
            for version in reversed(self._desk.shown(session, kept)):
                for each in version.fragments if version.state is not State.RETIRED else ():
                    came |= dict([each]) if each not in seen else {}
                    seen.add(each)
            found = {name: data_of(session, sha256) for name, sha256 in came.items()}
            return {name: data for name, data in found.items() if data is not None}

        return {**self._library.fragments_in(tag), **self._desk.store.read(work)}

    def _add(self, fresh: Sequence[tuple[str, str, Wording]], author: User, note: str, now: datetime) -> list[Version]:
        said = typed(note, required=False)
        named = [
            ((type_id, tag, self._library.compiled(type_id, tag, wording).fingerprint), wording)
            for type_id, tag, wording in fresh
        ]

        def work(session: Session) -> list[Version]:
            actor = self._desk.acting(session, author, *STAFF)
            return [self._added(session, each, wording, (actor, said), now) for each, wording in named]

        return self._desk.write(work)

    def _added(
        self, session: Session, named: tuple[str, str, str], wording: Wording, by: tuple[str, str], now: datetime
    ) -> Version:
        desk = self._desk
        found = desk.versions.with_fingerprint(session, *named)
        if found is not None:
            desk.versions.mend(session, wording)
        else:
            found = desk.versions.add(session, named, wording, by, now)
            desk.note(session, by[0] or _SYSTEM, "template.add", found, now)
        return desk.shown(session, [found])[0]
