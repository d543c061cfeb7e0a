"""One server for all tests of a process, a browser for each module, and whoever sits at it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial

import pytest
from playwright.sync_api import Browser

from tests.browser.prepared import Prepared, prepared
from tests.browser.serving import Serving, serving
from tests.browser.sitting import CHROMIUM, Sitting, chromium, sitting
from tests.conftest import require

Sit = Callable[..., Sitting]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """A server with data of its own, for all tests that change nothing that others look at."""
    with serving(tmp_path_factory.mktemp("served")) as running:
        yield running


@pytest.fixture(scope="session")
def example(server: Serving) -> Prepared:
    """A clerk with an example of everything that pages show."""
    return prepared(server)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Not for longer than a module: Playwright keeps an event loop running, and other tests start their own."""
    with chromium(require(CHROMIUM)) as launched:
        yield launched


@pytest.fixture
def sit(browser: Browser, server: Serving) -> Iterator[Sit]:
    """Sit down at the server: `sit("km", cookie=…, scripts=False, width=320)`; see `sitting`."""
    with ExitStack() as left:

        def sat(language: str, **wishes: object) -> Sitting:
            seat = partial(sitting, browser, server.url, language)
            return left.enter_context(seat(**wishes))  # type: ignore[arg-type]  # as `sitting` takes them

        yield sat
