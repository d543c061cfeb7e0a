"""The structure tree of a tagged form, while content is added to it (ISO 32000-1 §14.7)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, NumberObject

from docgen.pdf.acroform.access import Dictionary, dictionary_at, entry, reference, resolved

_GROUPS = ("/Document", "/DocumentFragment", "/Part")
_MAX_DEPTH = 50


class Structure:
    """The tree of a document; `tagged` says whether it has one."""

    def __init__(self, writer: PdfWriter) -> None:
        self._writer = writer
        root = dictionary_at(writer.root_object, "/StructTreeRoot")
        self.tagged = root is not None
        self._root = root if root is not None else Dictionary()

    def add_paragraph(self, places: Sequence[tuple[IndirectObject, int]]) -> IndirectObject:
        """A P element at the end of the document for marked content at (page, MCID)."""
        owner = self._owner()
        kids = ArrayObject(
            DictionaryObject(
                {
                    NameObject("/Type"): NameObject("/MCR"),
                    NameObject("/Pg"): page,
                    NameObject("/MCID"): NumberObject(mcid),
                }
            )
            for page, mcid in places
        )
        element = self._writer._add_object(
            DictionaryObject(
                {
                    NameObject("/Type"): NameObject("/StructElem"),
                    NameObject("/S"): NameObject("/P"),
                    NameObject("/P"): reference(self._writer, owner),
                    NameObject("/K"): kids,
                }
            )
        )
        _append_kid(owner, element)
        return element

    def _owner(self) -> Dictionary:
        """The element that holds the document, else the root."""
        kids = list(_kids(self._root))
        only = resolved(kids[0]) if len(kids) == 1 else None
        return only if isinstance(only, DictionaryObject) and entry(only, "/S") in _GROUPS else self._root

    def add_parents(self, value: Any) -> NumberObject:
        """A new key of the parent tree for the elements that own a page's content."""
        keys = [int(nums[at]) for nums in self._leaves() for at in range(0, len(nums) - 1, 2)]
        stated = entry(self._root, "/ParentTreeNextKey")
        key = max([stated if isinstance(stated, int) else 0, *(each + 1 for each in keys)])
        tree = self._tree()
        pair = ArrayObject([NumberObject(key), value])
        if isinstance(entry(tree, "/Kids"), ArrayObject):
            limits = ArrayObject([NumberObject(key), NumberObject(key)])
            leaf = DictionaryObject({NameObject("/Nums"): pair, NameObject("/Limits"): limits})
            entry(tree, "/Kids").append(self._writer._add_object(leaf))
        elif isinstance(entry(tree, "/Nums"), ArrayObject):
            entry(tree, "/Nums").extend(pair)
        else:
            tree[NameObject("/Nums")] = pair
        self._root[NameObject("/ParentTreeNextKey")] = NumberObject(key + 1)
        return NumberObject(key)

    def parents(self, key: int) -> Any:
        """What the parent tree holds under a key, reference unresolved; None if nothing."""
        return next((nums[at + 1] for nums in self._leaves() for at in _at(nums, key)), None)

    def drop_parents(self, key: int) -> None:
        """Take a key out of the parent tree."""
        for nums in self._leaves():
            for at in _at(nums, key):
                del nums[at : at + 2]

    def _tree(self) -> Dictionary:
        found = dictionary_at(self._root, "/ParentTree")
        if found is None:
            found = DictionaryObject()
            self._root[NameObject("/ParentTree")] = self._writer._add_object(found)
        return found

    def _leaves(self) -> Iterator[ArrayObject]:
        """The /Nums arrays of the number tree (ISO 32000-1 §7.9.7)."""
        nodes: list[tuple[Any, int]] = [(self._tree(), 0)]
        while nodes:
            node, depth = nodes.pop()
            if not isinstance(node, DictionaryObject) or depth > _MAX_DEPTH:
                continue
            if isinstance(nums := entry(node, "/Nums"), ArrayObject):
                yield nums
            kids = entry(node, "/Kids")
            nodes += [(resolved(kid), depth + 1) for kid in kids] if isinstance(kids, ArrayObject) else []


def replace_object(element: Dictionary, annotation: Dictionary, mcid: int, page: IndirectObject) -> bool:
    """Let an element hold marked content in place of an annotation; False if the element does not hold it."""
    for at, kid in enumerate(kids := list(_kids(element))):
        target = resolved(kid)
        if isinstance(target, DictionaryObject) and dictionary_at(target, "/Obj") is annotation:
            kids[at] = DictionaryObject(
                {
                    NameObject("/Type"): NameObject("/MCR"),
                    NameObject("/Pg"): page,
                    NameObject("/MCID"): NumberObject(mcid),
                }
            )
            element[NameObject("/K")] = ArrayObject(kids)
            return True
    return False


def _kids(element: Dictionary) -> Iterator[Any]:
    found = entry(element, "/K")
    if isinstance(found, ArrayObject):
        yield from found
    elif found is not None:
        yield element.raw_get("/K")


def _append_kid(owner: Dictionary, element: IndirectObject) -> None:
    owner[NameObject("/K")] = ArrayObject([*_kids(owner), element])


def _at(nums: ArrayObject, key: int) -> list[int]:
    return [at for at in range(0, len(nums) - 1, 2) if nums[at] == key]
