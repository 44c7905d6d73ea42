"""Somebody without an account, who has begun."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

WORK = "journey.work_in_hong_kong"
ROUTE = "chain.doctor.hk_to_shenzhen"
DOOR = "hk.ttps.a"


@pytest.fixture
def begun(client: Client, db: None) -> Client:
    """A browser that has begun about work in Hong Kong and answered three questions."""
    client.post(f"/en/journeys/{WORK}/", {})
    answered(client, "person.age", {"answer": "35"})
    answered(client, "person.residence_status", {"answer": ["mainland_resident"]})
    answered(client, "person.income_previous_12_months", {"answer": "2,600,000"})
    return client


@pytest.fixture
def say(begun: Client) -> Callable[..., str]:
    """Give an answer and get the page that follows."""

    def said(fact: str, **data: object) -> str:
        return begun.post(f"/en/journeys/{WORK}/answer/{fact}", data, follow=True).text

    return said


def answered(client: Client, fact: str, data: dict[str, object], goal: str = WORK) -> None:
    response = client.post(f"/en/journeys/{goal}/answer/{fact}", data)
    assert response.status_code == 302, wrong(response.text)


def wrong(page: str) -> list[str]:
    """The sentences of what will not do."""
    return re.findall(r'class="field__wrong"[^>]*>([^<]+)<', page)
