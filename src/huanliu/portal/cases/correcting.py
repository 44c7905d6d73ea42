"""A person's right of correction in a filed case: a fact is superseded, never overwritten, and what rests on the old one is named."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import frozen
from django.db import IntegrityError, transaction

from huanliu.base.clock import now
from huanliu.engine.asking.clauses import names_of_provision
from huanliu.engine.record import digest_of_facts
from huanliu.portal.bay import book, the_bay
from huanliu.portal.cases import sending
from huanliu.portal.cases.actors import NotNowError
from huanliu.portal.cases.models import Amendment, Case, Decision, Task
from huanliu.portal.cases.moving import holding
from huanliu.portal.cases.shown import task_finding
from huanliu.portal.cases.states import ACTIVE, FINAL
from huanliu.portal.consent.access import granted
from huanliu.portal.consent.classes import FAMILY_FACT
from huanliu.portal.record import trail

FINDING = ("confirmed", "proposed")


@frozen
class Resting:
    """A task that reads a fact: what the engine finds of it now, and the decision on it that was made on the former value, if any.
    `old` says that its authority still sees the former value, because a consent is lacking."""

    task: Task
    status: str | None
    discretionary: bool
    decision: Decision | None
    old: bool


def names_read(task: Task) -> frozenset[str]:
    """The facts that the provision of a task reads, and those that what it reads is worked out from."""
    if task.provision not in the_bay().law.provisions:
        return frozenset()
    return frozenset(names_of_provision(task.provision, book()))


def correctable(case: Case) -> list[str]:
    """The facts of a case that may be corrected or added: those filed, and those that its tasks ask for. The family is filed as a whole."""
    kinds, filed = the_bay().statutes.kinds, list(case.facts)
    asked = sorted({name for task in case.tasks.all() for name in names_read(task)})
    known = the_bay().law.facts
    added = [name for name in asked if name not in case.facts and name in known]
    return [name for name in filed + added if name in kinds and name != FAMILY_FACT]


def resting_on(case: Case, fact: str) -> list[Resting]:
    """The tasks that read a fact from what was filed, with what rests on it."""
    found = []
    for task in case.tasks.select_related("case__person").prefetch_related("decisions"):
        lagging = fact in task.differs and _lags(task, fact)
        if fact in names_read(task) and (fact not in task.differs or lagging) and task.state != "withdrawn":
            found.append(_resting(task, fact, lagging))
    return found


def _lags(task: Task, fact: str) -> bool:
    """Whether a task keeps the former value only because it could not be passed on."""
    return task.case.amendments.filter(fact=fact).exists() and fact not in task.assumed and not task.whose


def _resting(task: Task, fact: str, lagging: bool) -> Resting:
    rest = [each for each in task.decisions.all() if each.state in FINDING and fact in each.record.get("facts", {})]
    finding = None if task.state in FINAL else task_finding(task)
    status = None if finding is None else finding.finding.status.value
    return Resting(
        task, status, finding is not None and finding.finding.discretionary, rest[0] if rest else None, lagging
    )


def correct(case: Case, fact: str, value: Any) -> Amendment | None:
    """A fact of a case that its person corrects, already read by the law's own intake. None where it says what stood there before.

    A desk that lacks a consent goes on seeing the former value: what is not yet shared is not shared.
    """
    with holding(case):
        held = Case.objects.select_related("person").filter(pk=case.pk)[0]
        if held.state != "open" or fact not in correctable(held):
            raise NotNowError
        if fact in held.facts and held.facts[fact] == value:
            return None
        made = Amendment.objects.create(case=held, fact=fact, before=held.facts.get(fact), after=value, at=now())
        _keep_back(held, fact)
        _save(held, {**held.facts, fact: value})
        told = [_passed_on(task, fact) for task in held.tasks.filter(state__in=ACTIVE).select_related("case__person")]
        person, tasks = held.person.public, [public for public in told if public]
        trail.write("case.corrected", actor=person, person=person, about=held.public, fact=fact, tasks=tasks)
    return made


def _save(case: Case, facts: Mapping[str, Any]) -> None:
    try:
        with transaction.atomic():
            Case.objects.filter(pk=case.pk).update(
                facts=dict(facts), facts_digest=digest_of_facts(facts), changed=now()
            )
    except IntegrityError:
        # Another open case of the same journey says exactly this.
        raise NotNowError("cases.same_case_open") from None


def _keep_back(case: Case, fact: str) -> None:
    """Desks that have the task and to which nothing new may go keep what they were given."""
    held = granted(case.person.public)
    for task in case.tasks.filter(state__in=ACTIVE).select_related("case__person"):
        if fact not in task.differs and fact in names_read(task) and sending.lacking(task, held):
            Task.objects.filter(pk=task.pk).update(differs={**task.differs, fact: case.facts.get(fact)})


def _passed_on(task: Task, fact: str) -> str:
    """The correction reaches a desk that reads it; its public id, or nothing."""
    if fact in task.differs or fact not in names_read(task):
        return ""
    sending.pass_on_facts(task, [fact])
    return task.public
