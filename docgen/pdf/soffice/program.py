"""What of LibreOffice is installed on this machine: its binary, a Python with its UNO bridge, bubblewrap."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from docgen.errors import EngineUnavailable, Message
from docgen.pdf.soffice import confinement

_HELPER = Path(__file__).with_name("helper.py")
_SYSTEM_PYTHON = Path("/usr/bin/python3")  # the one that Debian builds python3-uno for
_PROBE_SECONDS = 60.0
#: No user site, no byte code beside the helper: nothing of the machine's comes in, nothing of ours stays behind.
PYTHON_OPTIONS = ("-s", "-B")


@dataclass(frozen=True, slots=True)
class Program:
    """The programs a LibreOffice process is made of; without `bubblewrap` it runs unconfined."""

    office: Path
    python: Path
    helper: Path = _HELPER
    bubblewrap: Path | None = None

    @classmethod
    def find(cls) -> Program:
        """What is installed, each found by trying it out.

        Raises EngineUnavailable, naming what to install.
        """
        office = _office()
        return cls(office, _python(office), bubblewrap=confinement.find())


def _office() -> Path:
    """LibreOffice's own binary (its wrapper script, once killed, would leave it behind)."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    binary = Path(found).resolve().with_name("soffice.bin") if found else None
    if binary is None or not binary.exists():
        raise EngineUnavailable(
            Message("LibreOffice is not installed; install libreoffice-writer or use the typeset engine")
        )
    return binary


def _python(office: Path) -> Path:
    """The first Python that can talk to LibreOffice: its own, the system's, the one on the path."""
    for python in _pythons(office):
        command = [str(python), *PYTHON_OPTIONS, "-c", "import uno"]
        try:
            done = subprocess.run(
                command, env={"PATH": os.defpath}, stdin=subprocess.DEVNULL, capture_output=True,
                timeout=_PROBE_SECONDS,
            )  # fmt: skip
        except (OSError, subprocess.TimeoutExpired):
            continue  # as good as not installed
        if done.returncode == 0:
            return python
    raise EngineUnavailable(Message("LibreOffice cannot be spoken to from Python; install python3-uno"))


def _pythons(office: Path) -> Iterator[Path]:
    found = shutil.which("python3")
    candidates = (office.with_name("python"), _SYSTEM_PYTHON, Path(found) if found else _SYSTEM_PYTHON)
    yield from (python for python in dict.fromkeys(candidates) if python.exists())
