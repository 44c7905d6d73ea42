"""The quick reading: unknown facts below what is undecided, in the order of the law, and when it is exact as it stands."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from huanliu.engine.asking.missing import is_plain, missing_facts, names_of, reading_of, reading_of_ruling
from huanliu.engine.asking.relevance import relevance
from huanliu.engine.asking.residual import residual_of_ruling
from huanliu.engine.evaluate import Situation, evaluate
from tests.engine.drawn import DRAWN, ON, law_of, laws
from tests.small import read, small_bay


def lacking(sql: str, **facts: Any) -> list[str]:
    """What an expression over the small law lacks; facts of a person by their last name."""
    at = small_bay().situation({f"person.{name}": value for name, value in facts.items()}, ON)
    return missing_facts(at.book.bind(read(sql)), at)


@pytest.mark.parametrize(
    ("sql", "facts", "names"),
    [
        ("person.married AND person.student", {}, ["person.married", "person.student"]),
        ("person.student AND person.married", {}, ["person.student", "person.married"]),
        ("person.married AND person.student", {"married": True}, ["person.student"]),
        ("person.married AND person.student", {"married": False}, []),
        ("person.married OR person.student", {"student": True}, []),
        ("person.income * 2 >= :floor", {}, ["person.income"]),
        ("person.income >= :guessed * person.income", {"income": 1}, []),
        ("person.adult", {}, ["person.age"]),
        ("person.adult", {"adult": True}, []),
        ("CASE WHEN person.married THEN 1 ELSE person.age END", {}, ["person.married", "person.age"]),
        ("CASE WHEN person.married THEN 1 ELSE person.age END", {"married": True}, []),
        ("CASE WHEN person.married THEN 1 ELSE person.age END", {"married": False}, ["person.age"]),
        ("LOOKUP(:fee_by_city, person.city)", {}, ["person.city"]),
        ("LOOKUP(:fee_by_city, person.city)", {"city": "shenzhen"}, []),
    ],
)
def test_it_lists_what_is_unknown_below_what_is_undecided(sql: str, facts: dict[str, Any], names: list[str]) -> None:
    assert lacking(sql, **facts) == names


def test_a_definition_with_a_question_is_asked_in_place_of_the_day_log() -> None:
    assert lacking("person.days_in_hk >= 180") == ["person.days_in_hk"]


def test_a_definition_without_a_question_is_asked_by_its_facts() -> None:
    assert lacking("person.minor_children >= 1") == ["person.family"]


def test_a_family_that_is_known_is_asked_about_its_members() -> None:
    assert lacking("person.minor_children >= 1", family=[{"relationship": "child"}]) == ["person.family.age"]
    assert lacking("person.minor_children >= 1", family=[{"relationship": "parent"}]) == []
    assert lacking("person.minor_children >= 1", family=[{}]) == ["person.family.relationship", "person.family.age"]


def test_what_is_decided_by_some_members_is_not_asked_about_the_others() -> None:
    rows = [{"relationship": "child", "age": 3}, {"relationship": "child"}]
    assert lacking("EXISTS (SELECT 1 FROM person.children WHERE minor)", family=rows) == []
    assert lacking("EXISTS (SELECT 1 FROM person.children WHERE minor)", family=rows[1:]) == ["person.family.age"]


def test_another_provision_is_asked_by_its_own_facts() -> None:
    assert lacking("AMOUNT('town.pass', 'stay_months', 0) >= 24") == ["person.age", "person.income", "person.barred"]
    assert lacking("AMOUNT('town.pass', 'stay_months', 0) >= 24", age=3) == []


def test_a_reading_that_asks_twice_or_chooses_is_not_plain() -> None:
    assert is_plain(["person.age", "person.score"])
    assert not is_plain(["person.age", "person.age"])
    assert not is_plain(["person.age", ""])
    assert names_of(["person.age", "", "person.age"]) == ["person.age"]


@given(laws())
def test_a_plain_reading_is_exact(keys: Any) -> None:
    book = law_of(drawn=keys).book(ON)
    ruling, at = book.ruling(DRAWN), Situation({}, book)
    reading = reading_of_ruling(ruling, at)
    found = relevance(residual_of_ruling(ruling, at), book).names
    assert found <= set(reading)
    if is_plain(reading):
        assert found == set(reading)


@given(laws())
def test_nothing_is_missing_exactly_where_no_unknown_is_read(keys: Any) -> None:
    book = law_of(drawn=keys).book(ON)
    at = Situation({}, book)
    condition = book.ruling(DRAWN).condition
    assert (reading_of(condition, at) == []) == (evaluate(condition, at) is not None)
