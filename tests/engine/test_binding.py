"""Binding: after it no parameter is left, and what the law wrote stands beside what it comes to."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from huanliu.engine import expression as tree
from huanliu.engine.bay import Bay
from huanliu.engine.binding import NO_VALUE, UNVERIFIED
from huanliu.engine.expression import Expression, walk
from tests.small import read, small_bay


def bound(sql: str, on: str = "2026-06-01", known_on: str | None = None) -> Expression:
    known = date.fromisoformat(known_on) if known_on else None
    return small_bay().book(on, known).bind(read(sql))


def test_a_number_becomes_its_value_and_keeps_its_name() -> None:
    assert bound(":floor") == tree.Literal(Decimal("2000.50"), read(":floor").kind, "floor")
    assert bound(":floor", "2020-01-01").value == 1000  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("sql", "reason"), [(":guessed", UNVERIFIED), ("BRACKETS(person.income, :guessed_bands)", UNVERIFIED)]
)
def test_a_number_that_nobody_vouches_for_is_not_known_and_says_why(sql: str, reason: object) -> None:
    literal = bound(sql)
    assert isinstance(literal, tree.Literal)
    assert (literal.value, literal.reason) == (None, reason)


def test_an_unverified_number_is_still_shown() -> None:
    literal = bound(":guessed")
    assert isinstance(literal, tree.Literal) and literal.unverified == 7


def test_a_day_without_a_value_says_so() -> None:
    literal = bound(":floor", "2019-12-31")
    assert isinstance(literal, tree.Literal)
    assert (literal.value, literal.reason) == (None, NO_VALUE)


def test_a_list_on_a_day_is_plain_membership_and_keeps_what_was_written() -> None:
    written = bound("ARRAY_CONTAINS(:cities, person.city)")
    assert isinstance(written, tree.Written)
    assert isinstance(written.surface, tree.Listed)
    assert written.core == tree.OneOf(read("person.city"), ("hk", "shenzhen"), "cities")


def test_a_list_on_another_day_is_a_choice_over_its_stretches() -> None:
    written = bound("ARRAY_CONTAINS(AT(:cities, person.arrived_on), person.city)")
    assert isinstance(written, tree.Written) and isinstance(written.core, tree.Case)
    days = [condition.right.value for condition, _ in written.core.branches]  # type: ignore[union-attr]
    assert days == [date(2020, 1, 1), date(2025, 1, 1)]


def test_members_are_a_choice_over_every_day_one_comes_or_goes() -> None:
    written = bound("ARRAY_CONTAINS(AT(:schools, person.arrived_on), person.school)")
    assert isinstance(written, tree.Written) and isinstance(written.core, tree.Case)
    lists = [value.values for _, value in written.core.branches]  # type: ignore[union-attr]
    assert lists[0] == ("Old Hall",) and lists[-1] == ("Harbour College", "Delta University")
    assert written.core.default == tree.OneOf(read("person.school"), ("Delta University",), "schools")


def test_a_table_is_a_choice_over_its_keys() -> None:
    written = bound("LOOKUP(:fee_by_city, person.city)")
    assert isinstance(written, tree.Written) and isinstance(written.core, tree.Case)
    assert [value.value for _, value in written.core.branches] == [11, 22]  # type: ignore[union-attr]
    assert written.core.default is None


def test_what_has_no_parameter_stays_the_same_object() -> None:
    node = read("person.age >= 18 AND person.married")
    assert small_bay().book(date(2026, 6, 1)).bind(node) is node


def test_nothing_unbound_is_left_in_any_ruling(small: Bay) -> None:
    book = small.book("2026-06-01")
    for name in small.law.provisions:
        ruling = book.ruling(name)
        roots = [
            ruling.applies,
            ruling.condition,
            *(c for _, c in ruling.outcomes),
            *(e for _, e in ruling.amounts.values()),
        ]
        left = [node for root in roots for node in walk(root) if isinstance(node, UNBOUND)]
        assert not left


UNBOUND = (tree.Parameter, tree.Listed, tree.Lookup, tree.AtDate, tree.OutcomeOf)
