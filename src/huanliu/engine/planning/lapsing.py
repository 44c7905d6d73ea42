"""What lapses when: counted from the end or the beginning of a task, from an event of the journey, or a day that the law names."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen

from huanliu.engine.evaluate import evaluate
from huanliu.engine.planning.schedule import Slot, advance
from huanliu.engine.planning.tasks import PlannedTask
from huanliu.law.model import Lapse, Provision


@frozen(eq=False)
class Lapsing:
    """Something that lapses: of which task and provision, by which day (None: the event it is counted from is no part of the plan)."""

    task: PlannedTask
    leg: Provision
    lapse: Lapse
    day: datetime.date | None


def lapsing(task: PlannedTask, tasks: Sequence[PlannedTask], slots: Mapping[str, Slot]) -> Iterator[Lapsing]:
    """What lapses of one task of a plan."""
    for leg in task.legs:
        lapse = leg.procedure.lapses
        if lapse is not None:
            yield Lapsing(task, leg, lapse, _day(lapse, leg, task, tasks, slots))


def _day(
    lapse: Lapse, leg: Provision, task: PlannedTask, tasks: Sequence[PlannedTask], slots: Mapping[str, Slot]
) -> datetime.date | None:
    if lapse.after is None:
        node = task.at.book.amount(leg.id, str(lapse.day))
        last: datetime.date | None = None if node is None else evaluate(node, task.at)
        return last
    counted = _event(lapse.event, task, tasks, slots)
    return None if counted is None else advance(counted, lapse.after, lapse.unit)


def _event(
    event: str, task: PlannedTask, tasks: Sequence[PlannedTask], slots: Mapping[str, Slot]
) -> datetime.date | None:
    """The day that is counted from."""
    if event == "approval":
        return slots[task.key].finish
    if event == "filing":
        return slots[task.key].start
    place = None if task.member is None else task.member.place
    known = [each for each in tasks if each.task.event == event and _whose(each) in (place, None)]
    return slots[known[-1].key].finish if known else None


def _whose(task: PlannedTask) -> int | None:
    return None if task.member is None else task.member.place
