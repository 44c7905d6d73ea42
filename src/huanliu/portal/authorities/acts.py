"""Appointing officers and ending their posts."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import IntegrityError, transaction

from huanliu.base.clock import now
from huanliu.errors import UnknownNameError, nearest
from huanliu.portal.authorities import leaving
from huanliu.portal.authorities.models import LAYERS, ROLES, Officer
from huanliu.portal.authorities.registry import authorities, is_authority, law_side
from huanliu.portal.people.models import User
from huanliu.portal.record import trail


class RefusedPostError(ValueError):
    """A post that cannot be given, changed or ended; `key` is the word that says why."""

    def __init__(self, key: str, sentence: str) -> None:
        super().__init__(sentence)
        self.key = key


class HasPostError(RefusedPostError):
    """Somebody who already acts for an authority is appointed again."""


def appoint(user: User, authority: str, layer: str, roles: Iterable[str], actor: str = "") -> Officer:
    """Somebody acts for an authority from now on."""
    given = set(roles)
    _refuse_unknown(authority, layer, given)
    with transaction.atomic():
        officer = _made(user, authority, layer, given)
        said = {"authority": authority, "layer": layer, "roles": sorted(given)}
        trail.write("officer.appointed", actor=actor, about=officer.public, person=user.public, **said)
    return officer


def _made(user: User, authority: str, layer: str, roles: set[str]) -> Officer:
    held = dict.fromkeys(roles, True)
    try:
        with transaction.atomic():
            return Officer.objects.create(user=user, authority=authority, layer=layer, appointed=now(), **held)
    except IntegrityError as error:
        sentence = "already acts for an authority, or coordinates outside the coordination layer"
        raise HasPostError("authorities.refused_has_post", sentence) from error


def _refuse_unknown(authority: str, layer: str, roles: set[str]) -> None:
    if not is_authority(authority):
        raise UnknownNameError(f"there is no authority {authority[:40]!r}", hint=nearest(authority, authorities()))
    if layer not in dict(LAYERS):
        raise UnknownNameError(f"there is no layer {layer[:40]!r}", hint="execution or coordination")
    if not roles or roles - set(ROLES):
        raise UnknownNameError(f"the roles are {sorted(roles)}", hint=f"some of {', '.join(ROLES)}")

    if "privacy" in roles and law_side(authority) is None:
        raise RefusedPostError(
            "authorities.refused_privacy", "only a window of one of the three sides answers for data"
        )


def change_roles(officer: Officer, roles: Iterable[str], actor: str = "") -> bool:
    """Somebody may do other things from now on; False where nothing changed. Who no longer handles gives the tasks back."""
    given = set(roles)
    _refuse_unknown(officer.authority, officer.layer, given)
    if "coordinator" in given and officer.layer != "coordination":
        raise RefusedPostError("authorities.refused_coordinator", "who coordinates stands in the coordination layer")
    with transaction.atomic():
        held = {role: role in given for role in ROLES}
        before = sorted(officer.roles)
        if before == sorted(given):
            return False
        if not Officer.objects.filter(pk=officer.pk, ended=None).update(**held):
            raise RefusedPostError("authorities.refused_ended", "the post has ended")
        if "handler" not in given:
            leaving.give_back(officer)
        said = {"authority": officer.authority, "before": before, "roles": sorted(given)}
        trail.write("officer.roles_changed", actor=actor, about=officer.public, person=officer.user.public, **said)
    return True


def end_post(officer: Officer, actor: str = "") -> bool:
    """Somebody no longer acts for an authority, and what they held returns to the queue; False where that had ended already."""
    with transaction.atomic():
        ended = Officer.objects.filter(pk=officer.pk, ended=None).update(ended=now())
        if ended:
            leaving.give_back(officer)
            said = {"authority": officer.authority}
            trail.write("officer.ended", actor=actor, about=officer.public, person=officer.user.public, **said)
    return bool(ended)
