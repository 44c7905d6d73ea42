"""What the desk of consent says about candidates. It is asked late and by name, so that organisations work before it does."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import Any

from huanliu.base.language import Text
from huanliu.portal.organisations.models import Organisation
from huanliu.portal.people.models import User

PURPOSE = "employer"


def desk(module: str) -> Any:
    """A module of the desk of consent, None while it is not there."""
    try:
        return import_module(f"huanliu.portal.consent.{module}")
    except ModuleNotFoundError:
        return None


def people(organisation: Organisation) -> list[str]:
    """The public ids of those whose consent to be considered by this organisation holds today."""
    access, purposes = desk("access"), desk("purposes")
    if access is None or purposes is None:
        return []
    return list(access.people_who_agreed(purposes.purpose(PURPOSE), organisation.public))


def facts(person: User, organisation: Organisation, reader: User, names: Iterable[str]) -> dict[str, Any]:
    """What the consent reaches of some facts of a candidate. Each call is a line that the candidate sees: who, for which
    organisation, which fields. Raises PermissionDenied without a consent."""
    access, classes, purposes = desk("access"), desk("classes"), desk("purposes")
    if access is None or classes is None or purposes is None:
        return {}
    reads = purposes.purpose(PURPOSE).reads
    reached = [name for name in names if classes.class_of(name) in reads]
    actor = access.Actor(reader.public, Text(organisation.name))
    return dict(access.reading(person.public, reached, PURPOSE, actor, organisation.public))


def name_of(public: str) -> Text | None:
    """What an organisation is called, for the desk of consent."""
    found = Organisation.objects.filter(public=public).values_list("name", flat=True).first()
    return None if found is None else Text(found)


def register() -> None:
    """Tells the desk of consent who knows what organisations are called."""
    access = desk("access")
    if hasattr(access, "name_recipients"):
        access.name_recipients(name_of)
