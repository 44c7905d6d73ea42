"""What is done with obstacles: reported, moved along the table of states, supported. Each is one transaction and one event."""

from __future__ import annotations

import datetime
import hashlib
import hmac
from typing import Any

from attrs import frozen
from django.conf import settings
from django.db import transaction

from huanliu.base.clock import now
from huanliu.portal.bay import the_bay
from huanliu.portal.obstacles.models import Move, Obstacle, Owner, Support
from huanliu.portal.obstacles.states import CLOSED, PUBLIC, step_of
from huanliu.portal.record import trail


class NotNowError(Exception):
    """Somebody else was first, or the act is none of this state's."""


@frozen
class Report:
    """What somebody reports."""

    once: str
    language: str
    told: str
    direction: str
    provision: str = ""
    clause: dict[str, str] | None = None
    profession: str = ""
    since: str = ""
    contact: str = ""


def report(given: Report) -> Obstacle:
    """Take a report in. Sent twice, it is one report."""
    # The law is asked before the database is held: a process that has not read it yet takes seconds.
    at, law = now(), the_bay().law.digest
    with transaction.atomic():
        made, is_new = Obstacle.objects.get_or_create(
            once=given.once,
            defaults={
                "reported": at,
                "moved": at,
                "language": given.language,
                "provision": given.provision,
                "clause": given.clause or {},
                "law": law,
                "told": given.told,
                "direction": given.direction,
                "profession": given.profession,
                "since": given.since,
                "contact": given.contact,
            },
        )
        if is_new:
            trail.write("obstacle.reported", about=made.public, provision=made.provision, direction=made.direction)
    return made


def move(
    obstacle: Obstacle,
    act: str,
    by: str,
    reason: str,
    words: dict[str, str] | None = None,
    kind: str = "",
    owners: dict[str, str] | None = None,
    target: datetime.date | None = None,
) -> None:
    """One step of the table. The row is changed only while it still stands where the officer saw it."""
    step = step_of(act, obstacle.state)
    if step is None:
        raise NotNowError
    changed: dict[str, Any] = {"state": step.after, "moved": now()}
    changed |= (words or {}) if "words" in step.brings else {}
    changed |= {"kind": kind} if "kind" in step.brings else {}
    changed |= {"target": target} if "target" in step.brings else {}
    if step.after in CLOSED:
        # The address was given for news of this report; there will be no more.
        changed["contact"] = ""
    with transaction.atomic():
        # The hour of the last step as well: an own act leaves the state as it is.
        same = Obstacle.objects.filter(pk=obstacle.pk, state=step.before, moved=obstacle.moved)
        if same.update(**changed) != 1:
            raise NotNowError
        if "owners" in step.brings:
            _set_owners(obstacle, owners or {})
        Move.objects.create(
            obstacle=obstacle, at=now(), act=act, before=step.before, after=step.after, reason=reason, by=by
        )
        trail.write("obstacle.moved", actor=by, about=obstacle.public, act=act, before=step.before, after=step.after)


def _set_owners(obstacle: Obstacle, owners: dict[str, str]) -> None:
    for side in obstacle.sides:
        Owner.objects.update_or_create(obstacle=obstacle, jurisdiction=side, defaults={"office": owners[side]})


def support(obstacle: Obstacle, supporter: str) -> bool:
    """Somebody says that it hits them too; False where they had said so before."""
    if obstacle.state not in PUBLIC or obstacle.is_closed:
        raise NotNowError
    digest = hmac.new(
        settings.SECRET_KEY.encode(), f"support:{obstacle.public}:{supporter}".encode(), hashlib.sha256
    ).hexdigest()
    with transaction.atomic():
        _, is_new = Support.objects.get_or_create(obstacle=obstacle, supporter=digest, defaults={"at": now()})
        if is_new:
            trail.write("obstacle.supported", about=obstacle.public)
    return is_new
