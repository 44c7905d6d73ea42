"""A plan as JSON values: what an interface, a file or another program needs of it."""

from __future__ import annotations

import datetime
from typing import Any

from huanliu.base import money
from huanliu.base.language import Text
from huanliu.base.truth import Status
from huanliu.engine.changes import plain_fact
from huanliu.engine.planning.fees import Bill, choices_of
from huanliu.engine.planning.lapsing import Lapsing
from huanliu.engine.planning.plan import Plan
from huanliu.engine.planning.questions import asked_first, of_plan
from huanliu.engine.planning.tasks import PlannedTask
from huanliu.engine.words import Words
from huanliu.law.model import Fee, Provision


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
        "ask_first": of_plan(plan.tasks).plain(),
        "tasks": [_task(plan, task, words) for task in plan.tasks],
        "not_needed": [task.key for task in plan.left_out if not task.is_wait],
        "documents": [{"text": words.of(each.label), "tasks": each.tasks} for each in plan.papers],
        **_bill(plan.bill, words),
        "lapses": [_lapsing(found, words) for found in plan.lapses],
    }


def _bill(bill: Bill, words: Words) -> dict[str, Any]:
    return {
        "fees": {
            currency: {"least": money.plain(least), "most": money.plain(most)}
            for currency, (least, most) in bill.sums.items()
        },
        "fees_each": [{"provision": leg.id, **_fee(fee, words)} for leg, fee in bill.each],
        "fees_not_stated": [{"provision": leg.id, **_fee(fee, words)} for leg, fee in bill.unstated],
        "fees_not_known": [leg.id for leg in bill.unpriced],
    }


def _fee(fee: Fee, words: Words) -> dict[str, Any]:
    return {
        "text": words.of(fee.label),
        "amount": None if fee.amount is None else money.plain(fee.amount),
        "currency": fee.currency,
        "each": _said(fee.each, words),
    }


def _lapsing(found: Lapsing, words: Words) -> dict[str, Any]:
    return {
        "task": found.task.key,
        "provision": found.leg.id,
        "by": _day(found.day),
        "from": None if found.lapse.after is None else found.lapse.event,
        "text": _said(found.lapse.label, words),
    }


def _task(plan: Plan, task: PlannedTask, words: Words) -> dict[str, Any]:
    slot, lang, door = plan.slot(task), words.lang, task.door
    return {
        "id": task.key,
        "title": words.of(task.title),
        "kind": "wait" if task.is_wait else "event" if task.task.event else "task",
        "whose": None if task.member is None else {"number": task.member.place + 1, "who": task.member.called(words)},
        "afterwards": task.task.afterwards,
        "status": task.status.value,
        "needed": task.needed,
        "door": None if door is None else door.plain(lang),
        "discretionary": task.discretionary,
        "also_required": [] if door is None else [words.of(text) for text in door.also_required],
        "instead": [other.plain(lang) for other in task.doors[1:]],
        "shut_by": [leaf.plain(lang) for leaf in door.shut_by] if door and task.status is Status.UNMET else [],
        "missing": task.missing,
        "ask_first": asked_first(task).plain(),
        "assumed": {name: plain_fact(value) for name, value in task.assumed.items()},
        "after": list(task.before),
        "earliest_start": slot.start.isoformat(),
        "earliest_finish": slot.finish.isoformat(),
        "latest_finish": _day(slot.latest),
        "duration_known": all(each is not None and each.least is not None for each in task.durations),
        "date_known": slot.sure,
        "service": task.task.service,
        "steps": [_leg(task, leg, words) for leg in task.legs],
    }


def _leg(task: PlannedTask, leg: Provision, words: Words) -> dict[str, Any]:
    procedure = leg.procedure
    return {
        "provision": leg.id,
        "title": words.of(leg.title),
        "decides": _said(leg.authority, words),
        "where": _said(procedure.where, words),
        "online": procedure.online,
        "fee": _said(procedure.fee, words),
        "fees": [[_fee(fee, words) for fee in choice.fees] for choice in choices_of(task, leg)],
        "processing_time": _said(procedure.processing_time, words),
        "steps": [words.of(step) for step in procedure.steps],
    }


def _said(text: Text | None, words: Words) -> str | None:
    return None if text is None else words.of(text)


def _day(day: datetime.date | None) -> str | None:
    return None if day is None else day.isoformat()
