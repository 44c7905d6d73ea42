"""What is done for an organisation: each act one transaction and one line of the audit trail."""

from __future__ import annotations

import datetime
import secrets
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.urls import reverse

from huanliu.base.clock import now, today
from huanliu.engine.record import plain_value
from huanliu.engine.subject import Intake
from huanliu.portal.bay import the_bay
from huanliu.portal.cases.actors import NotNowError
from huanliu.portal.cases.amending import employer_states
from huanliu.portal.cases.models import Case
from huanliu.portal.organisations.access import digest_of
from huanliu.portal.organisations.models import Invitation, Membership, Organisation, Part, Role
from huanliu.portal.organisations.parts import to_state
from huanliu.portal.people.models import User
from huanliu.portal.record import trail
from huanliu.portal.words import say

INVITATION_DAYS = 14


class RefusedError(ValueError):
    """What cannot be done, as the key of a word."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


@transaction.atomic
def make(user: User, name: str) -> Organisation:
    """A new organisation; whoever makes it is its first administrator."""
    made = Organisation.objects.create(name=name, made=now())
    Membership.objects.create(organisation=made, user=user, role=Role.ADMIN, since=made.made)
    trail.write("organisation.made", actor=user.public, about=made.public)
    return made


@transaction.atomic
def change_fact(organisation: Organisation, user: User, name: str, value: Any) -> None:
    """State a fact of the organisation, or take it back with None. Raises SubjectError for what the law cannot read."""
    read = Intake(the_bay().statutes).read({name: value})[name]
    held = _held(organisation)
    facts = {key: item for key, item in held.facts.items() if key != name}
    held.facts = facts if read is None else {**facts, name: plain_value(read)}
    held.save(update_fields=["facts"])
    trail.write("organisation.fact_changed", actor=user.public, about=held.public, fact=name)


def invite(organisation: Organisation, user: User, email: str, role: str, code: str) -> str:
    """Ask somebody by e-mail to join; gives the token that only the e-mail holds. Raises RefusedError."""
    email, token = email.lower(), secrets.token_urlsafe(32)
    if organisation.memberships.filter(user__email=email).exists():
        raise RefusedError("organisations.refused_member")
    try:
        with transaction.atomic():
            # One that ran out does not stand in the way of another.
            organisation.invitations.filter(email=email, ended__isnull=True, expires__lt=today()).update(ended=now())
            made = Invitation.objects.create(
                organisation=organisation,
                email=email,
                role=role,
                digest=digest_of(token),
                made=now(),
                expires=today() + datetime.timedelta(days=INVITATION_DAYS),
            )
            trail.write("organisation.invited", actor=user.public, about=organisation.public, role=role)
            transaction.on_commit(lambda: _send(made, token, code))
    except IntegrityError:
        raise RefusedError("organisations.refused_invited") from None
    return token


def _send(made: Invitation, token: str, code: str) -> None:
    address = settings.SITE_ADDRESS.rstrip("/") + reverse("organisations:accept", args=[token])
    parts = {"name": made.organisation.name, "address": address, "day": made.expires.isoformat()}
    text = say("organisations.mail_text", code, **parts)
    send_mail(say("organisations.mail_title", code, name=made.organisation.name), text, None, [made.email])


@transaction.atomic
def end_invitation(found: Invitation, user: User) -> None:
    """Take an invitation back."""
    if not Invitation.objects.filter(pk=found.pk, ended__isnull=True).update(ended=now()):
        raise RefusedError("organisations.refused_ended")
    trail.write("organisation.invitation_ended", actor=user.public, about=found.organisation.public)


@transaction.atomic
def accept(found: Invitation, user: User) -> Membership:
    """Join. An invitation is used once: of two clicks the second changes nothing. Raises RefusedError."""
    if not Invitation.objects.filter(pk=found.pk, ended__isnull=True).update(ended=now()):
        raise RefusedError("organisations.refused_ended")
    joined, new = Membership.objects.get_or_create(
        organisation=found.organisation, user=user, defaults={"role": found.role, "since": now()}
    )
    if new:
        about = found.organisation.public
        trail.write("organisation.joined", actor=user.public, person=user.public, about=about, role=found.role)
    return joined


@transaction.atomic
def change_role(found: Membership, user: User, role: str) -> None:
    """Give a member another role. Raises RefusedError for the last administrator."""
    held = _held(found.organisation)
    _keep_an_admin(held, found, role)
    before = found.role
    Membership.objects.filter(pk=found.pk).update(role=role)
    person, about = found.user.public, held.public
    trail.write("organisation.role_changed", actor=user.public, person=person, about=about, before=before, role=role)


@transaction.atomic
def remove(found: Membership, user: User) -> None:
    """A member leaves, or is let go. Raises RefusedError for the last administrator."""
    held = _held(found.organisation)
    _keep_an_admin(held, found, "")
    person = found.user.public
    found.delete()
    trail.write("organisation.left", actor=user.public, person=person, about=held.public)


@transaction.atomic
def begin_part(organisation: Organisation, user: User, person: User, route: str) -> Part:
    """Begin the employer's part of a route for a candidate; the same again is the same part."""
    part, new = Part.objects.get_or_create(
        organisation=organisation,
        person=person.public,
        route=route,
        defaults={"facts": organisation.facts, "begun": now()},
    )
    if new:
        about = organisation.public
        trail.write("organisation.part_begun", actor=user.public, person=person.public, about=about, route=route)
    return part


def state_part(organisation: Organisation, user: User, case: Case) -> int:
    """State in a case what the organisation holds of what the case asks for; how many facts were new. Raises RefusedError."""
    try:
        return employer_states(case, organisation.public, user.public, to_state(organisation, case))
    except NotNowError:
        raise RefusedError("organisations.refused_case_over") from None


def _held(organisation: Organisation) -> Organisation:
    """The row held until the transaction ends: two administrators who leave at once would otherwise leave nobody."""
    return Organisation.objects.select_for_update().get(pk=organisation.pk)


def _keep_an_admin(held: Organisation, found: Membership, role: str) -> None:
    others = held.memberships.filter(role=Role.ADMIN).exclude(pk=found.pk)
    if role != Role.ADMIN and not others.exists():
        raise RefusedError("organisations.refused_last_admin")
