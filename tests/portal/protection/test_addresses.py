"""What may stand in an address, a query, a form, a cookie: nothing that a database answers with an error of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.urls.converters import StringConverter

from huanliu.portal.people.models import User
from tests.portal.doors.objects import Made, browser, make_cast
from tests.portal.doors.walking import door, names, table

# The law is in memory, and a name that it does not know is answered with those that are near.
AS_TYPED = {"law:newest"}
THEIRS = ("account_", "mfa_", "socialaccount_", "usersessions_")
# A form whose every field is read by a Django form or by hand, somewhere in the portal.
FIELDS = ("name", "text", "kind", "reason", "email", "login", "password", "q", "value", "code", "answer", "purpose")


def patterns(given: list[Any] | None = None, within: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address that is ours, by name."""
    for pattern in get_resolver().url_patterns if given is None else given:
        if isinstance(pattern, URLPattern):
            if not str(pattern.name).startswith(THEIRS) and within != "v1:":
                yield f"{within}{pattern.name}", pattern
        else:
            inner = f"{within}{pattern.namespace}:" if pattern.namespace else within
            yield from patterns(pattern.url_patterns, inner)


def test_every_part_of_an_address_is_an_id_or_a_name_of_the_law() -> None:
    free = {
        name
        for name, pattern in patterns()
        for converter in getattr(pattern.pattern, "converters", {}).values()
        if type(converter) is StringConverter
    }
    assert free == AS_TYPED


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", ["%00", "x" * 5_000, "%ED%A0%80", "..%2f..%2fetc", "%0d%0aSet-Cookie:%20a=b", "'--"])
def test_garbage_in_the_place_of_an_id_is_not_there(wrong: str) -> None:
    made, found = Made(), []
    client = browser(made.cast["officer"])
    for name in {name for name, _ in patterns()} & set(table()["doors"]):
        address = door(name).address(made) if door(name).thing is None else None
        for tried in (f"{address or '/en/papers/'}{wrong}", f"/en/papers/{wrong}/file", f"/en/desk/tasks/{wrong}"):
            status = client.get(tried).status_code
            found += [] if status in (200, 302, 400, 404) else [f"{tried[:80]}: {status}"]
    assert found == []


@pytest.mark.django_db
def test_a_nul_in_a_query_or_a_form_is_unreadable_at_every_door() -> None:
    made, wrong = Made(make_cast()), []
    client = browser(made.cast["owner"])
    for name in sorted(set(names()) & set(table()["doors"])):
        with transaction.atomic():
            address = door(name).address(Made(made.cast))
            statuses = {client.get(address, {"q": "a\x00"}).status_code}
            statuses.add(client.post(address, dict.fromkeys(FIELDS, "a\x00b")).status_code)
            transaction.set_rollback(True)
        # The API reads what it is sent itself.
        right = {400, 401, 404, 405, 200, 422} if name.startswith(("v1:", "api_nowhere")) else {400}
        wrong += [] if statuses <= right else [f"{name}: {statuses}"]
    assert wrong == []


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["sessionid", "csrftoken", "django_language", "messages"])
@pytest.mark.parametrize("value", ['"a\\000bcdefghijklmnop"', "x" * 4_000, "%00", "\\"])
def test_a_cookie_of_garbage_is_no_cookie(client: Client, name: str, value: str) -> None:
    assert client.get("/en/", headers={"cookie": f"{name}={value}"}).status_code == 200
    assert client.get("/en/me/", headers={"cookie": f"{name}={value}"}).status_code == 302


def test_an_address_of_a_visitor_that_is_none_is_not_an_error(
    as_: Callable[[User], Client], lin: User, settings: Any
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for forwarded in ("nonsense", "1.2.3.4\x00", "1" * 5_000, "::1%eth0", ""):
        answered = as_(lin).get("/en/me/", headers={"x-forwarded-for": forwarded, "user-agent": "\ud7ff" * 900})
        assert answered.status_code < 500, forwarded
        assert (
            Client()
            .post("/en/account/login/", {"login": "a@b.cc", "password": "x"}, headers={"x-forwarded-for": forwarded})
            .status_code
            < 500
        )
