"""Now. The only place that asks the machine for the date; a test or a re-run sets it instead."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_today: Callable[[], datetime.date] = datetime.date.today
_now: Callable[..., datetime.datetime] = datetime.datetime.now


def today() -> datetime.date:
    """The current day."""
    return _today()


def now() -> datetime.datetime:
    """The current moment, in UTC."""
    return _now(datetime.UTC)


@contextmanager
def told_by(moment: Callable[[], datetime.datetime]) -> Iterator[None]:
    """Within it, it is the moment that it is told: for a story of the past, in a process that does nothing else."""
    global _today, _now
    before = _today, _now
    _today, _now = lambda: moment().astimezone().date(), lambda zone: moment().astimezone(zone)
    try:
        yield
    finally:
        _today, _now = before
