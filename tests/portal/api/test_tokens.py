"""Cases are told to whoever holds a token with the scope, and only that person's."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.test import Client

from huanliu.base.clock import today
from huanliu.portal.cases.models import Case
from huanliu.portal.people.acts import make_token
from huanliu.portal.people.models import User

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
