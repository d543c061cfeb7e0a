"""What is known of one request while it is answered: kept in the ASGI scope, for the envelope to log and send."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field
from typing import Any, Final

from docgen.store import ApiKey

SCOPE_KEY: Final = "docgen.exchange"
_SANE: Final = re.compile(rb"[A-Za-z0-9._-]{8,64}")


@dataclass(slots=True)
class Exchange:
    """`headers` go with whatever is answered; `caller` is known once the key was looked up."""

    request_id: str
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    caller: ApiKey | None = None


def request_id_of(headers: list[tuple[bytes, bytes]]) -> str:
    """The caller's X-Request-ID if it is a plain token, else a new one."""
    given = next((value for name, value in headers if name == b"x-request-id"), b"")
    return given.decode("ascii") if _SANE.fullmatch(given) else secrets.token_hex(16)


def exchange_of(scope: Any) -> Exchange:
    """The exchange that the envelope put into the scope."""
    exchange: Exchange = scope[SCOPE_KEY]
    return exchange
