"""A case and its officers, for the tests of the desks: Ho handles and decides at Hong Kong's Immigration Department, Wong is the second
pair of eyes there, Chan coordinates the whole Bay Area."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from huanliu.portal.authorities.acts import appoint
from huanliu.portal.authorities.models import Officer
from huanliu.portal.cases import acts
from huanliu.portal.cases.filing import Draft, draft
from huanliu.portal.cases.models import Case, Task
from huanliu.portal.consent.acts import give_consent
from huanliu.portal.consent.purposes import purpose
from huanliu.portal.people.models import User
from tests.portal.conftest import come_in

JOURNEY = "journey.work_in_hong_kong"
FACTS: dict[str, Any] = {
    "person.place_of_residence": "mainland",
    "person.nationality": "CHN",
    "person.is_mainland_resident": True,
    "person.is_hk_resident": False,
    "person.age": 30,
    "person.first_degree_in_job_field": True,
    "person.has_hk_job_offer": True,
    "person.hk_job_matches_background": True,
    "person.hk_market_test_shown_or_exempt": True,
    "person.hk_pay_at_market_level": True,
}
# The smallest picture there is, and the shortest document.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


# What somebody who files across borders agrees to, each on its own.
CONSENTS = ("papers", "passing_on", "leaving_mainland", "leaving_sar")


def agree(user: User, *names: str) -> User:
    """The consent of somebody to some purposes, in English; to all that a filing asks for where none is named."""
    for each in map(purpose, names or CONSENTS):
        give_consent(user.public, each, "en", each.digest("en"), each.guardian)
    return user


def officer(email: str, name: str, authority: str, layer: str, *roles: str) -> Officer:
    """Somebody with an account, a second factor and a post."""
    user = User.objects.filter(email=email).first() or User.objects.create_user(email, None, name=name)
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    return appoint(user, authority, layer, roles)


@pytest.fixture
def ho_post(ho: User) -> Officer:
    """Ho handles and decides."""
    return officer(ho.email, ho.name, "hk.immd", "execution", "handler", "decider", "second")


@pytest.fixture
def wong(db: None) -> Officer:
    """Wong confirms, and could handle."""
    return officer("wong@example.org", "Wong Siu Ming", "hk.immd", "execution", "handler", "decider", "second")


@pytest.fixture
def chan(db: None) -> Officer:
    """Chan coordinates."""
    return officer("chan@example.org", "Chan Mei", "gba.coordination", "coordination", "coordinator")


@pytest.fixture
def lin_drafted(db: None) -> Draft:
    """The plan of Lin."""
    return draft(JOURNEY, FACTS)


@pytest.fixture
def filed(lin: User, lin_drafted: Draft) -> Case:
    """The case of Lin."""
    return acts.file(agree(lin), lin_drafted, "the-first-filing-of-lin")


@pytest.fixture
def as_officer_(client: Client) -> Callable[[Officer], Client]:
    """The browser of an officer."""

    def signed_in(post: Officer) -> Client:
        return come_in(client, post.user)

    return signed_in


def admission(case: Case) -> Task:
    """The task that Hong Kong's Immigration Department decides first."""
    return case.tasks.filter(key="admission.1").select_related("case__person")[0]


def fresh(task: Task) -> Task:
    """The task as it stands in the database now, as another request would see it."""
    return Task.objects.filter(pk=task.pk).select_related("case__person")[0]


def backdate(task: Task, days: int) -> None:
    """Let a task be old."""
    moment = datetime.timedelta(days=days)
    due = None if task.due is None else task.due - moment
    Task.objects.filter(pk=task.pk).update(ready_at=task.ready_at - moment, changed=task.changed - moment, due=due)
