"""Recourse: the cheapest changes, to the smallest unit, and what stands in the way where there are none."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huanliu.base.truth import Status
from huanliu.engine.bay import Bay
from huanliu.engine.changes import Outlook, Recourse
from huanliu.engine.recourse import CONFIRMING, WEIGHTS, changeable, recourse
from huanliu.engine.solving.verdicts import Limits
from huanliu.errors import SubjectError, UnknownNameError
from tests.engine import drawn
from tests.small import bay_with, small_bay

ON = "2026-06-01"
POOR: dict[str, Any] = {"person.age": 30, "person.income": 1000, "person.barred": False}


def ask(goal: str, facts: Mapping[str, Any], bay: Bay | None = None, **more: Any) -> Recourse:
    return recourse((bay or small_bay()).book(ON), goal, facts, **more)


def changes(found: Recourse) -> list[list[tuple[str, Any, Any, str]]]:
    return [[(c.fact, c.before, c.after, c.how) for c in one.changes] for one in found.alternatives]


def test_an_income_rises_exactly_to_the_threshold() -> None:
    found = ask("town.pass", POOR)
    assert changes(found) == [[("person.income", Decimal(1000), Decimal("2000.50"), "changed")]]
    change = found.alternatives[0].changes[0]
    assert (change.low, change.high) == (Decimal("2000.50"), None)
    assert found.exhausted


def test_what_is_not_known_is_confirmed_and_not_changed() -> None:
    found = ask("town.pass", {"person.income": 5000})
    assert changes(found) == [[("person.age", None, 18, "confirmed"), ("person.barred", None, False, "confirmed")]]
    assert found.alternatives[0].cost == 2 * CONFIRMING


def test_a_goal_that_is_met_needs_nothing() -> None:
    found = ask("town.pass", {**POOR, "person.income": 5000})
    assert (found.outlook, found.alternatives) == (Outlook.ALREADY_MET, ())


def test_nobody_grows_older_and_the_clause_that_asks_it_is_named() -> None:
    found = ask("town.pass", {**POOR, "person.age": 17})
    assert (found.outlook, found.exhausted) == (Outlook.IMPOSSIBLE, True)
    assert [(clause.sql, clause.cite) for clause in found.because] == [("person.age >= 18", "s. 1")]


def test_a_bar_is_named_as_the_law_asks_it() -> None:
    found = ask("town.pass", {**POOR, "person.barred": True})
    assert [(clause.sql, clause.truth) for clause in found.because] == [("NOT (person.barred)", False)]


def test_a_provision_that_no_change_opens_gives_its_own_reason() -> None:
    found = ask("town.trial", {"person.age": 30})
    assert found.outlook is Outlook.IMPOSSIBLE
    assert "2025-12-31" in found.text("en")


def test_facts_that_are_kept_stay_as_they_are() -> None:
    assert ask("town.pass", POOR, keep=["person.income"]).outlook is Outlook.IMPOSSIBLE
    found = ask("town.pass", {"person.income": 5000, "person.age": 30}, keep=["person.barred"])
    assert found.outlook is Outlook.IMPOSSIBLE, "what is kept unknown cannot be confirmed"


def test_the_cheapest_points_come_first_and_no_alternative_holds_another() -> None:
    facts = {"person.age": 50, "person.married": False, "person.roles": []}
    found = ask("town.points", facts)
    assert found.outlook is Outlook.IMPOSSIBLE, "20 + 10 + 15 points are too few at 50"
    found = ask("town.points", {**facts, "person.age": 30})
    assert [one.names for one in found.alternatives] == [{"person.married", "person.roles"}]
    assert found.alternatives[0].changes[1].after == frozenset({"worker"})


def test_a_definition_that_was_given_is_changed_like_a_fact() -> None:
    bay = bay_with(days="versions: [{from: 2020-01-01, when: {sql: person.days_in_hk >= 183}}]")
    assert changes(ask("town.days", {"person.days_in_hk": 100}, bay)) == [[("person.days_in_hk", 100, 183, "changed")]]
    assert changes(ask("town.days", {}, bay)) == [[("person.days_in_hk", None, 183, "confirmed")]]
    log = [{"day": "2025-01-01", "place": "hk"}]
    assert ask("town.days", {"person.day_log": log}, bay).outlook is Outlook.IMPOSSIBLE, "a log is what has been"
    assert changes(ask("town.pass", {**POOR, "person.day_log": log})) == changes(ask("town.pass", POOR))


def test_a_family_that_is_not_known_is_made_up_of_as_few_as_will_do() -> None:
    rule = "EXISTS (SELECT 1 FROM person.children WHERE fees >= :floor)"
    bay = bay_with(family=f"versions: [{{from: 2020-01-01, when: {{sql: '{rule}'}}}}]")
    (change,) = ask("town.family", {}, bay).alternatives[0].changes
    assert len(change.after) == 1
    assert change.after[0]["relationship"] == "child"
    assert change.plain()["to"] == [{"relationship": "child", "fees": "2000.5"}]
    assert ask("town.family", {"person.family": []}, bay).outlook is Outlook.IMPOSSIBLE


def test_values_that_serve_alike_are_shown_in_the_order_of_the_vocabulary() -> None:
    bay = bay_with(
        place="versions: [{from: 2020-01-01, when: {sql: \"person.city IN ('mo', 'hk')\"}}]",
        school="versions: [{from: 2020-01-01, when: {sql: person.school <> 'Old Hall'}}]",
    )
    (change,) = ask("town.place", {"person.city": "shenzhen"}, bay).alternatives[0].changes
    assert (change.after, change.also) == ("hk", ("mo",))
    (change,) = ask("town.school", {}, bay).alternatives[0].changes
    assert change.but == ("Old Hall",)


@pytest.mark.parametrize(
    ("when", "wanted"),
    [
        ("person.score BETWEEN 40 AND 60", (Decimal(40), Decimal(60))),
        ("person.score <= 60", (None, Decimal(60))),
        ("person.score = 50 OR person.score = 70", (None, None)),
        ("person.score >= 0", (None, None)),
    ],
)
def test_a_range_is_claimed_only_where_every_value_in_it_serves(when: str, wanted: tuple[Any, Any]) -> None:
    bay = bay_with(ranged=f"versions: [{{from: 2020-01-01, when: {{sql: {when}}}}}]")
    (change,) = ask("town.ranged", {}, bay).alternatives[0].changes
    assert (change.low, change.high) == wanted


def test_days_move_no_further_than_they_must() -> None:
    bay = bay_with(
        late="versions: [{from: 2020-01-01, when: {sql: 'person.arrived_on < ADD_MONTHS_CLAMPED(:on, -1)'}}]"
    )
    (change,) = ask("town.late", {}, bay).alternatives[0].changes
    assert str(change.high) == "2026-04-30"
    assert "2026-04-30 or earlier" in ask("town.late", {}, bay).text("en")


def test_a_route_is_walked_to_its_end_and_an_optional_door_is_one_of_its_doors() -> None:
    found = ask("chain.to_town", {**POOR, "person.married": False})
    assert changes(found) == [[("person.income", Decimal(1000), Decimal("2000.50"), "changed")]]
    (_, wish) = changes(ask("chain.to_town", POOR))[0]
    assert wish == ("person.married", None, False, "confirmed")
    assert ask("to_town", POOR).goal == "chain.to_town"
    shut = ask("to_town", {**POOR, "person.income": 5000, "person.married": True, "person.score": 10})
    assert changes(shut)[0] == [("person.married", True, False, "changed")]


def test_a_limit_that_is_reached_claims_nothing() -> None:
    found = ask("town.pass", POOR, limits=Limits(work=1))
    assert (found.outlook, found.alternatives, found.because) == (Outlook.UNDECIDED, (), ())


def test_errors_name_what_is_not_there() -> None:
    with pytest.raises(UnknownNameError, match=r"did you mean town\.pass"):
        ask("town.pas", {})
    with pytest.raises(UnknownNameError, match=r"did you mean person\.income"):
        ask("town.pass", {}, keep=["person.incom"])
    with pytest.raises(SubjectError, match="unknown fact"):
        ask("town.pass", {"person.wealth": 3})


def test_the_result_reads_in_every_language_and_as_json() -> None:
    found = ask("town.pass", POOR)
    assert "HK$1,000 → at least HK$2,000.5" in found.text("en")
    assert "1,000港元 → 至少2,000.5" in found.text("zh-Hans")
    assert "年收入" in found.text("zh-Hant")
    (alternative,) = found.plain()["alternatives"]
    change = alternative["changes"][0]
    assert (change["fact"], change["from"], change["to"]) == ("person.income", "1000", "2000.5")
    assert found.plain()["status"] == "possible"
    assert ask("town.pass", {**POOR, "person.barred": True}).plain("zh-Hans")["because"]


@given(drawn.laws(most_facts=3), st.data())
def test_nothing_cheaper_would_do(keys: dict[str, Any], data: st.DataObject) -> None:
    bay = drawn.law_of(drawn=keys)
    names = drawn.facts_in(keys)
    facts = {n: data.draw(st.sampled_from(drawn.VALUES[n])) for n in names if data.draw(st.booleans())}
    found = ask(drawn.DRAWN, facts, bay)
    cheapest = min(costs(bay, names, facts), default=None)
    if cheapest is None:
        assert found.outlook is Outlook.IMPOSSIBLE
    elif cheapest == 0:
        assert found.outlook is Outlook.ALREADY_MET
    else:
        assert found.alternatives[0].cost == cheapest
        assert all(drawn.status(bay, one.facts) is Status.MET for one in found.alternatives)
        sets = [one.names for one in found.alternatives]
        assert not any(one < other or one == other for one, other in itertools.combinations(sets, 2))


def costs(bay: Bay, names: list[str], facts: Mapping[str, Any]) -> Iterator[int]:
    """By trying everything: what it costs to meet the drawn provision in each way there is."""
    book = bay.book(ON)
    ease = {name: changeable(book, name) for name in names}
    for row in itertools.product(*(ways(facts.get(name), name, ease[name]) for name in names)):
        changed = {name: value for name, (value, _) in zip(names, row, strict=True) if value is not None}
        if drawn.status(bay, changed) is Status.MET:
            yield sum(cost for _, cost in row)


def ways(before: Any, name: str, ease: str) -> list[tuple[Any, int]]:
    """What may become of a fact, and at which cost."""
    values = [*drawn.VALUES[name], *(["Elsewhere"] if name == "person.school" else [])]
    if before is None:
        return [(None, 0), *((value, CONFIRMING) for value in values)]
    return [(before, 0), *((value, WEIGHTS[ease]) for value in values if value != before and ease != "never")]
