"""How much lies at a desk, how old it is, how long it takes, and what is late. Of tasks only: nobody who applied is named."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from statistics import median

from attrs import frozen

from huanliu.base.clock import now, today
from huanliu.portal.authorities.access import officers_of
from huanliu.portal.authorities.models import LAYERS, Officer
from huanliu.portal.cases.models import Task
from huanliu.portal.cases.states import ACTIVE

PERIOD = datetime.timedelta(days=90)
# Days from; the last band has no end.
BANDS = ((0, 7), (8, 14), (15, 30), (31, 60), (61, None))


@frozen
class ProvisionLoad:
    """One provision: how many were decided lately, in how many days, and how many lie open."""

    task: Task
    decided: int
    median_days: float | None
    open: int
    overdue: int


@frozen
class DeskLoad:
    """One layer of one authority. `missed` are tasks decided lately after their day; `median_age` is of those that lie open."""

    authority: str
    layer: str
    open: int
    median_age: float | None
    oldest_days: int | None
    overdue: int
    decided: int
    median_days: float | None
    missed: int


@frozen
class Band:
    """How many open tasks are so many days old, and how many of them are past their day."""

    first: int
    last: int | None
    count: int
    late: int


@frozen
class Workload:
    """Some desks as they stand today."""

    by_state: list[tuple[str, int]]
    overdue: int
    without_due: int
    oldest: Task | None
    median_age: float | None
    median_days: float | None
    decided: int
    missed: int
    bands: list[Band]
    by_desk: list[DeskLoad]
    by_officer: list[tuple[Officer, int]]
    by_provision: list[ProvisionLoad]


def workload(officer: Officer, coordinated: Sequence[str] = ()) -> Workload:
    """The desk of an officer's authority, both layers; for a coordinator every authority that he looks after."""
    names = list(dict.fromkeys([officer.authority, *coordinated]))
    every = Task.objects.filter(authority__in=names).exclude(ready_at=None)
    lying = list(every.filter(state__in=ACTIVE).order_by("ready_at"))
    decided = list(every.filter(decided_at__gte=now() - PERIOD).exclude(state="withdrawn"))
    held = Counter(task.officer_id for task in lying)
    counts = Counter(task.state for task in lying)
    return Workload(
        [(state, counts[state]) for state in ACTIVE],
        sum(map(is_late, lying)),
        sum(task.due is None for task in lying),
        next((task for task in lying if task.authority == officer.authority), None),
        _median_age(lying),
        days_taken(decided),
        len(decided),
        sum(map(was_late, decided)),
        _bands(lying),
        [_desk(*place, lying, decided) for place in _places(names, [*lying, *decided])],
        [(each, held[each.pk]) for each in officers_of(officer.authority)],
        _by_provision(lying, decided),
    )


def is_late(task: Task) -> bool:
    """Whether its day has passed; a time that nobody states is never late. The clock stands still while the person is asked."""
    return task.due is not None and task.due < today() and task.state != "asked"


def was_late(task: Task) -> bool:
    """Whether it was decided after its day."""
    return task.due is not None and task.decided_at is not None and task.decided_at.date() > task.due


def days_taken(tasks: list[Task]) -> float | None:
    """The median of days from the desk's first sight to the decision; None of none."""
    pairs = [(task.ready_at, task.decided_at) for task in tasks]
    days = [(end - start).total_seconds() / 86400 for start, end in pairs if start is not None and end is not None]
    return round(median(days), 1) if days else None


def age(task: Task) -> int:
    """Whole days since it reached the desk."""
    return 0 if task.ready_at is None else (now() - task.ready_at).days


def _median_age(lying: list[Task]) -> float | None:
    return round(float(median(map(age, lying))), 1) if lying else None


def _bands(lying: list[Task]) -> list[Band]:
    found = []
    for first, last in BANDS:
        here = [task for task in lying if first <= age(task) and (last is None or age(task) <= last)]
        found.append(Band(first, last, len(here), sum(map(is_late, here))))
    return found


def _places(names: list[str], tasks: list[Task]) -> list[tuple[str, str]]:
    """The desks at which something lies or was decided, in the order of the authorities."""
    busy = {(task.authority, task.layer) for task in tasks}
    return [(name, layer) for name in names for layer, _ in LAYERS if (name, layer) in busy]


def _desk(authority: str, layer: str, lying: list[Task], decided: list[Task]) -> DeskLoad:
    here = [task for task in lying if (task.authority, task.layer) == (authority, layer)]
    done = [task for task in decided if (task.authority, task.layer) == (authority, layer)]
    oldest = max(map(age, here), default=None)
    late, missed = sum(map(is_late, here)), sum(map(was_late, done))
    return DeskLoad(authority, layer, len(here), _median_age(here), oldest, late, len(done), days_taken(done), missed)


def _by_provision(lying: list[Task], decided: list[Task]) -> list[ProvisionLoad]:
    firsts = {task.provision: task for task in [*decided, *lying]}
    found = []
    for provision, task in sorted(firsts.items()):
        done = [each for each in decided if each.provision == provision]
        here = [each for each in lying if each.provision == provision]
        found.append(ProvisionLoad(task, len(done), days_taken(done), len(here), sum(map(is_late, here))))
    return found
