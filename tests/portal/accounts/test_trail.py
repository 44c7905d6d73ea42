"""How somebody gets in stands in the audit trail, in the person's words, without anything that was typed."""

from __future__ import annotations

import datetime
import json
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core import mail
from django.test import Client

from huanliu.base.clock import today
from huanliu.portal.consent.showing import event_text
from huanliu.portal.front import sessions
from huanliu.portal.people.acts import make_token
from huanliu.portal.people.models import User
from huanliu.portal.record import trail
from huanliu.portal.record.models import Entry
from tests.portal.accounts.test_second_factor import code_of
from tests.portal.codes import code_now
from tests.portal.conftest import PASSWORD
from tests.portal.doors.objects import browser, give_factor

pytestmark = pytest.mark.django_db
LOGIN = "/en/account/login/"


def written(event: str) -> list[dict[str, Any]]:
    """What entries of a kind say, and about whom."""
    found = Entry.objects.filter(event=event).select_related("body")
    return [{"person": each.person, **json.loads(each.body.text)} for each in found]


def sign_in(client: Client, email: str, password: str = PASSWORD) -> Any:
    return client.post(LOGIN, {"login": email, "password": password})


def test_a_sign_in_and_a_sign_out(client: Client, lin: User) -> None:
    sign_in(client, "LIN@example.org")
    assert written("signin.done") == [{"person": lin.public, "by": ["password"]}]
    client.post("/en/account/logout/")
    assert written("session.ended") == [{"person": lin.public, "why": "signed out", "sessions": 1}]


def test_a_wrong_password_is_written_about_the_person_and_one_for_nobody_alike(client: Client, lin: User) -> None:
    sign_in(client, lin.email, "wrong wrong wrong")
    sign_in(client, "nobody@example.org", "wrong wrong wrong")
    assert written("signin.failed") == [{"person": lin.public, "by": "password"}, {"person": "", "by": "password"}]
    said = " ".join(map(str, Entry.objects.values_list("about", "body__text")))
    assert "example.org" not in said and "wrong wrong" not in said


def test_a_wrong_code_and_a_right_one(client: Client, ho: User) -> None:
    give_factor(ho)
    there = sign_in(client, ho.email).headers["Location"]
    client.post(there, {"code": "000000"})
    assert written("signin.failed") == [{"person": ho.public, "by": "factor"}] and not written("signin.done")
    client.post(there, {"code": code_of(ho)})
    assert written("signin.done") == [{"person": ho.public, "by": ["mfa", "password"]}]


def test_signing_up_and_confirming_the_address(client: Client, db: None, settings: Any) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    new = {"email": "new@example.org", "password1": "a long one for tests", "password2": "a long one for tests"}
    client.post("/en/account/signup/", new)
    user = User.objects.get(email="new@example.org")
    assert written("account.made") == [{"person": user.public}] and not written("signin.done")
    link = next(part for part in mail.outbox[0].body.split() if "confirm-email" in part)
    client.post(link.removeprefix("http://testserver"))
    assert written("address.confirmed") == [{"person": user.public}]


def test_a_changed_password_and_the_sessions_that_it_ends(lin: User) -> None:
    other = Client()
    sign_in(other, lin.email)
    client = browser(lin)
    new = {"oldpassword": PASSWORD, "password1": "another one, longer", "password2": "another one, longer"}
    client.post("/en/account/password/change/", new)
    assert written("password.changed") == [{"person": lin.public}]
    assert {"person": lin.public, "why": sessions.CHANGED, "sessions": 1} in written("session.ended")


def test_a_password_set_anew_by_mail(client: Client, lin: User) -> None:
    EmailAddress.objects.create(user=lin, email=lin.email, verified=True, primary=True)
    client.post("/en/account/password/reset/", {"email": lin.email})
    link = next(part for part in mail.outbox[0].body.split() if "/password/reset/key/" in part)
    form = client.get(link.removeprefix("http://testserver")).headers["Location"]
    client.post(form, {"password1": "another one, longer", "password2": "another one, longer"})
    assert written("password.reset") == [{"person": lin.public}]


def test_a_factor_that_comes_and_goes(ho: User, settings: Any, django_capture_on_commit_callbacks: Any) -> None:
    settings.ACCOUNT_EMAIL_NOTIFICATIONS = False
    EmailAddress.objects.create(user=ho, email=ho.email, verified=True, primary=True)
    client = browser(ho)
    page = client.get("/en/account/2fa/totp/activate/")
    code = code_now(page.context["form"].secret)
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/en/account/2fa/totp/activate/", {"code": code})
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/en/account/2fa/totp/deactivate/")
    kinds = [each["kind"] for each in written("factor.added")]
    assert "totp" in kinds and "totp" in [each["kind"] for each in written("factor.removed")]


def test_ending_the_sessions_of_other_devices(lin: User) -> None:
    other, client = Client(), browser(lin)
    sign_in(other, lin.email)
    client.get("/en/me/")
    assert UserSession.objects.filter(user=lin).count() == 2
    client.post("/en/account/sessions/")
    assert written("session.ended") == [{"person": lin.public, "why": sessions.ELSEWHERE, "sessions": 1}]


def test_a_session_whose_time_is_over(client: Client, lin: User) -> None:
    client.force_login(lin)
    client.get("/en/me/")
    session = client.session
    session[sessions.SEEN] = session[sessions.SEEN] - 3 * 3600
    session.save()
    client.get("/en/me/")
    assert written("session.ended") == [{"person": lin.public, "why": "time", "sessions": 1}]


def test_a_token_is_written_once_a_day_that_it_is_used(client: Client, lin: User) -> None:
    token, text = make_token(lin, "one", ["cases"], today() + datetime.timedelta(days=30))
    for _ in range(3):
        assert client.get("/api/v1/cases", headers={"authorization": f"Bearer {text}"}).status_code == 200
    assert written("token.used") == [{"person": lin.public}]
    token.refresh_from_db()
    assert token.used == today()


def test_the_person_reads_all_of_it(lin: User) -> None:
    client = Client()
    sign_in(client, lin.email, "wrong wrong wrong")
    sign_in(client, lin.email)
    page = client.get("/zh-hant/me/data/trail/").text
    assert "有人以您的電郵嘗試登入不果" in page and "成功登入" in page


@pytest.mark.parametrize("event", sorted(trail.events()))
def test_every_event_about_a_person_has_its_words(event: str) -> None:
    if event.split(".")[0] in ("signin", "session", "password", "factor", "address", "token", "account"):
        for code, _ in settings.LANGUAGES:
            assert event_text(event, code) != event_text("nobody.wrote", code), (event, code)
