"""Logs: one JSON object a line on standard error, of fixed fields; nothing that a caller sent."""

from __future__ import annotations

import sys
from typing import TextIO, cast

import structlog


def configure_logs() -> None:
    """Set up the logs of the process."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=_to_standard_error,
        cache_logger_on_first_use=True,
    )


class _StandardError:
    """Standard error as it is when something is written: whoever redirects it later gets the lines, too."""

    def write(self, text: str) -> int:
        return sys.stderr.write(text)

    def flush(self) -> None:
        sys.stderr.flush()


def _to_standard_error(*_: object) -> structlog.WriteLogger:
    return structlog.WriteLogger(cast(TextIO, _StandardError()))
