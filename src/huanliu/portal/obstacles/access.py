"""Who may: anybody reads what is public, the holder of its address a report that is not yet, moderators everything."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Case, Count, QuerySet, When
from django.http import Http404

from huanliu.portal.authorities.access import post_of
from huanliu.portal.obstacles.models import Obstacle
from huanliu.portal.obstacles.states import CLOSED, OPEN, PUBLIC

MODERATES = "coordinator"


def may_classify(user: Any) -> bool:
    """Whether somebody moderates: an officer who coordinates across the jurisdictions."""
    post = post_of(user)
    return post is not None and MODERATES in post.roles


def register() -> QuerySet[Obstacle]:
    """What is public, each with how many it hits."""
    return _counted().filter(state__in=PUBLIC)


def about(provision: str) -> QuerySet[Obstacle]:
    """What is public about a provision, what is still open first."""
    return (
        register()
        .filter(provision=provision)
        .order_by(Case(When(state__in=CLOSED, then=1), default=0), "-moved", "-pk")
    )


def counts() -> dict[str, int]:
    """How many public obstacles each provision has that are not yet at their end."""
    found = Obstacle.objects.filter(state__in=OPEN).exclude(provision="").values_list("provision").annotate(Count("pk"))
    return dict(found.order_by())


def obstacle(public: str) -> Obstacle:
    """An obstacle by its address. A new one is shown to whoever knows the address, without the reporter's words."""
    found = _counted().filter(public=public).first()
    if found is None:
        raise Http404
    return found


def to_moderate(user: Any, public: str) -> Obstacle:
    """An obstacle for somebody who moderates."""
    found = obstacle(public)
    _moderator(user)
    return found


def waiting(user: Any) -> QuerySet[Obstacle]:
    """Everything, for somebody who moderates: what nobody has read first."""
    _moderator(user)
    return _counted()


def _moderator(user: Any) -> None:
    if not may_classify(user):
        raise PermissionDenied


def _counted() -> QuerySet[Obstacle]:
    return (
        Obstacle.objects.annotate(hits=Count("supports", distinct=True))
        .order_by("-moved", "-pk")
        .prefetch_related("owners")
    )
