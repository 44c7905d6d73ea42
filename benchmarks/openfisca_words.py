"""What the formulas of `openfisca_writer.py` are made of, besides numpy's own operators: functions on whole arrays."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from openfisca_core.taxscales import MarginalRateTaxScale

Array = Any
ONE_DAY = np.timedelta64(1, "D")


def codes(column: Array) -> np.ndarray:
    """The positions of an Enum's values."""
    plain: np.ndarray = column.view(np.ndarray)
    return plain


@cache
def _mask(wanted: tuple[int, ...]) -> np.ndarray:
    held = np.zeros(max(wanted) + 1, dtype=bool)
    held[list(wanted)] = True
    return held


def among(wanted: tuple[int, ...], found: Array) -> np.ndarray:
    """Whether codes are among many: one look into a table."""
    held = _mask(wanted)
    return held.take(found, mode="clip") & (found < len(held))


@cache
def _table(entries: tuple[Any, ...]) -> np.ndarray:
    """The entries as OpenFisca holds numbers: whole in 32 bits, others as 32-bit floats."""
    table = np.array(entries)
    return table.astype(np.float32 if table.dtype == np.float64 else np.int32)


def entry(entries: tuple[Any, ...], found: Array) -> np.ndarray:
    """A table by the codes of an Enum."""
    return _table(entries).take(found)


def entry_of(keys: tuple[Any, ...], entries: tuple[Any, ...], found: Array) -> np.ndarray:
    """A table by numbers, its keys in order."""
    place = np.searchsorted(_table(keys), found)
    return _table(entries).take(place, mode="clip")


def count_of(*truths: Array) -> np.ndarray:
    """How many hold, row by row."""
    total = np.zeros(truths[0].shape, dtype=np.int8)
    for truth in truths:
        total += truth
    return total


@cache
def scale(bands: tuple[tuple[float, float], ...]) -> MarginalRateTaxScale:
    """A bracket table."""
    brackets = MarginalRateTaxScale()
    for over, rate in bands:
        brackets.add_bracket(over, rate)
    return brackets


def _rounded(value: Array, places: int, none_below: Any, any_sign: Any) -> np.ndarray:
    """Rounded to so many places; amounts are seldom below zero, and one look at the least of them saves two passes."""
    wide = np.asarray(value if places == 0 else value * 10**places)
    whole: np.ndarray = none_below(wide) if wide.size and wide.min() >= 0 else any_sign(wide)
    return whole if places == 0 else whole / 10**places


def round_down(value: Array, places: int) -> np.ndarray:
    """Towards zero."""
    return _rounded(value, places, np.floor, np.trunc)


def round_up(value: Array, places: int) -> np.ndarray:
    """Away from zero."""
    return _rounded(value, places, np.ceil, lambda wide: np.copysign(np.ceil(np.abs(wide)), wide))


def round_half_up(value: Array, places: int) -> np.ndarray:
    """To the nearest, a half away from zero."""
    half = np.float32(0.5)
    any_sign = lambda wide: np.trunc(wide + np.copysign(half, wide))  # noqa: E731
    return _rounded(value, places, lambda wide: np.floor(wide + half), any_sign)


@cache
def day(text: str) -> np.datetime64:
    """A day of the calendar."""
    return np.datetime64(text, "D")


def _whole(number: Array) -> Array:
    return number if isinstance(number, int) else np.asarray(number).astype(np.int64)


def add_days(days: Array, more: Array) -> np.ndarray:
    """So many days later."""
    moved: np.ndarray = days + _whole(more)
    return moved


def _moved(days: Array, months: Array) -> tuple[np.ndarray, np.ndarray]:
    """The day of the same number in a later month, were every month long enough, and that month's last day."""
    start = np.asarray(days).astype("datetime64[M]")
    target = start + _whole(months)
    moved = target.astype("datetime64[D]") + (days - start.astype("datetime64[D]"))
    return moved, (target + 1).astype("datetime64[D]") - ONE_DAY


def add_months_clamped(days: Array, months: Array) -> np.ndarray:
    """The same day of a later month, or its last day."""
    moved, last = _moved(days, months)
    return np.minimum(moved, last)


def add_months_rolled(days: Array, months: Array) -> np.ndarray:
    """The same day of a later month, or the first of the month after."""
    moved, last = _moved(days, months)
    return np.minimum(moved, last + ONE_DAY)


def days_between(start: Array, end: Array) -> np.ndarray:
    """Days from one to the other."""
    return np.asarray(end - start).astype(np.int32)


def months_between(start: Array, end: Array) -> np.ndarray:
    """Completed months."""
    months = np.asarray(np.asarray(end).astype("datetime64[M]") - np.asarray(start).astype("datetime64[M]"))
    return months.astype(np.int32) - (day_of(end) < day_of(start))


def years_between(start: Array, end: Array) -> np.ndarray:
    """Completed years."""
    earlier = (month_of(end) * 100 + day_of(end)) < (month_of(start) * 100 + day_of(start))
    return year_of(end) - year_of(start) - earlier


def year_of(days: Array) -> np.ndarray:
    """The year of a day."""
    return np.asarray(days).astype("datetime64[Y]").astype(np.int32) + 1970


def month_of(days: Array) -> np.ndarray:
    """The month of a day."""
    return np.asarray(days).astype("datetime64[M]").astype(np.int32) % 12 + 1


def day_of(days: Array) -> np.ndarray:
    """The day of the month."""
    days = np.asarray(days)
    return (days - days.astype("datetime64[M]").astype("datetime64[D]")).astype(np.int32) + 1


def date_of(year: Array, month: Array, number: Array) -> np.ndarray:
    """A date from its numbers."""
    months = np.asarray((_whole(year) - 1970) * 12 + _whole(month) - 1).astype("datetime64[M]")
    return months.astype("datetime64[D]") + (_whole(number) - 1)


def is_day(year: Array, month: Array, number: Array) -> np.ndarray:
    """Whether there is such a day."""
    found = date_of(year, month, number)
    return (month_of(found) == month) & (day_of(found) == number) & (year_of(found) == year)


def words() -> dict[str, Any]:
    """Everything that a formula may say."""
    named: Sequence[Any] = (
        codes, among, entry, entry_of, count_of, scale, round_down, round_up, round_half_up, day, add_days,
        add_months_clamped, add_months_rolled, days_between, months_between, years_between, year_of, month_of, day_of,
        date_of, is_day,
    )  # fmt: skip
    return {"np": np} | {function.__name__: function for function in named}
