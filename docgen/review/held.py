"""What stands beside the versions of a panel in the store: waivers, comments, back-translations, and whose they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self

from docgen.review.examining import Panel
from docgen.shelf.shelf import Shelf
from docgen.store.clause_comments import BackTranslation, Comment
from docgen.store.template_waivers import Waiver


@dataclass(frozen=True)
class Held:
    """By language; `names` has the account's name by a user's id, `numbers` the number of a version by its id."""

    names: Mapping[str, str]
    numbers: Mapping[str, int] = field(default_factory=dict)
    waivers: Mapping[str, Sequence[Waiver]] = field(default_factory=dict)
    comments: Mapping[str, Sequence[Comment]] = field(default_factory=dict)
    translations: Mapping[str, Mapping[tuple[str, str], BackTranslation]] = field(default_factory=dict)

    @classmethod
    def of(cls, shelf: Shelf, names: Mapping[str, str], panel: Panel) -> Self:
        """What is beside a panel just now. Blocks. Raises StoreUnusable."""
        notes, type_id = shelf.notes, panel.type
        kept = [each for tag in panel.versions for each in shelf.versions(type_id, tag)]
        return cls(
            names,
            {each.id: each.number for each in kept},
            {tag: notes.waivers(version.id) for tag, version in panel.versions.items()},
            {tag: notes.comments(type_id, tag) for tag in panel.versions},
            {tag: notes.back_translations(type_id, tag) for tag in panel.versions},
        )
