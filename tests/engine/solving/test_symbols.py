"""Numbers of z3 reckon as the reference reader does: rounding, bracket tables, comparisons by bounds."""

from __future__ import annotations

import itertools
from decimal import Decimal
from typing import Any

import pytest
import z3
from hypothesis import given
from hypothesis import strategies as st

from huanliu.base import truth as kleene
from huanliu.engine.evaluate import rounded as by_evaluate
from huanliu.engine.solving.solver import as_term
from huanliu.engine.solving.symbols import (
    COMPARISONS,
    OPEN,
    Number,
    Truth,
    both,
    chosen_number,
    chosen_truth,
    compared,
    either,
    every,
    exact,
    extreme,
    negate,
    number,
    opposite,
    plus,
    rounded,
    some,
    times,
)

UNITS = st.integers(-10_000, 10_000)
PLACES = st.integers(0, 3)


def variable(units: int, places: int, low: int = -10_000, high: int = 10_000) -> tuple[Number, Any]:
    """A variable and that it is so many units."""
    term = z3.FreshInt("x")
    return Number(term, places, True, low, high), term == units


def solved(symbol: Number, *ties: Any) -> Decimal | None:
    """What a symbol comes to; None where it is not known."""
    solver = z3.SimpleSolver()
    solver.add(*ties)
    assert solver.check() == z3.sat
    model = solver.model()
    if not z3.is_true(model.eval(as_term(symbol.known), True)):
        return None
    found = model.eval(as_term(symbol.value), True).as_long()
    assert symbol.low <= found <= symbol.high, "bounds are bounds"
    return Decimal(found).scaleb(-symbol.places)


@given(UNITS, PLACES, UNITS, PLACES, st.integers(0, 4), st.sampled_from(("half_up", "down", "up")), st.booleans())
def test_rounding_is_the_same_exact_quotient(
    top: int, of_top: int, bottom: int, of_bottom: int, places: int, mode: str, fixed: bool
) -> None:
    above, tie = variable(top, of_top)
    below, other = (number(bottom, of_bottom), True) if fixed else variable(bottom, of_bottom)
    value, divisor = Decimal(top).scaleb(-of_top), Decimal(bottom).scaleb(-of_bottom)
    came = solved(rounded(above, below, places, mode), tie, other)
    assert came == (None if divisor == 0 else by_evaluate(value, divisor, places, mode))


@given(st.integers(0, 10_000), st.integers(1, 999), st.sampled_from(("half_up", "down", "up")))
def test_a_number_that_is_never_negative_rounds_the_same(top: int, bottom: int, mode: str) -> None:
    above, tie = variable(top, 2, low=0)
    below, other = variable(bottom, 0, low=1, high=999)
    wanted = by_evaluate(Decimal(top).scaleb(-2), Decimal(bottom), 2, mode)
    assert solved(rounded(above, below, 2, mode), tie, other) == wanted
    assert solved(rounded(above, number(bottom), 2, mode), tie) == wanted


@given(UNITS, PLACES, UNITS, PLACES)
def test_sums_products_and_extremes_keep_their_places(a: int, of_a: int, b: int, of_b: int) -> None:
    (one, tie), (other, second) = variable(a, of_a), variable(b, of_b)
    left, right = Decimal(a).scaleb(-of_a), Decimal(b).scaleb(-of_b)
    assert solved(plus(one, other), tie, second) == left + right
    assert solved(plus(one, other, -1), tie, second) == left - right
    assert solved(times(one, number(b, of_b)), tie) == left * right
    assert solved(extreme(True, [one, other]), tie, second) == max(left, right)
    assert solved(extreme(False, [one, other]), tie, second) == min(left, right)


@given(st.integers(0, 2), UNITS, st.lists(UNITS, min_size=3, max_size=3))
def test_a_number_of_few_values_is_multiplied_value_by_value(pick: int, units: int, rates: list[int]) -> None:
    key = z3.FreshInt("key")
    rate = number(0)
    for position, value in enumerate(rates):
        rate = chosen_number(Truth(key == position), number(value, 2), rate)
    assert rate.cases is not None
    amount, tie = variable(units, 2)
    found = times(rate, amount)
    assert solved(found, tie, key == pick) == Decimal(rates[pick]).scaleb(-2) * Decimal(units).scaleb(-2)


@pytest.mark.parametrize("sign", list(COMPARISONS))
@given(UNITS, st.integers(0, 2), UNITS, st.integers(0, 2), st.integers(0, 50), st.integers(0, 50))
def test_a_comparison_decided_by_bounds_is_right(
    sign: str, a: int, of_a: int, b: int, of_b: int, below: int, above: int
) -> None:
    one, tie = variable(a, of_a, a - below, a + above)
    other, second = variable(b, of_b, b - above, b + below)
    wanted = COMPARISONS[sign](Decimal(a).scaleb(-of_a), Decimal(b).scaleb(-of_b))
    bit = compared(sign, one, other)
    solver = z3.SimpleSolver()
    solver.add(tie, second, bit if wanted else z3.Not(bit) if not isinstance(bit, bool) else True)
    assert bit is wanted if isinstance(bit, bool) else solver.check() == z3.sat


TRUTHS = {True: Truth(True), False: Truth(False), None: OPEN}


def plain(symbol: Truth) -> bool | None:
    assert isinstance(symbol.yes, bool) and isinstance(symbol.no, bool)
    return True if symbol.yes else False if symbol.no else None


@pytest.mark.parametrize(("a", "b"), list(itertools.product(TRUTHS, repeat=2)))
def test_truths_follow_kleene(a: bool | None, b: bool | None) -> None:
    one, other = TRUTHS[a], TRUTHS[b]
    assert plain(every((one, other))) == kleene.every((a, b))
    assert plain(some((one, other))) == kleene.some((a, b))
    assert plain(negate(one)) == kleene.negate(a)


@pytest.mark.parametrize(("first", "a", "b"), list(itertools.product(TRUTHS, repeat=3)))
def test_an_open_choice_between_equals_is_decided(first: bool | None, a: bool | None, b: bool | None) -> None:
    wanted = a if first or a == b else b if first is False else None
    assert plain(chosen_truth(TRUTHS[first], TRUTHS[a], TRUTHS[b])) == wanted
    numbers = {True: number(1), False: number(0), None: Number(0, 0, False, 0, 0)}
    found = chosen_number(TRUTHS[first], numbers[a], numbers[b])
    known = wanted is not None
    assert found.known is known
    assert not known or found.plain == int(bool(wanted))


def test_bits_are_decided_without_z3_where_they_can_be() -> None:
    bit = z3.Bool("bit")
    assert both([True, bit]) is bit
    assert both([bit, False]) is False
    assert either([False, bit]) is bit
    assert either([bit, True]) is True
    assert opposite(opposite(bit)) is not None
    assert z3.eq(opposite(opposite(bit)), bit)
    assert exact(Decimal("1.50")).places == 1
