"""Hostile Word files are refused within 5 seconds and 512 MB, and our own templates are accepted within the same."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.hostile_words import hostile
from tests.acceptance.word_judge import CPU_SECONDS, MEMORY_MB
from tests.conftest import open_press

ROOT = Path(__file__).parents[2]


def judged(files: Iterable[Path]) -> Mapping[str, Any]:
    """The verdict on each file, by its path."""
    asked = [sys.executable, "-m", "tests.acceptance.word_judge", *map(str, files)]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return {verdict["file"]: verdict for verdict in map(json.loads, done.stdout.splitlines())}


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Any]:
    folder = tmp_path_factory.mktemp("hostile")
    files = {name: folder / f"{number}.docx" for number, name in enumerate(hostile())}
    for name, build in hostile().items():
        files[name].write_bytes(build())
    found = judged(files.values())
    return {name: found[str(path)] for name, path in files.items()}


@pytest.mark.parametrize("name", hostile())
def test_a_hostile_word_file_is_refused_in_bounded_time_and_memory(name: str, verdicts: Mapping[str, Any]) -> None:
    verdict = verdicts[name]
    assert verdict["verdict"] == "refused", verdict
    assert verdict["seconds"] <= CPU_SECONDS
    assert verdict["megabytes"] <= MEMORY_MB


def test_every_template_and_fragment_of_ours_is_accepted() -> None:
    library = open_press().library
    files = [*library.files.values(), *library.fragments.values()]
    assert len(files) > 40
    found = judged(files)
    assert {path: each["verdict"] for path, each in found.items() if each["verdict"] != "accepted"} == {}
    assert max(each["megabytes"] for each in found.values()) <= MEMORY_MB
