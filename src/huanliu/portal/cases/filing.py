"""From facts and a journey to the tasks of a case: who decides what, what waits for what, which papers. Worked out here, on the
server, at review and again at filing; nothing that a browser posts is believed."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Collection, Mapping
from graphlib import TopologicalSorter
from typing import Any

from attrs import evolve, frozen

from huanliu.base.clock import today
from huanliu.base.fixed import Fixed
from huanliu.base.language import LANGUAGES, Text
from huanliu.engine.planning.doors import Door
from huanliu.engine.planning.making import find_journey, make_plan
from huanliu.engine.planning.plan import Plan
from huanliu.engine.planning.tasks import PlannedTask
from huanliu.engine.planning.telling import plain as plain_plan
from huanliu.engine.record import digest_of_facts, plain_value
from huanliu.law.model import Provision
from huanliu.portal.authorities.registry import competence
from huanliu.portal.bay import the_bay
from huanliu.portal.cases import choosing
from huanliu.portal.cases.choosing import ELSEWHERE, HERE, LEFT_OUT, Choice, Choices
from huanliu.portal.cases.gates import Gate, gate_of, last_day
from huanliu.portal.cases.sending import consents, home_of


@frozen
class PaperDraft:
    """A paper that a task asks for."""

    kind: str
    label: Text


@frozen
class TaskDraft:
    """A task before it is filed. `named` is False where the law names no office that we know."""

    key: str
    planned: PlannedTask
    provision: Provision
    authority: str
    joint: tuple[str, ...]
    named: bool
    after: tuple[str, ...]
    papers: tuple[PaperDraft, ...]
    differs: Mapping[str, Any]
    gates: tuple[Gate, ...] = ()
    requires: Text | None = None
    place: str = HERE

    @property
    def assumed(self) -> dict[str, Any]:
        """What the tasks before bring about."""
        return {name: plain_value(value) for name, value in self.planned.assumed.items() if value is not None}

    @property
    def whose(self) -> dict[str, str]:
        """Which member of the family it is for, in every language; nothing where it is for the person."""
        member, book = self.planned.member, self.planned.at.book
        return {} if member is None else {lang: member.called(book.words(lang)) for lang in LANGUAGES}


@frozen
class Step:
    """A task of the plan as its person looks at it before filing: its legs, the doors to choose from, what waits for it."""

    planned: PlannedTask
    legs: tuple[TaskDraft, ...]
    doors: tuple[Door, ...]
    place: str
    optional: bool
    holds_up: tuple[TaskDraft, ...]

    @property
    def key(self) -> str:
        """Its key in the plan."""
        return self.planned.key

    @property
    def whose(self) -> dict[str, str]:
        """Which member of the family it is for."""
        return self.legs[0].whose if self.legs else {}


@frozen
class Draft:
    """A case before it is filed. `tasks` are those that are filed or done elsewhere, `left_out` those that its person leaves out."""

    plan: Plan
    facts: Mapping[str, Any]
    on: datetime.date
    law_digest: str
    tasks: tuple[TaskDraft, ...]
    left_out: tuple[TaskDraft, ...] = ()
    doors: Mapping[str, tuple[Door, ...]] = Fixed()

    @property
    def facts_digest(self) -> str:
        """The hash of the facts."""
        return digest_of_facts(self.facts)

    @property
    def plain(self) -> dict[str, Any]:
        """The plan as JSON."""
        return plain_plan(self.plan)

    @property
    def by_authority(self) -> dict[str, list[TaskDraft]]:
        """What goes to whom."""
        found: dict[str, list[TaskDraft]] = {}
        for task in self.here:
            found.setdefault(task.authority, []).append(task)
        return found

    @property
    def here(self) -> list[TaskDraft]:
        """What is sent through the portal."""
        return [task for task in self.tasks if task.place == HERE]

    @property
    def home(self) -> str:
        """The side on which what is filed is held."""
        return home_of(self.facts.get("person.place_of_residence"), (task.authority for task in self.here))

    @property
    def receiver(self) -> str:
        """The authority that receives it first."""
        first = sorted(self.here, key=lambda task: bool(task.after or task.gates))
        return first[0].authority if first else ""

    def consents_of(self, task: TaskDraft) -> list[str]:
        """The separate consents without which a task may not reach its authority."""
        before = [each.authority for each in self.here if each.key in task.after]
        return consents(self.home, self.receiver, task.authority, before)

    def not_before(self, task: TaskDraft) -> datetime.date | None:
        """The first day on which a task may be sent, where nothing else stands before it; None where no day is known."""
        return None if task.after else last_day(task.gates, self.on)

    def when(self, task: TaskDraft, held: Collection[str]) -> str:
        """When a task is sent, by the consents that hold: `now`, `later` (after other tasks), `gates` (not in its time yet), `consent`
        (one is lacking, whatever else stands before it), or the place where it goes instead."""
        if task.place != HERE:
            return task.place
        if set(self.consents_of(task)) - set(held):
            return "consent"
        early = any(gate.unknown for gate in task.gates) or self.not_before(task) is not None
        return "later" if task.after else "gates" if early else "now"

    @property
    def consents(self) -> list[str]:
        """The separate consents that sending it to more than one authority, and over a border, asks for."""
        return list(dict.fromkeys(name for task in self.here for name in self.consents_of(task)))

    @property
    def papers(self) -> list[PaperDraft]:
        """Every paper once."""
        return list({paper.kind: paper for task in self.here for paper in task.papers}.values())

    @property
    def steps(self) -> list[Step]:
        """The tasks of the plan that go to an office, with what may be chosen of each."""
        every = [*self.tasks, *self.left_out]
        found = []
        for planned in self.plan.tasks:
            legs = tuple(task for task in every if task.planned.key == planned.key)
            if legs:
                keys = {leg.key for leg in legs}
                held = tuple(task for task in every if keys & set(task.after) and task.planned.key != planned.key)
                may = choosing.optional(planned) and not any(task.place != LEFT_OUT for task in held)
                doors = self.doors.get(planned.key, ())
                found.append(Step(planned, legs, doors, legs[0].place, may, held))
        return found

    @property
    def current(self) -> dict[str, Choice]:
        """What stands chosen of each task."""
        found = {}
        for step in self.steps:
            door = step.planned.door
            other = step.doors and door is not None and door.id != step.doors[0].id
            found[step.key] = Choice(door.id if other and door is not None else "", step.place)
        return found

    @property
    def told_choices(self) -> list[dict[str, Any]]:
        """What was chosen otherwise than the plan."""
        return choosing.told(self.steps)


def draft(
    journey: str, answers: Mapping[str, Any], on: datetime.date | None = None, choices: Choices | None = None
) -> Draft:
    """The case that these answers and choices make. Raises UnknownNameError or SubjectError with their sentences."""
    bay, day, chosen = the_bay(), on or today(), choices or {}
    found = find_journey(bay.law.journeys, journey)
    at = bay.situation({name: value for name, value in answers.items() if value is not None}, day)
    plan = make_plan(found, at)
    doors = {task.key: few for task in plan.tasks if (few := choosing.open_doors(task))}
    otherwise = choosing.through(found, plan, chosen)
    plan = plan if otherwise is None else make_plan(otherwise, at)
    facts = {name: plain_value(value) for name, value in sorted(at.facts.items()) if value is not None}
    tasks, left_out = _chosen(_tasks(plan), chosen)
    return Draft(plan, facts, day, bay.law.digest, tuple(tasks), tuple(left_out), doors)


def _chosen(tasks: list[TaskDraft], choices: Choices) -> tuple[list[TaskDraft], list[TaskDraft]]:
    """The tasks with their places, and those left out: what others wait for, or what must be done, cannot be."""
    wanted = [evolve(task, place=choices.get(task.planned.key, Choice()).place) for task in tasks]
    out = {task.key for task in wanted if task.place == LEFT_OUT and choosing.optional(task.planned)}
    needed = {name for task in wanted if task.key not in out for name in task.after}
    while out & needed:
        out -= needed
        needed = {name for task in wanted if task.key not in out for name in task.after}
    places = [task if task.place == ELSEWHERE else evolve(task, place=HERE) for task in wanted if task.key not in out]
    return places, [task for task in wanted if task.key in out]


def _tasks(plan: Plan) -> list[TaskDraft]:
    """One task a leg: a door that is a route is walked through office by office. What has no office (a wait, something that
    happens by itself, a task that is not needed) is passed over: what waits for it waits for what it waited for."""
    planned = {task.key: task for task in (*plan.tasks, *plan.left_out)}
    filed = {task.key for task in plan.tasks}
    ends: dict[str, tuple[str, ...]] = {}
    gates: dict[str, tuple[Gate, ...]] = {}
    found: list[TaskDraft] = []
    for name in TopologicalSorter({key: task.before for key, task in planned.items()}).static_order():
        task = planned[name]
        before = tuple(dict.fromkeys(end for earlier in task.before for end in ends[earlier]))
        passed = tuple(dict.fromkeys(gate for earlier in task.before for gate in gates[earlier]))
        if name in filed and not task.legs:
            gate = gate_of(plan, task)
            # What has happened has happened after all that stood before it.
            passed = (gate,) if gate.event else (*passed, gate)
        for number, leg in enumerate(task.legs if name in filed else (), start=1):
            key = f"{task.key}.{number}"
            found.append(_task(plan, key, task, leg, before, passed))
            before, passed = (key,), ()
        ends[name], gates[name] = before, passed
    place = {task.key: position for position, task in enumerate(plan.tasks)}
    # Sorted stably, so that the legs of one door stay in their order.
    return sorted(found, key=lambda each: place[each.planned.key])


def _task(
    plan: Plan, key: str, task: PlannedTask, leg: Provision, before: tuple[str, ...], gates: tuple[Gate, ...]
) -> TaskDraft:
    who = competence(leg)
    at = task.at.facts
    documents = the_bay().law.documents
    papers = {}
    for paper in leg.procedure.documents:
        label = paper.label or (None if paper.id is None else documents[paper.id])
        if label is not None:
            kind = paper.id or words_kind(label)
            papers[kind] = PaperDraft(kind, label)
    stated = plan.at.facts
    names = sorted({*at, *stated})
    differs = {name: plain_value(at.get(name)) for name in names if at.get(name) != stated.get(name)}
    version = task.at.book.ruling(leg.id).version
    requires = None if version is None else version.not_tested
    kept = tuple(papers.values())
    return TaskDraft(key, task, leg, who.decides, who.joint, who.named, before, kept, differs, gates, requires)


def words_kind(label: Text) -> str:
    """The kind of a paper that the law names by words of its own only."""
    return f"words.{hashlib.sha256(label.en.encode()).hexdigest()[:12]}"
