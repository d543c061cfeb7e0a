"""The application: routes, errors and envelope put together. `create_app` is what uvicorn calls."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from typing import Any, Final

from fastapi import APIRouter, FastAPI

from api import failures, openapi
from api.envelope import Envelope
from api.lifespan import opened
from api.logs import configure_logs
from api.routers import (
    batches,
    forms,
    health,
    renders,
    template_files,
    template_notes,
    template_steps,
    template_texts,
    template_versions,
    templates,
    types,
    validations,
    verify,
)
from api.web.app import create_pages
from docgen.settings import Settings

ROUTERS: Final[Sequence[APIRouter]] = (
    renders.router,
    batches.router,
    validations.router,
    types.router,
    templates.router,
    template_files.router,
    template_versions.router,
    template_steps.router,
    template_notes.router,
    template_texts.router,
    forms.router,
    verify.router,
    health.router,
)


def create_app(settings: Settings | None = None, *, now: Callable[[], datetime] | None = None) -> FastAPI:
    """The service for these settings, else for those of the environment; `now` is its clock, UTC by default.

    What it works with is opened when the application starts (ASGI lifespan) and closed when it ends.
    """
    configure_logs()
    read = settings or Settings.read()
    clock = now or (lambda: datetime.now(UTC))
    app = FastAPI(
        title="docgen",
        docs_url=None,  # the pages behind these load scripts from elsewhere
        redoc_url=None,
        redirect_slashes=False,
        lifespan=_lifespan(read, clock),
        openapi_url=openapi.URL,
    )
    for router in ROUTERS:
        app.router.routes.extend(router.routes)
    app.add_middleware(Envelope)
    failures.register(app)
    openapi.describe(app)
    pages = create_pages()
    app.state.pages = pages
    app.router.default = pages  # what is no route of the API is a page, or is not there
    return app


def _lifespan(
    settings: Settings, now: Callable[[], datetime]
) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[Any]:
        async with opened(settings, now) as service:
            app.state.service = app.state.pages.state.service = service
            yield

    return lifespan
