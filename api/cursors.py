"""Pages: so many entries of a sorted list, and a cursor to where the next page begins."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import TypeVar

from api.problems import BadParameter
from docgen.errors import Message

T = TypeVar("T")


def page(
    entries: Sequence[T], key: Callable[[T], str], cursor: str | None, limit: int
) -> tuple[Sequence[T], str | None]:
    """The entries after the cursor, at most so many, and the next cursor (None at the end).

    A cursor names the last entry seen, so entries added or removed between two pages shift nothing.
    Raises BadParameter.
    """
    after = _read(cursor) if cursor else ""
    rest = [entry for entry in entries if key(entry) > after]
    shown = rest[:limit]
    return shown, _written(key(shown[-1])) if len(rest) > limit else None


def _written(key: str) -> str:
    return base64.urlsafe_b64encode(key.encode()).decode().rstrip("=")


def _read(cursor: str) -> str:
    try:
        return base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError):
        raise BadParameter(
            Message("not acceptable: {names}; compare with the description of the service", {"names": "cursor"})
        ) from None
