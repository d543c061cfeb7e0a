"""Two people answered one question: both answers side by side, and what was chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from api.web.captions import Caption, words_of
from api.web.fields.forms import Form
from api.web.fields.summary import words
from api.web.question_pages import QuestionPage
from docgen.casefile.choosing import chosen
from docgen.casefile.draft import Draft
from docgen.casefile.files import CaseFiles, Conflict
from docgen.casefile.places import Place, path_of, place_of, root_of
from docgen.casefile.sections import tree_for
from docgen.errors import Key

AGAINST: Final = "against"
KEEP: Final = "keep:"
THEIRS: Final = "theirs"


@dataclass(frozen=True)
class Answers:
    """A question with both answers in words; "" where there is none."""

    name: str
    where: Key
    captions: Sequence[Caption]
    theirs: str
    mine: str


def comparison(asked: QuestionPage, conflict: Conflict) -> list[Answers]:
    """Each question that both changed."""
    found = []
    for clash in conflict.conflicts:
        told = words_of(clash.place, conflict.current.draft)
        theirs = _said(asked, conflict.current.draft, clash.place, clash.theirs)
        mine = _said(asked, conflict.mine, clash.place, clash.mine)
        found.append(Answers(f"{KEEP}{path_of(clash.place)}", told.where, told.captions, theirs, mine))
    return found


def decided(cases: CaseFiles, asked: QuestionPage, user: str, mine: Draft, form: Form) -> tuple[int, Draft] | None:
    """The revision that was compared with, and the draft with what was chosen; None where nothing was compared.

    What others changed after the comparison is merged, or compared again, when this is saved.
    """
    against = form.get(AGAINST, [""])[-1]
    if not against.isdecimal() or len(against) > 9:
        return None
    # The draft that was compared with may have gone: others type on, and each pause is a save.
    current = cases.at(asked.file.id, user, int(against)) or asked.file
    base = cases.at(asked.file.id, user, asked.revision)
    kept = {
        place_of(name.removeprefix(KEEP))
        for name, texts in form.items()
        if name.startswith(KEEP) and texts[-1] == THEIRS
    }
    return int(against), chosen(base.draft if base else None, current.draft, mine, kept)


def _said(asked: QuestionPage, draft: Draft, place: Place, value: Any) -> str:
    typed = draft.typed_at(place)
    if typed is not None:
        return typed if isinstance(typed, str) else " ".join(typed.values())
    root = root_of(place)
    node = tree_for(root, draft).at(place[len(root) :]) if len(root) != 1 else None
    return words(node, value, asked.tongue.reader) if node else ""
