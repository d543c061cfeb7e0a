"""The rules that both papers about interpreting share."""

import json
from pathlib import Path
from typing import Any

import pytest

from docgen.case import Case
from docgen.documents import document_type, example
from docgen.locale import Locale

PAPERS = ["interpreter_waiver", "interpreter_termination"]
TEMPLATES = Path(__file__).parents[3] / "templates"


def codes(type_id: str, person: str, official: str) -> list[tuple[str, str, str | None]]:
    kind = document_type(type_id)
    tree: dict[str, Any] = example(kind)
    tree["person"]["sex"], tree["interview"]["official"]["sex"] = person, official
    found = kind.of(Case.load(json.dumps(tree))).findings()
    return [(finding.severity.value, finding.pointer, finding.clause) for finding in found]


def printed(type_id: str, language: str, **particulars: Any) -> tuple[str, str]:
    """The representative and the witness as the paper names them."""
    kind = document_type(type_id)
    tree: dict[str, Any] = example(kind)
    for who, changes in particulars.items():
        tree["documents"][type_id][who] |= changes
    view = kind.of(Case.load(json.dumps(tree))).view(Locale.load(TEMPLATES / language))
    return view["representative"]["name"], view["witness"]["name"]


@pytest.mark.parametrize("type_id", PAPERS)
def test_who_stands_by_bears_a_title_and_who_signs_only_in_thai(type_id: str) -> None:
    assert printed(type_id, "th") == ("นางสาวภาวิณี ทองดี", "นายอรุณ ไชยา")
    assert printed(type_id, "km") == ("លោកស្រី ភាវិណី ថងឌី", "អរុណ ជៃយ៉ា")
    assert printed(type_id, "en") == ("Ms. Pawinee Thongdee", "Arun Chaiya")
    stated = {"form_of_address": "married"}
    assert printed(type_id, "th", representative=stated)[0] == "นางภาวิณี ทองดี"


@pytest.mark.parametrize("type_id", PAPERS)
def test_without_a_sex_the_name_stands_alone(type_id: str) -> None:
    unknown: dict[str, Any] = {"sex": None}
    names = printed(type_id, "th", representative=unknown, witness=unknown)
    assert names == ("ภาวิณี ทองดี", "อรุณ ไชยา")


@pytest.mark.parametrize("type_id", PAPERS)
def test_an_official_of_the_other_sex_blocks_until_a_reason_is_given(type_id: str) -> None:
    assert codes(type_id, "male", "female") == [("warning", "/interview/official/sex", "5.1a")]
    assert codes(type_id, "female", "male") == [("warning", "/interview/official/sex", "5.1a")]


@pytest.mark.parametrize("type_id", PAPERS)
def test_the_same_sex_or_one_that_is_not_stated_breaks_nothing(type_id: str) -> None:
    assert codes(type_id, "male", "male") == []
    assert codes(type_id, "unspecified", "male") == []
