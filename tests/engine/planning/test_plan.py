"""Plans: which doors, what is left out, papers once, fees, and the three files."""

from __future__ import annotations

import datetime
import json
from typing import Any

import pytest
from icalendar import Calendar

from huanliu.base.language import LANGUAGES
from huanliu.engine.bay import compile_law
from huanliu.engine.planning.calendar import calendar
from huanliu.engine.planning.making import find_journey, make_plan
from huanliu.engine.planning.markdown import markdown
from huanliu.engine.planning.plan import Plan
from huanliu.engine.planning.telling import plain
from huanliu.errors import UnknownNameError
from tests.small import small_bay, small_law

ON = "2026-06-01"
SINGLE: dict[str, Any] = {
    "person.age": 30,
    "person.income": 5000,
    "person.barred": False,
    "person.married": False,
    "person.city": "hk",
}


def planned(**more: Any) -> Plan:
    bay = small_bay()
    facts = {**SINGLE, **{f"person.{name}": value for name, value in more.items()}}
    known = {name: value for name, value in facts.items() if value is not None}
    return make_plan(find_journey(bay.law.journeys, "settle"), bay.situation(known, ON))


def stands(plan: Plan) -> dict[str, tuple[str, str]]:
    return {task.task.id: (task.status.value, task.door.id) for task in plan.tasks}


def test_each_task_goes_through_the_door_that_stands_best() -> None:
    assert stands(planned()) == {
        "pass": ("met", "town.pass"),
        "sorting": ("met", "town.sorting"),
        "home": ("met", "chain.to_town"),
    }
    assert stands(planned(married=True, roles=["worker"], score=70))["pass"] == ("met", "town.points")


def test_what_does_not_concern_somebody_is_left_out_and_what_waited_for_it_moves_up() -> None:
    plan = planned()
    assert [task.task.id for task in plan.left_out] == ["wedding"]
    home = plan.tasks[-1]
    assert home.before == ("pass", "sorting")
    whole = planned(married=True, score=70)
    assert whole.tasks[-1].before == ("wedding", "sorting")


def test_a_need_that_is_not_known_keeps_the_task_and_says_what_it_hangs_on() -> None:
    plan = planned(married=None, roles=[])
    (wedding,) = [task for task in plan.tasks if task.task.id == "wedding"]
    assert (wedding.needed, wedding.needed_missing) == (None, ("person.married",))
    assert plan.status.value == "undetermined"
    assert "person.married" in plan.missing


def test_a_plan_takes_as_long_as_its_offices_say_at_least() -> None:
    plan = planned()
    slot = plan.slot(plan.tasks[0])
    assert (slot.start.isoformat(), slot.finish.isoformat()) == ("2026-06-01", "2026-06-15")
    assert slot.latest == datetime.date(2026, 6, 29)
    # The office that sorts does not say how long it takes.
    assert (plan.earliest, plan.schedule.sure) == (datetime.date(2026, 6, 29), False)
    assert plan.schedule.critical == ("pass", "home")


def test_a_shut_task_has_no_earliest_day_and_names_its_clauses() -> None:
    plan = planned(income=1, roles=[])
    assert (plan.status.value, plan.earliest) == ("unmet", None)
    shut = plain(plan)["tasks"][0]
    assert shut["status"] == "unmet"
    assert shut["shut_by"]


def test_papers_are_asked_for_once() -> None:
    assert [(each.label.en, each.tasks) for each in planned().papers] == [
        ("passport", ["pass", "home"]),
        ("two photographs", ["pass", "home"]),
        ("a letter", ["pass", "home"]),
    ]


def test_fees_are_added_up_once_and_what_is_not_stated_is_named() -> None:
    told = plain(planned())
    assert told["fees"] == {"HKD": {"least": "5.5", "most": "5.5"}}
    assert told["fees_not_known"] == ["town.sorting"]


def test_what_lapses_lapses_after_the_earliest_day() -> None:
    assert [(each["task"], each["by"]) for each in plain(planned())["lapses"]] == [
        ("pass", "2026-09-15"),
        ("home", "2026-09-29"),
    ]


def test_a_plan_may_begin_on_another_day() -> None:
    bay = small_bay()
    journey = bay.law.journeys["journey.settle"]
    plan = make_plan(journey, bay.situation(SINGLE, ON), datetime.date(2026, 7, 1))
    assert plan.slot(plan.tasks[0]).finish == datetime.date(2026, 7, 15)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_reads_in_every_language_and_as_json(lang: str) -> None:
    for plan in (planned(), planned(married=None), planned(income=1)):
        text = markdown(plan, lang)
        assert "plan." not in text and "{" not in text
        assert json.loads(json.dumps(plain(plan, lang)))["journey"] == "journey.settle"


def test_a_calendar_program_reads_it() -> None:
    plan = planned()
    read = Calendar.from_ical(calendar(plan, "en"))
    todos = read.walk("VTODO")
    assert [str(todo["summary"]) for todo in todos] == ["get the pass", "be sorted", "find a home"]
    assert todos[0]["due"].dt == datetime.date(2026, 6, 15)
    assert all(todo["due"].dt > todo["dtstart"].dt for todo in todos)
    events = read.walk("VEVENT")
    assert [event["dtstart"].dt.isoformat() for event in events] == ["2026-09-15", "2026-09-29"]
    assert [alarm["trigger"].dt.days for alarm in events[0].walk("VALARM")] == [-14, -3]
    assert calendar(plan, "en") == calendar(planned(), "en")


def test_a_misspelt_journey_is_one_line_with_a_hint() -> None:
    with pytest.raises(UnknownNameError, match=r"did you mean journey\.settle"):
        find_journey(small_bay().law.journeys, "setle")


JOURNEY = """
id: journey.tried
title: {en: Tried, zh-Hans: 试}
tasks:
  - {id: licence, title: {en: licence, zh-Hans: 执照}, doors: [town.sorting], then: {person.barred: false, person.city: mo}, needed: {sql: person.married}}
  - {id: pass, title: {en: pass, zh-Hans: 通行证}, doors: [town.pass], after: [licence], then_through: {town.pass: {person.score: 7}}}
  - {id: tax, title: {en: tax, zh-Hans: 税}, doors: [town.tax], after: [pass]}
"""


def tried(**facts: Any) -> Plan:
    bay = compile_law(small_law({"journeys/tried.yaml": JOURNEY}))
    known = {f"person.{name}": value for name, value in facts.items()}
    return make_plan(bay.law.journeys["journey.tried"], bay.situation(known, ON))


def test_what_a_task_brings_about_holds_for_all_that_comes_after_it() -> None:
    plan = tried(age=30, income=5000, barred=True, married=True, city="hk")
    assert {task.task.id: task.status.value for task in plan.tasks} == {"licence": "met", "pass": "met"}
    assert [task.task.id for task in plan.left_out] == ["tax"], "the tax is for those who live in hk"
    assert plan.tasks[1].assumed == {"person.barred": False, "person.city": "mo"}
    assert plain(plan)["tasks"][1]["assumed"] == {"person.barred": False, "person.city": "mo"}
    assert "By then: barred: no\n" in markdown(plan), "the pass does not look at the city"


def test_what_hangs_on_the_door_is_brought_about_by_that_door() -> None:
    plan = tried(age=30, income=5000, barred=False, married=False, city="hk")
    assert [task.assumed for task in plan.tasks] == [{}, {"person.score": 7}]


def test_what_does_not_concern_somebody_brings_about_nothing() -> None:
    plan = tried(age=30, income=5000, barred=True, married=False, city="hk")
    assert {task.task.id: task.status.value for task in plan.tasks} == {"pass": "unmet", "tax": "met"}
    assert plan.tasks[0].assumed == {}
