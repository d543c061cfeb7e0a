"""What is found of LibreOffice on a machine, and what is said when something is missing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from docgen.errors import EngineUnavailable
from docgen.pdf.soffice import program as module
from docgen.pdf.soffice.program import Program
from tests.conftest import require


def executable(path: Path, script: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o700)
    return path


def test_without_libreoffice_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(EngineUnavailable, match="libreoffice-writer"):
        Program.find()


def test_without_its_bridge_to_python_the_message_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("soffice", "soffice.bin"):
        executable(tmp_path / name)
    executable(tmp_path / "python3", "exit 1")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(module, "_SYSTEM_PYTHON", tmp_path / "python3")
    with pytest.raises(EngineUnavailable, match="python3-uno"):
        Program.find()


def test_libreoffices_own_python_is_preferred_when_it_works(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("soffice", "soffice.bin", "python"):
        executable(tmp_path / name)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert Program.find().python == tmp_path / "python"


@pytest.mark.soffice
def test_what_is_installed_is_found_behind_the_links(monkeypatch: pytest.MonkeyPatch) -> None:
    require("soffice")
    found = Program.find()
    assert found.office.name == "soffice.bin"
    assert os.access(found.office, os.X_OK)
    assert found.python.exists()
