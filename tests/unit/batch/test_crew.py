from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor, Future
from pathlib import Path
from typing import Any, cast

import pytest

from docgen.batch.crew import TRIES, Chunk, Crew
from docgen.batch.landing import FolderLanding
from docgen.batch.options import Options
from docgen.batch.row import Order, Outcome, State, perform_chunk
from docgen.batch.sources import Row
from docgen.errors import Message, TimeLimitReached, WorkerLost
from docgen.verification.key import StoreUnusable
from docgen.workers import WorkerPool

Answer = Callable[[Sequence[int]], BaseException | None]


class Pool:
    """Answers at once: a chunk is done unless `answer` has an error for its numbers."""

    def __init__(self, answer: Answer) -> None:
        self.answer, self.handed, self.stopped = answer, list[list[int]](), False

    def run_within(self, _: float, job: object, __: Order, rows: Sequence[tuple[int, bytes]], *___: object) -> Any:
        assert job is perform_chunk
        numbers = [number for number, _ in rows]
        self.handed.append(numbers)
        future: Future[list[Outcome]] = Future()
        if error := self.answer(numbers):
            future.set_exception(error)
        else:
            future.set_result([Outcome(number, State.DONE) for number in numbers])
        return future

    def stop(self) -> None:
        self.stopped = True


def crew(*pools: Pool) -> Crew:
    waiting = list(pools)
    return Crew(
        lambda: cast(WorkerPool, waiting.pop(0)),
        Options(Path("rows.jsonl"), Path("out"), Order(), workers=2),
        FolderLanding(Path("objects")),
    )


def outcomes(crew: Crew, *numbers: int) -> dict[int, list[str]]:
    """What comes of rows that go as one chunk: the codes of their findings, none for done."""
    crew.hand(Chunk([Row(number, b"{}") for number in numbers]))
    found: dict[int, list[str]] = {}
    while not crew.idle:
        for row, outcome in crew.results(1):
            assert row.number not in found
            found[row.number] = [finding.code for finding in outcome.findings]
    return found


def test_a_chunk_whose_process_was_lost_goes_again_row_by_row() -> None:
    pool = Pool(lambda numbers: lost() if len(numbers) > 1 else None)
    assert outcomes(crew(pool), 1, 2, 3) == {1: [], 2: [], 3: []}
    assert pool.handed == [[1, 2, 3], [1], [2], [3]]


def test_a_row_that_costs_three_processes_is_failed_and_the_others_are_made() -> None:
    pool = Pool(lambda numbers: lost() if 2 in numbers else None)
    assert outcomes(crew(pool), 1, 2, 3) == {1: [], 2: ["worker_lost"], 3: []}
    assert pool.handed.count([2]) == TRIES


def test_a_row_that_takes_too_long_alone_is_failed_at_once() -> None:
    pool = Pool(lambda numbers: TimeLimitReached(Message("too long")) if 2 in numbers else None)
    assert outcomes(crew(pool), 1, 2) == {1: [], 2: ["time_limit"]}
    assert pool.handed.count([2]) == 1


def test_an_unexpected_error_fails_the_row_it_belongs_to() -> None:
    pool = Pool(lambda numbers: ValueError("SECRET") if 2 in numbers else None)
    assert outcomes(crew(pool), 1, 2) == {1: [], 2: ["internal"]}


def test_a_full_disk_ends_the_run() -> None:
    with pytest.raises(StoreUnusable):
        outcomes(crew(Pool(lambda _: StoreUnusable(Message("no room")))), 1)


def test_a_pool_that_broke_is_opened_anew_and_no_row_is_blamed() -> None:
    broken, sound = Pool(lambda _: BrokenExecutor()), Pool(lambda _: None)
    opened = crew(broken, sound)
    assert outcomes(opened, 1) == {1: []}
    assert broken.stopped
    opened.close()
    assert sound.stopped


def test_pools_that_all_break_are_given_up() -> None:
    with pytest.raises(WorkerLost):
        outcomes(crew(*(Pool(lambda _: BrokenExecutor()) for _ in range(10))), 1)


def test_chunks_in_hand_are_bounded() -> None:
    opened = crew(Pool(lambda _: None))
    handed = 0
    while opened.has_room:
        opened.hand(Chunk([Row(handed, b"{}")]))
        handed += 1
    assert handed == 6


def lost() -> WorkerLost:
    return WorkerLost(Message("the process ended"))
