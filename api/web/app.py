"""The pages as an application of their own, behind the API: its routes answer in HTML, its errors are pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from fastapi import APIRouter, FastAPI

from api.web import (
    account,
    answers,
    batch_pages,
    cases,
    checking,
    clauses,
    custody,
    errors,
    issued,
    issuing,
    keeping,
    library,
    library_bundle,
    library_coverage,
    library_fragments,
    library_notes,
    library_steps,
    library_version,
    library_versions,
    people,
    previews,
    reading,
    reading_compare,
    reading_notes,
    reading_pictures,
    reading_tests,
    reading_xliff,
    saving,
    signing_in,
    tasks,
    verifying,
)
from api.web.assets import ASSETS
from api.web.door import Door
from api.web.headers import PageHeaders
from api.web.library_survey import Survey
from api.web.standing import Standing

ROUTERS: Final[Sequence[APIRouter]] = (
    account.router,
    answers.router,
    batch_pages.router,
    cases.router,
    checking.router,
    clauses.router,
    custody.router,
    issued.router,
    issuing.router,
    keeping.router,
    library.router,
    library_bundle.router,
    library_coverage.router,
    library_fragments.router,
    library_notes.router,
    library_steps.router,
    library_version.router,
    people.router,
    previews.router,
    reading_compare.router,
    reading_notes.router,
    reading_pictures.router,
    reading_tests.router,
    reading_xliff.router,
    reading.router,
    # Of two addresses that fit the first one answers: where any language may stand comes after all words that may.
    library_versions.router,
    saving.router,
    signing_in.router,
    tasks.router,
    verifying.router,
)


def create_pages() -> FastAPI:
    """The pages; whoever puts them behind the API sets `state.service`."""
    pages = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    pages.state.door, pages.state.survey = Door(), Survey()
    pages.mount("/assets", ASSETS)
    for router in ROUTERS:
        pages.router.routes.extend(router.routes)
    pages.add_middleware(Standing)
    pages.add_middleware(PageHeaders)
    errors.register(pages)
    return pages
