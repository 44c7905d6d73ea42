"""Row by row: family members and day logs in a table go through the reference reader, and only what they need."""

from __future__ import annotations

import datetime
from decimal import Decimal

import polars as pl

from huanliu.engine.columns.nested import facts_below
from tests.engine.columns.tables import frame_of, worked_out
from tests.small import read, small_bay

ON = "2026-06-01"
CHILD = {"relationship": "child", "age": 3}
FAMILIES = [
    {"person.family": [CHILD, {"relationship": "child"}], "person.age": 40},
    {"person.family": [], "person.age": 40},
    {"person.family": [CHILD], "person.minor_children": 7},
    {"person.age": 40},
]


def answers(sql: str) -> list[object]:
    return worked_out(small_bay(), frame_of(small_bay(), FAMILIES), sql, ON)


def test_two_sure_children_are_at_least_one_child_in_a_table_too() -> None:
    assert answers("person.minor_children") == [None, 0, 7, None]
    assert answers("person.minor_children >= 1") == [True, False, True, None]
    assert answers("person.minor_children >= 3") == [False, False, True, None]
    assert answers("person.minor_children = 2") == [None, False, False, None]
    assert answers("person.minor_children <> 0") == [True, False, True, None]


def test_a_body_may_ask_about_the_person() -> None:
    assert answers("EXISTS (SELECT 1 FROM person.children WHERE age < person.age - 30)") == [True, False, None, None]


def test_days_are_counted_row_by_row() -> None:
    days = [{"day": datetime.date(2025, 1, 1), "place": "hk"}, {"day": datetime.date(2025, 1, 2), "place": "mo"}]
    frame = frame_of(small_bay(), [{"person.day_log": days}, {"person.day_log": []}, {"person.days_in_hk": 200}, {}])
    assert worked_out(small_bay(), frame, "person.days_in_hk", ON) == [1, 0, 200, None]
    assert worked_out(small_bay(), frame, "person.days_in_hk * 0.5", ON) == [Decimal("0.5"), 0, 100, None]


def test_only_the_facts_that_are_asked_are_handed_over() -> None:
    book = small_bay().book(ON)
    assert facts_below(read("person.minor_children + person.age"), book) >= {"person.family", "person.age"}
    assert "person.income" not in facts_below(read("person.minor_children"), book)


def test_a_set_given_value_by_value_is_put_together_where_all_of_it_is_known() -> None:
    both = "CASE WHEN person.married THEN person.roles ELSE person.roles END"
    flags = {f"person.roles.{role}": [True, None] for role in ("student", "worker", "retired")}
    frame = pl.DataFrame({**flags, "person.married": [True, True]})
    assert worked_out(small_bay(), frame, f"ARRAY_CONTAINS({both}, 'worker')", ON) == [True, None]
    assert worked_out(small_bay(), frame, "ARRAY_SIZE(person.roles)", ON) == [3, None]
