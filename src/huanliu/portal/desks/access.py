"""What an officer gets to see: the tasks of the own authority, and nothing of any other."""

from __future__ import annotations

import datetime

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404

from huanliu.base.clock import now, today
from huanliu.portal.authorities.models import Officer
from huanliu.portal.authorities.registry import across, law_side
from huanliu.portal.cases.actors import coordinates
from huanliu.portal.cases.models import Decision, JointStep, Task
from huanliu.portal.cases.states import ACTIVE, DONE
from huanliu.portal.consent.models import Request
from huanliu.portal.documents.access import look
from huanliu.portal.documents.models import Paper
from huanliu.portal.people.models import User

STUCK = datetime.timedelta(days=14)
PURPOSE = "case"


def _tasks() -> QuerySet[Task]:
    return Task.objects.select_related("case__person", "officer__user")


def queue(officer: Officer, show: str = "open") -> list[Task]:
    """The tasks of an officer's authority and layer, the oldest first."""
    mine = _tasks().filter(authority=officer.authority, layer=officer.layer)
    return list(mine.filter(_shown(officer, show)).order_by("ready_at", "pk")[:200])


def _shown(officer: Officer, show: str) -> Q:
    shown = {
        "open": Q(state__in=ACTIVE),
        "free": Q(state="ready"),
        "mine": Q(state__in=ACTIVE, officer=officer),
        "second": Q(state="proposed") & ~Q(officer=officer),
        "review": Q(state__in=ACTIVE, reviewing=True),
        "overdue": Q(state__in=ACTIVE, due__lt=today()),
        "over": Q(state__in=("granted", "refused", "noted", "withdrawn"), ready_at__isnull=False),
    }
    return shown.get(show, shown["open"])


SHOWS = ("open", "free", "mine", "second", "review", "overdue", "over")


def task_of(officer: Officer, public: str) -> Task:
    """A task of the officer's authority that has reached it. Any other is not even there."""
    found = _tasks().filter(public=public, authority=officer.authority).exclude(ready_at=None).first()
    if found is None:
        raise Http404
    return found


def task_with_file(officer: Officer, public: str) -> Task:
    """A task whose file an officer may open: in the own layer, not over, not the officer's own case."""
    found = task_of(officer, public)
    if found.layer != officer.layer or found.state not in ACTIVE or found.case.person_id == officer.user_id:
        raise PermissionDenied
    return found


def paper_of(officer: Officer, task: Task, public: str) -> Paper:
    """A paper of a task, looked at: the person sees that."""
    return look(officer, public, task.public, PURPOSE)


def decisions_of(task: Task) -> list[Decision]:
    """What was decided or sent back on a task, with its officers, the newest first."""
    found = task.decisions.exclude(state="proposed").select_related("officer__user", "second__user")
    return list(found.order_by("-pk"))


def proposal_of(officer: Officer, public: str) -> Decision:
    """A decision of the officer's authority."""
    found = Decision.objects.filter(public=public, task__authority=officer.authority)
    decision = found.select_related("task__case__person", "task__officer").first()
    if decision is None:
        raise Http404
    return decision


def joint_steps(officer: Officer) -> list[JointStep]:
    """Tasks of other authorities on which the law names the officer's authority too."""
    mine = JointStep.objects.filter(authority=officer.authority, task__state__in=ACTIVE)
    return list(mine.select_related("task__case").order_by("task__ready_at"))


def joint_step(officer: Officer, task: str) -> JointStep:
    """One of them."""
    found = JointStep.objects.filter(authority=officer.authority, task__public=task, task__state__in=ACTIVE)
    step = found.select_related("task__case__person").first()
    if step is None:
        raise Http404
    return step


def coordinated_task(officer: Officer, public: str) -> Task:
    """A task on a side that a coordinator looks after."""
    found = _tasks().filter(public=public).first()
    if found is None or not coordinates(officer, found.authority):
        raise Http404
    return found


def stuck(officer: Officer) -> list[Task]:
    """Tasks that are late or that nobody touched for two weeks, on the sides that a coordinator looks after."""
    late = Q(due__lt=today()) | Q(changed__lt=now() - STUCK)
    found = _tasks().filter(late, state__in=ACTIVE).order_by("ready_at")
    return [task for task in found[:500] if coordinates(officer, task.authority)]


def waiting_on_another_side(officer: Officer) -> list[tuple[Task, list[Task]]]:
    """Tasks that wait for one across a border, with what they wait for."""
    found = []
    for task in _tasks().filter(state="waiting", case__state="open").order_by("case__filed")[:500]:
        before = Task.objects.filter(case=task.case, key__in=task.after).exclude(state__in=DONE)
        there = [each for each in before if across(each.authority, task.authority)]
        if there and any(coordinates(officer, each.authority) for each in [task, *there]):
            found.append((task, there))
    return found


def pending_joint_steps(officer: Officer) -> list[JointStep]:
    """Joint steps on which the other side has said nothing yet."""
    found = JointStep.objects.filter(view="", task__state__in=ACTIVE).select_related("task__case")
    steps = found.order_by("task__ready_at")[:500]
    return [step for step in steps if coordinates(officer, step.authority) or coordinates(officer, step.task.authority)]


def data_requests(officer: Officer, show: str = "open") -> list[Request]:
    """What people ask about their data under the law of a window's side, the one that is due first on top."""
    here = Request.objects.filter(jurisdiction=law_side(officer.authority) or "")
    if show == "over":
        return list(here.exclude(answered=None).order_by("-answered")[:200])
    return list(here.filter(answered=None).order_by("due", "pk")[:500])


def data_request(officer: Officer, public: str) -> Request:
    """One of them. What is asked under the law of another side is not even there."""
    found = Request.objects.filter(public=public, jurisdiction=law_side(officer.authority) or "").first()
    if found is None:
        raise Http404
    return found


def data_request_to_open(officer: Officer, public: str) -> Request:
    """One whose words may be read: not answered yet, and not one's own."""
    found = data_request(officer, public)
    if found.answered is not None or found.person == officer.user.public:
        raise PermissionDenied
    return found


def asker_of(asked: Request) -> User | None:
    """Who asked; None where the account is gone."""
    return User.objects.filter(public=asked.person).first()
