"""What people ask about their data: each side's window sees and answers its own, in time, with reasons, once."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as configured
from django.core import mail
from django.test import Client

from huanliu.base.clock import today
from huanliu.portal.authorities.models import Officer
from huanliu.portal.cases.actors import NotYoursError, OvertakenError
from huanliu.portal.consent import acts as consent
from huanliu.portal.consent.models import Look, Request
from huanliu.portal.desks import access, acts
from huanliu.portal.people.models import User
from huanliu.portal.record.models import Entry
from tests.portal.casework import officer

AsOfficer = Callable[[Officer], Client]
REASONS = "The copy lies under My data; nothing else is held."
QUEUE = "/en/desk/requests"
WINDOWS = {"cn": "cn.window", "hk": "hk.window", "mo": "mo.window"}


@pytest.fixture
def tam(db: None) -> Officer:
    """Tam answers for data at the window of Hong Kong."""
    return officer("tam@example.org", "Tam", "hk.window", "execution", "privacy")


def asked_by(user: User, kind: str = "access", side: str = "hk", text: str = "Everything, please.") -> Request:
    return consent.ask(user.public, kind, side, text)


@pytest.mark.parametrize("side", WINDOWS)
def test_each_side_sees_its_own_and_the_clock_of_its_law(as_officer_: AsOfficer, lin: User, side: str) -> None:
    asked = {each: asked_by(lin, side=each) for each in WINDOWS}
    post = officer("window@example.org", "Window", WINDOWS[side], "execution", "privacy")
    assert access.data_requests(post) == [asked[side]]
    for each, found in asked.items():
        answer = as_officer_(post).get(f"{QUEUE}/{found.public}")
        assert answer.status_code == (200 if each == side else 404)
        assert as_officer_(post).post(f"{QUEUE}/{found.public}/open").status_code == (200 if each == side else 404)
    days = {"cn": 30, "hk": 40, "mo": 30}[side]
    assert asked[side].due == today() + datetime.timedelta(days=days)
    page = as_officer_(post).get(QUEUE).content.decode()
    assert f"{days} days left" in page and "Everything, please." not in page and lin.name not in page


def test_the_one_due_first_stands_first_and_late_ones_are_counted(
    as_officer_: AsOfficer, lin: User, silva: User, tam: Officer
) -> None:
    first, second = asked_by(lin), asked_by(silva, "correction")
    Request.objects.filter(pk=second.pk).update(due=today() - datetime.timedelta(days=1))
    assert access.data_requests(tam) == [second, first]
    page = as_officer_(tam).get(QUEUE).content.decode()
    assert "Past their day: 1." in page and "overdue" in page


def test_opened_it_leaves_a_line_and_answered_the_person_is_told(
    as_officer_: AsOfficer, lin: User, tam: Officer, django_capture_on_commit_callbacks: Any
) -> None:
    asked, browser = asked_by(lin), as_officer_(tam)
    page = browser.post(f"{QUEUE}/{asked.public}/open").content.decode()
    assert "Everything, please." in page and lin.email in page
    look = Look.objects.get(person=lin.public, about=asked.public)
    assert look.purpose == "request" and look.actor == tam.user.public
    with django_capture_on_commit_callbacks(execute=True):
        form = {"outcome": "granted", "reasons": REASONS}
        assert browser.post(f"{QUEUE}/{asked.public}/answer", form).status_code == 302
    asked.refresh_from_db()
    assert (asked.outcome, asked.answer, asked.ground) == ("granted", REASONS, "")
    assert (
        mail.outbox[0].to == [lin.email] and asked.public in mail.outbox[0].body and REASONS not in mail.outbox[0].body
    )
    assert access.data_requests(tam) == [] and access.data_requests(tam, "over") == [asked]
    assert browser.post(f"{QUEUE}/{asked.public}/open").status_code == 403


def test_a_refusal_names_the_law_and_stands_in_the_log_of_refusals(
    as_officer_: AsOfficer, lin: User, tam: Officer, client: Client
) -> None:
    asked, browser = asked_by(lin), as_officer_(tam)
    form = {"outcome": "refused", "reasons": "The data are those of somebody else."}
    answer = browser.post(f"{QUEUE}/{asked.public}/answer", form)
    assert answer.status_code == 400 and "names the provision" in answer.content.decode()
    browser.post(f"{QUEUE}/{asked.public}/answer", {**form, "ground": "PDPO s. 20(1)(b)"})
    asked.refresh_from_db()
    assert (asked.outcome, asked.ground) == ("refused", "PDPO s. 20(1)(b)")
    assert Entry.objects.filter(event="access.refused", person=lin.public, actor=tam.user.public).count() == 1
    client.force_login(lin)
    page = client.get(f"/en/me/data/requests/{asked.public}/").content.decode()
    assert "PDPO s. 20(1)(b)" in page and "Privacy Commissioner" in page


@pytest.mark.parametrize("form", [{}, {"outcome": "granted"}, {"outcome": "maybe", "reasons": REASONS}])
def test_an_answer_that_is_not_complete_comes_back(
    as_officer_: AsOfficer, lin: User, tam: Officer, form: dict[str, str]
) -> None:
    asked = asked_by(lin)
    assert as_officer_(tam).post(f"{QUEUE}/{asked.public}/answer", form).status_code == 400
    asked.refresh_from_db()
    assert asked.answered is None


def test_of_two_who_answer_one_wins_and_the_other_is_told(as_officer_: AsOfficer, lin: User, tam: Officer) -> None:
    asked = asked_by(lin)
    stale = Request.objects.get(pk=asked.pk)
    acts.answer_request(asked, tam, "granted", REASONS, "")
    with pytest.raises(OvertakenError):
        acts.answer_request(stale, tam, "refused", REASONS, "s. 20")
    browser = as_officer_(tam)
    for form in ({"outcome": "refused", "reasons": REASONS, "ground": "s. 20"}, {}):
        page = browser.post(f"{QUEUE}/{asked.public}/answer", form, follow=True).content.decode()
        assert "Somebody else" in page
    asked.refresh_from_db()
    assert asked.outcome == "granted"


def test_nobody_answers_his_own(as_officer_: AsOfficer, tam: Officer) -> None:
    asked = asked_by(tam.user)
    assert as_officer_(tam).post(f"{QUEUE}/{asked.public}/open").status_code == 403
    with pytest.raises(NotYoursError):
        acts.answer_request(asked, tam, "granted", REASONS, "")


def test_an_officer_without_the_duty_may_not(as_officer_: AsOfficer, lin: User, ho_post: Officer) -> None:
    asked = asked_by(lin)
    for address in (QUEUE, f"{QUEUE}/{asked.public}"):
        assert as_officer_(ho_post).get(address).status_code == 403
    for page in ("open", "answer"):
        assert as_officer_(ho_post).post(f"{QUEUE}/{asked.public}/{page}").status_code == 403


@pytest.mark.parametrize("kind", ["access", "correction", "deletion", "human", "portability"])
@pytest.mark.parametrize("code", [code for code, _ in configured.LANGUAGES])
def test_every_kind_in_every_language(as_officer_: AsOfficer, lin: User, tam: Officer, kind: str, code: str) -> None:
    asked = asked_by(lin, kind)
    browser = as_officer_(tam)
    assert browser.get(f"/{code}/desk/requests?show=over").status_code == 200
    assert browser.post(f"/{code}/desk/requests/{asked.public}/open").status_code == 200
