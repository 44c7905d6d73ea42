"""A plan: a journey for one subject. Tasks in order with who decides, papers, fees, durations, the critical path, what lapses when."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from graphlib import TopologicalSorter
from typing import Any

from attrs import frozen

from huanliu.base.truth import Status, Truth
from huanliu.engine.asking.relevance import missing_of_condition
from huanliu.engine.evaluate import Situation, evaluate
from huanliu.engine.planning.doors import Door, doors_of, standing
from huanliu.engine.planning.papers import Needed, papers
from huanliu.engine.planning.schedule import Schedule, Slot, advance, schedule
from huanliu.engine.subject import Intake
from huanliu.errors import UnknownNameError, nearest
from huanliu.law.model import Journey, Provision, Task


@frozen(eq=False)
class PlannedTask:
    """One task as it stands for a subject. The first door is the one the plan goes through.

    `assumed` are facts that the tasks before it bring about, and that the subject does not state so today.
    """

    task: Task
    needed: Truth
    doors: tuple[Door, ...]
    needed_missing: tuple[str, ...]
    assumed: Mapping[str, Any]

    @property
    def door(self) -> Door:
        """The door that the plan goes through."""
        return self.doors[0]

    @property
    def status(self) -> Status:
        """How the task stands."""
        return standing(self.doors, self.needed)

    @property
    def missing(self) -> list[str]:
        """The facts that could still decide it."""
        return list(dict.fromkeys([*self.needed_missing, *self.door.missing]))

    @property
    def lapses(self) -> list[tuple[Provision, Any]]:
        """What is lost if nothing is done in time."""
        return [(leg, leg.procedure.lapses) for leg in self.door.legs if leg.procedure.lapses is not None]


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
        return any(task.door.discretionary for task in self.tasks)

    @property
    def untested(self) -> bool:
        """Whether some task that can be done needs more than was tested."""
        return any(task.door.also_required for task in self.tasks if task.status is Status.MET)

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
        """Every paper once."""
        legs = [(task.task.id, task.door.legs) for task in self.tasks]
        return papers(legs, self.at.book.statutes.law.documents)

    @property
    def legs(self) -> list[Provision]:
        """Every provision whose office is visited, each once."""
        return list({leg.id: leg for task in self.tasks for leg in task.door.legs}.values())

    def slot(self, task: PlannedTask) -> Slot:
        """When a task can be done."""
        return self.schedule.slots[task.task.id]

    def lapse_days(self) -> list[tuple[PlannedTask, Provision, datetime.date]]:
        """By when something lapses if its task is done on its earliest day."""
        return [
            (task, leg, advance(self.slot(task).finish, lapse.after, lapse.unit))
            for task in self.tasks
            for leg, lapse in task.lapses
        ]

    def waits_for(self, task: PlannedTask) -> list[str]:
        """The tasks that come right before a task."""
        return _before(task, self.left_out)


def find_journey(journeys: Any, name: str) -> Journey:
    """A journey by its id, with or without its prefix 'journey.'. Raises UnknownNameError."""
    for identity in (name, f"journey.{name}"):
        if identity in journeys:
            found: Journey = journeys[identity]
            return found
    hint = nearest(name, journeys) or nearest(f"journey.{name}", journeys) or "huanliu plan --list shows all"
    raise UnknownNameError(f"there is no journey {name[:80]!r}", found=name[:80], hint=hint)


def make_plan(journey: Journey, at: Situation, start: datetime.date | None = None) -> Plan:
    """The plan of a journey for a subject, beginning on a day (the day assessed on without one)."""
    every = _planned_in_order(journey, at)
    tasks = [task for task in every if task.status is not Status.NOT_APPLICABLE]
    left_out = [task for task in every if task.status is Status.NOT_APPLICABLE]
    start = at.book.days.on if start is None else start
    durations = {task.task.id: [leg.procedure.takes for leg in task.door.legs] for task in tasks}
    after = {task.task.id: _before(task, left_out) for task in tasks}
    return Plan(journey, at, start, tuple(tasks), tuple(left_out), schedule(durations, after, start))


def _planned_in_order(journey: Journey, at: Situation) -> list[PlannedTask]:
    """Every task, looked at with what the tasks before it bring about. Somebody without a permission today has it by the time
    that he registers for a card; read with today's facts, the card would be shut."""
    needs = dict(zip((task.id for task in journey.tasks), at.book.needs(journey.id), strict=True))
    tasks = {task.id: task for task in journey.tasks}
    brought: dict[str, dict[str, Any]] = {}
    planned: dict[str, PlannedTask] = {}
    for name in TopologicalSorter({task.id: task.after for task in journey.tasks}).static_order():
        task = tasks[name]
        before = {fact: value for earlier in task.after for fact, value in brought[earlier].items()}
        planned[name] = _planned(task, needs[name], at, before)
        concerns = planned[name].status is not Status.NOT_APPLICABLE
        brought[name] = {**before, **(_brought_about(planned[name], at) if concerns else {})}
    return [planned[task.id] for task in journey.tasks]


def _brought_about(planned: PlannedTask, at: Situation) -> Mapping[str, Any]:
    through = planned.task.then_through.get(planned.door.id, {})
    return Intake(at.book.statutes).read({**planned.task.then, **through})


def _planned(task: Task, need: Any, at: Situation, brought: Mapping[str, Any]) -> PlannedTask:
    assumed = {name: value for name, value in brought.items() if at.facts.get(name) != value}
    later = Situation({**at.facts, **assumed}, at.book) if assumed else at
    needed = evaluate(need, at)
    lacking = tuple(missing_of_condition(need, at)) if needed is None else ()
    return PlannedTask(task, needed, doors_of(task.doors, later), lacking, assumed)


def _before(task: PlannedTask, left_out: Sequence[PlannedTask]) -> list[str]:
    """The tasks it waits for; in place of one that is left out, those that one would have waited for."""
    skipped = {each.task.id: each for each in left_out}
    found: dict[str, None] = {}
    for name in task.task.after:
        found |= dict.fromkeys(_before(skipped[name], left_out) if name in skipped else [name])
    return list(found)
