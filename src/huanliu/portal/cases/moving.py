"""The one way in which a case or a task changes its state: by a line of the table, for whom the line allows, only where the old
state still holds, with its audit event and its notice; all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction

from huanliu.base.clock import now
from huanliu.portal.cases import notices
from huanliu.portal.cases.actors import SYSTEM, Actor, NotNowError, NotYoursError, OvertakenError, permit
from huanliu.portal.cases.models import Case, Task
from huanliu.portal.cases.states import case_step, task_step
from huanliu.portal.consent.access import granted_still
from huanliu.portal.record import drill, trail


@contextmanager
def holding(case: Case) -> Iterator[None]:
    """A transaction that holds the case: whoever acts on its tasks queues here, so that two never wait for one another."""
    with transaction.atomic():
        # The consents first, as deleting a person does: two that lock in one order never wait for one another.
        granted_still(case.person.public)
        Case.objects.select_for_update().filter(pk=case.pk).first()
        yield
        drill.point("act.written")
    drill.point("act.committed")


def move(task: Task, act: str, actor: Actor, fields: dict[str, Any] | None = None, **said: Any) -> None:
    """Move a task. Raises NotNowError, NotYoursError, or OvertakenError where somebody was first."""
    step = task_step(task.state, act)
    if step is None:
        raise NotNowError
    permit(step, task, actor)
    with transaction.atomic():
        # The office and the holder must still be those that were looked at, not the state alone.
        still = Task.objects.filter(
            pk=task.pk, state=step.old, officer=task.officer_id, authority=task.authority, layer=task.layer
        )
        if not still.update(state=step.new, changed=now(), **(fields or {})):
            raise OvertakenError
        drill.point("act.moved")
        _record(task, step.event, actor, **said)
        if step.notice is not None:
            notices.put(task.case, step.notice)
    task.refresh_from_db()


def _record(task: Task, event: str, actor: Actor, **said: Any) -> None:
    known = {"task": task.public, "key": task.key, "provision": task.provision, "authority": task.authority}
    case = task.case
    trail.write(event, actor=actor.public, person=case.person.public, about=case.public, **known, **said)


def move_case(case: Case, act: str, actor: Actor, **said: Any) -> None:
    """Move a case, in the same way."""
    step = case_step(case.state, act)
    if step is None:
        raise NotNowError
    allowed = actor is SYSTEM if step.who == ("system",) else actor.officer is None and actor.user == case.person
    if not allowed:
        raise NotYoursError
    with transaction.atomic():
        if not Case.objects.filter(pk=case.pk, state=step.old).update(state=step.new, changed=now()):
            raise OvertakenError
        trail.write(step.event, actor=actor.public, person=case.person.public, about=case.public, **said)
        if step.notice is not None:
            notices.put(case, step.notice)
    case.state = step.new
