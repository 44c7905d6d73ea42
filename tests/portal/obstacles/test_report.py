"""Anybody may report from the very clause; what cannot be read is refused beside its field; nobody floods the desk."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client

from huanliu.base.clock import today
from huanliu.engine.expression import ClauseOf, walk
from huanliu.engine.rulings import Ruling
from huanliu.portal.bay import book as the_book
from huanliu.portal.bay import the_bay
from huanliu.portal.front.limits import LIMITS
from huanliu.portal.law.plain import plain
from huanliu.portal.names import public_id
from huanliu.portal.obstacles.clauses import clause_at, ruling_of
from huanliu.portal.obstacles.models import Obstacle

pytestmark = pytest.mark.django_db
ADDRESS = "/en/obstacles/report"
TOLD = "The counter would not take my paper from over there."


def the_clause() -> str:
    """The place of the first clause of hk.ttps.a, wherever the pack has it today."""
    ruling = ruling_of("hk.ttps.a")
    assert ruling is not None
    return str(plain(ruling.provision, today(), "en")["conditions"]["parts"][0]["place"])


def given(**more: str) -> dict[str, str]:
    return {"once": public_id(), "told": TOLD, "direction": "mainland->hk", **more}


@pytest.mark.parametrize("code", [code for code, _ in settings.LANGUAGES])
def test_the_form_is_there_in_every_language(client: Client, code: str) -> None:
    response = client.get(f"/{code}/obstacles/report", {"provision": "hk.ttps.a", "clause": the_clause()})
    assert response.status_code == 200
    assert "2,500,000" in response.text and 'for="id_told"' in response.text
    assert not Obstacle.objects.exists()


def test_a_report_keeps_what_the_clause_said(client: Client) -> None:
    response = client.post(ADDRESS, given(provision="hk.ttps.a", clause=the_clause(), since="2026-03"))
    made = Obstacle.objects.get()
    assert response.headers["Location"] == f"/en/obstacles/{made.public}"
    assert (made.state, made.provision, made.since) == ("new", "hk.ttps.a", "2026-03")
    assert "2,500,000" in made.clause["en"] and made.clause["sql"]


def test_another_name_of_a_provision_is_kept_as_its_id(client: Client) -> None:
    provision = next(each for each in the_bay().law.provisions.values() if each.aliases)
    client.post(ADDRESS, given(provision=provision.aliases[0]))
    assert Obstacle.objects.get().provision == provision.id


def test_what_was_written_is_not_shown_before_it_is_read(client: Client) -> None:
    shown = client.post(ADDRESS, given(contact="lin@example.org", agreed="on"), follow=True)
    assert shown.status_code == 200
    assert TOLD not in shown.text and "lin@example.org" not in shown.text
    assert "yet to read" in shown.text


def test_sent_twice_it_is_one(client: Client) -> None:
    twice = given()
    first, second = client.post(ADDRESS, twice), client.post(ADDRESS, twice)
    assert first.headers["Location"] == second.headers["Location"]
    assert Obstacle.objects.count() == 1


@pytest.mark.parametrize(
    "field, wrong",
    [
        ("told", {"told": "no"}),
        ("told", {"told": ""}),
        ("told", {"told": "x" * 4001}),
        ("direction", {"direction": "moon->hk"}),
        ("direction", {"direction": ""}),
        ("profession", {"profession": "astronaut"}),
        ("since", {"since": "last week"}),
        ("since", {"since": "2999"}),
        ("contact", {"contact": "lin at example"}),
        ("agreed", {"contact": "lin@example.org"}),
    ],
)
def test_what_cannot_be_read_is_refused_beside_its_field(client: Client, field: str, wrong: dict[str, str]) -> None:
    response = client.post(ADDRESS, given(**wrong))
    assert response.status_code == 400
    assert f'id="id_{field}_error"' in response.text
    assert not Obstacle.objects.exists()


@pytest.mark.parametrize("wrong", [{"once": "short"}, {"once": ""}, {"once": "<script>alert(1)</scrip"}])
def test_a_form_that_is_not_ours_is_refused(client: Client, wrong: dict[str, str]) -> None:
    assert client.post(ADDRESS, given(**wrong)).status_code == 400


def test_a_provision_that_there_is_not_is_404(client: Client) -> None:
    assert client.get(ADDRESS, {"provision": "hk.none"}).status_code == 404
    assert client.post(ADDRESS, given(provision="hk.none")).status_code == 404
    assert not Obstacle.objects.exists()


def test_a_clause_that_there_is_not_is_a_report_about_its_provision(client: Client) -> None:
    ruling = ruling_of("hk.ttps.a")
    assert ruling is not None and clause_at(ruling, "packs/nowhere.yaml:1:1") == {}
    client.post(ADDRESS, given(provision="hk.ttps.a", clause="packs/nowhere.yaml:1:1"))
    assert Obstacle.objects.get().clause == {}


def test_a_clause_of_a_route_is_found_from_the_provision_of_its_step() -> None:
    book = the_book()
    placed = [
        (step.provision, str(node.place))
        for route in book.statutes.law.routes.values()
        for step, root in zip(route.steps, book.steps(route.id), strict=True)
        for node in walk(root)
        if isinstance(node, ClauseOf) and node.place.line and step.provision
    ]
    lost = [(name, place) for name, place in placed if not clause_at(the_ruling(name), place)]
    assert placed and lost == []


def the_ruling(name: str) -> Ruling:
    found = ruling_of(name)
    assert found is not None
    return found


def test_beyond_the_limit_nothing_is_kept_and_the_page_says_when(client: Client) -> None:
    size = LIMITS["obstacle.report"].size
    answers = [client.post(ADDRESS, given(), REMOTE_ADDR="192.0.2.9") for _ in range(size + 1)]
    assert [answer.status_code for answer in answers] == [302] * size + [429]
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert client.post(ADDRESS, given(), REMOTE_ADDR="192.0.2.10").status_code == 302
    assert Obstacle.objects.count() == size + 1


def test_without_the_token_of_the_form_nothing_is_taken(lin: object) -> None:
    assert Client(enforce_csrf_checks=True).post(ADDRESS, given()).status_code == 403


def test_another_verb_is_refused(client: Client) -> None:
    assert client.put(ADDRESS).status_code == 405
