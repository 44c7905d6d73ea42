"""The interview: only questions that matter, until every goal is decided or nobody can say more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huanliu.base.truth import Status
from huanliu.engine.asking.interview import SKIP, Interview
from huanliu.engine.asking.question import Question
from huanliu.engine.bay import Bay
from huanliu.errors import SubjectError, UnknownNameError
from tests.engine.drawn import ON, VALUES, facts_in, facts_that_matter, law_of, laws, status
from tests.small import bay_with, small_bay

GOALS = ("town.one", "town.two")


def about(*goals: str, bay: Bay | None = None, **facts: Any) -> Interview:
    """An interview under the small law; facts of a person by their last name."""
    given = {f"person.{name}": value for name, value in facts.items()}
    return Interview((bay or small_bay()).book(ON), goals, given)


def answered(interview: Interview, answer: Callable[[Question], Any]) -> list[str]:
    """Answer every question; the facts in the order in which they were asked."""
    asked = []
    while (question := interview.next()) is not None:
        asked.append(question.fact)
        interview.answer(question.fact, answer(question))
    return asked


def clauses(*sql: str, unless: str | None = None) -> Bay:
    """The small law with a provision under which all clauses must hold."""
    when = "{all: [" + ", ".join(f'{{sql: "{text}"}}' for text in sql) + "]}"
    bars = f', unless: [{{sql: "{unless}"}}]' if unless else ""
    return bay_with(drawn=f"versions: [{{from: 2020-01-01, when: {when}{bars}}}]")


@given(laws(most_facts=3), laws(most_facts=3), st.data())
def test_how_goals_stand_is_what_their_findings_say(one: Any, two: Any, data: Any) -> None:
    interview = Interview(law_of(one=one, two=two).book(ON), GOALS)
    while True:
        assert interview.statuses() == {name: finding.status for name, finding in interview.findings().items()}
        question = interview.next()
        if question is None:
            break
        interview.answer(question.fact, data.draw(st.sampled_from((SKIP, *VALUES[question.fact]))))


@given(laws(most_facts=3), laws(most_facts=3), st.data())
def test_every_question_can_change_a_goal_and_none_that_can_is_left_out(one: Any, two: Any, data: Any) -> None:
    bay = law_of(one=one, two=two)
    names = facts_in(one, two)[:4]
    interview = Interview(bay.book(ON), GOALS, {name: VALUES[name][0] for name in facts_in(one, two)[4:]})

    def matter() -> set[str]:
        unknown = [name for name in names if name not in interview.facts and name not in interview.skipped]
        return set().union(*(facts_that_matter(bay, unknown, interview.facts, goal) for goal in GOALS))

    while (question := interview.next()) is not None:
        assert question.fact in matter()
        interview.answer(question.fact, data.draw(st.sampled_from((SKIP, *VALUES[question.fact]))))
    assert matter() == set()


@given(laws(), st.data())
def test_it_ends_at_the_finding_of_somebody_who_told_everything(keys: Any, data: Any) -> None:
    bay = law_of(drawn=keys)
    everything = {name: data.draw(st.sampled_from(VALUES[name])) for name in facts_in(keys)}
    interview = Interview(bay.book(ON), ["town.drawn"])
    asked = answered(interview, lambda question: everything[question.fact])
    assert interview.findings()["town.drawn"].status is status(bay, everything)
    assert len(asked) == len(set(asked)) <= len(everything)


@given(laws(), st.data())
def test_going_back_leads_to_the_same_question(keys: Any, data: Any) -> None:
    interview = Interview(law_of(drawn=keys).book(ON), ["town.drawn"])
    while (question := interview.next()) is not None:
        answer = data.draw(st.sampled_from((SKIP, *VALUES[question.fact])))
        interview.answer(question.fact, answer)
        assert interview.back() == question.fact
        again = interview.next()
        assert again is not None and again.fact == question.fact
        interview.answer(question.fact, answer)


def test_it_stops_as_soon_as_the_goal_is_decided() -> None:
    interview = about("town.pass")
    question = interview.next()
    assert question is not None
    interview.answer("person.age", 12)
    assert interview.done
    assert interview.findings()["town.pass"].status is Status.NOT_APPLICABLE


def test_the_question_that_decides_most_comes_first() -> None:
    bay = clauses("person.married OR person.student", "person.score >= 90 OR person.barred", "person.age >= 60")
    assert answered(about("town.drawn", bay=bay), lambda question: 10)[0] == "person.age"


def test_a_bar_is_asked_late_for_it_rarely_holds() -> None:
    bay = clauses("person.married", unless="person.student")
    assert answered(about("town.drawn", bay=bay), lambda question: question.fact == "person.married") == [
        "person.married",
        "person.student",
    ]


def test_what_serves_several_goals_comes_first() -> None:
    when = "versions: [{{from: 2020-01-01, when: {{all: [{{sql: person.{}}}, {{sql: person.student}}]}}}}]"
    bay = bay_with(one=when.format("married"), two=when.format("barred"))
    question = about("town.one", "town.two", bay=bay).next()
    assert question is not None
    assert question.fact == "person.student"
    assert [goal.id for goal in question.why] == ["town.one", "town.two"]


def test_among_equals_the_less_intrusive_comes_first() -> None:
    first = about("town.drawn", bay=clauses("person.married", "person.student")).next()
    assert first is not None and first.fact == "person.student", "student is no personal matter, married is"


def test_what_is_not_known_is_not_asked_again() -> None:
    asked = answered(about("town.pass"), lambda question: SKIP)
    assert sorted(asked) == ["person.age"], "without an age the rest cannot decide anything"


def test_what_remains_after_a_skip_is_still_asked() -> None:
    interview = about("town.drawn", bay=clauses("person.married", "person.student"))
    assert answered(interview, lambda question: SKIP) == ["person.student", "person.married"]
    assert interview.findings()["town.drawn"].status is Status.UNDETERMINED


def test_a_number_of_days_is_asked_in_place_of_the_log() -> None:
    question = about("town.drawn", bay=clauses("person.days_in_hk >= 180")).next()
    assert question is not None
    assert (question.fact, question.text()) == ("person.days_in_hk", "How many days were you in Hong Kong in 2025?")


def test_a_family_is_asked_with_what_matters_of_its_members() -> None:
    interview = about("town.drawn", bay=clauses("person.minor_children >= 1"))
    question = interview.next()
    assert question is not None
    assert (question.fact, question.columns) == ("person.family", ("relationship", "age"))
    interview.answer("person.family", [{"relationship": "child"}])
    assert interview.next() is None, "members are asked for as a whole"


def test_an_answer_that_will_not_do_is_refused_and_changes_nothing() -> None:
    interview = about("town.pass")
    before = interview.next()
    with pytest.raises(SubjectError, match="between 0 and 150"):
        interview.answer("person.age", 1000)
    with pytest.raises(SubjectError, match="unknown fact"):
        interview.answer("person.agee", SKIP)
    after = interview.next()
    assert interview.facts == {} and before and after and before.fact == after.fact


def test_an_earlier_answer_can_be_changed() -> None:
    interview = about("town.pass")
    answered(interview, lambda question: {"person.age": 12}.get(question.fact, 0))
    interview.change("person.age", 30)
    assert interview.findings()["town.pass"].status is Status.UNDETERMINED
    interview.change("person.age", SKIP)
    assert (interview.facts, interview.skipped) == ({}, {"person.age"})


def test_only_an_answer_that_was_given_can_be_changed() -> None:
    with pytest.raises(SubjectError, match=r"no answer to .person\.age. to change"):
        about("town.pass").change("person.age", 30)


def test_there_is_nothing_before_the_beginning() -> None:
    assert about("town.pass", age=30).back() is None


def test_facts_told_beforehand_are_not_asked() -> None:
    asked = answered(about("town.pass", age=30, barred=False), lambda question: 5000)
    assert asked == ["person.income"]


def test_a_route_is_decided_door_by_door() -> None:
    interview = about("to_town", age=30, income=5000, barred=False)
    assert interview.next().fact == "person.married", "the third door is only for those who want it"
    interview.answer("person.married", False)
    assert interview.next() is None
    assert interview.findings()["chain.to_town"].status is Status.MET


def test_a_journey_stands_for_every_door_of_its_tasks() -> None:
    goals = ["town.points", "town.pass", "town.sorting", "town.rough", "chain.to_town"]
    assert [goal.id for goal in about("settle").goals] == goals
    assert [goal.id for goal in about("journey.settle", age=30).goals] == goals


def test_a_provision_that_sorts_cases_is_asked_until_the_case_is_known() -> None:
    interview = about("town.sorting")
    answers = {"person.age": 30, "person.income": 0, "person.city": "mo"}
    assert answered(interview, lambda question: answers[question.fact])[0] == "person.age"
    finding = interview.findings()["town.sorting"]
    assert (finding.plain()["outcomes"], finding.plain()["outcomes_open"]) == (["the_rest"], [])


def test_amounts_are_asked_where_they_are_wanted() -> None:
    answers = {"person.city": "hk", "person.income": 100}
    for amounts, asked in ((False, ["person.city"]), (True, ["person.city", "person.income"])):
        interview = Interview(small_bay().book(ON), ["town.tax"], amounts=amounts)
        assert answered(interview, lambda question: answers[question.fact]) == asked


def test_an_amount_that_no_answer_can_give_is_not_asked_for() -> None:
    known = {"person.age": 30, "person.income": 5000, "person.barred": False, "person.city": "mo"}
    assert Interview(small_bay().book(ON), ["town.settlement"], known, amounts=True).done


def test_a_goal_that_is_not_there_is_named_with_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match=r"did you mean town\.pass"):
        about("town.passs")


def test_the_same_answers_lead_to_the_same_questions(bay: Bay) -> None:
    goals = ["hk.ttps.a", "hk.qmas.gpt.criteria12", "chain.tax.hk_mo_to_qianhai"]
    twice = [answered(Interview(bay.book("2026-11-20"), goals), lambda question: SKIP) for _ in range(2)]
    assert twice[0] == twice[1] != []


def test_real_goals_are_asked_only_what_their_findings_lack(bay: Bay) -> None:
    interview = Interview(bay.book("2026-11-20"), ["hk.ttps.a", "cn.exit_endorsement.talent.research"])
    while (question := interview.next()) is not None:
        lacking = {name for finding in interview.findings().values() for name in finding.missing}  # type: ignore[union-attr]
        assert question.fact in lacking
        interview.answer(question.fact, True if question.kind.name == "bool" else SKIP)
