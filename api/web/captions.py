"""Places of a case in words: of which paper, down to which group or question, and the address of its page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from docgen.casefile.draft import KIND, Draft
from docgen.casefile.people import CAPTIONS
from docgen.casefile.places import DOCUMENTS, PEOPLE, Place, root_of
from docgen.casefile.sections import page_of, tree_for
from docgen.documents import document_types
from docgen.errors import Key

_SHARED: Final[Key] = "All papers"
_DIRECTORY: Final[Key] = "Directory"


@dataclass(frozen=True, slots=True)
class Words:
    """A place: `where` is the paper (or what stands for all of them), `captions` lead on from there; `path` is what
    stands behind /cases/{case}/at/ in the address of its page, "" where there is no such page (any more)."""

    where: Key
    captions: Sequence[str]
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
        captions = [CAPTIONS[entry[KIND]], *_captions(place, draft)] if entry else []
        return Words(_DIRECTORY, captions, _path(place, draft) if entry else "")
    return Words(_SHARED, _captions(place, draft), _path(place, draft))


def _captions(place: Place, draft: Draft) -> list[str]:
    root = root_of(place)
    tree = tree_for(root, draft)
    nodes = [tree.at(place[len(root) : end]) for end in range(len(root) + 1, len(place) + 1)]
    return list(dict.fromkeys(node.title for node in nodes if node))


def _path(place: Place, draft: Draft) -> str:
    found = page_of(place, draft)
    return found.path if found else ""
