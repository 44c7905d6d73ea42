"""A plan as iCalendar (RFC 5545): a to-do for each task, an event with alarms for each day on which something lapses."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping

from icalendar import Alarm, Calendar, Event, Todo, vText

from huanliu.base.language import language
from huanliu.engine.planning.lapsing import Lapsing
from huanliu.engine.planning.markdown import lapse_line, titled
from huanliu.engine.planning.plan import Plan
from huanliu.engine.planning.tasks import PlannedTask
from huanliu.engine.words import Words

MAKER = "-//Huanliu//Plan//EN"
# Days before something lapses on which a calendar program reminds.
WARNINGS = (14, 3)
TITLES: Mapping[str, tuple[str, ...]] = {
    "VCALENDAR": ("x-wr-calname",),
    "VTODO": ("summary",),
    "VEVENT": ("summary",),
    "VALARM": ("description",),
}


def calendar(plan: Plan, lang: str = "en", mark: str = "{title}") -> bytes:
    """The plan for a calendar program. The same plan gives the same bytes. What lapses on a day that is not known is left out.

    `mark` is how each title is written: in a calendar it stands alone, among what is not from here.
    """
    words = plan.at.book.words(language(lang))
    found = Calendar()
    found.add("prodid", MAKER)
    found.add("version", "2.0")
    found.add("x-wr-calname", words.of(plan.journey.title))
    for task in plan.tasks:
        found.add_component(_todo(plan, task, words))
    for lapsing in plan.lapses:
        if lapsing.day is not None:
            found.add_component(_event(plan, lapsing, lapsing.day, words))
    _mark(found, mark)
    return bytes(found.to_ical())


def _mark(found: Calendar, mark: str) -> None:
    for part in found.walk():
        for name in TITLES.get(str(part.name), ()):
            part[name] = vText(mark.format(title=part[name]))


def _todo(plan: Plan, task: PlannedTask, words: Words) -> Todo:
    slot, todo = plan.slot(task), Todo()
    todo.add("uid", _uid(plan, task.key))
    todo.add("dtstamp", _stamp(plan))
    todo.add("summary", words.say("plan.wait", title=titled(task, words)) if task.is_wait else titled(task, words))
    todo.add("dtstart", slot.start)
    # A to-do ends after it begins, also where nobody states how long it takes.
    todo.add("due", max(slot.finish, slot.start + datetime.timedelta(days=1)))
    if task.door is not None:
        todo.add("description", words.say("plan.through", title=words.of(task.door.title)))
    for before in task.before:
        todo.add("related-to", _uid(plan, before))
    return todo


def _event(plan: Plan, lapsing: Lapsing, day: datetime.date, words: Words) -> Event:
    event, summary = Event(), lapse_line(lapsing, words)
    event.add("uid", _uid(plan, f"{lapsing.task.key} {lapsing.leg.id} lapses"))
    event.add("dtstamp", _stamp(plan))
    event.add("summary", summary)
    event.add("dtstart", day)
    event.add("transp", "TRANSPARENT")
    for days in WARNINGS:
        event.add_component(_alarm(summary, days))
    return event


def _alarm(summary: str, days: int) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", -datetime.timedelta(days=days))
    return alarm


def _stamp(plan: Plan) -> datetime.datetime:
    return datetime.datetime.combine(plan.at.book.days.on, datetime.time(), datetime.UTC)


def _uid(plan: Plan, what: str) -> str:
    """One name for one thing of one plan, so that a plan read in again replaces itself."""
    whole = f"{plan.journey.id} {plan.start} {what}"
    return f"{hashlib.sha256(whole.encode()).hexdigest()[:32]}@huanliu"
