"""Condition trees as they are read; the wrong ones are kept in tests/bad/packs."""

from __future__ import annotations

from decimal import Decimal

import pytest

from huanliu.base.document import read_text
from huanliu.law.conditions import KINDS, read_condition, read_outcome
from huanliu.law.model import Clause, Condition, Group


def read(text: str) -> Condition:
    return read_condition(read_text(text, "f"))


TREES = {
    "all": "all: [{sql: a.b}, {sql: a.c}]",
    "any": "any: [{sql: a.b}, {sql: a.c}]",
    "none": "none: [{sql: a.b}]",
    "at_least": "at_least: 1\nof: [{sql: a.b}, {sql: a.c}]",
    "points": "points: 5\nof: [{sql: a.b, points: 3}]",
    "decide": "decide: [{if: {sql: a.b}, then: true}, {else: false}]",
    "provision": "provision: town.pass",
}


@pytest.mark.parametrize("kind", TREES)
def test_a_group_has_its_kind_citation_and_title(kind: str) -> None:
    group = read(TREES[kind] + "\ncite: s. 1\ntitle: {en: T}")
    assert isinstance(group, Group)
    assert (group.kind, group.cite, group.title and group.title.en) == (kind, "s. 1", "T")


def test_every_kind_of_tree_is_in_the_table() -> None:
    assert set(TREES) | {"sql"} == set(KINDS)


def test_a_clause_keeps_its_words_and_place() -> None:
    clause = read("title: {en: T}\nsql: a.b >= 3\ncite: s. 2\nnote: n")
    assert isinstance(clause, Clause)
    assert (clause.sql, clause.cite, clause.note, str(clause.place)) == ("a.b >= 3", "s. 2", "n", "f:2:6")


def test_numbers_may_be_parameters() -> None:
    group = read("at_least: ':needed'\nof: [{sql: a.b}]")
    assert isinstance(group, Group) and group.needed == ":needed"
    points = read(
        "points: 7.5\nof: [{sql: a.b, points: ':many'}, {best_of: [{sql: a.c, points: 1}, {sql: a.d, points: 2}]}]"
    )
    assert isinstance(points, Group) and points.needed == Decimal("7.5")
    assert [[award.points for award in awards] for awards in points.awards] == [[":many"], [1, 2]]


def test_a_decision_tree_may_hold_trees() -> None:
    group = read("decide: [{if: {all: [{sql: a.b}]}, then: {any: [{sql: a.c}]}, cite: s. 1}, {else: {sql: a.d}}]")
    assert isinstance(group, Group)
    first, last = group.branches
    assert isinstance(first.result, Group) and first.result.kind == "any"
    assert last.condition is None and isinstance(last.result, Clause)


def test_an_outcome_stops_unless_it_says_otherwise() -> None:
    outcome = read_outcome(read_text("id: x\nif: {sql: a.b}\ntitle: {en: X}\nnode: 3\nleads_to: town.pass", "f"))
    assert (outcome.id, outcome.stop, outcome.node, outcome.leads_to) == ("x", True, 3, "town.pass")
    assert not read_outcome(read_text("id: x\nif: {sql: a.b}\ntitle: X\nstop: false", "f")).stop
