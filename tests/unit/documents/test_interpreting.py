"""The rules that both papers about interpreting share."""

import json
from typing import Any

import pytest

from docgen.case import Case
from docgen.documents import document_type, example

PAPERS = ["interpreter_waiver", "interpreter_termination"]


def codes(type_id: str, person: str, official: str) -> list[tuple[str, str, str | None]]:
    kind = document_type(type_id)
    tree: dict[str, Any] = example(kind)
    tree["person"]["sex"], tree["interview"]["official"]["sex"] = person, official
    found = kind.of(Case.load(json.dumps(tree))).findings()
    return [(finding.severity.value, finding.pointer, finding.clause) for finding in found]


@pytest.mark.parametrize("type_id", PAPERS)
def test_an_official_of_the_other_sex_blocks_until_a_reason_is_given(type_id: str) -> None:
    assert codes(type_id, "male", "female") == [("warning", "/interview/official/sex", "5.1a")]
    assert codes(type_id, "female", "male") == [("warning", "/interview/official/sex", "5.1a")]


@pytest.mark.parametrize("type_id", PAPERS)
def test_the_same_sex_or_one_that_is_not_stated_breaks_nothing(type_id: str) -> None:
    assert codes(type_id, "male", "male") == []
    assert codes(type_id, "unspecified", "male") == []
