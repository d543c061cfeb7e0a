"""Compile once, render many: the whole way from template bytes to document bytes."""

from __future__ import annotations

import hashlib
import io
import struct
import threading
import zipfile

import pytest

from docgen.docx import Template
from docgen.errors import TemplateError
from tests.unit.docx.builder import DEFAULT_SECTION, FONTS, bookmarked, docx, members, p, r, tbl, tc, tr, zipped
from tests.unit.docx.reading import paragraphs, parts, root

ROWS = tbl(
    tr("No", "What"),
    tr(tc(p("{%tr for item in evidence %}")), ""),
    tr("{{ loop.index }}", "{{ item.values }}"),
    tr(tc(p("{%tr endfor %}")), ""),
)
VIEW = {"person": {"name": "A", "items": "B"}, "minor": True, "evidence": [{"values": "x"}, {"values": "y"}]}


def compiled(body: str, **options: object) -> Template:
    return Template.compile(docx(body, **options), name="t.docx", fonts=FONTS)


def lines(body: str, **view: object) -> list[str]:
    return paragraphs(compiled(body).render(view, title="T", language="km"))


def test_a_placeholder_cut_into_runs_is_filled() -> None:
    assert lines(p(r("{{ per"), r("son.na", "<w:b/>"), r("me }}")), person={"name": "A"}) == ["A"]


def test_rows_paragraphs_and_words_are_repeated_or_left_out() -> None:
    body = (
        p("a{% if minor %} minor{% else %} adult{% endif %}.")
        + p("{%p if not minor %}")
        + p("adult")
        + p("{%p endif %}")
        + ROWS
    )
    assert lines(body, **VIEW) == ["a minor.", "No", "What", "1", "x", "2", "y"]


def test_a_condition_across_runs_leaves_each_text_its_own_format() -> None:
    body = p("A {% if b %}", r("bold", "<w:b/>"), r("{% endif %} end", "<w:i/>"))
    template = compiled(body)
    for value, expected in ((True, "A bold end"), (False, "A  end")):
        data = template.render({"b": value}, title="T", language="km")
        assert paragraphs(data) == [expected]
        last = list(root(data).iter("{*}r"))[-1]
        assert last.find("{*}rPr/{*}i") is not None


def test_a_key_named_like_a_method_of_a_dictionary_is_a_key() -> None:
    view = {"x": {"items": "a", "values": "b", "keys": "c", "get": "d", "__class__": "e"}}
    assert lines(p("{{ x.items }}{{ x.values }}{{ x['keys'] }}{{ x.get }}"), **view) == ["abcd"]


@pytest.mark.parametrize(
    ("tag", "result"),
    [
        ("{{ xs|length }}", "2"),
        ("{{ xs|first }}", "a"),
        ("{{ xs|last }}", "b"),
        ("{{ xs|join(', ') }}", "a, b"),
        ("{{ xs[1] }}", "b"),
        ("{% if xs|length &gt; 1 and y == 'k' %}yes{% endif %}", "yes"),
        ("{% if 'a' in xs %}yes{% endif %}", "yes"),
        ("{% for x in xs %}{% if not loop.first %}, {% endif %}{{ x }}{% else %}none{% endfor %}", "a, b"),
        ("{% for x in nobody %}{{ x }}{% else %}no one{% endfor %}", "no one"),
        ("{# note #}z", "z"),
        ("{% if y == “k” %}yes{% elif y %}no{% endif %}", "yes"),
    ],
)
def test_the_template_language(tag: str, result: str) -> None:
    assert lines(p(tag), xs=["a", "b"], y="k", nobody=[]) == [result]


def test_headers_footers_footnotes_and_text_boxes_are_filled() -> None:
    box = p(
        "<w:r><w:pict><v:shape><v:textbox><w:txbxContent>"
        + p("box {{ x }}")
        + "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    note = f'<w:footnote w:id="2">{p("note {{ x }}")}</w:footnote>'
    data = compiled(
        p("body {{ x }}") + box,
        header=p("head {{ x }}"),
        footer=p("foot {{ x }}"),
        footnotes=note,
        section=DEFAULT_SECTION.replace(
            "/></w:sectPr>", '/><w:footerReference w:type="default" r:id="rIdFooter1"/></w:sectPr>'
        ),
    ).render({"x": "1"}, title="T", language="km")
    assert paragraphs(data) == ["body 1", "box 1", "box 1"]
    assert paragraphs(data, "word/header1.xml") == ["head 1"]
    assert paragraphs(data, "word/footer1.xml") == ["foot 1"]
    assert paragraphs(data, "word/footnotes.xml") == ["note 1"]


def test_the_same_input_gives_the_same_bytes_from_a_template_compiled_anew() -> None:
    body, options = ROWS + p("{{ person.name }}"), {"title": "T", "language": "km", "mark": "ร่าง"}
    first = compiled(body)
    data = first.render(VIEW, **options)
    assert data == first.render(VIEW, **options) == compiled(body).render(VIEW, **options)


def test_threads_share_one_template() -> None:
    template = compiled(ROWS + p("{{ person.name }}"))
    expected = {name: template.render(VIEW | {"person": {"name": name}}, title="T", language="km") for name in "abcdef"}
    wrong: list[str] = []

    def work(name: str) -> None:
        for _ in range(50):
            if template.render(VIEW | {"person": {"name": name}}, title="T", language="km") != expected[name]:
                wrong.append(name)

    threads = [threading.Thread(target=work, args=(name,)) for name in expected]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_the_zip_has_content_types_first_one_timestamp_and_no_extra_fields() -> None:
    data = compiled(p("{{ x }}")).render({"x": "1"}, title="T", language="km")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        infos = archive.infolist()
    assert [info.filename for info in infos[:3]] == ["[Content_Types].xml", "_rels/.rels", "word/document.xml"]
    assert {info.date_time for info in infos} == {(1980, 1, 1, 0, 0, 0)}
    assert not any(info.extra or info.flag_bits or info.external_attr or info.comment for info in infos)
    assert struct.unpack_from("<H", data, 28) == (0,)


def test_only_the_parts_a_document_needs_are_written() -> None:
    template = Template.compile(zipped(members(p("a")) | {"word/forgotten.xml": b"<x/>"}), name="t.docx", fonts=FONTS)
    assert set(parts(template.render({}, title="T", language="km"))) == {
        "[Content_Types].xml",
        "_rels/.rels",
        "word/document.xml",
        "docProps/core.xml",
        "word/_rels/document.xml.rels",
        "word/header1.xml",
        "word/settings.xml",
        "word/styles.xml",
    }


def test_what_a_template_asks_for_is_known() -> None:
    body = (
        bookmarked("c_4_7_a", p("{{ person.name }}"))
        + p("{%p for agency in agencies if agency.shown %}")
        + p("{{ agency.name }}: {{ loop.index }}")
        + p("{%p for phone in agency.phones %}")
        + p("{{ phone }} {{ phone.kind }}")
        + p("{%p endfor %}")
        + p("{%p endfor %}")
        + bookmarked("c_10", p("{% if minor and person['age'] == '1' %}{{ names[0] }}{{ all|join }}{% endif %}"), 2)
        + bookmarked("other", p("x"), 3)
    )
    data = docx(body, header=p("{{ head }}"))
    template = Template.compile(data, name="t.docx", fonts=FONTS)
    assert template.placeholders == {
        "person.name",
        "agencies[].name",
        "agencies[].phones[]",
        "agencies[].phones[].kind",
        "names[]",
        "all[]",
        "head",
    }
    assert template.conditions == {"agencies[].shown", "minor", "person.age"}
    assert template.loops == {"agencies", "agencies[].phones"}
    assert template.clauses == ("c_4_7_a", "c_10")
    assert template.fingerprint == hashlib.sha256(data).hexdigest()


def test_a_template_without_tags_renders() -> None:
    assert paragraphs(compiled(p("plain")).render({}, title="T", language="km")) == ["plain"]


def test_a_hostile_loop_stops() -> None:
    nested = "".join(f"{{% for {name} in xs %}}" for name in "abcd") + "{% endfor %}" * 4
    with pytest.raises(TemplateError, match="too large"):
        lines(p(nested), xs=["x"] * 40)


def test_a_cell_whose_only_paragraph_may_be_left_out_keeps_one() -> None:
    cell = tc(p("{%p for x in xs %}"), p("{{ x }}"), p("{%p endfor %}"))
    other = tc(p("{%p if y %}"), p("y"), p("{%p endif %}"))
    data = compiled(tbl(tr(cell, other))).render({"xs": [], "y": False}, title="T", language="km")
    assert all(found.find("{*}p") is not None for found in root(data).iter("{*}tc"))
