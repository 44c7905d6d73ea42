"""What the desk of cases holds about a person, and whether a filed case vouches for an officer who wants to look."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from functools import partial
from typing import Any

from django.db import transaction

from huanliu.portal.authorities.models import Officer
from huanliu.portal.authorities.registry import jurisdiction_of
from huanliu.portal.cases import sending
from huanliu.portal.cases.acts import withdraw
from huanliu.portal.cases.models import (
    Affected,
    Amendment,
    Case,
    Correction,
    Decision,
    Handover,
    JointStep,
    Notice,
    Review,
    Task,
    TaskPaper,
)
from huanliu.portal.cases.states import ACTIVE
from huanliu.portal.consent.access import Actor, vouch
from huanliu.portal.consent.holdings import Holding, Kept, Piece, Rest, register, rows
from huanliu.portal.consent.purposes import CASE, purpose
from huanliu.portal.documents import acts as papers
from huanliu.portal.documents.acts import shown_to

CASE_FIELDS = (
    "public",
    "journey",
    "on",
    "law_digest",
    "facts",
    "plan",
    "chosen",
    "organisation",
    "guardian",
    "state",
    "filed",
    "changed",
)
TASK_FIELDS = (
    "case__public",
    "public",
    "key",
    "provision",
    "authority",
    "layer",
    "state",
    "due",
    "not_before",
    "decided_at",
    "lapses",
)
# By which law a decision on record stays although its person asks for deletion, by the side that decided.
KEPT_BY = {"hk": ("pdpo", "s. 26(1)"), "mo": ("pdpa", "5(1)(e)")}


def exported(person: str) -> dict[str, Any]:
    """Every case with all that was asked, answered and decided. Officers are named by their offices alone."""
    mine, of = {"case__person__public": person}, {"task__case__person__public": person}
    return {
        "cases": rows(Case.objects.filter(person__public=person), *CASE_FIELDS),
        "tasks": rows(Task.objects.filter(**mine), *TASK_FIELDS, "assumed", "differs", "waits", "requires"),
        "papers": rows(TaskPaper.objects.filter(**of), "task__public", "kind", "paper__public"),
        "amendments": rows(
            Amendment.objects.filter(**mine),
            "case__public",
            "public",
            "source",
            "fact",
            "before",
            "after",
            "words",
            "at",
        ),
        "amended_tasks": rows(
            Affected.objects.filter(**of), "amendment__public", "task__public", "decided", "taken", "settled"
        ),
        "corrections": rows(Correction.objects.filter(**of), "task__public", "question", "asked", "answer", "answered"),
        "decisions": rows(
            Decision.objects.filter(**of, state__in=("confirmed", "reviewed")),
            *("task__public", "outcome", "reasons", "clause", "record", "examined", "state", "at", "confirmed"),
        ),
        "reviews": rows(Review.objects.filter(**of), "task__public", "words", "asked"),
        "handovers": rows(Handover.objects.filter(**of), "task__public", "origin", "target", "reason", "at"),
        "joint_steps": rows(JointStep.objects.filter(**of), "task__public", "authority", "view", "words", "at"),
        "notices": rows(Notice.objects.filter(person__public=person), "case", "key", "made", "sent"),
    }


def _decided(person: str) -> list[Case]:
    """The cases in which an officer decided something."""
    decided = Case.objects.filter(person__public=person, tasks__decisions__state__in=("confirmed", "reviewed"))
    return list(decided.distinct())


def keeps(person: str) -> list[Kept]:
    """What was decided stays on record for the term of the purpose, with the decision records and nothing else."""
    found: dict[tuple[str, str], datetime.date] = {}
    for decision in Decision.objects.filter(task__case__in=_decided(person)).select_related("task"):
        law = KEPT_BY.get(jurisdiction_of(decision.task.authority), ("pipl", "47"))
        until = purpose("case").outlived((decision.confirmed or decision.at).date())
        found[law] = max(until, found.get(law, until))
    return [Kept("case", law, articles, until) for (law, articles), until in found.items()]


def destroyed(person: str) -> list[Kept]:
    """Open cases are withdrawn; what was never decided goes; what was decided stays, stripped to the decision."""
    for case in Case.objects.filter(person__public=person, state="open").select_related("person"):
        withdraw(case)
    kept, decided = keeps(person), {case.pk for case in _decided(person)}
    for case in Case.objects.filter(person__public=person):
        _strip(case) if case.pk in decided else _delete(case)
    Notice.objects.filter(person__public=person).delete()
    return kept


def _strip(case: Case) -> None:
    of = {"task__case": case}
    TaskPaper.objects.filter(**of).update(paper=None)
    Correction.objects.filter(**of).update(question="", answer="")
    Amendment.objects.filter(case=case).update(before=None, after=None, words="")
    Review.objects.filter(**of).update(words="")
    Handover.objects.filter(**of).update(reason="")
    JointStep.objects.filter(**of).update(words="")
    case.tasks.update(assumed={}, differs={}, whose={})
    Case.objects.filter(pk=case.pk).update(facts={}, plan={}, chosen=[])


def _delete(case: Case) -> None:
    with transaction.atomic():
        papers.end_shares(list(case.tasks.values_list("public", flat=True)))
        Notice.objects.filter(case=case.public).delete()
        case.delete()


def pieces() -> Iterable[Piece]:
    """Cases that are over, since then."""
    for case in Case.objects.exclude(state="open").select_related("person"):
        yield Piece(case.person.public, "case", case.changed.date(), partial(_delete, case))


def counted(person: str) -> dict[str, int]:
    """How many cases."""
    return {"case": Case.objects.filter(person__public=person).count()}


def vouches(person: str, about: str, actor: Actor) -> bool:
    """Whether a task of the person (`about`, by its public id) lies at the authority for which somebody acts."""
    post = Officer.objects.filter(user__public=actor.public, ended=None).first()
    if post is None:
        return False
    lying = Task.objects.filter(public=about, case__person__public=person, state__in=ACTIVE)
    return lying.filter(authority=post.authority).exclude(case__person=post.user).exists()


def rests(person: str, purpose_id: str) -> list[Rest]:
    """What becomes of open tasks if a consent is taken back: what is with an authority stays, what is not yet shared is not."""
    found = Task.objects.filter(case__person__public=person, case__state="open", state__in=(*ACTIVE, "waiting", "held"))
    tasks = list(found.select_related("case__person"))
    if purpose_id == sending.PAPERS:
        return [Rest(task.title_text, "cases.rest_papers") for task in tasks if shown_to(task.public)]
    if purpose_id not in sending.SEPARATE:
        return []
    resting = [task for task in tasks if purpose_id in sending.consents_for(task)]
    return [Rest(task.title_text, f"cases.rest_{'stays' if task.state in ACTIVE else 'held'}") for task in resting]


def register_cases() -> None:
    """Once, when the desk is ready."""
    classes = frozenset({"case", "document", "office"})
    register(Holding("cases", classes, exported, destroyed, keeps=keeps, pieces=pieces, counts=counted, rests=rests))
    vouch(CASE, vouches)
