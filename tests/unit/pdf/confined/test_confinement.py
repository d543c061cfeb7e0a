"""The confined child answers, is limited, fails with one clear error, and the next job succeeds."""

from __future__ import annotations

import json
import os
import pickle
import resource
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from docgen.errors import (
    DocgenError,
    EngineUnavailable,
    InputRefused,
    LayoutUnsupported,
    PasswordNeeded,
    PdfRefused,
)
from docgen.pdf import confined
from docgen.pdf.confined import Confinement, Limits
from docgen.pdf.confined.frames import packed
from tests.unit.pdf.confined import stand_ins

SECRET = "ឈ្មោះ Sokha 4711"
QUICK = Limits(memory=256 * 1024 * 1024, cpu_seconds=1, seconds=4, reply=1_000_000, jobs=50)
HERE = stand_ins.__name__


@pytest.fixture
def confinement() -> Iterator[Confinement]:
    with Confinement(QUICK, modules=[HERE]) as confinement:
        yield confinement


def answer(confinement: Confinement, function: str, payload: Any = None, *blobs: bytes) -> Any:
    return confinement.run(f"{HERE}:{function}", payload, blobs)[0]


def test_payload_and_blobs_come_back_as_they_were(confinement: Confinement) -> None:
    payload = {"text": SECRET, "list": [1, 2.5, None, True], "odd": "\ud800"}
    assert confinement.run(f"{HERE}:echo", payload, [b"", b"\0\xff" * 100_000]) == (payload, [b"", b"\0\xff" * 100_000])


def test_one_child_does_many_jobs_and_is_then_replaced() -> None:
    with Confinement(Limits(jobs=3), modules=[HERE]) as confinement:
        pids = [answer(confinement, "whoami")["pid"] for _ in range(7)]
    assert [pids.count(pid) for pid in dict.fromkeys(pids)] == [3, 3, 1]
    assert os.getpid() not in pids


def test_a_child_has_its_own_process_group_and_nothing_of_our_environment(
    confinement: Confinement, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCGEN_SECRET", SECRET)
    child = answer(confinement, "whoami")
    assert child["group"] == child["pid"]
    assert set(child["environment"]) <= {"PATH", "LANG", "PYTHONPATH", "LC_CTYPE"}


def test_what_a_library_prints_disturbs_nothing(confinement: Confinement) -> None:
    assert answer(confinement, "printing") == "still in step"
    assert answer(confinement, "echo", 1) == 1


@pytest.mark.parametrize(
    ("function", "words"),
    [
        ("sleeping", "too long"),
        ("spinning", "too long"),
        ("segfault", "fail"),
        ("killed", "fail"),
        ("leaving", "fail"),
        ("greedy", "too much memory"),
        ("recursing", "fail"),
        ("failing", "fail"),
        ("unspeakable", "fail"),
        ("long_winded", "fail"),
        ("no_such_function", "fail"),
    ],
)
def test_a_failure_is_one_clear_error_and_the_next_job_succeeds(
    function: str, words: str, confinement: Confinement
) -> None:
    before = answer(confinement, "whoami")["pid"]
    with pytest.raises(PdfRefused, match=words) as caught:
        answer(confinement, function, SECRET)
    assert SECRET not in f"{caught.value!r}{caught.value.__dict__}"
    assert (caught.value.code, caught.value.http_status, caught.value.exit_code) == ("pdf_refused", 422, 4)
    assert answer(confinement, "whoami")["pid"] != before


HOSTILE_PICKLE = pickle.dumps(pytest.fail)


@pytest.mark.parametrize(
    "reply",
    [
        b"\xff" * 8,
        b"\0\0\0\1\0\0\0\0[",
        HOSTILE_PICKLE,
        packed({"result": 1}, ())[:-1],
        packed({"result": 1}, [b"x"])[:12] + b"\xff\xff\xff\xff",
        packed(7, ()),
        packed({}, ()),
        packed({"error": {"class": "NoSuchError", "attributes": {}}}, ()),
        packed({"error": {"class": "PdfRefused", "attributes": {}}}, ()),
        packed({"error": {"class": "PdfRefused", "attributes": {"message": {"message": {"key": 7}}}}}, ()),
        packed({"error": {"class": "PdfRefused", "attributes": {"message": {"message": {"key": "{a}"}}}}}, ()),
        packed(
            {"error": {"class": "PdfRefused", "attributes": {"message": {"message": {
                "key": "{a.__class__.__init__.__globals__}", "values": {"map": {"a": "x"}}}}}}},
            (),
        ),
        packed({"error": {"class": "PdfRefused", "attributes": {"message": {"subprocess": {"args": "id"}}}}}, ()),
        b"\0\2\0\0\0\0\0\0" + b"[" * 131_072,
    ],
)  # fmt: skip
def test_a_child_that_was_taken_over_can_only_answer_rubbish(reply: bytes, confinement: Confinement) -> None:
    with pytest.raises(PdfRefused, match="fail"):
        answer(confinement, "raw_reply", None, reply)
    assert answer(confinement, "echo", 1) == 1


def refusal(confinement: Confinement, which: str) -> DocgenError:
    with pytest.raises(DocgenError) as caught:
        answer(confinement, "refusing", which)
    return caught.value


def test_an_error_arrives_as_it_was_raised_and_the_child_lives_on(confinement: Confinement) -> None:
    before = answer(confinement, "whoami")["pid"]
    refused = refusal(confinement, "pdf")
    assert type(refused) is PdfRefused
    assert str(refused) == str(refused.message) == "page 3: no"
    assert type(refusal(confinement, "password")) is PasswordNeeded
    assert str(refusal(confinement, "counted")) == "2 pages"
    findings = refusal(confinement, "findings")
    assert isinstance(findings, InputRefused)
    assert [(finding.code, finding.pointer, finding.clause) for finding in findings.findings] == [("code", "/a", "4.7")]
    assert findings.findings[0].message == refused.message
    constructs = refusal(confinement, "constructs")
    assert isinstance(constructs, LayoutUnsupported)
    assert constructs.constructs == ("a", "b")
    assert answer(confinement, "whoami")["pid"] == before


def test_a_time_out_ends_the_whole_group(confinement: Confinement) -> None:
    grandchild = answer(confinement, "with_a_sleeping_grandchild")
    handle = os.pidfd_open(grandchild)
    try:
        with pytest.raises(PdfRefused, match="too long"):
            answer(confinement, "sleeping")
        assert select.select([handle], [], [], 10)[0] == [handle]
    finally:
        os.close(handle)


def test_the_limits_are_set(confinement: Confinement) -> None:
    limits = answer(confinement, "limits")
    assert limits["RLIMIT_FSIZE"] == [0, 0]
    assert limits["RLIMIT_CORE"] == [0, 0]
    assert 0 < limits["RLIMIT_AS"][0] < 2 * 1024**3
    assert 1 <= limits["RLIMIT_CPU"][0] < 60


def test_time_used_by_earlier_jobs_does_not_count(confinement: Confinement) -> None:
    first = answer(confinement, "limits")["RLIMIT_CPU"][0]
    for _ in range(20):
        answer(confinement, "echo", "x" * 200_000)
    assert answer(confinement, "limits")["RLIMIT_CPU"][0] >= first


def test_a_child_cannot_write_a_file(confinement: Confinement, tmp_path: Path) -> None:
    with pytest.raises(PdfRefused):
        answer(confinement, "writing", str(tmp_path / "left behind"))
    assert all(path.stat().st_size == 0 for path in tmp_path.iterdir())


def test_a_child_has_no_network_where_the_kernel_allows_that(confinement: Confinement) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        outcome = answer(confinement, "connecting", server.getsockname()[1])
    assert outcome == ("refused" if confinement.is_offline else "connected")


def test_threads_take_turns(confinement: Confinement) -> None:
    answers: list[int] = []

    def ask(number: int) -> None:
        answers.append(answer(confinement, "echo", number))

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == list(range(8))


def test_closing_twice_is_harmless_and_a_job_after_it_starts_anew(confinement: Confinement) -> None:
    confinement.close()
    first = answer(confinement, "whoami")["pid"]
    confinement.close()
    confinement.close()
    assert answer(confinement, "whoami")["pid"] != first


def test_a_module_that_cannot_be_imported_means_that_no_child_starts() -> None:
    with Confinement(QUICK, modules=["docgen.no_such_room"]) as broken, pytest.raises(EngineUnavailable):
        broken.run(f"{HERE}:echo")


def test_a_single_job_needs_no_with_block() -> None:
    assert confined.run(f"{HERE}:echo", "once") == ("once", [])


ORPHAN = """
import sys, threading
from docgen.pdf.confined import Confinement, Limits
confinement = Confinement(Limits(seconds=600, cpu_seconds=600), modules=["tests.unit.pdf.confined.stand_ins"])
pid = confinement.run("tests.unit.pdf.confined.stand_ins:whoami")[0]["pid"]
print(pid, flush=True)
if sys.argv[1] == "busy":
    name = "tests.unit.pdf.confined.stand_ins:sleeping"
    threading.Thread(target=confinement.run, args=(name,), daemon=True).start()
sys.stdin.read()
"""


@pytest.mark.parametrize("state", ["idle", "busy"])
def test_a_child_does_not_outlive_a_parent_that_is_killed(state: str) -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    parent = subprocess.Popen(
        [sys.executable, "-c", ORPHAN, state], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
    )
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    handle = os.pidfd_open(child)
    try:
        if state == "busy":
            time.sleep(1)  # until the job is on its way
        os.kill(parent.pid, signal.SIGKILL)
        parent.communicate()
        assert select.select([handle], [], [], 10)[0] == [handle]
    finally:
        os.close(handle)


def test_nothing_is_left_running_after_the_block() -> None:
    with Confinement(QUICK, modules=[HERE]) as confinement:
        pid = answer(confinement, "whoami")["pid"]
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_request_that_no_frame_can_hold_is_our_own_mistake(confinement: Confinement) -> None:
    with pytest.raises(TypeError):
        answer(confinement, "echo", object())
    assert json.dumps(answer(confinement, "echo", {"a": 1})) == '{"a": 1}'
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 0
