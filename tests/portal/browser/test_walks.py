"""Walks through the portal as people take them: by keyboard, in another language, without JavaScript."""

from __future__ import annotations

from typing import Any

import pytest

from tests.portal.browser.conftest import Open, Site

FOCUSED = """() => { const at = document.activeElement, look = getComputedStyle(at), box = at.getBoundingClientRect();
  return {name: at.tagName, text: (at.innerText || at.getAttribute('aria-label') || at.name || '').trim().slice(0, 40),
          seen: look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) >= 2, here: box.width > 0 && box.left >= 0}; }"""


def test_the_keyboard_reaches_everything_and_shows_where_it_is(open_as: Open, site: Site) -> None:
    page = open_as()
    page.goto(f"{site.address}/en/")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)["text"] == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    # Another page: on the same one the keyboard would go on from where it was.
    page.goto(f"{site.address}/en/about")
    stops: list[dict[str, Any]] = []
    for _ in range(page.locator("a, button").count() + 2):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUSED)
        if at["name"] == "BODY":
            break
        stops.append(at)
    assert len(stops) >= page.locator("a:visible, button:visible").count()
    assert [at for at in stops if not (at["seen"] and at["here"])] == []


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_another_language_keeps_the_page(open_as: Open, site: Site, scripts: bool) -> None:
    page = open_as(size="phone", scripts=scripts)
    page.goto(f"{site.address}/en/about")
    page.get_by_role("button", name="简体中文").click()
    page.wait_for_url("**/zh-hans/about")
    assert page.get_attribute("html", "lang") == "zh-Hans"


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_an_account_is_made_and_an_organisation_in_it(open_as: Open, site: Site, scripts: bool) -> None:
    page = open_as(size="phone", scripts=scripts)
    page.goto(f"{site.address}/en/account/signup/")
    page.fill("input[name=email]", f"wong-{scripts}@example.org")
    for name in ("password1", "password2"):
        page.fill(f"input[name={name}]", "correct horse battery staple")
    page.locator("main button[type=submit]").click()
    page.goto(f"{site.address}/en/organisations/")
    page.get_by_label("Name of the organisation").fill("Harbour Laboratory")
    page.get_by_role("button", name="Make an organisation").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Harbour Laboratory"
    page.get_by_role("link", name="What the law asks of an employer").click()
    page.get_by_role("link", name="State or change").first.click()
    page.locator("main select, main input[type=text]").first.wait_for()
    page.go_back()
    assert page.faults == []


def test_a_wrong_entry_is_told_at_its_field(open_as: Open, site: Site) -> None:
    page = open_as("ho")
    page.goto(f"{site.address}/en/organisations/{site.names['organisation']}")
    page.get_by_label("E-mail address").fill("nobody")
    page.get_by_role("button", name="Invite somebody").click()
    field = page.get_by_label("E-mail address")
    told = page.locator(f"#{field.get_attribute('aria-describedby')}")
    assert field.get_attribute("aria-invalid") == "true" and "name@example.org" in told.inner_text()
