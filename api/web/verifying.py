"""Verifying a paper by the code on it, or by the file: public, without a session, within the rate limit of an address.

The QR on a paper holds DOCGEN_VERIFY_URL and the code. Set to `https://HOST/verify/` it opens the page of that code.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Final
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request
from starlette.responses import RedirectResponse, Response

from api.body import read_body
from api.deps import Public
from api.multipart import MultipartRefused, parts_of
from api.problems import TooLarge
from api.service import Service, service_of
from api.web.days import day_of
from api.web.issued import state_of, title_of
from api.web.shell import locale_of, page
from api.web.verify_job import judge
from docgen.errors import Key, Message
from docgen.verification.code import CodeMalformed
from docgen.verification.register import Issued, Register
from docgen.verification.verify import Status, Verdict, verify_code

router: Final = APIRouter()
Anybody = Annotated[None, Depends(Public())]
FILE: Final = "file"
MOST_BYTES: Final = 20_000_000
_AROUND: Final = 4_096
"""Bytes of a form around the file."""
_LONGEST: Final = 100
_MOST_CODES: Final = 64
"""Codes in one file that are looked up; a packet has fewer."""
_SAID: Final[dict[Status, Key]] = {
    Status.GENUINE: "The file is as it was issued",
    Status.EXTENDED: "Something was added to the file",
    Status.ALTERED: "The file is not as it was issued",
    Status.KNOWN: "The code is known",
    Status.UNKNOWN: "Not issued here",
    Status.UNREADABLE: "The file cannot be read",
}
"""A verdict in a few words; its message says the rest."""


@router.get("/verify")
async def ask(request: Request, _: Anybody) -> Response:
    """The box for a code; what was typed into it becomes an address of its own."""
    typed = request.query_params.get("code", "").strip()[:_LONGEST]
    if typed:
        return RedirectResponse(f"/verify/{quote(typed, safe='')}", 303)
    return _asking(request)


@router.get("/verify/{code}")
async def verify_typed(request: Request, code: str, _: Anybody) -> Response:
    """What the register knows under a code; of a mistyped one the box again, with what is wrong."""
    service = service_of(request)
    try:
        verdict = await asyncio.to_thread(verify_code, code[:_LONGEST], service.store.register)
    except CodeMalformed as error:
        return _asking(request, typed=code[:_LONGEST], wrong_code=error.message)
    return _told(request, verdict)


@router.post("/verify")
async def verify_file(request: Request, _: Anybody) -> Response:
    """The verdict on a file, which is read within limits and kept nowhere."""
    try:
        body = await read_body(request, MOST_BYTES + _AROUND)
        parts = await asyncio.to_thread(parts_of, body, request.headers.get("content-type", ""))
    except TooLarge:
        slots = {"limit": str(MOST_BYTES // 1_000_000)}
        return _asking(request, wrong_file=Message("The file is larger than {limit} MB; choose another file", slots))
    except MultipartRefused as refused:
        return _asking(request, wrong_file=refused.message)
    data = parts.get(FILE, b"")
    if not data:
        return _asking(request, wrong_file=Message("Choose a PDF or Word file"))
    return _told(request, await _judged(service_of(request), data))


async def _judged(service: Service, data: bytes) -> Verdict:
    """Judged without any record first; what was asked for is looked up, and if there is any, judged again."""
    now = service.now()
    verdict, hashes, codes = await service.workers.run(judge, data, now, ())
    known = await asyncio.to_thread(_known, service.store.register, hashes, codes[:_MOST_CODES])
    if known:
        verdict, _, _ = await service.workers.run(judge, data, now, known)
    return verdict


def _known(register: Register, hashes: Sequence[str], codes: Sequence[str]) -> list[Issued]:
    found = [issued for each in hashes if (issued := register.with_hash(each))]
    return found + [issued for each in codes for issued in register.with_code(each)]


def _asking(
    request: Request, *, typed: str = "", wrong_code: Message | None = None, wrong_file: Message | None = None
) -> Response:
    status = 422 if wrong_code or wrong_file else 200
    return page(
        request, "verify.html", locale_of(request), status=status, typed=typed, wrong_code=wrong_code,
        wrong_file=wrong_file, most=MOST_BYTES // 1_000_000,
    )  # fmt: skip


def _told(request: Request, verdict: Verdict) -> Response:
    locale = locale_of(request)
    issued = verdict.issued
    row: dict[str, Any] | None = None
    if issued is not None:
        moment = _moment(issued.at)
        row = {
            "title": title_of(issued.type),
            "language": issued.language,
            "day": day_of(moment, locale) if moment else "",
            "state": state_of(issued.approval),
        }
    signatures = [
        {"signer": each.signer, "day": day_of(moment, locale) if (moment := _moment(each.at)) else "",
         "valid": each.valid, "message": each.message}
        for each in verdict.signatures
    ]  # fmt: skip
    return page(
        request, "verify_result.html", locale, said=_SAID[verdict.status], genuine=verdict.genuine, verdict=verdict,
        issued=row, signatures=signatures,
    )  # fmt: skip


def _moment(written: str) -> datetime | None:
    """A moment as the register writes it (ISO 8601, UTC); None for "" and for what is none."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", written):
        return None
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        return None
