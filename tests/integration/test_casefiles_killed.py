"""A server that is killed while it saves: what was acknowledged is there, and the case opens."""

import os
import random
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from docgen.casefile.draft import Draft
from docgen.casefile.files import CaseFiles
from docgen.documents import example_of_all
from docgen.settings import Settings
from docgen.store import Store

KILLS = 30
NOW = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)
ROOT = Path(__file__).parents[2]


def killed(starter: subprocess.Popen[str], saves: int, pause: float) -> int:
    """The last save that was acknowledged by a process killed so many seconds after so many saves."""
    assert starter.stdin is not None and starter.stdout is not None
    print(file=starter.stdin, flush=True)
    process = int(starter.stdout.readline())
    acknowledged = 0
    for _ in range(saves):
        acknowledged = int(starter.stdout.readline())
    time.sleep(pause)
    os.kill(process, signal.SIGKILL)
    while (line := starter.stdout.readline().strip()) != "end":
        acknowledged = int(line)
    return acknowledged


def test_each_acknowledged_save_is_there_after_a_kill(installed: Settings) -> None:
    chance, draft = random.Random(6), Draft(values=example_of_all()).put(("person", "code"), "0")
    with Store.open(installed) as store:
        case = CaseFiles(store, 180).create("clerk", draft, NOW).id
    environment = {**os.environ, "DOCGEN_DATA": str(installed.data), "DOCGEN_DATABASE_URL": installed.database_url}
    command = [sys.executable, "-m", "tests.integration.saving", case, "clerk"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment, cwd=ROOT
    ) as starter:
        last = 0
        for _ in range(KILLS):
            acknowledged = killed(starter, chance.randint(1, 4), chance.random() * 0.02)
            with Store.open(installed) as store:
                opened = CaseFiles(store, 180).open(case, "clerk")
                assert store.read(store.audit.verify) == []
            assert opened is not None
            kept = int(str(opened.draft.at(("person", "code"))))
            assert acknowledged <= kept <= acknowledged + 1, "durable before it is acknowledged, and none is lost"
            assert opened.draft.put(("person", "code"), "0") == draft
            last = kept
        assert starter.stdin is not None
        starter.stdin.close()
    assert last >= KILLS
