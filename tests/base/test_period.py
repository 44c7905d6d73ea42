"""Dates: what "one month later" means where the month has no such day, and completed months and years."""

from __future__ import annotations

import datetime
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huanliu.base import period
from huanliu.errors import DateError

DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))
MONTHS = st.integers(-600, 600)

# day, months, clamped, rolled
SHIFTED = [
    (date(2026, 1, 31), 1, date(2026, 2, 28), date(2026, 3, 1)),
    (date(2024, 1, 31), 1, date(2024, 2, 29), date(2024, 3, 1)),
    (date(2024, 2, 29), 12, date(2025, 2, 28), date(2025, 3, 1)),
    (date(2024, 2, 29), 48, date(2028, 2, 29), date(2028, 2, 29)),
    (date(2024, 2, 29), -12, date(2023, 2, 28), date(2023, 3, 1)),
    (date(2026, 8, 31), 1, date(2026, 9, 30), date(2026, 10, 1)),
    (date(2026, 12, 31), 2, date(2027, 2, 28), date(2027, 3, 1)),
    (date(2026, 3, 31), -1, date(2026, 2, 28), date(2026, 3, 1)),
    (date(2026, 5, 15), 0, date(2026, 5, 15), date(2026, 5, 15)),
    (date(1900, 1, 31), 1, date(1900, 2, 28), date(1900, 3, 1)),
    (date(9999, 12, 1), 1, None, None),
    (date(1, 1, 31), -1, None, None),
]


@pytest.mark.parametrize(("day", "months", "clamped", "rolled"), SHIFTED)
def test_months_later(day: date, months: int, clamped: date | None, rolled: date | None) -> None:
    assert period.add_months_clamped(day, months) == clamped
    assert period.add_months_rolled(day, months) == rolled


@given(DAYS, MONTHS)
def test_the_two_ways_differ_only_where_the_day_is_missing(day: date, months: int) -> None:
    clamped, rolled = period.add_months_clamped(day, months), period.add_months_rolled(day, months)
    assert clamped is not None and rolled is not None
    if clamped.day == day.day:
        assert rolled == clamped
    else:
        assert rolled == clamped + datetime.timedelta(days=1)


def test_days_later_end_with_the_calendar() -> None:
    assert period.add_days(date(2024, 2, 28), 2) == date(2024, 3, 1)
    assert period.add_days(date.max, 1) is None
    assert period.add_days(date.min, -1) is None
    assert period.add_days(date(2024, 1, 1), 10**18) is None


@given(DAYS, DAYS)
def test_so_many_completed_months_have_passed_and_not_one_more(start: date, end: date) -> None:
    months = period.months_completed(start, end)
    # The month is complete on the day of the same number, which rolled months keep.
    after, later = period.add_months_rolled(start, months), period.add_months_rolled(start, months + 1)
    assert after is not None and later is not None
    assert after <= end < later


@given(DAYS, DAYS)
def test_years_are_twelve_completed_months(start: date, end: date) -> None:
    assert period.years_completed(start, end) == period.months_completed(start, end) // 12


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-02-30", "20.11.2026", "1899-12-31", "2201-01-01", "tomorrow", "9" * 9999]
)
def test_what_is_no_day_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(DateError) as caught:
        period.parse_date(text)
    assert len(caught.value.sentence()) < 200


def test_a_day_is_read_from_iso_text() -> None:
    assert period.parse_date(" 2024-02-29 ") == date(2024, 2, 29)


def test_a_rough_day_means_its_last_day() -> None:
    assert period.rough_start("2004") == date(2004, 12, 31)
    assert period.rough_start("2004-02") == date(2004, 2, 29)
    for text in ("2004-13", "2004-00", "04", "2004-1", "soon", "0000", "1899", "2200"):
        with pytest.raises(DateError, match="is not a year or a month"):
            period.rough_start(text)


def test_a_month_has_its_days() -> None:
    assert [period.days_in_month(2024, month) for month in range(1, 13)] == [
        31,
        29,
        31,
        30,
        31,
        30,
        31,
        31,
        30,
        31,
        30,
        31,
    ]
