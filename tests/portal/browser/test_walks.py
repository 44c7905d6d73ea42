"""Walks through the portal as people take them, with JavaScript and without it: each to its end."""

from __future__ import annotations

from typing import Any

import pytest

from tests.portal.browser.conftest import Open, Site
from tests.portal.browser.seed import JOURNEY, SECRET
from tests.portal.casework import PNG
from tests.portal.codes import code_now
from tests.portal.conftest import PASSWORD

BOTH = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
REASONS = "Everything that the guidance asks for was shown and checked."


def press(page: Any, name: str) -> None:
    """A button, by what it says."""
    page.get_by_role("button", name=name).first.click()


def follow(page: Any, name: str) -> None:
    """A link, by what it says."""
    page.get_by_role("link", name=name).first.click()


def heading(page: Any) -> str:
    """What the page is called."""
    return str(page.get_by_role("heading", level=1).inner_text())


def answered(page: Any, site: Site) -> None:
    """An interview about work in Hong Kong, from the first page, with three answers."""
    page.goto(f"{site.address}/en/")
    follow(page, "Start work in Hong Kong")
    press(page, "Begin")
    page.get_by_label("How old").fill("35")
    press(page, "Continue")
    page.locator("h1", has_text="How old").wait_for(state="detached")
    press(page, "I don’t know")
    page.goto(f"{site.address}/en/journeys/{JOURNEY}/question/person.residence_status")
    page.get_by_label("Resident of the Mainland").check()
    before = heading(page)
    press(page, "Continue")
    page.locator("h1", has_text=before).wait_for(state="detached")


def signed_up(page: Any, site: Site, email: str) -> None:
    """A new account."""
    page.goto(f"{site.address}/en/account/signup/")
    page.fill("input[name=email]", email)
    for name in ("password1", "password2"):
        page.fill(f"input[name={name}]", PASSWORD)
    page.locator("main button[type=submit]").click()


def agreed(page: Any, site: Site, purpose: str) -> None:
    """A consent to one purpose."""
    page.goto(f"{site.address}/en/me/data/consents/{purpose}/")
    press(page, "I agree to this purpose")


@BOTH
def test_another_language_keeps_the_page(open_as: Open, site: Site, scripts: bool) -> None:
    page = open_as(size="phone", scripts=scripts)
    page.goto(f"{site.address}/en/about")
    page.get_by_role("button", name="简体中文").click()
    page.wait_for_url("**/zh-hans/about")
    assert page.get_attribute("html", "lang") == "zh-Hans"


@BOTH
def test_from_an_interview_to_a_plan_to_take_along(open_as: Open, site: Site, scripts: bool) -> None:
    page = open_as(size="phone", scripts=scripts)
    answered(page, site)
    follow(page, "See the result as it stands")
    assert heading(page) == "Result: Start work in Hong Kong"
    follow(page, "The whole plan")
    assert heading(page) == "Plan: Start work in Hong Kong"
    for name, begins in (("Calendar", b"BEGIN:VCALENDAR"), ("PDF", b"%PDF-"), ("JSON", b"{")):
        with page.expect_download() as taken:
            follow(page, name)
        assert taken.value.path().read_bytes().startswith(begins)
    assert page.faults == []


@BOTH
def test_an_answer_is_changed_and_forgotten(open_as: Open, site: Site, scripts: bool) -> None:
    page = open_as(scripts=scripts)
    answered(page, site)
    page.goto(f"{site.address}/en/journeys/{JOURNEY}/answers")
    page.locator("main dd a").first.click()
    page.get_by_label("How old").fill("51")
    press(page, "Continue")
    page.locator("h1", has_text="How old").wait_for(state="detached")
    page.goto(f"{site.address}/en/journeys/{JOURNEY}/answers")
    assert "51" in page.locator("main").inner_text()
    page.goto(f"{site.address}/en/journeys/")
    press(page, "Forget")
    page.goto(f"{site.address}/en/journeys/{JOURNEY}/result")
    assert heading(page) == "Start work in Hong Kong" and page.faults == []


@BOTH
def test_what_if_is_worked_out(open_as: Open, site: Site, scripts: bool) -> None:
    page = open_as("answered", scripts=scripts)
    page.goto(f"{site.address}/en/journeys/{JOURNEY}/what-if")
    income = page.locator("input.short").first
    income.fill("100000")
    if scripts:
        income.blur()
    else:
        press(page, "Work it out")
    page.locator(".compared").get_by_text("Tried otherwise").wait_for()
    assert page.faults == []


@BOTH
def test_from_a_search_to_what_changed(open_as: Open, site: Site, scripts: bool) -> None:
    page = open_as(scripts=scripts)
    page.goto(f"{site.address}/zh-hant/law/")
    page.locator("#id_q").fill("高端人才通行证")
    # With JavaScript what is found appears while one types.
    if not scripts:
        page.locator(".finder button").click()
    page.locator("#results a", has_text="高端人才通行證計劃 A類").click()
    page.wait_for_url("**/law/hk.ttps.a/2026-*")
    page.locator("a[href*='/law/hk.ttps.a/'][href*='/20'] >> text=逐字").first.click()
    assert page.locator("main ins").count() > 1 and page.faults == []


@BOTH
def test_from_an_account_to_a_case(open_as: Open, site: Site, scripts: bool) -> None:
    page = open_as(size="phone", scripts=scripts)
    answered(page, site)
    signed_up(page, site, f"wong-{scripts}@example.org")
    for purpose in ("profile", "family", "papers"):
        agreed(page, site, purpose)
    page.goto(f"{site.address}/en/me/profiles/new")
    page.get_by_label("Name of the profile").fill("Me")
    page.get_by_label("Keep the answers").check()
    press(page, "Make it")
    page.goto(f"{site.address}/en/me/")
    follow(page, "Me")
    page.locator("a[href$='/family/new']").click()
    page.get_by_label("What you call them").fill("Mei")
    press(page, "Save")
    page.get_by_role("heading", name="Mei").wait_for()
    page.goto(f"{site.address}/en/cases/file/{JOURNEY}")
    page.get_by_label("I have read what goes to whom").check()
    press(page, "File")
    assert heading(page) == "Start work in Hong Kong"
    page.locator("main summary").first.click()
    page.locator("main input[type=file]").first.set_input_files(
        {"name": "a.png", "mimeType": "image/png", "buffer": PNG}
    )
    press(page, "Give")
    assert page.get_by_role("link", name="a.png").first.is_visible() and page.faults == []


@BOTH
def test_a_consent_is_given_and_taken_back(open_as: Open, site: Site, scripts: bool) -> None:
    page = open_as(scripts=scripts)
    signed_up(page, site, f"ng-{scripts}@example.org")
    agreed(page, site, "health")
    page.goto(f"{site.address}/en/me/data/consents/health/")
    press(page, "Take back")
    page.goto(f"{site.address}/en/me/data/consents/health/")
    assert page.get_by_role("button", name="I agree to this purpose").is_visible() and page.faults == []


@BOTH
def test_everything_is_taken_along_and_deleted(open_as: Open, site: Site, scripts: bool) -> None:
    page, email = open_as(scripts=scripts), f"au-{scripts}@example.org"
    signed_up(page, site, email)
    # Who has just come shows once more who they are before everything is given out.
    page.goto(f"{site.address}/en/account/reauthenticate/?next=/en/me/data/export/")
    page.fill("input[name=password]", PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/me/data/export/")
    with page.expect_download() as taken:
        press(page, "Make the archive")
    assert taken.value.path().stat().st_size > 0
    page.goto(f"{site.address}/en/me/data/delete/")
    page.get_by_label("To confirm").fill(email)
    press(page, "Delete everything for good")
    assert heading(page) == "Everything is deleted"
    page.goto(f"{site.address}/en/me/")
    assert "/account/login/" in page.url and page.faults == []


def test_an_officer_signs_in_with_a_second_factor(open_as: Open, site: Site) -> None:
    page = open_as()
    page.goto(f"{site.address}/en/account/login/?next=/en/desk/")
    page.fill("input[name=login]", "lam@example.org")
    page.fill("input[name=password]", PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.locator("input[name=code]").fill(code_now(SECRET))
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/en/desk/")
    assert heading(page) == "Immigration Department" and page.faults == []


@BOTH
def test_a_task_is_taken_asked_about_answered_and_decided(open_as: Open, site: Site, scripts: bool) -> None:
    case, task = (site.names[f"{what}_{'walked' if scripts else 'unscripted'}"] for what in ("case", "task"))
    lam, lin, wong = (open_as(who, scripts=scripts) for who in ("lam", "lin", "wong"))
    lam.goto(f"{site.address}/en/desk/tasks/{task}")
    press(lam, "Take")
    follow(lam, "Ask for a correction")
    lam.get_by_label("What should be corrected").fill("Please give the first page of the contract.")
    press(lam, "Ask")
    lin.goto(f"{site.address}/en/cases/{case}")
    follow(lin, "Read and answer")
    lin.get_by_label("Your answer").fill("Here it is.")
    press(lin, "Send the answer")
    lam.goto(f"{site.address}/en/desk/tasks/{task}")
    press(lam, "Open the file")
    lam.get_by_label("Grant").check()
    lam.get_by_label("Clause that it rests on").select_option(index=1)
    lam.get_by_label("Reasons").fill(REASONS)
    press(lam, "Give to a second officer")
    wong.goto(f"{site.address}/en/desk/tasks/{task}")
    press(wong, "Open the file")
    press(wong, "Confirm")
    lin.goto(f"{site.address}/en/cases/{case}")
    assert REASONS in lin.locator("main").inner_text()
    lin.goto(f"{site.address}/en/me/data/looks/")
    assert "Immigration Department" in lin.locator("main").inner_text()
    assert lam.faults == lin.faults == wong.faults == []


@BOTH
def test_an_employer_looks_at_a_candidate(open_as: Open, site: Site, scripts: bool) -> None:
    page = open_as("ho", scripts=scripts)
    candidates = f"{site.address}/en/organisations/{site.names['organisation']}/candidates"
    page.goto(candidates)
    press(page, "See how the routes stand")
    page.wait_for_url(f"{candidates}/*")
    assert heading(page) == "Lin Yue"
    begin = page.get_by_role("button", name="Begin our part")
    before = begin.count()
    begin.first.click()
    page.wait_for_url(candidates)
    press(page, "See how the routes stand")
    page.wait_for_url(f"{candidates}/*")
    assert before and begin.count() == before - 1 and page.faults == []


@BOTH
def test_a_coordinator_reminds(open_as: Open, site: Site, scripts: bool) -> None:
    page = open_as("chan", scripts=scripts)
    page.goto(f"{site.address}/en/desk/coordination")
    press(page, "Remind")
    assert "Reminded" in page.locator("main").inner_text() and page.faults == []


@BOTH
def test_a_clause_that_shuts_a_route_becomes_a_public_obstacle(open_as: Open, site: Site, scripts: bool) -> None:
    page, chan = open_as("answered", scripts=scripts), open_as("chan", scripts=scripts)
    told = f"They said that years over there do not count ({scripts})."
    page.goto(f"{site.address}/en/journeys/{JOURNEY}/door/hk.ttps.b")
    follow(page, "Report this as an obstacle")
    page.get_by_label("What happened?").fill(told)
    page.get_by_label("From where to where?").select_option(index=1)
    press(page, "Send the report")
    chan.goto(f"{site.address}/en/obstacles/moderation")
    reports = [each.get_attribute("href") for each in chan.locator("main .hit a").all()]
    for report in reports:
        chan.goto(site.address + report)
        if told in chan.locator("main").inner_text():
            break
    for act in ("Classify and publish", "Set owners and target date", "Work has begun", "Resolved"):
        moved(chan, act)
    page.goto(chan.url.replace("moderation/", ""))
    assert "resolved" in page.locator("main").inner_text()
    assert page.faults == chan.faults == []


def moved(page: Any, act: str) -> None:
    """One step of moderation, with all that it asks."""
    step = page.locator("details", has=page.locator("summary", has_text=act)).first
    step.locator("summary").click()
    for field in step.locator("input:not([type=hidden]), textarea, select").all():
        match field.evaluate("each => each.tagName + ' ' + (each.type || '')"):
            case "SELECT select-one":
                field.select_option(index=1)
            case "INPUT date":
                field.fill("2027-06-30")
            case _:
                field.fill("Years of practice are not counted 年资不获计算")
    step.get_by_role("button").click()


@BOTH
def test_an_organisation_is_made(open_as: Open, site: Site, scripts: bool) -> None:
    page = open_as("silva", size="phone", scripts=scripts)
    page.goto(f"{site.address}/en/organisations/")
    page.get_by_label("Name of the organisation").fill(f"Harbour Laboratory {scripts}")
    press(page, "Make an organisation")
    assert heading(page) == f"Harbour Laboratory {scripts}"
    follow(page, "What the law asks of an employer")
    follow(page, "State or change")
    page.locator("main select, main input[type=text]").first.wait_for()
    assert page.faults == []


def test_a_wrong_entry_is_told_at_its_field(open_as: Open, site: Site) -> None:
    page = open_as("ho")
    page.goto(f"{site.address}/en/organisations/{site.names['organisation']}")
    page.get_by_label("E-mail address").fill("nobody")
    press(page, "Invite somebody")
    field = page.get_by_label("E-mail address")
    told = page.locator(f"#{field.get_attribute('aria-describedby')}")
    assert field.get_attribute("aria-invalid") == "true" and "name@example.org" in told.inner_text()


@BOTH
def test_the_demonstration_is_entered_with_one_press_and_says_on_every_page_what_it_is(
    open_as: Open, demonstration: Site, scripts: bool
) -> None:
    page = open_as(size="phone", scripts=scripts, at=demonstration)
    page.goto(f"{demonstration.address}/en/")
    follow(page, "Enter as one of them")
    press(page, "Enter An engineer who would work in Hong Kong")
    page.locator("h1", has_text="Enter as one of them").wait_for(state="detached")
    mark = page.locator(".notice--demonstration")
    for where in ("/en/me/", "/en/cases/", "/en/papers/", "/zh-hant/me/data/"):
        page.goto(demonstration.address + where)
        assert mark.is_visible()
    page.emulate_media(media="print")
    assert mark.is_visible() and page.faults == []
