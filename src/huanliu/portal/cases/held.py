"""What the desk of cases holds about people: registered with the desk of consent; and when a case vouches for a look."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from functools import partial
from typing import Any

from huanliu.portal.authorities.models import Officer
from huanliu.portal.cases.acts import withdraw
from huanliu.portal.cases.models import Case, Correction, Decision, Notice, Task, TaskPaper
from huanliu.portal.consent.access import Actor, vouch
from huanliu.portal.consent.holdings import Holding, Kept, Piece, register, rows
from huanliu.portal.consent.purposes import CASE, purpose
from huanliu.portal.documents.models import Share

CASE_FIELDS = ("public", "journey", "title", "on", "law_digest", "facts", "plan", "organisation", "state", "filed")
TASK_FIELDS = ("public", "case__public", "title", "provision", "authority", "state", "due", "decided_at")
CORRECTION_FIELDS = ("task__public", "question", "asked", "due", "answer", "answered")
DECISION_FIELDS = ("task__public", "outcome", "reasons", "clause", "record", "state", "at", "confirmed")


def exported(person: str) -> dict[str, Any]:
    """Every case, with what was asked and decided."""
    mine = {"task__case__person__public": person}
    return {
        "cases": rows(Case.objects.filter(person__public=person), *CASE_FIELDS),
        "tasks": rows(Task.objects.filter(case__person__public=person), *TASK_FIELDS),
        "corrections": rows(Correction.objects.filter(**mine), *CORRECTION_FIELDS),
        "decisions": rows(Decision.objects.filter(**mine), *DECISION_FIELDS),
    }


def _decided(person: str) -> Any:
    """Cases on which an authority has decided something: its own record, which is not the person's to delete."""
    return Case.objects.filter(person__public=person, tasks__decisions__isnull=False).distinct()


def keeps(person: str) -> list[Kept]:
    """What was decided, for as long as a case is kept."""
    changed = [case.changed.date() for case in _decided(person)]
    if not changed:
        return []
    return [Kept("case", "pipl", "13(1)(3), 47", max(changed) + datetime.timedelta(days=purpose(CASE).keep_days))]


def destroyed(person: str) -> list[Kept]:
    """Open cases are withdrawn; what nobody decided goes; of what was decided the papers are let go."""
    for case in Case.objects.filter(person__public=person, state="open"):
        withdraw(case)
    kept = keeps(person)
    Notice.objects.filter(person__public=person).delete()
    TaskPaper.objects.filter(task__case__person__public=person).update(paper=None)
    decided = list(_decided(person).values_list("pk", flat=True))
    Case.objects.filter(person__public=person).exclude(pk__in=decided).delete()
    return kept


def pieces() -> Iterable[Piece]:
    """A case that is over, since it last changed."""
    over = Case.objects.exclude(state="open").select_related("person")
    for case in over.iterator(chunk_size=500):
        yield Piece(case.person.public, CASE, case.changed.date(), partial(_gone, case.pk))


def _gone(pk: int) -> None:
    Case.objects.filter(pk=pk).delete()


def counted(person: str) -> dict[str, int]:
    """How many cases."""
    return {"case": Case.objects.filter(person__public=person).count()}


def vouches(person: str, about: str, actor: Actor) -> bool:
    """Whether a task of the person's case, or a paper shared for it, is with the authority that the actor serves."""
    posts = Officer.objects.filter(user__public=actor.public, ended=None).values("authority")
    if Share.objects.filter(task=about, paper__person__public=person, authority__in=posts, ended=None).exists():
        return True
    return Task.objects.filter(public=about, case__person__public=person, authority__in=posts).exists()


def register_cases() -> None:
    """The cases, and that a filed one lets its desks look."""
    register(
        Holding(
            "cases",
            frozenset({"case", "document", "office"}),
            exported,
            destroyed,
            keeps=keeps,
            pieces=pieces,
            counts=counted,
        )
    )
    vouch(CASE, vouches)
