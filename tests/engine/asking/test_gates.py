"""The folds of gates answer as the reference reader does, part by part, and never take an answer back."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huanliu.base.truth import Truth, at_least, every, some
from huanliu.engine.asking import gates
from huanliu.engine.asking.gates import joined

TRUTHS = st.lists(st.sampled_from((True, False, None)), min_size=1, max_size=5)
GATES: dict[str, Any] = {
    "every": lambda count: gates.EVERY,
    "some": lambda count: gates.SOME,
    "at_least": lambda count: gates.AtLeast(max(1, count // 2), count),
    "points": lambda count: gates.Points(
        20, tuple(((10, 15)[place % 2], place % 3 == 2 or place == count - 1) for place in range(count))
    ),
    "sorted": lambda count: gates.Sorted(tuple(place % 2 == 0 for place in range(count))),
}


@given(TRUTHS)
def test_and_or_and_counts_are_those_of_three_valued_logic(truths: list[Truth]) -> None:
    assert joined(gates.EVERY, truths) is every(truths)
    assert joined(gates.SOME, truths) is some(truths)
    for needed in range(1, len(truths) + 1):
        assert joined(gates.AtLeast(needed, len(truths)), truths) is at_least(needed, truths)


@pytest.mark.parametrize("name", sorted(GATES))
@given(truths=TRUTHS, data=st.data())
def test_an_answer_is_never_taken_back(name: str, truths: list[Truth], data: st.DataObject) -> None:
    gate = GATES[name](len(truths))
    before = joined(gate, truths)
    told = [data.draw(st.booleans()) if truth is None and data.draw(st.booleans()) else truth for truth in truths]
    if before is not None:
        assert joined(gate, told) is before


@pytest.mark.parametrize("name", sorted(GATES))
@given(truths=TRUTHS)
def test_what_is_fully_known_is_decided(name: str, truths: list[Truth]) -> None:
    told = [truth is True for truth in truths]
    assert joined(GATES[name](len(told)), told) is not None


@pytest.mark.parametrize(
    ("truths", "came"),
    [
        ([True, True, None, False], True),
        ([False, True, True, False], False),
        ([None, True, True, True], True),
        ([None, True, True, False], None),
        ([None, True, True, None], None),
        ([False, True, False, True], None),
    ],
)
def test_a_decision_waits_only_where_its_results_differ(truths: list[Truth], came: Truth) -> None:
    assert joined(gates.DECIDE, truths) is came


@pytest.mark.parametrize(
    ("truths", "came"),
    [
        ([None, False], None),
        ([None, True], None),
        ([False, None], False),
        ([True, None], None),
        ([True, False], False),
        ([True, True], True),
    ],
)
def test_nothing_is_decided_before_it_is_known_to_apply(truths: list[Truth], came: Truth) -> None:
    assert joined(gates.STANDING, truths) is came


def test_a_case_is_known_once_those_before_it_are() -> None:
    gate = gates.Sorted((False, True, True))
    assert joined(gate, [False, True, None]) is True, "nothing after a stop matters"
    assert joined(gate, [None, True, False]) is None
    assert joined(gate, [False, None, True]) is None
