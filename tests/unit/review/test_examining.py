"""What is found about a version: lint beside the other languages' newest wordings, tests, and what it was compared
with."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Sequence

import pytest
from sqlalchemy import update

from docgen.binding import COVER
from docgen.errors import Finding, WordingDamaged
from docgen.pdf.typeset import Typesetter
from docgen.review.examining import Bench, examinations, examine, examined, fetched, panel_of, panels
from docgen.settings import Settings
from docgen.shelf.state import Version
from docgen.store.template_rows import TemplateFileRow
from docgen.store.template_tests import Expectation, Wanted
from tests.conftest import languages, open_press, type_ids
from tests.unit.shelf.office import Office, reworded, whole_office, word

TYPE, TAG, OTHER = "interpreter_waiver", "en", "th"


@pytest.fixture
def office(installed: Settings) -> Iterator[Office]:
    with whole_office(installed) as running:
        yield running


def bench(office: Office) -> Bench:
    return Bench.of(office.library, Typesetter(open_press().fonts).unsupported)


def added(office: Office, data: bytes, tag: str = TAG) -> Version:
    return office.shelf.add(TYPE, tag, data, office.writer, "", office.now())


def newest(office: Office, tag: str) -> Version:
    return office.shelf.versions(TYPE, tag)[0]


def about(findings: Sequence[Finding]) -> set[str]:
    return {each.pointer.partition("/")[0] for each in findings}


def test_our_own_wordings_are_examined_all_at_once_and_nothing_is_found(office: Office) -> None:
    found = examinations(office.shelf, bench(office))
    assert len(found) == (len(type_ids()) + 1) * len(languages())
    assert {version: each.findings for version, each in found.items() if each.findings} == {}
    versions = {each.id: each for each in office.shelf.newest()}
    for version_id, each in found.items():
        assert set(each.compared) == set(languages()) - {versions[version_id].language}
    assert {versions[each].type for each in found} == {*type_ids(), COVER}


def test_a_wording_that_lacks_what_the_others_have_is_told_so_in_its_own_language_only(office: Office) -> None:
    version = added(office, word("c_4_7_a: Only this"))
    found = examine(office.shelf, version.id, bench(office)).findings
    assert about(found) == {TAG}
    assert any(each.code.startswith("parity.") for each in found)
    assert any(each.code == "placeholder.absent" for each in found)


def test_a_version_is_compared_with_the_newest_of_the_other_languages_that_is_in_use(office: Office) -> None:
    shipped = newest(office, TAG)
    fresh = added(office, word("c_4_7_a: Only this"), OTHER)
    compared = examine(office.shelf, shipped.id, bench(office)).compared
    assert compared[OTHER] == fresh.fingerprint
    office.shelf.chain.retire(fresh.id, office.approver, "a mistake", office.now())
    after = examine(office.shelf, shipped.id, bench(office)).compared
    assert after[OTHER] == office.shelf.versions(TYPE, OTHER)[1].fingerprint


def test_an_older_version_is_examined_itself_not_the_newest(office: Office) -> None:
    shipped, fresh = newest(office, TAG), added(office, word("c_4_7_a: Only this"))
    assert examine(office.shelf, shipped.id, bench(office)).findings == ()
    assert examine(office.shelf, fresh.id, bench(office)).findings
    assert shipped.id not in examinations(office.shelf, bench(office))


def test_the_tests_of_a_language_are_run_on_the_version(office: Office) -> None:
    wanted = Expectation(TAG, "", "interpreter", Wanted.PRESENT)
    test = office.shelf.trials.save(TYPE, "names the interpreter", None, [wanted], office.writer, office.now())
    shipped, bare = newest(office, TAG), added(office, word("Nothing"))
    (passed,) = examine(office.shelf, shipped.id, bench(office)).results
    assert (passed.test, passed.version, passed.passed) == (test.id, shipped.id, True)
    (failed,) = examine(office.shelf, bare.id, bench(office)).results
    assert (failed.version, failed.passed) == (bare.id, False)
    assert examine(office.shelf, newest(office, OTHER).id, bench(office)).results == ()


def test_what_was_examined_lets_an_approval_through_the_gate(office: Office) -> None:
    found = examine(office.shelf, newest(office, TAG).id, bench(office))
    submitted = office.shelf.chain.submit(newest(office, TAG).id, office.writer, "", office.now())
    approved = office.shelf.chain.approve(submitted.id, office.approver, "", office.now(), found)
    assert approved.approvals[0].compared == found.compared


def test_the_key_of_a_panel_is_that_of_its_wordings_and_tests(office: Office) -> None:
    shipped = newest(office, TAG)
    before = panel_of(office.shelf, shipped.id)
    assert before.key == panel_of(office.shelf, newest(office, OTHER).id).key
    assert before.key in {each.key for each in panels(office.shelf)}
    added(office, word("Nothing"), OTHER)
    after = panel_of(office.shelf, shipped.id).key
    wanted = Expectation(TAG, "", "interpreter", Wanted.PRESENT)
    office.shelf.trials.save(TYPE, "names the interpreter", None, [wanted], office.writer, office.now())
    assert len({before.key, after, panel_of(office.shelf, shipped.id).key}) == 3


def test_what_a_worker_needs_crosses_to_it(office: Office) -> None:
    got = fetched(office.shelf, panel_of(office.shelf, newest(office, TAG).id))
    assert examined(bench(office), pickle.loads(pickle.dumps(got))) == examined(bench(office), got)


def test_a_damaged_wording_is_a_finding_beside_others_and_refuses_to_be_examined_itself(office: Office) -> None:
    fresh = added(office, reworded(office.shelf.wording(newest(office, TAG)).data, "interpreter", "helper"))
    office.store.write(
        lambda session: session.execute(
            update(TemplateFileRow).where(TemplateFileRow.sha256 == fresh.file).values(data=b"other")
        )
    ).result()
    with pytest.raises(WordingDamaged):
        examine(office.shelf, fresh.id, bench(office))
    found = examinations(office.shelf, bench(office))
    assert [each.code for each in found[fresh.id].findings] == ["template.unusable"]
    assert found[newest(office, OTHER).id].findings == ()
