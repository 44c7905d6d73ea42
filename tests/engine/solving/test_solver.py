"""The reader for proofs gives the answers of the reference reader: to the pair, to the cent, for every completion."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
import z3
from hypothesis import given
from hypothesis import strategies as st

from huanliu.base.truth import Status
from huanliu.engine import expression as tree
from huanliu.engine.bay import Bay
from huanliu.engine.expression import Expression, walk
from huanliu.engine.rulings import RuleBook
from huanliu.engine.solving.solver import Encoder, Missing
from huanliu.engine.solving.symbols import Bit, Number, Truth
from huanliu.engine.solving.verdicts import (
    Answer,
    Limits,
    Restarting,
    Verdict,
    ask,
    situation_of,
    solver_of,
    verdict_of,
)
from tests.engine import drawn
from tests.engine.solved import by_evaluate, by_z3, subjects, tied, value_in
from tests.pairs import Pair, pairs
from tests.small import read, small_bay

PLENTY = Limits(milliseconds=60_000)
PAIRS = [pair for pair in pairs() if read(pair.sql).kind.name not in ("text", "enum", "set", "list")]


def bound(pair: Pair) -> tuple[RuleBook, Expression]:
    book = small_bay().book(pair.on, pair.known_on)
    return book, book.bind(read(pair.sql))


# A log that is given is counted only over a period and a place that are given too.
OPEN = [pair for pair in PAIRS if not (pair.facts.get("person.day_log") and "person.arrived_on" in pair.facts)]


@pytest.mark.parametrize("pair", OPEN, ids=lambda pair: pair.name)
def test_a_pair_over_variables_comes_to_what_is_written(pair: Pair) -> None:
    book, node = bound(pair)
    assert by_z3(book, node, pair.facts) == by_evaluate(book, node, pair.facts)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)
def test_known_facts_are_folded_away(pair: Pair) -> None:
    book, node = bound(pair)
    symbol = Encoder(book, situation_of(pair.facts, book).facts, missing=Missing.UNKNOWN).of(node)
    came = by_evaluate(book, node, pair.facts)
    if isinstance(symbol, Truth):
        assert (symbol.yes, symbol.no) == (came is True, came is False)
        return
    assert isinstance(symbol, Number)
    assert (
        (symbol.plain, symbol.places) == (int(came.scaleb(symbol.places)), symbol.places)
        if symbol.known
        else came is None
    )


def completions(bay: Bay, facts: Mapping[str, Any], side: str) -> Answer:
    """Whether some completion of the facts is met (yes) or fails (no)."""
    book = bay.book(drawn.ON)
    known = situation_of(facts, book).facts

    def question(rows: int) -> tuple[Encoder, list[Bit]]:
        encoder = Encoder(book, known, rows=rows)
        return encoder, [getattr(encoder.standing(drawn.DRAWN), side)]

    return ask(question, PLENTY, lambda at: at.standing(drawn.DRAWN) is (side == "yes"))


@given(drawn.laws(), st.data())
def test_what_is_decided_holds_for_every_completion(keys: dict[str, Any], data: st.DataObject) -> None:
    bay = drawn.law_of(drawn=keys)
    facts = {n: data.draw(st.sampled_from(v)) for n, v in drawn.VALUES.items() if data.draw(st.booleans())}
    status = drawn.status(bay, facts)
    met, fails = completions(bay, facts, "yes"), completions(bay, facts, "no")
    assert Verdict.UNDECIDED not in (met.verdict, fails.verdict), "a witness did not hold"
    if status is Status.MET:
        assert fails.verdict is Verdict.IMPOSSIBLE
    elif status is not Status.UNDETERMINED:
        assert met.verdict is Verdict.IMPOSSIBLE


@given(drawn.laws(most_facts=3))
def test_a_possible_witness_is_found_wherever_there_is_one(keys: dict[str, Any]) -> None:
    bay = drawn.law_of(drawn=keys)
    asked = {
        part.name for part in walk(bay.book(drawn.ON).ruling(drawn.DRAWN).standing) if isinstance(part, tree.FactRef)
    }
    found = any(drawn.status(bay, facts) is Status.MET for facts in grid(sorted(asked)))
    assert (completions(bay, {}, "yes").verdict is Verdict.POSSIBLE) == found


def grid(names: list[str]) -> list[dict[str, Any]]:
    """Every subject whose facts take values that the clauses can tell apart."""
    found: list[dict[str, Any]] = [{}]
    for name in names:
        found = [{**one, name: value} for one in found for value in drawn.VALUES[name]]
    return found


def roots(book: RuleBook, identity: str) -> dict[str, Expression]:
    """Everything of a provision that comes to a truth, a number or a day."""
    ruling = book.ruling(identity)
    found = {"standing": tree.MetBy(identity), **{outcome.id: node for outcome, node in ruling.outcomes}}
    amounts = {name: node for name, (_, node) in ruling.amounts.items()}
    return {**found, **{name: node for name, node in amounts.items() if node.kind.name not in ("text", "enum")}}


@given(st.data())
def test_the_bundled_law_reads_the_same(bay: Bay, data: st.DataObject) -> None:
    book = bay.book(data.draw(st.sampled_from(("2026-11-20", "2024-03-01", "2021-07-01"))))
    identity = data.draw(st.sampled_from(sorted(bay.law.provisions)))
    encoder = Encoder(book, missing=Missing.ASKED, rows=2)
    nodes = roots(book, identity)
    symbols = {name: encoder.of(node) for name, node in nodes.items()}
    facts = data.draw(subjects(encoder, named(book, nodes)))
    model = tied(encoder, facts)
    for name, node in nodes.items():
        assert value_in(model, symbols[name]) == by_evaluate(book, node, facts), (identity, name)


def named(book: RuleBook, nodes: Mapping[str, Expression]) -> list[Any]:
    """The values that the provision names itself."""
    ruling_nodes = [part for node in nodes.values() for part in walk(node)]
    literals = [part.value for part in ruling_nodes if isinstance(part, tree.Literal) and part.value is not None]
    lists = [value for part in ruling_nodes if isinstance(part, tree.OneOf) for value in part.values]
    return [one for one in (*literals, *lists) if not isinstance(one, bool)]


@pytest.mark.parametrize("on", ["2026-11-20", "2023-06-01"])
def test_every_witness_of_the_bundled_law_holds(bay: Bay, on: str) -> None:
    book = bay.book(on)
    for identity in bay.law.provisions:
        for side in ("yes", "no"):
            met = side == "yes"

            def question(rows: int) -> tuple[Encoder, list[Bit]]:
                encoder = Encoder(book, rows=rows)
                return encoder, [getattr(encoder.standing(identity), side)]  # noqa: B023

            answer = ask(question, PLENTY, lambda at: at.standing(identity) is met)  # noqa: B023
            assert answer.verdict is not Verdict.UNDECIDED, (identity, side)


def test_facts_of_family_members_that_are_given_may_be_completed() -> None:
    book = small_bay().book("2026-06-01")
    known = situation_of(
        {"person.family": [{"relationship": "child"}, {"relationship": "parent", "age": 3}]}, book
    ).facts
    encoder = Encoder(book, known)
    count = encoder.fact("person.minor_children")
    assert isinstance(count, Number)
    solver = solver_of((encoder,), [count.value == 1], PLENTY)
    assert verdict_of(solver) is Verdict.POSSIBLE
    witness = encoder.witness(solver.model())
    assert witness["person.family"][0]["age"] < 18
    assert situation_of(witness, book).fact("person.minor_children") == 1


def test_a_count_of_what_nobody_gave_is_stated_directly() -> None:
    book = small_bay().book("2026-06-01")
    encoder = Encoder(book)
    count = encoder.fact("person.days_in_hk")
    assert isinstance(count, Number)
    solver = solver_of((encoder,), [count.value == 183], PLENTY)
    assert verdict_of(solver) is Verdict.POSSIBLE
    assert encoder.witness(solver.model()) == {"person.days_in_hk": 183}
    solver.add(count.value > 372)
    assert verdict_of(solver) is Verdict.IMPOSSIBLE


def test_a_log_that_was_given_stays_in_the_witness() -> None:
    book = small_bay().book("2026-06-01")
    known = situation_of({"person.day_log": [{"day": "2025-01-01", "place": "hk"}]}, book).facts
    encoder = Encoder(book, known)
    assert encoder.fact("person.days_in_hk").plain == 1  # type: ignore[union-attr]
    solver = solver_of((encoder,), [encoder.standing("town.pass").yes], PLENTY)
    assert verdict_of(solver) is Verdict.POSSIBLE
    assert situation_of(encoder.witness(solver.model()), book).facts["person.day_log"] == known["person.day_log"]


def test_a_limit_that_is_reached_is_no_answer() -> None:
    book = small_bay().book("2026-06-01")

    def question(rows: int) -> tuple[Encoder, list[Bit]]:
        encoder = Encoder(book, rows=rows)
        return encoder, [encoder.standing("town.pass").yes]

    assert ask(question, Limits(work=1), lambda at: True).verdict is Verdict.UNDECIDED
    assert ask(question, PLENTY, lambda at: False).verdict is Verdict.UNDECIDED


def test_a_search_begins_anew_with_other_choices_until_its_limits_are_used_up(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[dict[str, int]] = []

    class Stuck(Restarting):
        def set(self, name: str, value: int) -> None:
            if name == "timeout":
                begun.append({})
            begun[-1][name] = value
            super().set(name, value)

    monkeypatch.setattr(z3.Solver, "check", lambda self, *assumed: z3.sat if len(begun) == 5 else z3.unknown)
    assert Stuck(Limits(milliseconds=3_200, work=64_000)).check() == z3.sat
    assert [each["random_seed"] for each in begun] == [0, 1, 2, 3, 4]
    assert [each["timeout"] for each in begun] == [100, 100, 200, 400, 800]
    assert [each["rlimit"] for each in begun] == [2_000, 2_000, 4_000, 8_000, 16_000]
    assert sum(Restarting.SHARES) == 1
