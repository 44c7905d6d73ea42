"""The journeys of the bundled law, each for somebody who might travel it (journeys/*.yaml): what stands, and that nothing is shut
because something else has not been done yet."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from attrs import evolve
from icalendar import Calendar

from huanliu.base.fixed import Fixed
from huanliu.base.language import LANGUAGES
from huanliu.engine.bay import Bay, load
from huanliu.engine.planning.calendar import calendar
from huanliu.engine.planning.making import make_plan
from huanliu.engine.planning.markdown import markdown
from huanliu.engine.planning.plan import Plan
from huanliu.engine.planning.telling import plain
from huanliu.law.tasks import Journey

ON = "2026-11-21"
CASES = {path.stem: path for path in sorted((Path(__file__).parent / "journeys").glob("*.yaml"))}
# Those on which a task brings about what the door of a later one reads, and today's facts say otherwise.
LEANING = [
    "family_to_hong_kong",
    "family_to_mainland",
    "hire_across",
    "live_and_work_across",
    "practise_in_hong_kong",
    "send_data",
    "study_and_stay_hong_kong",
    "work_in_macao",
    "work_in_mainland",
]
# A phrase of the pack that came without a word in a language, or a part that was not filled in.
UNSAID = re.compile(r"\bplan\.\w|\bevent\.\w|\bunit\.\w|\{\w+\}")


@cache
def bay() -> Bay:
    return load()


@cache
def case(name: str) -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(CASES[name].read_text("utf-8"))
    return read


def planned(name: str, journey: Journey | None = None) -> Plan:
    journey = bay().law.journeys[f"journey.{name}"] if journey is None else journey
    return make_plan(journey, bay().situation(case(name)["facts"], ON))


@cache
def plan_of(name: str) -> Plan:
    return planned(name)


def stands(plan: Plan) -> list[str]:
    """Each task by its key, how it stands (? where it is perhaps needed), its door and its last day."""
    return [
        f"{task.key} {task.status.value}{'?' if task.needed is None else ''} "
        f"{task.door.id if task.door else 'wait' if task.is_wait else 'event'} {plan.slot(task).finish}"
        for task in plan.tasks
    ]


def test_every_journey_is_travelled() -> None:
    assert {f"journey.{name}" for name in CASES} == set(bay().law.journeys)


@pytest.mark.parametrize("name", CASES)
def test_a_journey_stands_as_its_case_says(name: str) -> None:
    assert stands(plan_of(name)) == case(name)["stands"]


@pytest.mark.parametrize("name", CASES)
def test_nothing_is_shut_because_something_else_has_not_been_done_yet(name: str) -> None:
    assert [line for line in stands(plan_of(name)) if " unmet" in line] == []


@pytest.mark.parametrize("name", LEANING)
def test_without_what_the_tasks_bring_about_something_would_not_stand(name: str) -> None:
    journey = bay().law.journeys[f"journey.{name}"]
    tasks = tuple(
        # A wait that is over at once and brings about nothing.
        evolve(
            task, then=Fixed(), then_through=Fixed(), wait=None, event=task.event or ("entry" if task.wait else None)
        )
        for task in journey.tasks
    )
    today = stands(planned(name, evolve(journey, tasks=tasks)))
    lost = set(today) - set(stands(plan_of(name)))
    assert any(" unmet " in line or " undetermined " in line for line in lost)


@pytest.mark.parametrize("name", CASES)
def test_it_reads_in_every_language_and_as_json_and_in_a_calendar_program(name: str) -> None:
    plan = plan_of(name)
    for lang in LANGUAGES:
        assert UNSAID.search(markdown(plan, lang)) is None
    assert len(plain(plan, "zh-Hans")["tasks"]) == len(plan.tasks)
    read = Calendar.from_ical(calendar(plan, "zh-Hans"))
    assert len(read.walk("VTODO")) == len(plan.tasks)
    assert len(read.walk("VALARM")) == 2 * len(read.walk("VEVENT"))
    uids = [str(part["uid"]) for part in (*read.walk("VTODO"), *read.walk("VEVENT"))]
    assert len(set(uids)) == len(uids)


def test_a_talent_pays_from_the_shorter_to_the_longer_stay_and_comes_within_thirty_days() -> None:
    told = plain(plan_of("work_in_hong_kong"))
    assert told["fees"]["HKD"] == {"least": "2400", "most": "3800"}, "filing and issuance, on entry and on extension"
    assert {(each["task"], each["by"]) for each in told["lapses"]} == {
        ("identity_card", "2027-01-18"),
        ("extension", "2028-12-19"),
    }
    assert told["critical_path"] == ["admission", "endorsement", "enter", "identity_card", "mpf"]


def test_half_a_year_of_residence_stands_between_the_home_and_the_school_of_a_child() -> None:
    plan = plan_of("family_to_mainland")
    assert plan.task("school.child").before == ("residence_permit", "family_residence_permit.child")
    assert str(plan.slot(plan.task("family_half_year.child")).finish) == "2027-05-21"
    assert plan.task("family_elderly_care.parent").status.value == "met"
    assert [task.key for task in plan.left_out if task.task.id == "family_elderly_care"] == []
