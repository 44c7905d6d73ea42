"""Every address x every role x every verb. A new address without a row in doors.yaml fails."""

from __future__ import annotations

import pytest
from django.core.cache import caches
from django.db import transaction

from tests.portal.doors import every  # noqa: F401
from tests.portal.doors.objects import ANONYMOUS, ROLES, THINGS, Made, browser
from tests.portal.doors.walking import VERBS, Door, ask, counted, door, names, table, who_come

NAMES = sorted(set(names()))


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    rows = set(table()["doors"])
    missing = sorted(set(NAMES) - rows)
    assert missing == [], f"write a row in tests/portal/doors/doors_<desk>.yaml for {missing}"
    assert sorted(rows - set(NAMES)) == []


def test_rows_name_groups_roles_and_objects_that_there_are() -> None:
    known = {name.rstrip("_") for name in ROLES} | {"anyone", ANONYMOUS}
    for name in set(NAMES) & set(table()["doors"]):
        found = door(name)
        assert set(found.expected) <= known, name
        assert found.thing is None or found.thing in THINGS, name


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_a_door_opens_for_whom_it_should_and_looking_changes_nothing(name: str) -> None:
    found, made, wrong = door(name), Made(), []
    address = found.address(made)
    for who in who_come(made):
        for verb in VERBS:
            # Each comes to a place where nobody was before.
            with transaction.atomic():
                wrong += tried(found, who, verb, address, made)
                transaction.set_rollback(True)
    assert not wrong, "\n".join([name, *wrong])


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_asking_for_the_head_alone_is_answered_as_a_look_is(name: str) -> None:
    """By whoever checks links, and by proxies: to nobody, and to the first whom the door opens for."""
    found, made, wrong = door(name), Made(), []
    address = found.address(made)
    welcome = [who for who in made.cast if 200 in found.answers(who, "get")]
    for who in [ANONYMOUS, *welcome[:1]]:
        status, right = ask(browser(made.cast.get(who)), "head", address, {}).status_code, found.answers(who, "get")
        wrong += [] if status in right else [f"{who} head: {status}, expected {right}"]
    assert not wrong, "\n".join([name, *wrong])


def tried(found: Door, who: str, verb: str, address: str, made: Made) -> list[str]:
    """What is wrong with what one person gets for one verb."""
    caches["near"].clear()
    client, before = browser(made.cast.get(who)), counted() if verb == "get" else {}
    status, right = ask(client, verb, address, found.form).status_code, found.answers(who, verb)
    wrong = [] if status in right else [f"{who} {verb}: {status}, expected {right}"]
    return [*wrong, f"{who} get: rows changed"] if before and counted() != before else wrong
