"""The template library of a running service as tests use it: people with keys of their own, and wordings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from httpx2 import Response

from api.negotiation import DOCX
from docgen.store import Role, Scope, users
from tests.integration.api_app import Served
from tests.integration.web import quick_hashes
from tests.unit.shelf.office import PASSWORD, reworded

TYPE, TAG, OTHER = "interpreter_waiver", "en", "meeting_minutes"
TEMPLATE = f"/v1/templates/{TYPE}/{TAG}"
AT = f"{TEMPLATE}/versions"
_SAYS = "It costs me nothing."


@dataclass
class Desk:
    """A running service with a reviewer and two approvers, each with a key of their own."""

    service: Served
    worded: int = 0
    ids: dict[str, str] = field(default_factory=dict)

    def user(self, name: str, *roles: Role) -> Mapping[str, str]:
        """The header with a key of a new user."""
        now = datetime.now(UTC)
        with quick_hashes():
            made = self.service.store.write(lambda session: users.create(session, name, PASSWORD, roles, now)).result()
        self.ids[name] = made.id
        return self.key(name)

    def key(self, name: str, *scopes: Scope, test: bool = False) -> Mapping[str, str]:
        """The header with a new key of a user there is."""
        wanted = scopes or (Scope.TEMPLATES_READ, Scope.REVIEW)
        return self.service.key(*wanted, user=self.ids[name], test=test)

    @cached_property
    def writer(self) -> Mapping[str, str]:
        return self.user("writer", Role.REVIEWER)

    @cached_property
    def approver(self) -> Mapping[str, str]:
        return self.user("approver", Role.APPROVER)

    @cached_property
    def reader(self) -> Mapping[str, str]:
        return self.service.key(Scope.TEMPLATES_READ)

    def get(self, path: str, key: Mapping[str, str] | None = None) -> Response:
        return self.service.client.get(path, headers=key or self.reader)

    def post(self, path: str, key: Mapping[str, str], json: Any = None) -> Response:
        return self.service.client.post(path, headers=key, json=json if json is not None else {})

    def upload(self, data: bytes, key: Mapping[str, str], path: str = AT, **query: str) -> Response:
        headers = {**key, "Content-Type": DOCX}
        return self.service.client.post(path, headers=headers, content=data, params=query)

    def wording(self) -> bytes:
        """Our own English wording with a sentence of its own, to which lint has nothing to say."""
        self.worded += 1
        shipped = self.get(f"{AT}/1/file").content
        return reworded(shipped, _SAYS, f"{_SAYS[:-1]}{', nothing' * self.worded}.")

    def added(self) -> str:
        """The address of a new version by the writer."""
        sent = self.upload(self.wording(), self.writer)
        assert sent.status_code == 201, sent.text
        return str(sent.headers["location"])

    def submitted(self) -> str:
        at = self.added()
        assert self.post(f"{at}/submit", self.writer).status_code == 200
        return at

    def approved(self) -> str:
        at = self.submitted()
        answer = self.post(f"{at}/approve", self.approver)
        assert answer.status_code == 200, answer.text
        return at
