"""What an officer gets to see: the tasks of the own authority, and nothing of any other."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import Http404

from huanliu.base.clock import now, today
from huanliu.portal.authorities.access import officers_of
from huanliu.portal.authorities.models import Officer
from huanliu.portal.authorities.registry import across, authorities, law_side
from huanliu.portal.cases.actors import coordinates
from huanliu.portal.cases.models import Affected, Case, Decision, JointStep, Task
from huanliu.portal.cases.states import ACTIVE, DONE
from huanliu.portal.consent.models import Request
from huanliu.portal.documents.access import look
from huanliu.portal.documents.models import Paper
from huanliu.portal.people.models import User

# So many rows of one kind as a page bears; what there is more of is counted.
MOST_STUCK, MOST_WAITING, MOST_JOINT = 60, 30, 30
STUCK = datetime.timedelta(days=14)
PURPOSE = "case"


def first_page(officer: Officer) -> str:
    """The name of the page on which an officer begins."""
    if officer.works:
        return "desks:coordination" if officer.coordinator else "desks:queue"
    return "desks:requests" if officer.privacy else "authorities:officers"


def _tasks() -> QuerySet[Task]:
    return Task.objects.select_related("case__person", "officer__user")


def queue(officer: Officer, show: str = "open") -> list[Task]:
    """The tasks of an officer's authority and layer, the oldest first."""
    mine = _tasks().filter(authority=officer.authority, layer=officer.layer)
    return list(mine.filter(_shown(officer, show)).order_by("ready_at", "pk")[:200])


def _late() -> Q:
    """Whose day has passed: as workload.is_late, the clock stands still while the person is asked."""
    return Q(due__lt=today()) & ~Q(state="asked")


def _shown(officer: Officer, show: str) -> Q:
    shown = {
        "open": Q(state__in=ACTIVE),
        "free": Q(state="ready"),
        "mine": Q(state__in=ACTIVE, officer=officer),
        "second": Q(state="proposed") & ~Q(officer=officer),
        "review": Q(state__in=ACTIVE, reviewing=True),
        "overdue": Q(state__in=ACTIVE) & _late(),
        "over": Q(state__in=("granted", "refused", "noted", "withdrawn"), ready_at__isnull=False),
    }
    return shown.get(show, shown["open"])


SHOWS = ("open", "free", "mine", "second", "review", "overdue", "over")


def counts(officer: Officer) -> dict[str, int]:
    """How many each filter of the queue shows. What is over is not counted: it only grows."""
    here = Task.objects.filter(authority=officer.authority, layer=officer.layer)
    found = here.aggregate(**{name: Count("pk", filter=_shown(officer, name)) for name in SHOWS if name != "over"})
    return {name: found.get(name, 0) for name in SHOWS}


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


def corrected(officer: Officer) -> list[Affected]:
    """Tasks and decisions of an officer's desk that rest on a fact that its person has corrected since: one's own and free ones first."""
    here = Affected.objects.filter(settled=None, task__authority=officer.authority, task__layer=officer.layer)
    reached = here.exclude(task__ready_at=None).exclude(task__state="withdrawn")
    rows = reached.select_related("task__case", "task__officer__user", "amendment").order_by("amendment__at", "pk")
    return sorted(rows, key=lambda row: row.task.officer_id not in (None, officer.pk))


def amended(task: Task) -> list[Affected]:
    """What was corrected of the facts that a task rests on, the newest last."""
    return list(task.affected.select_related("amendment", "officer__user").order_by("pk"))


def affected_of(officer: Officer, task: str, amendment: str) -> Affected:
    """One of them, at the officer's own desk."""
    own = task_of(officer, task)
    found = own.affected.filter(amendment__public=amendment).select_related("task__case__person", "amendment").first()
    if found is None:
        raise Http404
    return found


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


def coordinated_by(officer: Officer) -> list[str]:
    """The authorities that a coordinator looks after."""
    return [name for name in authorities() if coordinates(officer, name)]


def shared_tasks(officer: Officer, public: str) -> list[Task]:
    """Every task of a case of which a coordinator's side has one, or is named in one: to be seen together, without file or papers."""
    case = Case.objects.filter(tasks__public=public).first()
    tasks = [] if case is None else list(_with_standing().filter(case=case).order_by("position"))
    named = [step.authority for task in tasks for step in task.joint_steps.all()]
    if not any(coordinates(officer, authority) for authority in [*named, *(task.authority for task in tasks)]):
        raise Http404
    return tasks


def _with_standing() -> QuerySet[Task]:
    return _tasks().prefetch_related("corrections", "decisions", "joint_steps")


def stuck(officer: Officer) -> list[Task]:
    """Tasks on the sides that a coordinator looks after that are late, that nobody touched for two weeks, or for which there is
    nobody, the oldest first."""
    here = _with_standing().filter(authority__in=coordinated_by(officer), state__in=ACTIVE)
    return list(here.filter(_late() | Q(changed__lt=now() - STUCK) | _unserved(officer)).order_by("ready_at", "pk"))


def _unserved(officer: Officer) -> Q:
    """Tasks that lie where nobody serves who could move them."""
    found = Q(pk__in=[])
    places = Task.objects.filter(authority__in=coordinated_by(officer), state__in=ACTIVE)
    for authority, layer in places.values_list("authority", "layer").distinct().order_by():
        there = officers_of(authority, layer)
        here = Q(authority=authority, layer=layer)
        if not any(each.handler for each in there):
            found |= here & Q(state="ready")
        for task in places.filter(here, state="proposed").only("pk", "officer"):
            if not any(each.second and each.pk != task.officer_id for each in there):
                found |= Q(pk=task.pk)
    return found


def waiting_on_another_side(officer: Officer) -> list[tuple[Task, list[Task]]]:
    """Tasks that wait for one across a border, with what they wait for, the oldest case first."""
    mine = set(coordinated_by(officer))
    cases = Task.objects.filter(authority__in=mine, case__state="open").values("case")
    by_case: dict[int, list[Task]] = {}
    for task in _with_standing().filter(case__in=cases).order_by("case__filed", "case", "position"):
        by_case.setdefault(task.case_id, []).append(task)
    found = [pair for tasks in by_case.values() for pair in _across(tasks)]
    return [(task, there) for task, there in found if mine & {task.authority, *(each.authority for each in there)}]


def _across(tasks: list[Task]) -> Iterator[tuple[Task, list[Task]]]:
    """The waiting tasks of one case, each with those on another side that it waits for."""
    open_still = {each.key: each for each in tasks if each.state not in DONE}
    for task in tasks:
        before = [open_still[key] for key in task.after if key in open_still] if task.state == "waiting" else []
        there = [each for each in before if across(each.authority, task.authority)]
        if there:
            yield task, there


def pending_joint_steps(officer: Officer) -> list[JointStep]:
    """Joint steps of the sides that a coordinator looks after on which the other authority has said nothing yet."""
    mine = coordinated_by(officer)
    ours = Q(authority__in=mine) | Q(task__authority__in=mine)
    found = JointStep.objects.filter(ours, view="", task__state__in=ACTIVE).select_related("task__case")
    return list(found.order_by("task__ready_at", "pk"))


def coordinated_joint_step(officer: Officer, task: str, authority: str) -> JointStep:
    """A joint step on either end of which stands a side that a coordinator looks after."""
    found = (
        JointStep.objects.filter(task__public=task, authority=authority).select_related("task__case__person").first()
    )
    if found is None or not (coordinates(officer, authority) or coordinates(officer, found.task.authority)):
        raise Http404
    return found


def own_joint_step(officer: Officer, task: str, authority: str) -> JointStep:
    """What another authority has still to say on a task of the officer's own authority."""
    own = task_of(officer, task)
    found = own.joint_steps.filter(authority=authority).select_related("task__case__person").first()
    if found is None:
        raise Http404
    return found


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
