"""Every page of the front desk in every language, and the pages of what went wrong."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from huanliu.portal.people.models import User

CODES = [code for code, _ in settings.LANGUAGES]


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("page", ["", "about", "account/login/"])
def test_a_page_says_its_language_and_keeps_to_the_policy(client: Client, db: None, code: str, page: str) -> None:
    response = client.get(f"/{code}/{page}")
    assert response.status_code == 200
    assert f'<html lang="{ {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}.get(code, code) }"' in response.text
    assert "'unsafe" not in response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Frame-Options"] == "DENY"
    assert len(response.content) < 150_000


def test_the_root_goes_to_the_language_of_the_browser(client: Client) -> None:
    assert client.get("/", headers={"accept-language": "zh-HK"}).headers["Location"] == "/zh-hant/"


@pytest.mark.parametrize("here, there", [("/en/about", "/zh-hans/about"), ("https://elsewhere.example/", "/zh-hans/")])
def test_another_language_is_the_same_page_and_never_another_site(client: Client, here: str, there: str) -> None:
    response = client.post("/language", {"language": "zh-hans", "next": here})
    assert response.headers["Location"] in (there, "/zh-hans/", "/")
    assert "elsewhere" not in response.headers["Location"]


def test_a_language_that_there_is_not_is_refused_with_a_page(client: Client, db: None) -> None:
    assert client.post("/language", {"language": "tlh"}).status_code == 400


def test_no_such_page(client: Client, db: None) -> None:
    response = client.get("/zh-hans/nowhere")
    assert response.status_code == 404
    assert "页面不存在" in response.text


@pytest.mark.parametrize(
    "code, told", [("en", "no longer valid"), ("zh-hans", "此表格已失效"), ("zh-hant", "此表格已失效")]
)
def test_a_form_without_its_token_is_told_so_in_the_page_s_language(db: None, code: str, told: str) -> None:
    response = Client(enforce_csrf_checks=True).post(f"/{code}/account/login/", {"login": "a@example.org"})
    assert response.status_code == 403 and told in response.text and "<style" not in response.text


def test_that_the_database_is_gone_is_told_on_a_page(monkeypatch: pytest.MonkeyPatch, client: Client, db: None) -> None:
    def gone() -> bool:
        raise OperationalError("gone")

    monkeypatch.setattr("huanliu.portal.demo.context.invented", gone)
    client.raise_request_exception = False
    response = client.get("/zh-hant/about")
    assert response.status_code == 500 and "系統出錯" in response.text and 'lang="zh-Hant"' in response.text


def test_ready_and_healthy(client: Client, db: None) -> None:
    assert client.get("/healthz").text == "ok\n"
    assert client.get("/readyz").json() == {"law": True, "database": True, "migrations": True}


@pytest.mark.parametrize("address", ["/en/about", "/api/v1/payslips", "/healthz", "/en/nowhere"])
def test_a_head_is_that_of_the_answer_and_has_no_body(db: None, address: str) -> None:
    """As a web server sees it: the browser of the tests takes bodies away itself."""
    request = RequestFactory().head(address)
    head, looked = answered(request), Client().get(address)
    assert (head.status_code, head.content) == (looked.status_code, b"")
    assert head.headers["Content-Type"] == looked.headers["Content-Type"] and int(head.headers["Content-Length"]) > 0


def answered(request: HttpRequest) -> HttpResponse:
    """What the whole portal answers."""
    return WSGIHandler().get_response(request)


def test_whoever_signed_up_with_answers_is_led_to_keep_them(client: Client, lin: User) -> None:
    session = client.session
    session["answers"] = {"person.age": 35}
    session.save()
    assert "/en/me/profiles/new" not in client.get("/en/").text
    client.force_login(lin)
    assert "/en/me/profiles/new" in client.get("/en/").text
    session = client.session
    session["answers"] = {}
    session.save()
    assert "/en/me/profiles/new" not in client.get("/en/").text
