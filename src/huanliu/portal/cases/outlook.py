"""How a filed case looks to its person: what each task waits for, and the dates to keep in mind."""

from __future__ import annotations

import datetime

from attrs import frozen

from huanliu.base.clock import today
from huanliu.portal.cases import sending
from huanliu.portal.cases.acts import kept_back
from huanliu.portal.cases.gates import Gate
from huanliu.portal.cases.models import Case, Task
from huanliu.portal.cases.states import ACTIVE
from huanliu.portal.consent.access import granted
from huanliu.portal.consent.purposes import Purpose, purpose

# What a day is, in the order in which days of one date are told.
DAYS = ("answer", "due", "not_before", "lapses")


@frozen
class Shown:
    """A task with what stands before it: consents that are lacking, gates, and whether its authority does not see papers or corrections yet."""

    task: Task
    lacking: list[Purpose]
    gates: list[Gate]
    early: bool
    papers_back: bool


@frozen
class Day:
    """A date of a case; `passed` where it is behind us and something is still open."""

    what: str
    day: datetime.date
    task: Task
    passed: bool

    @property
    def said_key(self) -> str:
        """The word for what the day is."""
        return f"cases.date_{self.what}"


def shown_tasks(tasks: list[Task], person: str) -> list[Shown]:
    """Every task of a case."""
    held = granted(person)
    return [_shown(task, held) for task in tasks]


def _shown(task: Task, held: frozenset[str]) -> Shown:
    pending, lying = task.state in ("waiting", "held"), task.state in ACTIVE
    asked = sending.lacking(task, held) if pending or lying else []
    gates = sending.gates(task) if pending else []
    early = pending and sending.too_early(task)
    return Shown(task, [purpose(name) for name in asked], gates, early, lying and kept_back(task))


def days_of(case: Case, tasks: list[Task]) -> list[Day]:
    """The dates of a case, the next first."""
    if case.state == "withdrawn":
        return []
    found = [day for task in tasks for day in _days(task)]
    return sorted(found, key=lambda each: (each.day, DAYS.index(each.what)))


def _days(task: Task) -> list[Day]:
    asked = next((each.due for each in task.corrections.all() if each.answered is None and not each.recalled), None)
    known = {
        "answer": asked if task.state == "asked" else None,
        "due": task.due if task.state in ("ready", "taken", "proposed") else None,
        "not_before": task.not_before if task.state == "held" else None,
        "lapses": task.lapses,
    }
    return [Day(what, day, task, day < today()) for what, day in known.items() if day is not None]
