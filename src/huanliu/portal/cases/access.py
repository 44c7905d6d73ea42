"""Whose case: a person's own. Officers come in through their desk."""

from __future__ import annotations

from django.http import Http404

from huanliu.base.clock import today
from huanliu.portal.cases.amending import correctable
from huanliu.portal.cases.models import Case, Correction, Decision, Task, TaskPaper
from huanliu.portal.cases.states import FINAL
from huanliu.portal.people.models import User


def cases_of(person: User) -> list[Case]:
    """Everything that somebody filed."""
    return list(Case.objects.filter(person=person).prefetch_related("tasks"))


def own_case(person: User, public: str) -> Case:
    """One's own case."""
    found = Case.objects.filter(person=person, public=public).select_related("person").first()
    if found is None:
        raise Http404
    return found


def own_fact(case: Case, name: str) -> str:
    """A fact of a case that can be corrected. Any other is not there."""
    if name not in correctable(case):
        raise Http404
    return name


def own_task(person: User, case: str, task: str) -> Task:
    """A task of one's own case."""
    mine = Task.objects.filter(case__person=person, case__public=case, public=task)
    found = mine.select_related("case__person", "officer").first()
    if found is None:
        raise Http404
    return found


def own_decision(person: User, case: str, decision: str) -> Decision:
    """A final decision in one's own case, the one that counts or an earlier one."""
    mine = Decision.objects.filter(task__case__person=person, task__case__public=case, public=decision)
    final = mine.filter(state__in=("confirmed", "reviewed"))
    found = final.select_related("task__case__person", "officer", "second").first()
    if found is None:
        raise Http404
    return found


def tasks_due() -> list[Task]:
    """Tasks held back whose day has come."""
    found = Task.objects.filter(state="held", case__state="open").exclude(not_before__gt=today())
    return list(found.select_related("case__person"))


def open_correction(task: Task) -> Correction | None:
    """What an officer asked and nobody answered yet."""
    found = task.corrections.filter(answered=None, recalled=False).first()
    if found is not None:
        found.task = task
    return found


def kinds_wanted(case: Case) -> set[str]:
    """The kinds of paper that a task asks for which is not over."""
    rows = TaskPaper.objects.filter(task__case=case).exclude(task__state__in=FINAL)
    return set(rows.values_list("kind", flat=True))


def papers_needed(case: Case) -> list[TaskPaper]:
    """Every paper that the case asks for, once, with what was given."""
    rows = TaskPaper.objects.filter(task__case=case).select_related("paper", "task").order_by("task__position", "pk")
    found: dict[str, TaskPaper] = {}
    for row in rows:
        kept = found.get(row.kind)
        if kept is None or (kept.paper is None and row.paper is not None):
            found[row.kind] = row
    return list(found.values())
