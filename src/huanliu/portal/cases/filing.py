"""From facts and a journey to the tasks of a case: who decides what, what waits for what, which papers. Worked out here, on the
server, at review and again at filing; nothing that a browser posts is believed."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping
from graphlib import TopologicalSorter
from typing import Any

from attrs import frozen

from huanliu.base.clock import today
from huanliu.base.language import LANGUAGES, Text
from huanliu.engine.planning.making import find_journey, make_plan
from huanliu.engine.planning.plan import Plan
from huanliu.engine.planning.tasks import PlannedTask
from huanliu.engine.planning.telling import plain as plain_plan
from huanliu.engine.record import digest_of_facts, plain_value
from huanliu.law.model import Provision
from huanliu.portal.authorities.registry import competence, side_of
from huanliu.portal.bay import the_bay


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
class Draft:
    """A case before it is filed."""

    plan: Plan
    facts: Mapping[str, Any]
    on: datetime.date
    law_digest: str
    tasks: tuple[TaskDraft, ...]

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
        for task in self.tasks:
            found.setdefault(task.authority, []).append(task)
        return found

    @property
    def consents(self) -> list[str]:
        """The separate consents that sending it to more than one authority, and over a border, asks for."""
        sides = {side_of(task.authority) for task in self.tasks}
        needed = ["passing_on"] if len(self.by_authority) > 1 else []
        needed += ["leaving_mainland"] if "mainland" in sides and len(sides) > 1 else []
        return needed + (["leaving_sar"] if len(sides) > 1 else [])

    @property
    def papers(self) -> list[PaperDraft]:
        """Every paper once."""
        return list({paper.kind: paper for task in self.tasks for paper in task.papers}.values())


def draft(journey: str, answers: Mapping[str, Any], on: datetime.date | None = None) -> Draft:
    """The case that these answers make. Raises UnknownNameError or SubjectError with their sentences."""
    bay, day = the_bay(), on or today()
    found = find_journey(bay.law.journeys, journey)
    at = bay.situation({name: value for name, value in answers.items() if value is not None}, day)
    plan = make_plan(found, at)
    facts = {name: plain_value(value) for name, value in sorted(at.facts.items()) if value is not None}
    return Draft(plan, facts, day, bay.law.digest, tuple(_tasks(plan)))


def _tasks(plan: Plan) -> list[TaskDraft]:
    """One task a leg: a door that is a route is walked through office by office. What has no office (a wait, something that
    happens by itself, a task that is not needed) is passed over: what waits for it waits for what it waited for."""
    planned = {task.key: task for task in (*plan.tasks, *plan.left_out)}
    filed = {task.key for task in plan.tasks}
    ends: dict[str, tuple[str, ...]] = {}
    found: list[TaskDraft] = []
    for name in TopologicalSorter({key: task.before for key, task in planned.items()}).static_order():
        task = planned[name]
        before = tuple(dict.fromkeys(end for earlier in task.before for end in ends[earlier]))
        for number, leg in enumerate(task.legs if name in filed else (), start=1):
            key = f"{task.key}.{number}"
            found.append(_task(plan, key, task, leg, before))
            before = (key,)
        ends[name] = before
    place = {task.key: position for position, task in enumerate(plan.tasks)}
    # Sorted stably, so that the legs of one door stay in their order.
    return sorted(found, key=lambda each: place[each.planned.key])


def _task(plan: Plan, key: str, task: PlannedTask, leg: Provision, before: tuple[str, ...]) -> TaskDraft:
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
    return TaskDraft(key, task, leg, who.decides, who.joint, who.named, before, tuple(papers.values()), differs)


def words_kind(label: Text) -> str:
    """The kind of a paper that the law names by words of its own only."""
    return f"words.{hashlib.sha256(label.en.encode()).hexdigest()[:12]}"
