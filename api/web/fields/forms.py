"""A posted form applied to a draft: only questions of the page are read, and only boxes that came with the form."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from api.web.fields import boxes
from api.web.fields.tongue import Tongue
from docgen.case import Refused
from docgen.casefile.draft import Draft
from docgen.casefile.people import kind_for
from docgen.casefile.places import PEOPLE, Place, path_of
from docgen.casefile.sections import Section, is_rows
from docgen.casefile.using import covered, use
from docgen.forms.nodes import Kind, Node
from docgen.forms.values import options

Form: TypeAlias = Mapping[str, Sequence[str]]
"""The texts of a form by name."""
WHO, KNOWN, PROVINCE = ".who", ".known", ".province"
"""What follows the path of a group or text in the name of a select that fills it."""
OTHER: Final = "other"


def applied(draft: Draft, section: Section, form: Form, tongue: Tongue) -> Draft:
    """The draft with the answers of a page's form. Names that the page has not are passed over."""
    reading = _Reading(form, tongue, section)
    if section.rows:
        return draft
    if section.part == 1:
        draft = reading.who(draft, section.node)
    before = draft
    for node in reading.asked(draft, section.node, section.members):
        draft = reading.node(draft, node)
    return reading.one_of(before, draft, section.node)


@dataclass(frozen=True)
class _Reading:
    form: Form
    tongue: Tongue
    section: Section

    def node(self, draft: Draft, node: Node) -> Draft:
        place = self.section.place_at(node)
        if node.kind is Kind.GROUP:
            return self.group(draft, node)
        if node.kind in (Kind.NAMES, Kind.WORDS):
            for code in self.tongue.codes(node, draft.at(place), _typed_below(draft, place)):
                draft = self.leaf(draft, node.word(code))
            return draft
        if node.kind is Kind.LIST:
            return draft if is_rows(node) else self.many(draft, node, place)
        return self.leaf(draft, node)

    def group(self, draft: Draft, node: Node) -> Draft:
        draft = before = self.who(draft, node)
        for member in self.asked(draft, node, node.members):
            draft = self.node(draft, member)
        return self.one_of(before, draft, node)

    def asked(self, draft: Draft, group: Node, members: Sequence[Node]) -> Sequence[Node]:
        """The members that no entry of the directory fills."""
        filled = covered(group) if path_of(self.section.place_at(group)) in draft.uses else ()
        return [member for member in members if str(member.steps[-1]) not in filled]

    def leaf(self, draft: Draft, node: Node) -> Draft:
        place = self.section.place_at(node)
        path = path_of(place)
        posted = {box: self.form[path + box][0] for box in boxes.names(node) if path + box in self.form}
        if not posted:
            return draft
        value, typed = draft.at(place), draft.typed_at(place)
        if _same(posted, boxes.shown(node, value, typed, self.tongue.reader)):
            return draft
        try:
            found = boxes.read(node, posted, self.tongue.reader, self.tongue.all)
        except Refused:
            return draft.mistyped(place, boxes.typed_of(node, posted))
        new = found.value if found else None
        return draft.put(place, new) if new != value or typed is not None else draft

    def many(self, draft: Draft, node: Node, place: Place) -> Draft:
        """A list of answers: boxes under numbers, of which the empty ones go; or ticks."""
        if node.item(0).kind is Kind.CHOICE:
            return self.ticked(draft, node, place)
        for index in self.indices(path_of(place)):
            row = min(index, draft.rows(place))
            if index < draft.rows(place) or self.filled(path_of((*place, index))):
                moved = _Reading(self.renamed(place, index, (*place, row)), self.tongue, self.section)
                draft = moved.node(draft, node.item(row))
        for index in reversed(range(draft.rows(place))):
            if draft.at((*place, index)) in ("", None, {}) and not _typed_below(draft, (*place, index), itself=True):
                draft = draft.remove_row(place, index)
        return draft

    def indices(self, path: str) -> Sequence[int]:
        numbered = re.compile(re.escape(path) + r"/([0-9]{1,4})(?:[/.]|$)")
        return sorted({int(hit[1]) for name in self.form if (hit := numbered.match(name))})

    def filled(self, path: str) -> bool:
        below = (
            texts for name, texts in self.form.items() if name == path or name.startswith((f"{path}/", f"{path}."))
        )
        return any(text.strip() for texts in below for text in texts)

    def renamed(self, place: Place, index: int, row: Place) -> Form:
        """The boxes of a row under the number that the row gets."""
        old, new = path_of((*place, index)), path_of(row)
        return {
            new + name.removeprefix(old): texts
            for name, texts in self.form.items()
            if name == old or name.startswith((f"{old}/", f"{old}."))
        }

    def ticked(self, draft: Draft, node: Node, place: Place) -> Draft:
        posted = self.form.get(path_of(place))
        if posted is None:
            return draft
        chosen = [value for value in options(node.item(0), self.tongue.reader) if value in posted]
        if set(chosen) == set(draft.at(place) or ()):
            return draft
        return draft.put(place, chosen or None)

    def who(self, draft: Draft, node: Node) -> Draft:
        """A group filled from the directory, or by answers of its own again."""
        place = self.section.place_at(node)
        chosen = self.form.get(path_of(place) + WHO, [""])[0]
        kind = kind_for(node) if place[:1] != (PEOPLE,) else None
        if not chosen or kind is None:
            return draft
        if chosen == OTHER:
            return draft.using(place, None) if path_of(place) in draft.uses else draft
        entry = draft.people.get(chosen)
        fits = entry is not None and entry["kind"] == kind and draft.uses.get(path_of(place)) != chosen
        return use(draft, node, place, chosen) if fits else draft

    def one_of(self, before: Draft, draft: Draft, node: Node) -> Draft:
        """Without the answers of the other alternatives where another one was chosen than what was filled."""
        place = self.section.place_at(node)
        chosen = self.form.get(path_of(place) + KNOWN, [""])[0]
        if not chosen.isdecimal() or int(chosen) >= len(node.one_of) or int(chosen) == alternative(before, node, place):
            return draft
        for number, names in enumerate(node.one_of):
            for name in names if number != int(chosen) else ():
                draft = draft.put((*place, name), None)
        return draft


def alternative(draft: Draft, node: Node, place: Place) -> int | None:
    """Which of the alternatives of a group is filled; None where none is, or more than one."""
    filled = [
        number
        for number, names in enumerate(node.one_of)
        if any(draft.at((*place, name)) is not None or draft.typed_at((*place, name)) is not None for name in names)
    ]
    return filled[0] if len(filled) == 1 else None


def _same(posted: boxes.Boxes, shown: boxes.Boxes) -> bool:
    return all(_plain(posted.get(box, "")) == _plain(shown.get(box, "")) for box in {*posted, *shown})


def _plain(text: Any) -> str:
    return str(text).replace("\r\n", "\n").replace("\r", "\n")


def _typed_below(draft: Draft, place: Place, *, itself: bool = False) -> list[str]:
    """The next steps of what was typed below a place and not understood; with `itself` also what was typed there."""
    path = path_of(place)
    below = [each.removeprefix(f"{path}/").split("/")[0] for each in draft.typed if each.startswith(f"{path}/")]
    return below + ([""] if itself and path in draft.typed else [])
