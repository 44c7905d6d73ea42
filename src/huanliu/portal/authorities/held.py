"""What the desk of authorities holds about a person: the posts that somebody holds or held."""

from __future__ import annotations

from typing import Any

from huanliu.portal.authorities import acts
from huanliu.portal.authorities.models import Officer
from huanliu.portal.consent.holdings import Holding, Kept, register, rows

FIELDS = (
    "public",
    "authority",
    "layer",
    "handler",
    "decider",
    "second",
    "coordinator",
    "privacy",
    "administrator",
    "appointed",
    "ended",
)


def exported(person: str) -> dict[str, Any]:
    """Every post."""
    return {"posts": rows(Officer.objects.filter(user__public=person), *FIELDS)}


def keeps(person: str) -> list[Kept]:
    """Who decided what about others stays with those cases: as a post without a name."""
    found = Officer.objects.filter(user__public=person).exists()
    return [Kept("office", "pipl", "47")] if found else []


def destroyed(person: str) -> list[Kept]:
    """The post ends; the row stays, without a name, where decisions about others hang on it."""
    kept = keeps(person)
    for officer in Officer.objects.filter(user__public=person, ended=None).select_related("user"):
        acts.end_post(officer, person)
    return kept


def counted(person: str) -> dict[str, int]:
    """How many posts."""
    return {"office": Officer.objects.filter(user__public=person).count()}


def register_authorities() -> None:
    """Once, when the desk is ready."""
    register(Holding("authorities", frozenset({"office"}), exported, destroyed, keeps=keeps, counts=counted))
