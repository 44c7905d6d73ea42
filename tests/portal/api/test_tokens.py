"""Cases are told to whoever holds a token with the scope, and only that person's."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.test import Client

from huanliu.base.clock import today
from huanliu.portal.api import filing
from huanliu.portal.authorities.models import Officer
from huanliu.portal.cases.filing import draft
from huanliu.portal.cases.models import Case
from huanliu.portal.desks import acts as desks
from huanliu.portal.people.acts import make_token
from huanliu.portal.people.models import User
from tests.portal.casework import FACTS, JOURNEY, admission, fresh

Tokens = dict[str, str]


@pytest.fixture
def tokens(lin: User, silva: User) -> Tokens:
    """Lin has a token that reads cases, and one for something else; Silva has one that reads cases."""

    def made(user: User, name: str, scope: str) -> str:
        return make_token(user, name, [scope], today() + datetime.timedelta(days=30))[1]

    return {
        "lin-reads": made(lin, "one", "cases"),
        "silva-reads": made(silva, "one", "cases"),
        "lin-asks": made(lin, "two", "assess"),
        "lin-writes": made(lin, "three", "cases_write"),
        "silva-writes": made(silva, "two", "cases_write"),
        "nobody": "huanliu_nobody",
    }


def get(client: Client, address: str, token: str | None) -> Any:
    return client.get(address, headers={"authorization": f"Bearer {token}"} if token else {})


@pytest.mark.parametrize(
    "token, listed, one",
    [
        ("lin-reads", 200, 200),
        ("silva-reads", 200, 404),
        ("lin-asks", 403, 403),
        ("nobody", 401, 401),
        (None, 401, 401),
    ],
)
def test_who_may_read_a_case(
    client: Client, tokens: Tokens, filed: Case, token: str | None, listed: int, one: int
) -> None:
    text = None if token is None else tokens[token]
    assert get(client, "/api/v1/cases", text).status_code == listed
    for address in (f"/api/v1/cases/{filed.public}", f"/api/v1/cases/{filed.public}/timeline"):
        response = get(client, address, text)
        assert response.status_code == one
        assert response.json() and ("error" in response.json()) == (one != 200)


def test_a_case_its_tasks_and_what_happened(client: Client, tokens: Tokens, filed: Case) -> None:
    (listed,) = get(client, "/api/v1/cases", tokens["lin-reads"]).json()
    found = get(client, f"/api/v1/cases/{filed.public}?lang=zh-Hant", tokens["lin-reads"]).json()
    assert listed["id"] == found["id"] == filed.public and found["state"] == "open"
    assert [task["id"] for task in found["tasks"]] == [task.public for task in filed.tasks.all()]
    lines = get(client, f"/api/v1/cases/{filed.public}/timeline", tokens["lin-reads"]).json()
    assert lines and all(line["what"] for line in lines)


def test_silva_sees_none_of_lins(client: Client, tokens: Tokens, filed: Case) -> None:
    assert get(client, "/api/v1/cases", tokens["silva-reads"]).json() == []


# An id that nobody has, the same in every process that runs tests.
NOBODYS = "A" * 22


@pytest.mark.parametrize("name", ["1", "x" * 22 + "%00", "../..", "%00" * 22, NOBODYS])
def test_what_is_no_case_of_anybody(client: Client, tokens: Tokens, name: str) -> None:
    assert get(client, f"/api/v1/cases/{name}", tokens["lin-reads"]).status_code == 404


def test_a_signed_in_browser_is_not_a_token(client: Client, lin: User) -> None:
    client.force_login(lin)
    assert client.get("/api/v1/cases").status_code == 401


@pytest.mark.parametrize("token", ["\x00", "é", "x" * 300])
def test_a_text_that_can_be_no_token(client: Client, db: None, token: str) -> None:
    assert get(client, "/api/v1/cases", token).status_code == 401


# -- writing ---------------------------------------------------------------------------------------------------------------

FILING = {"journey": JOURNEY, "facts": FACTS, "read": True, "key": "a-key-of-a-program"}


def post(client: Client, address: str, token: str | None, **body: Any) -> Any:
    headers = {"authorization": f"Bearer {token}"} if token else {}
    return client.post(f"/api/v1/{address}", body, content_type="application/json", headers=headers)


def test_a_draft_says_what_would_go_to_whom_and_keeps_nothing(client: Client, tokens: Tokens) -> None:
    told = post(client, "draft", tokens["lin-writes"], journey=JOURNEY, facts=FACTS).json()
    (first,) = [task for task in told["tasks"] if task["key"] == "admission.1"]
    assert first["authority"] == "hk.immd" and "passing_on" in told["consents_lacking"]
    assert not Case.objects.exists()


def test_filing_twice_is_one_case_and_the_same_as_on_the_page(client: Client, tokens: Tokens) -> None:
    first, second = (post(client, "cases", tokens["lin-writes"], **FILING) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 201) and first.json()["id"] == second.json()["id"]
    case = Case.objects.get()
    assert case.facts == draft(JOURNEY, FACTS).facts and case.person.email == "lin@example.org"
    # What lacks a consent is held back: a token never agrees in the person's place.
    assert not case.tasks.exclude(state__in=("ready", "held", "waiting")).exists()


def test_a_minors_case_is_filed_by_a_guardian_only(client: Client, tokens: Tokens) -> None:
    young = FILING | {"facts": FACTS | {"person.age": 17}}
    refused = post(client, "cases", tokens["lin-writes"], **young)
    assert refused.status_code == 409 and "guardian" in refused.json()["detail"] and not Case.objects.exists()
    assert post(client, "cases", tokens["lin-writes"], **young, guardian=True).status_code == 201
    assert Case.objects.get().guardian == "stated"


@pytest.mark.parametrize("change, status", [({"read": False}, 422), ({"journey": "nowhere"}, 404), ({"facts": {"person.aeg": 1}}, 422),
    ({"key": "short"}, 422), ({"state": "closed"}, 422), ({"person": "x"}, 422), ({"facts": {"person.name": "a\x00"}}, 400)])  # fmt: skip
def test_what_cannot_be_filed(client: Client, tokens: Tokens, change: dict[str, Any], status: int) -> None:
    response = post(client, "cases", tokens["lin-writes"], **FILING | change)
    assert response.status_code == status and response.json()["detail"]
    assert not Case.objects.exists()


@pytest.mark.parametrize("token, status", [("lin-reads", 403), ("lin-asks", 403), ("nobody", 401), (None, 401)])
def test_only_a_token_that_writes_writes(
    client: Client, tokens: Tokens, filed: Case, token: str | None, status: int
) -> None:
    text, task = None if token is None else tokens[token], filed.tasks.all()[0].public
    assert post(client, "draft", text, journey=JOURNEY).status_code == status
    assert post(client, "cases", text, **FILING).status_code == status
    assert post(client, f"cases/{filed.public}/withdraw", text).status_code == status
    assert post(client, f"cases/{filed.public}/tasks/{task}/answer", text, answer="x").status_code == status


def test_silva_can_do_nothing_to_lins_case(client: Client, tokens: Tokens, filed: Case) -> None:
    task = filed.tasks.all()[0].public
    assert post(client, f"cases/{filed.public}/withdraw", tokens["silva-writes"]).status_code == 404
    answered = post(client, f"cases/{filed.public}/tasks/{task}/answer", tokens["silva-writes"], answer="x")
    assert answered.status_code == 404
    filed.refresh_from_db()
    assert filed.state == "open"


def test_a_case_is_withdrawn_once(client: Client, tokens: Tokens, filed: Case) -> None:
    address = f"cases/{filed.public}/withdraw"
    assert post(client, address, tokens["lin-writes"]).json()["state"] == "withdrawn"
    again = post(client, address, tokens["lin-writes"], lang="zh-Hant")
    assert again.status_code == 409 and again.json()["kind"] == "StateError"


def test_what_an_officer_asked_is_answered_once(client: Client, tokens: Tokens, filed: Case, ho_post: Officer) -> None:
    task = admission(filed)
    address = f"cases/{filed.public}/tasks/{task.public}/answer"
    assert post(client, address, tokens["lin-writes"], answer="Early.").status_code == 409
    task = admission(filed)
    desks.take(task, ho_post)
    desks.ask(fresh(task), ho_post, "Which degree?")
    told = post(client, address, tokens["lin-writes"], answer="Physics.").json()
    assert told["state"] == "taken" and fresh(task).corrections.get().answer == "Physics."
    assert post(client, address, tokens["lin-writes"], answer="Again.").status_code == 409


def test_filings_are_limited(client: Client, tokens: Tokens, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filing, "take", lambda name, who: name != "filing")
    assert post(client, "cases", tokens["lin-writes"], **FILING).status_code == 429
