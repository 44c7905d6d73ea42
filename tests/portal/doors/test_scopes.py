"""Every address of the API x every scope that a token can have. What asks a token and is not in NEEDED fails."""

from __future__ import annotations

import datetime

import pytest
from django.core.cache import caches
from django.db import transaction
from django.test import Client

from huanliu.base.clock import today
from huanliu.portal.people.acts import SCOPES, make_token
from huanliu.portal.people.models import User
from tests.portal.doors.objects import ANONYMOUS, Made
from tests.portal.doors.walking import Door, door, names

NEEDED = {
    ("v1:cases", "get"): "cases",
    ("v1:file", "get"): "cases",
    ("v1:case", "get"): "cases",
    ("v1:timeline", "get"): "cases",
    ("v1:papers", "get"): "papers",
    ("v1:hand_in", "get"): "papers",
    ("v1:paper", "get"): "papers",
    ("v1:papers", "post"): "papers_write",
    ("v1:hand_in", "post"): "papers_write",
    ("v1:cases", "post"): "cases_write",
    ("v1:file", "post"): "cases_write",
    ("v1:draft_case", "post"): "cases_write",
    ("v1:withdraw", "post"): "cases_write",
    ("v1:answer_task", "post"): "cases_write",
}
ASKED = [(name, verb) for name in sorted(set(names())) if name.startswith("v1:") for verb in ("get", "post")]


def test_what_asks_a_token_is_known() -> None:
    asking = {(name, verb) for name, verb in ASKED if door(name).answers(ANONYMOUS, verb) == [401]}
    assert asking == set(NEEDED)
    assert set(NEEDED.values()) <= set(SCOPES)


def status(address: str, found: Door, verb: str, token: str | None) -> int:
    """What a program gets."""
    caches["near"].clear()
    headers = {"authorization": f"Bearer {token}"} if token else {}
    with transaction.atomic():
        sent = {"data": found.form, "content_type": "application/json"} if verb == "post" else {}
        answered = int(getattr(Client(), verb)(address, headers=headers, **sent).status_code)
        transaction.set_rollback(True)
    return answered


@pytest.mark.django_db
@pytest.mark.parametrize("name, verb", ASKED, ids=[f"{name}-{verb}" for name, verb in ASKED])
def test_a_token_reaches_what_its_scope_says_and_only_its_persons(name: str, verb: str) -> None:
    found, made, needed = door(name), Made(), NEEDED.get((name, verb))
    address, until = found.address(made), today() + datetime.timedelta(days=9)

    def token(who: str, scope: str) -> str:
        return make_token(made.cast[who], scope, [scope], until)[1]

    got = {scope: status(address, found, verb, token("owner", scope)) for scope in SCOPES}
    if needed is None:
        nobodys = status(address, found, verb, None)
        assert got == dict.fromkeys(SCOPES, nobodys)
        return
    assert got.pop(needed) not in (401, 403) and got == dict.fromkeys(got, 403)
    shut = token("recruiter", needed)
    User.objects.filter(pk=made.cast["recruiter"].pk).update(is_active=False)
    assert status(address, found, verb, shut) == 401
    if found.thing is not None:
        assert status(address, found, verb, token("person", needed)) in (404, 422)
