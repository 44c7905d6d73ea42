"""What officers do."""

from __future__ import annotations

import datetime

import pytest
from django.db import IntegrityError, transaction

from huanliu.portal.authorities.models import Officer
from huanliu.portal.cases.actors import NotNowError, NotYoursError, OvertakenError
from huanliu.portal.cases.models import Case, Decision, JointStep, Task
from huanliu.portal.cases.records import record_from
from huanliu.portal.cases.shown import task_finding
from huanliu.portal.desks import access, acts
from huanliu.portal.desks.workload import workload
from huanliu.portal.record.models import Entry
from tests.portal.casework import FACTS, admission, backdate, fresh, officer

REASONS = "Everything that is asked for was shown."


def proposal(task: Task, first: Officer, outcome: str = "granted") -> Decision:
    acts.take(fresh(task), first)
    finding = task_finding(fresh(task))
    assert finding is not None
    decision = acts.propose(fresh(task), first, outcome, REASONS, finding.clauses[0], finding.record)
    return Decision.objects.select_related("task__case__person", "task__officer").get(pk=decision.pk)


def test_the_second_to_take_is_told(filed: Case, ho_post: Officer, wong: Officer) -> None:
    one, other = admission(filed), admission(filed)
    acts.take(one, ho_post)
    with pytest.raises(OvertakenError):
        acts.take(other, wong)
    assert fresh(one).officer == ho_post


def test_four_eyes(filed: Case, ho_post: Officer, wong: Officer) -> None:
    decision = proposal(admission(filed), ho_post)
    with pytest.raises(NotYoursError, match=r"cases\.same_officer"):
        acts.confirm(decision, ho_post)
    acts.confirm(decision, wong)
    decision.refresh_from_db()
    assert (decision.state, decision.second, fresh(decision.task).state) == ("confirmed", wong, "granted")
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(pk=decision.pk).update(second=ho_post)
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(pk=decision.pk).update(second=None)


def test_sent_back_and_decided_otherwise_the_old_proposal_cannot_be_confirmed(
    filed: Case, ho_post: Officer, wong: Officer
) -> None:
    old = proposal(admission(filed), ho_post)
    acts.send_back(old, wong)
    task = fresh(old.task)
    assert task.state == "taken" and task.officer == ho_post
    acts.propose(task, ho_post, "refused", REASONS, "ASMTP FAQ", None)
    stale = Decision.objects.select_related("task__case__person", "task__officer").get(pk=old.pk)
    with pytest.raises(OvertakenError):
        acts.confirm(stale, wong)
    assert fresh(task).state == "proposed" and not Entry.objects.filter(event="task.granted").exists()


def test_a_decision_keeps_its_record_with_no_fact_that_the_provision_does_not_read(
    filed: Case, ho_post: Officer
) -> None:
    from huanliu.engine.record import replay_record
    from huanliu.portal.bay import the_bay

    record = record_from(proposal(admission(filed), ho_post).record)
    assert record.provision == "hk.asmtp" and record.status == "met" and record.discretionary
    assert "person.hk_pay_at_market_level" in record.facts and "person.age" not in record.facts
    assert replay_record(record, the_bay()).same


def test_what_earlier_tasks_brought_about_counts_and_is_marked(filed: Case) -> None:
    finding = task_finding(filed.tasks.get(key="endorsement.1"))
    assert finding is not None and finding.assumed == {"person.hk_permission": "asmtp"}
    assert "person.hk_permission" not in FACTS


def test_a_provision_that_the_law_no_longer_has_gives_no_finding(filed: Case) -> None:
    task = admission(filed)
    task.provision = "hk.gone"
    assert task_finding(task) is None


def test_handed_over_with_its_papers_and_back(filed: Case, ho_post: Officer) -> None:
    task = admission(filed)
    acts.take(task, ho_post)
    with pytest.raises(NotNowError, match=r"desks\.same_place"):
        acts.hand_over(fresh(task), ho_post, "hk.immd", "execution", "No reason at all.")
    acts.hand_over(fresh(task), ho_post, "hk.labour", "execution", "The quota is theirs.")
    moved = fresh(task)
    assert (moved.authority, moved.state, moved.officer) == ("hk.labour", "ready", None)
    assert moved.handovers.get().origin == "hk.immd"
    with pytest.raises(NotYoursError):
        acts.take(moved, ho_post)
    assert access.queue(ho_post) == []


def test_asked_while_somebody_hands_over_is_overtaken(filed: Case, ho_post: Officer) -> None:
    acts.take(admission(filed), ho_post)
    stale = admission(filed)
    acts.hand_over(admission(filed), ho_post, "hk.immd", "coordination", "For the coordination layer.")
    with pytest.raises(OvertakenError):
        acts.ask(stale, ho_post, "Please give the contract.")
    assert not stale.corrections.exists()


def test_a_question_taken_back(filed: Case, ho_post: Officer) -> None:
    acts.take(admission(filed), ho_post)
    acts.ask(admission(filed), ho_post, "Please give the contract.")
    acts.recall(admission(filed), ho_post)
    assert admission(filed).state == "taken" and admission(filed).corrections.get().recalled
    acts.ask(admission(filed), ho_post, "Please give the other contract.")
    assert admission(filed).state == "asked"


def test_each_look_makes_a_line_that_the_person_sees(filed: Case, ho_post: Officer) -> None:
    for _ in range(2):
        acts.look_at_file(admission(filed), ho_post, ["person.age"])
    seen = Entry.objects.filter(event="data.looked", person=filed.person.public, actor=ho_post.user.public)
    assert seen.count() == 2


def test_another_authority_says_something_once_and_nobody_waits(filed: Case, ho_post: Officer, wong: Officer) -> None:
    task = admission(filed)
    step = JointStep.objects.create(task=task, authority="mo.psp")
    pires = officer("pires@example.org", "Pires", "mo.psp", "execution", "handler")
    assert access.joint_steps(pires) == [step] and access.queue(pires) == []
    acts.say_joint(access.joint_step(pires, task.public), pires, "concerned", "We have a file on this.")
    with pytest.raises(OvertakenError):
        acts.say_joint(step, pires, "agrees", "")
    acts.confirm(proposal(task, ho_post), wong)
    assert fresh(task).state == "granted"


def test_what_is_stuck_and_what_waits_across_a_border(filed: Case, chan: Officer, ho_post: Officer) -> None:
    officer("yu@example.org", "Yu", "cn.nia", "execution", "handler")
    assert access.stuck(chan) == []
    waiting = {task.key: [each.key for each in before] for task, before in access.waiting_on_another_side(chan)}
    assert waiting["endorsement.1"] == ["admission.1"] and waiting["identity_card.1"] == ["endorsement.1"]
    backdate(admission(filed), 60)
    assert [task.key for task in access.stuck(chan)] == ["admission.1"]
    acts.remind(admission(filed), chan)
    assert admission(filed).reminded_at is not None
    macao = officer("pires@example.org", "Pires", "mo.psp", "coordination", "coordinator")
    assert access.stuck(macao) == [] and access.waiting_on_another_side(macao) == []
    with pytest.raises(NotYoursError):
        acts.remind(admission(filed), macao)


def test_workload_counts_what_lies_what_is_late_and_how_long_it_took(
    filed: Case, ho_post: Officer, wong: Officer
) -> None:
    load = workload(ho_post)
    assert dict(load.by_state)["ready"] == 1 and (load.overdue, load.decided, load.median_days) == (0, 0, None)
    backdate(admission(filed), 60)
    assert workload(ho_post).overdue == 1 and workload(ho_post).oldest == admission(filed)
    acts.confirm(proposal(admission(filed), ho_post), wong)
    load = workload(ho_post)
    assert (load.overdue, load.decided, load.median_days) == (0, 1, 60.0)
    assert [(each.public, count) for each, count in load.by_officer] == [(ho_post.public, 0), (wong.public, 0)]


@pytest.mark.parametrize(
    "show, state, mine, expected",
    [
        ("open", "ready", False, 1),
        ("free", "taken", True, 0),
        ("mine", "taken", True, 1),
        ("second", "proposed", True, 0),
        ("second", "proposed", False, 1),
        ("over", "granted", True, 1),
        ("open", "granted", True, 0),
        ("nobody", "ready", False, 1),
    ],
)
def test_the_queue(
    filed: Case, ho_post: Officer, wong: Officer, show: str, state: str, mine: bool, expected: int
) -> None:
    holder = None if state == "ready" else ho_post if mine else wong
    Task.objects.filter(pk=admission(filed).pk).update(state=state, officer=holder)
    assert len(access.queue(ho_post, show)) == expected


def test_the_queue_begins_with_the_oldest(filed: Case, ho_post: Officer) -> None:
    old = filed.tasks.get(key="tax.1")
    moment = filed.filed - datetime.timedelta(days=3)
    Task.objects.filter(pk=old.pk).update(authority="hk.immd", state="ready", ready_at=moment)
    assert [task.key for task in access.queue(ho_post)] == ["tax.1", "admission.1"]
