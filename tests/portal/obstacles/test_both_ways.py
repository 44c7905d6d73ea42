"""From the provision and the result to the obstacle, and from the obstacle to the provision; and the register in order."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from huanliu.portal.bay import the_bay
from huanliu.portal.obstacles import access, weights
from huanliu.portal.obstacles.models import Obstacle

PROVISION = "hk.ttps.a"


@pytest.fixture
def known(reported: Obstacle, moved: Callable[..., Obstacle]) -> Obstacle:
    """Lin's report, read and classified."""
    return moved(reported, "classify")


@pytest.fixture
def begun(client: Client, db: None) -> Client:
    """Somebody who asks about the provision itself."""
    client.post(f"/en/journeys/{PROVISION}/", {})
    return client


def test_the_page_of_a_provision_leads_to_its_obstacles(client: Client, known: Obstacle) -> None:
    page = client.get(f"/en/law/{PROVISION}/2026-11-21").text
    assert f"/en/obstacles/{known.public}" in page and "Licence not counted" in page


def test_a_report_that_nobody_has_read_shows_nowhere(client: Client, begun: Client, reported: Obstacle) -> None:
    assert reported.public not in client.get(f"/en/law/{PROVISION}/2026-11-21").text
    assert "obstacles reported:" not in begun.get(f"/en/journeys/{PROVISION}/result").text


def test_a_result_leads_to_what_is_reported_about_a_door(begun: Client, known: Obstacle) -> None:
    assert "obstacles reported: 1" in begun.get(f"/en/journeys/{PROVISION}/result").text
    assert f"/en/obstacles/{known.public}" in begun.get(f"/en/journeys/{PROVISION}/door/{PROVISION}").text


def test_the_obstacle_leads_back_to_its_provision(client: Client, known: Obstacle) -> None:
    assert f"/en/law/{PROVISION}" in client.get(f"/en/obstacles/{known.public}").text
    page = client.get(f"/en/obstacles/?provision={PROVISION}").text
    assert f'href="/en/law/{PROVISION}"' in page and known.public in page


def test_what_has_ended_stands_after_what_has_not(known: Obstacle, moved: Callable[..., Obstacle]) -> None:
    other = Obstacle.objects.get(pk=known.pk)
    other.pk, other.public, other.once = None, "another-obstacle-00000", "another-once-000000000"
    other.save()
    ended = moved(known, "own", "begin", "resolve")
    assert list(access.about(PROVISION)) == [other, ended]
    assert access.counts() == {PROVISION: 1}


@pytest.mark.parametrize("order", ["", "weight", "hits"])
def test_the_register_stands_in_order(client: Client, known: Obstacle, order: str) -> None:
    assert known.public in client.get(f"/pt/obstacles/?order={order}").text


def test_the_heaviest_stands_first_and_what_was_not_measured_last(
    known: Obstacle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    light = Obstacle.objects.get(pk=known.pk)
    light.pk, light.public, light.once, light.clause = None, "light-000000000000000000"[:22], "light-once", {}
    light.save()
    measure = {"law": the_bay().law.digest, "people": 1000, "on": "2026-11-21"}
    path = tmp_path / "held_back.json"
    path.write_text(json.dumps({**measure, "clauses": {known.clause["place"]: 12}}))
    monkeypatch.setattr(weights, "measured", lambda: path)
    assert weights.in_order([light, known], "weight") == [known, light]


def test_it_is_said_how_the_weight_was_counted(client: Client, known: Obstacle) -> None:
    for code, words in (("en", "How is this counted?"), ("zh-hant", "如何統計？"), ("pt", "Como se conta?")):
        assert words in client.get(f"/{code}/obstacles/{known.public}").text
