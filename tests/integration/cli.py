"""Runs the commands in this process: what they print, and the code they exit with."""

from __future__ import annotations

import io
import json
import sys
from dataclasses import dataclass
from typing import Any

import pytest

from docgen.cli import main


@dataclass(frozen=True)
class Ran:
    """One command's outcome."""

    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, Any]]:
        """stdout read as JSON lines; raises when a line is no JSON."""
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass
class Shell:
    """Calls `docgen …` as a script would."""

    monkeypatch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]

    def __call__(self, *arguments: object, stdin: bytes = b"") -> Ran:
        self.monkeypatch.setattr(sys, "argv", ["docgen", *map(str, arguments)])
        self.monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        self.capsys.readouterr()
        code = 0
        try:
            main()
        except SystemExit as left:
            code = left.code if isinstance(left.code, int) else 0 if left.code is None else 1
        out, err = self.capsys.readouterr()
        return Ran(code, out, err)
