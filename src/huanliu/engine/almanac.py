"""The calendar in whole numbers: year, month and day of an ordinal and back, exact for z3 as for plain days.

Dates are proleptic Gregorian ordinals as `datetime.date.toordinal` gives them. A day that is not fixed is taken apart into a
year, a month and a day that put it together again in exactly one way; those ties are collected in `ties` and must be
asserted with whatever uses the parts.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import z3

from huanliu.engine.symbols import Bit, Number, Whole, both, choose, compared, either, number, opposite, plus

LAST = datetime.date.max.toordinal()
LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
Civil = tuple[Number, Number, Number]


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


def length(year: Whole, month: Whole) -> Whole:
    """Days of a month."""
    longer = both((_is(month, 2), leap(year)))
    found = _by_month(month, LENGTHS)
    return found + choose(longer, 1, 0)


def _is(value: Whole, wanted: int) -> Bit:
    return value == wanted


def _floor(value: Whole, by: int) -> Whole:
    return value // by if isinstance(value, int) else value / by


def ordinal(year: Whole, month: Whole, day: Whole) -> Whole:
    """The ordinal of a day of the calendar; meaningless for one that is not."""
    past = year - 1
    before = _by_month(month, [sum(LENGTHS[:position]) for position in range(12)])
    extra = choose(both((_after(month), leap(year))), 1, 0)
    return 365 * past + _floor(past, 4) - _floor(past, 100) + _floor(past, 400) + before + extra + day


def _after(month: Whole) -> Bit:
    return month > 2


class Almanac:
    """Takes days apart, each once, and keeps the ties that hold their parts together."""

    def __init__(self) -> None:
        self.ties: list[Bit] = []
        self._parts: dict[int, tuple[z3.ArithRef, Civil]] = {}

    def civil(self, day: Number) -> Civil:
        """Year, month and day of a day."""
        if isinstance(day.value, int):
            if not day.known or not 1 <= day.value <= LAST:
                return number(1), number(1), number(1)
            date = datetime.date.fromordinal(day.value)
            return number(date.year), number(date.month), number(date.day)
        key = day.value.get_id()
        if key not in self._parts:
            self._parts[key] = (day.value, self._taken_apart(day))
        return self._parts[key][1]

    def _taken_apart(self, day: Number) -> Civil:
        low, high = max(day.low, 1), min(day.high, LAST)
        first, last = datetime.date.fromordinal(low).year, datetime.date.fromordinal(high).year
        year, month, date = (z3.FreshInt(part) for part in ("year", "month", "day"))
        inside = both((compared(">=", day, number(1)), compared("<=", day, number(LAST))))
        # A day outside the calendar is not known; it must not make the ties themselves impossible.
        shown = choose(inside, day.value, low)
        self.ties += [year >= first, year <= last, month >= 1, month <= 12, date >= 1, date <= length(year, month)]
        self.ties.append(ordinal(year, month, date) == shown)
        return Number(year, 0, True, first, last), Number(month, 0, True, 1, 12), Number(date, 0, True, 1, 31)

    def shifted_days(self, day: Number, by: Number) -> Number:
        """So many days later; not known outside the calendar."""
        return _within(plus(day, by))

    def shifted_months(self, day: Number, by: Number, rolled: bool) -> Number:
        """So many months later; where the month has no such day, its last one or (rolled) the first of the next."""
        year, month, date = self.civil(day)
        position = plus(plus(_times12(year), month), plus(by, number(-1)))
        years, months = _floor(position.value, 12), _month(position.value)
        most = length(years, months)
        fits = date.value <= most if date.plain is None or not isinstance(most, int) else date.plain <= most
        last = ordinal(years, months, most)
        moved = choose(fits, ordinal(years, months, date.value), last + 1 if rolled else last)
        known = both((day.known, by.known, compared(">=", position, number(12)), _not_after_9999(position)))
        bounds = (day.low + 28 * by.low - 31, day.high + 31 * by.high + 31) if by.low >= 0 else (1, LAST)
        found = Number(moved, 0, known, *bounds)
        # The last day of 9999 rolls out of the calendar.
        return _within(found) if rolled or by.low < 0 else found

    def months_completed(self, start: Number, end: Number) -> Number:
        """Whole months; one is complete on the day of the same number."""
        (year, month, day), (later, to_month, to_day) = self.civil(start), self.civil(end)
        months = plus(plus(_times12(later), to_month), plus(_times12(year), month), -1)
        early = compared("<", to_day, day)
        return self._less(months, early, start, end)

    def years_completed(self, start: Number, end: Number) -> Number:
        """Whole years; one is complete on the same month and day."""
        (year, month, day), (later, to_month, to_day) = self.civil(start), self.civil(end)
        in_month = both((compared("=", to_month, month), compared("<", to_day, day)))
        early = either((compared("<", to_month, month), in_month))
        return self._less(plus(later, year, -1), early, start, end)

    def _less(self, count: Number, early: Bit, start: Number, end: Number) -> Number:
        less = Number(choose(early, 1, 0), 0, True, 0, 1)
        found = plus(count, less, -1)
        return Number(found.value, 0, both((start.known, end.known)), found.low, found.high)

    def date_of(self, year: Number, month: Number, day: Number) -> Number:
        """The day of three numbers; not known where there is no such day."""
        known = both((year.known, month.known, day.known))
        inside = [compared(">=", part, number(1)) for part in (year, month, day)]
        inside += [compared("<=", year, number(9999)), compared("<=", month, number(12))]
        longest = length(year.value, month.value)
        most = number(longest) if isinstance(longest, int) else Number(longest, 0, True, 28, 31)
        inside.append(compared("<=", day, most))
        if known is False or False in inside:
            return Number(1, 0, False, 1, 1)
        return Number(ordinal(year.value, month.value, day.value), 0, both((known, *inside)), 1, LAST)


def _times12(part: Number) -> Number:
    return Number(12 * part.value, 0, True, 12 * part.low, 12 * part.high)


def _month(position: Whole) -> Whole:
    return position % 12 + 1


def _not_after_9999(position: Number) -> Bit:
    return opposite(compared(">", position, number(9999 * 12 + 11)))


def _within(day: Number) -> Number:
    inside = both((compared(">=", day, number(1)), compared("<=", day, number(LAST))))
    return Number(day.value, 0, both((day.known, inside)), max(day.low, 1), min(day.high, LAST))
