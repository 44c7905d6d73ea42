"""Effort: an estimate of questions, right where parts are independent, and never more than asking everything."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given

from huanliu.engine.asking.effort import Effort, Estimator, expected
from huanliu.engine.asking.residual import Junction, Pending, Residual, assume, cells_in, pending_in, residual_of_ruling
from huanliu.engine.evaluate import Situation
from tests.engine.drawn import DRAWN, ON, law_of, laws
from tests.small import bay_with


def estimated(keys: Any) -> tuple[Residual, Estimator]:
    """What is left of a drawn provision, and its estimator with each cell as likely as it is taken to be."""
    book = law_of(drawn=keys).book(ON)
    left = residual_of_ruling(book.ruling(DRAWN), Situation({}, book))
    return left, Estimator({}, cells_in(left, book))


def tried(when: str) -> Effort:
    """The effort of a condition when nothing is known."""
    book = bay_with(drawn=f"versions: [{{from: 2020-01-01, when: {when}}}]").book(ON)
    left = residual_of_ruling(book.ruling(DRAWN), Situation({}, book))
    return Estimator({}, cells_in(left, book)).effort(left)


@given(laws())
def test_effort_is_a_cost_and_a_chance(keys: Any) -> None:
    left, estimator = estimated(keys)
    effort = estimator.effort(left)
    assert -1e-9 <= effort.chance <= 1 + 1e-9
    assert 0 <= effort.cost <= sum(len(pending.unknown) for pending in pending_in(left)) + 1e-9


@given(laws())
def test_effort_is_nothing_exactly_where_nothing_is_left(keys: Any) -> None:
    left, estimator = estimated(keys)
    assert (estimator.effort(left).cost == 0) == (not isinstance(left, (Pending, Junction)))


@pytest.mark.parametrize(
    ("when", "cost", "chance"),
    [
        ("{sql: person.married}", 1.0, 0.5),
        ("{all: [{sql: person.married}, {sql: person.student}]}", 1.5, 0.25),
        ("{any: [{sql: person.married}, {sql: person.student}]}", 1.5, 0.75),
        ("{none: [{sql: person.married}, {sql: person.student}]}", 1.5, 0.25),
        ("{at_least: 2, of: [{sql: person.married}, {sql: person.student}, {sql: person.barred}]}", 2.5, 0.5),
        ("{points: 40, of: [{sql: person.married, points: 30}, {sql: person.student, points: 10}]}", 1.5, 0.25),
        ("{any: [{sql: person.married}, {sql: NOT person.married}]}", 1.0, 1.0),
        ("{decide: [{if: {sql: person.married}, then: {sql: person.student}}, {else: false}]}", 1.5, 0.25),
    ],
)
def test_simple_conditions_cost_what_one_reckons_by_hand(when: str, cost: float, chance: float) -> None:
    effort = tried(when)
    assert (effort.cost, effort.chance) == (pytest.approx(cost), pytest.approx(chance))


def test_a_yes_that_only_shuts_out_is_taken_to_be_rare() -> None:
    book = bay_with(
        drawn="versions: [{from: 2020-01-01, when: {sql: person.student}, unless: [{sql: person.barred}]}]"
    ).book(ON)
    left = residual_of_ruling(book.ruling(DRAWN), Situation({}, book))
    cells = expected(left, cells_in(left, book))
    shares = {name: dict(zip(found.values, found.shares, strict=True)) for name, found in cells.items() if found}
    assert shares["person.student"][True] == 0.5
    assert shares["person.barred"][True] < 0.5


@given(laws(most_facts=3))
def test_the_chance_is_that_of_drawing_cells_where_no_fact_stands_twice(keys: Any) -> None:
    left, estimator = estimated(keys)
    names = [name for pending in pending_in(left) for name in pending.unknown]
    if len(set(names)) < len(names) or not all(estimator.cells.values()) or "guessed" in str(keys):
        return
    total = 0.0
    choices = [zip(cells.values, cells.shares, strict=True) for name in names if (cells := estimator.cells[name])]
    for row in itertools.product(*choices):
        rest, likely = left, 1.0
        for name, (value, share) in zip(names, row, strict=True):
            rest, likely = assume(rest, name, value, True), likely * share
        total += likely * (0.5 if rest is None else rest is True)
    assert estimator.effort(left).chance == pytest.approx(total)
