"""Consents given and taken in tests, as a page would."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.test import Client

from huanliu.portal.consent import acts
from huanliu.portal.consent.models import Receipt
from huanliu.portal.consent.purposes import purpose
from huanliu.portal.people.models import User
from tests.portal.conftest import PASSWORD


def agree(user: User, *names: str) -> list[Receipt]:
    """The consent of somebody to some purposes, in English."""
    given = [purpose(name) for name in names]
    return [acts.give_consent(user.public, each, "en", each.digest("en"), each.guardian) for each in given]


@pytest.fixture
def proved(client: Client) -> Callable[[User], Client]:
    """The browser of somebody who has just typed the password again."""

    def signed_in(user: User) -> Client:
        client.force_login(user)
        assert client.post("/en/account/reauthenticate/", {"password": PASSWORD}).status_code == 302
        return client

    return signed_in


def on_day(monkeypatch: pytest.MonkeyPatch, day: datetime.date) -> None:
    """Another day for everything that asks the clock."""
    from huanliu.base import clock

    monkeypatch.setattr(clock, "_today", lambda: day)
    moment = datetime.datetime.combine(day, datetime.time(12), datetime.UTC)
    monkeypatch.setattr(clock, "_now", lambda zone=None: moment)
