"""A passkey in a real browser, whose authenticator is virtual: added, used to sign in without a password, nothing refused by the policy."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from playwright.sync_api import Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from huanliu.portal.people.models import User
from tests.portal.conftest import PASSWORD, person

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here: make install says how to get it"),
    pytest.mark.django_db(transaction=True),
]
ABLE = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    """A browser with an authenticator that always agrees, and what its console complains of."""
    # Playwright runs its own loop in this thread; Django must not take that for ours.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-quic"])
        found = browser.new_page()
        said: list[str] = []
        found.on(
            "console",
            lambda message: said.append(f"{message.text} {message.location}") if message.type == "error" else None,
        )
        found.on("pageerror", lambda error: said.append(str(error)))
        session: Any = found.context.new_cdp_session(found)
        session.send("WebAuthn.enable")
        options = {**ABLE, "isUserVerified": True, "automaticPresenceSimulation": True}
        session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        yield found
        browser.close()
    assert said == []


def test_a_passkey_is_added_and_signs_in(page: Page, live_server: LiveServer) -> None:
    lin: User = person("lin@example.org", "Lin Yue")
    EmailAddress.objects.create(user=lin, email=lin.email, verified=True, primary=True)
    start = live_server.url.replace("127.0.0.1", "localhost") + "/zh-hant/account/"
    page.goto(start + "login/")
    page.get_by_label("電郵").fill(lin.email)
    page.get_by_label("密碼").fill(PASSWORD)
    page.get_by_role("button", name="登入", exact=True).click()
    page.goto(start + "2fa/webauthn/add/")
    page.get_by_label("密碼").fill(PASSWORD)
    page.get_by_role("button", name="確認").click()
    page.locator("#id_name").fill("手機")
    page.locator("#id_passwordless").check()
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url("**/recovery-codes/**")
    assert lin.authenticator_set.filter(type="webauthn").count() == 1
    page.get_by_role("button", name="登出").click()
    page.goto(start + "login/?next=/zh-hant/account/2fa/webauthn/")
    page.get_by_role("button", name="使用通行密鑰登入").click()
    page.get_by_role("rowheader", name="手機").wait_for()
    assert page.url == start + "2fa/webauthn/"
