"""One-way absorption: directions read as pairs, counts against the reference reader, and the index with its range."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from random import Random
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huanliu.base.truth import Status
from huanliu.engine.bay import Bay, compile_law
from huanliu.errors import UnknownNameError
from huanliu.flows.asymmetry import Between, count_asymmetry, one_sidedness
from huanliu.flows.directions import bundled_places, pairs_of
from tests.engine.columns.tables import frame_of
from tests.engine.columns.test_same_answer import draw_subjects
from tests.flows.row_by_row import routes_of
from tests.small import provision, small_law

ON = "2026-06-01"
WAYS = {
    "town/out.yaml": provision(
        "direction: hk->mainland\nversions: [{from: 2020-01-01, when: {sql: person.age >= 18}}]"
    ),
    "town/more.yaml": provision(
        "direction: hk,mo->sz\nversions: [{from: 2020-01-01, applies_to: {sql: person.student}, when: {sql: person.married}}]"
    ),
    "town/back.yaml": provision(
        "direction: all->hk\nversions: [{from: 2020-01-01, when: {sql: 'person.income >= :floor'}}]"
    ),
    "routes/way.yaml": """
id: chain.way
title: {en: A way, zh-Hans: 路}
profession: baker
direction: mo<->hk
steps:
  - {stage: one, title: {en: age, zh-Hans: 年龄}, when: {sql: person.age >= 30}}
  - {stage: two, title: {en: married, zh-Hans: 已婚}, when: {sql: person.married}}
""",
}


@cache
def ways_bay() -> Bay:
    """The small law with directed provisions and a directed route."""
    return compile_law(small_law(WAYS))


PAIRS = [
    ("hk->mainland", {("hk", "mainland")}),
    ("hk,mo->sz", {("hk", "mainland"), ("mo", "mainland")}),
    ("world,mainland,mo->hk", {("world", "hk"), ("mainland", "hk"), ("mo", "hk")}),
    ("all->mainland", {("hk", "mainland"), ("mo", "mainland"), ("world", "mainland")}),
    ("hk<->mainland, mo<->mainland", {("hk", "mainland"), ("mainland", "hk"), ("mo", "mainland"), ("mainland", "mo")}),
    ("gd->hk", {("mainland", "hk")}),
    ("mo->hengqin->hk", {("mo", "mainland"), ("mainland", "hk")}),
    ("mainland->hk (money crosses)", {("mainland", "hk")}),
    ("gba->mo", {("mainland", "mo"), ("hk", "mo")}),
    ("within gd, hk->gd", {("hk", "mainland")}),
    ("within hk", set()),
    ("mo", set()),
    ("sz->gd", set()),
    (None, set()),
]


@pytest.mark.parametrize(("direction", "pairs"), PAIRS)
def test_a_direction_is_read_as_pairs_of_places(direction: str | None, pairs: set[Any]) -> None:
    assert pairs_of(direction, bundled_places()) == (pairs, frozenset())


def test_a_word_that_is_not_known_is_told_and_not_guessed() -> None:
    assert pairs_of("atlantis->hk", bundled_places()) == (frozenset(), {"atlantis"})


def test_every_direction_of_the_bundled_law_is_understood(bay: Bay) -> None:
    owners = [*bay.law.provisions.values(), *bay.law.routes.values()]
    unread = {owner.id: owner.direction for owner in owners if pairs_of(owner.direction, bundled_places())[1]}
    assert unread == {}


def test_the_index_is_net_over_gross() -> None:
    assert one_sidedness(Between(30, 30), Between(10, 10)) == (Fraction(1, 2), Fraction(1, 2))
    assert one_sidedness(Between(10, 10), Between(10, 10)) == (0, 0)
    assert one_sidedness(Between(5, 5), Between(0, 0)) == (1, 1)
    assert one_sidedness(Between(0, 0), Between(0, 9)) == (-1, -1)
    assert one_sidedness(Between(0, 0), Between(0, 0)) is None


@given(ends=st.lists(st.integers(0, 30), min_size=4, max_size=4))
def test_the_range_of_the_index_holds_every_count_in_between_and_no_more(ends: list[int]) -> None:
    there, back = Between(min(ends[:2]), max(ends[:2])), Between(min(ends[2:]), max(ends[2:]))
    every = [
        Fraction(a - b, a + b)
        for a in range(there.least, there.most + 1)
        for b in range(back.least, back.most + 1)
        if a + b
    ]
    assert one_sidedness(there, back) == ((min(every), max(every)) if every else None)


def _lets_through(bay: Bay, facts: Any, name: str) -> Status:
    if name in bay.law.routes:
        return routes_of(bay, facts, name, ON).status
    return bay.assess(facts, ON, only=name)[name].status


def _between(bay: Bay, people: list[Any], names: list[str]) -> Between:
    statuses = [[_lets_through(bay, facts, name) for name in names] for facts in people]
    least = sum(Status.MET in each for each in statuses)
    return Between(least, sum(bool({Status.MET, Status.UNDETERMINED} & {*each}) for each in statuses))


@given(seed=st.integers(0, 2**32))
def test_counts_are_those_of_the_reference_reader(seed: int) -> None:
    bay, random = ways_bay(), Random(seed)
    people = draw_subjects(bay, random, 6)
    found = count_asymmetry(bay, frame_of(bay, people, random), ON)
    by_key = {(each.topic, each.one, each.two): each for each in found.balances}

    land = by_key["admission", "mainland", "hk"]
    assert land.there == _between(bay, people, ["town.back"])
    assert land.back == _between(bay, people, ["town.out", "town.more"])
    assert by_key["admission", "mainland", "mo"].back == _between(bay, people, ["town.more"])
    baker = by_key["baker", "hk", "mo"]
    assert baker.there == baker.back == _between(bay, people, ["chain.way"])
    for balance in found.balances:
        for way in (*balance.ways_there, *balance.ways_back):
            assert way.people == _between(bay, people, [way.id])


GROWN = pl.DataFrame({"person.age": [40, 40, 40, 10], "home": ["hk", "shenzhen", None, "hk"]})


def test_a_way_counts_only_those_who_live_at_its_start() -> None:
    found = count_asymmetry(ways_bay(), GROWN, ON, home="home")
    out = next(way for each in found.balances for way in each.ways_back if way.id == "town.out")
    assert out.people == Between(1, 2)  # one who lives in Hong Kong, and one of whom it is not known


def test_without_homes_everybody_counts() -> None:
    found = count_asymmetry(ways_bay(), GROWN, ON)
    out = next(way for each in found.balances for way in each.ways_back if way.id == "town.out")
    assert (found.home, out.people) == (None, Between(3, 3))


def test_a_home_that_is_not_there_is_named() -> None:
    with pytest.raises(UnknownNameError, match="no column 'hom'"):
        count_asymmetry(ways_bay(), GROWN, ON, home="hom")


def test_the_bundled_law_has_more_ways_than_one(bay: Bay) -> None:
    frame = pl.DataFrame({"person.place_of_residence": ["hk", "mainland", "mo"], "person.age": [30, 30, 30]})
    found = count_asymmetry(bay, frame, ON)

    assert found.unread == {}
    assert found.table().height == len(found.balances) > 5
    assert all(each.there.most <= 1 and each.back.most <= 1 for each in found.balances)


def test_nobody_living_elsewhere_passes_from_elsewhere(bay: Bay) -> None:
    found = count_asymmetry(bay, pl.DataFrame({"person.place_of_residence": ["hk"]}), ON)
    assert all(each.back == Between(0, 0) for each in found.balances if each.two == "world")
