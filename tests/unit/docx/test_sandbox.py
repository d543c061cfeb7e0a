"""Nothing but names, dots, if, for, comparisons and a few filters reaches the compiler."""

from __future__ import annotations

import pytest

from docgen.docx import Template
from docgen.docx.places import Place
from docgen.docx.sandbox import DocumentEnvironment, check
from docgen.errors import TemplateError
from tests.unit.docx.builder import FONTS, docx, p


def place(line: int) -> Place:
    return Place("t.docx", "part", tag=f"line {line}")


@pytest.mark.parametrize(
    "source",
    [
        "{{ x() }}",
        "{{ x.y() }}",
        "{{ x|upper }}",
        "{{ x|attr('y') }}",
        "{{ x + 1 }}",
        "{{ 'a' * 9999999999 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ -x }}",
        "{{ x ~ y }}",
        "{{ x[y] }}",
        "{{ x[1:2] }}",
        "{{ x[1.5] }}",
        "{{ x.__class__ }}",
        "{{ x['__class__'] }}",
        "{{ x._y }}",
        "{{ [1, 2] }}",
        "{{ (1, 2) }}",
        "{{ {'a': 1} }}",
        "{{ x if y else z }}",
        "{{ x is defined }}",
        "{{ 1.5 }}",
        "{{ self }}",
        "{{ super }}",
        "{{ caller }}",
        "{{ loop.index }}",
        "{{ loop }}",
        "{% for a in b %}{{ loop.cycle }}{% endfor %}",
        "{% for a in b %}{{ loop.depth0 }}{% endfor %}",
        "{% for a in b recursive %}{% endfor %}",
        "{% for a, b in c %}{% endfor %}",
        "{% for loop in c %}{% endfor %}",
        "{% for docgen_mark in c %}{% endfor %}",
        "{% for a in [1, 2] %}{% endfor %}",
        "{% for a in range(9) %}{% endfor %}",
        "{% set x = 1 %}",
        "{% set x %}a{% endset %}",
        "{% macro x() %}{% endmacro %}",
        "{% include 'x' %}",
        "{% import 'x' as y %}",
        "{% from 'x' import y %}",
        "{% extends 'x' %}",
        "{% block x %}{% endblock %}",
        "{% call x() %}{% endcall %}",
        "{% filter join %}{% endfilter %}",
        "{% with x = 1 %}{% endwith %}",
        "{% autoescape false %}{% endautoescape %}",
        "{{ x|join(y) }}",
        "{{ x|join(separator='') }}",
        "{{ x|length(1) }}",
        "{{ x|join(1) }}",
        "{{ x|join('a', 'b') }}",
        "{{ x|first|attr('y') }}",
        "{{ not x() }}",
        "{% if x() %}{% endif %}",
        "{% if a %}{% elif x() %}{% endif %}",
        "{% if a %}{% else %}{{ x() }}{% endif %}",
        "{% for a in b %}{% else %}{{ loop.index }}{% endfor %}",
        "{% for a in b if a() %}{% endfor %}",
        "{% for a in b %}" * 5 + "{% endfor %}" * 5,
    ],
)
def test_anything_else_is_refused_at_its_place(source: str) -> None:
    with pytest.raises(TemplateError, match=r"t\.docx, part, line [01]: "):
        check(DocumentEnvironment({}).parse(source), place)


@pytest.mark.parametrize(
    "source",
    [
        "{{ a }}",
        "{{ a.b.c }}",
        "{{ a['b'] }}",
        "{{ a[0] }}",
        "{{ a|length }}",
        "{{ a|join(', ') }}",
        "{% if a and not b or c %}{% endif %}",
        "{% if a == 'x' and b != 1 and c < 2 and d in e and f not in g %}{% elif h %}{% else %}{% endif %}",
        "{% for a in b.c if a.d %}{{ loop.index }}{{ loop.first }}{{ loop.last }}{{ loop.length }}{% else %}x{% "
        "endfor %}",
        "{{ 'a' }}",
    ],
)
def test_the_language_of_templates_passes(source: str) -> None:
    check(DocumentEnvironment({}).parse(source), place)


def test_the_environment_knows_no_globals_tests_or_foreign_filters() -> None:
    environment = DocumentEnvironment({})
    assert not environment.globals
    assert not environment.tests
    assert set(environment.filters) == {"length", "first", "last", "join", "docgen_list"}
    assert environment.autoescape is True
    assert environment.sandboxed


@pytest.mark.parametrize(
    "body", ["{{ x.__class__.__mro__ }}", "{{ ''.join.__globals__ }}", "{{ cycler.__init__ }}", "{{ lipsum() }}"]
)
def test_known_ways_out_of_a_sandbox_do_not_compile(body: str) -> None:
    with pytest.raises(TemplateError, match=r"t\.docx, word/document\.xml"):
        Template.compile(docx(p(body)), name="t.docx", fonts=FONTS)


def test_names_of_jinja_are_names_of_the_view() -> None:
    template = Template.compile(docx(p("{{ range }}{{ dict }}{{ cycler }}{{ namespace }}")), name="t.docx", fonts=FONTS)
    assert template.placeholders == {"range", "dict", "cycler", "namespace"}
    with pytest.raises(TemplateError, match="nothing is named “range”"):
        template.render({}, title="T", language="km")
