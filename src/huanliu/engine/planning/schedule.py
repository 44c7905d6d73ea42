"""Dates for tasks: as early as what comes before allows, the chain that decides the end, and what can run side by side.

The critical path method of Kelley and Walker (1959) with the least durations; a duration that nobody states counts as nothing, so
every date is "not before", and says so. Working days leave out Saturdays and Sundays; public holidays are not known here.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping, Sequence
from decimal import Decimal
from graphlib import TopologicalSorter

from attrs import frozen

from huanliu.base.period import add_months_clamped
from huanliu.law.model import Duration

WEEK, YEAR, HOURS_A_DAY = 7, 12, 24
SATURDAY = 5


@frozen
class Slot:
    """When one task can be done: not before `finish`; not after `latest` where every duration up to it has a stated end.

    `sure` is False where some duration up to here is not stated, `rank` the row of tasks that it can run side by side with.
    """

    start: datetime.date
    finish: datetime.date
    latest: datetime.date | None
    sure: bool
    rank: int


@frozen
class Schedule:
    """Every task's slot; `critical` is the chain of tasks that decides the end, in order. The end does not hang on those `apart`: what comes
    afterwards and what is perhaps not needed."""

    slots: Mapping[str, Slot]
    critical: tuple[str, ...]
    apart: frozenset[str] = frozenset()

    @property
    def finish(self) -> datetime.date | None:
        """The earliest day on which everything can be done that the end hangs on; None without tasks."""
        return max((self.slots[name].finish for name in self.aims), default=None)

    @property
    def sure(self) -> bool:
        """Whether every duration up to then is stated."""
        return all(self.slots[name].sure for name in self.aims)

    @property
    def aims(self) -> tuple[str, ...]:
        """The tasks that the end hangs on; all where every task stands apart."""
        return tuple(name for name in self.slots if name not in self.apart) or tuple(self.slots)

    @property
    def side_by_side(self) -> tuple[tuple[str, ...], ...]:
        """The tasks in rows; those of one row wait for none of the same row."""
        rows: dict[int, list[str]] = {}
        for name, slot in self.slots.items():
            rows.setdefault(slot.rank, []).append(name)
        return tuple(tuple(rows[rank]) for rank in sorted(rows))


def schedule(
    durations: Mapping[str, Sequence[Duration | None]], after: Mapping[str, Sequence[str]], start: datetime.date
) -> Schedule:
    """Slots for tasks that each take some durations one after the other (None: not stated) and wait for others.

    Raises graphlib.CycleError where tasks wait for one another; the reader of journeys refuses those.
    """
    slots: dict[str, Slot] = {}
    for name in TopologicalSorter(after).static_order():
        slots[name] = slot_after(durations[name], [slots[before] for before in after[name]], start)
    return chained({name: slots[name] for name in durations}, after)


def chained(
    slots: Mapping[str, Slot], after: Mapping[str, Sequence[str]], apart: frozenset[str] = frozenset()
) -> Schedule:
    """The slots with the chain of tasks that decides the end."""
    found = Schedule(slots, (), apart)
    return Schedule(slots, _critical(found, after), apart)


def slot_after(durations: Sequence[Duration | None], before: Sequence[Slot], start: datetime.date) -> Slot:
    """The slot of a task that takes some durations, as early as the slots before it allow."""
    begin = max((slot.finish for slot in before), default=start)
    ends = [slot.latest for slot in before]
    finish = begin
    latest = None if None in ends else max((end for end in ends if end is not None), default=start)
    for duration in durations:
        least = None if duration is None else duration.least if duration.least is not None else Decimal(0)
        most = None if duration is None else duration.most
        finish = finish if duration is None or least is None else advance(finish, least, duration.unit)
        latest = None if latest is None or duration is None or most is None else advance(latest, most, duration.unit)
    sure = all(slot.sure for slot in before) and all(each is not None and each.least is not None for each in durations)
    return Slot(begin, finish, latest, sure, 1 + max((slot.rank for slot in before), default=-1))


def _critical(found: Schedule, after: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    slots, chain, candidates = found.slots, list[str](), list(found.aims)
    while candidates:
        last = max(candidates, key=lambda name: (slots[name].finish, slots[name].rank))
        chain.append(last)
        candidates = _before(last, after, found.apart)
    return tuple(reversed(chain))


def _before(name: str, after: Mapping[str, Sequence[str]], apart: frozenset[str]) -> list[str]:
    """The tasks right before one that count; in place of one that stands apart those before it."""
    return [each for before in after[name] for each in (_before(before, after, apart) if before in apart else [before])]


def advance(day: datetime.date, amount: Decimal, unit: str) -> datetime.date:
    """So much later: `hours`, `days`, `working_days`, `weeks`, `months` or `years`; parts of a day count as a day."""
    if unit == "working_days":
        return _working_days(day, math.ceil(amount))
    if unit in ("months", "years"):
        months = amount * YEAR if unit == "years" else amount
        whole = int(months)
        later = add_months_clamped(day, whole)
        assert later is not None, "durations are short against the calendar"
        # A part of a month counts by days of a thirtieth.
        return later + datetime.timedelta(days=math.ceil((months - whole) * 30))
    days = {"weeks": amount * WEEK, "hours": amount / HOURS_A_DAY}.get(unit, amount)
    return day + datetime.timedelta(days=math.ceil(days))


def _working_days(day: datetime.date, count: int) -> datetime.date:
    while count > 0:
        day += datetime.timedelta(days=1)
        count -= day.weekday() < SATURDAY
    return day
