"""Signing up, in and out; in which language mails come; what says nothing about who has an account."""

from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import mail
from django.test import Client

from huanliu.portal.front.templatetags.browsers import browser_name
from huanliu.portal.people.models import User
from tests.portal.conftest import PASSWORD

pytestmark = pytest.mark.django_db
CODES = [code for code, _ in settings.LANGUAGES]
NEW = {"email": "new@example.org", "password1": "nobody-guesses-7", "password2": "nobody-guesses-7"}


def login_data(password: str = PASSWORD) -> dict[str, str]:
    return {"login": "lin@example.org", "password": password}


def test_sign_in_keeps_where_one_was_going(client: Client, lin: User) -> None:
    page = client.get("/zh-hans/account/login/?next=/zh-hans/about")
    assert 'name="next" value="/zh-hans/about"' in page.text
    response = client.post("/zh-hans/account/login/", login_data() | {"next": "/zh-hans/about"})
    assert (response.status_code, response.headers["Location"]) == (302, "/zh-hans/about")


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
def test_sign_in_never_leads_to_another_site(client: Client, lin: User, elsewhere: str) -> None:
    response = client.post("/en/account/login/", login_data() | {"next": elsewhere})
    assert "elsewhere" not in response.headers["Location"] and "alert" not in response.headers["Location"]


@pytest.mark.parametrize("code", CODES)
def test_a_wrong_password_says_the_same_as_a_wrong_address(client: Client, lin: User, code: str) -> None:
    texts = []
    for login in ("lin@example.org", "nobody@example.org"):
        page = client.post(f"/{code}/account/login/", {"login": login, "password": "wrong"})
        assert page.status_code == 200 and 'role="alert"' in page.text
        texts.append(re.sub(r'value="[^"]*"', "", page.text))
    assert texts[0] == texts[1]


def test_too_many_attempts_wait(client: Client, lin: User) -> None:
    for _ in range(6):
        client.post("/en/account/login/", login_data("wrong"))
    page = client.post("/en/account/login/", login_data())
    assert "_auth_user_id" not in client.session and page.status_code in (200, 429)


@pytest.mark.parametrize("code, word", [("en", "confirm"), ("zh-hans", "确认"), ("zh-hant", "確認"), ("pt", "confirm")])
def test_a_new_account_is_written_to_in_its_language(client: Client, code: str, word: str) -> None:
    assert client.post(f"/{code}/account/signup/", NEW).status_code == 302
    assert User.objects.get().language == code
    (letter,) = mail.outbox
    assert word in letter.body.lower() and f"/{code}/account/confirm-email/" in letter.body
    assert ("Huanliu" if code in ("en", "pt") else "环流" if code == "zh-hans" else "環流") in letter.body


def test_a_letter_is_in_the_language_of_its_reader_and_not_of_the_page(client: Client, lin: User) -> None:
    User.objects.update(language="zh-hant")
    EmailAddress.objects.create(user=lin, email=lin.email, verified=True, primary=True)
    client.post("/en/account/password/reset/", {"email": lin.email})
    assert "環流" in mail.outbox[0].body and "重設" in mail.outbox[0].body + mail.outbox[0].subject


def test_an_address_that_has_an_account_is_not_told_apart(client: Client, lin: User) -> None:
    EmailAddress.objects.create(user=lin, email=lin.email, verified=True, primary=True)
    for email in ("lin@example.org", "nobody@example.org"):
        assert client.post("/en/account/password/reset/", {"email": email}).status_code == 302
    assert len(mail.outbox) == 2


@pytest.mark.parametrize("weak", ["short1", "password123", "lin@example.org"])
def test_weak_passwords_are_refused_in_words(client: Client, weak: str) -> None:
    data = {"email": "lin@example.org", "password1": weak, "password2": weak}
    page = client.post("/zh-hant/account/signup/", data)
    assert page.status_code == 200 and not User.objects.exists()
    assert 'aria-invalid="true"' in page.text and re.search(r'aria-describedby="[^"]*_error"', page.text)


def test_signing_out_is_a_post(client: Client, lin: User) -> None:
    client.force_login(lin)
    client.get("/en/account/logout/")
    assert "_auth_user_id" in client.session
    client.post("/en/account/logout/")
    assert "_auth_user_id" not in client.session


def test_who_asks_too_often_gets_a_page_in_their_language(client: Client) -> None:
    for number in range(21):
        page = client.post("/zh-hant/account/signup/", NEW | {"email": f"new{number}@example.org", "password2": "x"})
    assert page.status_code == 429 and "嘗試次數過多" in page.text


@pytest.mark.parametrize(
    "called, name",
    [
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Mobile Safari/604.1", "Safari · iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit Chrome/140 Safari/537.36 Edg/140.0", "Edge · Windows"),
        ("<script>", "unknown browser"),
    ],
)
def test_a_browser_is_called_by_its_name(called: str, name: str) -> None:
    assert browser_name(called) == name
