import json
from collections.abc import Iterator
from concurrent.futures import CancelledError
from pathlib import Path

import pytest

from docgen.documents import document_types, example
from docgen.errors import InputRefused, LayoutUnsupported, TimeLimitReached, WorkerLost
from docgen.settings import Settings
from docgen.workers import WorkerPool
from tests.unit.workers import jobs


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WorkerPool]:
    settings = Settings.read({"DOCGEN_DATA": str(tmp_path_factory.mktemp("data"))})
    with WorkerPool(settings, 1) as opened:
        yield opened


def test_a_worker_keeps_its_press_from_job_to_job(pool: WorkerPool) -> None:
    assert pool.run(jobs.process_id).result() == pool.run(jobs.process_id).result()


def test_a_case_rendered_twice_by_workers_gives_the_same_bytes(pool: WorkerPool) -> None:
    type_id, kind = next(iter(document_types().items()))
    case = json.dumps(example(kind)).encode()
    first = pool.run(jobs.rendered, case, [type_id]).result()
    assert first
    assert first == pool.run(jobs.rendered, case, [type_id]).result()


def test_a_refusal_comes_back_with_every_finding(pool: WorkerPool) -> None:
    with pytest.raises(InputRefused) as refused:
        pool.run(jobs.refuse).result()
    (finding,) = refused.value.findings
    assert (finding.pointer, finding.clause, finding.message.values["type"]) == ("/person", "4.7", "y")


def test_what_an_engine_does_not_set_comes_back_by_name(pool: WorkerPool) -> None:
    with pytest.raises(LayoutUnsupported) as refused:
        pool.run(jobs.unsupported).result()
    assert refused.value.constructs == ("a shape",)


def test_a_job_that_kills_its_process_is_said_to_be_lost_and_the_next_one_succeeds(pool: WorkerPool) -> None:
    with pytest.raises(WorkerLost) as lost:
        pool.run(jobs.die).result()
    assert not isinstance(lost.value, TimeLimitReached)
    assert pool.run(jobs.process_id).result()


def test_a_job_that_takes_too_long_is_ended_and_the_next_one_succeeds(pool: WorkerPool) -> None:
    with pytest.raises(TimeLimitReached):
        pool.run_within(0.2, jobs.sleep, 60).result()
    assert pool.run(jobs.process_id).result()


def test_cancelling_a_job_ends_it(pool: WorkerPool) -> None:
    future = pool.run(jobs.sleep, 60)
    assert future.cancel()
    with pytest.raises(CancelledError):
        future.result()
    assert pool.run(jobs.process_id).result()


def test_a_short_job_goes_before_long_ones_that_came_earlier(pool: WorkerPool) -> None:
    done: list[str] = []
    holding = pool.run(jobs.sleep, 0.5)
    others = [pool.run(jobs.process_id) for _ in range(5)]
    short = pool.run_first(None, jobs.process_id)
    others[-1].add_done_callback(lambda _: done.append("last of the long ones"))
    short.add_done_callback(lambda _: done.append("short"))
    for future in (holding, short, *others):
        future.result()
    assert done == ["short", "last of the long ones"]


def test_a_job_cancelled_while_it_waits_is_never_begun_and_costs_no_worker(pool: WorkerPool) -> None:
    before = pool.run(jobs.process_id).result()
    holding = [pool.run(jobs.sleep, 0.3) for _ in range(2)]
    waiting = pool.run(jobs.die)
    assert waiting.cancel()
    for future in holding:
        future.result()
    assert pool.run(jobs.process_id).result() == before


def test_what_waits_behind_a_job_that_kills_its_process_is_done_by_the_next(pool: WorkerPool) -> None:
    before = pool.run(jobs.process_id).result()
    killer = pool.run(jobs.die)
    waiting = [pool.run(jobs.process_id) for _ in range(4)]
    short = pool.run_first(None, jobs.process_id)
    with pytest.raises(WorkerLost):
        killer.result()
    assert before not in {future.result() for future in (*waiting, short)}


def test_closing_a_pool_lets_everything_that_was_given_end(tmp_path: Path) -> None:
    with WorkerPool(Settings.read({"DOCGEN_DATA": str(tmp_path)}), 1) as own:
        given = [own.run(jobs.sleep, 0.01) for _ in range(6)]
    assert [future.done() and future.exception() for future in given] == [None] * 6
    with pytest.raises(RuntimeError):
        own.run(jobs.process_id)


def test_stopping_a_pool_cancels_what_waits(tmp_path: Path) -> None:
    own = WorkerPool(Settings.read({"DOCGEN_DATA": str(tmp_path)}), 1)
    given = [own.run(jobs.sleep, 60) for _ in range(4)]
    own.stop()
    assert given[-1].cancelled()
