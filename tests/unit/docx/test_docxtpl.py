"""The pinned docxtpl: what it patches, and that ours prints the same paragraphs as stock docxtpl where stock is
right.
"""

from __future__ import annotations

import io
from importlib.metadata import version

import pytest
from docxtpl import DocxTemplate

from docgen.docx import Template
from tests.unit.docx.builder import FONTS, docx, p, r, tbl, tc, tr
from tests.unit.docx.reading import paragraphs, root

VIEW = {
    "name": "Sok Dara",
    "case": {"number": "12/2565", "open": True, "closed": False},
    "items": [{"no": "1", "what": "passport"}, {"no": "2", "what": "ticket"}],
    "empty": [],
}


def stock(data: bytes) -> bytes:
    template = DocxTemplate(io.BytesIO(data))
    template.render(VIEW, autoescape=True)
    buffer = io.BytesIO()
    template.save(buffer)
    return buffer.getvalue()


ROWS = tbl(
    tr("No", "What"),
    tr(tc(p("{%tr for i in items %}")), ""),
    tr("{{ i.no }}", "{{ i.what }}"),
    tr(tc(p("{%tr endfor %}")), ""),
)
BODIES = {
    "plain": p("Dear {{ name }}, case {{ case.number }}."),
    "cut into runs": p(r("Dear {{ na", "<w:b/>"), r("me }}, case {"), r("{ case.number }}.")),
    "words": p("a {% if case.open %}open{% else %}closed{% endif %} b {% if case.closed %}x{% endif %}c"),
    "words in runs": p(
        "a {% if case.open %}", r("open", "<w:b/>"), r("{% else %}"), r("shut", "<w:i/>"), r("{% endif %} b")
    ),
    "words left out": p("a {% if case.closed %}", r("x", "<w:b/>"), r("{% endif %} b")),
    "paragraphs": p("{%p if case.open %}")
    + p("x")
    + p("{%p else %}")
    + p("y")
    + p("{%p endif %}")
    + p("{%p if case.closed %}")
    + p("z")
    + p("{%p endif %}"),
    "loop": p("{%p for i in items %}") + p("{{ loop.index }} {{ i.what }}") + p("{%p endfor %}") + p("end"),
    "rows": ROWS,
    "no rows": ROWS.replace("in items", "in empty"),
    "cells": tbl(tr(tc(p("{%tc for i in items %}")), "{{ i.no }}", tc(p("{%tc endfor %}"))), columns=2),
    "run tags": p("a {%r if case.open %}", r("b", "<w:b/>"), r("{%r endif %} c")),
    "spans": tbl(tr("{% colspan case.number|length %}x") if False else tr("{% cellbg name %}x", "y")),
    "merged": tbl(
        tr(tc(p("{%tr for i in items %}")), ""), tr("{% vm %}same", "{{ i.what }}"), tr(tc(p("{%tr endfor %}")), "")
    ),
    "comments": p("a{# note #}b") + p("{#p note #}") + p("c"),
    "quotes": p("{% if name == ‘Sok Dara’ %}yes{% endif %}{% if case.number &lt; '2' %}less{% endif %}"),
}


def test_the_pinned_version_is_the_one_that_was_read() -> None:
    assert version("docxtpl") == "0.20.2"
    assert version("jinja2") == "3.1.6"


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_ours_prints_the_paragraphs_that_stock_docxtpl_prints(body: str) -> None:
    data = docx(body)
    ours = Template.compile(data, name="t.docx", fonts=FONTS).render(VIEW, title="T", language="km")
    theirs = stock(data)
    assert paragraphs(ours) == paragraphs(theirs)
    for name in ("tbl", "tr", "tc", "vMerge", "shd"):
        assert len(list(root(ours).iter(f"{{*}}{name}"))) == len(list(root(theirs).iter(f"{{*}}{name}")))


def test_patching_joins_a_tag_and_takes_its_paragraph_away() -> None:
    patched = DocxTemplate(None).patch_xml(
        p(r("{{ na", "<w:b/>"), r("me }}")) + p("{%p if x %}") + p("y") + p("{%p endif %}")
    )
    assert patched == p(r("{{ name }}", "<w:b/>")) + "{% if x %}" + p("y") + "{% endif %}"
