"""A plan: a journey for one subject. Tasks in order with who decides, papers, fees, durations, the critical path, what lapses when."""

from __future__ import annotations

import datetime

from attrs import frozen

from huanliu.base.truth import Status
from huanliu.engine.evaluate import Situation
from huanliu.engine.planning.fees import Bill, bill_of
from huanliu.engine.planning.lapsing import Lapsing, lapsing
from huanliu.engine.planning.papers import Needed, papers
from huanliu.engine.planning.schedule import Schedule, Slot
from huanliu.engine.planning.tasks import PlannedTask
from huanliu.law.tasks import Journey


@frozen(eq=False)
class Plan:
    """A journey for one subject. `tasks` are those that concern the subject or may; `left_out` those that do not."""

    journey: Journey
    at: Situation
    start: datetime.date
    tasks: tuple[PlannedTask, ...]
    left_out: tuple[PlannedTask, ...]
    schedule: Schedule

    @property
    def status(self) -> Status:
        """Unmet where a task is shut, undetermined where one is not decided, met when every task can be done."""
        found = {task.status for task in self.tasks}
        return next((status for status in (Status.UNMET, Status.UNDETERMINED) if status in found), Status.MET)

    @property
    def discretionary(self) -> bool:
        """Whether some authority may still refuse."""
        return any(task.discretionary for task in self.tasks)

    @property
    def untested(self) -> bool:
        """Whether some task that can be done needs more than was tested."""
        return any(
            task.door is not None and task.door.also_required for task in self.tasks if task.status is Status.MET
        )

    @property
    def earliest(self) -> datetime.date | None:
        """The earliest day on which all can be done; None where a task is shut."""
        return None if self.status is Status.UNMET else self.schedule.finish

    @property
    def missing(self) -> list[str]:
        """The facts that could still decide a task."""
        return list(dict.fromkeys(name for task in self.tasks for name in task.missing))

    @property
    def papers(self) -> list[Needed]:
        """Every paper once, of the tasks that are known to be needed."""
        return papers(
            [(task.key, task.legs) for task in self.tasks if task.needed], self.at.book.statutes.law.documents
        )

    @property
    def bill(self) -> Bill:
        """What is to be paid."""
        return bill_of(self.tasks)

    @property
    def lapses(self) -> list[Lapsing]:
        """What is lost if nothing is done in time, if every task that is needed is done on its earliest day."""
        return [found for task in self.tasks if task.needed for found in lapsing(task, self.tasks, self.schedule.slots)]

    def slot(self, task: PlannedTask) -> Slot:
        """When a task can be done."""
        return self.schedule.slots[task.key]

    def task(self, key: str) -> PlannedTask:
        """The task of a key."""
        return next(task for task in self.tasks if task.key == key)
