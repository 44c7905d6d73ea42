"""The bundled law under random subjects: knowing more never turns an answer round, and nothing tried out leaves a trace."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huanliu.base.truth import Status
from huanliu.engine.assess import Finding, assess_one
from huanliu.engine.bay import load
from huanliu.engine.record import plain_value, record_of, replay_record
from huanliu.engine.routes import follow
from tests.completions import Draws, less

BAY = load()
ON = "2026-11-20"
BOOK = BAY.book(ON)
# A few draws for each of a hundred provisions make hundreds; HUANLIU_DRAWS sets their number for a long night.
DRAWN = settings.default.max_examples  # type: ignore[union-attr]
FEW, FEWER = settings(max_examples=DRAWN // 7), settings(max_examples=DRAWN // 15)


@cache
def draws(name: str) -> Draws:
    return Draws(BOOK, name)


def find(name: str, facts: dict[str, Any]) -> Finding:
    return assess_one(BOOK.ruling(name), BAY.situation(facts, ON))


@pytest.mark.parametrize("name", BAY.law.provisions)
@FEW
@given(data=st.data())
def test_knowing_more_never_turns_an_answer_round(name: str, data: st.DataObject) -> None:
    whole = data.draw(draws(name).subjects())
    part = data.draw(less(whole, BAY.law.definitions))
    before, after = find(name, part), find(name, whole)
    assert before.status in (Status.UNDETERMINED, after.status)
    known = {amount: value for amount, value in before.amounts.items() if value is not None}
    assert {amount: after.amounts[amount] for amount in known} == known
    if after.status is not Status.NOT_APPLICABLE:
        assert set(before.outcomes) <= set(after.outcomes)
        assert set(after.outcomes_open) <= set(before.outcomes_open)


@pytest.mark.parametrize("name", BAY.law.provisions)
@FEWER
@given(data=st.data())
def test_a_finding_is_the_same_again_from_its_record_and_in_any_order(name: str, data: st.DataObject) -> None:
    facts = data.draw(draws(name).subjects())
    finding = find(name, facts)
    assert find(name, facts).plain() == finding.plain()
    turned = {key: plain_value(value) for key, value in reversed(finding.situation.facts.items())}
    assert find(name, turned).plain() == finding.plain()
    assert replay_record(record_of(finding), BAY).same


@pytest.mark.parametrize("name", BAY.law.routes)
@FEW
@given(data=st.data())
def test_knowing_more_never_turns_a_door_round(name: str, data: st.DataObject) -> None:
    provisions = [step.provision for step in BAY.law.routes[name].steps if step.provision]
    whole = data.draw(Draws(BOOK, *provisions).subjects())
    part = data.draw(less(whole, BAY.law.definitions))
    before, after = (follow(BAY.law.routes[name], BAY.situation(facts, ON)) for facts in (part, whole))
    for one, two in zip(before.steps, after.steps, strict=True):
        assert one.truth in (None, two.truth)
