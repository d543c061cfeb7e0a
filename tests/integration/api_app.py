"""The service as tests meet it: the whole application in this process, with a store of its own and one worker."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from starlette.testclient import TestClient

from api.app import create_app
from docgen.documents import document_types, example
from docgen.settings import Settings
from docgen.store import Scope, Store


def settings_in(folder: Path, **settings: str) -> Settings:
    """Settings of a service with its data in a folder, as in the environment, without DOCGEN_."""
    told = {"DATA": str(folder), "WORKERS": "1", "RATE_LIMIT": "100000/second"} | settings
    return Settings.read({**os.environ, **{f"DOCGEN_{name}": value for name, value in told.items()}})


def key_of(app: FastAPI, *scopes: Scope, test: bool = False, user: str = "") -> Mapping[str, str]:
    """The header with a new key of a running service, of these scopes, else of all; `user` is the id of its user."""
    made: Iterable[Scope] = scopes or tuple(Scope)
    store: Store = app.state.service.store
    now = datetime.now(UTC)
    _, secret = store.write(
        lambda session: store.keys.create(session, "tests", made, now, test=test, user=user)
    ).result()
    return {"Authorization": f"Bearer {secret}"}


@dataclass(frozen=True)
class Served:
    """A running service. `client` sends no key by itself."""

    app: FastAPI
    client: TestClient

    @property
    def store(self) -> Store:
        store: Store = self.app.state.service.store
        return store

    def key(self, *scopes: Scope, test: bool = False, user: str = "") -> Mapping[str, str]:
        """The header with a new key of these scopes, else of all; `user` is the id of its user."""
        return key_of(self.app, *scopes, test=test, user=user)


@contextmanager
def served(folder: Path, **settings: str) -> Iterator[Served]:
    """The service with its data in a folder; settings as in the environment, without DOCGEN_."""
    app = create_app(settings_in(folder, **settings))
    with TestClient(app, raise_server_exceptions=False) as client:
        yield Served(app, client)


def render_request(*formats: str, types: int = 1, languages: int = 1) -> dict[str, Any]:
    """A request for so many types in so many languages."""
    kinds = list(document_types())[:types]
    case = example(document_types()[kinds[0]])
    for type_id in kinds[1:]:
        more = example(document_types()[type_id])
        case = {**more, **case, "documents": {**case["documents"], **more["documents"]}}
    return {"case": case, "types": kinds, "languages": ["km", "th", "en"][:languages], "formats": list(formats)}
