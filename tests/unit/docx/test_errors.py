"""An error in a template names the file, the part, the paragraph, the tag and the remedy."""

from __future__ import annotations

import pytest

from docgen.docx import Template
from docgen.errors import TemplateError, TemplateRefused
from tests.unit.docx.builder import FONTS, bookmarked, docx, p, r, tbl, tc, tr


def complaint(body: str, **options: object) -> str:
    with pytest.raises(TemplateError) as caught:
        Template.compile(docx(body, **options), name="letter.docx", fonts=FONTS)
    assert not isinstance(caught.value, TemplateRefused)
    message = str(caught.value)
    assert message.startswith("letter.docx, ")
    assert ";" in message.split(": ", 1)[1]
    return message


def filling(body: str, **view: object) -> str:
    template = Template.compile(docx(body), name="letter.docx", fonts=FONTS)
    with pytest.raises(TemplateError) as caught:
        template.render(view, title="T", language="km")
    return str(caught.value)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (p("Dear {{ x"), "not closed"),
        (p("Dear {{ x") + p("}} sir"), "not closed"),
        (p("Dear x }}"), "never opened"),
        (p("{% if x %}a"), "never closed; add the tag with endif"),
        (p("{%p if x %}") + p("a"), "never closed; add the tag with endif"),
        (p("{%p for y in x %}") + p("a"), "endfor"),
        (p("a{% endif %}"), "no if or for that this tag belongs to"),
        (p("{% for x in y %}{% elif z %}{% endfor %}"), "belongs to"),
        (p("{% if x %}{% endfor %}"), "belongs to"),
        (p("{% if x %}a") + p("b{% endif %}"), "different paragraphs"),
        (p("{%p if x %}") + tbl(tr(tc(p("{%p endif %}"), p("a")))), "different paragraphs, cells or rows"),
        (p("{%tr for x in y %}"), "outside a table"),
        (p("{%tc if x %}"), "outside a table"),
        (p("{%p if x %} and text") + p("{%p endif %}"), "holds other text"),
        (p("{%p if x %}{%p endif %}"), "holds other text"),
        (tbl(tr("{%tr for x in y %}", "text"), tr("{%tr endfor %}")), "holds other text"),
        (bookmarked("c_4_7_a", p("{%p if x %}")) + p("{%p endif %}"), "bookmark"),
        (p(r("{{ a"), "<w:r><w:tab/></w:r>", r("b }}")), "type it in one go"),
        (p(r("{{ a"), '<w:bookmarkStart w:id="1" w:name="x"/>', r("b }}")), "type it in one go"),
        (p(r("{"), "<w:r><w:br/></w:r>", r("{ a }}")), "type it in one go"),
        (p(r("{{ a"), '<w:hyperlink w:anchor="x">' + r("b }}") + "</w:hyperlink>"), "one go"),
        (p("{{ a {{ b }}"), "holds {{"),
        (p("{%- if x %}{% endif %}"), "with - or +"),
        (p("{{p x }}"), "raw XML"),
        (p("{{r x }}"), "raw XML"),
        (p("{%p\u00a0if x %}"), "plain space"),
        (p("{{ docgen_mark }}"), "reserved"),
        (p("{{ x y }}"), "cannot be read"),
        (p("{{ }}"), "cannot be read"),
        (p("{{ x|nice }}"), "no filter nice"),
        (p("{% set x = 1 %}"), "only if, elif"),
        (p("{% include 'x' %}"), "holds nothing else than {%p include"),
        (p("{% raw %}"), "only if, elif"),
        (p("{% iff x %}"), "only if, elif"),
        (p('<w:r><w:rPr><w:b/></w:rPr><w:sym w:font="x" w:char="{% if x %}"/></w:r>'), "never closed"),
        ("{{ x }}", "cannot stand here"),
        (p("{{ x }}").replace("w:t", "w:q"), "cannot stand here"),
    ],
)
def test_a_tag_that_cannot_work_is_named(body: str, reason: str) -> None:
    assert reason in complaint(body)


@pytest.mark.parametrize(
    "body",
    [
        p("{{ " + "(" * 400 + "x" + ")" * 400 + " }}"),
        p("{% if x %}" * 120 + "a" + "{% endif %}" * 120),
        p("{% if " + "not " * 3000 + "x %}{% endif %}"),
    ],
)
def test_what_is_nested_beyond_reason_is_named(body: str) -> None:
    assert "too deep" in complaint(body)


def test_a_part_beyond_reason_is_named() -> None:
    assert "too large" in complaint(
        p("{{ x }}") + "".join(p(f"{number:o} {number * number:x}") for number in range(60_000))
    )
    assert "too large" in complaint(p("{{ x }}" * 10_001))


@pytest.mark.parametrize(
    "xml", ['<w:sym w:char="{{ x"/>', '<w:sym w:char="{{ {{ {{"/>', "<w:cr/>{% if", "<w:pict>{{ x</w:pict>"]
)
def test_an_open_tag_outside_text_is_named(xml: str) -> None:
    assert "not closed" in complaint(p(f"<w:r>{xml}</w:r>"))


def test_signs_in_other_parts_are_no_tags() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="A"><w:name w:val="{{ x {%"/></w:style>'
    Template.compile(docx(p("a"), styles=styles), name="letter.docx", fonts=FONTS)


def test_the_message_shows_the_paragraph_and_the_tag() -> None:
    message = complaint(p("first") + p("Dear {{ person", r(".name|nice", "<w:b/>"), r(" }}, good day")) + p("last"))
    assert message.startswith(
        "letter.docx, word/document.xml, paragraph “Dear {{ person.name|nice }}, good day”, {{ person.name|nice "
        "}}: there is no filter nice"
    )


def test_the_part_is_named() -> None:
    assert "word/header1.xml" in complaint(p("a"), header=p("{{ x|nice }}"))


def test_every_error_of_a_syntax_kind_points_at_its_own_tag() -> None:
    body = p("{{ a }} {{ b }}") + p("{%p if c %}") + p("{{ d }} then {{ e + }}") + p("{%p endif %}")
    assert "paragraph “{{ d }} then {{ e + }}”, {{ e + }}" in complaint(body)


@pytest.mark.parametrize(
    ("body", "view", "reason"),
    [
        (p("Dear {{ name }}"), {}, "paragraph “Dear {{ name }}”, {{ name }}: nothing is named “name” here"),
        (p("a {{ x.y }}"), {"x": {}}, "{{ x.y }}: nothing is named “y” here"),
        (p("a {{ x.y.z }}"), {"x": {"y": "text"}}, "cannot be worked out"),
        (p("a {{ x.y }}"), {}, "nothing is named “x” here"),
        (p("{% if x.y %}a{% endif %}"), {"x": {}}, "{% if x.y %}: nothing is named “y”"),
        (p("{% if x %}a{% endif %}"), {}, "nothing is named “x”"),
        (
            p("{%p for x in xs %}") + p("{{ x.q }}") + p("{%p endfor %}"),
            {"xs": [{}]},
            "{{ x.q }}: nothing is named “q”",
        ),
        (p("{% for x in xs %}{% endfor %}"), {"xs": "text"}, "for needs a list"),
        (p("{% for x in xs %}{% endfor %}"), {"xs": {"a": "b"}}, "for needs a list"),
        (p("{% if x &gt; 1 %}{% endif %}"), {"x": "text"}, "cannot be worked out"),
        (p("{{ x|first }}"), {"x": []}, "empty"),
        (p("{{ x[3] }}"), {"x": ["a"]}, "no entry"),
        (p("{{ x[3] }}"), {"x": {"a": "b"}}, "needs a list"),
        (p("{{ x|join }}"), {"x": [["a"]]}, "list of texts"),
        (p("{{ x|length }}"), {"x": "secret"}, "for needs a list"),
    ],
)
def test_what_is_missing_when_filling_is_named(body: str, view: dict[str, object], reason: str) -> None:
    message = filling(body, **view)
    assert reason in message
    assert "secret" not in message
