"""The desk of a coordinator: what is stuck and why, what waits for another side, where two authorities act on one task."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from huanliu.base.clock import today
from huanliu.portal.authorities.access import officer_required
from huanliu.portal.authorities.models import Officer
from huanliu.portal.cases.models import Task
from huanliu.portal.cases.views import tried
from huanliu.portal.desks import access, acts
from huanliu.portal.desks.standing import standings


@officer_required("coordinator")
@require_safe
def coordination(request: HttpRequest, officer: Officer) -> HttpResponse:
    """What is stuck, what waits for another side, joint steps."""
    stuck, joint = access.stuck(officer), access.pending_joint_steps(officer)
    waiting = _with_movers(access.waiting_on_another_side(officer))
    context = {
        "officer": officer,
        "stuck": standings(stuck[: access.MOST_STUCK]),
        "waiting": [(task, standings(before)) for task, before in waiting[: access.MOST_WAITING]],
        "joint": joint[: access.MOST_JOINT],
        "counts": {"stuck": len(stuck), "waiting": len(waiting), "joint": len(joint)},
        "today": today(),
    }
    return render(request, "desks/coordination.html", context)


def _with_movers(waiting: list[tuple[Task, list[Task]]]) -> list[tuple[Task, list[Task]]]:
    """What waits for something that somebody could move now; what waits for a waiting task waits for what that one waits for."""
    found = [(task, [each for each in before if each.state != "waiting"]) for task, before in waiting]
    return [(task, before) for task, before in found if before]


@officer_required("coordinator")
@require_safe
def shared(request: HttpRequest, officer: Officer, public: str) -> HttpResponse:
    """Every task of a case, on every side, as it stands: the same page for the coordinators of all of them. No facts, no papers."""
    tasks = access.shared_tasks(officer, public)
    mine = set(access.coordinated_by(officer))
    rows = [(each, each.task.authority in mine) for each in standings(tasks)]
    context = {"officer": officer, "rows": rows, "mine": mine, "case": tasks[0].case, "today": today()}
    return render(request, "desks/shared.html", context | {"by_key": {task.key: task for task in tasks}})


@officer_required("coordinator")
@require_POST
def remind(request: HttpRequest, officer: Officer, public: str) -> HttpResponse:
    """Remind a desk."""
    found = access.coordinated_task(officer, public)
    tried(request, lambda: acts.remind(found, officer), "desks.reminded")
    return redirect("desks:coordination")


@officer_required("coordinator")
@require_POST
def remind_joint(request: HttpRequest, officer: Officer, public: str, authority: str) -> HttpResponse:
    """Remind the other authority of a joint step."""
    step = access.coordinated_joint_step(officer, public, authority)
    tried(request, lambda: acts.remind_joint(step, officer), "desks.joint_reminded")
    return redirect("desks:coordination")
