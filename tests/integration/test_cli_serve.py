"""`docgen serve` on a machine that has nothing yet: it starts, says how to go on, serves, and ends in order."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from docgen.casefile.files import CaseFiles
from docgen.documents import example_of_all
from docgen.settings import Settings
from docgen.store import Role, Store, passwords, users

COMMAND = [sys.executable, "-m", "docgen", "serve", "--port", "0"]


def test_a_fresh_machine_serves_and_ends_in_order_when_told_to(tmp_path: Path) -> None:
    environment = {**os.environ, "DOCGEN_DATA": str(tmp_path / "new"), "DOCGEN_WORKERS": "1"}
    with subprocess.Popen(COMMAND, env=environment, stderr=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stderr is not None and process.stdout is not None
        try:
            said = process.stderr.readline().decode()
            advice = process.stderr.readline().decode()
            url = said.split(" (")[0].rpartition(" ")[2]
            with urllib.request.urlopen(f"{url}/health/ready", timeout=30) as answer:
                assert answer.status == 200
        finally:
            process.send_signal(signal.SIGTERM)
        rest, log = process.communicate(timeout=30)
    assert "docgen keys create" in advice
    assert rest == b"" and b"Traceback" not in log
    assert (tmp_path / "new" / "docgen.sqlite").is_file()


def test_a_data_folder_that_cannot_be_used_is_told_before_anything_listens(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    environment = {**os.environ, "DOCGEN_DATA": str(tmp_path / "file"), "DOCGEN_LANG": "en"}
    done = subprocess.run(COMMAND, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1 and "listens" not in done.stderr
    assert done.stderr.strip() and "Traceback" not in done.stderr


def test_a_demo_makes_an_account_and_an_invented_case_and_says_how_to_sign_in(tmp_path: Path) -> None:
    environment = {**os.environ, "DOCGEN_DATA": str(tmp_path / "new"), "DOCGEN_WORKERS": "1"}
    told = []
    for _ in range(2):
        with subprocess.Popen([*COMMAND, "--demo"], env=environment, stderr=subprocess.PIPE) as process:
            assert process.stderr is not None
            told.append([process.stderr.readline().decode() for _ in range(3)])
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=30)
    passwords_told = [lines[2].split()[-1] for lines in told]
    assert passwords_told[0] != passwords_told[1], "a new one each time"
    with Store.open(Settings.read(environment)) as store:
        demo = store.read(lambda session: users.named(session, "demo"))
        known = store.read(lambda session: users.credential(session, "demo"))
        assert demo is not None and demo.roles == set(Role)
        assert [passwords.verified(known.hash, each) for each in passwords_told] == [False, True]
        (case,) = CaseFiles(store, 1).mine(demo.id)
    assert case.draft.values == example_of_all()


def test_without_demo_there_is_no_account(tmp_path: Path) -> None:
    environment = {**os.environ, "DOCGEN_DATA": str(tmp_path / "new"), "DOCGEN_WORKERS": "1"}
    with subprocess.Popen(COMMAND, env=environment, stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        said = [process.stderr.readline().decode() for _ in range(3)]
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)
    assert "docgen users create" in said[2]
    with Store.open(Settings.read(environment)) as store:
        assert store.read(users.all_of) == []


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "papers.example"])
def test_a_demo_is_for_this_machine_only(tmp_path: Path, host: str) -> None:
    environment = {**os.environ, "DOCGEN_DATA": str(tmp_path / "new"), "DOCGEN_LANG": "en"}
    done = subprocess.run(
        [*COMMAND, "--demo", "--host", host], env=environment, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 2 and "--demo" in done.stderr
    assert not (tmp_path / "new").exists()
