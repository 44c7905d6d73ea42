"""Papers through a token are those of the page: the same act, the same consent, the same refusals."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from huanliu.base.clock import today
from huanliu.portal.documents import acts
from huanliu.portal.documents.models import Paper
from huanliu.portal.front import limits
from huanliu.portal.journeys import printing
from huanliu.portal.people.acts import make_token
from huanliu.portal.people.models import User
from huanliu.portal.record.models import Entry
from huanliu.portal.words import say
from tests.portal.casework import PDF, PNG
from tests.portal.consent.conftest import agree

HERE = "/api/v1/papers"


@pytest.fixture
def tokens(lin: User, silva: User) -> dict[str, str]:
    """Lin's and Silva's, one for each scope."""
    until = today() + datetime.timedelta(days=9)
    return {
        f"{user.email[:3]}-{scope}": make_token(user, scope, [scope], until)[1]
        for user in (lin, silva)
        for scope in ("papers", "papers_write")
    }


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


def sent(client: Client, token: str, data: bytes = PNG, name: str = "me.png", **more: str) -> Any:
    """A paper handed in."""
    form = {"kind": "photograph", "file": SimpleUploadedFile(name, data), **more}
    return client.post(HERE, form, headers=bearer(token))


def test_a_paper_is_handed_in_listed_and_fetched_by_its_person_alone(
    client: Client, lin: User, tokens: dict[str, str]
) -> None:
    agree(lin, "papers")
    made = sent(client, tokens["lin-papers_write"])
    assert made.status_code == 201 and made.json()["type"] == "image/png" and made.json()["shown_to"] == []
    paper = Paper.objects.get()
    assert paper.person == lin and made.json()["id"] == paper.public
    assert Entry.objects.filter(event="paper.handed_in", person=lin.public).count() == 1
    assert sent(client, tokens["lin-papers_write"]).json()["id"] == paper.public, "the same paper twice is one"
    (listed,) = client.get(HERE, headers=bearer(tokens["lin-papers"])).json()
    assert listed["id"] == paper.public and listed["sha256"] == paper.digest
    got = client.get(f"{HERE}/{paper.public}", headers=bearer(tokens["lin-papers"]))
    assert got.content == PNG and got.headers["Content-Type"] == "image/png"
    assert got.headers["Content-Disposition"].startswith("attachment") and got.headers["Cache-Control"] == "no-store"
    assert client.get(f"{HERE}/{paper.public}", headers=bearer(tokens["sil-papers"])).status_code == 404
    assert client.get(HERE, headers=bearer(tokens["sil-papers"])).json() == []


def test_without_the_consent_nothing_is_kept(client: Client, lin: User, tokens: dict[str, str]) -> None:
    refused = sent(client, tokens["lin-papers_write"], lang="zh-Hant")
    assert refused.status_code == 409 and refused.json()["error"] == say("documents.refused_consent", "zh-hant")
    assert not Paper.objects.exists()


@pytest.mark.parametrize(
    "data, name, status",
    [
        (b"<html><script>alert(1)</script>%PDF-1.4 %%EOF", "a.pdf", 422),
        (PDF, "a.png", 422),
        (b"", "empty.pdf", 422),
        (b"MZ" + b"\x00" * 60, "a.exe", 422),
    ],
)
def test_what_the_page_refuses_is_refused_in_its_words(
    client: Client, lin: User, tokens: dict[str, str], data: bytes, name: str, status: int
) -> None:
    agree(lin, "papers")
    answered = sent(client, tokens["lin-papers_write"], data, name)
    with pytest.raises(acts.PaperRefusedError) as error:
        acts.hand_in(lin, "photograph", name, data)
    assert answered.status_code == status
    assert answered.json()["error"] == say(error.value.key, "en", **error.value.parts)
    assert not Paper.objects.exists()


def test_what_is_too_large_is_not_kept_and_what_is_far_too_large_not_read(
    client: Client, lin: User, tokens: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    agree(lin, "papers")
    monkeypatch.setattr(settings, "PAPER_MAX_BYTES", 1_000_000)
    assert sent(client, tokens["lin-papers_write"], PNG + b"x" * 1_000_000).status_code == 413
    far = sent(client, tokens["lin-papers_write"], PNG + b"x" * 2_100_000)
    assert far.status_code == 413 and far.json()["kind"] == "BodyTooLargeError"


def test_a_kind_that_no_law_knows_is_refused(client: Client, lin: User, tokens: dict[str, str]) -> None:
    agree(lin, "papers")
    for kind in ("portrait", "x" * 200, "a\x00b"):
        assert sent(client, tokens["lin-papers_write"], kind=kind).status_code == 422
    assert sent(client, tokens["lin-papers_write"], kind="other").status_code == 201


def test_a_body_that_is_no_form_is_an_answer(client: Client, tokens: dict[str, str]) -> None:
    headers = bearer(tokens["lin-papers_write"])
    broken = client.generic("POST", HERE, b"--x\r\nnothing", "multipart/form-data; boundary=", headers=headers)
    assert broken.status_code == 400 and broken.json()["error"]
    assert client.post(HERE, {"kind": "photograph"}, headers=headers).status_code == 422


def test_the_limit_of_the_page_holds_here(
    client: Client, lin: User, tokens: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    agree(lin, "papers")
    monkeypatch.setitem(limits.LIMITS, "paper", limits.Limit(1, 3600, "for this test"))
    assert [sent(client, tokens["lin-papers_write"]).status_code for _ in range(2)] == [201, 429]


@pytest.mark.parametrize("lang, told", [("en", "Work in Hong Kong"), ("zh-Hans", "香港"), ("zh-Hant", "香港")])
def test_the_plan_as_pdf_is_the_page_s(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch, lang: str, told: str
) -> None:
    printed: list[str] = []
    monkeypatch.setattr(printing, "print_pdf", lambda page: printed.append(page) or b"%PDF-")
    asked = {"journey": "work_in_hong_kong", "facts": {"person.age": 35}, "lang": lang, "on": "2026-11-20"}
    answered = client.post("/api/v1/plan.pdf", asked, content_type="application/json")
    assert answered.status_code == 200 and answered.headers["Content-Type"] == "application/pdf"
    assert f'<html lang="{lang}">' in printed[0] and told.casefold() in printed[0].casefold()


def test_where_no_pdf_can_be_made_it_says_so(client: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(page: str) -> bytes:
        raise printing.NoPrinterError

    monkeypatch.setattr(printing, "print_pdf", none)
    answered = client.post("/api/v1/plan.pdf", {"journey": "work_in_hong_kong"}, content_type="application/json")
    assert answered.status_code == 503 and "Pango" in answered.json()["error"]
