"""Who gains and who loses by a reform: somebody assessed under both laws, or the proof that there is nobody."""

from __future__ import annotations

from typing import Any

import pytest

from huanliu.base.truth import Status
from huanliu.engine.bay import Bay, compile_law
from huanliu.engine.gains import gains_and_loses
from huanliu.engine.solving.verdicts import Limits, Verdict
from huanliu.errors import UnknownNameError
from tests.small import bay_with, provision, small_law

ON = "2026-06-01"


def law(when: str, tax: str = "ROUND_HALF_UP(person.income * :share, 2)") -> Bay:
    amounts = f"amounts: {{tax: {{label: {{en: tax, zh-Hans: 税}}, unit: HKD, sql: '{tax}'}}}}"
    return bay_with(tried=f"versions:\n  - from: 2020-01-01\n    when: {{sql: {when}}}\n    {amounts}")


def status(bay: Bay, facts: Any) -> Status:
    return bay.assess(facts, ON, only="town.tried")["town.tried"].status


def test_a_lower_threshold_lets_more_in_and_shuts_nobody_out() -> None:
    old, new = law("person.age >= 21"), law("person.age >= 18")
    found = gains_and_loses(old.book(ON), new.book(ON), "town.tried")
    assert (found.gains.verdict, found.loses.verdict) == (Verdict.POSSIBLE, Verdict.IMPOSSIBLE)
    assert found.gains.facts is not None
    assert 18 <= found.gains.facts["person.age"] < 21
    assert (status(old, found.gains.facts), status(new, found.gains.facts)) == (Status.UNMET, Status.MET)
    assert "somebody gains" in found.text("en")
    assert "nobody loses" in found.text("en")


def test_another_threshold_may_do_both() -> None:
    old, new = law("person.age < 60"), law("person.age >= 18")
    found = gains_and_loses(old.book(ON), new.book(ON), "town.tried")
    assert found.gains.facts is not None
    assert found.loses.facts is not None
    assert found.gains.facts["person.age"] >= 60
    assert found.loses.facts["person.age"] < 18


def test_a_reform_that_changes_nothing_changes_nothing_for_anybody() -> None:
    old, new = law("person.age >= 18 AND person.married"), law("NOT (person.age < 18 OR NOT person.married)")
    found = gains_and_loses(old.book(ON), new.book(ON), "town.tried")
    assert (found.gains.verdict, found.loses.verdict) == (Verdict.IMPOSSIBLE, Verdict.IMPOSSIBLE)


def test_more_of_an_amount_is_a_gain_unless_it_is_a_burden() -> None:
    old, new = law("person.married"), law("person.married", "ROUND_UP(person.income * :share, 0)")
    books = (old.book(ON), new.book(ON), "town.tried", "tax")
    found = gains_and_loses(*books)
    assert found.gains.after > found.gains.before
    assert found.loses.verdict is Verdict.IMPOSSIBLE
    burden = gains_and_loses(*books, burden=True)
    assert (burden.gains.verdict, burden.loses.verdict) == (Verdict.IMPOSSIBLE, Verdict.POSSIBLE)


def test_a_tax_is_a_burden_by_itself(bay: Bay) -> None:
    early, late = bay.book("2023-06-01"), bay.book("2026-11-20")
    found = gains_and_loses(early, late, "cn.iit.annual_bonus", "tax")
    assert found.gains.verdict is Verdict.IMPOSSIBLE
    assert found.loses.after > found.loses.before, (
        "bonuses paid later came under the separate tax only by the extension"
    )


NEW_FACT = """facts:
  - {name: person.veteran, type: bool, changeable: never, sensitivity: none, label: {en: veteran, zh-Hans: 退役}, asks: {en: A veteran?, zh-Hans: 退役？}}
"""


def test_a_fact_that_only_the_reform_asks_for_is_no_obstacle() -> None:
    rule = "versions: [{from: 2020-01-01, when: {any: [{sql: person.age >= 18}, {sql: person.veteran}]}}]"
    after = compile_law(small_law({"facts/more.yaml": NEW_FACT, "town/tried.yaml": provision(rule)}))
    found = gains_and_loses(law("person.age >= 18").book(ON), after.book(ON), "town.tried")
    assert found.gains.facts is not None
    assert found.gains.facts["person.veteran"] is True
    assert found.loses.verdict is Verdict.IMPOSSIBLE


def test_whoever_met_it_loses_where_it_is_not_in_force() -> None:
    tried = law("person.age >= 18")
    found = gains_and_loses(tried.book(ON), tried.book("2019-01-01"), "town.tried")
    assert (found.gains.verdict, found.loses.verdict) == (Verdict.IMPOSSIBLE, Verdict.POSSIBLE)


def test_a_limit_that_is_reached_claims_nothing() -> None:
    old, new = law("person.age >= 21"), law("person.age >= 18")
    found = gains_and_loses(old.book(ON), new.book(ON), "town.tried", limits=Limits(work=1))
    assert (found.gains.verdict, found.loses.verdict) == (Verdict.UNDECIDED, Verdict.UNDECIDED)
    assert "not decided in time" in found.text("en")


def test_errors_and_json() -> None:
    old = law("person.age >= 21").book(ON)
    with pytest.raises(UnknownNameError):
        gains_and_loses(old, old, "town.tryed")
    with pytest.raises(UnknownNameError, match="no amount"):
        gains_and_loses(old, old, "town.tried", "toll")
    plain = gains_and_loses(old, law("person.age >= 18").book(ON), "town.tried").plain()
    assert (plain["gains"]["before"], plain["gains"]["after"]) == (False, True)
