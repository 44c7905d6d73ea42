"""Truth tables, complete: three values, every pair, every status."""

from __future__ import annotations

import itertools

import pytest

from huanliu.base.truth import Status, Truth, at_least, every, negate, some, status_of, truth_of

T, F, U = True, False, None
VALUES = (T, F, U)

AND = {(T, T): T, (T, F): F, (T, U): U, (F, T): F, (F, F): F, (F, U): F, (U, T): U, (U, F): F, (U, U): U}
OR = {(T, T): T, (T, F): T, (T, U): T, (F, T): T, (F, F): F, (F, U): U, (U, T): T, (U, F): U, (U, U): U}


@pytest.mark.parametrize("pair", list(itertools.product(VALUES, VALUES)))
def test_and_and_or_are_those_of_sql(pair: tuple[Truth, Truth]) -> None:
    assert every(pair) is AND[pair]
    assert some(pair) is OR[pair]


def test_not_leaves_unknown_unknown() -> None:
    assert [negate(value) for value in VALUES] == [F, T, U]


def test_of_nothing_all_hold_and_none_does() -> None:
    assert every([]) is T
    assert some([]) is F


@pytest.mark.parametrize("values", list(itertools.product(VALUES, repeat=3)))
def test_every_and_some_are_each_other_turned_round(values: tuple[Truth, ...]) -> None:
    assert every(values) is negate(some(negate(value) for value in values))


@pytest.mark.parametrize("values", list(itertools.product(VALUES, repeat=4)))
@pytest.mark.parametrize("needed", range(6))
def test_at_least_is_what_every_completion_agrees_on(values: tuple[Truth, ...], needed: int) -> None:
    completions = itertools.product(*((T, F) if value is U else (value,) for value in values))
    answers = {sum(completion) >= needed for completion in completions}
    assert at_least(needed, values) is (answers.pop() if len(answers) == 1 else U)


STATUSES = {
    (T, T): Status.MET,
    (T, F): Status.UNMET,
    (T, U): Status.UNDETERMINED,
    (F, T): Status.NOT_APPLICABLE,
    (F, F): Status.NOT_APPLICABLE,
    (F, U): Status.NOT_APPLICABLE,
    (U, T): Status.UNDETERMINED,
    (U, F): Status.UNDETERMINED,
    (U, U): Status.UNDETERMINED,
}


@pytest.mark.parametrize("pair", STATUSES)
def test_a_status_follows_from_two_truths(pair: tuple[Truth, Truth]) -> None:
    assert status_of(*pair) is STATUSES[pair]


def test_another_provision_reads_a_status_as_a_truth() -> None:
    assert {status: truth_of(status) for status in Status} == {
        Status.MET: T,
        Status.UNMET: F,
        Status.NOT_APPLICABLE: F,
        Status.UNDETERMINED: U,
    }
