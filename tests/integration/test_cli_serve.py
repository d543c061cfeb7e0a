"""`docgen serve` on a machine that has nothing yet: it starts, says how to go on, serves, and ends in order."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

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
