"""How many requests one key, or one address without a key, may make."""

from __future__ import annotations

import math
import time

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from api.exchange import Exchange
from api.problems import RateLimited
from docgen.errors import Message


class Limiter:
    """Counts in memory, in fixed windows: one HTTP process serves an installation's callers."""

    def __init__(self, rate: str) -> None:
        """`rate` as the `limits` package writes it: "600/minute". Raises ValueError for anything else."""
        self._item: RateLimitItem = parse(rate)
        self._windows = FixedWindowRateLimiter(MemoryStorage())
        self._policy = f'"default";q={self._item.amount};w={self._item.get_expiry()}'.encode()

    def hit(self, who: str, exchange: Exchange) -> None:
        """Count one request and say in its headers what is left. Raises RateLimited."""
        passed = self._windows.hit(self._item, who)
        window = self._windows.get_window_stats(self._item, who)
        seconds = _seconds_to(window.reset_time)
        left = f'"default";r={max(0, window.remaining)};t={seconds}'.encode()
        exchange.headers += [(b"ratelimit-policy", self._policy), (b"ratelimit", left)]
        if not passed:
            raise _limited(seconds)

    def require(self, who: str) -> None:
        """Count nothing, where only what fails counts. Raises RateLimited when nothing is left."""
        if not self._windows.test(self._item, who):
            raise _limited(_seconds_to(self._windows.get_window_stats(self._item, who).reset_time))


def _seconds_to(moment: float) -> int:
    return max(1, math.ceil(moment - time.time()))


def _limited(seconds: int) -> RateLimited:
    message = Message("more requests came than are allowed; wait {seconds} seconds", {"seconds": str(seconds)})
    return RateLimited(message, {"Retry-After": str(seconds)})
