"""What the register holds about people: a report, where its reporter left the address of an account here.

A report without an address is nobody's. The title and the summary of a moderator are public and about no one.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.db.models import QuerySet

from huanliu.portal.consent.holdings import Holding, Kept, Piece, register, rows
from huanliu.portal.obstacles.models import Move, Obstacle
from huanliu.portal.obstacles.states import CLOSED, NEW
from huanliu.portal.people.models import User

CONTACT = frozenset({"report", "contact"})
CLASSES = CONTACT | {"office"}
SHOWN = ("public", "reported", "told", "contact", "direction", "profession", "since", "provision", "state")


def reports_of(person: str) -> QuerySet[Obstacle]:
    """The reports that carry the address of a person with an account."""
    user = User.objects.filter(public=person).first()
    return Obstacle.objects.filter(contact__iexact=user.email) if user else Obstacle.objects.none()


def exported(person: str) -> dict[str, Any]:
    """What the person reported, and what the person decided as a moderator."""
    moderated = rows(Move.objects.filter(by=person), "obstacle__public", "at", "act", "reason")
    return {"obstacles": rows(reports_of(person), *SHOWN), "moderated": moderated}


def destroyed(person: str) -> list[Kept]:
    """A report that nobody has read goes; of one in the register the reporter's words and address go."""
    mine = reports_of(person)
    mine.filter(state=NEW).delete()
    mine.update(told="", contact="")
    return []


def forgotten(person: str, classes: frozenset[str]) -> None:
    """The address, because the person no longer wants to be asked."""
    if classes & CONTACT:
        reports_of(person).update(contact="")


def pieces() -> Iterable[Piece]:
    """The reporter's words after the end of an obstacle; by then no address is left, so they are nobody's any more."""
    for report in Obstacle.objects.filter(state__in=CLOSED).exclude(told=""):
        yield Piece("", "obstacle", report.moved.date(), partial(_emptied, report.pk))


def _emptied(pk: int) -> None:
    Obstacle.objects.filter(pk=pk).update(told="", contact="")


def counted(person: str) -> dict[str, int]:
    """How many reports."""
    count = reports_of(person).count()
    return {"report": count} if count else {}


def register_obstacles() -> None:
    """Called once the desk is ready."""
    register(Holding("obstacles", CLASSES, exported, destroyed, forget=forgotten, pieces=pieces, counts=counted))
