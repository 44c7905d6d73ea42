"""The calendar of z3 is the calendar: dates taken apart, moved and counted as by the plain functions."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
import z3
from hypothesis import given
from hypothesis import strategies as st

from huanliu.base import period
from huanliu.engine.solving import almanac
from huanliu.engine.solving.almanac import Almanac, read, written
from huanliu.engine.solving.solver import as_term
from huanliu.engine.solving.symbols import Number, number

DAYS = st.dates(period.EARLIEST, period.LATEST) | st.sampled_from(
    [datetime.date(2024, 2, 29), datetime.date(1900, 2, 28), datetime.date(2000, 2, 29), datetime.date(2026, 1, 31)]
)
ENDS = (written(period.EARLIEST), written(period.LATEST))


def unfixed(day: datetime.date, calendar: Almanac) -> tuple[Number, z3.BoolRef]:
    """A variable day and that it is this one."""
    term = z3.FreshInt("day")
    symbol = Number(term, 0, True, *ENDS)
    calendar.admit(symbol)
    return symbol, term == written(day)


def solved(calendar: Almanac, found: Number, *ties: z3.BoolRef) -> int | None:
    """What a number comes to, None where it is not known."""
    solver = z3.SimpleSolver()
    solver.add([as_term(tie) for tie in (*calendar.ties, *ties)])
    assert solver.check() == z3.sat
    model = solver.model()
    if not z3.is_true(model.eval(as_term(found.known), True)):
        return None
    value = model.eval(as_term(found.value), True).as_long()
    assert found.low <= value <= found.high, "bounds are bounds"
    return int(value)


@given(DAYS, DAYS)
def test_days_are_written_in_their_order_and_read_back(one: datetime.date, other: datetime.date) -> None:
    assert read(written(one)) == one
    assert (written(one) < written(other)) == (one < other)


@given(DAYS)
def test_a_day_is_taken_apart_in_one_way(day: datetime.date) -> None:
    calendar = Almanac()
    symbol, tie = unfixed(day, calendar)
    came = [solved(calendar, part, tie) for part in calendar.civil(symbol)]
    assert came == [day.year, day.month, day.day]
    assert solved(calendar, calendar.ordinal(symbol), tie) == day.toordinal()


MOVES: list[tuple[str, Callable[[datetime.date, int], datetime.date | None]]] = [
    ("days", period.add_days),
    ("clamped", period.add_months_clamped),
    ("rolled", period.add_months_rolled),
]


@pytest.mark.parametrize(("unit", "plainly"), MOVES)
@given(day=DAYS, by=st.integers(-60, 60) | st.integers(-30_000, 100_000), fixed=st.booleans())
def test_days_move_as_they_do(
    unit: str, plainly: Callable[[datetime.date, int], datetime.date | None], day: datetime.date, by: int, fixed: bool
) -> None:
    calendar = Almanac()
    symbol, tie = (number(written(day)), z3.BoolVal(True)) if fixed else unfixed(day, calendar)
    if unit == "days":
        moved = calendar.shifted_days(symbol, number(by))
    else:
        moved = calendar.shifted_months(symbol, number(by), unit == "rolled")
    wanted = plainly(day, by)
    assert solved(calendar, moved, tie) == (None if wanted is None else written(wanted))


@given(DAYS, DAYS)
def test_completed_months_years_and_days_are_counted_the_same(start: datetime.date, end: datetime.date) -> None:
    calendar = Almanac()
    (first, tie), (last, other) = unfixed(start, calendar), unfixed(end, calendar)
    months, years = calendar.months_completed(first, last), calendar.years_completed(first, last)
    assert solved(calendar, months, tie, other) == period.months_completed(start, end)
    assert solved(calendar, years, tie, other) == period.years_completed(start, end)
    assert solved(calendar, calendar.days_between(first, last), tie, other) == (end - start).days


@given(st.integers(-2, 10_001) | st.just(2024), st.integers(-1, 14), st.integers(-1, 33))
def test_a_day_of_three_numbers_is_known_where_there_is_one(year: int, month: int, day: int) -> None:
    try:
        wanted = written(datetime.date(year, month, day))
    except ValueError:
        wanted = None
    calendar = Almanac()
    terms = [z3.FreshInt(part) for part in ("year", "month", "day")]
    parts = [Number(term, 0, True, -10, 10_010) for term in terms]
    ties = [term == value for term, value in zip(terms, (year, month, day), strict=True)]
    assert solved(calendar, calendar.date_of(*parts), *ties) == wanted
    assert solved(calendar, calendar.date_of(number(year), number(month), number(day))) == wanted


def test_a_variable_is_never_a_day_that_is_not_there() -> None:
    calendar = Almanac()
    term = z3.Int("a day")
    calendar.admit(Number(term, 0, True, *ENDS))
    solver = z3.SimpleSolver()
    solver.add([as_term(tie) for tie in calendar.ties])
    for number_, there in ((31 * (12 * 2026 + 1) + 28, z3.unsat), (31 * (12 * 2024 + 1) + 28, z3.sat)):
        solver.push()
        solver.add(term == number_)
        assert solver.check() == there
        solver.pop()
    assert almanac.FIRST_DAY == 372
