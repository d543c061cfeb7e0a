"""The text of every paper as it was last looked at; `pytest --update-goldens` writes it anew for `git diff` to show."""

from __future__ import annotations

from pathlib import Path

import pytest

from docgen.docx.text import text
from docgen.verification.code import printed_in
from tests.acceptance.papers import PAPERS, paper

GOLDEN = Path(__file__).parents[1] / "golden"


@pytest.mark.parametrize(("type_id", "tag"), PAPERS, ids=lambda value: str(value))
def test_the_paper_reads_as_it_was_last_looked_at(type_id: str, tag: str, request: pytest.FixtureRequest) -> None:
    golden, found = GOLDEN / f"{type_id}.{tag}.txt", text(paper(type_id, tag).docx)
    for code in printed_in(found):  # it changes with every word of template and view
        found = found.replace(f"{code[:9]}\n{code[10:]}", "(code)")
    if request.config.getoption("--update-goldens"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(found, encoding="utf-8")
    assert golden.is_file(), "no golden yet: look at the paper, then run pytest --update-goldens"
    assert found == golden.read_text(encoding="utf-8")


def test_no_golden_is_left_of_a_paper_that_is_no_more() -> None:
    assert {path.stem for path in GOLDEN.glob("*.txt")} == {f"{type_id}.{tag}" for type_id, tag in PAPERS}
