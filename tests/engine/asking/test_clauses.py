"""What a clause asks: its facts, and whether the values of the law alone decide it."""

from __future__ import annotations

import pytest

from huanliu.engine.asking.cells import Criterion
from huanliu.engine.asking.clauses import (
    MOST_KNOWN,
    Clause,
    asked_directly,
    clause_of,
    names_below,
    names_of_provision,
)
from tests.small import read, small_bay

BOOK = small_bay().book("2026-06-01")


def clause(sql: str) -> Clause:
    """An expression over the small law as a clause."""
    return clause_of(BOOK.bind(read(sql)), BOOK)


@pytest.mark.parametrize(
    ("sql", "facts"),
    [
        ("person.married", ["person.married"]),
        ("person.adult", ["person.age"]),
        ("person.income >= :floor", ["person.income"]),
        ("2 <= ARRAY_SIZE(person.roles)", ["person.roles"]),
        ("ARRAY_CONTAINS(:schools, person.school)", ["person.school"]),
        ("ARRAY_CONTAINS(AT(:schools, person.arrived_on), person.school)", ["person.arrived_on", "person.school"]),
        ("person.income >= LOOKUP(:fee_by_city, person.city)", ["person.income", "person.city"]),
        ("person.score >= CASE WHEN person.married THEN 40 ELSE 60 END", ["person.score", "person.married"]),
    ],
)
def test_a_plain_clause_is_decided_by_the_cells_of_its_facts(sql: str, facts: list[str]) -> None:
    found = clause(sql)
    assert found.plain
    assert sorted(found.facts) == sorted(facts)


@pytest.mark.parametrize(
    "sql",
    [
        "person.income * 2 >= :floor",
        "person.age >= person.score",
        "ADD_DAYS(person.arrived_on, 7) < DATE '2026-06-01'",
        "person.minor_children >= 1",
        "AMOUNT('town.pass', 'fee') > :floor",
        "LEAST(person.age, 30) >= 18",
    ],
)
def test_a_clause_that_reckons_is_not_plain(sql: str) -> None:
    assert not clause(sql).plain


def test_a_clause_knows_what_it_tests() -> None:
    assert clause("18 <= person.age").tests == {"person.age": [Criterion("value", ">=", 18)]}
    assert clause("person.city IN ('hk', 'mo')").tests == {
        "person.city": [Criterion("within", "in", frozenset({"hk", "mo"}))]
    }
    assert clause("ARRAY_CONTAINS(person.roles, 'worker')").tests == {
        "person.roles": [Criterion("has", "in", "worker")]
    }


def test_a_clause_over_a_number_nobody_knows_is_hopeless() -> None:
    assert clause("person.age >= :guessed").hopeless
    assert not clause("CASE WHEN person.married THEN person.age >= :guessed ELSE person.student END").hopeless


def test_a_clause_answers_for_values_as_the_reference_reader_does() -> None:
    found = clause("person.score >= CASE WHEN person.married THEN 40 ELSE 60 END")
    assert [found.truth({"person.score": 50, "person.married": married}) for married in (True, False)] == [True, False]
    assert found.truth({"person.score": 50}) is None
    assert found.truth({"person.score": 70}) is None, "a threshold that is not known is not compared with"


def test_only_a_counted_definition_with_a_question_is_asked_directly() -> None:
    names = ("person.days_in_hk", "person.minor_children", "person.adult", "person.age")
    assert [asked_directly(name, BOOK) for name in names] == [True, False, False, False]


def test_the_names_below_go_through_definitions_and_provisions() -> None:
    assert names_below("person.adult", BOOK) == {"person.adult", "person.age"}
    assert names_of_provision("town.settlement", BOOK) >= {
        "person.age",
        "person.income",
        "person.city",
        "person.barred",
    }


def test_what_a_clause_keeps_does_not_grow_with_the_people_who_ask() -> None:
    found = clause("person.score >= CASE WHEN person.married THEN 40 ELSE 60 END")
    for score in range(2 * MOST_KNOWN):
        assert found.truth({"person.score": score, "person.married": True}) is (score >= 40)
    assert len(found.known) <= MOST_KNOWN
