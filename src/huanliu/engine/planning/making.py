"""Making a plan: task after task, each looked at with what those before it bring about, on the day on which they allow it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from attrs import evolve

from huanliu.base.truth import Status, Truth
from huanliu.engine.asking.relevance import missing_of_condition
from huanliu.engine.evaluate import Situation, evaluate
from huanliu.engine.functions import ROW
from huanliu.engine.planning.doors import doors_of
from huanliu.engine.planning.members import Brought, Member, as_person, as_row, changed, members_of
from huanliu.engine.planning.plan import Plan
from huanliu.engine.planning.schedule import Slot, advance, chained, slot_after
from huanliu.engine.planning.tasks import PlannedTask
from huanliu.engine.planning.waiting import NOTHING, awaited, pauses
from huanliu.engine.subject import ROW_PREFIX, Intake
from huanliu.errors import UnknownNameError, nearest
from huanliu.law.procedures import DURATIONS
from huanliu.law.tasks import Journey, Later, Task


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
    start = at.book.days.on if start is None else start
    making = _Making(journey, at, start)
    for task in _in_order(journey):
        making.add(task)
    tasks = [task for task in making.planned.values() if task.status is not Status.NOT_APPLICABLE]
    left_out = [task for task in making.planned.values() if task.status is Status.NOT_APPLICABLE]
    slots = {task.key: making.slots[task.key] for task in tasks}
    apart = frozenset(task.key for task in tasks if task.task.afterwards or task.needed is None)
    schedule = chained(slots, {task.key: task.before for task in tasks}, apart)
    return Plan(journey, at, start, tuple(tasks), tuple(left_out), schedule)


def _in_order(journey: Journey) -> Iterator[Task]:
    """The tasks as the journey names them, none before those that it waits for."""
    waiting, done = list(journey.tasks), set[str]()
    while waiting:
        ready = next(task for task in waiting if done.issuperset(task.after))
        waiting.remove(ready)
        done.add(ready.id)
        yield ready


class _Making:
    """A plan as far as it is made. `ends` is what those who wait for a task wait for: it, or the pause after it."""

    def __init__(self, journey: Journey, at: Situation, start: datetime.date) -> None:
        self.journey, self.at, self.start = journey, at, start
        self.needs = dict(zip((task.id for task in journey.tasks), at.book.needs(journey.id), strict=True))
        self.planned: dict[str, PlannedTask] = {}
        self.slots: dict[str, Slot] = {}
        self.brought: dict[str, Brought] = {}
        self.ends: dict[str, str] = {}

    def add(self, task: Task) -> None:
        """One task: once, or once for each member of the family whom it may concern."""
        members = members_of(self.at) if task.members is not None else None
        found = [self._looked_at(task, member) for member in members or (None,)]
        concerned = [each for each in found if each.needed is not False]
        for planned in concerned or [evolve(found[0], key=task.id, member=None)]:
            self._put(planned)

    def _put(self, planned: PlannedTask) -> None:
        self.planned[planned.key], self.ends[planned.key] = planned, planned.key
        self._slot(planned)
        self.brought[planned.key] = self._brought_before(planned.task, planned.member)
        if planned.status is Status.NOT_APPLICABLE and not planned.is_wait:
            return
        self.brought[planned.key] = {**self.brought[planned.key], **self._brought_by(planned)}
        if planned.status is Status.NOT_APPLICABLE:
            return
        for key, task, lasts in pauses(planned.key, planned.doors):
            before = (self.ends[planned.key],)
            task = evolve(task, afterwards=planned.task.afterwards)
            pause = PlannedTask(key, task, planned.member, planned.at, None, True, (), (), {}, before, (lasts,))
            self.planned[key], self.ends[planned.key] = pause, key
            self._slot(pause)

    def _slot(self, planned: PlannedTask) -> None:
        before = [self._passed(key) for key in planned.before]
        self.slots[planned.key] = slot_after(planned.durations, before, self.start)

    def _passed(self, key: str) -> Slot:
        """The slot of a task as what comes after it counts it: one that is perhaps not needed takes no time, so that no day is too late."""
        slot = self.slots[key]
        return evolve(slot, finish=slot.start, sure=False) if self.planned[key].needed is None else slot

    def _looked_at(self, task: Task, member: Member | None) -> PlannedTask:
        """A task with what those before it bring about. Somebody without a permission today has it by the time that he registers for
        a card; read with today's facts, the card would be shut."""
        key = task.id if member is None else f"{task.id}.{member.key}"
        before, brought = self._before(task, member), self._brought_before(task, member)
        asked = changed(self.at, brought) if member is None else as_row(member, self.at, brought)
        about = self._about(task, member, brought, asked)
        need = self.needs[task.id]
        needed: Truth = evaluate(need, asked)
        lacking = tuple(missing_of_condition(need, asked)) if needed is None else ()
        open_need = (need, asked) if needed is None else None
        doors, assumed = doors_of(task.doors, about), self._assumed(member, brought)
        durations = tuple(leg.procedure.takes for leg in doors[0].legs) if doors else (NOTHING,)
        if task.benefit and needed and doors[0].status is Status.UNDETERMINED:
            # Whether a benefit is somebody's is whether its door is open.
            needed, lacking = None, tuple(doors[0].missing)
        found = PlannedTask(key, task, member, about, open_need, needed, lacking, doors, assumed, before, durations)
        return found if task.wait is None else self._waited(found)

    def _about(self, task: Task, member: Member | None, brought: Brought, asked: Situation) -> Situation:
        """The facts that the doors are looked at with."""
        if task.members != "as_person":
            return asked
        # A door about a member of whom nothing is said must not be answered with the facts of the subject.
        return Situation({}, self.at.book) if member is None else as_person(member, self.at, brought, task)

    def _waited(self, planned: PlannedTask) -> PlannedTask:
        """A wait with how long it lasts; one that is over concerns nobody, and a clock that runs already waits for no task."""
        begin = max((self._passed(key).finish for key in planned.before), default=self.start)
        found = awaited(self.journey.id, planned.task, planned.at, begin)
        before = () if found.running else planned.before
        needed = planned.needed and not found.over
        lacking = planned.needed_missing or found.missing
        return evolve(
            planned, needed=needed, needed_missing=lacking, durations=(found.lasts,), before=before, value=found.value
        )

    def _before(self, task: Task, member: Member | None) -> tuple[str, ...]:
        """The keys that it waits for; in place of one that is left out, those that one would have waited for."""
        found: dict[str, None] = {}
        for earlier in self._earlier(task, member):
            left_out = earlier.status is Status.NOT_APPLICABLE
            found |= dict.fromkeys(earlier.before if left_out else [self.ends[earlier.key]])
        return tuple(found)

    def _earlier(self, task: Task, member: Member | None) -> Iterator[PlannedTask]:
        """The tasks right before: those of the same member of the family where both are a member's."""
        for name in task.after:
            for planned in self.planned.values():
                same = member is None or planned.member is None or planned.member.place == member.place
                if planned.task.id == name and same:
                    yield planned

    def _brought_before(self, task: Task, member: Member | None) -> Brought:
        return {
            name: value for earlier in self._earlier(task, member) for name, value in self.brought[earlier.key].items()
        }

    def _brought_by(self, planned: PlannedTask) -> Brought:
        """The facts that hold once a task is done."""
        task, door = planned.task, planned.door
        stated = {**task.then, **({} if door is None else task.then_through.get(door.id, {}))}
        days = {name: self._later(name, value, planned) for name, value in stated.items() if isinstance(value, Later)}
        plain = {name: value for name, value in stated.items() if not isinstance(value, Later)}
        if task.wait is not None:
            days[task.wait.fact] = planned.value
        whose = None if planned.member is None else planned.member.place
        known = {**_read(plain, self.at), **{name: value for name, value in days.items() if value is not None}}
        return {(whose, name): value for name, value in known.items()}

    def _later(self, name: str, later: Later, planned: PlannedTask) -> Any:
        """What a task brings about for some time: the last day of it, or for a fact that counts days their number."""
        day = self._day(later, planned)
        if day is None or self.at.book.statutes.kinds[name].name == "date":
            return day
        return (day - self.slots[planned.key].finish).days

    def _day(self, later: Later, planned: PlannedTask) -> datetime.date | None:
        """A day so long after a task as an amount of the door of an earlier one says; None where that is not known."""
        giver = next((each for each in self.planned.values() if each.task.id == later.task), None)
        if giver is None or giver.door is None or giver.door.id not in self.at.book.statutes.law.provisions:
            return None
        found = self.at.book.ruling(giver.door.id).amounts.get(later.amount)
        length = None if found is None else evaluate(found[1], giver.at)
        if found is None or length is None or found[0].unit not in DURATIONS:
            return None
        return advance(self.slots[planned.key].finish, Decimal(length), str(found[0].unit))

    def _assumed(self, member: Member | None, brought: Brought) -> Mapping[str, Any]:
        """What the tasks before bring about and nobody states so today, of whom the task is about."""
        whose = None if member is None else member.place
        today = self.at.facts if member is None else {f"{ROW_PREFIX}{key}": value for key, value in member.row.items()}
        said = {name: value for (who, name), value in brought.items() if who == whose}
        return {name: value for name, value in said.items() if value is not None and today.get(name) != value}


def _read(facts: Mapping[str, Any], at: Situation) -> Mapping[str, Any]:
    """Plain values as the engine holds them; those of a family member go in as a row."""
    intake = Intake(at.book.statutes)
    row = {name.removeprefix(ROW_PREFIX): value for name, value in facts.items() if name.startswith(ROW_PREFIX)}
    own = intake.read({name: value for name, value in facts.items() if not name.startswith(ROW_PREFIX)})
    (read,) = intake.read({ROW: [row]})[ROW]
    return {**own, **{ROW_PREFIX + key: value for key, value in read.items()}}
