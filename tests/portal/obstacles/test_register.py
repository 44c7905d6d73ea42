"""The register in public: what a moderator has let through, its history, its weight, its supporters; never the reporter's words."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.test import Client

from huanliu.portal.bay import the_bay
from huanliu.portal.obstacles.models import Obstacle, Support
from huanliu.portal.obstacles.weights import weight
from huanliu.portal.people.models import User

CODES = [code for code, _ in configured.LANGUAGES]
TITLES = {
    "en": "Licence not counted",
    "zh-hans": "执照不获承认",
    "zh-hant": "執照不獲承認",
    "pt": "Licence not counted",
}
Moved = Callable[..., Obstacle]
pytestmark = pytest.mark.django_db


@pytest.fixture
def owned(reported: Obstacle, moved: Moved) -> Obstacle:
    return moved(reported, "classify", "own")


@pytest.mark.parametrize("code", CODES)
def test_the_register_and_its_pages_in_every_language(client: Client, owned: Obstacle, code: str) -> None:
    for page in ("", f"{owned.public}", "?state=owned&kind=law&direction=mainland-%3Ehk&provision=hk.ttps.a"):
        response = client.get(f"/{code}/obstacles/{page}")
        assert response.status_code == 200
        assert TITLES[code] in response.text
        assert "does not count, and gave no reason" not in response.text
        assert "lin@example.org" not in response.text


def test_a_new_report_is_not_in_the_register(client: Client, reported: Obstacle) -> None:
    assert reported.public not in client.get("/en/obstacles/").text
    assert client.get("/en/obstacles/register.json").json() == {"obstacles": []}
    assert reported.public not in client.get("/en/obstacles/register.rss").text


def test_its_history_is_public_with_every_reason(client: Client, owned: Obstacle, moved: Moved) -> None:
    moved(owned, "begin", "declare")
    text = client.get(f"/en/obstacles/{owned.public}").text
    assert [word for word in ("why classify", "why own", "why begin", "why declare") if word not in text] == []
    assert "Ministry of Justice" in text and "Department of Justice" in text and "2030-01-01" in text


def test_filters_narrow_the_register_and_the_json_down(client: Client, owned: Obstacle) -> None:
    for wish, count in (("state=resolved", 0), ("state=owned", 1), ("kind=law", 1), ("direction=hk->mo", 0)):
        assert len(client.get(f"/en/obstacles/register.json?{wish}").json()["obstacles"]) == count
    assert client.get("/en/obstacles/register.json?state=new").status_code == 400
    assert "Licence" not in client.get("/en/obstacles/?state=new").text


def test_the_json_and_the_feed_say_what_the_page_says(client: Client, owned: Obstacle) -> None:
    (found,) = client.get("/en/obstacles/register.json").json()["obstacles"]
    assert (found["id"], found["state"], found["target"]) == (owned.public, "owned", "2030-01-01")
    assert found["owners"] == {"mainland": "Ministry of Justice", "hk": "Department of Justice"}
    assert not {"told", "contact"} & set(found)
    feed = client.get("/zh-hans/obstacles/register.rss")
    assert "执照不获承认" in feed.text and feed.headers["Content-Type"].startswith("application/rss+xml")
    assert "public" in feed.headers["Cache-Control"] and "Set-Cookie" not in feed.headers


@pytest.mark.parametrize("address", ["nobody", "A" * 22, "A" * 22 + "/support"])
def test_an_address_that_leads_nowhere(client: Client, address: str) -> None:
    answer = client.post if address.endswith("support") else client.get
    assert answer(f"/en/obstacles/{address}").status_code == 404


@pytest.mark.parametrize("page", ["", "register.json", "register.rss", "moderation", "{public}"])
def test_nothing_can_be_posted_to_what_is_read(client: Client, owned: Obstacle, page: str) -> None:
    assert client.post(f"/en/obstacles/{page.format(public=owned.public)}").status_code == 405
    assert client.get(f"/en/obstacles/{owned.public}/support").status_code == 405


def test_a_supporter_counts_once_for_a_session(client: Client, owned: Obstacle) -> None:
    for _ in range(3):
        client.post(f"/en/obstacles/{owned.public}/support")
    Client().post(f"/en/obstacles/{owned.public}/support")
    assert Support.objects.count() == 2
    assert "said so: 2" in client.get(f"/en/obstacles/{owned.public}").text


def test_a_person_counts_once_on_every_machine(client: Client, owned: Obstacle, lin: User) -> None:
    for browser in (client, Client()):
        browser.force_login(lin)
        browser.post(f"/en/obstacles/{owned.public}/support")
    assert Support.objects.count() == 1
    assert lin.public not in Support.objects.get().supporter


def test_what_is_new_or_closed_gathers_no_supporters(client: Client, reported: Obstacle, moved: Moved) -> None:
    assert client.post(f"/en/obstacles/{reported.public}/support").status_code == 404
    moved(reported, "reject")
    assert client.post(f"/en/obstacles/{reported.public}/support").status_code == 404
    assert not Support.objects.exists()


def test_a_clause_that_was_not_weighed_is_not_weightless(
    client: Client, owned: Obstacle, tmp_path: Path, settings: Any
) -> None:
    settings.DATA = tmp_path
    assert weight(owned) is None
    assert "not measured" in client.get(f"/en/obstacles/{owned.public}").text


@pytest.mark.parametrize("law, expected", [(None, 1234), ("another law", None)])
def test_a_weight_is_of_the_same_law_and_says_that_it_is_synthetic(
    client: Client, owned: Obstacle, tmp_path: Path, settings: Any, law: str | None, expected: int | None
) -> None:
    settings.DATA = tmp_path
    said = {
        "law": law or the_bay().law.digest,
        "people": 5000,
        "on": "2026-11-20",
        "clauses": {owned.clause["place"]: 1234},
    }
    (tmp_path / "held_back.json").write_text(json.dumps(said), "utf-8")
    found = weight(owned)
    assert (found.people if found else None) == expected
    assert ("synthetic people" in client.get(f"/en/obstacles/{owned.public}").text) == (expected is not None)


def test_a_damaged_measure_is_no_measure(owned: Obstacle, tmp_path: Path, settings: Any) -> None:
    settings.DATA = tmp_path
    (tmp_path / "held_back.json").write_text("{", "utf-8")
    assert weight(owned) is None


def test_a_target_date_that_has_passed_is_said_until_it_ends(client: Client, owned: Obstacle, moved: Moved) -> None:
    pages = ("", owned.public)
    assert not any("past</span>" in client.get(f"/en/obstacles/{page}").text for page in pages)
    Obstacle.objects.update(target="2020-01-01")
    assert all("past</span>" in client.get(f"/en/obstacles/{page}").text for page in pages)
    moved(Obstacle.objects.get(), "begin", "declare")
    Obstacle.objects.update(target="2020-01-01")
    assert not any("past</span>" in client.get(f"/en/obstacles/{page}").text for page in pages)
