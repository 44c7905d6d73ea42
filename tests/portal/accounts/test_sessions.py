"""How long sessions live, and what ends them."""

from __future__ import annotations

import datetime

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from huanliu.base import clock
from huanliu.portal.front import second_factor
from huanliu.portal.people.models import User
from tests.portal.conftest import PASSWORD
from tests.portal.doors.objects import browser, give_factor

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = (datetime.timedelta(**{unit: 1}) for unit in ("minutes", "hours", "days"))


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> list[datetime.timedelta]:
    """How much later than now it is for sessions: one entry, to be changed."""
    real, shift = clock._now, [0 * DAY]
    monkeypatch.setattr(clock, "_now", lambda zone=None: real(zone) + shift[0])
    return shift


def is_in(client: Client) -> bool:
    client.get("/en/about")
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("officer, idle", [(False, 2 * HOUR), (True, 30 * MINUTE)])
def test_a_session_ends_when_it_lay_idle(
    later: list[datetime.timedelta], ho: User, monkeypatch: pytest.MonkeyPatch, officer: bool, idle: datetime.timedelta
) -> None:
    monkeypatch.setattr(second_factor, "_concerned", [lambda user: officer])
    client = browser(ho)
    assert is_in(client)
    later[0] += idle - MINUTE
    assert is_in(client)
    later[0] += idle + MINUTE
    response = client.get("/zh-hant/about")
    assert "_auth_user_id" not in client.session and "系統已為您登出" in response.text


@pytest.mark.parametrize("officer, whole, step", [(False, 14 * DAY, HOUR), (True, 12 * HOUR, 20 * MINUTE)])
def test_a_session_ends_however_busy_it_was(
    later: list[datetime.timedelta],
    ho: User,
    monkeypatch: pytest.MonkeyPatch,
    officer: bool,
    whole: datetime.timedelta,
    step: datetime.timedelta,
) -> None:
    monkeypatch.setattr(second_factor, "_concerned", [lambda user: officer])
    client, passed = browser(ho), 0 * DAY
    client.get("/en/about")
    while passed + step < whole:
        passed += step
        later[0] = passed
        session = client.session
        session["huanliu_seen"] = clock.now().timestamp()
        session.save()
    assert is_in(client)
    later[0] = whole + MINUTE
    assert not is_in(client)


def test_looking_writes_the_session_once_a_minute(client: Client, lin: User) -> None:
    client.force_login(lin)
    client.get("/en/about")
    before = client.session["huanliu_seen"]
    client.get("/en/about")
    assert client.session["huanliu_seen"] == before


def test_another_password_ends_the_other_sessions(lin: User) -> None:
    here, there = browser(lin), browser(lin)
    assert (is_in(here), is_in(there)) == (True, True)
    data = {"oldpassword": PASSWORD, "password1": "another-one-77", "password2": "another-one-77"}
    assert here.post("/en/account/password/change/", data).status_code == 302
    assert (is_in(here), is_in(there)) == (True, False)


def test_another_factor_ends_the_other_sessions(ho: User) -> None:
    give_factor(ho)
    here, there = browser(ho), browser(ho)
    assert (is_in(here), is_in(there)) == (True, True)
    assert here.post("/en/account/2fa/totp/deactivate/").status_code == 302
    assert not Authenticator.objects.filter(type="totp").exists()
    assert (is_in(here), is_in(there)) == (True, False)


def test_the_list_of_sessions_ends_the_others(lin: User) -> None:
    here, there = browser(lin), browser(lin)
    assert (is_in(here), is_in(there)) == (True, True)
    assert here.post("/en/account/sessions/").status_code == 302
    assert (is_in(here), is_in(there)) == (True, False)
