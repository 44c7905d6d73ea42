"""What is wrong with a question is one sentence with its parts, and never a fault of ours."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from huanliu.portal.api import asking, door, limits
from tests.portal.api.conftest import Ask

BAD: list[tuple[str, str, int, str]] = [
    ("assess", "{", 400, "not JSON"),
    ("assess", "[]", 400, "not a JSON object"),
    ("assess", "[" * 100_000, 400, "nested too deep"),
    ("assess", '{"facts": {"person.age": 1, "person.age": 2}}', 400, "stands twice"),
    ("assess", '{"facts": {"person.age": NaN}}', 400, "not a number"),
    ("assess", '{"facts": {"person.age": ' + "9" * 5_000 + "}}", 400, "not JSON"),
    ("assess", '{"facts": {"person.bachelor_university": "\\ud800"}}', 400, "not JSON"),
    ("assess", '{"fatcs": {}}', 422, "Extra inputs"),
    ("assess", '{"facts": {"person.aeg": 1}}', 422, "did you mean person.age?"),
    ("assess", '{"facts": {"person.age": 1e300}}', 422, "person.age"),
    ("assess", '{"facts": {"person.family": [{"age": "old"}]}}', 422, "expected a number"),
    ("assess", '{"facts": {"person": {"age": 1}, "person.age": 2}}', 422, "given twice"),
    ("assess", '{"on": "2026-02-30"}', 422, "is not a date"),
    ("assess", '{"on": "1492-10-12"}', 422, "outside 1900"),
    ("assess", '{"lang": "tlh"}', 422, "lang"),
    ("assess", '{"only": "nowhere.*"}', 404, "no provision matches"),
    ("explain", "{}", 422, "provision"),
    ("explain", '{"provision": "hk.tpts.a"}', 404, "did you mean hk.ttps.a?"),
    ("route", '{"route": "chain.nowhere"}', 404, "there is no route"),
    ("recourse", '{"goal": "nowhere"}', 404, "there is no provision or route"),
    ("recourse", '{"goal": "hk.ttps.a", "keep": ["nowhere"]}', 404, "there is no fact"),
    ("plan", '{"journey": "nowhere"}', 404, "there is no journey"),
    ("better-off", '{"rates": ["HKD=1"]}', 422, "the rate"),
    ("better-off", '{"along": "9..1"}', 422, "the range"),
    ("better-off", '{"places": ["moon"]}', 404, "there is no payslip"),
    ("interview", '{"goals": []}', 422, "goals"),
    ("interview", '{"goals": ["nowhere"]}', 404, "there is no provision, route or journey"),
    ("interview", '{"goals": ["hk.ttps.a"], "answers": [{"fact": "nowhere"}]}', 422, "unknown fact"),
    ("interview", '{"goals": ["hk.ttps.a"], "answers": [{"fact": "person.age", "value": "x"}]}', 422, "person.age"),
]


@pytest.mark.parametrize("name, body, status, says", BAD, ids=[f"{name}-{body[:40]}" for name, body, _, _ in BAD])
def test_bad_input_is_one_clear_sentence(client: Client, name: str, body: str, status: int, says: str) -> None:
    response = client.post(f"/api/v1/{name}", body, content_type="application/json")
    told = response.json()
    assert (response.status_code, says in told["error"]) == (status, True), told
    assert "\n" not in told["error"] and {"kind", "found", "expected", "hint"} <= told.keys()


@pytest.mark.parametrize("size", [door.MAX_BODY + 1, 3_000_000])
def test_too_large_a_body(client: Client, size: int) -> None:
    response = client.post("/api/v1/assess", " " * size, content_type="application/json")
    assert response.status_code == 413 and "at most" in response.json()["error"]


def test_an_address_that_there_is_not_and_a_verb_that_it_does_not_take(client: Client) -> None:
    response = client.get("/api/v1/nowhere")
    assert (response.status_code, response.json()["kind"]) == (404, "NotFoundError")
    assert client.post("/api/anything", {}).status_code == 404
    assert client.get("/api/v1/assess").status_code == 405
    assert client.post("/api/v1/law").status_code == 405
    assert client.get("/api/v1/law/nowhere").status_code == 404


def test_no_session_is_made_and_no_other_site_may_read(ask: Ask) -> None:
    response = ask("explain", provision="hk.ttps.a")
    assert not response.cookies and "Access-Control-Allow-Origin" not in response.headers
    assert response.headers["Cache-Control"] == "no-store"


def test_more_than_the_limit_is_told_to_wait(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(limits.LIMITS, "ask", (2, "for this test"))
    codes = [ask("route", route="chain.nowhere").status_code for _ in range(3)]
    assert codes == [404, 404, 429]
    response = ask("route", route="chain.nowhere")
    assert response.headers["Retry-After"] == "60" and "too many" in response.json()["error"]


@pytest.mark.parametrize("proxies, real", [(0, ""), (1, ", 2.2.2.2"), (2, ", 1.1.1.1, 2.2.2.2")])
def test_a_forged_header_counts_for_nothing(
    client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch, proxies: int, real: str
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    monkeypatch.setitem(limits.LIMITS, "read", (2, "for this test"))
    forged = [{"x-forwarded-for": f"8.8.8.{number}{real}"} for number in range(3)]
    codes = [client.get("/api/v1/payslips", headers=header).status_code for header in forged]
    assert codes == [200, 200, 429]


def test_a_search_ends_in_time_and_says_that_it_is_not_decided(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "SEARCH_SECONDS", 0.0)
    told = ask("recourse", goal="hk.ttps.a", facts={"person.age": 29}).json()
    assert (told["status"], told["alternatives"]) == ("not_decided_in_time", [])


def test_two_searches_at_once_never_share_the_solver(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "WAIT_SECONDS", 0.01)
    with asking.SOLVER:
        response = ask("recourse", goal="hk.ttps.a")
    assert (response.status_code, response.json()["kind"]) == (503, "BusyError")


def test_the_books_kept_ready_are_bounded(client: Client) -> None:
    from huanliu.engine.bay import MOST_BOOKS
    from huanliu.portal.bay import the_bay

    for year in range(1960, 1960 + MOST_BOOKS + 5):
        the_bay().book(f"{year}-01-01")
    assert len(the_bay()._books) == MOST_BOOKS
