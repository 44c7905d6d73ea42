"""The calendar for z3: days as whole numbers that keep their order, with year, month and day of the month in easy reach.

A day is written 31 * (12 * year + month - 1) + day - 1. Unlike an ordinal this takes no leap years to compare two days, to move by
months or to count completed months; only what counts single days turns to ordinals (those of `datetime.date.toordinal`).
A day that is not fixed is taken apart into numbers that put it together again in exactly one way; those `ties` must be asserted
with whatever uses the parts.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

import z3

from huanliu.engine.solving.symbols import (
    Bit,
    Number,
    Whole,
    both,
    choose,
    compared,
    either,
    number,
    opposite,
    plus,
)

LAST = datetime.date.max.toordinal()
LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
Civil = tuple[Number, Number, Number]


def written(day: datetime.date) -> int:
    """A day as a whole number."""
    return 31 * (12 * day.year + day.month - 1) + day.day - 1


def read(value: int) -> datetime.date:
    """The day of a whole number."""
    month, day = divmod(value, 31)
    return datetime.date(month // 12, month % 12 + 1, day + 1)


FIRST_DAY, LAST_DAY = written(datetime.date.min), written(datetime.date.max)


def composed(year: Whole, month: Whole, day: Whole) -> Whole:
    """A day from its parts."""
    return 31 * (12 * year + month - 1) + day - 1


def leap(year: Whole) -> Bit:
    """Whether the year has a 29 February."""
    if isinstance(year, int):
        return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return z3.And(year % 4 == 0, z3.Or(year % 100 != 0, year % 400 == 0))


def _by_month(month: Whole, values: Sequence[int]) -> Whole:
    if isinstance(month, int):
        return values[month - 1] if 1 <= month <= 12 else 0
    found: Whole = values[-1]
    for position in range(11, 0, -1):
        found = z3.If(month == position, values[position - 1], found)
    return found


def exists(year: Whole, month: Whole, day: Whole) -> Iterator[Bit]:
    """That a day from 1 to 31 is in its month."""
    if isinstance(year, int) and isinstance(month, int):
        yield day <= length(year, month)
        return
    yield z3.Or(day <= 30, *(month == one for one in (1, 3, 5, 7, 8, 10, 12)))
    yield z3.Or(day <= 28, month != 2, z3.And(day == 29, leap(year)))


def length(year: Whole, month: Whole) -> Whole:
    """Days of a month."""
    found = _by_month(month, LENGTHS)
    return found + choose(both((_is(month, 2), leap(year))), 1, 0)


def _is(value: Whole, wanted: int) -> Bit:
    return value == wanted


def _floor(value: Whole, by: int) -> Whole:
    return value // by if isinstance(value, int) else value / by


def _ordinal(year: Whole, month: Whole, day: Whole) -> Whole:
    past = year - 1
    before = _by_month(month, [sum(LENGTHS[:position]) for position in range(12)])
    extra = choose(both((_after(month, 2), leap(year))), 1, 0)
    return 365 * past + _floor(past, 4) - _floor(past, 100) + _floor(past, 400) + before + extra + day


def _after(value: Whole, least: int) -> Bit:
    return value > least


class Almanac:
    """Takes days apart, each once, and keeps the ties that hold their parts together."""

    def __init__(self) -> None:
        self.ties: list[Bit] = []
        self._parts: dict[int, tuple[z3.ArithRef, Civil]] = {}

    def civil(self, day: Number) -> Civil:
        """Year, month and day of a day."""
        if isinstance(day.value, int):
            date = read(_valid(day.value))
            return number(date.year), number(date.month), number(date.day)
        key = day.value.get_id()
        if key not in self._parts:
            self._parts[key] = (day.value, self._taken_apart(day))
        return self._parts[key][1]

    def _taken_apart(self, day: Number) -> Civil:
        parts = _fresh(max(day.low, FIRST_DAY), min(day.high, LAST_DAY))
        year, month, date = (part.value for part in parts)
        # A day that is not known may be any number; it must not make the ties themselves impossible.
        inside = both((compared(">=", day, number(FIRST_DAY)), compared("<=", day, number(LAST_DAY))))
        shown = choose(inside, day.value, max(day.low, FIRST_DAY))
        self.ties += [*_bounded(parts), composed(year, month, date) == shown]
        return parts

    def admit(self, day: Number) -> None:
        """Let a variable be only what is a day."""
        self.ties += exists(*(part.value for part in self.civil(day)))

    def ordinal(self, day: Number) -> Number:
        """The ordinal of a day."""
        if isinstance(day.value, int):
            plain = read(_valid(day.value)).toordinal()
            return Number(plain, 0, day.known, plain, plain)
        year, month, date = (part.value for part in self.civil(day))
        low, high = (read(_valid(end)).toordinal() for end in (day.low, day.high))
        return Number(_ordinal(year, month, date), 0, day.known, low, high)

    def shifted_days(self, day: Number, by: Number) -> Number:
        """So many days later; not known outside the calendar."""
        moved = plus(self.ordinal(day), by)
        inside = both((compared(">=", moved, number(1)), compared("<=", moved, number(LAST))))
        known = both((moved.known, inside))
        low, high = (written(datetime.date.fromordinal(min(max(end, 1), LAST))) for end in (moved.low, moved.high))
        if moved.plain is not None:
            return Number(low, 0, known, low, low)
        parts = _fresh(low, high)
        year, month, date = (part.value for part in parts)
        self.ties += [*_bounded(parts), *exists(year, month, date)]
        self.ties.append(_ordinal(year, month, date) == choose(inside, moved.value, read(low).toordinal()))
        return Number(composed(year, month, date), 0, known, low, high)

    def shifted_months(self, day: Number, by: Number, rolled: bool) -> Number:
        """So many months later; where the month has no such day, its last one or (rolled) the first of the next."""
        year, month, date = self.civil(day)
        position = plus(plus(_times(12, year), month), plus(by, number(-1)))
        inside = both((compared(">=", position, number(12)), compared("<=", position, number(9999 * 12 + 11))))
        most = length(_floor(position.value, 12), position.value % 12 + 1)
        longest = number(most) if isinstance(most, int) else Number(most, 0, True, 28, 31)
        fits = compared("<=", date, longest)
        last = 31 * (position.value + 1) if rolled else 31 * position.value + longest.value - 1
        moved = choose(fits, 31 * position.value + date.value - 1, last)
        known = both((day.known, by.known, inside))
        # The last days of 9999 roll out of the calendar.
        known = both((known, _not_after(moved, position.high))) if rolled else known
        return Number(moved, 0, known, 31 * position.low, 31 * (position.high + 1))

    def months_completed(self, start: Number, end: Number) -> Number:
        """Whole months; one is complete on the day of the same number."""
        (year, month, day), (later, to_month, to_day) = self.civil(start), self.civil(end)
        months = plus(plus(_times(12, later), to_month), plus(_times(12, year), month), -1)
        return _less(months, compared("<", to_day, day), start, end)

    def years_completed(self, start: Number, end: Number) -> Number:
        """Whole years; one is complete on the same month and day."""
        (year, month, day), (later, to_month, to_day) = self.civil(start), self.civil(end)
        in_month = both((compared("=", to_month, month), compared("<", to_day, day)))
        early = either((compared("<", to_month, month), in_month))
        return _less(plus(later, year, -1), early, start, end)

    def days_between(self, start: Number, end: Number) -> Number:
        """Days from one day to another."""
        return plus(self.ordinal(end), self.ordinal(start), -1)

    def date_of(self, year: Number, month: Number, day: Number) -> Number:
        """The day of three numbers; not known where there is no such day."""
        known = both((year.known, month.known, day.known))
        inside = [compared(">=", part, number(1)) for part in (year, month, day)]
        inside += [compared("<=", year, number(9999)), compared("<=", month, number(12))]
        inside.append(compared("<=", day, number(31)))
        if known is False or False in inside:
            return Number(FIRST_DAY, 0, False, FIRST_DAY, FIRST_DAY)
        inside += exists(year.value, month.value, day.value)
        low, high = (composed(*(_end(part, side) for part in (year, month, day))) for side in ("low", "high"))
        value = composed(year.value, month.value, day.value)
        return Number(value, 0, both((known, *inside)), max(low, FIRST_DAY), min(high, LAST_DAY))


def _end(part: Number, side: str) -> int:
    return min(max(part.low if side == "low" else part.high, 1), 9999)


def _valid(value: int) -> int:
    """The same day, or the nearest before it that is in the calendar: bounds and days that are not known may be neither."""
    month, day = divmod(min(max(value, FIRST_DAY), LAST_DAY), 31)
    return 31 * month + min(day, int(length(month // 12, month % 12 + 1)) - 1)


def _fresh(low: int, high: int) -> Civil:
    first, last = low // 372, high // 372
    year, month, date = (z3.FreshInt(part) for part in ("year", "month", "day"))
    return Number(year, 0, True, first, last), Number(month, 0, True, 1, 12), Number(date, 0, True, 1, 31)


def _bounded(parts: Civil) -> Iterator[Bit]:
    for part in parts:
        yield part.value >= part.low
        yield part.value <= part.high


def _less(count: Number, early: Bit, start: Number, end: Number) -> Number:
    found = plus(count, Number(choose(early, 1, 0), 0, True, 0, 1), -1)
    return Number(found.value, 0, both((start.known, end.known)), found.low, found.high)


def _times(factor: int, part: Number) -> Number:
    return Number(factor * part.value, 0, True, factor * part.low, factor * part.high)


def _not_after(moved: Whole, position: int) -> Bit:
    if position < 9999 * 12 + 11:
        return True
    return opposite(compared(">", Number(moved, 0, True), number(LAST_DAY)))
