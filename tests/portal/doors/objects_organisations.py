"""What stands behind the doors of organisations."""

from __future__ import annotations

from typing import Any

from huanliu.base.clock import now
from huanliu.portal.cases import acts as cases
from huanliu.portal.cases.filing import draft
from huanliu.portal.consent.acts import give_consent
from huanliu.portal.consent.purposes import purpose
from huanliu.portal.documents import acts as documents
from huanliu.portal.organisations import acts
from huanliu.portal.organisations.models import Membership, Organisation
from tests.portal.casework import FACTS, PNG, admission
from tests.portal.doors.objects import Cast, thing
from tests.portal.doors.offices import agree, owners_case


def made(cast: Cast) -> Organisation:
    """The administrator's organisation, with a recruiter and a reader in it."""
    found = Organisation.objects.filter(memberships__user=cast["admin"]).first()
    return found or _made(cast)


def _made(cast: Cast) -> Organisation:
    house = acts.make(cast["admin"], "Pearl River Works")
    for role in ("recruiter", "reader"):
        Membership.objects.create(organisation=house, user=cast[role], role=role, since=now())
    return house


def invited(cast: Cast, email: str) -> str:
    """The token of an invitation."""
    return acts.invite(made(cast), cast["admin"], email, "reader", "en")


@thing
def organisation(cast: Cast) -> dict[str, Any]:
    """An organisation."""
    return {"public": made(cast).public}


@thing
def organisation_fact(cast: Cast) -> dict[str, Any]:
    """A fact of it."""
    return {"public": made(cast).public, "name": "employer.registered_place"}


@thing
def organisation_member(cast: Cast) -> dict[str, Any]:
    """Its administrator."""
    return {"public": made(cast).public, "member": cast["admin"].public}


@thing
def organisation_invitation(cast: Cast) -> dict[str, Any]:
    """An invitation."""
    invited(cast, "asked@example.org")
    asked = made(cast).invitations.latest("pk")
    return {"public": made(cast).public, "invitation": asked.public}


@thing
def invitation_for_owner(cast: Cast) -> dict[str, Any]:
    """An invitation as the mail to the owner holds it."""
    return {"token": invited(cast, cast["owner"].email)}


@thing
def organisation_candidate(cast: Cast) -> dict[str, Any]:
    """Somebody who agreed to be considered by it."""
    house = made(cast)
    wanted = purpose("employer")
    give_consent(cast["owner"].public, wanted, "en", wanted.digest("en"), whom=house.public)
    return {"public": house.public, "who": cast["owner"].public}


@thing
def organisation_case(cast: Cast) -> dict[str, Any]:
    """A case on which the owner named it as the employer."""
    house, wanted = made(cast), purpose("employer_part")
    give_consent(cast["owner"].public, wanted, "en", wanted.digest("en"), whom=house.public)
    filed = cases.file(cast["owner"], draft("journey.hire_across", FACTS), "the-filing-with-an-employer")
    cases.name_employer(filed, house.public)
    return {"public": house.public, "case": filed.public}


@thing
def provision_of_the_api(cast: Cast) -> dict[str, Any]:
    """A provision."""
    return {"name": "hk.ttps.a"}


@thing
def task_of_the_api(cast: Cast) -> dict[str, Any]:
    """A task of it."""
    held = owners_case(cast)
    return {"name": held.public, "task": admission(held).public}


@thing
def paper_of_the_api(cast: Cast) -> dict[str, Any]:
    """A paper of the owner's."""
    agree(cast["owner"], "papers")
    return {"name": documents.hand_in(cast["owner"], "photograph", "me.png", PNG).public}


@thing
def case_of_the_api(cast: Cast) -> dict[str, Any]:
    """The owner's case."""
    return {"name": owners_case(cast).public}
