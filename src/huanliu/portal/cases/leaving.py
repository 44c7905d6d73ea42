"""What an officer holds goes back into the queue when the post ends: nothing waits for somebody who is gone."""

from __future__ import annotations

from django.db.models import QuerySet

from huanliu.portal.authorities.leaving import Holder, holds
from huanliu.portal.authorities.models import Officer
from huanliu.portal.cases.actors import SYSTEM
from huanliu.portal.cases.models import Case, Decision, Task
from huanliu.portal.cases.moving import move
from huanliu.portal.cases.states import ACTIVE


def _held(officer: Officer) -> QuerySet[Task]:
    return Task.objects.filter(officer=officer, state__in=ACTIVE)


def count(officer: Officer) -> int:
    """How many tasks an officer holds."""
    return _held(officer).count()


def give_back(officer: Officer) -> None:
    """Every task of an officer, within the transaction that ends the post. A question to the person stays asked; a decision that
    nobody confirmed is sent back."""
    # All cases first, in one order: whoever acts on one of them waits here and not crosswise.
    list(Case.objects.select_for_update().filter(pk__in=_held(officer).values("case")).order_by("pk"))
    for task in _held(officer).select_related("case__person"):
        Decision.objects.filter(task=task, state="proposed").update(state="returned")
        move(task, "leave", SYSTEM, {"officer": None})


def register_leaving() -> None:
    """Once, when the desk is ready."""
    holds(Holder(count, give_back))
