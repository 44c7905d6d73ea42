"""Curves: every cliff to the unit, none where there is none, held against going through every amount of pay."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from huanliu.engine.bay import compile_law
from huanliu.engine.payslips.account import fill
from huanliu.engine.payslips.curve import SURE, Curve, Drop, curve, steps
from tests.small import small_bay, small_law

ON = "2025-06-01"
BAY = small_bay()

PAYSLIP = """
id: payslip.drawn
title: {{en: Drawn}}
lives: here
works: here
currency: HKD
gross: person.income
lines:
  - {{id: gross, title: {{en: pay}}, sign: +, sql: person.income}}
  - {{id: cost, title: {{en: cost}}, sign: -, sql: '{cost}'}}
"""


def drawn(cost: str, low: int, high: int, count: int) -> tuple[Curve, dict[int, Decimal | None]]:
    """The curve of a payslip with one cost, and what is left at every whole amount of pay."""
    bay = compile_law(small_law({"payslips/drawn.yaml": PAYSLIP.format(cost=cost)}))
    payslip, at = bay.law.payslips["payslip.drawn"], bay.situation({}, ON)
    found = curve(payslip, at, Decimal(low), Decimal(high), count)
    return found, {pay: fill(payslip, at, Decimal(pay)).net for pay in range(low, high + 1)}


def test_a_cliff_stands_at_its_unit_however_far_apart_the_points() -> None:
    at = BAY.situation({}, ON)
    for count in (2, 3, 11):
        found = curve(BAY.law.payslips["payslip.town"], at, Decimal(0), Decimal(200_000), count)
        assert found.drops == (Drop(Decimal(60_000), Decimal("599")),)


def test_points_are_evenly_spaced_and_reach_both_ends() -> None:
    assert steps(Decimal(0), Decimal(10), 5) == [0, 2, 5, 8, 10]
    assert steps(Decimal(3), Decimal(4), 9) == [3, 4]


def test_where_nothing_is_known_there_is_no_cliff() -> None:
    at: Any = BAY.situation({}, ON)
    found = curve(BAY.law.payslips["payslip.far"], at, Decimal(0), Decimal(100), 3)
    assert [point.net for point in found.points] == [0, 50, 100]


def costs(bands: list[tuple[int, int]], rate: int) -> str:
    """Jumps at some pays, and a share of the pay above the first of them."""
    terms = [
        f"CASE WHEN person.income > {floor} * :one_dollar THEN {jump} * :one_dollar ELSE 0 * :one_dollar END"
        for floor, jump in bands
    ]
    return " + ".join([*terms, f"GREATEST(person.income - {bands[0][0]} * :one_dollar, 0) * 0.{rate:02}"])


def falls(left: dict[int, Decimal | None]) -> dict[int, Decimal]:
    """Every fall from one whole amount of pay to the next, by going through all of them."""
    pairs = ((pay, left[pay], left[pay + 1]) for pay in list(left)[:-1])
    return {pay: one - other for pay, one, other in pairs if one is not None and other is not None and one > other}


BANDS = st.lists(st.tuples(st.integers(1, 400), st.integers(0, 60)), min_size=1, max_size=3)


@given(BANDS, st.integers(0, 90), st.integers(2, 9))
def test_every_drop_is_a_fall_to_the_cent(bands: list[tuple[int, int]], rate: int, count: int) -> None:
    found, left = drawn(costs(bands, rate), 0, 500, count)
    assert {int(drop.gross): drop.loss for drop in found.drops}.items() <= falls(left).items()


@given(BANDS, st.integers(2, 9))
def test_every_cliff_is_found(bands: list[tuple[int, int]], count: int) -> None:
    found, left = drawn(costs(bands, 0), 0, 500, count)
    sure = {pay for pay, loss in falls(left).items() if loss > SURE}
    assert sure <= {int(drop.gross) for drop in found.drops}
