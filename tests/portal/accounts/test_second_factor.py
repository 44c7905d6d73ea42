"""Views that ask a second factor, or ask again who one is."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from allauth.mfa.utils import decrypt
from cryptography.fernet import InvalidToken
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from huanliu.portal.authorities.models import Officer
from huanliu.portal.cases.models import Case
from huanliu.portal.front import second_factor
from huanliu.portal.people.models import User
from tests.portal.casework import admission
from tests.portal.codes import code_now
from tests.portal.conftest import PASSWORD, just_shown
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
    return code_now(secret)


def test_nobody_is_led_to_sign_in(client: Client) -> None:
    assert "/account/login/?next=/en/vault" in came(client, AnonymousUser()).headers["Location"]


def test_without_a_factor_one_is_led_to_set_one_up(ho: User) -> None:
    assert came(browser(ho), ho).headers["Location"].endswith("/account/2fa/")


def test_with_a_factor_that_was_not_shown_one_is_asked_for_it_and_led_back(ho: User) -> None:
    client = browser(ho)
    give_factor(ho)
    assert came(client, ho).headers["Location"].endswith("/2fa/reauthenticate/?next=%2Fen%2Fvault")


def test_with_a_key_alone_one_is_led_to_show_the_key(ho: User) -> None:
    client = browser(ho)
    Authenticator.objects.create(user=ho, type="webauthn", data={})
    assert "/2fa/webauthn/reauthenticate/?next=" in came(client, ho).headers["Location"]


@pytest.mark.parametrize(
    ("page", "back"),
    [
        ("http://testserver/zh-hant/desk/?show=mine", "/zh-hant/desk/?show=mine"),
        ("", "/en/"),
        ("https://elsewhere.example/desk/", "/en/"),
        ("http://testserver//elsewhere.example/", "/en/"),
        ("javascript:alert(1)", "/en/"),
    ],
)
def test_after_a_button_one_is_led_back_to_the_page_on_which_it_stands(ho: User, page: str, back: str) -> None:
    client = browser(ho)
    give_factor(ho)
    pressed = RequestFactory().post("/en/desk/tasks/x/take", headers={"referer": page})
    pressed.session, pressed.user = client.session, ho
    assert parse_qs(urlsplit(vault(pressed).headers["Location"]).query) == {"next": [back]}


def test_an_officer_with_a_password_alone_shows_the_factor_and_lands_on_the_page_asked_for(
    client: Client, ho_post: Officer, filed: Case
) -> None:
    Authenticator.objects.filter(user=ho_post.user).delete()
    give_factor(ho_post.user)
    client.force_login(ho_post.user)
    task = f"/en/desk/tasks/{admission(filed).public}"
    taken = client.post(f"{task}/take", headers={"referer": f"http://testserver{task}"})
    assert "/2fa/reauthenticate/" in taken.headers["Location"] and admission(filed).state == "ready"
    asked = client.get(task).headers["Location"]
    assert client.get(asked).status_code == 200 and client.get(task).status_code == 302
    assert client.post(asked, {"code": "000000"}).status_code == 200 and client.get(task).status_code == 302
    landed = client.post(asked, {"code": code_of(ho_post.user)}, follow=True)
    assert landed.redirect_chain == [(task, 302)] and landed.status_code == 200
    client.post(f"{task}/take")
    assert admission(filed).state == "taken"


def test_who_sets_up_the_first_factor_has_shown_it(
    client: Client, ho_post: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A test commits nothing: what allauth does then, it does at once.
    monkeypatch.setattr(transaction, "on_commit", lambda then, *rest, **more: then())
    Authenticator.objects.filter(user=ho_post.user).delete()
    client.force_login(ho_post.user)
    just_shown(client, ho_post.user)
    assert client.get("/en/desk/").headers["Location"] == "/en/account/2fa/"
    page = "/en/account/2fa/totp/activate/"
    client.get(page)
    secret = client.session["mfa.totp.secret"]
    code = code_now(secret)
    assert client.post(page, {"code": code}).status_code == 302
    assert client.get("/en/desk/").status_code == 200


def test_who_adds_another_factor_has_not_shown_the_first(client: Client, ho: User) -> None:
    give_factor(ho)
    client.force_login(ho)
    added = Authenticator.objects.create(user=ho, type="webauthn", data={})
    request = RequestFactory().get("/")
    request.session, request.user = client.session, ho
    authenticator_added.send(sender=Authenticator, request=request, user=ho, authenticator=added)
    assert not second_factor.shown(request)


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
