"""Places of a case in words: of which paper, down to which group or question, and the address of its page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from docgen.casefile.draft import KIND, Draft
from docgen.casefile.people import CAPTIONS
from docgen.casefile.places import DOCUMENTS, PEOPLE, Place, path_of, root_of
from docgen.casefile.sections import page_of, tree_for
from docgen.documents import document_types
from docgen.errors import Key

_SHARED: Final[Key] = "All papers"
_DIRECTORY: Final[Key] = "Directory"


@dataclass(frozen=True, slots=True)
class Caption:
    """The caption of a group or question; `row` numbers a row of a list from 1, 0 is none."""

    text: str
    row: int = 0


@dataclass(frozen=True, slots=True)
class Words:
    """A place: `where` is the paper (or what stands for all of them), `captions` lead on from there; `path` is what
    stands behind /cases/{case}/at/ in its address, which leads to the page that asks for it; "" where none does."""

    where: Key
    captions: Sequence[Caption]
    path: str


def in_words(places: Iterable[Place], draft: Draft) -> list[Words]:
    """The places in words."""
    return [words_of(place, draft) for place in places]


def words_of(place: Place, draft: Draft) -> Words:
    """One place in words; what the models do not have (any more) is told as far as they have it."""
    root = root_of(place)
    if root[:1] == (DOCUMENTS,):
        kind = document_types().get(str(root[1])) if len(root) > 1 else None
        if kind is None:
            return Words(_SHARED, [], "")
        return Words(kind.title, _captions(place, draft), _path(place, draft))
    if root[:1] == (PEOPLE,):
        entry = draft.people.get(str(root[1])) if len(root) > 1 else None
        captions = [Caption(CAPTIONS[entry[KIND]]), *_captions(place, draft)] if entry else []
        return Words(_DIRECTORY, captions, _path(place, draft) if entry else "")
    return Words(_SHARED, _captions(place, draft), _path(place, draft))


def _captions(place: Place, draft: Draft) -> list[Caption]:
    root = root_of(place)
    tree = tree_for(root, draft)
    found: list[Caption] = []
    for end in range(len(root) + 1, len(place) + 1):
        node, step = tree.at(place[len(root) : end]), place[end - 1]
        if isinstance(step, int) and found:
            found[-1] = replace(found[-1], row=step + 1)
        elif node and (not found or found[-1].text != node.title):
            found.append(Caption(node.title))
    return found


def _path(place: Place, draft: Draft) -> str:
    return path_of(place) if page_of(place, draft) else ""
