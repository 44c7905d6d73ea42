"""What officers do with a task. Each is one transaction that holds the case, and one line of cases/states.py."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from huanliu.base.clock import now, today
from huanliu.engine.record import Record, digest_of_facts
from huanliu.portal.authorities.models import Officer
from huanliu.portal.cases import acts as cases
from huanliu.portal.cases import clocks, sending
from huanliu.portal.cases.actors import NotNowError, NotYoursError, OvertakenError, as_officer
from huanliu.portal.cases.amending import unsettled
from huanliu.portal.cases.models import Affected, Correction, Decision, Handover, JointStep, Task
from huanliu.portal.cases.moving import holding, move
from huanliu.portal.cases.records import plain_record
from huanliu.portal.cases.states import ACTIVE, FINAL
from huanliu.portal.consent import acts as consent
from huanliu.portal.consent.access import looking
from huanliu.portal.consent.models import Request
from huanliu.portal.desks import letters
from huanliu.portal.desks.access import PURPOSE
from huanliu.portal.documents import acts as papers
from huanliu.portal.documents.access import looker
from huanliu.portal.record import trail

# An open file names the person.
NAMED = ("people.User.name",)
# What is read where a request about data is opened.
ASKED = ("consent.Request.text", "people.User.name", "people.User.email")


def look_at_file(task: Task, officer: Officer, facts: Iterable[str]) -> None:
    """An officer opens the file: the person sees who looked at which facts, and why; twice makes two lines."""
    looking(task.case.person.public, [*NAMED, *sorted(facts)], PURPOSE, looker(officer), task.public)


def take(task: Task, officer: Officer) -> None:
    """Take a task that is free."""
    with holding(task.case):
        move(task, "take", as_officer(officer), {"officer": officer})


def release(task: Task, officer: Officer) -> None:
    """Put it back."""
    with holding(task.case):
        move(task, "release", as_officer(officer), {"officer": None})


def ask(task: Task, officer: Officer, question: str) -> Correction:
    """Ask the person for a correction; the clock stands still."""
    with holding(task.case):
        correction = Correction(task=task, officer=officer, question=question, asked=now())
        correction.due = today() + clocks.ANSWER_WITHIN
        move(task, "ask", as_officer(officer), correction=correction.public)
        correction.save(force_insert=True)
    return correction


def recall(task: Task, officer: Officer) -> None:
    """Take a question back: the answer is no longer needed."""
    with holding(task.case):
        asked = Correction.objects.filter(task=task, answered=None, recalled=False).first()
        since = asked.asked.date() if asked is not None else today()
        due = clocks.stood_still(task.due, since, now().date())
        move(task, "recall", as_officer(officer), {"due": due})
        Correction.objects.filter(task=task, answered=None).update(recalled=True)


def propose(
    task: Task,
    officer: Officer,
    outcome: str,
    reasons: str,
    clause: str,
    record: Record | None,
    examined: bool = False,
) -> Decision:
    """Decide, for a second officer to confirm. What the engine had found is kept beside it; it does not decide."""
    with holding(task.case):
        _refuse_unsettled(task)
        kept = {} if record is None else plain_record(record)
        decision = Decision(task=task, officer=officer, outcome=outcome, reasons=reasons, clause=clause, record=kept)
        decision.state, decision.at, decision.examined = "proposed", now(), examined
        said = {"decision": decision.public, "outcome": outcome, "record": digest_of_facts(kept)}
        move(task, "propose", as_officer(officer), {}, **said)
        decision.save(force_insert=True)
    return decision


def confirm(decision: Decision, officer: Officer) -> None:
    """A second officer makes it final."""
    task = decision.task
    granted = decision.outcome == "granted"
    with holding(task.case):
        _refuse_unsettled(task)
        lapses = clocks.lapse_day(task.provision, today()) if granted else None
        said = {"decision": decision.public, "record": digest_of_facts(decision.record)}
        fields = {"decided_at": now(), "lapses": lapses}
        move(task, "grant" if granted else "refuse", as_officer(officer), fields, **said)
        still = Decision.objects.filter(pk=decision.pk, state="proposed", outcome=decision.outcome)
        if not still.update(state="confirmed", second=officer, confirmed=now()):
            raise OvertakenError
        cases.follow_up(task)


def send_back(decision: Decision, officer: Officer) -> None:
    """A second officer does not agree: the first one looks again."""
    task = decision.task
    with holding(task.case):
        move(task, "return", as_officer(officer), decision=decision.public)
        if not Decision.objects.filter(pk=decision.pk, state="proposed").update(state="returned", second=officer):
            raise OvertakenError


def settle(row: Affected, officer: Officer, taken: bool) -> None:
    """Say what becomes of a correction: whoever holds the task works with the corrected value or keeps to the one that was filed; of
    a task that is over it is only said that it was seen. No outcome follows from it."""
    task, amendment = row.task, row.amendment
    with holding(task.case):
        task.refresh_from_db()
        _may_settle(row, task, officer, taken)
        if not Affected.objects.filter(pk=row.pk, settled=None).update(taken=taken, officer=officer, settled=now()):
            raise OvertakenError
        if taken:
            task.differs = {**task.differs, amendment.fact: amendment.after}
            task.save(update_fields=["differs"])
        said = {"task": task.public, "key": task.key, "provision": task.provision, "authority": task.authority}
        event = "task.correction_taken" if taken else "task.correction_seen"
        person, actor = task.case.person.public, officer.user.public
        trail.write(event, actor=actor, person=person, about=task.case.public, fact=amendment.fact, **said)


def _may_settle(row: Affected, task: Task, officer: Officer, taken: bool) -> None:
    if (task.authority, task.layer) != (officer.authority, officer.layer) or "handler" not in officer.roles:
        raise NotYoursError
    if officer.user_id == task.case.person_id:
        raise NotYoursError("cases.own_case")
    over = task.state in FINAL
    if over and taken:
        raise NotNowError
    if not over and (task.state != "taken" or task.officer_id != officer.pk):
        raise NotYoursError("desks.settle_holder")


def _refuse_unsettled(task: Task) -> None:
    """Nothing is decided over the head of a correction."""
    if unsettled(task).exists():
        raise NotNowError("desks.corrected_since")


def note(task: Task, officer: Officer) -> None:
    """There is nothing to grant or refuse: it was done, and is noted."""
    with holding(task.case):
        _refuse_unsettled(task)
        move(task, "note", as_officer(officer), {"decided_at": now()})
        cases.follow_up(task)


def hand_over(task: Task, officer: Officer, authority: str, layer: str, reason: str) -> None:
    """Give a task, with its papers, to another authority or layer."""
    if (authority, layer) == (task.authority, task.layer):
        raise NotNowError("desks.same_place")
    origin = task.authority
    over = sending.side(authority) != sending.side(origin)
    with holding(task.case):
        if over and sending.lacking(task, authority=authority):
            raise NotNowError("desks.no_consent")
        due = clocks.due_day(task.provision, today())
        fields = {"authority": authority, "layer": layer, "officer": None, "due": due}
        move(task, "hand_over", as_officer(officer), fields, target=authority, layer=layer)
        kept = {"origin": origin, "target": authority, "layer": layer, "reason": reason}
        Handover.objects.create(task=task, officer=officer, at=now(), **kept)
        papers.move_shares(task.public, authority)
        if over:
            sending.pass_on(task)


def remind(task: Task, officer: Officer) -> None:
    """A coordinator reminds a desk."""
    with holding(task.case):
        move(task, "remind", as_officer(officer), {"reminded_at": now()})


def remind_joint(step: JointStep, officer: Officer) -> None:
    """Remind an authority that the law names too: a coordinator of either side may, and who handles the task. Nothing waits for it."""
    task = step.task
    if officer.user_id == task.case.person_id or task.state not in ACTIVE:
        raise NotYoursError("cases.own_case") if task.state in ACTIVE else NotNowError
    with holding(task.case):
        if not JointStep.objects.filter(pk=step.pk, view="").update(reminded_at=now()):
            raise OvertakenError
        said = {"task": task.public, "key": task.key, "provision": task.provision, "authority": step.authority}
        person = task.case.person.public
        trail.write("task.joint_reminded", actor=officer.user.public, person=person, about=task.case.public, **said)


def say_joint(step: JointStep, officer: Officer, view: str, words: str) -> None:
    """What another authority says about a task; once."""
    task = step.task
    if officer.user_id == task.case.person_id:
        raise NotYoursError("cases.own_case")
    with holding(task.case):
        told = JointStep.objects.filter(pk=step.pk, view="", authority=officer.authority)
        if not told.update(view=view, words=words, officer=officer, at=now()):
            raise OvertakenError
        said = {"task": task.public, "key": task.key, "provision": task.provision, "authority": officer.authority}
        person = task.case.person.public
        trail.write("task.viewed", actor=officer.user.public, person=person, about=task.case.public, view=view, **said)


def look_at_request(asked: Request, officer: Officer) -> None:
    """An officer reads what somebody asks about their data: the person sees that too."""
    looking(asked.person, ASKED, "request", looker(officer), asked.public)


def answer_request(asked: Request, officer: Officer, outcome: str, words: str, ground: str) -> None:
    """Answer what somebody asks about their data, once; the person is told by e-mail that there is an answer."""
    if asked.person == officer.user.public:
        raise NotYoursError("cases.own_case")
    if asked.answered is not None:
        raise OvertakenError
    with transaction.atomic():
        if not consent.answer(asked, officer.user.public, outcome, words, ground):
            raise OvertakenError
        letters.answered(asked)
