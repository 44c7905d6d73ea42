"""Dates over columns: moved, measured, taken apart and put together, as the calendar does and as `base/period.py` says.

A date is made from year, month and day by whole-number arithmetic: Polars' own constructor raises where there is no such
day, here that is unknown. Source of the day number: H. Hinnant, "chrono-compatible low-level date algorithms".
"""

from __future__ import annotations

import datetime
from collections.abc import Callable

import polars as pl

from huanliu.engine.columns.choices import only_where
from huanliu.engine.columns.scale import arithmetic, compare, extreme, floor_divided, remainder, widened
from huanliu.engine.columns.sheet import DATE, EPOCH, INT64, Sheet, Sort, Working
from huanliu.engine.columns.truths import as_number, every, some, surely

FIRST = (datetime.date.min - EPOCH).days
LAST = (datetime.date.max - EPOCH).days
# No date moved by more than this is still in the calendar, whether by days or by months.
FAR = 10_000_000
PART_COST = 25.0


def day_number(sheet: Sheet, date: Working) -> Working:
    """Days since 1970 as a number."""
    if date.unknown:
        return sheet.unknown(Sort.NUMBER)
    if date.settled:
        return sheet.whole(date.constant)
    bounds = {"low": date.low, "high": date.high, "dtype": INT64}
    return sheet.put("day_number", Sort.NUMBER, lambda x: x.to_physical().cast(pl.Int64), (date,), **bounds)


def as_date(sheet: Sheet, days: Working) -> Working:
    """A number of days since 1970 as a date; unknown outside the calendar."""
    days = inside(sheet, days, FIRST, LAST)
    if days.settled:
        return sheet.date(None if days.unknown else EPOCH + datetime.timedelta(days=days.constant))
    bounds = {"low": max(days.low, FIRST), "high": min(days.high, LAST), "dtype": DATE}
    return sheet.put("as_date", Sort.DATE, lambda x: x.cast(pl.Int32).cast(pl.Date), (days,), **bounds)


def inside(sheet: Sheet, part: Working, low: int, high: int) -> Working:
    """A whole number where it lies within two bounds, elsewhere unknown."""
    if part.unknown or (low <= part.low and part.high <= high):
        return part
    fits = every(
        sheet,
        (compare(sheet, ">=", part, sheet.whole(low)), compare(sheet, "<=", part, sheet.whole(high))),
    )
    kept = only_where(sheet, fits, part)
    if kept.settled:
        return kept
    bounds = {"low": max(part.low, low), "high": min(part.high, high), "dtype": INT64}
    return sheet.put(("inside", low, high), Sort.NUMBER, lambda x: x.cast(pl.Int64), (kept,), **bounds)


def part_of(sheet: Sheet, name: str, date: Working) -> Working:
    """The year, month or day of a date."""
    if date.unknown:
        return sheet.unknown(Sort.NUMBER)
    if date.settled:
        return sheet.whole(getattr(EPOCH + datetime.timedelta(days=date.constant), name))
    first, last = (EPOCH + datetime.timedelta(days=day) for day in (date.low, date.high))
    low, high = {"year": (first.year, last.year), "month": (1, 12), "day": (1, 31)}[name]
    build: Callable[[pl.Expr], pl.Expr] = lambda x: getattr(x.dt, name)().cast(pl.Int64)  # noqa: E731
    return sheet.put(("part", name), Sort.NUMBER, build, (date,), low=low, high=high, dtype=INT64, cost=PART_COST)


def _plus(sheet: Sheet, left: Working, right: Working | int) -> Working:
    return arithmetic(sheet, "+", left, sheet.whole(right) if isinstance(right, int) else right)


def _times(sheet: Sheet, left: Working, factor: int) -> Working:
    return arithmetic(sheet, "*", left, sheet.whole(factor))


def _over(sheet: Sheet, left: Working, divisor: int) -> Working:
    return floor_divided(sheet, left, sheet.whole(divisor))


def _first_of_month(sheet: Sheet, year: Working, month: Working) -> Working:
    """Days from 1970 to the first of a month; years begin in March so that the leap day comes last."""
    early = as_number(sheet, compare(sheet, "<=", month, sheet.whole(2)))
    year = arithmetic(sheet, "-", year, early)
    leaps = _plus(sheet, _over(sheet, year, 4), _over(sheet, year, 400))
    leaps = arithmetic(sheet, "-", leaps, _over(sheet, year, 100))
    position = _plus(sheet, _plus(sheet, month, -3), _times(sheet, early, 12))
    in_year = _over(sheet, _plus(sheet, _times(sheet, position, 153), 2), 5)
    return _plus(sheet, _plus(sheet, _plus(sheet, _times(sheet, year, 365), leaps), in_year), -719_468)


def _days_in_month(sheet: Sheet, year: Working, month: Working) -> Working:
    """28 to 31: to the first of the month after."""
    turn = _over(sheet, month, 12)
    after = _first_of_month(sheet, _plus(sheet, year, turn), _plus(sheet, remainder(sheet, month, 12), 1))
    days = arithmetic(sheet, "-", after, _first_of_month(sheet, year, month))
    if days.settled:
        return days
    return sheet.put("in_month", Sort.NUMBER, lambda x: x, (days,), low=28, high=31, dtype=INT64)


def date_of(sheet: Sheet, year: Working, month: Working, day: Working) -> Working:
    """A date from its numbers; unknown where there is no such day."""
    year, month = inside(sheet, year, 1, 9999), inside(sheet, month, 1, 12)
    day = inside(sheet, day, 1, 31)
    if year.unknown or month.unknown or day.unknown:
        return sheet.unknown(Sort.DATE)
    year, month, day = (widened(sheet, part, INT64) for part in (year, month, day))
    if day.high > 28:
        exists = compare(sheet, "<=", day, _days_in_month(sheet, year, month))
        day = only_where(sheet, exists, day)
    return as_date(sheet, _plus(sheet, _plus(sheet, _first_of_month(sheet, year, month), day), -1))


def shift(sheet: Sheet, unit: str, date: Working, by: Working) -> Working:
    """A date moved by days, or by months with the two ways out of a month that is too short."""
    by = inside(sheet, by, -FAR, FAR)
    if date.unknown or by.unknown:
        return sheet.unknown(Sort.DATE)
    if unit == "days":
        return as_date(sheet, _plus(sheet, day_number(sheet, date), by))
    year, month, day = (part_of(sheet, name, date) for name in ("year", "month", "day"))
    position = _plus(sheet, _plus(sheet, _times(sheet, year, 12), _plus(sheet, month, -1)), by)
    year = inside(sheet, _over(sheet, position, 12), 1, 9999)
    if year.unknown:
        return sheet.unknown(Sort.DATE)
    month = _plus(sheet, remainder(sheet, position, 12), 1)
    length = _days_in_month(sheet, year, month)
    # Clamped: the last day where there is no such day. Rolled: the first of the month after, one day later.
    most = length if unit == "months_clamped" else _plus(sheet, length, 1)
    day = extreme(sheet, False, (day, most))
    return as_date(sheet, _plus(sheet, _plus(sheet, _first_of_month(sheet, year, month), day), -1))


def span(sheet: Sheet, unit: str, start: Working, end: Working) -> Working:
    """From one date to another in days, completed months or completed years."""
    if start.unknown or end.unknown:
        return sheet.unknown(Sort.NUMBER)
    if unit == "days":
        return arithmetic(sheet, "-", day_number(sheet, end), day_number(sheet, start))
    return _months(sheet, start, end) if unit == "months" else _years(sheet, start, end)


def _difference(sheet: Sheet, name: str, start: Working, end: Working) -> Working:
    return arithmetic(sheet, "-", part_of(sheet, name, end), part_of(sheet, name, start))


def _earlier(sheet: Sheet, name: str, start: Working, end: Working) -> Working:
    return compare(sheet, "<", part_of(sheet, name, end), part_of(sheet, name, start))


def _number(sheet: Sheet, truth: Working) -> Working:
    """1 or 0. Where the truth is unknown so is the number that it is taken from."""
    return as_number(sheet, surely(sheet, truth, True))


def _months(sheet: Sheet, start: Working, end: Working) -> Working:
    years = _times(sheet, _difference(sheet, "year", start, end), 12)
    months = _plus(sheet, years, _difference(sheet, "month", start, end))
    return arithmetic(sheet, "-", months, _number(sheet, _earlier(sheet, "day", start, end)))


def _years(sheet: Sheet, start: Working, end: Working) -> Working:
    month, day = _earlier(sheet, "month", start, end), _earlier(sheet, "day", start, end)
    same_month = compare(sheet, "=", part_of(sheet, "month", end), part_of(sheet, "month", start))
    before = some(sheet, (month, every(sheet, (same_month, day))))
    return arithmetic(sheet, "-", _difference(sheet, "year", start, end), _number(sheet, before))
