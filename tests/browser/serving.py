"""A real `docgen serve` with its store at hand: users and sessions are made as the commands make them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from docgen.settings import Settings
from docgen.store import Role, Store, User, users
from tests.integration.live import Live, live

PASSWORD = "correct horse battery"


@dataclass(frozen=True)
class Serving:
    """A running server and the store that it works with."""

    live: Live
    settings: Settings
    store: Store

    @property
    def url(self) -> str:
        return self.live.url

    def user(self, name: str, *roles: Role) -> User:
        """A new user with the password PASSWORD; a clerk unless said otherwise."""
        made = roles or (Role.CLERK,)
        return self.store.write(lambda session: users.create(session, name, PASSWORD, made, now())).result()

    def signed_in(self, user: User) -> str:
        """The cookie of a new session."""
        return self.store.write(lambda session: self.store.sessions.start(session, user.id, now())).result()

    def csrf(self, cookie: str) -> str:
        """What each form of this session carries."""
        return self.store.sessions.token_of(self.store.sessions.id_of(cookie))

    def end_session(self, cookie: str) -> None:
        """As if it had lasted too long."""
        session_id = self.store.sessions.id_of(cookie)
        self.store.write(lambda session: self.store.sessions.end(session, session_id, now())).result()


@contextmanager
def serving(folder: Path, port: int = 0, **settings: str) -> Iterator[Serving]:
    """Serve until left, on this port or a free one; what it keeps stays in the folder."""
    with live(folder, port=port, **settings) as running:
        kept = Settings.read(running.environment)
        with Store.open(kept) as store:
            yield Serving(running, kept, store)


def now() -> datetime:
    return datetime.now(UTC)
