"""Dates: the several meanings of "one month later", completed years and months, and dates known only roughly."""

from __future__ import annotations

import calendar
import datetime
import re

from huanliu.errors import DateError

EARLIEST = datetime.date(1900, 1, 1)
LATEST = datetime.date(2200, 12, 31)


def parse_date(text: str) -> datetime.date:
    """Read an ISO date between 1900 and 2200, or say what would be one."""
    try:
        day = datetime.date.fromisoformat(text.strip())
    except ValueError as error:
        raise DateError(
            f"{text[:40]!r} is not a date",
            found=text[:40],
            expected="YYYY-MM-DD",
            hint="write year-month-day, such as 2026-11-20",
        ) from error
    if not EARLIEST <= day <= LATEST:
        raise DateError(f"{day} is outside {EARLIEST} to {LATEST}", found=day, expected="1900 to 2200")
    return day


def days_in_month(year: int, month: int) -> int:
    """How many days that month has."""
    return calendar.monthrange(year, month)[1]


def _month_after(day: datetime.date, months: int) -> tuple[int, int]:
    position = day.year * 12 + day.month - 1 + months
    return position // 12, position % 12 + 1


def add_months_clamped(day: datetime.date, months: int) -> datetime.date | None:
    """The same day of a later month, or that month's last day where it has no such day; None outside the calendar."""
    year, month = _month_after(day, months)
    if not 1 <= year <= 9999:
        return None
    return datetime.date(year, month, min(day.day, days_in_month(year, month)))


def add_months_rolled(day: datetime.date, months: int) -> datetime.date | None:
    """The same day of a later month, or the first day of the month after where it has no such day."""
    year, month = _month_after(day, months)
    if not 1 <= year <= 9999:
        return None
    if day.day <= days_in_month(year, month):
        return datetime.date(year, month, day.day)
    return add_months_clamped(datetime.date(year, month, 1), 1)


def add_days(day: datetime.date, days: int) -> datetime.date | None:
    """So many days later; None outside the calendar."""
    try:
        return day + datetime.timedelta(days=days)
    except OverflowError:
        return None


def months_completed(start: datetime.date, end: datetime.date) -> int:
    """Whole months from start to end; a month is complete on the day of the same number. Negative where end is earlier."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return months - (end.day < start.day)


def years_completed(start: datetime.date, end: datetime.date) -> int:
    """Whole years from start to end; a year is complete on the same month and day."""
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))


def rough_start(text: str) -> datetime.date:
    """The last day that 'YYYY' or 'YYYY-MM' may mean: from then on the thing has surely begun."""
    if not is_rough(text):
        raise DateError(f"{text[:40]!r} is not a year or a month", found=text[:40], expected="YYYY or YYYY-MM")
    year, month = int(text[:4]), int(text[5:] or 12)
    return datetime.date(year, month, days_in_month(year, month))


def is_rough(text: str) -> bool:
    """Whether it is 'YYYY' or 'YYYY-MM' within the calendar that is read."""
    return re.fullmatch(r"(?:19|2[01])\d\d(?:-(?:0[1-9]|1[0-2]))?", text, re.ASCII) is not None
