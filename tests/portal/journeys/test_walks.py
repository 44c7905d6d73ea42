"""Every journey, from its start to its end with whatever somebody may answer, in every language by turns.

No page breaks, none is in another language than it says, and the guess of how much is left is no fairy tale.
"""

from __future__ import annotations

import random
import re
import zlib
from itertools import cycle
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from huanliu.portal.bay import the_bay
from tests.portal.journeys.walking import reply
from tests.portal.reading import misplaced

CODES = [code for code, _ in settings.LANGUAGES]
JOURNEYS = sorted(the_bay().law.journeys)
MOST, TRIES = 120, 8
DOORS = 4


def checked(response: Any, address: str) -> str:
    """A page that stands and speaks its language."""
    assert response.status_code == 200, address
    assert len(response.content) < 150_000
    assert misplaced(response.text) == [], address
    return str(response.text)


def read(client: Client, address: str) -> str:
    """The page of an address."""
    return checked(client.get(address), address)


def answered_at_random(client: Client, page: str, rng: random.Random) -> None:
    """A question answered so that the answer is taken; in the end that it is not known."""
    for _ in range(TRIES):
        action, data = reply(page, rng)
        response = client.post(action, data)
        if response.status_code == 302:
            return
        assert response.status_code == 200 and "field__wrong" in response.text, (action, data)
        assert misplaced(response.text) == []
    assert client.post(action, {"skip": "1"}).status_code == 302


def walk(client: Client, goal: str, rng: random.Random) -> int:
    """An interview to its end; how many questions it took."""
    client.post(f"/en/journeys/{goal}/", {})
    for count, code in zip(range(MOST), cycle(CODES), strict=False):
        address = f"/{code}/journeys/{goal}/question"
        response = client.get(address)
        if response.status_code == 302:
            return count
        answered_at_random(client, checked(response, address), rng)
    raise AssertionError(f"{goal} has no end")


@pytest.mark.parametrize("goal", JOURNEYS)
def test_a_journey_is_walked_to_its_end_in_every_language(client: Client, db: None, goal: str) -> None:
    rng = random.Random(zlib.crc32(goal.encode()))
    assert walk(client, goal, rng) > 2
    doors = re.findall(r'<h3><a href="[^"]*/(door/[\w.]+)"', read(client, f"/en/journeys/{goal}/result"))
    # Every page of the end in one language each, by turns over the journeys in all of them.
    pages = ["result", "answers", "plan", "what-if", "money", *rng.sample(doors, min(DOORS, len(doors)))]
    turn = JOURNEYS.index(goal)
    for number, page in enumerate(pages):
        read(client, f"/{CODES[(number + turn) % len(CODES)]}/journeys/{goal}/{page}")


@pytest.mark.parametrize("goal", JOURNEYS)
@pytest.mark.parametrize("code", CODES)
def test_a_start_speaks_its_language(client: Client, db: None, goal: str, code: str) -> None:
    read(client, f"/{code}/journeys/{goal}/")
