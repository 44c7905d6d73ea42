"""Doors over a population: every count and every clause against the reference reader, row by row."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huanliu.base.truth import Status
from huanliu.engine.bay import Bay, compile_law
from huanliu.errors import UnknownNameError
from huanliu.flows.census import Census
from huanliu.flows.doors import DoorCount, count_doors
from huanliu.flows.shutting import Clause, Shutting
from tests.engine.columns.tables import frame_of
from tests.engine.columns.test_same_answer import draw_subjects
from tests.flows.row_by_row import routes_of
from tests.small import small_law
from tests.strategies import Subjects, named_facts

ON = "2026-06-01"
HARD = """
id: chain.hard
title: {en: Every kind of door, zh-Hans: 各种门}
direction: world->town
steps:
  - {stage: one, title: {en: a definition, zh-Hans: 定义}, when: {sql: person.adult, cite: r. 1}}
  - stage: two
    title: {en: some of several, zh-Hans: 若干}
    when: {at_least: 2, of: [{sql: person.married}, {sql: person.student}, {provision: town.pass}, {sql: 'person.income >= :floor'}]}
  - {stage: three, provision: town.points, title: {en: points, zh-Hans: 计分}}
  - stage: four
    title: {en: none of these, zh-Hans: 均无}
    when: {all: [{sql: NOT person.barred}, {sql: "NOT (person.married AND person.student)"}, {none: [{provision: town.pass}]}]}
  - {stage: five, provision: town.settlement, title: {en: settle, zh-Hans: 定居}}
  - {stage: six, provision: town.proposal, title: {en: a proposal, zh-Hans: 建议}}
"""
CASES = """
id: chain.cases
title: {en: A decision, zh-Hans: 判断}
steps:
  - {stage: one, title: {en: by case, zh-Hans: 分情况}, when: {sql: "CASE WHEN person.age < 18 THEN person.student WHEN person.married THEN person.income >= :floor ELSE person.score > 50 END"}}
  - {stage: two, provision: town.hearsay, title: {en: hearsay, zh-Hans: 传闻}}
  - {stage: three, provision: town.trial, title: {en: trial, zh-Hans: 试行}}
  - {stage: four, provision: town.tax, title: {en: taxed, zh-Hans: 征税}}
"""


@cache
def hard_bay() -> Bay:
    """The small law with routes that have every kind of door."""
    return compile_law(small_law({"routes/hard.yaml": HARD, "routes/cases.yaml": CASES}))


def differing(bay: Bay, found: DoorCount, people: list[Any]) -> list[str]:
    """Where a count of doors and the reference reader do not agree."""
    wrong = []
    words = found.book.words("en")
    shutting = Shutting(Census(_empty()), bay.book(ON), words)
    held: Counter[tuple[str, int, Clause]] = Counter()
    anywhere: Counter[Clause] = Counter()
    for facts in people:
        clauses: set[Clause] = set()
        for route in bay.law.routes:
            step = routes_of(bay, facts, route, ON).small_door
            names = set() if step is None else {shutting.clause(leaf.plan) for leaf in step.shut_by}
            clauses |= names
            held.update((route, step.number, name) for name in names if step is not None)
        anywhere.update(clauses)
    for doors in found.of():
        statuses = Counter(_state(bay, facts, doors.route) for facts in people)
        counts = {"open": doors.open, "undetermined": doors.undetermined, "big": doors.big_open, "small": doors.small}
        counts |= {f"shut {number}": count for number, count in enumerate(doors.shut_at, start=1)}
        big = Counter(word for facts in people for word in _big(bay, facts, doors.route))
        wrong += [f"{doors.route} {key}: {n}" for key, n in counts.items() if n != {**statuses, **big}.get(key, 0)]
    at_doors = {(each.route, each.step, each.clause): each.people for each in found.at_doors}
    ranking = {each.clause: each.people for each in found.ranking}
    wrong += [
        f"{key}: {at_doors.get(key)} {held.get(key)}"
        for key in {*at_doors, *held}
        if at_doors.get(key) != held.get(key)
    ]
    wrong += [
        f"{key}: {ranking.get(key)} {anywhere.get(key)}"
        for key in {*ranking, *anywhere}
        if ranking.get(key) != anywhere.get(key)
    ]
    return wrong


def _empty() -> Any:
    from huanliu.engine.columns.survey import read_table

    return read_table(hard_bay().statutes, pl.DataFrame({"id": [0]}))


def _state(bay: Bay, facts: Any, route: str) -> str:
    finding = routes_of(bay, facts, route, ON)
    if finding.small_door is not None:
        return f"shut {finding.small_door.number}"
    return "open" if finding.status is Status.MET else "undetermined"


def _big(bay: Bay, facts: Any, route: str) -> list[str]:
    finding = routes_of(bay, facts, route, ON)
    if not finding.big_door_open:
        return []
    return ["big"] if finding.small_door is None else ["big", "small"]


@given(seed=st.integers(0, 2**32))
def test_counts_and_clauses_are_those_of_the_reference_reader(seed: int) -> None:
    bay, random = hard_bay(), Random(seed)
    people = draw_subjects(bay, random, 6)
    found = count_doors(bay, frame_of(bay, people, random), ON)
    assert differing(bay, found, people) == []


def test_the_bundled_law_is_counted_as_it_is_read(bay: Bay) -> None:
    random = Random(5)
    facts = [fact for fact in named_facts(bay) if bay.statutes.kinds[fact].name not in ("members", "day_log")]
    people = [Subjects(bay, random).subject(facts, 0.4) for _ in range(12)]
    found = count_doors(bay, frame_of(bay, people), ON, everybody=True)

    assert len(found.routes) == len(bay.law.routes)
    assert differing(bay, found, people) == []


def town(**columns: Any) -> pl.DataFrame:
    return pl.DataFrame({name.replace("__", "."): values for name, values in columns.items()})


SHOPKEEPERS = town(
    person__age=[30, 30, 10, 30, None],
    person__income=[5000, 5000, 5000, 10, 5000],
    person__barred=[False] * 5,
    person__married=[False, True, False, False, False],
    person__score=[10, 10, 10, 10, 10],
    person__city=["hk", "hk", "mo", None, "hk"],
)


def test_an_open_big_door_and_a_shut_small_one(small: Bay) -> None:
    doors = count_doors(small, SHOPKEEPERS, ON).of()[0]

    assert (doors.asked, doors.big_open, doors.small, doors.open, doors.undetermined) == (5, 3, 2, 1, 1)
    assert doors.shut_at == (1, 1, 1)


def test_groups_add_up_and_the_ranking_names_the_clause(small: Bay) -> None:
    found = count_doors(small, SHOPKEEPERS, ON, by="city")
    by_city = {doors.group: doors.asked for doors in found.of("city")}
    assert by_city == {"hk": 3, "mo": 1, None: 1}
    assert {(held.step, held.people, held.small) for held in found.at_doors} == {(1, 1, 0), (2, 1, 1), (3, 1, 1)}
    assert next(held.clause.file for held in found.at_doors if held.step == 2)


def test_who_is_known_to_be_of_another_profession_is_not_asked(bay: Bay) -> None:
    frame = pl.DataFrame({"person.profession": ["lawyer", "doctor", None]})
    asked = {doors.route: doors.asked for doors in count_doors(bay, frame, ON).of()}
    lawyers = [route.id for route in bay.law.routes.values() if route.profession == "lawyer"]

    assert {asked[route] for route in lawyers} == {2}  # unknown is never no
    assert {doors.asked for doors in count_doors(bay, frame, ON, everybody=True).of()} == {3}


def test_clauses_can_be_ranked_by_those_behind_an_open_big_door(small: Bay) -> None:
    ranking = count_doors(small, pl.concat([SHOPKEEPERS, SHOPKEEPERS[2:3]]), ON, small_first=True).ranking
    assert [held.small for held in ranking] == sorted((held.small for held in ranking), reverse=True)


def test_the_tidy_table_adds_up_to_everybody_asked(small: Bay) -> None:
    tidy = count_doors(small, SHOPKEEPERS, ON, by="city").table()
    assert tidy.filter(pl.col("by") == "")["people"].sum() == 5
    assert tidy.filter(pl.col("by") == "city")["people"].sum() == 5


def test_a_route_that_is_not_there_is_named(small: Bay) -> None:
    with pytest.raises(UnknownNameError, match="no route matches"):
        count_doors(small, SHOPKEEPERS, ON, only="chain.nowhere")


def test_a_file_read_in_batches_counts_as_its_parts_together(small: Bay, tmp_path: Path) -> None:
    people = (
        pl.concat([SHOPKEEPERS] * 40)
        .with_columns(pl.Series("weight", [0.5, 2.0] * 100))
        .sample(200, seed=3, shuffle=True)
    )
    path = tmp_path / "people.parquet"
    people.write_parquet(path, row_group_size=7)
    whole = count_doors(small, path, ON, by="city")
    parts = [count_doors(small, people[start : start + 9], ON) for start in range(0, 200, 9)]

    for place, doors in enumerate(whole.of()):
        for count in ("asked", "big_open", "small", "open", "undetermined"):
            assert getattr(doors, count) == sum(getattr(part.of()[place], count) for part in parts)
        assert doors.shut_at == tuple(map(sum, zip(*(part.of()[place].shut_at for part in parts), strict=True)))
    held: Counter[tuple[Any, ...]] = Counter()
    for part in parts:
        for each in (*part.at_doors, *part.ranking):
            held[each.route, each.step, each.clause] += each.people
    assert {(each.route, each.step, each.clause): each.people for each in (*whole.at_doors, *whole.ranking)} == held


def test_groups_change_no_clause_and_weights_count_for_rows(small: Bay) -> None:
    people = pl.concat([SHOPKEEPERS, SHOPKEEPERS[1:3]])
    weighed = SHOPKEEPERS.with_columns(pl.Series("weight", [1, 2, 2, 1, 1]))
    plain, grouped = (count_doors(small, people, ON, by=by) for by in (None, "city"))
    heavy = count_doors(small, weighed, ON, by="city", weight="weight")

    assert plain.of() == grouped.of() == heavy.of()
    assert plain.at_doors == grouped.at_doors == heavy.at_doors
    assert plain.ranking == grouped.ranking == heavy.ranking
    assert grouped.of("city") == heavy.of("city")
