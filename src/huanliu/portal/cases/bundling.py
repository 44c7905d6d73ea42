"""A case put together for its person: the facts with what rests on them, and the whole of it as one bundle to keep or to print."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from attrs import frozen
from django.template.loader import render_to_string

from huanliu.portal.bay import law_words
from huanliu.portal.cases.correcting import Resting, correctable, resting_on
from huanliu.portal.cases.models import Amendment, Case, Task
from huanliu.portal.cases.outlook import days_of
from huanliu.portal.cases.shown import ShownFact, TaskFinding, shown_facts, task_finding
from huanliu.portal.cases.timeline import timeline
from huanliu.portal.front.templatetags.words import page_language
from huanliu.portal.journeys.printing import print_pdf
from huanliu.portal.people.facts import kind_of, shown_value, stated


@frozen
class Corrected:
    """A correction in words."""

    amendment: Amendment
    label: str
    before: str | None
    after: str


@frozen
class Bundled:
    """A task with what the engine finds of it today on the facts that were filed."""

    task: Task
    finding: TaskFinding | None
    tree: dict[str, Any] | None


def facts_of(case: Case, code: str) -> dict[str, Any]:
    """The facts of a case: those filed, those that could be added, and what was corrected with what rests on it."""
    may = correctable(case)
    amended = list(case.amendments.all())
    words = law_words(code)
    return {
        "facts": shown_facts(case.facts, code),
        "may": set(may) if case.state == "open" else set(),
        "added": [ShownFact(name, words.label(name), "") for name in may if name not in case.facts],
        "corrected": [(_corrected(each, code), resting_on(case, each.fact)) for each in amended],
    }


def _corrected(each: Amendment, code: str) -> Corrected:
    words = law_words(code)
    before = None if each.before is None else shown_value(each.fact, each.before, words)
    return Corrected(each, words.label(each.fact), before, shown_value(each.fact, each.after, words))


@frozen
class Noted:
    """That a fact was corrected, for an officer: which, and when."""

    label: str
    at: datetime.datetime


def corrected_of(task: Task, read: Iterable[str]) -> list[Noted]:
    """The corrections of the facts that a task reads; what a fact was before is not the desk's to know."""
    words, names = law_words(page_language()), set(read) - set(task.differs)
    found = task.case.amendments.filter(fact__in=names)
    return [Noted(words.label(each.fact), each.at) for each in found]


def said_by_person(task: Task) -> list[Task]:
    """The tasks before a task that were done elsewhere, as nobody but their person says."""
    return list(Task.objects.filter(case=task.case_id, key__in=task.after, state="done_elsewhere"))


def fact_of(case: Case, name: str, code: str) -> dict[str, Any]:
    """One fact to be corrected, and what rests on it."""
    known, kind, words = stated(name), kind_of(name), law_words(code)
    rests: list[Resting] = resting_on(case, name)
    return {
        "label": words.label(name),
        "asks": getattr(known, "asks", None) or getattr(known, "label", None),
        "kind": "" if kind is None else kind.name,
        "unit": None if kind is None else kind.currency or kind.unit,
        "rests": rests,
        "now": shown_value(name, case.facts[name], words) if name in case.facts else None,
    }


def bundle(case: Case, code: str) -> dict[str, Any]:
    """Everything about a case that its person may want to take along."""
    tasks = list(
        case.tasks.select_related("case__person").prefetch_related("corrections", "decisions", "papers__paper")
    )
    return {
        "case": case,
        "tasks": [_bundled(task, code) for task in tasks],
        "by_key": {task.key: task for task in tasks},
        "facts": shown_facts(case.facts, code),
        "corrected": [_corrected(each, code) for each in case.amendments.all()],
        "days": days_of(case, tasks),
        "timeline": list(reversed(timeline(case))),
    }


def _bundled(task: Task, code: str) -> Bundled:
    found = task_finding(task)
    return Bundled(task, found, None if found is None else found.tree(code))


def as_pdf(context: dict[str, Any]) -> bytes:
    """The bundle as PDF. Raises NoPrinterError where the system cannot print."""
    return print_pdf(render_to_string("cases/bundle_print.html", context))
