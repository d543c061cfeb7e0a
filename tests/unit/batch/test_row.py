import hashlib
import json
import logging
import pickle
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from docgen.batch.row import Order, Outcome, State, examine, perform, perform_chunk
from docgen.documents import document_type, document_types, example, example_of_all
from docgen.errors import Message, UnknownName
from docgen.library import Library
from docgen.press import Press
from docgen.verification.key import StoreUnusable

TYPE = "termination_notice"


@dataclass
class Kept:
    """A landing in memory; `error` is raised instead."""

    found: dict[str, bytes] = field(default_factory=dict)
    error: BaseException | None = None

    def put(self, data: bytes) -> str:
        if self.error:
            raise self.error
        address = hashlib.sha256(data).hexdigest()
        self.found[address] = data
        return address


@pytest.fixture(scope="module")
def order(library: Library) -> Order:
    return Order((TYPE,), (next(iter(library.locales)),), ("docx",))


def tree() -> Any:
    return example(document_type(TYPE))


def row(case: Any) -> bytes:
    return json.dumps(case).encode()


def test_a_good_row_lands_every_output_and_says_what_it_is(press: Press, order: Order) -> None:
    landing = Kept()
    outcome = perform(press, order, 7, row(tree()), landing)
    (output,) = outcome.outputs
    data = landing.found[output.address]
    assert (outcome.number, outcome.state, outcome.findings) == (7, State.DONE, ())
    assert (output.sha256, output.size) == (hashlib.sha256(data).hexdigest(), len(data))
    assert output.name == f"{TYPE}.{output.language}.docx"
    (issued,) = outcome.issued
    assert (issued.sha256, issued.code) == (output.sha256, output.code)
    assert issued.code


def test_order_and_outcome_survive_the_way_to_a_worker(press: Press, order: Order) -> None:
    outcome = perform(press, order, 1, row(tree()), Kept())
    assert pickle.loads(pickle.dumps(outcome)) == outcome
    assert pickle.loads(pickle.dumps(order)) == order


def test_without_types_a_row_gives_every_document_it_has_particulars_for(press: Press, order: Order) -> None:
    outcome = perform(press, replace(order, types=None), 1, row(example_of_all()), Kept())
    assert {output.type for output in outcome.outputs} == set(document_types())


def test_a_row_without_any_particulars_is_told_so(press: Press, order: Order) -> None:
    bare = {**tree(), "documents": {}}
    assert codes(perform(press, replace(order, types=None), 1, row(bare), Kept())) == ["document.absent"]


def test_a_row_of_several_types_is_told_the_findings_of_all_of_them_and_lands_nothing(
    press: Press, order: Order
) -> None:
    whole = example_of_all()
    first, second, third = list(document_types())[:3]
    for type_id in (first, third):
        whole["documents"][type_id] = {"nothing_of_the_kind": 1}
    landing = Kept()
    outcome = perform(press, replace(order, types=(first, second, third)), 1, row(whole), landing)
    told = {finding.pointer.split("/")[2] for finding in outcome.findings if finding.pointer.startswith("/documents/")}
    assert outcome.state is State.FAILED
    assert told == {first, third}
    assert landing.found == {}


@pytest.mark.parametrize("data", [b"", b"[]", b"\xff\xfe", b"{", b"null", b'{"reference": 1}'])
def test_what_is_no_case_is_an_outcome_with_findings(press: Press, order: Order, data: bytes) -> None:
    outcome = perform(press, order, 1, data, Kept())
    assert outcome.state is State.FAILED
    assert outcome.findings


def test_a_row_that_its_source_could_not_read_fails_with_nothing_to_add(press: Press, order: Order) -> None:
    assert perform(press, order, 1, None, Kept()) == Outcome(1, State.FAILED)


def test_an_error_of_the_program_fails_the_row_and_logs_only_its_places(
    press: Press, order: Order, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        outcome = perform(press, order, 1, row(tree()), Kept(error=ValueError("SECRET NAME")))
    assert codes(outcome) == ["internal"]
    assert "ValueError at test_row.py:" in caplog.text
    assert "SECRET" not in caplog.text + str(outcome)


def test_a_full_disk_is_not_the_rows_fault(press: Press, order: Order) -> None:
    with pytest.raises(StoreUnusable):
        perform(press, order, 1, row(tree()), Kept(error=StoreUnusable(Message("no room on the disk"))))


def test_bad_rows_of_a_chunk_leave_the_others_alone(press: Press, order: Order) -> None:
    outcomes = perform_chunk(press, order, [(1, b"{"), (2, row(tree())), (3, None)], Kept())
    assert [(outcome.number, outcome.state.value) for outcome in outcomes] == [
        (1, "failed"),
        (2, "done"),
        (3, "failed"),
    ]


def test_an_examined_row_is_judged_alike_and_makes_nothing(press: Press, order: Order) -> None:
    assert examine(press, order, 1, row(tree())) == Outcome(1, State.DONE)
    bad = row({**tree(), "reference": ""})
    assert examine(press, order, 1, bad).findings == perform(press, order, 1, bad, Kept()).findings


def test_a_specimen_bears_no_code_and_is_not_registered(press: Press, order: Order) -> None:
    outcome = perform(press, replace(order, specimen=True), 1, row(tree()), Kept())
    assert (outcome.outputs[0].code, outcome.issued) == ("", ())


@pytest.mark.parametrize("wrong", [Order(("no_type",)), Order(None, ("xx",)), Order(None, None, ("odt",))])
def test_an_order_of_what_there_is_not_is_refused_before_any_row(library: Library, wrong: Order) -> None:
    with pytest.raises(UnknownName):
        wrong.checked(library)


def codes(outcome: Outcome) -> list[str]:
    return [finding.code for finding in outcome.findings]
