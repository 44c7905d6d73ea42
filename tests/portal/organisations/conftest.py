"""An organisation in which Ho is administrator, Wong recruits, Mei reads; Lin agreed to be considered; Silva belongs elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from attrs import define, field
from django.test import Client

from huanliu.base.clock import now
from huanliu.portal.organisations import acts, consented
from huanliu.portal.organisations.models import Membership, Organisation, Role
from huanliu.portal.people.models import User
from tests.portal.conftest import person


@define
class House:
    """The organisation and its people."""

    organisation: Organisation
    people: dict[str, User]
    agreed: list[str] = field(factory=list)
    looks: list[tuple[str, str]] = field(factory=list)

    def address(self, rest: str = "", code: str = "en") -> str:
        return f"/{code}/organisations/{self.organisation.public}{rest}"


@pytest.fixture
def house(ho: User, lin: User, silva: User, monkeypatch: pytest.MonkeyPatch) -> House:
    """The organisation; the desk of consent says that Lin agreed, and what it gives of Lin."""
    organisation = acts.make(ho, "Pearl River Works")
    people = {"admin": ho, "candidate": lin, "stranger": silva}
    for role, name in ((Role.RECRUITER, "Wong"), (Role.READER, "Mei")):
        people[role] = person(f"{name.lower()}@example.org", name)
        Membership.objects.create(organisation=organisation, user=people[role], role=role, since=now())
    found = House(organisation, people, [lin.public])
    known = {"person.residence_status": ["hk_permanent_resident"], "person.years_qualified": 5}

    def facts(who: User, at: Organisation, reader: User, names: Any) -> dict[str, Any]:
        found.looks.append((who.public, reader.public))
        return {name: value for name, value in known.items() if name in names}

    monkeypatch.setattr(consented, "people", lambda at: found.agreed if at == organisation else [])
    monkeypatch.setattr(consented, "facts", facts)
    return found


@pytest.fixture
def browse(house: House) -> Callable[[str], Client]:
    """The browser of somebody by role; anybody is not signed in."""

    def browser(role: str) -> Client:
        client = Client()
        if role != "anybody":
            client.force_login(house.people[role])
        return client

    return browser
