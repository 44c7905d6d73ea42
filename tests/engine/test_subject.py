"""Facts at the door as they should be: every spelling that is plain, each in the engine's own type. Wrong: tests/bad."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huanliu.base.daylog import DayRow
from huanliu.base.document import read_text
from huanliu.base.fixed import Fixed
from huanliu.engine.record import plain_value
from huanliu.engine.subject import Intake
from tests.small import small_bay

INTAKE = Intake(small_bay().statutes)
DAY = datetime.date(2025, 1, 1)

# fact, as given, as the engine has it
GIVEN: list[tuple[str, Any, Any]] = [
    ("person.age", 30, 30),
    ("person.age", "30", 30),
    ("person.age", 30.0, 30),
    ("person.age", Decimal("30.00"), 30),
    ("person.income", 2500000, Decimal(2500000)),
    ("person.income", "2,500,000.50 HKD", Decimal("2500000.50")),
    ("person.income", 0.1, Decimal("0.1")),
    ("person.score", 59.5, Decimal("59.5")),
    ("person.married", True, True),
    ("person.born_on", DAY, DAY),
    ("person.born_on", "2025-01-01", DAY),
    ("person.city", "hk", "hk"),
    ("person.roles", ["worker", "student", "worker"], frozenset({"worker", "student"})),
    ("person.roles", [], frozenset()),
    ("person.school", "Cafe\u0301", "Café"),
    (
        "person.family",
        [{"relationship": "child", "age": 3, "fees": "5 HKD"}],
        (Fixed({"relationship": "child", "age": 3, "fees": Decimal(5)}),),
    ),
    ("person.family", [{"age": None}], (Fixed({}),)),
    ("person.day_log", [{"day": "2025-01-01", "place": "hk", "worked": True}], (DayRow(DAY, "hk", None, True),)),
    ("person.days_in_hk", 12, 12),
    ("person.adult", False, False),
    ("person.age", None, None),
]


@pytest.mark.parametrize(("name", "given", "came"), GIVEN, ids=range(len(GIVEN)))
def test_a_fact_comes_in_in_its_own_type(name: str, given: Any, came: Any) -> None:
    read = INTAKE.read({name: given})[name]
    assert read == came
    assert type(read) is type(came)


def test_what_comes_in_cannot_be_changed() -> None:
    facts = INTAKE.read({"person.age": 30, "person.family": [{"age": 3}]})
    for mapping in (facts, facts["person.family"][0]):
        with pytest.raises(TypeError, match="immutable"):
            mapping["person.age"] = 31


NESTED = {
    "person.age: 30\nperson.city: hk": "dotted",
    "person: {age: 30, city: hk}": "nested",
    "person:\n  age: 30\nperson.city: hk": "both",
    "facts: {person.age: 30, person: {city: hk}}": "under facts",
    "case: a person\non: 2026-06-01\nfacts: {person.age: 30, person.city: hk}": "an example copied from a pack",
}


@pytest.mark.parametrize("text", NESTED, ids=NESTED.get)
def test_names_may_be_dotted_or_nested(text: str) -> None:
    assert INTAKE.read_node(read_text(text, "f")) == {"person.age": 30, "person.city": "hk"}


def test_the_columns_of_a_row_are_the_facts_of_a_member() -> None:
    assert {"relationship", "age", "student", "fees", "minor"} <= set(INTAKE.row_kinds())


def test_a_row_may_hold_any_other_fact_of_a_person() -> None:
    kinds = INTAKE.row_kinds()
    assert kinds["score"] == INTAKE.statutes.kinds["person.score"]
    assert kinds["age"] == INTAKE.statutes.kinds["person.family.age"], "what a column says comes first"
    assert not {"family", "day_log"} & set(kinds)


DAYS = st.dates(datetime.date(1990, 1, 1), datetime.date(2030, 12, 31))
FLAG = st.sampled_from([True, False, None])
PLACES = st.sampled_from(["hk", "mo", "tw", "overseas", "shenzhen", "hengqin"])
MONEY = st.decimals(min_value=0, max_value=10**9, places=2)
ROWS = st.fixed_dictionaries(
    {},
    optional={
        "relationship": st.sampled_from(["child", "spouse", "parent", "other"]),
        "age": st.integers(0, 150),
        "student": st.booleans(),
        "fees": MONEY,
    },
)
SUBJECTS = st.fixed_dictionaries(
    {},
    optional={
        "person.age": st.integers(0, 150),
        "person.income": MONEY,
        "person.score": st.decimals(min_value=0, max_value=100, places=6),
        "person.married": st.booleans(),
        "person.born_on": DAYS,
        "person.city": st.sampled_from(["hk", "mo", "shenzhen"]),
        "person.roles": st.frozensets(st.sampled_from(["student", "worker", "retired"])).map(sorted),
        "person.school": st.text(st.characters(codec="utf-8"), max_size=20),
        "person.family": st.lists(ROWS, max_size=4),
        "person.day_log": st.lists(
            st.builds(lambda day, place, whole: {"day": day, "place": place, "whole_day": whole}, DAYS, PLACES, FLAG),
            max_size=6,
        ),
    },
)


@given(SUBJECTS)
def test_what_is_written_down_comes_in_again_as_the_same(subject: dict[str, Any]) -> None:
    facts = INTAKE.read(subject)
    again = INTAKE.read({name: plain_value(value) for name, value in facts.items()})
    assert again == facts
    assert INTAKE.read(facts) == facts, "what was read can be read again"


@given(SUBJECTS)
def test_the_order_of_facts_counts_for_nothing(subject: dict[str, Any]) -> None:
    turned = dict(reversed(subject.items()))
    one, two = (small_bay().assess(facts, "2026-06-01") for facts in (subject, turned))
    assert [finding.plain() for finding in one.values()] == [finding.plain() for finding in two.values()]
