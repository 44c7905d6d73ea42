"""What stands before a task beside other tasks: time that has to pass, and what only its person can say has happened.

A plan counts with both. A case that only followed its offices would send the registration for a card before its person has entered,
and the application for the right of abode seven years too early.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from attrs import frozen

from huanliu.base.language import Text
from huanliu.engine.planning.plan import Plan
from huanliu.engine.planning.schedule import advance
from huanliu.engine.planning.tasks import PlannedTask


@frozen
class Gate:
    """An `event` that must have happened, or time: until a day, or for so long after what comes before. Neither is known: `unknown`."""

    title: Text
    event: bool = False
    until: datetime.date | None = None
    least: Decimal | None = None
    unit: str = ""

    @property
    def unknown(self) -> bool:
        """Whether only the person can say that it is over."""
        return self.event or (self.until is None and self.least is None)

    def day(self, start: datetime.date) -> datetime.date | None:
        """The first day after it, where the clock starts on a day."""
        if self.until is not None:
            return self.until
        return None if self.least is None else advance(start, self.least, self.unit)

    def plain(self) -> dict[str, Any]:
        """As JSON values."""
        until = None if self.until is None else self.until.isoformat()
        least = None if self.least is None else str(self.least)
        return {"title": self.title.plain(), "event": self.event, "until": until, "least": least, "unit": self.unit}


def gate_of(plan: Plan, task: PlannedTask) -> Gate:
    """A wait or an event of a plan."""
    if task.task.event is not None:
        return Gate(task.title, event=True)
    lasts = task.durations[0] if task.durations else None
    if lasts is None or lasts.least is None:
        return Gate(task.title)
    # A clock that runs already, and a day that the law names, end on a day whatever the offices do.
    if task.task.wait is not None and (not task.before or isinstance(task.value, datetime.date)):
        return Gate(task.title, until=plan.slot(task).finish)
    return Gate(task.title, least=lasts.least, unit=lasts.unit)


def gate_from(plain: dict[str, Any], title: Text) -> Gate:
    """A gate as it was kept with a task."""
    until, least = plain["until"], plain["least"]
    day = None if until is None else datetime.date.fromisoformat(until)
    return Gate(title, plain["event"], day, None if least is None else Decimal(least), plain["unit"])


def last_day(gates: Iterable[Gate], start: datetime.date) -> datetime.date | None:
    """The day before which a task is too early; None where no day is known, or it has passed."""
    days = [day for gate in gates if (day := gate.day(start)) is not None]
    return max((day for day in days if day > start), default=None)
