"""The case file that a page is about: the visitor's own, or no such page."""

from __future__ import annotations

import asyncio

from fastapi import Request

from api.problems import NotFound
from api.service import service_of
from api.web.visitors import Visitor
from docgen.casefile.files import CaseFile
from docgen.errors import Message


async def opened(request: Request, visitor: Visitor, case: str) -> CaseFile:
    """Raises NotFound for a case that there is not, and for somebody else's just the same."""
    found = await asyncio.to_thread(service_of(request).cases.open, case, visitor.user.id)
    if found is None:
        raise no_such_case()
    return found


def no_such_case() -> NotFound:
    """The same for what there is not and for what is somebody else's."""
    return NotFound(Message("there is no such case among yours; look for it in the list of cases"))
