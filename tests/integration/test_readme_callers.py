"""The callers that README shows are run as they stand there, against a server started as README says."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import docgen
from tests.integration.live import Live, live

README = Path(docgen.__file__).resolve().parents[1] / "README.md"
SECONDS = 120
THAI = re.compile("[ก-๙]")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with live(tmp_path_factory.mktemp("server")) as serving:
        yield serving


def block(kind: str) -> str:
    """The one fenced block of this kind in the section “Call it”."""
    section = README.read_text(encoding="utf-8").split("## Call it\n")[1].split("\n## ")[0]
    (found,) = re.findall(rf"```{kind}\n(.*?)```", section, re.DOTALL)
    return str(found)


def call(server: Live, folder: Path, *command: str, script: str, name: str) -> str:
    """Run a caller in a folder of its own with address and key in the environment. Returns what it prints."""
    (folder / name).write_text(script, encoding="utf-8")
    environment = {
        **os.environ,
        "API_URL": server.url,
        "API_KEY": server.key("render", "batch"),
        "NO_PROXY": "127.0.0.1",
    }
    ran = subprocess.run(
        [*command, name], cwd=folder, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False
    )
    assert ran.returncode == 0, f"{ran.stdout}\n{ran.stderr}\n{server.said.read_text()[-2000:]}"
    return ran.stdout


def program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        assert not os.environ.get("CI"), f"{name} must be there in CI"
        pytest.skip(f"{name} is not installed")
    return found


def assert_rendered(folder: Path) -> None:
    """A PDF, and a ZIP of two rows with one PDF each and the manifest last."""
    assert (folder / "statement.pdf").read_bytes().startswith(b"%PDF-")
    with zipfile.ZipFile(io.BytesIO((folder / "files.zip").read_bytes())) as archive:
        assert archive.testzip() is None
        *papers, manifest = archive.namelist()
        assert [paper.rpartition("/")[2] for paper in papers] == ["rights_statement.th.pdf"] * 2
        assert all(archive.read(paper).startswith(b"%PDF-") for paper in papers)
        assert {row["name"] for row in json.loads(archive.read(manifest))["files"]} == set(papers)


def test_the_curl_caller_gets_papers_problem_and_batch(server: Live, tmp_path: Path) -> None:
    program("curl")
    call(server, tmp_path, "bash", "-eu", "-o", "pipefail", script=block("sh"), name="caller.sh")
    assert_rendered(tmp_path)
    problem = json.loads((tmp_path / "problem.json").read_bytes())
    assert problem["status"] == 422
    assert all(THAI.search(error["message"]) for error in problem["errors"])
    assert "event: done" in (tmp_path / "events.txt").read_text()
    assert len((tmp_path / "results.jsonl").read_text().splitlines()) == 2


def test_the_python_caller_gets_papers_problem_and_batch(server: Live, tmp_path: Path) -> None:
    said = call(server, tmp_path, sys.executable, script=block("python"), name="caller.py")
    assert_rendered(tmp_path)
    assert said.startswith("422 /")
    assert THAI.search(said)


def test_the_javascript_caller_gets_papers_problem_and_batch(server: Live, tmp_path: Path) -> None:
    said = call(server, tmp_path, program("node"), script=block("js"), name="caller.mjs")
    assert_rendered(tmp_path)
    assert said.startswith("422 /")
    assert THAI.search(said)
