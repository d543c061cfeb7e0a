"""How a batch goes on, as Server-Sent Events (WHATWG HTML, 9.2)."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any, Final

from sse_starlette import EventSourceResponse, ServerSentEvent

PROGRESS: Final = "progress"
DONE: Final = "done"
HEARTBEAT_SECONDS: Final = 15
_PAUSE: Final = 0.5


def followed(
    version: Callable[[], int | None], status: Callable[[], Mapping[str, Any] | None], last: str
) -> EventSourceResponse:
    """The answer that tells of every change until the end; `last` is the id of the event that a caller saw last.

    `version` and `status` block; they give None once the batch is gone.
    """
    return EventSourceResponse(_events(version, status, last), ping=HEARTBEAT_SECONDS, sep="\n")


async def _events(
    version: Callable[[], int | None], status: Callable[[], Mapping[str, Any] | None], last: str
) -> AsyncIterator[ServerSentEvent]:
    fresh = True
    while (current := await asyncio.to_thread(version)) is not None:
        # Read before the status: what changes between the two is told once more, never missed.
        if fresh or str(current) != last:
            tree = await asyncio.to_thread(status)
            if tree is None:
                return
            if str(current) != last:
                yield ServerSentEvent(_line(tree), event=PROGRESS, id=str(current), sep="\n")
            fresh, last = False, str(current)
            if tree["finished"] is not None:
                yield ServerSentEvent(_line(tree), event=DONE, id=last, sep="\n")
                return
        await asyncio.sleep(_PAUSE)


def _line(tree: Mapping[str, Any]) -> str:
    return json.dumps(tree, ensure_ascii=False)
