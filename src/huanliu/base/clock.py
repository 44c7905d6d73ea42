"""Now. The only place that asks the machine for the date; a test or a re-run sets it instead."""

from __future__ import annotations

import datetime
from collections.abc import Callable

_today: Callable[[], datetime.date] = datetime.date.today
_now: Callable[..., datetime.datetime] = datetime.datetime.now


def today() -> datetime.date:
    """The current day."""
    return _today()


def now() -> datetime.datetime:
    """The current moment, in UTC."""
    return _now(datetime.UTC)
