"""A plan for a family: whose a task is, and with whose facts its door is looked at."""

from __future__ import annotations

from typing import Any

import pytest

from huanliu.engine.planning.markdown import markdown
from huanliu.engine.planning.telling import plain
from huanliu.errors import PackError, SubjectError
from tests.engine.planning.drawn_up import drawn_up

GATE = "versions: [{from: 2020-01-01, when: {sql: person.married AND person.age < 40}}]"
SPONSOR = "versions: [{from: 2020-01-01, when: {sql: EXISTS (SELECT 1 FROM person.family WHERE age < 18)}}]"
SCHOOL = "versions: [{from: 2020-01-01, when: {sql: EXISTS (SELECT 1 FROM person.family WHERE student)}}]"
TASKS = """
  - {id: visa, title: {en: visa, zh-Hans: 签证}, doors: [town.sponsor], members: as_row, needed: {sql: EXISTS (SELECT 1 FROM person.family WHERE comes)}, then: {person.family.student: true}}
  - {id: card, title: {en: card, zh-Hans: 证件}, doors: [town.gate], members: as_person, needed: {sql: EXISTS (SELECT 1 FROM person.family WHERE comes)}, after: [visa]}
  - {id: school, title: {en: school, zh-Hans: 入学}, doors: [town.school], members: as_row, needed: {sql: EXISTS (SELECT 1 FROM person.children WHERE comes)}, after: [visa]}
"""
CHILD = {"relationship": "child", "age": 9, "comes": True, "student": False, "wed": False}
WIFE = {"relationship": "spouse", "age": 30, "comes": True, "student": False, "wed": True}


def stands(*family: dict[str, Any], **facts: Any) -> dict[str, str]:
    plan = planned(*family, **facts)
    return {task.key: task.status.value for task in plan.tasks}


def planned(*family: dict[str, Any], **facts: Any) -> Any:
    rows = {"family": list(family), "age": 50, "married": False, **facts}
    return drawn_up(TASKS, rows, gate=GATE, sponsor=SPONSOR, school=SCHOOL)


def test_each_member_is_a_task_of_its_own_and_is_asked_about_alone() -> None:
    assert stands(CHILD, WIFE) == {
        "visa.child": "met",
        "visa.spouse": "unmet",
        "card.child": "unmet",
        "card.spouse": "met",
        "school.child": "met",
    }


def test_who_does_not_come_has_no_task() -> None:
    assert stands({**CHILD, "comes": False}, WIFE) == {"visa.spouse": "unmet", "card.spouse": "met"}
    assert stands() == {}


def test_what_one_member_is_granted_holds_for_that_member_alone() -> None:
    plan = planned(CHILD, {**CHILD, "age": 19})
    assert {task.key: task.status.value for task in plan.tasks if task.task.id == "school"} == {
        "school.child_1": "met",
        "school.child_2": "met",
    }
    assert plan.task("school.child_1").before == ("visa.child_1",)
    assert plan.task("school.child_1").assumed == {"person.family.student": True}


def test_the_facts_of_the_subject_are_not_those_of_a_member() -> None:
    unknown = {"relationship": "spouse", "comes": True}
    plan = planned(unknown, married=True, age=30)
    card = plan.task("card.spouse")
    assert (card.status.value, card.missing) == ("undetermined", ["person.married", "person.age"])
    told = plain(plan)["tasks"][1]
    assert told["whose"] == {"number": 1, "who": "spouse"}
    assert told["ask_first"][0] == {"fact": "person.age", "whose": 1}
    assert "(spouse) How old are you? (spouse) Are you married?" in markdown(plan)


def test_a_row_may_hold_what_is_asked_of_a_person() -> None:
    assert stands({**WIFE, "wed": None, "married": True})["card.spouse"] == "met"
    with pytest.raises(SubjectError, match="has no 'marred'"):
        stands({**WIFE, "marred": True})


def test_a_family_of_which_nothing_is_said_is_asked_for() -> None:
    plan = drawn_up(TASKS, {"age": 30, "married": True}, gate=GATE, sponsor=SPONSOR, school=SCHOOL)
    assert {task.key: task.needed for task in plan.tasks} == {"visa": None, "card": None, "school": None}
    assert plan.missing == ["person.family"], "the door of a member is not answered with the facts of the subject"


@pytest.mark.parametrize("lang", ["en", "zh-Hans"])
def test_a_list_names_a_task_once_with_its_members(lang: str) -> None:
    text = markdown(planned(CHILD, {**WIFE, "age": 12}), lang)
    assert ("card (child, spouse)" if lang == "en" else "证件（子女、配偶）") in text


@pytest.mark.parametrize(
    ("task", "words"),
    [
        ("{id: a, title: {en: a, zh-Hans: a}, doors: [town.gate], then: {person.family.student: true}}", "speaks of a"),
        ("{id: a, title: {en: a, zh-Hans: a}, doors: [town.gate], shares: [person.age]}", "speaks of a family member"),
        ("{id: a, title: {en: a, zh-Hans: a}, doors: [town.gate], members: everybody}", "expected one of as_row"),
        ("{id: a, title: {en: a, zh-Hans: a}, doors: [town.gate], event: entry}", "is two things"),
        ("{id: a, title: {en: a, zh-Hans: a}}", "has no doors"),
        ("{id: a, title: {en: a, zh-Hans: a}, event: party}", "expected one of approval"),
        ("{id: a, title: {en: a, zh-Hans: a}, event: entry, then: {person.city: {amount: x, of: b}}}", "no task"),
        ("{id: a, title: {en: a, zh-Hans: a}, wait: {for: town.gate, fact: person.age}}", "needs reaches"),
        ("{id: a, title: {en: a, zh-Hans: a}, wait: {for: town.gat, fact: person.age, reaches: x}}", "no pack knows"),
        (
            "{id: a, title: {en: a, zh-Hans: a}, wait: {for: town.pass, fact: person.filed_on, reaches: stay}}",
            "cannot wait for :stay",
        ),
    ],
)
def test_a_task_that_makes_no_sense_is_refused(task: str, words: str) -> None:
    with pytest.raises(PackError, match=words):
        drawn_up(f"  - {task}\n", {}, gate=GATE)
