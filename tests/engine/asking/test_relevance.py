"""Relevance: what an undetermined finding lists is exactly what could still change it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huanliu.engine.asking import relevance as reading
from huanliu.engine.asking.relevance import missing_of_condition, relevance
from huanliu.engine.asking.residual import residual_of_ruling
from huanliu.engine.assess import assess_one
from huanliu.engine.bay import Bay
from huanliu.engine.evaluate import Situation
from tests.engine.drawn import DRAWN, ON, VALUES, facts_in, facts_that_matter, law_of, laws
from tests.small import bay_with, small_bay


def missing(bay: Bay, facts: dict[str, Any] | None = None, goal: str = DRAWN) -> list[str]:
    """What the finding of a provision lists for some facts."""
    book = bay.book(ON)
    return assess_one(book.ruling(goal), Situation(facts or {}, book)).missing


def tried(*clauses: str) -> list[str]:
    """What a provision under which all clauses must hold lacks when nothing is known."""
    parts = "\n".join(f'        - sql: "{clause}"' for clause in clauses)
    return missing(bay_with(drawn=f"versions:\n  - from: 2020-01-01\n    when:\n      all:\n{parts}"))


@given(laws(), st.data())
def test_a_fact_is_listed_if_and_only_if_some_answer_can_change_the_finding(keys: Any, data: st.DataObject) -> None:
    bay, names = law_of(drawn=keys), facts_in(keys)
    known = data.draw(st.sets(st.sampled_from(names), max_size=1)) if names else set()
    facts = {name: data.draw(st.sampled_from(VALUES[name])) for name in known}
    unknown = [name for name in names if name not in known]
    assert set(missing(bay, facts)) == facts_that_matter(bay, unknown, facts)


@given(laws())
def test_small_laws_are_read_exactly(keys: Any) -> None:
    book = law_of(drawn=keys).book(ON)
    left = residual_of_ruling(book.ruling(DRAWN), Situation({}, book))
    found = relevance(left, book)
    assert found.exact
    assert found.names == set(missing(law_of(drawn=keys)))


def test_a_condition_that_follows_from_another_is_not_asked_for() -> None:
    assert tried("person.score >= 60", "person.score >= 40 OR person.married") == ["person.score"]


def test_a_fact_asked_both_ways_is_asked_for() -> None:
    assert tried("person.married OR NOT person.married") == ["person.married"]


def test_contradicting_limbs_are_settled_by_either_fact() -> None:
    assert set(tried("person.score >= 60 AND person.married", "person.score < 40")) == {
        "person.score",
        "person.married",
    }


def test_what_a_number_nobody_knows_leaves_open_is_not_asked_for() -> None:
    assert tried("person.married", "person.age >= :guessed") == ["person.married"]


def test_a_range_that_leaves_one_answer_shuts_nothing() -> None:
    assert tried("person.score > 100", "person.age >= 0") == ["person.score"]


def test_points_that_cannot_make_the_difference_are_not_asked_for() -> None:
    clauses = [("person.married", 10), ("person.student", 30), ("person.barred", 30)]
    parts = ", ".join(f'{{sql: "{sql}", points: {points}}}' for sql, points in clauses)
    bay = bay_with(drawn=f"versions: [{{from: 2020-01-01, when: {{points: 60, of: [{parts}]}}}}]")
    assert missing(bay) == ["person.student", "person.barred"]


def test_a_provision_that_is_decided_lacks_nothing() -> None:
    assert missing(small_bay(), {"person.age": 3}, "town.pass") == []


def test_a_trial_that_ran_out_lacks_nothing_though_it_is_undetermined() -> None:
    finding = small_bay().assess({}, on="2040-01-01", only="town.trial")["town.trial"]
    assert (finding.status.value, finding.missing) == ("undetermined", [])


def test_a_condition_is_sharpened_like_a_provision() -> None:
    book = small_bay().book(ON)
    door = book.steps("chain.to_town")[2]
    assert missing_of_condition(door, Situation({}, book)) == ["person.married", "person.score"]
    assert missing_of_condition(door, Situation({"person.married": False}, book)) == []


def test_the_list_is_the_same_when_it_was_kept_for_another_subject() -> None:
    bay = bay_with(drawn="versions: [{from: 2020-01-01, when: {any: [{sql: person.married}, {sql: person.student}]}}]")
    facts: dict[str, Any] = {"person.student": False, "person.age": 30}
    assert [missing(bay, facts) for _ in range(3)] == [["person.married"]] * 3
    assert missing(bay, {"person.age": 31}) == ["person.married", "person.student"]


def test_too_many_combinations_give_the_longer_list_and_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = {"when": {"all": [{"sql": "person.score >= 60"}, {"sql": "person.score >= 40 OR person.married"}]}}
    book = law_of(drawn=keys).book(ON)
    monkeypatch.setattr(reading, "MOST_POINTS", 1)
    found = relevance(residual_of_ruling(book.ruling(DRAWN), Situation({}, book)), book)
    assert (found.names, found.exact) == ({"person.score", "person.married"}, False)


def test_facts_reckoned_with_in_two_places_give_the_longer_list_and_say_so() -> None:
    keys = {"when": {"all": [{"sql": "person.age * 2 >= 60"}, {"sql": "person.age >= 20 OR person.married"}]}}
    book = law_of(drawn=keys).book(ON)
    found = relevance(residual_of_ruling(book.ruling(DRAWN), Situation({}, book)), book)
    assert (found.names, found.exact) == ({"person.age", "person.married"}, False)


def test_every_real_provision_is_read_exactly_or_lists_no_less_than_it_should(bay: Bay) -> None:
    book = bay.book("2026-11-20")
    lefts = {name: residual_of_ruling(book.ruling(name), Situation({}, book)) for name in bay.law.provisions}
    found = {name: relevance(left, book) for name, left in lefts.items()}
    assert sum(not relevant.exact for relevant in found.values()) <= len(found) // 10
