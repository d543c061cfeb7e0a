"""What reviewers write beside a version: waivers of findings, comments on passages, back-translations."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final, TypeVar

from sqlalchemy.orm import Session

from docgen.errors import Finding, Message, UnknownName
from docgen.shelf.desk import STAFF, Desk, typed
from docgen.shelf.errors import NoteRefused
from docgen.shelf.gate import key_of
from docgen.store import User, clause_comments, template_waivers
from docgen.store.clause_comments import BackTranslation, Comment
from docgen.store.template_steps import Cause, Kind, TemplateStep
from docgen.store.template_waivers import Waiver

T = TypeVar("T")
_LONGEST_ANCHOR: Final = 200


class Notes:
    """Whoever writes has one of STAFF's roles. Raises UnknownName, RoleMissing, NoteRefused, StoreUnusable."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def waive(self, version_id: str, finding: Finding, user: User, reason: str, now: datetime) -> Waiver:
        """Let a finding stand in this version. Who waives it again gives another reason."""
        said = typed(reason)

        def work(session: Session) -> Waiver:
            actor = self._desk.acting(session, user, *STAFF)
            version = self._desk.version(session, version_id)
            named = key_of(finding), finding.code
            made = template_waivers.add(session, version.id, named, (actor, said), now)
            self._desk.note(session, actor, "template.waive", version, now, {"code": made.code, "key": made.finding})
            return made

        return self._desk.write(work)

    def withdraw(self, waiver_id: str, user: User, now: datetime) -> Waiver:
        """Let it stand no more; revokes the approval of its version."""

        def work(session: Session) -> Waiver:
            actor = self._desk.acting(session, user, *STAFF)
            waiver = _known(template_waivers.find(session, waiver_id))
            version = self._desk.version(session, waiver.version)
            if waiver.withdrawn is None:
                template_waivers.withdraw(session, waiver.id, now)
                said = {"code": waiver.code, "key": waiver.finding}
                self._desk.note(session, actor, "template.withdraw", version, now, said)
                self._desk.revoke(session, version, TemplateStep(Kind.REVOKED, actor, now, cause=Cause.WAIVER))
            return _known(template_waivers.find(session, waiver_id))

        return self._desk.write(work)

    def waivers(self, version_id: str) -> list[Waiver]:
        """Those of a version, the oldest first, those withdrawn among them."""
        return self._desk.store.read(lambda session: template_waivers.of(session, version_id))

    def comment(self, version_id: str, anchor: str, text: str, user: User, now: datetime) -> Comment:
        """Remark on a passage; until it is resolved neither this version nor a newer one can be approved."""
        said = typed(text)
        _check(anchor)

        def work(session: Session) -> Comment:
            actor = self._desk.acting(session, user, *STAFF)
            version = self._desk.version(session, version_id)
            made = clause_comments.add(session, version, anchor, (actor, said), now)
            self._desk.note(session, actor, "template.comment", version, now, {"comment": made.id})
            return made

        return self._desk.write(work)

    def resolve(self, comment_id: str, user: User, now: datetime) -> Comment:
        """It is answered to."""

        def work(session: Session) -> Comment:
            actor = self._desk.acting(session, user, *STAFF)
            comment = _known(clause_comments.find(session, comment_id))
            if comment.resolved is not None:
                return comment
            version = self._desk.version(session, comment.version)
            self._desk.note(session, actor, "template.resolve", version, now, {"comment": comment.id})
            return clause_comments.settle(session, comment.id, actor, now)

        return self._desk.write(work)

    def reopen(self, comment_id: str, user: User, now: datetime) -> Comment:
        """It is not; revokes the approval of the version on which it was made, and of newer ones."""

        def work(session: Session) -> Comment:
            actor = self._desk.acting(session, user, *STAFF)
            comment = _known(clause_comments.find(session, comment_id))
            if comment.resolved is None:
                return comment
            made_on = self._desk.version(session, comment.version)
            self._desk.note(session, actor, "template.reopen", made_on, now, {"comment": comment.id})
            kept = self._desk.versions.of(session, comment.type, comment.language)
            step = TemplateStep(Kind.REVOKED, actor, now, cause=Cause.COMMENT)
            for version in self._desk.shown(session, [each for each in kept if each.serial >= made_on.serial]):
                self._desk.revoke(session, version, step)
            return clause_comments.settle(session, comment.id, actor, None)

        return self._desk.write(work)

    def comments(self, type_id: str, tag: str) -> list[Comment]:
        """Those on a type in a language, the oldest first, those resolved among them."""
        return self._desk.store.read(lambda session: clause_comments.of(session, type_id, tag))

    def translate_back(
        self, version_id: str, anchor: str, passage: str, text: str, user: User, now: datetime
    ) -> BackTranslation:
        """Say what a passage with this text says; it holds wherever the text stands at this anchor."""
        said = typed(text)
        _check(anchor)

        def work(session: Session) -> BackTranslation:
            actor = self._desk.acting(session, user, *STAFF)
            version = self._desk.version(session, version_id)
            place = version.type, version.language, anchor
            made = clause_comments.add_back_translation(session, place, (passage, said), actor, now)
            self._desk.note(session, actor, "template.translate_back", version, now, {"translation": made.id})
            return made

        return self._desk.write(work)

    def back_translations(self, type_id: str, tag: str) -> Mapping[tuple[str, str], BackTranslation]:
        """What holds, by anchor and `text_hash` of the passage."""
        found = self._desk.store.read(lambda session: clause_comments.back_translations(session, type_id, tag))
        return {(each.anchor, each.sha256): each for each in found}


def _check(anchor: str) -> None:
    if not 0 < len(anchor) <= _LONGEST_ANCHOR or not anchor.isprintable():
        raise NoteRefused(Message("there is no such passage; open the wording again, and choose one of it"))


def _known(found: T | None) -> T:
    if found is None:
        raise UnknownName(Message("there is no such note; look at the version again"))
    return found
