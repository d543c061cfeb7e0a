"""What the tests share: the installation's press, the example case and the programs that judge the output."""

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from docgen.case import Case
from docgen.documents import document_types, example_of_all
from docgen.library import Library
from docgen.pdf.fonts import FontBook
from docgen.pdf.soffice import SofficePool
from docgen.press import Press
from docgen.settings import Settings
from docgen.verification.issuer import Issuer
from tests.postgresql import Cluster

settings.register_profile("docgen", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.load_profile("docgen")


KEY = bytes(range(32))
"""The key of the installation under test."""


KEPT = ("DOCGEN_EXAMPLES", "DOCGEN_FONTS")
"""What the environment may say to the tests; all else about an installation is each test's own."""


@cache
def open_press() -> Press:
    """A press with the templates of the repository, and no store: nothing is approved."""
    settings = replace(Settings.read(), data=Path("no-installation"), key_file=Path("no-installation", "no.key"))
    return replace(Press.open(settings), issuer=Issuer(KEY))


@pytest.fixture(autouse=True)
def installation(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What an installation keeps, new for each test: nothing is read from or left on the machine."""
    folder = tmp_path_factory.mktemp("installation")
    for name in [name for name in os.environ if name.startswith("DOCGEN_") and name not in KEPT]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("DOCGEN_DATA", str(folder))
    return folder


@pytest.fixture(scope="session")
def press() -> Press:
    return open_press()


@pytest.fixture(scope="session")
def library() -> Library:
    return open_press().library


@pytest.fixture(scope="session")
def case() -> Case:
    """One case that satisfies every type."""
    return Case.load(json.dumps(example_of_all()))


@pytest.fixture(scope="session")
def soffice() -> Iterator[SofficePool]:
    """LibreOffice, one process; skipped (in CI failed) where it is absent."""
    require("soffice")
    with SofficePool(FontBook.find(Settings.read().fonts), processes=1) as pool:
        yield pool


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Cluster]:
    """A PostgreSQL server; skipped (in CI failed) where its programs are absent."""
    cluster = Cluster()
    yield cluster
    cluster.remove()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def installed(request: pytest.FixtureRequest, installation: Path) -> Settings:
    """Settings of a new installation, once on each kind of database."""
    environment = {"DOCGEN_DATA": str(installation)}
    if request.param == "postgresql":
        environment["DOCGEN_DATABASE_URL"] = request.getfixturevalue("postgresql").database()
    return Settings.read(environment)


def type_ids() -> list[str]:
    return list(document_types())


def languages() -> list[str]:
    return list(Library.load(*Settings.read().templates).locales)


def require(program: str) -> str:
    """Path of a program; where it is absent the test is skipped with the reason, except in CI, where it fails."""
    path = shutil.which(program)
    if path:
        return path
    reason = f"{program} is not installed; .ci/system ci installs it"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-goldens", action="store_true", help="write tests/golden anew from what is printed now")
