"""Cases are told to whoever holds a token with the scope, and only that person's."""

from __future__ import annotations

import sys
from types import SimpleNamespace
from typing import Any

import pytest
from django.http import Http404
from django.test import Client

from huanliu.portal.api import tokens
from huanliu.portal.names import public_id
from huanliu.portal.people.models import User

CASE = public_id()


@pytest.fixture
def desks(lin: User, silva: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lin has a token that reads cases and a case; Silva has a token, too; Lin has one for something else."""
    holders = {"lin-reads": (lin, ["cases"]), "silva-reads": (silva, ["cases"]), "lin-asks": (lin, ["assess"])}

    def token_for(text: str, scope: str) -> Any:
        user, scopes = holders.get(text, (None, []))
        return SimpleNamespace(user=user) if scope in scopes else None

    def case_of(user: User, name: str) -> dict[str, Any]:
        if (user, name) != (lin, CASE):
            raise Http404
        return {"id": name}

    cases = SimpleNamespace(
        cases_of=lambda user: [{"id": CASE}] if user == lin else [],
        case_of=case_of,
        timeline_of=lambda user, name: [case_of(user, name)],
    )
    monkeypatch.setattr(tokens, "desk", lambda: token_for)
    monkeypatch.setitem(sys.modules, "huanliu.portal.cases.plain", cases)  # type: ignore[arg-type]


def get(client: Client, address: str, token: str | None) -> Any:
    return client.get(address, headers={"authorization": f"Bearer {token}"} if token else {})


@pytest.mark.parametrize(
    "token, listed, one",
    [("lin-reads", 200, 200), ("silva-reads", 200, 404), ("lin-asks", 403, 403), ("nobody", 401, 401), (None, 401, 401)],
)  # fmt: skip
def test_who_may_read_a_case(client: Client, desks: None, token: str | None, listed: int, one: int) -> None:
    assert get(client, "/api/v1/cases", token).status_code == listed
    for address in (f"/api/v1/cases/{CASE}", f"/api/v1/cases/{CASE}/timeline"):
        response = get(client, address, token)
        assert response.status_code == one
        assert response.json()["error"] if one != 200 else response.json()


def test_silva_sees_none_of_lins(client: Client, desks: None) -> None:
    assert get(client, "/api/v1/cases", "silva-reads").json() == []


@pytest.mark.parametrize("name", ["1", "x" * 22 + "%00", "../..", "%00" * 22])
def test_what_is_no_public_id_reaches_no_database(client: Client, desks: None, name: str) -> None:
    assert get(client, f"/api/v1/cases/{name}", "lin-reads").status_code == 404


def test_a_signed_in_browser_is_not_a_token(client: Client, lin: User) -> None:
    client.force_login(lin)
    assert client.get("/api/v1/cases").status_code == 401


@pytest.mark.parametrize("token", ["\x00", "é", "x" * 300])
def test_a_text_that_can_be_no_token(client: Client, db: None, token: str) -> None:
    assert get(client, "/api/v1/cases", token).status_code == 401


def test_while_the_desk_tells_nothing_the_answer_is_a_sentence(
    client: Client, desks: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "huanliu.portal.cases.plain", None)
    response = get(client, "/api/v1/cases", "lin-reads")
    assert response.status_code == 503 and response.json()["error"]
