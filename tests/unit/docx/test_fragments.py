"""Fragments: what an include puts in its place, what it refuses, and what the fingerprint covers."""

from __future__ import annotations

import hashlib
import io

import pytest
from lxml import etree

from docgen.docx import Template
from docgen.docx.fragments import fingerprint
from docgen.docx.text import text
from docgen.errors import TemplateError, TemplateRefused
from tests.unit.docx.builder import (
    DEFAULT_SECTION,
    FONTS,
    KHMER_STYLES,
    R,
    W,
    bookmarked,
    docx,
    p,
    picture,
    r,
    tbl,
    tc,
    tr,
)
from tests.unit.docx.reading import paragraphs, parts, root
from tests.unit.docx.test_images import png

PNG = png()
HEAD = p("{%p include head %}")
PICTURE = {
    "extra_relationships": [("rIdPicture", "image", "media/stand-in.png")],
    "parts": {"word/media/stand-in.png": PNG},
}
FOOTED = DEFAULT_SECTION.replace(
    "/></w:sectPr>", '/><w:footerReference w:type="default" r:id="rIdFooter1"/></w:sectPr>'
)


def compiled(body: str, *, options: dict[str, object] | None = None, **fragments: bytes) -> Template:
    return Template.compile(docx(body, **(options or {})), name="xx/letter.docx", fonts=FONTS, fragments=fragments)


def lines(body: str, view: dict[str, object], **fragments: bytes) -> list[str]:
    return paragraphs(compiled(body, **fragments).render(view, title="T", language="km"))


def complaint(body: str, *, options: dict[str, object] | None = None, **fragments: bytes) -> str:
    with pytest.raises(TemplateError) as caught:
        compiled(body, options=options, **fragments)
    return str(caught.value)


def test_the_paragraphs_and_tables_of_a_fragment_stand_where_it_is_included() -> None:
    head = docx(p("{%p if thai %}") + tbl(tr("No.", "{{ number }}")) + p("{%p endif %}") + p("{{ agency }}"))
    view = {"thai": True, "number": "7", "agency": "A"}
    assert lines(p("before") + HEAD + p("after"), view, head=head) == ["before", "No.", "7", "A", "after"]
    assert lines(p("before") + HEAD + p("after"), view | {"thai": False}, head=head) == ["before", "A", "after"]


def test_a_fragment_may_be_included_twice_in_cells_headers_footers_conditions_and_loops() -> None:
    word = docx(p("{{ word }}"))
    body = (
        tbl(tr(tc(HEAD), "x"))
        + p("{%p if shown %}")
        + HEAD
        + p("{%p endif %}")
        + p("{%p for word in words %}")
        + HEAD
        + p("{%p endfor %}")
    )
    template = compiled(body, options={"header": HEAD, "footer": HEAD, "section": FOOTED}, head=word)
    data = template.render({"word": "w", "shown": True, "words": ["a", "b"]}, title="T", language="km")
    assert paragraphs(data) == ["w", "x", "w", "a", "b"]
    assert paragraphs(data, "word/header1.xml") == paragraphs(data, "word/footer1.xml") == ["w"]


def test_an_include_cut_into_runs_works() -> None:
    assert lines(p(r("{%p incl"), r("ude head"), r(" %}")), {}, head=docx(p("a"))) == ["a"]


def test_nothing_of_the_include_is_left_in_the_document_even_where_nothing_else_is_filled() -> None:
    data = compiled(HEAD, options={"header": HEAD}, head=docx(p("a"))).render({}, title="T", language="km")
    for name in ("word/document.xml", "word/header1.xml"):
        assert b"fragment" not in parts(data)[name] and b"{" not in parts(data)[name]


def test_what_a_fragment_asks_for_and_carries_is_the_templates_own() -> None:
    head = docx(
        bookmarked("c_11_a", p("{{ agency.name }}{% if minor %}{% endif %}"))
        + p("{%p for unit in above %}")
        + p("{{ unit }}")
        + p("{%p endfor %}")
    )
    template = compiled(bookmarked("c_4_7_a", p("{{ name }}")) + HEAD, head=head, other=docx(p("{{ unused }}")))
    assert template.placeholders == {"name", "agency.name", "above[]"}
    assert template.conditions == {"minor"} and template.loops == {"above"}
    assert template.clauses == ("c_4_7_a", "c_11_a")
    assert template.fragments == ("head",)


def test_the_text_of_a_template_shows_the_include() -> None:
    assert text(docx(HEAD)) == "\n{%p include head %}\n"


def test_bookmarks_of_a_fragment_get_ids_that_the_template_has_not_used() -> None:
    body = bookmarked("c_1_a", p("x"), 4) + HEAD + p("{%p include tail %}")
    template = compiled(body, head=docx(bookmarked("c_1_b", p("y"), 4)), tail=docx(bookmarked("c_1_c", p("z"), 4)))
    document = root(template.render({}, title="T", language="km"))
    starts = [each.get(f"{{{W}}}id") for each in document.iter(f"{{{W}}}bookmarkStart")]
    ends = [each.get(f"{{{W}}}id") for each in document.iter(f"{{{W}}}bookmarkEnd")]
    assert starts == ends and len(set(starts)) == 3


def test_what_the_fragment_calls_ignorable_stays_behind() -> None:
    head = docx(p("<w:r><w:rPr><w14:ligatures/></w:rPr><w:t>a</w:t></w:r>").replace("<w:p>", '<w:p w14:textId="1">'))
    data = compiled(HEAD, head=head).render({}, title="T", language="km")
    assert paragraphs(data) == ["a"] and not list(root(data).iter("{*}ligatures"))


# Pictures


def test_a_picture_of_a_fragment_comes_along_once_for_each_part_that_shows_it() -> None:
    head = docx(p(picture("seal")), **PICTURE)
    template = compiled(HEAD + HEAD, options={"header": HEAD}, head=head)
    data = parts(template.render({}, title="T", language="km"))
    media = [name for name in data if name.startswith("word/media/")]
    assert len(media) == 1 and data[media[0]] == PNG
    for owner in ("document", "header1"):
        relationships = data[f"word/_rels/{owner}.xml.rels"].decode()
        assert relationships.count("media/") == 1
        part = etree.fromstring(data[f"word/{owner}.xml"])
        for blip in part.iter("{*}blip"):
            assert blip.get(f"{{{R}}}embed", "?") in relationships


def test_a_placeholder_picture_of_a_fragment_is_filled_or_left_out_and_its_stand_in_forgotten() -> None:
    head = docx(p(picture("image:emblem")) + p("a"), **PICTURE)
    template = compiled(HEAD, head=head)
    assert template.images == {"emblem"}
    filled = parts(template.render({}, title="T", language="km", images={"emblem": PNG}))
    assert [name for name in filled if "media" in name] == ["word/media/docgen_emblem.png"]
    blank = template.render({}, title="T", language="km")
    assert not [name for name in parts(blank) if "media" in name] and not list(root(blank).iter("{*}drawing"))


# What is refused, and whose file is named


@pytest.mark.parametrize(
    ("include", "reason"),
    [
        ("{%p include nobody %}", "there is no fragment nobody; the fragments are: head, tail"),
        ("{%p include nobody %}", "add xx/fragments/nobody.docx"),
        ("{%p include 'head' %}", "without quotation marks"),
        ("{%p include “head” %}", "without quotation marks"),
        ("{%p include head.docx %}", "without quotation marks"),
        ("{%p include ../head %}", "without quotation marks"),
        ("{% include head %}", "holds nothing else than {%p include letterhead %}"),
        ("{%tr include head %}", "holds nothing else than"),
        ("Dear {%p include head %}", "holds nothing else than"),
        ("{%p include head %}{%p include tail %}", "holds nothing else than"),
    ],
)
def test_an_include_that_cannot_work_is_named(include: str, reason: str) -> None:
    message = complaint(p(include), head=docx(p("a")), tail=docx(p("b")))
    assert message.startswith(f"xx/letter.docx, word/document.xml, paragraph “{include}”: ") and reason in message


def test_an_include_that_carries_what_must_stay_is_refused() -> None:
    assert "clause bookmark" in complaint(bookmarked("c_4_7_a", HEAD), head=docx(p("a")))
    section = HEAD.replace("<w:p>", f"<w:p><w:pPr>{DEFAULT_SECTION}</w:pPr>")
    assert "a section ends in the paragraph of this include" in complaint(section, head=docx(p("a")))


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (p("{%p include tail %}"), "a fragment cannot include another"),
        (p("{{ x"), "not closed"),
        (p("{%p if x %}") + p("a"), "never closed"),
        (p("a{% endif %}"), "no if or for that this tag belongs to"),
        (p("{{ x|nice }}"), "no filter nice"),
        (p("{{ f() }}"), "a call is not part"),
        (p(picture("image:no name")), "letters, digits and _ only"),
        ("", "the fragment is empty"),
        (p("a").replace("<w:p>", '<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'), "numbered by Word"),
        (p('<w:r><w:footnoteReference w:id="2"/></w:r>'), "a note cannot stand"),
        (p("a").replace("<w:p>", f"<w:p><w:pPr>{DEFAULT_SECTION}</w:pPr>"), "a section ends in this fragment"),
    ],
)
def test_what_is_wrong_inside_a_fragment_is_said_of_its_file(body: str, reason: str) -> None:
    message = complaint(p("x") + HEAD, head=docx(body, **PICTURE), tail=docx(p("b")))
    assert message.startswith("xx/fragments/head.docx, word/document.xml") and reason in message


def test_a_style_that_the_template_lacks_is_refused_with_both_files() -> None:
    styles = KHMER_STYLES + '<w:style w:type="paragraph" w:styleId="Motto"><w:name w:val="Motto"/></w:style>'
    head = docx(p("a", style="Motto"), styles=styles)
    message = complaint(HEAD, head=head)
    assert message.startswith("xx/fragments/head.docx, ") and "“a”" in message
    assert "the style Motto of this fragment is not in xx/letter.docx" in message
    assert compiled(HEAD, options={"styles": styles}, head=head)


def test_a_bookmark_may_not_come_twice() -> None:
    message = complaint(bookmarked("c_1_a", p("x")) + HEAD, head=docx(bookmarked("c_1_a", p("y"))))
    assert "the bookmark c_1_a of this fragment is in xx/letter.docx already" in message


def test_a_fragment_passes_the_same_gate() -> None:
    with pytest.raises(TemplateRefused, match=r"xx/fragments/head\.docx.*tracked changes"):
        compiled(HEAD, head=docx(p("<w:ins>" + r("a") + "</w:ins>")))
    with pytest.raises(TemplateRefused, match=r"xx/fragments/head\.docx"):
        compiled(HEAD, head=b"no Word file")


def test_a_value_that_is_missing_is_said_of_the_file_that_asks_for_it() -> None:
    head, tail = docx(p("{{ agency.name }}")), docx(p("{%p if late %}") + p("x") + p("{%p endif %}"))
    template = compiled(
        p("{{ own }}") + HEAD + p("{{ number }}") + p("{%p include tail %}") + p("z"), head=head, tail=tail
    )
    view: dict[str, object] = {"own": "o", "agency": {"name": "a"}, "number": "1", "late": False}
    files = {
        "own": "xx/letter.docx",
        "agency": "xx/fragments/head.docx",
        "number": "xx/letter.docx",
        "late": "xx/fragments/tail.docx",
    }
    for missing, file in files.items():
        with pytest.raises(TemplateError) as caught:
            template.render({key: view[key] for key in view if key != missing}, title="T", language="km")
        assert str(caught.value).startswith(f"{file}, word/document.xml"), missing


# The fingerprint


def test_a_template_without_fragments_has_the_fingerprint_of_its_bytes() -> None:
    data = docx(p("a"))
    template = Template.compile(data, name="t.docx", fonts=FONTS, fragments={"head": docx(p("b"))})
    assert template.fingerprint == hashlib.sha256(data).hexdigest() == fingerprint(data, [])


def test_a_changed_fragment_changes_the_fingerprint_of_every_template_that_uses_it_and_of_no_other() -> None:
    old, new = docx(p("a")), docx(p("b"))
    uses, ignores = HEAD, p("x")
    assert compiled(uses, head=old).fingerprint != compiled(uses, head=new).fingerprint
    assert compiled(ignores, head=old).fingerprint == compiled(ignores, head=new).fingerprint


def test_the_fingerprint_covers_each_fragment_once_in_order_of_first_use() -> None:
    one, two = docx(p("1")), docx(p("2"))
    tail = p("{%p include tail %}")
    body = HEAD + tail + HEAD
    digests = b"".join(hashlib.sha256(each).digest() for each in (docx(body), one, two))
    assert compiled(body, head=one, tail=two).fingerprint == hashlib.sha256(digests).hexdigest()
    assert fingerprint(docx(body), [one, two]) != fingerprint(docx(body), [two, one])


def test_the_same_template_and_fragments_give_the_same_bytes() -> None:
    head = docx(p(picture("seal")) + p("{{ x }}"), **PICTURE)
    first, second = (compiled(HEAD, head=head).render({"x": "1"}, title="T", language="km") for _ in range(2))
    assert first == second and io.BytesIO(first).read(2) == b"PK"
