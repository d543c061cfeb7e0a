"""The door: passwords are checked beside the event loop and the store's writer, few at once, and guessing is slowed."""

from __future__ import annotations

import asyncio
from typing import Final

from fastapi import Request

from api.exchange import exchange_of
from api.limiting import Limiter
from api.service import service_of
from docgen.errors import EngineBusy, Message
from docgen.store import User, passwords, users
from docgen.store.admission import compared, settled

_AT_ONCE: Final = 2
"""Each check takes 64 MiB and a core for tens of milliseconds."""
_WAITING: Final = 100
_FAILURES: Final = "20/minute"
"""Wrong attempts of one address, as the `limits` package writes it; right ones do not count."""


class Door:
    """One for an application; its counts are in memory."""

    def __init__(self) -> None:
        self._limiter = Limiter(_FAILURES)
        self._checking = asyncio.Semaphore(_AT_ONCE)
        self._waiting = 0

    async def admit(self, request: Request, name: str, password: str) -> User | None:
        """The user whose name and password they are; None, after the same time, for all else.

        Raises RateLimited after too many wrong ones from one address, EngineBusy when too many wait.
        """
        self._limiter.require(_address(request))
        if self._waiting >= _WAITING:
            raise EngineBusy(Message("too many people sign in at once; try again in a moment"))
        self._waiting += 1
        try:
            async with self._checking:
                return await self._checked(request, name, password)
        finally:
            self._waiting -= 1

    async def _checked(self, request: Request, name: str, password: str) -> User | None:
        service, address = service_of(request), _address(request)
        self._limiter.require(address)  # again, since many may have waited together
        known = await service.read(lambda session: users.credential(session, name))
        right, fresh = await asyncio.to_thread(compared, known, password)
        now = service.now()
        verdict = await service.write(lambda session: settled(service.store, session, known, right, now, fresh))
        if verdict.user is None:
            self._limiter.hit(address, exchange_of(request.scope))
        return verdict.user

    async def hashed(self, password: str) -> str:
        """The hash of a new password."""
        async with self._checking:
            return await asyncio.to_thread(passwords.hashed, password)


def door_of(request: Request) -> Door:
    """The door of this application."""
    door = request.app.state.door
    assert isinstance(door, Door)
    return door


def _address(request: Request) -> str:
    return f"sign-in {request.client.host if request.client else ''}"
