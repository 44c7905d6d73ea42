"""Where a task stands: whose move it is, since when, and why it does not go on."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from attrs import frozen

from huanliu.base.clock import now, today
from huanliu.portal.authorities.access import officers_of
from huanliu.portal.cases.models import JointStep, Task
from huanliu.portal.desks.access import STUCK
from huanliu.portal.desks.workload import is_late

# Whose move it is in each state, as the end of a word; a task that is over is nobody's.
MOVERS = {
    "waiting": "earlier",
    "ready": "desk",
    "taken": "holder",
    "asked": "person",
    "proposed": "second",
    "refused": "applicant",
}


@frozen
class Standing:
    """A task, whose move it is, since when and how many days ago, and why it is stuck (ends of words; none where it is not)."""

    task: Task
    mover: str
    since: datetime.datetime | None
    days: int
    why: tuple[str, ...]
    joint: tuple[JointStep, ...] = ()


def standing(task: Task) -> Standing:
    """How one task stands today."""
    since = _since(task)
    days = 0 if since is None else (now() - since).days
    return Standing(
        task, MOVERS.get(task.state, "nobody"), since, days, tuple(_why(task)), tuple(task.joint_steps.all())
    )


def standings(tasks: Iterable[Task]) -> list[Standing]:
    """How some tasks stand."""
    return [standing(task) for task in tasks]


def _since(task: Task) -> datetime.datetime | None:
    if task.state == "asked":
        return next(
            (each.asked for each in task.corrections.all() if not (each.answered or each.recalled)), task.changed
        )
    if task.state == "proposed":
        return next((each.at for each in task.decisions.all() if each.state == "proposed"), task.changed)
    return task.ready_at if task.state == "ready" else task.changed


def _why(task: Task) -> Iterable[str]:
    if is_late(task):
        yield "late"
    if task.state == "asked" and _unanswered(task):
        yield "unanswered"
    there = officers_of(task.authority, task.layer) if task.state in ("ready", "proposed") else []
    if task.state == "ready" and not any(each.handler for each in there):
        yield "no_officer"
    if task.state == "proposed" and not any(each.second and each.pk != task.officer_id for each in there):
        yield "no_second"
    if task.changed < now() - STUCK and task.state in MOVERS:
        yield "untouched"


def _unanswered(task: Task) -> bool:
    waits = (each for each in task.corrections.all() if each.answered is None and not each.recalled)
    return any(each.due < today() for each in waits)
