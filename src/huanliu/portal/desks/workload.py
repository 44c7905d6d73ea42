"""How much lies at a desk, how long it takes, and what is late."""

from __future__ import annotations

import datetime
from collections import Counter
from statistics import median

from attrs import frozen

from huanliu.base.clock import now, today
from huanliu.portal.authorities.access import officers_of
from huanliu.portal.authorities.models import Officer
from huanliu.portal.cases.models import Task
from huanliu.portal.cases.states import ACTIVE

PERIOD = datetime.timedelta(days=90)


@frozen
class ProvisionLoad:
    """One provision: how many were decided lately, in how many days, and how many lie open."""

    task: Task
    decided: int
    median_days: float | None
    open: int
    overdue: int


@frozen
class Workload:
    """A desk as it stands today."""

    by_state: list[tuple[str, int]]
    overdue: int
    without_due: int
    oldest: Task | None
    median_days: float | None
    decided: int
    by_officer: list[tuple[Officer, int]]
    by_provision: list[ProvisionLoad]


def workload(officer: Officer) -> Workload:
    """The desk of an officer's authority, both layers."""
    every = list(Task.objects.filter(authority=officer.authority).exclude(ready_at=None).select_related("officer"))
    lying = [task for task in every if task.state in ACTIVE]
    decided = [task for task in every if task.decided_at is not None and task.decided_at >= now() - PERIOD]
    held = Counter(task.officer_id for task in lying)
    counts = Counter(task.state for task in lying)
    return Workload(
        [(state, counts[state]) for state in ACTIVE],
        sum(map(is_late, lying)),
        sum(task.due is None for task in lying),
        min(lying, key=lambda task: task.ready_at or now(), default=None),
        days_taken(decided),
        len(decided),
        [(each, held[each.pk]) for each in officers_of(officer.authority)],
        _by_provision(lying, decided),
    )


def is_late(task: Task) -> bool:
    """Whether its day has passed; a time that nobody states is never late. The clock stands still while the person is asked."""
    return task.due is not None and task.due < today() and task.state != "asked"


def days_taken(tasks: list[Task]) -> float | None:
    """The median of days from the desk's first sight to the decision; None of none."""
    pairs = [(task.ready_at, task.decided_at) for task in tasks]
    days = [(end - start).total_seconds() / 86400 for start, end in pairs if start is not None and end is not None]
    return round(median(days), 1) if days else None


def _by_provision(lying: list[Task], decided: list[Task]) -> list[ProvisionLoad]:
    firsts = {task.provision: task for task in [*decided, *lying]}
    found = []
    for provision, task in sorted(firsts.items()):
        done = [each for each in decided if each.provision == provision]
        here = [each for each in lying if each.provision == provision]
        found.append(ProvisionLoad(task, len(done), days_taken(done), len(here), sum(map(is_late, here))))
    return found
