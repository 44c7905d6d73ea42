"""Every address x every role x every verb. A new address without a row in doors.yaml fails."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from django.core.cache import caches
from django.db import connection, transaction

from huanliu.portal.authorities.models import ROLES as OFFICES
from huanliu.portal.organisations.models import Role
from tests.portal.doors.objects import ANONYMOUS, BROWSERS, ROLES, THINGS, Made, make_cast
from tests.portal.doors.walking import LOOKING, LOOKS, TRIES, Door, Written, ask, door, names, table, verbs_of, who_come

NAMES = sorted(set(names()))


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    rows = set(table()["doors"])
    missing = sorted(set(NAMES) - rows)
    assert missing == [], f"write a row in tests/portal/doors/doors_<desk>.yaml for {missing}"
    assert sorted(rows - set(NAMES)) == []


def test_rows_name_groups_roles_and_objects_that_there_are() -> None:
    known = {name.rstrip("_") for name in ROLES} | {"anyone", ANONYMOUS, *BROWSERS}
    for name in set(NAMES) & set(table()["doors"]):
        found = door(name)
        assert set(found.expected) <= known, name
        assert found.thing is None or found.thing in THINGS, name


# Who of the cast holds each role that the portal can give; a role that is not here fails.
HOLD = {
    "handler": "officer", "decider": "officer", "second": "officer", "coordinator": "coordinator", "privacy": "privacy",
    "administrator": "head", "admin": "admin", "recruiter": "recruiter", "reader": "reader",
}  # fmt: skip


def test_every_role_that_can_be_given_comes_to_the_doors() -> None:
    assert set(HOLD) == {*OFFICES, *Role.values}
    assert set(HOLD.values()) <= set(ROLES)


@pytest.fixture
def quiet() -> Iterator[None]:
    """Thousands of refusals, each of which would be logged with its traceback."""
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.django_db
@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("name", NAMES)
def test_a_door_opens_for_whom_it_should_and_looking_changes_nothing(name: str) -> None:
    found, made, wrong = door(name), Made(make_cast()), []
    for who in who_come(found):
        made.browser_of(who)
    address = found.address(made)
    for who in who_come(found):
        for verb in verbs_of(who, found):
            # Each comes to a place where nobody was before.
            with transaction.atomic():
                wrong += tried(found, who, verb, address, made)
                transaction.set_rollback(True)
    assert not wrong, "\n".join([name, *wrong])


def tried(found: Door, who: str, verb: str, address: str, made: Made) -> list[str]:
    """What is wrong with what one person gets for one verb."""
    caches["near"].clear()
    written, client = Written(), made.browser_of(who)
    with connection.execute_wrapper(written):
        response = ask(client, verb, address, found.form)
    wrong = (
        []
        if response.status_code in found.answers(who, verb)
        else [f"{who} {verb}: {response.status_code}, expected {found.answers(who, verb)}"]
    )
    if verb in LOOKING:
        wrong += [f"{who} {verb}: writes {table}" for table in written.beside(LOOKS)]
    elif response.status_code >= 400:
        wrong += [f"{who} {verb}: refused, and writes {table}" for table in written.beside(TRIES)]
    if verb == "head" and getattr(response, "content", b""):
        wrong.append(f"{who} head: a body")
    return wrong
