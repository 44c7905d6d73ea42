"""Small laws drawn at random over the small law's facts, and the slow but sure way to say which facts matter."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from huanliu.base.truth import Status
from huanliu.engine.assess import assess_one
from huanliu.engine.bay import Bay
from huanliu.engine.evaluate import Situation
from tests.small import bay_with

DRAWN = "town.drawn"
ON = "2026-06-01"
ROLES = ("worker", "student", "retired")
# For each fact values of every kind that the clauses below can tell apart, and more.
VALUES: dict[str, tuple[Any, ...]] = {
    "person.married": (False, True),
    "person.student": (False, True),
    "person.barred": (False, True),
    "person.city": ("hk", "mo", "shenzhen"),
    "person.roles": tuple(frozenset(held) for n in range(4) for held in itertools.combinations(ROLES, n)),
    "person.score": tuple(map(Decimal, (0, 20, 40, 50, 60, 80, 100))),
    "person.school": ("Delta University", "Harbour College", "Nowhere"),
}
CLAUSES: dict[str, tuple[str, ...]] = {
    "person.married": ("person.married", "NOT person.married", "person.married = TRUE"),
    "person.student": ("person.student", "person.student OR TRUE"),
    "person.barred": ("person.barred", "NOT person.barred"),
    "person.city": ("person.city = 'hk'", "person.city IN ('hk', 'mo')", "person.city <> 'mo'"),
    "person.roles": (
        "ARRAY_CONTAINS(person.roles, 'worker')",
        "ARRAY_CONTAINS(person.roles, 'student')",
        "ARRAY_SIZE(person.roles) >= 2",
    ),
    "person.score": ("person.score >= 60", "person.score < 40", "40 <= person.score", "person.score BETWEEN 40 AND 60"),
    "person.school": ("ARRAY_CONTAINS(:schools, person.school)", "person.school = 'Nowhere'"),
}
# Clauses over two facts, over numbers that nobody knows, and ones that hold always or never.
ODD = (
    "person.score >= CASE WHEN person.married THEN 40 ELSE 60 END",
    "CASE WHEN person.city = 'hk' THEN person.married WHEN person.city = 'mo' THEN FALSE ELSE person.student END",
    "person.score >= :guessed",
    "person.score >= 0",
    "person.score > 100",
    "TRUE",
)
FACTS_OF_ODD = (
    ("person.score", "person.married"),
    ("person.city", "person.married", "person.student"),
    ("person.score",),
    ("person.score",),
    ("person.score",),
    (),
)


@st.composite
def laws(draw: st.DrawFn, most_facts: int = 4) -> dict[str, Any]:
    """The keys of a version: a condition, at times one for who it applies to and a bar."""
    facts = draw(st.lists(st.sampled_from(sorted(VALUES)), min_size=1, max_size=most_facts, unique=True))
    condition = conditions(facts)
    keys: dict[str, Any] = {"when": draw(condition)}
    if draw(st.booleans()):
        keys["applies_to"] = draw(condition)
    if draw(st.booleans()):
        keys["unless"] = [draw(condition)]
    return keys


def conditions(facts: list[str]) -> st.SearchStrategy[Any]:
    """Trees of every kind of group over clauses on the given facts."""
    odd = [sql for sql, about in zip(ODD, FACTS_OF_ODD, strict=True) if set(about) <= set(facts)]
    clauses = st.sampled_from([*(sql for name in facts for sql in CLAUSES[name]), *odd]).map(lambda sql: {"sql": sql})
    return st.recursive(clauses, _groups, max_leaves=7)


def _groups(part: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    parts = st.lists(part, min_size=2, max_size=4)
    points = st.sampled_from((10, 15, 30))
    awards = st.lists(
        st.tuples(part, points).map(lambda pair: {"all": [pair[0]], "points": pair[1]}), min_size=2, max_size=3
    )
    return st.one_of(
        parts.map(lambda some: {"all": some}),
        parts.map(lambda some: {"any": some}),
        parts.map(lambda some: {"none": some}),
        st.tuples(st.integers(1, 3), parts).map(lambda pair: {"at_least": min(pair[0], len(pair[1])), "of": pair[1]}),
        st.tuples(st.sampled_from((20, 30, 45)), awards).map(lambda pair: {"points": pair[0], "of": pair[1]}),
        st.tuples(part, part, part).map(lambda trio: {"decide": _branches(*trio)}),
    )


def _branches(condition: Any, result: Any, otherwise: Any) -> list[dict[str, Any]]:
    return [{"if": condition, "then": result}, {"else": otherwise}]


def law_of(**provisions: Mapping[str, Any]) -> Bay:
    """The small law with drawn provisions: `town.` and the name of each."""
    return bay_with(**{name: "\n".join(_lines(keys)) for name, keys in provisions.items()})


def _lines(keys: Mapping[str, Any]) -> Iterator[str]:
    yield from ("versions:", "  - from: 2020-01-01")
    yield from (f"    {key}: {json.dumps(value)}" for key, value in keys.items())


def facts_in(*laws: Mapping[str, Any]) -> list[str]:
    """The facts that drawn provisions name."""
    return sorted(name for name in VALUES if name in json.dumps(laws))


def status(bay: Bay, facts: Mapping[str, Any], goal: str = DRAWN) -> Status:
    """The reference reader's answer on a drawn provision."""
    book = bay.book(ON)
    return assess_one(book.ruling(goal), Situation(facts, book)).status


def facts_that_matter(bay: Bay, names: list[str], given: Mapping[str, Any], goal: str = DRAWN) -> set[str]:
    """By trying everything: the facts of which some answer, alone or after others, changes an undetermined finding."""
    found: set[str] = set()
    for facts in _answered(names, given):
        unknown = [name for name in names if name not in facts and name not in found]
        if unknown and status(bay, facts, goal) is Status.UNDETERMINED:
            found |= {name for name in unknown if _decides(bay, facts, name, goal)}
    return found


def _answered(names: list[str], given: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Every way to answer some of the facts and leave the others unknown."""
    for row in itertools.product(*((None, *VALUES[name]) for name in names)):
        yield {**given, **{name: value for name, value in zip(names, row, strict=True) if value is not None}}


def _decides(bay: Bay, facts: Mapping[str, Any], name: str, goal: str) -> bool:
    return any(status(bay, {**facts, name: value}, goal) is not Status.UNDETERMINED for value in VALUES[name])
