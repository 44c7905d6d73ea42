"""Waits: until a fact reaches what the law asks for, until a day that it names, and what an office makes everybody wait for."""

from __future__ import annotations

from typing import Any

import pytest

from huanliu.engine.planning.markdown import markdown
from huanliu.engine.planning.plan import Plan
from huanliu.engine.planning.telling import plain
from tests.engine.planning.drawn_up import drawn_up

PERMIT = """
parameters: {months: {unit: months, label: {en: months, zh-Hans: 月}, values: [{from: null, value: 6}]}}
versions: [{from: 2020-01-01, when: {sql: 'person.months_here >= :months'}}]
procedure:
  takes: {least: 10, most: 10, unit: days}
  waits: [{en: public notice, zh-Hans: 公示, least: 5, most: 5, unit: working_days}]
"""
HOME = "versions: [{from: 2020-01-01, when: {sql: person.age >= 18}}]\nprocedure: {takes: {least: 1, most: 2, unit: months}}"
LATE = """
versions:
  - from: 2020-01-01
    when: {sql: 'person.filed_on >= ADD_YEARS_CLAMPED(person.arrived_on, 1)'}
    amounts: {opens: {label: {en: it opens, zh-Hans: 开始}, unit: date, sql: 'ADD_YEARS_CLAMPED(person.arrived_on, 1)'}}
procedure: {lapses: {day: opens, en: file on that day, zh-Hans: 当日递交}}
"""
HALF_YEAR = """
  - {id: home, title: {en: home, zh-Hans: 住所}, doors: [town.home]}
  - {id: half_year, title: {en: live there, zh-Hans: 居住}, wait: {for: town.permit, fact: person.months_here, reaches: months}, after: [home]}
  - {id: permit, title: {en: permit, zh-Hans: 居住证}, doors: [town.permit], after: [half_year]}
  - {id: bus, title: {en: bus card, zh-Hans: 公交卡}, doors: [town.home], after: [permit]}
"""
WINDOW = """
  - {id: window, title: {en: the day comes, zh-Hans: 到期}, wait: {for: town.late, fact: person.filed_on, day: opens}, afterwards: true}
  - {id: late, title: {en: file, zh-Hans: 递交}, doors: [town.late], after: [window], afterwards: true}
  - {id: home, title: {en: home, zh-Hans: 住所}, doors: [town.home]}
"""


def half_year(**facts: Any) -> Plan:
    return drawn_up(HALF_YEAR, {"age": 30, **facts}, permit=PERMIT, home=HOME)


def days(plan: Plan) -> dict[str, tuple[str, str]]:
    slots = plan.schedule.slots
    return {key: (slot.start.isoformat(), slot.finish.isoformat()) for key, slot in slots.items()}


def test_a_wait_stands_in_the_schedule_and_in_the_chain_that_decides_the_end() -> None:
    plan = half_year(months_here=0)
    assert days(plan) == {
        "home": ("2026-06-01", "2026-07-01"),
        "half_year": ("2026-07-01", "2027-01-01"),
        "permit": ("2027-01-01", "2027-01-11"),
        "permit.wait_1": ("2027-01-11", "2027-01-18"),
        "bus": ("2027-01-18", "2027-02-18"),
    }
    assert plan.schedule.critical == ("home", "half_year", "permit", "permit.wait_1", "bus")
    assert plan.task("permit").status.value == "met", "the wait brings about what it waits for"
    text = markdown(plan)
    assert "home → wait: live there, 6 months → permit → wait: public notice, 5 working days → bus card" in text
    assert "### … 2. Wait: live there" in text
    assert [task["kind"] for task in plain(plan)["tasks"]] == ["task", "wait", "task", "wait", "task"]


@pytest.mark.parametrize(
    ("months", "waited"),
    [
        (4, ("2026-06-01", "2026-08-01")),
        (6, None),
        (None, ("2026-07-01", "2026-07-01")),
    ],
)
def test_a_clock_that_runs_already_waits_for_nothing_and_one_that_is_over_is_no_wait(
    months: int | None, waited: tuple[str, str] | None
) -> None:
    plan = half_year(**({} if months is None else {"months_here": months}))
    assert days(plan).get("half_year") == waited
    assert plan.task("permit").status.value == "met"
    assert plan.schedule.sure is (months is not None)


def test_how_long_it_was_is_not_known_gives_an_upper_end() -> None:
    assert "Lasts: up to 6 months" in markdown(half_year())


def test_a_wait_until_a_day_of_the_law_files_on_that_day() -> None:
    plan = drawn_up(WINDOW, {"age": 30, "arrived_on": "2026-05-01", "filed_on": "2026-06-01"}, late=LATE, home=HOME)
    assert days(plan)["window"] == ("2026-06-01", "2027-05-01")
    assert plan.task("late").status.value == "met"
    assert [(found.day.isoformat() if found.day else None) for found in plan.lapses] == ["2027-05-01"]


def test_what_comes_afterwards_is_no_part_of_the_day_on_which_it_is_done() -> None:
    plan = drawn_up(WINDOW, {"age": 30, "arrived_on": "2026-05-01", "filed_on": "2026-06-01"}, late=LATE, home=HOME)
    assert (str(plan.earliest), plan.schedule.critical) == ("2026-07-01", ("home",))
    assert "Afterwards (the last not before 2027-05-01): file." in markdown(plan)


def test_a_day_that_is_not_known_is_asked_for() -> None:
    plan = drawn_up(WINDOW, {"age": 30, "filed_on": "2026-06-01"}, late=LATE, home=HOME)
    assert plan.task("late").status.value == "undetermined"
    assert "person.arrived_on" in plan.missing
    assert "- day not known: file on that day (file)" in markdown(plan)


EVENTS = """
  - {id: permit, title: {en: permit, zh-Hans: 许可}, doors: [town.home], then: {person.arrived_on: {amount: stay, of: permit}}}
  - {id: enter, title: {en: enter, zh-Hans: 入境}, event: entry, after: [permit], then: {person.months_here: {amount: stay, of: pass}}}
  - {id: pass, title: {en: pass, zh-Hans: 通行证}, doors: [town.card], after: [permit]}
  - {id: card, title: {en: card, zh-Hans: 证件}, doors: [town.card], after: [enter]}
"""
CARD = """
versions: [{from: 2020-01-01, when: {sql: person.arrived_on > DATE '2026-01-01'}}]
procedure: {takes: {least: 7, most: 7, unit: days}, lapses: {after: 30, unit: days, from: EVENT, en: register, zh-Hans: 登记}}
"""
GRANT = """
versions: [{from: 2020-01-01, when: {sql: person.age >= 18}, amounts: {stay: {label: {en: stay, zh-Hans: 逗留}, unit: months, sql: '24'}}}]
procedure: {takes: {least: 1, most: 2, unit: months}}
"""


@pytest.mark.parametrize(
    ("event", "day"),
    [("approval", "2026-07-08"), ("filing", "2026-07-01"), ("entry", "2026-07-01"), ("ballot", None)],
)
def test_what_lapses_counts_from_its_event(event: str, day: str | None) -> None:
    plan = drawn_up(EVENTS, {"age": 30}, home=GRANT, card=CARD.replace("EVENT", event))
    (found,) = [found for found in plan.lapses if found.task.key == "card"]
    wanted = None if day is None else {"2026-07-08": "2026-08-07", "2026-07-01": "2026-07-31"}[day]
    assert (None if found.day is None else found.day.isoformat()) == wanted
    assert f"(counted from {plan.at.book.words('en').say(f'event.{event}')}" in markdown(plan)


def test_a_grant_of_some_months_ends_so_long_after_its_task() -> None:
    plan = drawn_up(EVENTS, {"age": 30}, home=GRANT, card=CARD.replace("EVENT", "entry"))
    assert str(plan.task("card").assumed["person.arrived_on"]) == "2028-07-01"
