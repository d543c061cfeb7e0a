"""The building itself: sizes, language codes, imports, the public names and what the README promises."""

from __future__ import annotations

import ast
import importlib
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer.main

import docgen
from docgen.cli import app
from docgen.documents import document_types, example_of_all
from docgen.library import Library

ROOT = Path(docgen.__file__).resolve().parents[1]
PACKAGE = ROOT / "docgen"
# Alembic runs the scripts of the migrations itself, and writes them: no module of ours imports them.
MODULES = [
    path
    for folder in (PACKAGE, ROOT / "api")
    for path in sorted(folder.rglob("*.py"))
    if "migrations" not in path.parts
]
MODULE_LINES, FUNCTION_LINES = 330, 45

# Run in a fresh interpreter: import every module of docgen and print what its own code opened, read or started.
# A frame of the import machinery between the act and docgen means that Python, not docgen, did it; so it is with
# Pydantic, which looks for plugins of its own when a class is declared.
WATCH = """
import os, pkgutil, sys, threading, json
acts = []

def by_docgen():
    frame = sys._getframe(2)
    while frame is not None:
        name = frame.f_code.co_filename
        if name.startswith("<frozen importlib") or os.sep + "pydantic" in name:
            return False
        if name.startswith(PACKAGE):
            return True
        frame = frame.f_back
    return False

def hook(event, args):
    if event.partition(".")[0] in {"open", "os", "subprocess", "socket", "shutil", "tempfile", "glob"} and by_docgen():
        acts.append(event + " " + str(args[:1]))

PACKAGE = sys.argv[1]
Environ = type(os.environ)
for name in ("__getitem__", "get", "__contains__", "__iter__"):
    def watched(self, *args, _real=getattr(Environ, name)):
        if by_docgen():
            acts.append("environ " + str(args[:1]))
        return _real(self, *args)
    setattr(Environ, name, watched)
sys.addaudithook(hook)
import docgen
found = [each.name for each in pkgutil.walk_packages(docgen.__path__, "docgen.")]
names = ["docgen"] + sorted(name for name in found if "migrations" not in name)
for name in names:
    __import__(name)
print(json.dumps({"acts": acts, "names": names, "threads": threading.active_count()}))
"""


def literals(path: Path) -> Iterator[ast.Constant]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))


def in_package(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=in_package)
def test_no_language_code_stands_in_a_module(path: Path, library: Library) -> None:
    fonts = {font.language for locale in library.locales.values() for font in locale.settings.fonts.values()}
    codes = {*library.locales, *fonts, "lo", "vi", "my", "lo-LA"}
    assert [(node.lineno, node.value) for node in literals(path) if node.value in codes] == []


@pytest.mark.parametrize("path", MODULES, ids=in_package)
def test_a_module_and_its_functions_fit_on_a_screen_or_a_few(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    long = {
        node.name: size for node in functions if (size := (node.end_lineno or 0) - node.lineno + 1) > FUNCTION_LINES
    }
    assert long == {}
    assert len(text.splitlines()) <= MODULE_LINES


def test_importing_docgen_does_nothing_that_anyone_could_see(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
    done = subprocess.run(
        [sys.executable, "-c", WATCH, str(PACKAGE)], cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
    seen = json.loads(done.stdout)
    assert len(seen["names"]) >= len(
        [path for path in MODULES if path.name != "__init__.py" and PACKAGE in path.parents]
    )
    assert seen["acts"] == []
    assert seen["threads"] == 1
    assert list(tmp_path.iterdir()) == []


def _jobs() -> Iterator[str]:
    """The modules of the functions that the service hands to its workers."""
    for path in MODULES:
        if PACKAGE in path.parents:
            continue
        module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Attribute(ast.Attribute(attr="workers" | "pool"), attr), args=args) if attr in (
                    "run",
                    "run_first",
                    "run_within",
                ):
                    job = next(each.id for each in args if isinstance(each, ast.Name) and each.id != "seconds")
                    yield str(getattr(module, job).__module__)


def test_what_workers_do_loads_nothing_of_what_serves_pages() -> None:
    """A worker would load it, with 40 MB, while the first job of the kind waits, and the other workers with it."""
    jobs = sorted(set(_jobs()))
    assert {"api.jobs", "api.web.state_job", "docgen.preview.picture"} <= set(jobs)
    code = f"import {', '.join(jobs)}, sys; print('fastapi' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stderr, done.stdout.strip()) == (0, "", "False")


def test_everything_public_is_in_all_and_everything_in_all_is_there() -> None:
    names = docgen.__all__
    assert list(names) == sorted(set(names))
    assert all(hasattr(docgen, name) for name in names)
    public = {name for name, value in vars(docgen).items() if not name.startswith("_") and not _is_module(value)}
    assert public == set(names)


def test_what_the_interface_promises_in_python_is_public() -> None:
    promised = {"generate", "Library", "Bundle", "Case"}
    errors = {"DocgenError", "InputRefused", "RuleViolated", "TemplateError", "TemplateRefused", "LayoutUnsupported"}
    assert promised | errors | {"EngineUnavailable", "UnknownName", "Finding", "Message"} <= set(docgen.__all__)
    for method in ("write", "zip"):
        assert callable(getattr(docgen.Bundle, method))
    assert callable(docgen.Library.load)


def readme() -> str:
    return (ROOT / "README.md").read_text(encoding="utf-8")


def readme_blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", readme(), re.M | re.S)


def documented_commands() -> list[str]:
    lines = [line.partition("#")[0].strip() for block in readme_blocks("") for line in block.splitlines()]
    return [line for line in lines if line.startswith("docgen ")]


@pytest.mark.parametrize("line", documented_commands())
def test_a_command_of_the_readme_exists_with_its_options(line: str) -> None:
    words = shlex.split(line.partition(">")[0])[1:]
    command = typer.main.get_command(app).commands[words[0]]  # type: ignore[attr-defined]
    if isinstance(command, typer.core.TyperGroup):
        command = command.commands[words[1]]
    options = {option for parameter in command.params for option in parameter.opts}
    assert {word for word in words if word.startswith("--")} <= options
    positional = [word for word in words[1:] if not word.startswith("--")]
    if words[0] in ("example", "schema"):
        assert positional[0] in document_types()


def test_the_targets_of_make_that_the_readme_names_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"(?:^|`)make (\w+)", readme(), re.M))
    assert named >= {"demo", "test", "bench"}
    assert named <= set(re.findall(r"^(\w+):", makefile, re.M))


def test_the_settings_of_the_readme_are_those_that_are_read() -> None:
    named = set(re.findall(r"`(DOCGEN_\w+)`", readme()))
    read = {node.value for path in MODULES for node in literals(path) if re.fullmatch(r"DOCGEN_[A-Z_]+", node.value)}
    assert named == read


def test_the_links_of_the_readme_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", readme()):
        assert (ROOT / target).exists(), target


def test_the_python_of_the_readme_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("case.json").write_text(json.dumps(example_of_all()), encoding="utf-8")
    block, _ = readme_blocks("python")  # the other one calls the service (test_readme_callers.py)
    exec(compile(block, "README.md", "exec"), {"__name__": "readme"})
    assert {path.suffix for path in Path("out").iterdir()} == {".docx", ".pdf", ".json"}


def _is_module(value: object) -> bool:
    return isinstance(value, type(importlib))
