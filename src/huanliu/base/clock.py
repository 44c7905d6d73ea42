"""Now. The only place that asks the machine for the date; a test or a re-run sets it instead."""

from __future__ import annotations

import datetime
from collections.abc import Callable

_today: Callable[[], datetime.date] = datetime.date.today


def today() -> datetime.date:
    """The current day."""
    return _today()
