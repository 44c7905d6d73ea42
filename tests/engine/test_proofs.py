"""Proofs: nobody can meet it, nothing leads there, they exclude each other, the door behind is shut. With the clauses, or not at all."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from huanliu.base.truth import Status
from huanliu.engine.bay import Bay, compile_law
from huanliu.engine.proofs import (
    Proof,
    Report,
    dead_doors,
    exclusive,
    exclusives,
    idle_clauses,
    prove,
    shut_routes,
    unreachable,
    unreachable_outcomes,
)
from huanliu.engine.rulings import RuleBook
from huanliu.engine.solving.verdicts import Limits, Verdict
from huanliu.errors import UnknownNameError
from tests.engine import drawn
from tests.engine.solving.test_solver import grid
from tests.small import bay_with, small_law

ON = "2026-06-01"


def book_with(**rules: str) -> RuleBook:
    return bay_with(**{name: version(rule) for name, rule in rules.items()}).book(ON)


def version(rule: str) -> str:
    """A provision's keys: `when: ...`, with further keys after a bar."""
    keys = "\n".join(f"    {key.strip()}" for key in rule.split("|"))
    return f"versions:\n  - from: 2020-01-01\n{keys}"


def because(proof: Proof) -> list[str]:
    return [getattr(ground.node, "sql", str(ground.node)) for ground in proof.grounds]


def test_clauses_that_contradict_each_other_are_named_and_no_others() -> None:
    book = book_with(never="when: {all: [{sql: person.age >= 60}, {sql: person.married}, {sql: person.age < 18}]}")
    proof = unreachable(book, "town.never")
    assert (proof.verdict, proof.what) == (Verdict.IMPOSSIBLE, "unreachable")
    assert because(proof) == ["person.age >= 60", "person.age < 18"]


def test_a_clause_beyond_the_range_of_a_fact_is_never_met() -> None:
    assert because(unreachable(book_with(old="when: {sql: person.age > 150}"), "town.old")) == ["person.age > 150"]


def test_what_can_be_met_comes_with_somebody_who_meets_it() -> None:
    proof = unreachable(book_with(), "town.settlement")
    assert proof.verdict is Verdict.POSSIBLE
    assert proof.witness is not None
    bay = bay_with()
    assert bay.assess(proof.witness, ON, only="town.settlement")["town.settlement"].status is Status.MET


def test_why_nobody_meets_it_is_told_apart() -> None:
    book = book_with(guess="when: {sql: 'person.score >= :guessed'}")
    assert unreachable(book, "town.guess").what == "never_determined"
    assert [unreachable(book, name).what for name in ("town.trial", "town.proposal", "town.hearsay")] == ["closed"] * 3
    assert unreachable(book, "town.trial").reason is not None


def test_a_limit_that_is_reached_is_not_a_proof() -> None:
    proof = unreachable(book_with(), "town.pass", Limits(work=1))
    assert (proof.verdict, proof.found, proof.grounds) == (Verdict.UNDECIDED, False, ())


@given(drawn.laws(most_facts=3))
def test_a_provision_is_unreachable_exactly_where_no_subject_meets_it(keys: dict[str, Any]) -> None:
    bay = drawn.law_of(drawn=keys)
    names = drawn.facts_in(keys)
    anybody = any(drawn.status(bay, facts) is Status.MET for facts in grid(names))
    assert unreachable(bay.book(ON), drawn.DRAWN).found == (not anybody)


def test_an_outcome_that_earlier_ones_stop_is_unreachable() -> None:
    nodes = ", ".join(
        f"{{id: {name}, if: {{sql: {sql}}}, title: {name}}}"
        for name, sql in (("old", "person.age >= 60"), ("young", "person.age < 60"), ("rest", "person.married"))
    )
    found = unreachable_outcomes(book_with(sorted=f"outcomes: [{nodes}]"), "town.sorted")
    assert [(proof.other, proof.verdict) for proof in found if proof.found] == [("rest", Verdict.IMPOSSIBLE)]
    assert because(found[2]) == ["person.age >= 60", "person.age < 60"]


def idle(rule: str) -> list[tuple[str, str]]:
    proofs = idle_clauses(book_with(idle=rule), "town.idle")
    return [(proof.what, because(proof)[0]) for proof in proofs if proof.found]


def test_clauses_that_can_never_matter_are_found() -> None:
    assert idle("when: {any: [{sql: person.married}, {sql: person.age > 150}]}") == [
        ("never_holds", "person.age > 150")
    ]
    assert idle("when: {all: [{sql: person.married}, {sql: person.age >= 0}]}") == [("never_fails", "person.age >= 0")]
    assert idle("when: {all: [{sql: person.age >= 21}, {sql: person.age >= 18}]}") == [
        ("never_fails", "person.age >= 18")
    ]
    assert idle("when: {any: [{sql: person.age >= 21}, {sql: person.age >= 18}]}") == [
        ("never_holds", "person.age >= 21")
    ]
    assert idle("when: {sql: person.age < 60} | unless: [{sql: person.age >= 70}]") == [
        ("never_holds", "person.age >= 70")
    ]


def test_an_award_that_is_never_enough_is_found() -> None:
    proofs = idle_clauses(book_with(), "town.points")
    assert [(p.what, because(p)) for p in proofs if p.found] == [("never_holds", ["person.age < 60"])], (
        "10 + 20 + 15 is not 50"
    )


def test_clauses_that_matter_are_left_alone() -> None:
    assert idle("when: {any: [{sql: person.married}, {all: [{sql: person.student}, {sql: person.age < 30}]}]}") == []
    assert idle("applies_to: {sql: person.age >= 18} | when: {sql: person.age >= 21}") == []
    assert idle("when: {at_least: 2, of: [{sql: person.married}, {sql: person.student}, {sql: person.age < 9}]}") == []


def test_two_that_exclude_each_other_and_two_that_do_not() -> None:
    book = book_with(
        young="when: {sql: person.age < 30}", old="when: {sql: person.age > 60}", wed="when: {sql: person.married}"
    )
    names = ["town.young", "town.old", "town.wed"]
    assert because(exclusive(book, "town.young", "town.old")) == ["person.age < 30", "person.age > 60"]
    assert exclusive(book, "town.young", "town.wed").verdict is Verdict.POSSIBLE
    assert [(p.id, p.other) for p in exclusives(book, names)] == [("town.young", "town.old")]


def test_a_provision_that_bars_another_by_name_says_so() -> None:
    book = book_with(
        one="when: {sql: person.married}", two="when: {sql: person.student} | unless: [{provision: town.one}]"
    )
    proof = exclusive(book, "town.one", "town.two")
    assert [(ground.node.provision, ground.bar) for ground in proof.grounds] == [("town.one", True)]  # type: ignore[union-attr]


def doors(first: str, second: str, leads: str = "town.second") -> list[tuple[str, str]]:
    rules = {"first": f"leads_to: [{leads}]\n{version(first)}", "second": version(second)}
    book = bay_with(**rules).book(ON)
    return [(proof.what, proof.verdict.value) for proof in dead_doors(book, "town.first")]


def test_a_door_is_dead_only_where_no_change_in_between_helps() -> None:
    assert doors("when: {sql: person.married}", "when: {sql: person.student}") == [("not_at_once", "possible")]
    assert doors("when: {sql: person.married}", "when: {sql: NOT person.married}") == [("not_at_once", "impossible")]
    assert doors("when: {sql: person.barred}", "when: {sql: NOT person.barred}") == [("dead_door", "impossible")]
    assert doors("when: {sql: person.married}", "when: {sql: person.age > 150}") == [("shut_door", "impossible")]
    assert doors("when: {sql: person.married}", "when: {sql: person.married}", "town.trial") == [
        ("shut_door", "impossible")
    ]
    assert doors("when: {sql: person.married}", "when: {sql: person.married}", "town.nowhere") == []


def route(*steps: str) -> Proof:
    lines = [f"  - {{stage: s{n}, title: step, when: {{sql: {sql}}}}}" for n, sql in enumerate(steps)]
    text = "\n".join(
        ["id: chain.tried", "title: Tried", "direction: a->b", "sources: [{title: A guide}]", "steps:", *lines]
    )
    return shut_routes(compile_law(small_law({"routes/tried.yaml": text})).book(ON), "chain.tried")


def test_a_route_whose_steps_cannot_all_be_open_says_how_far_it_goes() -> None:
    assert route("person.married", "person.student").verdict is Verdict.POSSIBLE
    dead = route("person.age >= 18", "person.married", "person.age < 18")
    assert (dead.what, dead.other, because(dead)) == ("shut_route", "2", ["person.age >= 18", "person.age < 18"])
    later = route("person.married", "NOT person.married")
    assert (later.what, later.other) == ("route_not_at_once", "1")


def report(**more: Any) -> Report:
    never = "when: {all: [{sql: person.age >= 60, cite: s. 1}, {sql: person.age < 18, cite: s. 2}]}"
    return prove(book_with(never=never), **more)


def test_a_report_reads_in_every_language_and_as_json() -> None:
    found = report(only="town.never")
    assert "nobody can meet town.never" in found.text("en")
    assert "[s. 1]" in found.text("en")
    assert "无人能符合town.never" in found.text("zh-Hans")
    assert "無人能符合town.never" in found.text("zh-Hant")
    assert [one["what"] for one in found.plain()["found"]] == ["unreachable"]
    assert found.plain()["found"][0]["because"][0]["cite"] == "s. 1"


def test_a_report_asks_only_what_it_is_told() -> None:
    assert report(only="town.pass", kinds=["unreachable"]).asked == 1
    assert "nothing found" in report(only="town.pass").text("en")
    limited = report(only="town.pass", kinds=["unreachable"], limits=Limits(work=1))
    assert "not decided in time" in limited.text("en")
    assert report(only="town.*", kinds=["exclusive"]).found == ()
    with pytest.raises(UnknownNameError, match="no kind of proof"):
        report(kinds=["magic"])
    with pytest.raises(UnknownNameError, match="nothing matches"):
        report(only="mars.*")


def test_the_bundled_law_is_decided_throughout(bay: Bay) -> None:
    # Long enough on any machine: the limit is there for those who wait, not for the proof.
    patient = Limits(milliseconds=300_000)
    found = prove(bay.book("2026-11-20"), kinds=["unreachable", "outcomes", "routes"], limits=patient)
    assert found.undecided == ()
    assert all(proof.grounds or proof.reason for proof in found.found), "every defect names what it rests on"
