"""A plan as iCalendar (RFC 5545): a to-do for each task, an event for each day on which something lapses."""

from __future__ import annotations

import datetime
import hashlib

from icalendar import Calendar, Event, Todo

from huanliu.base.language import language
from huanliu.engine.planning.plan import Plan, PlannedTask
from huanliu.engine.planning.telling import lapse_text
from huanliu.engine.words import Words

MAKER = "-//Huanliu//Plan//EN"


def calendar(plan: Plan, lang: str = "en") -> bytes:
    """The plan for a calendar program. The same plan gives the same bytes."""
    words = plan.at.book.words(language(lang))
    found = Calendar()
    found.add("prodid", MAKER)
    found.add("version", "2.0")
    found.add("x-wr-calname", words.of(plan.journey.title))
    for task in plan.tasks:
        found.add_component(_todo(plan, task, words))
    for task, leg, day in plan.lapse_days():
        text = lapse_text(leg, words) or words.of(leg.title)
        found.add_component(_event(plan, f"{task.task.id} {leg.id} lapses", text, day))
    return bytes(found.to_ical())


def _todo(plan: Plan, task: PlannedTask, words: Words) -> Todo:
    slot, todo = plan.slot(task), Todo()
    todo.add("uid", _uid(plan, task.task.id))
    todo.add("dtstamp", _stamp(plan))
    todo.add("summary", words.of(task.task.title))
    todo.add("dtstart", slot.start)
    # A to-do ends after it begins, also where nobody states how long it takes.
    todo.add("due", max(slot.finish, slot.start + datetime.timedelta(days=1)))
    todo.add("description", words.say("plan.through", title=words.of(task.door.title)))
    for before in plan.waits_for(task):
        todo.add("related-to", _uid(plan, before))
    return todo


def _event(plan: Plan, what: str, summary: str, day: datetime.date) -> Event:
    event = Event()
    event.add("uid", _uid(plan, what))
    event.add("dtstamp", _stamp(plan))
    event.add("summary", summary)
    event.add("dtstart", day)
    event.add("transp", "TRANSPARENT")
    return event


def _stamp(plan: Plan) -> datetime.datetime:
    return datetime.datetime.combine(plan.at.book.days.on, datetime.time(), datetime.UTC)


def _uid(plan: Plan, what: str) -> str:
    """One name for one thing of one plan, so that a plan read in again replaces itself."""
    whole = f"{plan.journey.id} {plan.start} {what}"
    return f"{hashlib.sha256(whole.encode()).hexdigest()[:32]}@huanliu"
