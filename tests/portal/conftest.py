"""A cast that every test of the portal knows: Lin applies, Ho serves at the window, Silva belongs elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.core.cache import caches
from django.http import HttpRequest
from django.test import Client
from django.utils import translation

from huanliu.portal.front import mark
from huanliu.portal.people.models import User
from tests.portal import databases

# What a test asks that has to do with a database.
ASKED = {"db", "transactional_db", "django_db_setup", "empty_database"}
PASSWORD = "correct horse battery staple"


def person(email: str, name: str) -> User:
    """A user whose password is PASSWORD, hashed once for all."""
    return User.objects.create_user(email, PASSWORD, name=name)


def just_shown(client: Client, user: User) -> None:
    """The session of a browser in which the user showed who they are a moment ago, with a second factor if they have one."""
    request = HttpRequest()
    request.session = client.session
    record_authentication(request, user, method="password", reauthenticated=True)
    if Authenticator.objects.filter(user=user).exists():
        record_authentication(request, user, method="mfa", type="totp", reauthenticated=True)
    request.session.save()


def come_in(client: Client, user: User) -> Client:
    """Sign somebody in, with the second factor if they have one; how long ago is not known."""
    client.force_login(user)
    if Authenticator.objects.filter(user=user).exists():
        just_shown(client, user)
    return client


databases.let_flush_pass()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A run on another database repeats the tests that ask one, and no others."""
    if databases.KIND == "sqlite":
        return
    asking = [item for item in items if item.get_closest_marker("django_db") or ASKED & set(item.fixturenames)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(asking)])
    items[:] = asking


@pytest.fixture(scope="session")
def empty_database() -> Callable[[Path], AbstractContextManager[str]]:
    """Makes empty databases of the run's kind, for programs that a test starts."""
    return databases.empty


@pytest.fixture(autouse=True)
def as_if_just_started() -> None:
    """Limits start anew with each test, invented people of another were never seen, and no page before has left its language."""
    caches["near"].clear()
    mark.forget()
    translation.activate("en")


@pytest.fixture
def lin(db: None) -> User:
    """Lin applies: from Shenzhen, an engineer, wants to work in Hong Kong."""
    return person("lin@example.org", "Lin Yue")


@pytest.fixture
def ho(db: None) -> User:
    """Ho serves at a window."""
    return person("ho@example.org", "Ho Ka Yan")


@pytest.fixture
def silva(db: None) -> User:
    """Silva belongs elsewhere: what is Lin's or Ho's must not even seem to be there."""
    return person("silva@example.org", "Ana Silva")


@pytest.fixture
def as_(client: Client) -> Callable[[User], Client]:
    """The browser of somebody who is signed in."""

    def signed_in(user: User) -> Client:
        return come_in(client, user)

    return signed_in
