"""A plan as JSON values: what an interface, a file or another program needs of it."""

from __future__ import annotations

import datetime
from typing import Any

from huanliu.base import money
from huanliu.base.language import Text
from huanliu.base.truth import Status
from huanliu.engine.changes import plain_fact
from huanliu.engine.planning.papers import fees_of, totals, unpriced
from huanliu.engine.planning.plan import Plan, PlannedTask
from huanliu.engine.words import Words
from huanliu.law.model import Provision


def plain(plan: Plan, lang: str = "en") -> dict[str, Any]:
    """Everything that a plan says."""
    words = plan.at.book.words(lang)
    return {
        "journey": plan.journey.id,
        "title": words.of(plan.journey.title),
        "on": plan.at.book.days.on.isoformat(),
        "start": plan.start.isoformat(),
        "status": plan.status.value,
        "discretionary": plan.discretionary,
        "untested": plan.untested,
        "earliest": _day(plan.earliest),
        "earliest_is_sure": plan.schedule.sure,
        "critical_path": list(plan.schedule.critical),
        "side_by_side": [list(row) for row in plan.schedule.side_by_side],
        "missing": plan.missing,
        "tasks": [_task(plan, task, words) for task in plan.tasks],
        "not_needed": [task.task.id for task in plan.left_out],
        "documents": [{"text": words.of(each.label), "tasks": each.tasks} for each in plan.papers],
        "fees": {currency: money.plain(total) for currency, total in totals(fees_of(plan.legs)).items()},
        "fees_not_known": [leg.id for leg in unpriced(plan.legs)],
        "lapses": [
            {"task": task.task.id, "provision": leg.id, "by": day.isoformat(), "text": lapse_text(leg, words)}
            for task, leg, day in plan.lapse_days()
        ],
    }


def _task(plan: Plan, task: PlannedTask, words: Words) -> dict[str, Any]:
    slot, lang = plan.slot(task), words.lang
    shut = task.status is Status.UNMET
    return {
        "id": task.task.id,
        "title": words.of(task.task.title),
        "status": task.status.value,
        "needed": task.needed,
        "door": task.door.plain(lang),
        "discretionary": task.door.discretionary,
        "also_required": [words.of(text) for text in task.door.also_required],
        "instead": [door.plain(lang) for door in task.doors[1:]],
        "shut_by": [leaf.plain(lang) for leaf in task.door.shut_by] if shut else [],
        "missing": task.missing,
        "assumed": {name: plain_fact(value) for name, value in task.assumed.items()},
        "after": plan.waits_for(task),
        "earliest_start": slot.start.isoformat(),
        "earliest_finish": slot.finish.isoformat(),
        "latest_finish": _day(slot.latest),
        "duration_known": slot.sure,
        "service": task.task.service,
        "steps": [_leg(leg, words) for leg in task.door.legs],
    }


def _leg(leg: Provision, words: Words) -> dict[str, Any]:
    procedure = leg.procedure
    return {
        "provision": leg.id,
        "title": words.of(leg.title),
        "decides": _said(leg.authority, words),
        "where": _said(procedure.where, words),
        "online": procedure.online,
        "fee": _said(procedure.fee, words),
        "processing_time": _said(procedure.processing_time, words),
        "steps": [words.of(step) for step in procedure.steps],
    }


def lapse_text(leg: Provision, words: Words) -> str | None:
    """What is lost when it lapses."""
    return None if leg.procedure.lapses is None else _said(leg.procedure.lapses.label, words)


def _said(text: Text | None, words: Words) -> str | None:
    return None if text is None else words.of(text)


def _day(day: datetime.date | None) -> str | None:
    return None if day is None else day.isoformat()
