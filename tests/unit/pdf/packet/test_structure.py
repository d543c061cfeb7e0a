"""Structure trees of several documents become one in which everything still leads where it led."""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from docgen.pdf.fonts import FontBook
from docgen.pdf.packet.structure import StructureTree
from tests.unit.pdf.packet.handmade import Handmade, below, bound, marked


@pytest.fixture
def packet(fonts: FontBook) -> Iterator[pikepdf.Pdf]:
    with bound(fonts, [Handmade("one", pages=2), Handmade("two", wrapped=False), Handmade("three")]) as pdf:
        yield pdf


def test_there_is_one_document_with_a_part_for_the_cover_and_each_document(packet: pikepdf.Pdf) -> None:
    (top,) = packet.Root.StructTreeRoot.K
    assert str(top.S) == "/Document"
    assert [str(part.S) for part in top.K] == ["/Part"] * 4
    assert [str(part.T) for part in top.K] == ["Packet", "one", "two", "three"]
    assert {str(part.Lang) for part in top.K} == {"x-own"}
    assert packet.Root.MarkInfo.Marked
    assert [str(each.S) for part in top.K for each in below(part)].count("/Document") == 0


def test_every_element_knows_its_parent(packet: pikepdf.Pdf) -> None:
    elements = list(below(packet.Root.StructTreeRoot.K[0]))
    for element in elements:
        for kid in element.get("/K", Array()):
            if isinstance(kid, Dictionary) and "/S" in kid:
                assert kid.P.objgen == element.objgen
    assert len(elements) > 20


def test_the_parent_tree_leads_from_each_marked_content_to_the_element_that_holds_it(packet: pikepdf.Pdf) -> None:
    parents = dict(pikepdf.NumberTree(packet.Root.StructTreeRoot.ParentTree).items())
    keys = [int(page.StructParents) for page in packet.pages]
    assert len(set(keys)) == len(keys) == 5
    reached = {element.objgen for element in below(packet.Root.StructTreeRoot.K[0])}
    for page, key in zip(packet.pages, keys, strict=True):
        texts = marked(page)
        assert sorted(texts) == list(range(len(parents[key])))
        for identifier in texts:
            element = parents[key][identifier]
            assert element.objgen in reached
            assert identifier in [kid for kid in element.K if isinstance(kid, int)]
            assert element.Pg.objgen == page.obj.objgen
    assert int(packet.Root.StructTreeRoot.ParentTreeNextKey) > max(parents)


def test_the_parent_tree_leads_from_each_annotation_to_the_element_that_refers_to_it(packet: pikepdf.Pdf) -> None:
    parents = dict(pikepdf.NumberTree(packet.Root.StructTreeRoot.ParentTree).items())
    annotations = [(page, each) for page in packet.pages for each in page.obj.get("/Annots", ())]
    assert len(annotations) == 4 + 3, "each part's own link, and three from the contents"
    for page, annotation in annotations:
        element = parents[int(annotation.StructParent)]
        references = [kid for kid in element.K if isinstance(kid, Dictionary) and kid.get("/Type") == Name.OBJR]
        assert str(element.S) == "/Link"
        assert [(each.Obj.objgen, each.Pg.objgen) for each in references] == [(annotation.objgen, page.obj.objgen)]


def test_identifiers_stay_apart_and_header_cells_are_still_found(packet: pikepdf.Pdf) -> None:
    ids = {
        bytes(pikepdf.String(key)): value for key, value in pikepdf.NameTree(packet.Root.StructTreeRoot.IDTree).items()
    }
    assert len(ids) == 4
    for part in packet.Root.StructTreeRoot.K[0].K:
        own = {element.objgen for element in below(part)}
        cells = [element for element in below(part) if element.S == Name.TD]
        assert cells
        for cell in cells:
            (header,) = cell.A.Headers
            assert ids[bytes(header)].objgen in own
            assert bytes(ids[bytes(header)].ID) == bytes(header)


def test_roles_and_classes_that_two_documents_mean_differently_stay_apart(fonts: FontBook) -> None:
    one = Handmade("one", roles={"Clause": "P"}, paragraph="Clause", classes={"Wide": {"/O": Name.Layout, "/Width": 9}})
    two = Handmade(
        "two", roles={"Clause": "Deep", "Deep": "H1"}, paragraph="Clause",
        classes={"Wide": {"/O": Name.Layout, "/Width": 1}},
    )  # fmt: skip
    with bound(fonts, [one, one, two]) as packet:
        root = packet.Root.StructTreeRoot
        first, second, third = list(root.K[0].K)[1:]

        def role(part: object) -> str:
            name = str(next(each.S for each in below(part) if str(each.S).startswith("/Clause")))
            while name in root.RoleMap:
                name = str(root.RoleMap[name])
            return name

        def width(part: object) -> int:
            name = str(next(each.C for each in below(part) if "/C" in each))
            return int(root.ClassMap[name].Width)

        assert [role(each) for each in (first, second, third)] == ["/P", "/P", "/H1"]
        assert [width(each) for each in (first, second, third)] == [9, 9, 1]


def test_a_document_without_tags_gets_a_part_of_its_own(fonts: FontBook) -> None:
    plain = Handmade("plain")
    with bound(fonts, [plain]) as whole, pikepdf.new() as bare:
        before = len(whole.Root.StructTreeRoot.K[0].K)
        bare.add_blank_page()
        tree = StructureTree(whole)
        tree.make_room(bare)
        part = tree.adopt(bare, "bare", "x-own")
        assert (str(part.S), list(part.K), before) == ("/Part", [], 2)
