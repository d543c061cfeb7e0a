"""The pages of a form, derived from the tree of fields: which questions stand on which page, and in which order.

A page is a group of the tree, the root's own fields included: fields, names, texts and lists of them are its questions,
small groups are fieldsets in it. A big group, a group that the directory can fill, and a list of groups are pages of
their own, and so is each row of such a list. A group with many questions is split into parts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from docgen.casefile.draft import KIND, Draft
from docgen.casefile.people import kind_for
from docgen.casefile.places import DOCUMENTS, PEOPLE, SHARED, Place, path_of, root_of, tree_at
from docgen.errors import Message, UnknownName
from docgen.forms.nodes import Kind, Node

MOST: Final = 10
"""Questions on a page."""
SMALL: Final = 6
"""Questions of a group that is a fieldset on the page of the group around it."""


@dataclass(frozen=True)
class Section:
    """One page. `place` is that of a root, group, list or row; `members` are its questions and fieldsets; `shared` what
    a document takes of the case instead of asking."""

    place: Place
    node: Node
    members: tuple[Node, ...] = ()
    shared: tuple[Node, ...] = ()
    part: int = 1
    parts: int = 1

    @property
    def root(self) -> Place:
        """The root whose tree its fields are in."""
        return root_of(self.place)

    @property
    def rows(self) -> bool:
        """Whether it lists the rows of a list of groups."""
        return self.node.kind is Kind.LIST

    @property
    def path(self) -> str:
        """What stands behind /cases/{case}/at/ in its address."""
        return path_of(self.place) + (f"?part={self.part}" if self.part > 1 else "")

    def place_at(self, node: Node) -> Place:
        """The place of one of its fields."""
        return (*self.root, *node.steps)

    def holds(self, place: Place) -> bool:
        """Whether the question at a place stands on it."""
        if any(place[: len(at)] == at for at in map(self.place_at, (*self.members, *self.shared))):
            return True
        return place == self.place and self.part == 1


def tree_for(root: Place, draft: Draft) -> Node:
    """The tree of a root of this draft. Raises UnknownName for a type or an entry that there is not."""
    if len(root) == 1:
        raise UnknownName(Message("there is no such page of the case; choose one from its tasks"))
    return tree_at(root, _kind(root, draft))


def sections_of(root: Place, draft: Draft) -> tuple[Section, ...]:
    """The pages of a root in order, without the pages of rows, which `sections_of` of a row's place gives.

    `root` may be the place of a row: then its pages. Raises UnknownName for what there is not.
    """
    tree = tree_for(root_of(root), draft)
    node = tree.at(root[len(root_of(root)) :])
    return tuple(_pages(root, node, draft)) if node and node.kind is Kind.GROUP else ()


def page_of(place: Place, draft: Draft) -> Section | None:
    """The page that holds the question at a place, or is the page of it; None where no model has it.

    Raises UnknownName for a type or an entry that there is not.
    """
    root = root_of(place)
    if tree_for(root, draft).at(place[len(root) :]) is None:
        return None
    if place[len(root) :] in [(name,) for name in SHARED] and root[:1] == (DOCUMENTS,):
        draft = draft if restated(place, draft) else draft.put(place, {})
    pages = sections_of(_frame(place, draft), draft)
    own = [page for page in pages if page.place == place]
    return next(iter(own or [page for page in reversed(pages) if page.holds(place)]), None)


def next_after(section: Section, draft: Draft) -> Section | None:
    """The page after this one: behind the last page of a row its list, behind the last of all None."""
    pages = _siblings(section, draft)
    index = _index(section, pages) + 1
    return pages[index] if index < len(pages) else _above(section, draft)


def before(section: Section, draft: Draft) -> Section | None:
    """The page before this one; before the first page of a row its list, before the first of all None."""
    pages = _siblings(section, draft)
    index = _index(section, pages) - 1
    return pages[index] if index >= 0 else _above(section, draft)


def restated(place: Place, draft: Draft) -> bool:
    """Whether a document has particulars of its own at the place of a field that the case shares."""
    path = path_of(place)
    kept = [each for each in (*draft.typed, *draft.uses) if each == path or each.startswith(f"{path}/")]
    return draft.at(place) is not None or bool(kept)


def weight(node: Node) -> int:
    """How many questions a field or group is."""
    return sum(map(weight, node.members)) if node.kind is Kind.GROUP else 1


def is_rows(node: Node) -> bool:
    """Whether it is a list of groups, with a page for each row."""
    return node.kind is Kind.LIST and node.item(0).kind is Kind.GROUP


def _kind(root: Place, draft: Draft) -> str:
    if root[:1] != (PEOPLE,):
        return ""
    return str(draft.people.get(str(root[1]), {}).get(KIND, ""))


def _siblings(section: Section, draft: Draft) -> Sequence[Section]:
    return sections_of(_frame(section.place, draft), draft)


def _index(section: Section, pages: Sequence[Section]) -> int:
    same = [index for index, page in enumerate(pages) if (page.place, page.part) == (section.place, section.part)]
    return same[0] if same else 0


def _above(section: Section, draft: Draft) -> Section | None:
    frame = _frame(section.place, draft)
    return page_of(frame[:-1], draft) if frame != section.root else None


def _frame(place: Place, draft: Draft) -> Place:
    """The innermost row of a list of groups that the place lies in, else the root."""
    root = root_of(place)
    tree = tree_for(root, draft)
    for length in range(len(place), len(root), -1):
        node = tree.at(place[len(root) : length])
        if isinstance(place[length - 1], int) and node and node.kind is Kind.GROUP:
            return place[:length]
    return root


def _pages(place: Place, node: Node, draft: Draft) -> Iterator[Section]:
    root = root_of(place)
    members = [each for each in node.members if place or each.steps[-1] != DOCUMENTS]
    shared = [each for each in members if _is_shared(place, each) and not restated((*place, *each.steps[-1:]), draft)]
    members = [each for each in members if each not in shared]
    questions = [each for each in members if _is_question(each, root, place == ())]
    parts = _packed(questions)
    if not parts and (shared or place in ((), root) or isinstance(place[-1], int)):
        parts = [[]]
    for number, part in enumerate(parts, 1):
        yield Section(place, node, tuple(part), tuple(shared) if number == 1 else (), number, len(parts))
    for member in members:
        below = (*place, *member.steps[-1:])
        if is_rows(member):
            yield Section(below, member)
        elif member not in questions:
            yield from _pages(below, member, draft)


def _is_shared(place: Place, member: Node) -> bool:
    return place[:1] == (DOCUMENTS,) and len(place) == 2 and member.steps[-1] in SHARED


def _is_question(node: Node, root: Place, at_top: bool) -> bool:
    if node.kind is not Kind.GROUP:
        return not is_rows(node)
    small = weight(node) <= SMALL and not at_top and not (kind_for(node) and root[:1] != (PEOPLE,))
    return small and not any(is_rows(each) for each in _below(node))


def _below(node: Node) -> Iterator[Node]:
    for member in node.members:
        yield member
        yield from _below(member)


def _packed(questions: Sequence[Node]) -> list[list[Node]]:
    """Neighbours together, on as few pages as they need and of these each as full as the others."""
    fewest = len(_filled(questions, MOST))
    return next(
        (parts for most in range(1, MOST) if len(parts := _filled(questions, most)) == fewest), None
    ) or _filled(questions, MOST)


def _filled(questions: Sequence[Node], most: int) -> list[list[Node]]:
    parts: list[list[Node]] = []
    for node in questions:
        if not parts or sum(map(weight, parts[-1])) + weight(node) > most:
            parts.append([])
        parts[-1].append(node)
    return parts
