"""One structure tree out of many (ISO 32000-1 §14.7): parent tree, roles, classes, namespaces and ids merged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

_KEYS = ("/StructParents", "/StructParent")


class StructureTree:
    """The structure tree of a packet while documents are added to it."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        self._top = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, K=Array()))
        self._root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=Array([self._top])))
        self._top.P = self._root
        self._parents: dict[int, Any] = {}
        self._ids: dict[bytes, Any] = {}
        self._roles: dict[str, Any] = {}
        self._classes: dict[str, Any] = {}
        self._namespaces: list[Any] = []
        self._next_key = 0

    def make_room(self, source: pikepdf.Pdf) -> None:
        """Before a document's pages are copied: give its keys into the parent tree numbers that are not in use."""
        highest = -1
        for each in holders(source):
            for key in _KEYS:
                if key in each:
                    highest = max(highest, int(each[key]))
                    each[key] = int(each[key]) + self._next_key
        root = source.Root.get("/StructTreeRoot")
        if root is not None and "/ParentTree" in root:
            numbered = dict(pikepdf.NumberTree(root.ParentTree).items())
            highest = max([highest, *numbered])
            shifted = [each for key in sorted(numbered) for each in (key + self._next_key, numbered[key])]
            root.ParentTree = source.make_indirect(Dictionary(Nums=Array(shifted)))
        self._next_key += highest + 1

    def adopt(self, source: pikepdf.Pdf, title: str, language: str) -> Any:
        """After its pages were copied: hang a document's tree below ours as a Part; returns the Part.

        A document without a tree gets an empty Part.
        """
        root = source.Root.get("/StructTreeRoot")
        if root is None:
            part = self.element("Part", self._top, [])
        else:
            theirs = self._pdf.copy_foreign(root if root.is_indirect else source.make_indirect(root))
            part = self._part(theirs)
            number = len(self._top.K) + 1
            self._merge_maps(theirs, part, number)
            self._merge_ids(theirs, part, number)
            self._parents |= dict(pikepdf.NumberTree(theirs.ParentTree).items()) if "/ParentTree" in theirs else {}
        part.Lang, part.T = String(language), String(title)
        self._top.K.append(part)
        return part

    def _part(self, theirs: Any) -> Any:
        """A tree's one Document element made our Part, or a Part around what the tree has."""
        tops = list(_kids(theirs))
        if len(tops) == 1 and kind(tops[0]) == "Document":
            (part,) = tops
            part.S, part.P = Name.Part, self._top
            return part
        part = self.element("Part", self._top, tops)
        for each in tops:
            each.P = part
        return part

    def _merge_maps(self, theirs: Any, part: Any, number: int) -> None:
        """RoleMap and ClassMap (§14.7.3, §14.7.5.2): a name that means something else here is changed there."""
        for key, ours, used in (("/RoleMap", self._roles, "/S"), ("/ClassMap", self._classes, "/C")):
            renamed = {}
            for name, meaning in (theirs.get(key) or {}).items():
                if name in ours and ours[name] != meaning:
                    renamed[name] = f"{name}.{number}"
                ours[renamed.get(name, name)] = meaning
            if renamed:
                for element in elements(part):
                    _rename(element, used, renamed)
                for name, meaning in list(ours.items()):
                    # A role may lead to another role of the same document.
                    if name in renamed.values() and isinstance(meaning, Name) and str(meaning) in renamed:
                        ours[name] = Name(renamed[str(meaning)])
        self._namespaces += list(theirs.get("/Namespaces") or ())

    def _merge_ids(self, theirs: Any, part: Any, number: int) -> None:
        """Element identifiers and what refers to them by identifier: the Headers of table cells (§14.8.5.7)."""
        prefix = f"{number}/".encode()
        done: set[tuple[int, int]] = set()
        for element in elements(part):
            if "/ID" in element:
                element.ID = String(prefix + bytes(element.ID))
                self._ids[bytes(element.ID)] = element
            _prefix_headers(element.get("/A"), prefix, done)
        for attributes in (theirs.get("/ClassMap") or {}).values():
            _prefix_headers(attributes, prefix, done)

    def element(self, kind: str, parent: Any, kids: Sequence[Any]) -> Any:
        """A new element below another; what it holds is not told here."""
        made = Dictionary(Type=Name.StructElem, S=Name("/" + kind), P=parent, K=Array(list(kids)))
        return self._pdf.make_indirect(made)

    def own(self, page: Any, identifiers: Sequence[int], element: Any) -> None:
        """Make an element the parent of marked content of a page."""
        entry = self._parents[int(page.StructParents)]
        for each in identifiers:
            entry[each] = element

    def key_for(self, element: Any) -> int:
        """A new key of the parent tree that leads to an element: the StructParent of an annotation."""
        key = self._next_key
        self._parents[key] = element
        self._next_key += 1
        return key

    def finish(self) -> None:
        """Write what was gathered into the catalogue."""
        root, make = self._root, self._pdf.make_indirect
        numbers = [each for key in sorted(self._parents) for each in (key, self._parents[key])]
        root.ParentTree = make(Dictionary(Nums=Array(numbers)))
        root.ParentTreeNextKey = self._next_key
        if self._ids:
            names = [each for key in sorted(self._ids) for each in (String(key), self._ids[key])]
            root.IDTree = make(Dictionary(Names=Array(names)))
        for key, gathered in (("/RoleMap", self._roles), ("/ClassMap", self._classes)):
            if gathered:
                root[key] = Dictionary({name: gathered[name] for name in sorted(gathered)})
        if self._namespaces:
            root.Namespaces = Array(self._namespaces)
        self._pdf.Root.StructTreeRoot = root
        self._pdf.Root.MarkInfo = Dictionary(Marked=True)


def holders(source: pikepdf.Pdf) -> Iterator[Any]:
    """Every dictionary and stream of a file that may refer to structure or to a destination: its indirect objects,
    and annotations that are written directly into their page."""
    for each in source.objects:
        if isinstance(each, pikepdf.Stream | Dictionary):
            yield each
    for page in source.pages:
        for annotation in page.obj.get("/Annots", ()):
            if not annotation.is_indirect:
                yield annotation


def elements(root: Any) -> Iterator[Any]:
    """The structure elements below one, in order."""
    waiting = list(reversed(list(_kids(root))))
    while waiting:
        element = waiting.pop()
        yield element
        waiting += reversed(list(_kids(element)))


def _kids(element: Any) -> Iterator[Any]:
    """The elements directly below: K without marked content and object references."""
    for kid in as_list(element.get("/K")):
        if isinstance(kid, Dictionary) and "/S" in kid:
            yield kid


def kind(element: Any) -> str:
    """An element's structure type, such as "Table"."""
    return str(element.S)[1:]


def as_list(value: Any) -> list[Any]:
    """What the format lets be one thing or an array of things."""
    if value is None:
        return []
    return list(value) if isinstance(value, Array) else [value]


def _rename(element: Any, key: str, renamed: dict[str, str]) -> None:
    value = element.get(key)
    if isinstance(value, Name) and str(value) in renamed:
        element[key] = Name(renamed[str(value)])
    elif isinstance(value, Array):
        for at, each in enumerate(value):
            if isinstance(each, Name) and str(each) in renamed:
                value[at] = Name(renamed[str(each)])


def _prefix_headers(attributes: Any, prefix: bytes, done: set[tuple[int, int]]) -> None:
    """Change the identifiers in table attributes; `done` remembers those that several elements share."""
    for each in as_list(attributes):
        if isinstance(each, Dictionary | pikepdf.Stream) and "/Headers" in each and each.objgen not in done:
            each.Headers = Array([String(prefix + bytes(header)) for header in each.Headers])
            if each.is_indirect:
                done.add(each.objgen)
