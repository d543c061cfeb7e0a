"""What each document of a case lacks: found by a worker, since that knows the fonts, and remembered for a revision."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from typing import Final

from fastapi import Request

from api.service import service_of
from api.web.state_job import states
from docgen.casefile.files import CaseFile
from docgen.casefile.state import DocumentState

_MOST: Final = 64
"""Cases whose states are remembered: what some dozens of clerks work on at once. No value of a case is among them."""

_Remembered = OrderedDict[tuple[str, int], Mapping[str, DocumentState]]


async def states_of(request: Request, file: CaseFile) -> Mapping[str, DocumentState]:
    """By type id. Raises EngineBusy, TimeLimitReached, WorkerLost."""
    remembered = _remembered(request)
    key = (file.id, file.revision)
    if key not in remembered:
        remembered[key] = await service_of(request).workers.run_first(states, file.draft.to_json())
        while len(remembered) > _MOST:
            remembered.popitem(last=False)
    remembered.move_to_end(key)
    return remembered[key]


def _remembered(request: Request) -> _Remembered:
    """On the application, as the service is: one for each."""
    state = request.app.state
    if not hasattr(state, "document_states"):
        state.document_states = OrderedDict()
    found: _Remembered = state.document_states
    return found
