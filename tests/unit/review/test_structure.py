"""What tags say is read in one normal form, however it was typed."""

from __future__ import annotations

import pytest

from docgen.docx.passages import Passage
from docgen.review.structure import GAP, Paragraph, Print, paragraphs


def read(*lines: str) -> list[Paragraph]:
    return paragraphs(Passage(f"body+{number}", (), "body", line) for number, line in enumerate(lines, 1))


def controls(line: str) -> tuple[str, ...]:
    return read(line)[0].controls


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("{% if a %}x{% else %}y{% endif %}", "{% if a %}x{% endif %}{% if not a %}y{% endif %}"),
        ("{% if not (a and b) %}x{% endif %}", "{% if not b or not a %}x{% endif %}"),
        ("{% if a == 'x' %}y{% endif %}", '{% if "x" == a %}y{% endif %}'),
        ("{% if not a == 'x' %}y{% endif %}", "{% if a != 'x' %}y{% endif %}"),
        ("{% if not not a %}y{% endif %}", "{% if a %}y{% endif %}"),
        ("{%p if a %}", "{%tr if a %}"),
        ("{% if a['b'] %}y{% endif %}", "{% if a.b %}y{% endif %}"),
        (
            "{% if a %}1{% elif b %}2{% else %}3{% endif %}",
            "{% if a %}1{% elif b %}2{% elif not a and not b %}3{% endif %}",
        ),
    ],
)
def test_two_ways_to_type_a_condition_are_one(one: str, other: str) -> None:
    assert controls(one) == controls(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("{% if a %}x{% endif %}", "{% if not a %}x{% endif %}"),
        ("{% if a == 'x' %}y{% endif %}", "{% if a == 'z' %}y{% endif %}"),
        ("{% if a == 1 %}y{% endif %}", "{% if a == '1' %}y{% endif %}"),
        ("{% if a and b %}x{% endif %}", "{% if a or b %}x{% endif %}"),
        ("{% if a|length > 1 %}x{% endif %}", "{% if a|length > 2 %}x{% endif %}"),
        ("{% if a %}x{% endif %}", "{% if a %}x{% endif %}{% if a %}x{% endif %}"),
        ("{% if a < b %}x{% endif %}", "{% if a > b %}x{% endif %}"),
    ],
)
def test_conditions_that_say_something_else_differ(one: str, other: str) -> None:
    assert controls(one) != controls(other)


def test_the_variable_of_a_loop_is_the_list_it_runs_over() -> None:
    loop, item, end, after = read("{%tr for need in needs %}", "{{ need.met }}", "{%tr endfor %}", "{{ need.met }}")
    assert loop.controls == ("for needs",) and end.controls == ("end",)
    assert item.prints == (Print("needs[].met"),)
    assert after.prints == (Print("need.met"),), "outside the loop the name is another"


def test_a_placeholder_is_known_with_the_conditions_of_its_own_paragraph() -> None:
    (paragraph,) = read("{{ a }}{% if b %}{{ a }}{% else %}{{ c }}{% endif %}")
    assert paragraph.prints == (Print("a"), Print("a", ("if b",)), Print("c", ("if not b",)))


def test_what_governs_paragraphs_is_told_from_what_stands_in_one() -> None:
    block, inline, empty = read("{%p if a %}", "{% if a %}x{% endif %}", " \t ")
    assert block.block and not inline.block and not empty.block
    assert empty.empty and not inline.empty
    assert inline.literal == f"{GAP}x{GAP}"


def test_a_tag_that_cannot_be_read_stands_as_typed() -> None:
    assert controls("{% if a ~ %}x{% endif %}") == ("if a ~", "end")
    assert read("{{ a b }}")[0].prints == (Print("a b"),)


def test_what_closes_nothing_is_passed_over() -> None:
    assert controls("{% endif %}{% else %}{% endfor %}") == ()
