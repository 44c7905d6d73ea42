"""What is left of a condition: the same answers as the reference reader, and nothing that is without effect."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from huanliu.base.truth import Status
from huanliu.engine.asking.residual import (
    Junction,
    Pending,
    Residual,
    assume,
    pending_in,
    residual_of,
    residual_of_ruling,
    without,
)
from huanliu.engine.bay import Bay
from huanliu.engine.evaluate import Situation, evaluate
from tests.engine.drawn import DRAWN, ON, VALUES, facts_in, law_of, laws, status
from tests.small import bay_with, small_bay


def left_of(bay: Bay, facts: dict[str, Any] | None = None, goal: str = DRAWN) -> Residual:
    """What is left of a provision for some facts."""
    book = bay.book(ON)
    return residual_of_ruling(book.ruling(goal), Situation(facts or {}, book))


def settled(left: Residual) -> Residual:
    """A truth as it is, anything open as None."""
    return None if isinstance(left, (Pending, Junction)) else left


@given(laws(), st.data())
def test_assuming_answers_one_by_one_is_being_told_them(keys: Any, data: Any) -> None:
    bay = law_of(drawn=keys)
    left, facts = left_of(bay), {}
    for name in data.draw(st.permutations(facts_in(keys))):
        facts[name] = data.draw(st.sampled_from(VALUES[name]))
        left = assume(left, name, facts[name], True)
        known = {Status.MET: True, Status.UNDETERMINED: None}.get(status(bay, facts), False)
        assert settled(left) is known
        assert settled(left_of(bay, dict(facts))) is known


@given(laws(), st.data())
def test_a_residual_asks_only_what_is_unknown(keys: Any, data: Any) -> None:
    known = data.draw(st.sets(st.sampled_from(facts_in(keys) or ["person.age"])))
    left = left_of(law_of(drawn=keys), {name: VALUES.get(name, (30,))[0] for name in known})
    assert not known & {name for pending in pending_in(left) for name in pending.unknown}


@given(laws(), st.data())
def test_silence_decides_nothing(keys: Any, data: Any) -> None:
    left = left_of(law_of(drawn=keys))
    silent = frozenset(data.draw(st.sets(st.sampled_from(facts_in(keys) or ["person.age"]))))
    rest = without(left, silent)
    if settled(left) is None:
        assert settled(rest) is None
    assert not silent & {name for pending in pending_in(rest) for name in pending.unknown}


def test_what_can_never_be_known_is_nothing() -> None:
    bay = bay_with(drawn='versions: [{from: 2020-01-01, when: {sql: "person.age >= :guessed"}}]')
    assert left_of(bay) is None


def test_a_clause_that_reckons_falls_as_the_coin_does() -> None:
    bay = bay_with(drawn='versions: [{from: 2020-01-01, when: {sql: "person.age * 2 >= person.age + 18"}}]')
    left = left_of(bay)
    assert isinstance(left, Pending) and not left.plain
    assert [assume(left, "person.age", 20, coin) for coin in (True, False)] == [True, False]


def test_a_definition_that_was_given_stands_in_place_of_its_facts() -> None:
    at = small_bay().situation({"person.days_in_hk": 200}, ON)
    door = small_bay().book(ON).steps("chain.to_town")[0]
    assert evaluate(door, at) is None
    left = residual_of(door, at)
    assert isinstance(left, Pending) and left.unknown == ("person.age",)


def test_nothing_is_left_where_it_can_never_be_known_to_apply() -> None:
    keys = 'applies_to: {sql: "person.age >= :guessed"}, when: {sql: person.married}'
    assert left_of(bay_with(drawn=f"versions: [{{from: 2020-01-01, {keys}}}]")) is None
