"""A case put together for its person: the whole of it as one bundle to keep or to print."""

from __future__ import annotations

from typing import Any

from attrs import frozen
from django.template.loader import render_to_string

from huanliu.portal.cases.amending import shown_amendments
from huanliu.portal.cases.models import Case, Task
from huanliu.portal.cases.outlook import days_of
from huanliu.portal.cases.shown import TaskFinding, shown_facts, task_finding
from huanliu.portal.cases.timeline import timeline
from huanliu.portal.journeys.printing import print_pdf


@frozen
class Bundled:
    """A task with what the engine finds of it today on the facts that were filed."""

    task: Task
    finding: TaskFinding | None
    tree: dict[str, Any] | None


def said_by_person(task: Task) -> list[Task]:
    """The tasks before a task that were done elsewhere, as nobody but their person says."""
    return list(Task.objects.filter(case=task.case_id, key__in=task.after, state="done_elsewhere"))


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
        "corrected": shown_amendments(case, code),
        "days": days_of(case, tasks),
        "timeline": list(reversed(timeline(case))),
    }


def _bundled(task: Task, code: str) -> Bundled:
    found = task_finding(task)
    return Bundled(task, found, None if found is None else found.tree(code))


def as_pdf(context: dict[str, Any]) -> bytes:
    """The bundle as PDF. Raises NoPrinterError where the system cannot print."""
    return print_pdf(render_to_string("cases/bundle_print.html", context))
