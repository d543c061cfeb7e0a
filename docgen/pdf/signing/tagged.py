"""The seen signature in the tag tree of a tagged PDF: PDF/UA-1 wants a widget inside a Form (ISO 14289-1, 7.18.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

# pyHanko's containers are dicts and lists of its own objects, typed as such only.
_Object = Any


def tag_widget(writer: IncrementalPdfFileWriter, page_number: int) -> None:
    """Put the last annotation of a page (numbered from 0) at the end of the tag tree; nothing for an untagged file.

    A Form element refers to it (ISO 32000-1, 14.7.4.3), and the parent tree leads back to that element (14.7.4.4).
    """
    if "/StructTreeRoot" not in writer.root:
        return
    objects = _objects()
    tree = writer.root["/StructTreeRoot"]
    pages: _Object = writer
    page_reference = pages.find_page_for_modification(page_number)[0]
    page = page_reference.get_object()
    widget_reference = page["/Annots"].raw_get(len(page["/Annots"]) - 1)
    key = int(tree["/ParentTreeNextKey"])
    place = {"/Type": objects.pdf_name("/OBJR"), "/Obj": widget_reference, "/Pg": page_reference}
    element = {"/Type": objects.pdf_name("/StructElem"), "/S": objects.pdf_name("/Form"), "/K": _dictionary(place)}
    reference = _appended(writer, tree, _dictionary(element))
    widget = widget_reference.get_object()
    widget[objects.pdf_name("/StructParent")] = objects.NumberObject(key)
    _lead_back(writer, tree, key, reference)
    tree[objects.pdf_name("/ParentTreeNextKey")] = objects.NumberObject(key + 1)
    page[objects.pdf_name("/Tabs")] = objects.pdf_name("/S")
    for changed in (widget, tree, page):
        writer.update_container(changed)


def _objects() -> Any:
    """pyHanko's PDF objects, imported only when something is signed."""
    from pyhanko.pdf_utils import generic

    return generic


def _dictionary(entries: dict[str, _Object]) -> _Object:
    return _objects().DictionaryObject({_objects().pdf_name(key): value for key, value in entries.items()})


def _appended(writer: IncrementalPdfFileWriter, tree: _Object, element: _Object) -> _Object:
    """The reference of the element, the last child now of the first element of the tree."""
    objects = _objects()
    top = tree.raw_get("/K")
    if isinstance(tree["/K"], objects.ArrayObject):
        top = tree["/K"].raw_get(0)
    document = top.get_object()
    element[objects.pdf_name("/P")] = top
    reference = writer.add_object(element)
    children = document["/K"]
    if not isinstance(children, objects.ArrayObject):
        document[objects.pdf_name("/K")] = children = objects.ArrayObject([document.raw_get("/K")])
        writer.update_container(document)
    children.append(reference)
    writer.update_container(children)
    return reference


def _lead_back(writer: IncrementalPdfFileWriter, tree: _Object, key: int, reference: _Object) -> None:
    """An entry of the parent tree, a number tree (7.9.7); `key` is the largest."""
    objects = _objects()
    entry = [objects.NumberObject(key), reference]
    numbers = tree["/ParentTree"]
    if "/Kids" in numbers:
        limits = objects.ArrayObject([objects.NumberObject(key), objects.NumberObject(key)])
        leaf = _dictionary({"/Nums": objects.ArrayObject(entry), "/Limits": limits})
        numbers["/Kids"].append(writer.add_object(leaf))
        writer.update_container(numbers["/Kids"])
    else:
        numbers["/Nums"] += entry
        writer.update_container(numbers["/Nums"])
