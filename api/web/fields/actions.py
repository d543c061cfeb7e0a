"""What the buttons of a question page do beside saving: rows, entries of the directory, names of provinces."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from api.web.fields.choices import provinces
from api.web.fields.forms import PROVINCE, Form
from api.web.fields.tongue import Tongue
from docgen.casefile.draft import Draft
from docgen.casefile.people import kind_for
from docgen.casefile.places import PEOPLE, Place, path_of, place_of
from docgen.casefile.sections import Section, is_rows, tree_for
from docgen.casefile.using import keep
from docgen.forms.nodes import Kind, Node


@dataclass(frozen=True)
class Acted:
    """The draft after it, and the place to go to, on the same page or on its own."""

    draft: Draft
    place: Place
    leaves: bool = False


@dataclass(frozen=True)
class Deed:
    """A button of a page that was pressed: at `place`, which is that of `node`."""

    draft: Draft
    place: Place
    node: Node
    form: Form
    tongue: Tongue
    new_id: Callable[[], str]


def acted(
    action: str, draft: Draft, section: Section, form: Form, tongue: Tongue, new_id: Callable[[], str]
) -> Acted | None:
    """What a button "verb:path" makes of the draft; None for a button that the page does not have."""
    verb, _, path = action.partition(":")
    do, place = _DEEDS.get(verb), place_of(path)
    if do is None or place[: len(section.place)] != section.place:
        return None
    node = tree_for(section.root, draft).at(place[len(section.root) :])
    return do(Deed(draft, place, node, form, tongue, new_id)) if node else None


def _add(deed: Deed) -> Acted | None:
    count, most = deed.draft.rows(deed.place), deed.node.max_items
    if not is_rows(deed.node) or (most is not None and count >= most):
        return None
    return Acted(deed.draft.add_row(deed.place, {}), (*deed.place, count), leaves=True)


def _remove(deed: Deed) -> Acted | None:
    row = _row(deed)
    return Acted(deed.draft.remove_row(deed.place[:-1], row), deed.place[:-1]) if row is not None else None


def _up(deed: Deed) -> Acted | None:
    return _moved(deed, -1)


def _down(deed: Deed) -> Acted | None:
    return _moved(deed, 1)


def _moved(deed: Deed, by: int) -> Acted | None:
    row, items = _row(deed), deed.place[:-1]
    if row is None or not 0 <= row + by < deed.draft.rows(items):
        return None
    return Acted(deed.draft.move_row(items, row, row + by), (*items, row + by))


def _more(deed: Deed) -> Acted | None:
    return Acted(deed.draft, (*deed.place, deed.draft.rows(deed.place))) if deed.node.kind is Kind.LIST else None


def _stay(deed: Deed) -> Acted:
    return Acted(deed.draft, deed.place)


def _keep(deed: Deed) -> Acted | None:
    if deed.place[:1] == (PEOPLE,) or kind_for(deed.node) is None or path_of(deed.place) in deed.draft.uses:
        return None
    return Acted(keep(deed.draft, deed.node, deed.place, deed.new_id()), deed.place)


def _fill(deed: Deed) -> Acted | None:
    """The name of the chosen province in every language that has a box."""
    code = deed.form.get(path_of(deed.place) + PROVINCE, [""])[0]
    if not deed.node.named_by or code not in {choice.value for choice in provinces(deed.tongue.reader)}:
        return Acted(deed.draft, deed.place)
    draft = deed.draft
    for tag, locale in deed.tongue.locales.items():
        draft = draft.put((*deed.place, tag), locale.places.place(code))
    return Acted(draft, deed.place)


def _row(deed: Deed) -> int | None:
    row = deed.place[-1]
    return row if isinstance(row, int) and row < deed.draft.rows(deed.place[:-1]) else None


_Do: TypeAlias = Callable[[Deed], Acted | None]
_DEEDS: Final[Mapping[str, _Do]] = {
    "add": _add, "remove": _remove, "up": _up, "down": _down, "more": _more, "use": _stay, "districts": _stay,
    "keep": _keep, "fill": _fill,
}  # fmt: skip
