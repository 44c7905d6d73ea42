"""What is held about officers: their posts. Registered with the desk of consent."""

from __future__ import annotations

import datetime
from typing import Any

from huanliu.base.clock import now, today
from huanliu.portal.authorities.models import Officer
from huanliu.portal.consent.holdings import Holding, Kept, register, rows
from huanliu.portal.consent.purposes import purpose

FIELDS = ("authority", "layer", "handler", "decider", "second", "coordinator", "appointed", "ended")


def exported(person: str) -> dict[str, Any]:
    """Every post."""
    return {"posts": rows(Officer.objects.filter(user__public=person), *FIELDS)}


def keeps(person: str) -> list[Kept]:
    """That the post was held: who decided must be known for as long as the decision is kept."""
    if not Officer.objects.filter(user__public=person).exists():
        return []
    until = today() + datetime.timedelta(days=purpose("serving").keep_days)
    return [Kept("office", "pipl", "13(1)(3), 34", until)]


def destroyed(person: str) -> list[Kept]:
    """The post ends and stays as an office without a name."""
    Officer.objects.filter(user__public=person, ended=None).update(ended=now())
    return keeps(person)


def counted(person: str) -> dict[str, int]:
    """How many posts."""
    return {"office": Officer.objects.filter(user__public=person).count()}


def register_authorities() -> None:
    """The posts."""
    register(Holding("authorities", frozenset({"office"}), exported, destroyed, keeps=keeps, counts=counted))
