"""Views that ask a second factor, or ask again who one is."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt
from cryptography.fernet import InvalidToken
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from huanliu.portal.front import second_factor
from huanliu.portal.people.models import User
from tests.portal.conftest import PASSWORD
from tests.portal.doors.objects import browser, give_factor

pytestmark = pytest.mark.django_db


@second_factor.required
def vault(request: HttpRequest) -> HttpResponse:
    """A view of an officer's."""
    return HttpResponse("inside")


def came(client: Client, user: User | AnonymousUser, path: str = "/en/vault") -> HttpResponse:
    """What the vault says to a browser."""
    request = RequestFactory().get(path)
    request.session, request.user = client.session, user
    request._messages = type("Messages", (), {"add": lambda *parts: None})()
    return vault(request)


def code_of(user: User) -> str:
    """What the authenticator app of a user shows now."""
    secret = decrypt(user.authenticator_set.get(type="totp").data["secret"])
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def test_nobody_is_led_to_sign_in(client: Client) -> None:
    assert "/account/login/?next=/en/vault" in came(client, AnonymousUser()).headers["Location"]


def test_without_a_factor_one_is_led_to_set_one_up(ho: User) -> None:
    assert came(browser(ho), ho).headers["Location"].endswith("/account/2fa/")


def test_with_a_factor_that_was_not_shown_one_is_asked_for_it_and_led_back(ho: User) -> None:
    client = browser(ho)
    give_factor(ho)
    assert came(client, ho).headers["Location"].endswith("/2fa/reauthenticate/?next=%2Fen%2Fvault")


def test_with_a_factor_that_was_shown_it_opens(ho: User) -> None:
    give_factor(ho)
    assert came(browser(ho), ho).content == b"inside"


def test_the_whole_way_by_password_and_code(client: Client, ho: User) -> None:
    give_factor(ho)
    response = client.post("/zh-hant/account/login/?next=/zh-hant/about", {"login": ho.email, "password": PASSWORD})
    assert response.headers["Location"].startswith("/zh-hant/account/2fa/authenticate/")
    assert "_auth_user_id" not in client.session
    assert client.post(response.headers["Location"], {"code": "000000"}).status_code == 200
    client.post(response.headers["Location"], {"code": code_of(ho)})
    assert "_auth_user_id" in client.session and came(client, ho).content == b"inside"


def test_a_code_opens_once(client: Client, ho: User) -> None:
    give_factor(ho)
    code = code_of(ho)
    for opened in (True, False):
        other = Client()
        response = other.post("/en/account/login/", {"login": ho.email, "password": PASSWORD})
        other.post(response.headers["Location"], {"code": code})
        assert ("_auth_user_id" in other.session) is opened


@pytest.mark.parametrize("path", ["account/email/", "account/2fa/totp/activate/", "account/2fa/webauthn/add/"])
def test_a_change_of_how_one_signs_in_asks_again_who_one_is(client: Client, lin: User, path: str) -> None:
    client.force_login(lin)
    response = client.post(f"/en/{path}", {"action_add": "", "email": "other@example.org", "code": "1"})
    assert (response.status_code, "reauthenticate" in response.headers["Location"]) == (302, True)


def test_a_step_up_leads_back_to_where_it_was_asked(client: Client, lin: User) -> None:
    client.force_login(lin)
    asked = client.get("/en/account/2fa/webauthn/add/").headers["Location"]
    response = client.post(asked, {"password": PASSWORD})
    assert response.headers["Location"] == "/en/account/2fa/webauthn/add/"
    assert client.get(response.headers["Location"]).status_code == 200


def test_who_must_have_one_is_what_the_desks_say(lin: User, ho: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second_factor, "_concerned", [])
    second_factor.concerns(lambda user: user.email == "ho@example.org")
    assert (second_factor.must_have(lin), second_factor.must_have(ho)) == (False, True)


def test_secrets_lie_encrypted_and_outlive_a_change_of_the_secret(ho: User, settings: Any) -> None:
    give_factor(ho)
    kept = ho.authenticator_set.get(type="totp").data["secret"]
    seen = decrypt(kept)
    assert seen not in kept and len(seen) >= 32
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another-secret-" * 5
    assert decrypt(kept) == seen
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(InvalidToken):
        decrypt(kept)
