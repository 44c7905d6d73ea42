"""A day log and the ways in which different rules count its days. Each function is named after its rule.

A log, once given, is complete: a day of which it says nothing was not spent in the place asked about. A count is None
where the log leaves open something that it turns on.
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Callable, Iterable
from decimal import Decimal

from attrs import frozen

from huanliu.base.period import add_months_clamped

OUTSIDE_MAINLAND = frozenset({"hk", "mo", "tw", "overseas"})
# Hengqin is Mainland soil and a part of Zhuhai; the log names it apart because Macao's schemes do.
HALF = Decimal("0.5")


@frozen
class DayRow:
    """One place on one day; a day with a crossing has one row for each place."""

    day: datetime.date
    place: str
    whole_day: bool | None = None
    worked: bool | None = None
    reason: str | None = None


def in_place(row: DayRow, place: str) -> bool:
    """Whether the row is in a place; 'mainland' is everywhere but Hong Kong, Macao, Taiwan and abroad."""
    return row.place not in OUTSIDE_MAINLAND if place == "mainland" else row.place == place


def _rows(log: Iterable[DayRow], place: str, start: datetime.date, end: datetime.date) -> list[DayRow]:
    return [row for row in log if start <= row.day <= end and in_place(row, place)]


def days_any_part(log: Iterable[DayRow], place: str, start: datetime.date, end: datetime.date) -> Decimal | None:
    """Any part of a day counts as a day (presence tests of Hong Kong, Macao and the tax arrangements)."""
    return Decimal(len({row.day for row in _rows(log, place, start, end)}))


def days_whole(log: Iterable[DayRow], place: str, start: datetime.date, end: datetime.date) -> Decimal | None:
    """A day of less than 24 hours counts nothing (residence under the Mainland income tax)."""
    rows = _rows(log, place, start, end)
    if any(row.whole_day is None for row in rows):
        return None
    return Decimal(len({row.day for row in rows if row.whole_day}))


def days_halves(log: Iterable[DayRow], place: str, start: datetime.date, end: datetime.date) -> Decimal | None:
    """A day of less than 24 hours counts as half a day (working days shared between two places)."""
    rows = _rows(log, place, start, end)
    if any(row.whole_day is None for row in rows):
        return None
    whole = {row.day for row in rows if row.whole_day}
    broken = {row.day for row in rows} - whole
    return Decimal(len(whole)) + HALF * len(broken)


def days_worked(log: Iterable[DayRow], place: str, start: datetime.date, end: datetime.date) -> Decimal | None:
    """Any part of a day with work counts as a day (occasional work in Macao)."""
    rows = _rows(log, place, start, end)
    sure = {row.day for row in rows if row.worked}
    if {row.day for row in rows if row.worked is None} - sure:
        return None
    return Decimal(len(sure))


def days_any_part_worst_12_months(
    log: Iterable[DayRow], place: str, start: datetime.date, end: datetime.date
) -> Decimal | None:
    """The most any-part days in any 12 months that start or end in the period (employment article of the arrangements)."""
    days = sorted({row.day for row in log if in_place(row, place)})
    most = 0
    for first in days:
        until = add_months_clamped(first, 12)
        # A window may open on any day; the fullest ones open on a day of presence.
        if until is not None and first <= end and until - datetime.timedelta(days=1) >= start:
            most = max(most, sum(first <= day < until for day in days))
    return Decimal(most)


def longest_absence(log: Iterable[DayRow], place: str, start: datetime.date, end: datetime.date) -> Decimal | None:
    """Days of the longest single time away in the period: whole days on which the place was not touched at all."""
    present = sorted({row.day.toordinal() for row in _rows(log, place, start, end)})
    # In ordinals, because the day after the last of the calendar is no date.
    edges = [start.toordinal() - 1, *present, end.toordinal() + 1]
    return Decimal(max(0, *(later - earlier - 1 for earlier, later in itertools.pairwise(edges))))


Counter = Callable[[Iterable[DayRow], str, datetime.date, datetime.date], Decimal | None]

RULES: dict[str, Counter] = {
    "DAYS_ANY_PART": days_any_part,
    "DAYS_WHOLE": days_whole,
    "DAYS_HALVES": days_halves,
    "DAYS_WORKED": days_worked,
    "DAYS_ANY_PART_WORST_12_MONTHS": days_any_part_worst_12_months,
    "LONGEST_ABSENCE": longest_absence,
}
