"""Attacks: each is tried, and the test fails if the hole opens. Who may open which door stands in tests/portal/doors."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth import hashers
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from huanliu.base.clock import today
from huanliu.portal.authorities import acts as authorities
from huanliu.portal.authorities.models import Officer
from huanliu.portal.documents.models import Paper
from huanliu.portal.organisations import acts as organisations
from huanliu.portal.people.acts import make_token
from huanliu.portal.people.models import Token, User
from huanliu.portal.record.models import Entry
from tests.portal.casework import PDF, officer
from tests.portal.conftest import PASSWORD, come_in, just_shown
from tests.portal.consent.conftest import agree
from tests.portal.doors.objects import Made, browser, make_cast
from tests.portal.doors.walking import door, names, table

pytestmark = pytest.mark.django_db
DOORS = sorted(name for name in set(names()) & set(table()["doors"]) if not name.startswith("v1:"))
ELSEWHERE = ("https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example", "https:elsewhere.example")
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{7*7}}"
LOGIN = "/en/account/login/"


# Doors that read where to go afterwards.
LEADING = {
    "set_language",
    "account_login",
    "account_reauthenticate",
    "mfa_reauthenticate",
    "consent:give",
    "account_logout",
}


def welcome(name: str) -> tuple[str | None, ...]:
    """Nobody, and one for whom the door is."""
    found = door(name)
    first = [who for who in ("owner", "officer", "coordinator", "admin") if set(found.answers(who, "get")) & {200, 405}]
    return (*first[:1], None)


# -- every door ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name in DOORS if name != "api_nowhere"])
def test_a_form_of_another_site_is_refused(name: str) -> None:
    """By script too: HTMX needs the token as every form does."""
    found, made = door(name), Made()
    address = found.address(made)
    for who in welcome(name):
        client = Client(enforce_csrf_checks=True)
        if who is not None:
            client.force_login(made.cast[who])
        for headers in ({}, {"hx-request": "true"}):
            answered = client.post(address, {**found.form, "sure": "yes"}, headers=headers)
            assert answered.status_code in (403, 405), f"{name} {who}: {answered.status_code}"


def ours(location: str) -> bool:
    """Whether a browser that is sent there stays here. It reads a backslash as a slash."""
    read = urlsplit(location.replace("\\", "/"))
    return (read.scheme, read.netloc) in (("", ""), ("http", "testserver"))


def test_what_leads_away_is_known() -> None:
    assert not any(ours(there) for there in ELSEWHERE) and ours("/en/?next=//elsewhere.example/")


@pytest.mark.parametrize("name", DOORS)
def test_a_door_leads_to_no_other_site_and_shows_no_script(name: str) -> None:
    found, made = door(name), Made()
    User.objects.filter(pk__in=[made.cast[who].pk for who in ("owner", "admin")]).update(name=HOSTILE)
    address = found.address(made)
    for who in welcome(name):
        client = browser(None if who is None else made.cast[who])
        for there in ELSEWHERE if name in LEADING else ELSEWHERE[:1]:
            asked = dict.fromkeys(("next", "back", "url", "return_to"), there)
            for answered in (client.get(address, asked), client.post(address, {**found.form, **asked})):
                assert ours(answered.headers.get("Location", "/")), f"{name} {who} {there}"
                assert b"<script>alert" not in answered.content and b"<img src=x" not in answered.content
                assert b">49<" not in answered.content


# -- getting in ------------------------------------------------------------------------------------------------------------


def signed_in(email: str, client: Client | None = None) -> Client:
    client = client or Client()
    client.post(LOGIN, {"login": email, "password": PASSWORD})
    return client


def test_a_session_that_was_planted_is_not_the_one_after_signing_in(client: Client, lin: User) -> None:
    client.post("/en/journeys/journey.work_in_hong_kong/", {})
    planted = client.session.session_key
    signed_in(lin.email, client)
    assert client.session.session_key != planted
    thief = Client()
    thief.cookies["sessionid"] = planted
    assert thief.get("/en/me/").status_code == 302


def test_a_session_key_that_somebody_made_up_is_never_taken_on(client: Client, lin: User) -> None:
    client.cookies["sessionid"] = made_up = "a" * 32
    client.post("/en/journeys/journey.work_in_hong_kong/", {})
    signed_in(lin.email, client)
    assert client.session.session_key != made_up


def test_after_signing_out_the_old_cookie_opens_nothing(lin: User) -> None:
    client = signed_in(lin.email)
    kept = client.cookies["sessionid"].value
    client.post("/en/account/logout/")
    client.cookies["sessionid"] = kept
    assert client.get("/en/me/").status_code == 302


def test_a_wrong_address_costs_as_much_work_as_a_wrong_password(
    client: Client, lin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    User.objects.create(email="provider@example.org", password=hashers.make_password(None))
    User.objects.create_user("gone@example.org", PASSWORD, is_active=False)
    hasher, work = type(hashers.get_hasher()), []
    real = hasher.encode
    monkeypatch.setattr(hasher, "encode", lambda self, *given: work.append(1) or real(self, *given))
    counts = {}
    for email in (lin.email, "nobody@example.org", "provider@example.org", "gone@example.org"):
        work.clear()
        client.post(LOGIN, {"login": email, "password": "wrong wrong wrong"})
        counts[email] = len(work)
    assert set(counts.values()) == {1}, counts


def test_signing_up_tells_no_address_apart(client: Client, lin: User, settings: Any) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    EmailAddress.objects.create(user=lin, email=lin.email, verified=True, primary=True)
    seen = []
    for email in (lin.email, "new@example.org"):
        new = {"email": email, "password1": "a long one for tests", "password2": "a long one for tests"}
        answered = Client().post("/en/account/signup/", new)
        seen.append((answered.status_code, answered.headers.get("Location"), len(answered.content)))
    assert seen[0] == seen[1] and {letter.to[0] for letter in mail.outbox} == {lin.email, "new@example.org"}


def test_a_password_set_anew_puts_whoever_had_the_old_one_out(client: Client, lin: User) -> None:
    EmailAddress.objects.create(user=lin, email=lin.email, verified=True, primary=True)
    thief, (token, text) = signed_in(lin.email), make_token(lin, "thief's", ["cases"], today().replace(year=2027))
    client.post("/en/account/password/reset/", {"email": lin.email})
    link = next(part for part in mail.outbox[0].body.split() if "/password/reset/key/" in part)
    form = client.get(link.removeprefix("http://testserver")).headers["Location"]
    client.post(form, {"password1": "another one, longer", "password2": "another one, longer"})
    assert thief.get("/en/me/").status_code == 302
    assert client.get("/api/v1/cases", headers={"authorization": f"Bearer {text}"}).status_code == 401
    token.refresh_from_db()
    assert token.revoked is not None
    # And the link opens once.
    assert Client().get(link.removeprefix("http://testserver"), follow=True).context.get("token_fail")


@pytest.mark.parametrize(
    "name", [name for name in DOORS if name.startswith(("desks:", "authorities:", "obstacles:moder"))]
)
def test_an_officer_without_a_factor_reaches_no_page_of_officers(name: str) -> None:
    found, made = door(name), Made(make_cast())
    address = found.address(made)
    Authenticator.objects.all().delete()
    for who in ("officer", "coordinator"):
        client = Client()
        client.force_login(made.cast[who])
        for answered in (client.get(address), client.post(address, found.form)):
            away = answered.status_code == 302 and "/account/2fa/" in answered.headers["Location"]
            assert away or answered.status_code in (403, 404, 405), f"{name} {who}: {answered.status_code}"


OFFICERS = ("desks:", "authorities:", "obstacles:moder")


@pytest.mark.parametrize(
    ("name", "verb"), [(name, verb) for name in DOORS if name.startswith(OFFICERS) for verb in ("get", "post")]
)
def test_an_officer_who_gave_a_password_alone_shows_the_factor_first_and_nothing_is_changed(
    name: str, verb: str
) -> None:
    found, made = door(name), Made(make_cast())
    address, back = found.address(made), reverse("desks:queue")
    # Who may come in with a factor that was shown is led to show it; whoever may not is sent away as ever.
    for who in ("officer", "coordinator", "head", "privacy"):
        if set(found.answers(who, verb)) & {403, 404, 405}:
            continue
        client, entries = Client(), Entry.objects.count()
        client.force_login(made.cast[who])
        answered = getattr(client, verb)(address, found.form, headers={"referer": f"http://testserver{back}"})
        shown_at, _, asked = answered.headers["Location"].partition("?next=")
        assert (answered.status_code, shown_at) == (302, reverse("mfa_reauthenticate")), f"{name} {who}"
        assert unquote(asked) == (address if verb == "get" else back)
        assert Entry.objects.count() == entries


def test_a_post_that_ended_opens_nothing_from_the_next_page_on(ho: User) -> None:
    post = officer(ho.email, ho.name, "hk.immd", "execution", "handler")
    client = come_in(browser(None), ho)
    assert client.get("/en/desk/").status_code == 200
    authorities.end_post(post)
    assert client.get("/en/desk/").status_code == 403 and not Officer.objects.filter(ended=None).exists()


def test_a_membership_that_ended_opens_nothing_from_the_next_page_on(lin: User, ho: User) -> None:
    house = organisations.make(lin, "Pearl River Works")
    token = organisations.invite(house, lin, ho.email, "reader", "en")
    EmailAddress.objects.create(user=ho, email=ho.email, verified=True, primary=True)
    client = browser(ho)
    client.post(f"/en/organisations/invitation/{token}")
    address = reverse("organisations:show", args=[house.public])
    assert client.get(address).status_code == 200
    member = reverse("organisations:remove", args=[house.public, ho.public])
    boss = browser(lin)
    assert boss.post(member).status_code == 302
    assert client.get(address).status_code == 404


# -- what is sent ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/en/", "/en/me/", "/api/v1/law", "/healthz", LOGIN])
def test_another_host_is_not_ours(client: Client, address: str) -> None:
    for host in ("elsewhere.example", "testserver.elsewhere.example", "testserver:80@elsewhere.example"):
        assert client.get(address, headers={"host": host}).status_code == 400


def test_a_letter_leads_to_our_own_host_whatever_was_forwarded(client: Client, lin: User) -> None:
    EmailAddress.objects.create(user=lin, email=lin.email, verified=True, primary=True)
    forged = {
        "x-forwarded-host": "elsewhere.example",
        "x-forwarded-proto": "https",
        "forwarded": "host=elsewhere.example",
    }
    client.post("/en/account/password/reset/", {"email": lin.email}, headers=forged)
    assert "elsewhere" not in mail.outbox[0].body and "http://testserver/" in mail.outbox[0].body


MORE = {
    "is_active": "", "demonstration": "on", "public": "x" * 22, "user": "1", "person": "1", "id": "1", "pk": "1",
    "is_staff": "on", "is_superuser": "on", "digest": "x", "revoked": "", "state": "closed", "role": "admin",
}  # fmt: skip


def test_what_a_form_does_not_ask_is_not_taken(client: Client, lin: User, silva: User) -> None:
    new = {"email": "new@example.org", "password1": "a long one for tests", "password2": "a long one for tests"}
    client.post("/en/account/signup/", MORE | new | {"language": "tlh"})
    user = User.objects.get(email="new@example.org")
    assert (user.is_active, user.demonstration, user.language) == (True, False, "en") and user.public != "x" * 22
    mine, before = browser(lin), lin.public
    mine.post("/en/me/account/", MORE | {"name": "Lin", "language": "pt", "email": "x@example.org"})
    lin.refresh_from_db()
    assert (lin.name, lin.email, lin.public, lin.demonstration) == ("Lin", "lin@example.org", before, False)
    later = (today().replace(year=2027)).isoformat()
    mine.post("/en/me/tokens/", MORE | {"name": "t", "scopes": ["law"], "expires": later, "user": str(silva.pk)})
    token = Token.objects.get()
    assert token.user == lin and token.scopes == ["law"] and token.digest != "x"


def test_more_fields_than_any_form_has_are_refused(as_: Any, lin: User) -> None:
    assert as_(lin).post("/en/me/account/", {f"f{number}": "x" for number in range(1_500)}).status_code == 400


# -- papers ----------------------------------------------------------------------------------------------------------------

NAMES = [
    'a"; filename="b.html.pdf',
    "a\r\nSet-Cookie: x=1.pdf",
    "../../../etc/passwd.pdf",
    "a\u202efdp.exe.pdf",
    "x" * 3_000 + ".pdf",
    "<svg onload=x>.pdf",
]
TORN = (NAMES[1], NAMES[4])
EVIL = {
    "page.html": b"<!doctype html><script>alert(1)</script>",
    "picture.svg": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "picture.png": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "page.pdf": b"<html><script>alert(1)</script>%PDF-1.4 %%EOF",
    "archive.pdf": PDF + b"PK\x05\x06" + b"\0" * 18,
    "program.pdf": b"MZ" + PDF,
    "page.pdf.html": PDF,
    "bomb.png": bytes.fromhex("89504e470d0a1a0a0000000d49484452000f4240000f42400806000000") + b"\0" * 40,
    "script.jpg": b"\xff\xd8\xff\xe0<?php system($_GET['c']); ?>\xff\xd9",
}  # fmt: skip


@pytest.fixture
def papers(lin: User, tmp_path: Path, settings: Any) -> Path:
    """Where the papers of Lin lie, who agreed that they are kept."""
    agree(lin, "papers")
    settings.MEDIA_ROOT = tmp_path / "papers"
    return tmp_path / "papers"


def handed_in(client: Client, name: str, data: bytes) -> int:
    file = SimpleUploadedFile("x.pdf", data, content_type="application/pdf")
    file._name = name  # type: ignore[attr-defined]
    return client.post("/en/papers/", {"kind": "other", "file": file}).status_code


@pytest.mark.parametrize("name", EVIL)
def test_what_is_no_paper_is_not_taken_in_and_leaves_nothing(as_: Any, lin: User, papers: Path, name: str) -> None:
    assert handed_in(as_(lin), name, EVIL[name]) == 400
    assert not Paper.objects.exists() and not (papers.exists() and list(papers.iterdir()))


@pytest.mark.parametrize("name", NAMES)
def test_the_name_of_a_file_is_only_a_name(as_: Any, lin: User, papers: Path, name: str) -> None:
    client = as_(lin)
    if handed_in(client, name, PDF) == 400:
        # No browser sends such a name, and it was not taken in.
        assert name in TORN and not Paper.objects.exists()
        return
    paper = Paper.objects.get()
    (stored,) = papers.iterdir()
    assert stored.name == paper.stored and set(stored.name) <= set("0123456789abcdef")
    answered = client.get(f"/en/papers/{paper.public}/file")
    said = answered.headers["Content-Disposition"]
    assert said.startswith("attachment") and not set("\r\n\u202e") & set(said) and "../" not in said
    assert "Set-Cookie" not in answered.headers and answered.headers["Content-Type"] == "application/pdf"
    assert answered.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "<svg" not in client.get("/en/papers/").text.replace("&lt;svg", "")


def test_papers_are_for_the_owner_of_the_process_alone(as_: Any, lin: User, papers: Path) -> None:
    handed_in(as_(lin), "a.pdf", PDF)
    assert {path.stat().st_mode & 0o777 for path in papers.iterdir()} == {0o600}
    assert papers.stat().st_mode & 0o077 == 0


# -- what is left behind ---------------------------------------------------------------------------------------------------


def test_no_log_holds_an_address_a_password_or_a_token(
    client: Client, lin: User, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    secret = "a password that nobody may read"
    _, text = make_token(lin, "one", ["law"], today().replace(year=2027))
    client.post(LOGIN, {"login": lin.email, "password": secret})
    client.post(LOGIN, {"login": "nobody@example.org", "password": secret})
    client.post("/en/account/password/reset/", {"email": lin.email})
    client.get("/en/nowhere?q=private-words")
    for address in ("/api/v1/cases", "/api/v1/nowhere"):
        client.get(address, headers={"authorization": f"Bearer {text}"})
    client.force_login(lin)
    client.get("/en/me/profiles/" + "A" * 22 + "/?q=private-words")
    for word in (lin.email, "nobody@example.org", secret, text, "private-words", lin.name):
        assert word not in caplog.text, word


def test_pages_of_a_person_are_kept_nowhere_framed_nowhere_and_told_to_nobody(as_: Any, lin: User) -> None:
    for address in ("/en/me/", "/en/me/account/", "/en/papers/", "/en/cases/", "/en/me/data/", "/en/account/email/"):
        said = as_(lin).get(address).headers
        assert "no-store" in said["Cache-Control"], address
        assert (said["Referrer-Policy"], said["X-Frame-Options"]) == ("same-origin", "DENY"), address
        assert "frame-ancestors 'none'" in said["Content-Security-Policy"], address
        assert (said["X-Content-Type-Options"], said["Cross-Origin-Opener-Policy"]) == ("nosniff", "same-origin"), (
            address
        )


def test_a_person_who_is_put_out_of_the_portal_is_out(as_: Any, lin: User) -> None:
    client = as_(lin)
    just_shown(client, lin)
    _, text = make_token(lin, "one", ["cases"], today().replace(year=2027))
    User.objects.filter(pk=lin.pk).update(is_active=False)
    assert client.get("/en/me/").status_code == 302
    assert client.get("/api/v1/cases", headers={"authorization": f"Bearer {text}"}).status_code == 401
