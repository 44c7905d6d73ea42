"""Findings: status, discretion, amounts, outcomes, and what JSON says of them."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest

from huanliu.base.truth import Status
from huanliu.engine.assess import Finding, amount_text
from huanliu.engine.bay import Bay
from tests.small import bay_with, small_bay

MET: dict[str, Any] = {"person.age": 30, "person.income": 5000, "person.barred": False}


def find(name: str, facts: dict[str, Any], on: str = "2026-06-01") -> Finding:
    return small_bay().assess(facts, on, only=name)[name]


def test_what_is_met_may_still_be_refused_by_the_authority() -> None:
    assert find("town.pass", MET).discretionary
    assert not find("town.pass", {**MET, "person.income": 1}).discretionary
    assert not find("town.pass", {}).discretionary
    assert not find("town.trial", MET, "2025-06-01").discretionary


MORE = {
    "more": """versions:
  - {from: 2020-01-01, when: {sql: person.age >= 18}, not_tested: {en: A clean record., zh-Hans: 无犯罪记录。}}
  - {from: 2025-07-01, discretion: {en: The mayor decides., zh-Hans: 由市长决定。}}"""
}


def test_what_is_required_and_not_tested_is_neither_a_right_nor_discretion() -> None:
    finding = bay_with(**MORE).assess({"person.age": 30}, "2024-01-01", only="town.more")["town.more"]
    assert finding.status is Status.MET and finding.untested and not finding.discretionary
    assert finding.word == "met_untested"
    plain = finding.plain("zh-Hans")
    assert (plain["untested"], plain["not_tested"], plain["discretion"]) == (True, "无犯罪记录。", None)
    assert finding.explanation.parts[-1].kind == "not_tested"
    assert [part.truth for part in finding.explanation.parts] == [True, None]


def test_with_discretion_the_authority_decides_and_what_is_not_tested_is_still_said() -> None:
    bay = bay_with(**MORE)
    finding = bay.assess({"person.age": 30}, "2026-01-01", only="town.more")["town.more"]
    assert finding.discretionary and finding.untested and finding.word == "met_discretionary"
    shut = bay.assess({"person.age": 3}, "2026-01-01", only="town.more")["town.more"]
    assert not shut.untested and shut.word == "unmet" and shut.plain()["not_tested"] == "A clean record."


# facts besides the met ones, status
CASES: list[tuple[dict[str, Any], Status]] = [
    ({}, Status.MET),
    ({"person.age": 17}, Status.NOT_APPLICABLE),
    ({"person.age": None}, Status.UNDETERMINED),
    ({"person.age": None, "person.income": 1}, Status.UNDETERMINED),
    ({"person.income": 1}, Status.UNMET),
    ({"person.income": None, "person.barred": True}, Status.UNMET),
    ({"person.barred": None}, Status.UNDETERMINED),
]


@pytest.mark.parametrize(("more", "status"), CASES)
def test_the_four_answers(more: dict[str, Any], status: Status) -> None:
    assert find("town.pass", {**MET, **more}).status is status


def test_amounts_are_given_where_it_is_met_and_nowhere_else() -> None:
    assert find("town.pass", MET).amounts == {"stay_months": 36, "fee": Decimal(775)}
    assert find("town.pass", {**MET, "person.student": False}, "2025-06-30").amounts["stay_months"] == 24
    assert find("town.pass", {**MET, "person.income": 1}).amounts == {}
    assert find("town.pass", {**MET, "person.income": 1}).amounts_missing == {}


def test_an_amount_that_is_not_known_says_what_it_lacks() -> None:
    finding = find("town.tax", {"person.city": "hk"})
    assert finding.amounts == {"tax": None, "net": None}
    assert finding.amounts_missing == {"tax": ["person.income"], "net": ["person.income"]}


# facts, those that surely hold, those that may
OUTCOMES: list[tuple[dict[str, Any], list[str], list[str]]] = [
    ({"person.age": 3}, ["young"], []),
    ({"person.age": 30, "person.income": 5000, "person.city": "hk"}, ["rich", "in_town"], []),
    ({"person.age": 30, "person.income": 1, "person.city": "hk"}, ["in_town"], []),
    ({"person.age": 30, "person.income": 1, "person.city": "mo"}, ["the_rest"], []),
    ({"person.age": 30, "person.income": 5000, "person.city": "mo"}, ["rich", "the_rest"], []),
    ({"person.age": 30}, [], ["rich", "in_town", "the_rest"]),
    ({}, [], ["young", "rich", "in_town", "the_rest"]),
    ({"person.income": 1, "person.city": "hk"}, [], ["young", "in_town"]),
]


@pytest.mark.parametrize(("facts", "sure", "still_open"), OUTCOMES)
def test_an_ordered_tree_names_what_surely_holds_and_what_may(
    facts: dict[str, Any], sure: list[str], still_open: list[str]
) -> None:
    finding = find("town.sorting", facts)
    assert (finding.outcomes, finding.outcomes_open) == (sure, still_open)


def test_an_outcome_that_is_not_decided_says_what_it_lacks() -> None:
    assert find("town.sorting", {"person.age": 30, "person.city": "mo"}).outcomes_missing == ["person.income"]


def test_the_json_of_a_finding_has_every_key_and_plain_values() -> None:
    plain = find("town.pass", MET).plain("zh-Hans")
    assert {key: plain[key] for key in plain if key != "explanation"} == {
        "status": "met",
        "discretionary": True,
        "discretion": "由市长决定。",
        "untested": False,
        "not_tested": None,
        "amounts": {"stay_months": "36", "fee": "775"},
        "amounts_missing": {},
        "outcomes": [],
        "outcomes_open": [],
        "outcomes_missing": [],
        "missing": [],
    }
    assert plain["explanation"]["kind"] == "provision"


TEXTS = {
    True: "true",
    None: None,
    36: "36",
    Decimal("97920.350"): "97920.35",
    datetime.date(2026, 6, 1): "2026-06-01",
    "x": "x",
}


@pytest.mark.parametrize("value", TEXTS)
def test_an_amount_is_decimal_text(value: Any) -> None:
    assert amount_text(value) == TEXTS[value]


def test_every_provision_has_a_finding_for_a_subject_of_whom_nothing_is_known(small: Bay) -> None:
    found = small.assess({}, "2026-06-01")
    assert set(found) == set(small.law.provisions)
    assert not [name for name, finding in found.items() if finding.status is Status.UNMET]
