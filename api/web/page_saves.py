"""What each page that is being filled in has saved: so that it never meets its own answers as somebody else's.

A page saves while somebody types, and an answer may get lost on the way back, or be aborted as the next page is opened.
What the page sends then is still made of the revision that it was shown with, or acknowledged last.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final
from weakref import WeakValueDictionary

from fastapi import Request

PAGE: Final = "page"
"""Name of the input with the id of a page that is being filled in."""
COUNT: Final = "count"
"""Name of the input that counts the keystrokes on it."""
_MOST: Final = 10_000
"""Pages that are remembered: a day's work of some hundred clerks. No value of a case is among them."""


@dataclass(frozen=True)
class _Seen:
    count: int
    revision: int


class PageSaves:
    """The last save of each page of this process."""

    def __init__(self) -> None:
        self._seen: OrderedDict[tuple[str, str], _Seen] = OrderedDict()
        self._turns: WeakValueDictionary[tuple[str, str], asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def turn(self, case: str, page: str) -> AsyncIterator[None]:
        """What a page sends is taken one after the other: what was typed may still be on its way to the store when the
        page itself is sent, and what it saved is known only afterwards."""
        turn = self._turns.setdefault((case, page), asyncio.Lock())
        async with turn:
            yield

    def base(self, case: str, page: str, revision: int) -> int:
        """The revision that what the page sends was made of: its own last one, if it does not know that yet."""
        seen = self._seen.get((case, page))
        return max(seen.revision, revision) if seen else revision

    def late(self, case: str, page: str, count: int) -> bool:
        """Whether something was saved already that was typed on the page after this."""
        seen = self._seen.get((case, page))
        return seen is not None and count < seen.count

    def note(self, case: str, page: str, count: int, revision: int) -> None:
        """The page saved this revision, and nobody else's answers are in it that it does not show."""
        self._seen[case, page] = _Seen(count, revision)
        self._seen.move_to_end((case, page))
        while len(self._seen) > _MOST:
            self._seen.popitem(last=False)


def page_saves(request: Request) -> PageSaves:
    """On the application, as the service is: one for each."""
    state = request.app.state
    if not hasattr(state, "page_saves"):
        state.page_saves = PageSaves()
    found: PageSaves = state.page_saves
    return found
