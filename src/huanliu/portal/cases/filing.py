"""From facts and a journey to the tasks of a case: who decides what, what waits for what, which papers. Worked out here, on the
server, at review and again at filing; nothing that a browser posts is believed."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping
from typing import Any

from attrs import frozen

from huanliu.base.clock import today
from huanliu.base.language import Text
from huanliu.engine.planning.making import find_journey, make_plan
from huanliu.engine.planning.plan import Plan
from huanliu.engine.planning.tasks import PlannedTask
from huanliu.engine.planning.telling import plain as plain_plan
from huanliu.engine.record import digest_of_facts, plain_value
from huanliu.law.model import Provision
from huanliu.portal.authorities.registry import competence
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
    """One task a leg: a door that is a route is walked through office by office. A wait or an event has no office."""
    ends: dict[str, tuple[str, ...]] = {}
    found: list[TaskDraft] = []
    waiting = list(plan.tasks)
    while waiting:
        task = next(each for each in waiting if all(name in ends for name in each.before))
        waiting.remove(task)
        before = tuple(dict.fromkeys(end for name in task.before for end in ends[name]))
        for number, leg in enumerate(task.legs, start=1):
            key = f"{task.key}.{number}"
            found.append(_task(key, task, leg, before))
            before = (key,)
        ends[task.key] = before
    return found


def _task(key: str, task: PlannedTask, leg: Provision, before: tuple[str, ...]) -> TaskDraft:
    who = competence(leg)
    documents = the_bay().law.documents
    papers = {}
    for paper in leg.procedure.documents:
        label = documents[paper.id] if paper.id is not None else paper.label
        if label is not None:
            kind = paper.id or words_kind(label)
            papers[kind] = PaperDraft(kind, label)
    return TaskDraft(key, task, leg, who.decides, who.joint, who.named, before, tuple(papers.values()))


def words_kind(label: Text) -> str:
    """The kind of a paper that the law names by words of its own only."""
    return f"words.{hashlib.sha256(label.en.encode()).hexdigest()[:12]}"
