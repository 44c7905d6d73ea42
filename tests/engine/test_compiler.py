"""Compiling: names across provisions, each expression once, circles found. The wrong packs are kept in tests/bad/packs."""

from __future__ import annotations

import pytest

from huanliu.engine import expression as tree
from huanliu.engine.compiler import Compiler
from huanliu.engine.expression import Expression
from huanliu.engine.statute import Statutes, VersionText
from huanliu.errors import PackError
from tests.small import provision, small_bay, small_law


def statutes() -> Statutes:
    return small_bay().statutes


def version(keys: str) -> VersionText:
    law = small_law({"town/x.yaml": provision(f"versions: [{{from: 2020-01-01, {keys}}}]")})
    return Compiler(law).compile().texts["town.x"][0]


def test_everything_of_the_law_is_compiled() -> None:
    law = small_bay().law
    assert set(statutes().texts) == set(law.provisions)
    assert set(statutes().definitions) == set(law.definitions)
    assert set(statutes().routes) == set(law.routes)
    assert set(statutes().kinds) == {*law.facts, *law.definitions}
    assert [len(text) for text in statutes().texts.values()] == [len(p.versions) for p in law.provisions.values()]


def test_when_unless_and_requires_are_one_condition() -> None:
    text = version(
        "when: {all: [{sql: person.married}, {sql: person.student}]}, unless: [{sql: person.barred}], requires: [town.tax]"
    )
    assert isinstance(text.condition, tree.And)
    kinds = [type(part).__name__ for part in text.condition.parts]
    assert kinds == ["ClauseOf", "ClauseOf", "Not", "MetBy"]
    assert text.applies is None


def test_a_version_that_asks_nothing_is_met() -> None:
    assert version("grants: []").condition == tree.TRUE


def clause_free(node: Expression) -> Expression:
    while isinstance(node, tree.ClauseOf | tree.GroupOf):
        node = node.expression
    return node


# condition, type of the node
GROUPS = {
    "sql: person.married": tree.FactRef,
    "all: [{sql: person.married}]": tree.FactRef,
    "all: [{sql: person.married}, {sql: person.student}]": tree.And,
    "any: [{sql: person.married}, {sql: person.student}]": tree.Or,
    "none: [{sql: person.married}]": tree.Not,
    "at_least: 1, of: [{sql: person.married}]": tree.AtLeast,
    "points: 1, of: [{sql: person.married, points: 1}]": tree.Points,
    "decide: [{if: {sql: person.married}, then: true}, {else: false}]": tree.Case,
    "provision: town.tax": tree.MetBy,
}


@pytest.mark.parametrize("condition", GROUPS)
def test_a_tree_becomes_its_node(condition: str) -> None:
    assert isinstance(clause_free(version(f"when: {{{condition}}}").condition), GROUPS[condition])


def test_a_group_with_a_title_or_citation_keeps_it() -> None:
    condition = version(
        "when: {any: [{sql: person.married}, {sql: person.student}], cite: s. 1, title: {en: T}}"
    ).condition
    assert isinstance(condition, tree.GroupOf)
    assert (condition.cite, condition.title and condition.title.en) == ("s. 1", "T")


def test_an_outcome_holds_only_where_no_earlier_one_stopped() -> None:
    outcomes = {outcome.id: condition for outcome, condition in statutes().texts["town.sorting"][0].outcomes}
    assert not isinstance(outcomes["young"], tree.And)
    last = outcomes["the_rest"]
    assert isinstance(last, tree.And)
    assert [isinstance(part, tree.Not) for part in last.parts] == [True, True, False], "rich does not stop"


def test_an_amount_names_one_written_before_it() -> None:
    _, net = statutes().texts["town.tax"][0].amounts["net"]
    named = [node for node in tree.walk(net) if isinstance(node, tree.Named)]
    assert [node.name for node in named] == ["tax"]


def test_a_provisions_own_parameter_comes_before_a_shared_one() -> None:
    text = version("when: {sql: 'person.income > :floor'}")
    own = provision(
        "parameters: {floor: {unit: HKD, values: [{from: null, value: 1}]}}\nversions: [{when: {sql: 'person.income > :floor'}}]"
    )
    other = Compiler(small_law({"town/x.yaml": own})).compile().texts["town.x"][0]
    owners = [[node.own for node in tree.walk(t.condition) if isinstance(node, tree.Parameter)] for t in (text, other)]
    assert owners == [[None], ["town.x"]]


CIRCLES = {
    "two provisions": {
        "town/x.yaml": provision("versions: [{requires: [town.y]}]"),
        "town/y.yaml": provision("versions: [{when: {provision: town.x}}]"),
    },
    "two amounts": {
        "town/x.yaml": provision("versions: [{amounts: {a: {label: A, sql: \"AMOUNT('town.y', 'a')\"}}}]"),
        "town/y.yaml": provision("versions: [{amounts: {a: {label: A, sql: \"AMOUNT('town.x', 'a')\"}}}]"),
    },
}


@pytest.mark.parametrize("name", CIRCLES)
def test_a_circle_is_named_with_its_members(name: str) -> None:
    with pytest.raises(PackError, match=r"go in a circle: town\.x -> town\.y -> town\.x"):
        Compiler(small_law(CIRCLES[name])).compile()


def test_a_long_chain_of_definitions_is_compiled_or_refused_in_one_line() -> None:
    lines = [f"  - {{name: person.d{n}, sql: person.d{n - 1}, label: {{en: d}}}}" for n in range(1, 400)]
    text = "definitions:\n  - {name: person.d0, sql: person.married, label: {en: d}}\n" + "\n".join(reversed(lines))
    with pytest.raises(PackError, match="nested too deeply"):
        Compiler(small_law({"facts/chain.yaml": text})).compile()
