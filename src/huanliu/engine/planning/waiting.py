"""Waits: until a fact reaches what a provision asks for, until a day that it names, and what an office makes everybody wait for."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from attrs import frozen

from huanliu.engine.asking.missing import missing_facts
from huanliu.engine.evaluate import Situation, evaluate
from huanliu.engine.planning.doors import Door
from huanliu.law.model import Duration
from huanliu.law.tasks import Task

NOTHING = Duration(Decimal(0), Decimal(0), "days")


@frozen
class Awaited:
    """How long a wait lasts, what its fact then is (None: not known), what that lacks, and whether its clock runs already."""

    lasts: Duration | None
    value: Any
    missing: tuple[str, ...]
    running: bool = False

    @property
    def over(self) -> bool:
        """Whether there is nothing left to wait for."""
        return self.lasts is not None and self.lasts.least == self.lasts.most == 0


def awaited(journey: str, task: Task, at: Situation, begin: datetime.date) -> Awaited:
    """A wait of a journey for a subject, if it begins on a day."""
    assert task.wait is not None, f"{task.id} is no wait"
    node = at.book.awaited(journey, task)
    goal = None if node is None else evaluate(node, at)
    if node is None or goal is None:
        return Awaited(None, None, () if node is None else tuple(missing_facts(node, at)))
    now = at.fact(task.wait.fact)
    if isinstance(goal, datetime.date):
        days = Decimal(max(0, (goal - begin).days))
        return Awaited(Duration(days, days, "days"), max(goal, begin), ())
    unit = str(node.kind.unit)
    if now is None:
        # It may be over already, or not have begun.
        return Awaited(Duration(None, Decimal(goal), unit), goal, ())
    left = Decimal(max(0, goal - now))
    return Awaited(Duration(left, left, unit), max(goal, now), (), running=now > 0)


def pauses(key: str, doors: Sequence[Door]) -> Iterator[tuple[str, Task, Duration]]:
    """What everybody waits for once the offices of a task are done: a key, words and how long."""
    waits = [pause for door in doors[:1] for leg in door.legs for pause in leg.procedure.waits]
    for number, pause in enumerate(waits, start=1):
        yield f"{key}.wait_{number}", Task(f"{key}.wait_{number}", pause.label, ()), pause.lasts
