"""Nothing that is tried out touches the law: not a reform, not an assessment, not a careless hand."""

from __future__ import annotations

import json
import re
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from huanliu.base.document import read_text
from huanliu.engine.bay import Bay, compile_law, load
from huanliu.law.library import pack_files, packs_folder
from huanliu.law.reading import read_law
from tests.small import small_bay, small_files

DAYS = ("2019-06-01", "2024-06-01", "2026-06-01", "2028-06-01")
SUBJECTS: list[dict[str, Any]] = [
    {},
    {"person.age": 30, "person.income": 5000, "person.barred": False, "person.city": "hk", "person.married": True},
    {"person.age": 3, "person.city": "mo"},
    {"person.age": 45, "person.roles": ["worker"], "person.income": 100000, "person.student": True},
]


def findings(bay: Bay) -> str:
    """Every finding for every subject on every day, as text."""
    found = [bay.assess(facts, day) for facts in SUBJECTS for day in DAYS]
    return json.dumps([{name: one.plain() for name, one in all_.items()} for all_ in found], sort_keys=True)


NUMBER = st.integers(0, 10**6)
FROM = st.dates().filter(lambda day: 1950 < day.year < 2100).map(str)
CONDITION = st.sampled_from(
    ["person.married", "person.age < 5", "NOT person.barred", "person.income >= :floor", "FALSE"]
)
NAMES = st.sampled_from(["town.points", "town.trial", "town.rough"])
CHANGES: list[st.SearchStrategy[dict[str, Any]]] = [
    st.builds(lambda day, n: {"parameters": {"floor": {"values": [{"from": day, "value": n}]}}}, FROM, NUMBER),
    st.builds(
        lambda name, sql: {"changes": {name: {"versions": [{"from": "2020-01-01", "when": {"sql": sql}}]}}},
        NAMES,
        CONDITION,
    ),
    st.builds(
        lambda name, status: {"changes": {name: {"status": status}}}, NAMES, st.sampled_from(["law", "proposal"])
    ),
    st.builds(
        lambda n: {
            "changes": {"town.pass": {"parameters": {"stay": {"values": [{"from": "2025-07-01", "value": n}]}}}}
        },
        NUMBER,
    ),
    st.builds(
        lambda sql: {
            "provisions": {
                "town.new": {"title": "New", "kind": "tax", "confidence": "high", "versions": [{"when": {"sql": sql}}]}
            }
        },
        CONDITION,
    ),
]
REFORMS = st.one_of(CHANGES).map(lambda change: _dates(json.dumps({"title": "Tried out", **change})))
BASELINE = findings(small_bay())


def _dates(text: str) -> str:
    """JSON is YAML, but for days, which YAML writes without quotes."""
    return re.sub(r'"(\d{4}-\d{2}-\d{2})"', r"\1", text)


def reformed(text: str) -> Bay:
    return compile_law(read_law(small_files(), "small", read_text(text, "reform.yaml")))


@settings(max_examples=12)
@given(st.lists(REFORMS, min_size=1, max_size=3))
def test_no_reform_leaves_a_trace(reforms: list[str]) -> None:
    digest = small_bay().law.digest
    tried = [reformed(text) for text in reforms]
    assert len([findings(bay) for bay in tried]) == len(reforms)
    assert findings(small_bay()) == BASELINE
    assert small_bay().law.digest == digest not in {bay.law.digest for bay in tried}


def test_a_reform_that_matters_is_seen_in_its_own_law_alone() -> None:
    other = reformed("{title: T, parameters: {floor: {values: [{from: 2024-01-01, value: 999999}]}}}")
    assert findings(other) != BASELINE
    assert findings(small_bay()) == BASELINE


def test_the_order_of_questions_counts_for_nothing() -> None:
    fresh = compile_law(read_law(small_files(), "small"))
    for day in reversed(DAYS):
        for facts in reversed(SUBJECTS):
            fresh.assess(facts, day)
    assert findings(fresh) == BASELINE


def test_what_a_caller_changes_in_an_answer_changes_no_other() -> None:
    first = small_bay().assess(SUBJECTS[1], "2026-06-01")["town.pass"]
    first.amounts["fee"] = None
    first.missing.append("person.age")
    first.plain()["amounts"].clear()
    assert findings(small_bay()) == BASELINE
    assert first.amounts["fee"] is not None


def test_the_bundled_law_stands_too(bay: Bay) -> None:
    facts = {"person.income_previous_12_months": 2_000_000, "person.age": 29, "person.nationality": "CHN"}
    before = {name: finding.plain() for name, finding in bay.assess(facts, "2027-06-01").items()}
    text = (
        "{title: T, changes: {hk.ttps.a: {parameters: {income_floor: {values: [{from: 2022-12-28, value: 1000000}]}}}}}"
    )
    folder = packs_folder()
    other = compile_law(read_law(pack_files(folder), folder.name, read_text(text, "reform.yaml")))
    assert other.assess(facts, "2027-06-01")["hk.ttps.a"].plain() != before["hk.ttps.a"]
    assert {name: finding.plain() for name, finding in bay.assess(facts, "2027-06-01").items()} == before
    assert load().law.digest == bay.law.digest
