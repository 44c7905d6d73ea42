"""Sign-in through a real OpenID provider that the test starts: by sockets, with PKCE; what is forged is refused."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from oidc_provider_mock import User as Subject
from oidc_provider_mock import run_server_in_thread

from huanliu.portal.front import openid
from huanliu.portal.people.models import User

pytestmark = pytest.mark.django_db
LOGIN, CALLBACK = "/oidc/oidc/login/", "/oidc/oidc/login/callback/"
CHAN = Subject(sub="chan-1", claims={"email": "chan@example.org", "email_verified": True, "name": "Chan Siu Ming"})


@pytest.fixture
def provider(settings: Any) -> Iterator[str]:
    """A provider that knows Chan."""
    with run_server_in_thread(user_claims=[CHAN], require_nonce=True) as server:
        address = f"http://localhost:{server.server_port}"
        app = {"provider_id": "oidc", "name": "Test", "client_id": "huanliu", "secret": "x"}
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [{**app, "settings": {"server_url": address}}]}
        }
        yield address


def sent_to(client: Client, next_page: str = "") -> str:
    """The address at the provider to which we send the browser."""
    page = client.post(f"{LOGIN}?process=login&next={next_page}")
    assert page.status_code == 200
    found = re.search(r'class="button" href="([^"]+)"', page.text)
    assert found is not None
    return found[1].replace("&amp;", "&")


def back_from(address: str, sub: str = "chan-1") -> str:
    """What the provider sends the browser back to, once somebody has signed in there."""
    response = requests.post(address, data={"sub": sub}, allow_redirects=False, timeout=10)
    assert response.status_code == 302, response.text[:300]
    parts = urlsplit(response.headers["Location"])
    return f"{parts.path}?{parts.query}"


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_the_whole_way_with_pkce_state_and_nonce(client: Client, provider: str) -> None:
    address = sent_to(client, "/zh-hant/about")
    asked = parse_qs(urlsplit(address).query)
    assert address.startswith(provider)
    assert asked["code_challenge_method"] == ["S256"] and asked["state"] and asked["nonce"]
    assert asked["redirect_uri"] == ["http://testserver" + CALLBACK]
    response = client.get(back_from(address))
    assert (response.status_code, response.headers["Location"]) == (302, "/zh-hant/about")
    assert signed_in(client)
    account = SocialAccount.objects.get()
    assert (account.uid, account.user.email) == (f"{provider} chan-1", "chan@example.org")


def test_the_same_subject_is_the_same_person_though_the_address_changed(client: Client, provider: str) -> None:
    client.get(back_from(sent_to(client)))
    User.objects.update(email="new@example.org")
    other = Client()
    other.get(back_from(sent_to(other)))
    assert signed_in(other) and User.objects.count() == 1


def test_an_address_that_somebody_has_here_does_not_open_their_account(client: Client, provider: str) -> None:
    User.objects.create_user("chan@example.org", "a password of somebody else")
    client.get(back_from(sent_to(client)))
    assert not signed_in(client) and SocialAccount.objects.count() == 0


def test_another_state_is_refused(client: Client, provider: str) -> None:
    back = re.sub(r"state=[^&]+", "state=forged", back_from(sent_to(client)))
    page = client.get(back)
    assert page.status_code < 500 and not signed_in(client)


def test_what_another_browser_began_is_refused(client: Client, provider: str) -> None:
    back = back_from(sent_to(Client()))
    assert client.get(back).status_code < 500 and not signed_in(client)


def test_coming_back_twice_is_refused(client: Client, provider: str) -> None:
    back = back_from(sent_to(client))
    client.get(back)
    client.post("/en/account/logout/")
    client.get(back)
    assert not signed_in(client)


def test_a_token_for_another_sign_in_is_refused(client: Client, provider: str) -> None:
    address = re.sub(r"nonce=[^&]+", "nonce=of-another-sign-in", sent_to(client))
    client.get(back_from(address))
    assert not signed_in(client) and User.objects.count() == 0


def test_the_verifier_that_we_hand_over_is_that_of_the_challenge(client: Client, provider: str) -> None:
    """The provider of the tests does not compare them; so the test does."""
    asked = parse_qs(urlsplit(sent_to(client)).query)
    (state,) = client.session["socialaccount_states"].values()
    digest = hashlib.sha256(state[0]["pkce_code_verifier"].encode()).digest()
    assert asked["code_challenge"] == [base64.urlsafe_b64encode(digest).rstrip(b"=").decode()]


def test_a_token_signed_by_nobody_is_refused() -> None:
    claims = {"iss": "i", "aud": "huanliu", "sub": "admin", "iat": 1, "exp": 9_999_999_999}
    keys = jwt.PyJWKSet.from_dict({"keys": [{"kty": "oct", "k": "c2VjcmV0"}]})
    for token in (jwt.encode(claims, "", "none"), jwt.encode(claims, "secret", "HS256"), "", "a.b.c"):
        with pytest.raises(jwt.PyJWTError):
            openid.verified(token, keys, "i", "huanliu")


@pytest.mark.parametrize("part", [1, 2])
def test_a_token_whose_body_or_signature_was_changed_is_refused(
    client: Client, provider: str, part: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = openid.verified

    def forged(id_token: str, *rest: Any) -> Any:
        parts = id_token.split(".")
        if part == 1:
            body = json.loads(base64.urlsafe_b64decode(parts[1] + "=="))
            parts[1] = base64.urlsafe_b64encode(json.dumps({**body, "sub": "admin"}).encode()).rstrip(b"=").decode()
        else:
            parts[2] = parts[2][::-1]
        return real(".".join(parts), *rest)

    monkeypatch.setattr(openid, "verified", forged)
    page = client.get(back_from(sent_to(client)))
    assert page.status_code < 500 and not signed_in(client)


def test_a_provider_that_there_is_not(client: Client) -> None:
    assert client.get("/oidc/nobody/login/").status_code == 404
    assert client.get("/oidc/nobody/login/callback/").status_code == 404
