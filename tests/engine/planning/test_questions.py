"""What to ask first: few questions, in the order of the interview, with the number of the others."""

from __future__ import annotations

from typing import Any

from huanliu.engine.planning.markdown import markdown
from huanliu.engine.planning.questions import asked_first, of_plan
from tests.engine.planning.drawn_up import drawn_up

MANY = """
versions:
  - from: 2020-01-01
    when:
      all:
        - sql: person.married
        - any: [{sql: person.score > 1}, {sql: person.student}, {sql: person.income > 0}, {sql: person.barred}]
"""
BENEFIT = "versions: [{from: 2020-01-01, when: {sql: person.student}}]"
TASKS = """
  - {id: many, title: {en: many, zh-Hans: 多}, doors: [town.many]}
  - {id: perhaps, title: {en: perhaps, zh-Hans: 或许}, doors: [town.many], needed: {sql: person.barred}}
  - {id: benefit, title: {en: benefit, zh-Hans: 福利}, doors: [town.benefit], benefit: true}
"""


def planned(**facts: Any) -> Any:
    return drawn_up(TASKS, {"age": 30, **facts}, many=MANY, benefit=BENEFIT)


def test_at_most_three_questions_and_the_number_of_the_others() -> None:
    asked = asked_first(planned().task("many"))
    assert (asked.first[0], len(asked.first), asked.others) == (("person.married", None), 3, 2)
    assert "Answer first: Are you married?" in markdown(planned())
    assert "(other questions after these: 2)" in markdown(planned())


def test_the_questions_of_a_plan_are_those_that_most_tasks_ask_first() -> None:
    plan = planned()
    assert of_plan(plan.tasks).first[0] == ("person.married", None)
    assert of_plan(plan.tasks).others == len(plan.missing) - 3


def test_what_is_perhaps_needed_stands_under_the_question_that_decides_it() -> None:
    text = markdown(planned())
    assert "- Are you barred? → perhaps" in text
    assert "### ? 2." not in text, "it has no section of its own"
    assert planned(barred=False).left_out[0].key == "perhaps"


def test_a_benefit_is_left_out_where_it_is_shut_and_asked_about_where_it_is_open() -> None:
    assert [task.key for task in planned(student=False, barred=False).left_out] == ["perhaps", "benefit"]
    assert "- Are you a student? → benefit" in markdown(planned())
    assert planned(student=True).task("benefit").status.value == "met"


def test_a_plan_that_lacks_nothing_asks_nothing() -> None:
    plan = planned(married=True, score=2, barred=False, student=True)
    assert (of_plan(plan.tasks).first, plan.missing) == ((), [])
    assert "Answer first" not in markdown(plan)
