"""Moments as people at the offices read them."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Final

from docgen.locale import Locale

OFFICES: Final = timezone(timedelta(hours=7))
"""The time of Cambodia and of Thailand, all year (IANA: Asia/Phnom_Penh, Asia/Bangkok)."""


def local(moment: datetime) -> datetime:
    """An aware moment in the time of the offices."""
    return moment.astimezone(OFFICES)


def day_of(moment: datetime, locale: Locale) -> str:
    """The day there, with its year in both eras."""
    return locale.both_eras(local(moment).date())
