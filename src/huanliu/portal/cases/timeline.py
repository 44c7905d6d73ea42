"""What happened in a case, in words that its person can read: made from the audit trail, which cannot be changed."""

from __future__ import annotations

import datetime
import json
from typing import Any

from attrs import frozen
from django.db.models import Q

from huanliu.base.language import Text
from huanliu.portal.cases.models import Case, Task
from huanliu.portal.record.models import Entry

OF_TASKS = ("data.looked", "data.passed_on")
# Said only in the desk's own pages, or said by the step that follows.
UNTOLD = ("task.proposed", "task.returned", "task.withdrawn")


@frozen
class Line:
    """One thing that happened. `who` is "you", "office" or "system"."""

    at: datetime.datetime
    event_key: str
    who: str
    authority: str
    title: Text | None


def timeline(case: Case) -> list[Line]:
    """The lines of a case, the newest first."""
    tasks = {task.public: task for task in case.tasks.all()}
    about = Q(about=case.public) | Q(event__in=OF_TASKS, about__in=list(tasks), person=case.person.public)
    entries = Entry.objects.filter(about).exclude(event__in=UNTOLD).select_related("body").order_by("-number")
    return [_line(entry, case, tasks) for entry in entries]


def _line(entry: Entry, case: Case, tasks: dict[str, Task]) -> Line:
    body = getattr(entry, "body", None)
    said: dict[str, Any] = json.loads(body.text) if body is not None else {}
    task = tasks.get(said.get("task", "")) if isinstance(said.get("task"), str) else None
    if entry.event in OF_TASKS:
        task = tasks[entry.about]
        # The trail names the officer; the person reads the office.
        said["authority"] = task.authority
    who = "you" if entry.actor == case.person.public else "office" if entry.actor else "system"
    # Data go by themselves once their person has sent a task: what is read is where to.
    who = "system" if entry.event == "data.passed_on" else who
    authority = said.get("authority", "") if who == "office" or entry.event == "data.passed_on" else ""
    return Line(entry.at, _key(entry.event, said), who, authority, None if task is None else task.title_text)


def _key(event: str, said: dict[str, Any]) -> str:
    if event == "data.looked":
        paper = any(field.startswith("documents.") for field in said.get("fields", ()))
        return f"cases.event_{'paper' if paper else 'file'}_looked"
    return f"cases.event_{event.replace('.', '_')}"
