"""What the desk of consent says about candidates."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from huanliu.base.language import Text
from huanliu.portal.consent import access
from huanliu.portal.consent.classes import class_of
from huanliu.portal.consent.purposes import Purpose, purpose
from huanliu.portal.organisations.models import Organisation
from huanliu.portal.people.models import User

# What an employer sees of a case besides its own facts.
SEEN = ("people.User.name", "cases.Case.title", "cases.Task.title", "cases.Task.state", "cases.Task.due")


def employer() -> Purpose:
    """The purpose: showing an employer which routes are open."""
    return purpose("employer")


def people(organisation: Organisation) -> list[str]:
    """The public ids of those whose consent to be considered by this organisation holds today."""
    return access.people_who_agreed(employer(), organisation.public)


def facts(person: User, organisation: Organisation, reader: User, names: Iterable[str]) -> dict[str, Any]:
    """What the consent reaches of some facts of a candidate. Each call is a line that the candidate sees: who, for which
    organisation, which fields. Raises PermissionDenied without a consent."""
    wanted = employer()
    reached = [name for name in names if class_of(name) in wanted.reads]
    actor = access.Actor(reader.public, Text(organisation.name))
    return access.reading(person.public, reached, wanted.id, actor, organisation.public)


def employer_part() -> Purpose:
    """The purpose: letting an employer do its part of a case."""
    return purpose("employer_part")


def let(organisation: Organisation) -> list[str]:
    """The public ids of those whose consent to this organisation's part of their cases holds today."""
    return access.people_who_agreed(employer_part(), organisation.public)


def look_at_case(person: str, organisation: Organisation, reader: User) -> None:
    """A line that the person sees: who opened the employer's part of a case, for which organisation. Raises without a consent."""
    actor = access.Actor(reader.public, Text(organisation.name))
    access.looking(person, SEEN, employer_part().id, actor, organisation.public)


def name_of(public: str) -> Text | None:
    """What an organisation is called, for the desk of consent."""
    found = Organisation.objects.filter(public=public).values_list("name", flat=True).first()
    return None if found is None else Text(found)


def register() -> None:
    """Tells the desk of consent who knows what organisations are called."""
    access.name_recipients(name_of)
