"""The reference reader beyond the pairs: bounds of counts and points, rounding, and what is kept."""

from __future__ import annotations

import itertools
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huanliu.base.truth import Truth
from huanliu.engine import expression as tree
from huanliu.engine.bay import Bay
from huanliu.engine.evaluate import evaluate, points_between, rounded
from huanliu.engine.expression import Award
from huanliu.engine.kinds import INT
from tests.small import bay_with, read, situation

BITS = ("person.married", "person.student", "person.barred")
TRUTHS = (True, False, None)


def facts(values: tuple[Truth, ...]) -> dict[str, Any]:
    return dict(zip(BITS, values, strict=True))


def number(value: int | None) -> tree.Literal:
    return tree.Literal(value, INT)


@pytest.mark.parametrize("needed", [0, 1, 2, 3, 4])
def test_at_least_is_decided_by_its_bounds(needed: int) -> None:
    node = tree.AtLeast(number(needed), tuple(read(bit) for bit in BITS))
    for values in itertools.product(TRUTHS, repeat=3):
        held, possible = values.count(True), 3 - values.count(False)
        expected = True if held >= needed else False if possible < needed else None
        assert evaluate(node, situation(facts(values))) is expected


def test_at_least_an_unknown_number_is_not_known() -> None:
    node = tree.AtLeast(number(None), tuple(read(bit) for bit in BITS))
    assert evaluate(node, situation(facts((True, True, True)))) is None


def points(needed: int | None) -> tree.Points:
    """Married gives 10; of student (30) and barred (20) the better counts."""
    one, two, three = (read(bit) for bit in BITS)
    groups = ((Award(one, number(10)),), (Award(two, number(30)), Award(three, number(20))))
    return tree.Points(number(needed), groups)


# married, student, barred: fewest and most points
POINTS = [
    ((None, None, None), (0, 40)),
    ((True, None, None), (10, 40)),
    ((True, False, None), (10, 30)),
    ((True, None, True), (30, 40)),
    ((False, True, None), (30, 30)),
    ((False, True, True), (30, 30)),
    ((False, False, False), (0, 0)),
]


@pytest.mark.parametrize(("values", "bounds"), POINTS)
def test_points_have_bounds(values: tuple[Truth, ...], bounds: tuple[int, int]) -> None:
    assert points_between(points(20), situation(facts(values))) == bounds


@pytest.mark.parametrize(("values", "bounds"), POINTS)
@pytest.mark.parametrize("needed", [1, 20, 30, 31, 40, 41])
def test_the_pass_mark_is_decided_by_the_bounds(
    values: tuple[Truth, ...], bounds: tuple[int, int], needed: int
) -> None:
    expected = True if bounds[0] >= needed else False if bounds[1] < needed else None
    assert evaluate(points(needed), situation(facts(values))) is expected


def test_points_over_an_unknown_number_are_not_known() -> None:
    at = situation(facts((True, True, True)))
    assert evaluate(points(None), at) is None
    assert evaluate(tree.Points(number(1), ((Award(read(BITS[0]), number(None)),),)), at) is None


ROUNDED = [
    ("2.5", "3", "2", "3"),
    ("-2.5", "-3", "-2", "-3"),
    ("2.4", "2", "2", "3"),
    ("-2.4", "-2", "-2", "-3"),
    ("2", "2", "2", "2"),
]


@pytest.mark.parametrize(("value", "half_up", "down", "up"), ROUNDED)
def test_rounding_goes_away_from_or_towards_zero(value: str, half_up: str, down: str, up: str) -> None:
    came = [rounded(Decimal(value), Decimal(1), 0, mode) for mode in ("half_up", "down", "up")]
    assert came == [Decimal(half_up), Decimal(down), Decimal(up)]


NUMBERS = st.decimals(min_value=-(10**12), max_value=10**12, places=4)


@given(NUMBERS, NUMBERS.filter(bool), st.integers(0, 8), st.sampled_from(["half_up", "down", "up"]))
def test_a_quotient_is_rounded_once_and_to_the_nearest_that_its_mode_allows(
    value: Decimal, by: Decimal, places: int, mode: str
) -> None:
    exact, step = Fraction(value) / Fraction(by), Fraction(1, 10**places)
    came = Fraction(rounded(value, by, places, mode))
    assert (came / step).denominator == 1
    assert abs(came - exact) <= step / 2 if mode == "half_up" else abs(came - exact) < step
    if mode == "half_up" and abs(came - exact) == step / 2:
        assert abs(came) > abs(exact)
    if mode == "down":
        assert abs(came) <= abs(exact)
    if mode == "up":
        assert abs(came) >= abs(exact)


AMOUNT = st.decimals(min_value=0, max_value=10**9, places=2)


@given(AMOUNT, AMOUNT)
def test_progressive_tax_never_falls_and_never_takes_more_than_its_highest_rate(less: Decimal, more: Decimal) -> None:
    less, more = sorted((less, more))
    low, high = (evaluate(TAX, situation({"person.income": income}, "2025-06-01")) for income in (less, more))
    assert 0 <= high - low <= (more - less) * Decimal("0.17")


def _tax() -> tree.Expression:
    ruling = situation({}, "2025-06-01").book.ruling("town.tax")
    progressive = [node for node in tree.walk(ruling.amounts["tax"][1]) if isinstance(node, tree.Progressive)]
    return progressive[0]


TAX = _tax()


def test_a_provision_reads_another_by_what_it_came_to() -> None:
    bay: Bay = bay_with(
        two="versions: [{from: 2020-01-01, when: {all: [{provision: town.points}, {none: [{provision: town.tax}]}]}}]"
    )
    known = {"person.married": True, "person.age": 30, "person.roles": ["worker"], "person.city": "mo"}
    for facts_, status in (
        (known, "met"),
        ({**known, "person.city": "hk"}, "unmet"),
        ({**known, "person.city": None}, "undetermined"),
        ({**known, "person.roles": []}, "unmet"),
    ):
        assert bay.assess(facts_, "2026-06-01", only="town.two")["town.two"].status.value == status


def test_a_value_is_worked_out_once_and_for_one_subject_alone() -> None:
    node = read("person.age + 1")
    one, two = situation({"person.age": 1}), situation({"person.age": 2})
    assert [evaluate(node, one), evaluate(node, two), evaluate(node, one)] == [2, 3, 2]
