"""Cells: any value of a cell stands for all of it, as far as the tests can tell."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huanliu.engine.asking.cells import Cells, Criterion, cut
from huanliu.engine.subject import Intake
from tests.small import small_bay

ON = datetime.date(2026, 6, 1)
COMPARING = st.sampled_from(("=", "<>", "<", "<=", ">", ">="))


def cells(name: str, *tests: Criterion) -> Cells:
    """The cells of a fact of the small law."""
    bay = small_bay()
    found = cut(bay.statutes.kinds[name], bay.law.facts[name], tests, ON)
    assert found is not None
    return found


def said(found: Cells, value: Any) -> tuple[bool, ...]:
    """What the tests say of a value."""
    return tuple(test.holds(value) for test in found.tests)


def compared(operand: Any) -> st.SearchStrategy[Criterion]:
    """A comparison with something."""
    return st.builds(Criterion, st.just("value"), COMPARING, operand)


@given(st.lists(compared(st.integers(-5, 155)), min_size=1, max_size=4), st.integers(0, 150))
def test_every_whole_number_falls_into_a_cell(tests: list[Criterion], value: int) -> None:
    found = cells("person.age", *tests)
    assert said(found, value) in [said(found, known) for known in found.values]


@given(
    st.lists(compared(st.decimals(-1, 101, places=2)), min_size=1, max_size=4),
    st.decimals(0, 100, places=6),
)
def test_every_decimal_falls_into_a_cell(tests: list[Criterion], value: Decimal) -> None:
    found = cells("person.score", *tests)
    assert said(found, value) in [said(found, known) for known in found.values]


@given(
    st.lists(compared(st.dates(datetime.date(1990, 1, 1), datetime.date(2030, 1, 1))), min_size=1, max_size=4),
    st.dates(),
)
def test_every_day_falls_into_a_cell(tests: list[Criterion], day: datetime.date) -> None:
    day = max(datetime.date(1900, 1, 1), min(datetime.date(2200, 12, 31), day))
    found = cells("person.arrived_on", *tests)
    assert said(found, day) in [said(found, known) for known in found.values]


ROLES = ("student", "worker", "retired")
ASKED = st.one_of(
    st.builds(Criterion, st.just("has"), st.just("in"), st.sampled_from(ROLES)),
    st.builds(Criterion, st.just("size"), COMPARING, st.integers(0, 3)),
)


@given(st.lists(ASKED, min_size=1, max_size=4), st.frozensets(st.sampled_from(ROLES)))
def test_every_set_falls_into_a_cell(tests: list[Criterion], held: frozenset[str]) -> None:
    found = cells("person.roles", *tests)
    assert said(found, held) in [said(found, known) for known in found.values]


@given(st.lists(compared(st.decimals(-1, 101, places=2)), min_size=1, max_size=4))
def test_the_value_of_a_cell_is_one_that_can_be_given(tests: list[Criterion]) -> None:
    for value in cells("person.score", *tests).values:
        Intake(small_bay().statutes).read({"person.score": value})


@given(st.lists(compared(st.integers(0, 150)), min_size=1, max_size=4))
def test_cells_are_apart_and_share_everything(tests: list[Criterion]) -> None:
    found = cells("person.age", *tests)
    assert len({said(found, value) for value in found.values}) == len(found.values)
    assert sum(found.shares) == pytest.approx(1)


def test_a_threshold_makes_two_cells() -> None:
    assert cells("person.age", Criterion("value", ">=", 18)).values == (18, 17)


def test_a_threshold_outside_the_range_makes_one() -> None:
    assert len(cells("person.age", Criterion("value", ">=", 0)).values) == 1


def test_texts_are_those_named_and_another() -> None:
    found = cells("person.school", Criterion("within", "in", frozenset({"Old Hall", "Delta University"})))
    assert [said(found, value) for value in found.values] == [said(found, "Old Hall"), said(found, "Somewhere else")]


def test_sets_with_too_many_members_are_not_cut() -> None:
    bay = small_bay()
    tests = [Criterion("has", "in", f"role {number}") for number in range(12)]
    assert cut(bay.statutes.kinds["person.roles"], bay.law.facts["person.roles"], tests, ON) is None
