"""Every page of "my data", asked the same questions."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client

from huanliu.base.language import Text
from huanliu.portal.consent import access, acts
from huanliu.portal.consent.holdings import holdings
from huanliu.portal.consent.models import Receipt, Request
from huanliu.portal.consent.purposes import consented, purpose
from huanliu.portal.people.acts import make_profile, make_token
from huanliu.portal.people.models import User
from huanliu.portal.record.models import Entry
from tests.portal.consent.conftest import agree

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
CODES = [code for code, _ in settings.LANGUAGES]
PAGES = ["", "consents/", "consents/profile/", "consents/child/", "looks/", "trail/", "requests/", "export/", "delete/"]
POSTS = ["consents/profile/give", "consents/profile/take-back", "export/archive"]


@pytest.fixture
def filled(lin: User, ho: User) -> User:
    agree(lin, "profile", "finance", "family")
    make_profile(lin, "Me", {"person.age": 34, "person.family": [{"relationship": "spouse"}]})
    actor = access.Actor(ho.public, Text("Immigration Department", "入境事务处"))
    access.reading(lin.public, ["person.age"], "profile", actor)
    acts.ask(lin.public, "access", "hk", "")
    return lin


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_in_every_language(as_: SignIn, filled: User, code: str, page: str) -> None:
    response = as_(filled).get(f"/{code}/me/data/{page}")
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    assert len(response.content) < 150_000
    assert " style=" not in response.text and "<script>" not in response.text
    assert response.text.count("<h1") == 1


@pytest.mark.parametrize("page", [*PAGES, "consents/receipts.json"])
def test_whoever_is_not_signed_in_is_asked_to(client: Client, page: str) -> None:
    assert "/account/login/" in client.get(f"/en/me/data/{page}").headers["Location"]


@pytest.mark.parametrize("page", POSTS)
def test_what_changes_something_is_not_asked_for_by_get(as_: SignIn, lin: User, page: str) -> None:
    assert as_(lin).get(f"/en/me/data/{page}").status_code == 405


@pytest.mark.parametrize("page", ["", "consents/", "looks/", "trail/", "export/"])
def test_a_page_to_read_takes_no_post(as_: SignIn, lin: User, page: str) -> None:
    assert as_(lin).post(f"/en/me/data/{page}").status_code == 405


@pytest.mark.parametrize("page", ["consents/nothing/", "consents/case/", "consents/employer/", "requests/nobody/"])
def test_a_bad_id_is_no_page(as_: SignIn, lin: User, page: str) -> None:
    assert as_(lin).get(f"/en/me/data/{page}").status_code == 404


def test_somebody_elses_request_is_not_there(as_: SignIn, filled: User, silva: User) -> None:
    public = Request.objects.get().public
    assert as_(filled).get(f"/en/me/data/requests/{public}/").status_code == 200
    assert as_(silva).get(f"/en/me/data/requests/{public}/").status_code == 404


def digest_on(page: str) -> str:
    found = re.search(r'name="shown" value="(\w+)"', page)
    assert found
    return found[1]


def test_yes_and_no_take_one_click_each(as_: SignIn, lin: User) -> None:
    browser = as_(lin)
    page = browser.get("/zh-hans/me/data/consents/profile/")
    sent = {"shown": digest_on(page.text), "next": "/zh-hans/me/"}
    response = browser.post("/zh-hans/me/data/consents/profile/give", sent)
    assert response.headers["Location"] == "/zh-hans/me/"
    receipt = Receipt.objects.get()
    assert (receipt.purpose, receipt.language) == ("profile", "zh-hans") and access.valid(receipt)
    # The list itself carries the button that takes it back.
    assert '/zh-hans/me/data/consents/profile/take-back"' in browser.get("/zh-hans/me/data/consents/").text
    browser.post("/zh-hans/me/data/consents/profile/take-back")
    assert access.granted(lin.public) == frozenset()


@pytest.mark.parametrize("code", CODES)
def test_anyone_may_read_the_notice_before_giving_anything(client: Client, code: str) -> None:
    page = client.get(f"/{code}/me/data/notice/")
    assert page.status_code == 200 and len(page.content) < 150_000
    assert all(each.title.in_page(code)[0] in page.text.replace("&#x27;", "'") for each in consented())
    assert client.post(f"/{code}/me/data/notice/").status_code == 405


def test_one_post_gives_one_consent_and_no_second(as_: SignIn, lin: User) -> None:
    browser = as_(lin)
    shown = [purpose(name).digest("en") for name in ("profile", "finance")]
    browser.post("/en/me/data/consents/profile/give", {"shown": shown, "purpose": ["profile", "finance"]})
    assert Receipt.objects.count() <= 1
    page = browser.get("/en/me/data/consents/profile/").text
    assert all(f"consents/{each.id}/give" not in page for each in consented() if each.id != "profile")


def test_words_that_changed_meanwhile_are_shown_again(as_: SignIn, lin: User) -> None:
    response = as_(lin).post("/en/me/data/consents/profile/give", {"shown": "0" * 64})
    assert response.status_code == 400 and "have changed" in response.text
    assert Receipt.objects.count() == 0


def test_for_a_child_the_box_of_the_guardian_must_be_ticked(as_: SignIn, lin: User) -> None:
    browser = as_(lin)
    shown = digest_on(browser.get("/en/me/data/consents/child/").text)
    assert browser.post("/en/me/data/consents/child/give", {"shown": shown}).status_code == 400
    assert browser.post("/en/me/data/consents/child/give", {"shown": shown, "guardian": "on"}).status_code == 302
    assert Receipt.objects.get().guardian


def test_nobody_is_sent_to_another_site(as_: SignIn, lin: User) -> None:
    sent = {"shown": purpose("profile").digest("en"), "next": "https://elsewhere.example/"}
    response = as_(lin).post("/en/me/data/consents/profile/give", sent)
    assert response.headers["Location"] == "/en/me/data/consents/"


def test_an_employer_is_named_and_agreed_to_alone(as_: SignIn, lin: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "_naming", [])
    access.name_recipients(lambda whom: Text("Bay Robotics") if whom == "org-1" else None)
    browser = as_(lin)
    page = browser.get("/en/me/data/consents/employer/?whom=org-1")
    assert "Bay Robotics" in page.text
    sent = {"shown": digest_on(page.text), "whom": "org-1"}
    assert browser.post("/en/me/data/consents/employer/give", sent).status_code == 302
    assert browser.post("/en/me/data/consents/employer/give", {**sent, "whom": "org-2"}).status_code == 404
    assert access.people_who_agreed(purpose("employer"), "org-1") == [lin.public]
    browser.post("/en/me/data/consents/employer/take-back", {"whom": "org-1"})
    assert access.people_who_agreed(purpose("employer"), "org-1") == []


def test_the_person_sees_who_looked(as_: SignIn, filled: User, silva: User) -> None:
    page = as_(filled).get("/en/me/data/looks/").text
    assert "Immigration Department" in page and "age" in page
    assert "入境事务处" in as_(filled).get("/zh-hans/me/data/looks/").text
    assert "Immigration Department" not in as_(silva).get("/en/me/data/looks/").text


def test_the_trail_is_in_words_and_never_in_keys(as_: SignIn, filled: User) -> None:
    page = as_(filled).get("/en/me/data/trail/").text
    assert "A profile was made" in page and "profile.made" not in page


def test_a_request_is_asked_and_shown_with_its_clock(as_: SignIn, lin: User) -> None:
    browser = as_(lin)
    sent = {"kind": "human", "jurisdiction": "hk", "text": ""}
    response = browser.post("/en/me/data/requests/", sent, follow=True)
    assert "40 days left" in response.text


@pytest.mark.parametrize(
    "sent", [{}, {"kind": "human"}, {"kind": "x", "jurisdiction": "hk"}, {"kind": "correction", "jurisdiction": "hk"}]
)
def test_an_incomplete_request_is_refused_beside_its_field(as_: SignIn, lin: User, sent: dict[str, str]) -> None:
    response = as_(lin).post("/en/me/data/requests/", sent)
    assert response.status_code == 400 and "field__wrong" in response.text
    assert Request.objects.count() == 0


def test_the_archive_asks_for_the_password_again(as_: SignIn, lin: User) -> None:
    response = as_(lin).post("/en/me/data/export/archive")
    assert response.status_code == 302 and "reauthenticate" in response.headers["Location"]


def test_the_archive_holds_everything_of_every_desk(proved: SignIn, filled: User) -> None:
    make_token(filled, "notebook", ["law"], acts.today() + acts.datetime.timedelta(10))
    response = proved(filled).post("/en/me/data/export/archive")
    packed = zipfile.ZipFile(io.BytesIO(response.content))
    held = json.loads(packed.read("data.json"))["held"]
    assert set(held) == {each.app for each in holdings()}
    assert held["people"]["profiles"][0]["facts"]["person.age"]["value"] == 34
    assert held["consent"]["receipts"] and held["consent"]["looks"] and held["record"]["entries"]
    page = packed.read("data.html").decode()
    assert "person.age" in page and "digest" not in json.dumps(held["people"]["tokens"])
    assert Entry.objects.filter(event="data.exported").count() == 1


def test_the_archive_is_ones_own(proved: SignIn, filled: User, silva: User) -> None:
    content = proved(silva).post("/en/me/data/export/archive").content
    held = zipfile.ZipFile(io.BytesIO(content)).read("data.json").decode()
    assert "lin@example.org" not in held and filled.public not in held


def test_deleting_asks_for_the_password_and_for_the_address(proved: SignIn, filled: User) -> None:
    browser = proved(filled)
    wrong = browser.post("/en/me/data/delete/", {"typed": "silva@example.org"})
    assert wrong.status_code == 400 and User.objects.filter(public=filled.public).exists()
    done = browser.post("/en/me/data/delete/", {"typed": "Lin@example.org "})
    assert done.status_code == 200 and "Everything is deleted" in done.text
    assert not User.objects.filter(public=filled.public).exists()
    assert "/account/login/" in browser.get("/en/me/data/").headers["Location"]


def test_deleting_without_the_password_is_not_done(as_: SignIn, filled: User) -> None:
    response = as_(filled).post("/en/me/data/delete/", {"typed": "lin@example.org"})
    assert "reauthenticate" in response.headers["Location"]
    assert User.objects.filter(public=filled.public).exists()


def test_what_must_stay_is_said_with_its_law_before_anything_goes(as_: SignIn, filled: User) -> None:
    page = as_(filled).get("/en/me/data/delete/").text
    assert "Personal Information Protection Law" in page and "s. 27" in page


def test_a_held_account_says_so_and_offers_no_button(proved: SignIn, filled: User) -> None:
    acts.hold(filled.public, "", "pdpo", "s. 26", None)
    browser = proved(filled)
    assert "Delete everything for good" not in browser.get("/en/me/data/delete/").text
    assert browser.post("/en/me/data/delete/", {"typed": "lin@example.org"}).status_code == 400
    assert User.objects.filter(public=filled.public).exists()
