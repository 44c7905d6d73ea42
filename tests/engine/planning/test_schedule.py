"""Schedules: as early as possible, held against a plain walk over every path."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huanliu.engine.planning.schedule import advance, schedule
from huanliu.law.model import Duration

FRIDAY = datetime.date(2026, 11, 20)


def days(least: int | None, most: int | None = None) -> Duration:
    return Duration(None if least is None else Decimal(least), None if most is None else Decimal(most), "days")


@pytest.mark.parametrize(
    ("amount", "unit", "reached"),
    [
        ("0", "days", "2026-11-20"),
        ("3", "days", "2026-11-23"),
        ("0.5", "days", "2026-11-21"),
        ("0", "working_days", "2026-11-20"),
        ("1", "working_days", "2026-11-23"),
        ("6", "working_days", "2026-11-30"),
        ("2", "weeks", "2026-12-04"),
        ("3", "months", "2027-02-20"),
        ("1.5", "months", "2027-01-04"),
        ("1", "years", "2027-11-20"),
    ],
)
def test_a_day_is_moved_as_its_unit_says(amount: str, unit: str, reached: str) -> None:
    assert advance(FRIDAY, Decimal(amount), unit).isoformat() == reached


def test_months_end_where_the_month_ends() -> None:
    assert advance(datetime.date(2026, 1, 31), Decimal(1), "months") == datetime.date(2026, 2, 28)


def test_tasks_begin_when_all_before_them_are_done() -> None:
    found = schedule(
        {"a": [days(5, 9)], "b": [days(2, 2)], "c": [days(1, 1), days(3, 4)]},
        {"a": [], "b": [], "c": ["a", "b"]},
        FRIDAY,
    )
    slot = found.slots["c"]
    assert (slot.start, slot.finish, slot.latest) == (
        datetime.date(2026, 11, 25),
        datetime.date(2026, 11, 29),
        datetime.date(2026, 12, 4),
    )
    assert (found.critical, found.side_by_side) == (("a", "c"), (("a", "b"), ("c",)))
    assert (found.finish, found.sure) == (datetime.date(2026, 11, 29), True)


def test_what_nobody_states_takes_no_time_and_makes_what_follows_unsure() -> None:
    found = schedule({"a": [None], "b": [days(2, 3)], "c": [days(None, 5)]}, {"a": [], "b": ["a"], "c": []}, FRIDAY)
    assert [found.slots[name].sure for name in "abc"] == [False, False, False]
    assert [found.slots[name].latest for name in "abc"] == [None, None, datetime.date(2026, 11, 25)]
    assert found.slots["b"].finish == datetime.date(2026, 11, 22)


def test_nothing_to_do_is_done_never() -> None:
    found = schedule({}, {}, FRIDAY)
    assert (found.finish, found.critical, found.side_by_side) == (None, (), ())


# Each task may wait for those before it in the list, so there are no circles.
NETWORKS = st.lists(st.tuples(st.integers(0, 9), st.sets(st.integers(0, 7))), min_size=1, max_size=8)


def longest(name: int, lengths: Mapping[int, int], after: Mapping[int, set[int]]) -> int:
    """The length of the longest chain that ends in a task, by walking every chain."""
    return lengths[name] + max((longest(before, lengths, after) for before in after[name]), default=0)


@given(NETWORKS)
def test_a_task_ends_after_its_longest_chain(network: list[tuple[int, set[int]]]) -> None:
    lengths = {place: length for place, (length, _) in enumerate(network)}
    after = {place: {before for before in waits if before < place} for place, (_, waits) in enumerate(network)}
    found = schedule(
        {str(place): [days(length, length)] for place, length in lengths.items()},
        {str(place): sorted(map(str, waits)) for place, waits in after.items()},
        FRIDAY,
    )
    for place in lengths:
        slot = found.slots[str(place)]
        assert (slot.finish - FRIDAY).days == longest(place, lengths, after)
        assert slot.latest == slot.finish
    total = sum(lengths[int(name)] for name in found.critical)
    assert found.finish is not None and (found.finish - FRIDAY).days == total
