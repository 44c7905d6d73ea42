"""What the register of obstacles holds about people: what somebody told with an address to write back to."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from huanliu.portal.consent.holdings import Holding, Kept, Piece, register, rows
from huanliu.portal.obstacles.models import Obstacle
from huanliu.portal.obstacles.states import CLOSED
from huanliu.portal.people.models import User

FIELDS = ("public", "reported", "language", "told", "direction", "profession", "since", "contact", "state")


def _reported(person: str) -> Any:
    """A report knows nobody but the address that was left with it."""
    email = User.objects.filter(public=person).values_list("email", flat=True).first()
    return Obstacle.objects.filter(contact__iexact=email) if email else Obstacle.objects.none()


def exported(person: str) -> dict[str, Any]:
    """The obstacles reported with the person's address."""
    return {"reported": rows(_reported(person), *FIELDS)}


def destroyed(person: str) -> list[Kept]:
    """The address goes; the obstacle, which is about nobody, stays."""
    _reported(person).update(contact="")
    return []


def forgotten(person: str, classes: frozenset[str]) -> None:
    """The consent to being asked back was taken back."""
    if "report" in classes:
        _reported(person).update(contact="")


def pieces() -> Iterable[Piece]:
    """An address since its obstacle has ended."""
    for obstacle in Obstacle.objects.filter(state__in=CLOSED).exclude(contact=""):
        forget = partial(Obstacle.objects.filter(pk=obstacle.pk).update, contact="")
        yield Piece("", "obstacle", obstacle.moved.date(), forget)


def counted(person: str) -> dict[str, int]:
    """How many reports carry the person's address."""
    return {"report": _reported(person).count()}


def register_obstacles() -> None:
    """The reports."""
    register(
        Holding(
            "obstacles",
            frozenset({"report", "office"}),
            exported,
            destroyed,
            forget=forgotten,
            pieces=pieces,
            counts=counted,
        )
    )
