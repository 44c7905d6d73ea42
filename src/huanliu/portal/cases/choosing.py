"""What a person chooses of a plan before filing it: another door than the one that stands best, a task done elsewhere or left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from attrs import evolve, frozen

from huanliu.base.truth import Status
from huanliu.engine.planning.doors import Door
from huanliu.engine.planning.plan import Plan
from huanliu.engine.planning.tasks import PlannedTask
from huanliu.law.tasks import Journey

HERE, ELSEWHERE, LEFT_OUT = "here", "elsewhere", "left_out"
PLACES = (HERE, ELSEWHERE, LEFT_OUT)
# A door that is shut, or that is not about this person, is no choice.
LAWFUL = (Status.MET, Status.UNDETERMINED)


@frozen
class Choice:
    """What was chosen of one task; without a door the one that stands best."""

    door: str = ""
    place: str = HERE

    @property
    def plain(self) -> list[str]:
        """For a session."""
        return [self.door, self.place]


Choices = Mapping[str, Choice]


def choices_from(plain: object) -> dict[str, Choice]:
    """What a session kept; anything else is no choice."""
    if not isinstance(plain, dict):
        return {}
    return {str(key): Choice(*pair) for key, pair in plain.items() if isinstance(pair, list) and len(pair) == 2}


def open_doors(task: PlannedTask) -> tuple[Door, ...]:
    """The doors among which a person may choose. A family member's task takes the plan's."""
    lawful = tuple(door for door in task.doors if door.status in LAWFUL)
    return lawful if task.member is None and len(lawful) > 1 else ()


def optional(task: PlannedTask) -> bool:
    """Whether it may be left out: a benefit, what perhaps concerns nobody, what comes afterwards."""
    return task.task.benefit or task.needed is None or task.task.afterwards


def through(journey: Journey, plan: Plan, choices: Choices) -> Journey | None:
    """The journey through the doors chosen; None where nothing lawful was chosen otherwise than the plan."""
    chosen = {}
    for task in plan.tasks:
        wanted = choices.get(task.key, Choice()).door
        if task.door is not None and wanted != task.door.id and wanted in {door.id for door in open_doors(task)}:
            chosen[task.task.id] = wanted
    if not chosen:
        return None
    tasks = [evolve(task, doors=(chosen[task.id],)) if task.id in chosen else task for task in journey.tasks]
    return evolve(journey, tasks=tuple(tasks))


def told(steps: Iterable[Any]) -> list[dict[str, Any]]:
    """What was chosen otherwise than the plan, for the case to keep: each task by its title, and the door or the place of it."""
    found: list[dict[str, Any]] = []
    for step in steps:
        task, said = step.planned, {"key": step.planned.key, "title": step.planned.title.plain()}
        if step.doors and task.door is not None and task.door.id != step.doors[0].id:
            found.append({**said, "kind": "door", "door": {"id": task.door.id, "title": task.door.title.plain()}})
        if step.place != HERE:
            found.append({**said, "kind": step.place})
    return found
