"""The moderators' desk: who may, what each step asks for, and who was first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from huanliu.portal.authorities.acts import appoint
from huanliu.portal.obstacles.access import may_classify
from huanliu.portal.obstacles.models import Obstacle
from huanliu.portal.people.models import User
from tests.portal.casework import officer

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
CLASSIFY = {"act": "classify", "kind": "law", "title_en": "Title", "summary_en": "Summary", "reason": "it is one"}


def step(browser: Client, obstacle: Obstacle, **more: str) -> Any:
    now = Obstacle.objects.get(pk=obstacle.pk)
    return browser.post(f"/en/obstacles/moderation/{now.public}", {"seen": now.moved.isoformat(), **more})


def test_only_an_officer_who_coordinates_moderates(lin: User, ho_moderates: User) -> None:
    wong = officer("wong@example.org", "Wong", "hk.immd", "execution", "handler", "decider").user
    assert may_classify(ho_moderates)
    assert not any(may_classify(user) for user in (lin, wong, AnonymousUser()))


def test_an_officer_of_another_layer_is_refused(client: Client, reported: Obstacle, db: None) -> None:
    client.force_login(officer("wong@example.org", "Wong", "hk.immd", "execution", "handler", "decider").user)
    assert client.get(f"/en/obstacles/moderation/{reported.public}").status_code == 403
    assert client.get("/en/obstacles/moderation").status_code == 403


def test_a_moderator_without_a_second_factor_sets_one_up_first(as_: As, reported: Obstacle, ho: User) -> None:
    appoint(ho, "gba.coordination", "coordination", ("coordinator",))
    response = as_(ho).get(f"/en/obstacles/moderation/{reported.public}")
    assert response.status_code == 302 and "2fa" in response.headers["Location"]


@pytest.mark.parametrize("page", ["", "/{public}"])
def test_a_stranger_signs_in_first_and_a_wrong_role_is_refused(
    client: Client, as_: As, reported: Obstacle, lin: User, page: str
) -> None:
    address = "/en/obstacles/moderation" + page.format(public=reported.public)
    assert client.get(address).status_code == 302
    assert as_(lin).get(address).status_code == 403


def test_a_wrong_role_changes_nothing(as_: As, reported: Obstacle, lin: User) -> None:
    assert step(as_(lin), reported, **CLASSIFY).status_code == 403
    assert Obstacle.objects.get().state == "new"


def test_a_bad_address_is_404(as_: As, ho_moderates: User) -> None:
    assert as_(ho_moderates).get(f"/en/obstacles/moderation/{'A' * 22}").status_code == 404


@pytest.mark.parametrize("code", ["en", "zh-hans", "zh-hant", "pt"])
def test_a_moderator_reads_what_was_written(as_: As, reported: Obstacle, ho_moderates: User, code: str) -> None:
    browser = as_(ho_moderates)
    assert reported.public in browser.get(f"/{code}/obstacles/moderation").text
    page = browser.get(f"/{code}/obstacles/moderation/{reported.public}")
    assert page.status_code == 200 and reported.told in page.text and reported.contact in page.text
    assert page.headers["Cache-Control"] == "no-store"


def test_from_new_to_resolved(as_: As, reported: Obstacle, ho_moderates: User) -> None:
    browser = as_(ho_moderates)
    own = {"owner_one": "Office A", "owner_two": "Office B", "target": "2030-01-01"}
    assert step(browser, reported, **CLASSIFY).status_code == 302
    assert step(browser, reported, act="own", reason="taken on", **own).status_code == 302
    assert step(browser, reported, act="begin", reason="begun").status_code == 302
    assert step(browser, reported, act="resolve", reason="the law was changed").status_code == 302
    found = Obstacle.objects.get()
    assert (found.state, found.title_en, found.contact) == ("resolved", "Title", "")
    assert {(o.jurisdiction, o.office) for o in found.owners.all()} == {("mainland", "Office A"), ("hk", "Office B")}
    assert {move.by for move in found.moves.all()} == {ho_moderates.public}


@pytest.mark.parametrize(
    "field, wrong",
    [
        ("reason", {"reason": ""}),
        ("kind", {"kind": ""}),
        ("kind", {"kind": "magic"}),
        ("title_en", {"title_en": ""}),
        ("title_en", {"summary_en": ""}),
    ],
)
def test_what_a_step_must_bring(
    as_: As, reported: Obstacle, ho_moderates: User, field: str, wrong: dict[str, str]
) -> None:
    response = step(as_(ho_moderates), reported, **(CLASSIFY | wrong))
    assert response.status_code == 400 and f'id="id_{field}_error"' in response.text
    assert Obstacle.objects.get().state == "new"


@pytest.mark.parametrize("wrong", [{"target": "2020-01-01"}, {"target": ""}, {"owner_two": ""}])
def test_owners_on_both_sides_and_a_day_to_come(
    as_: As, reported: Obstacle, ho_moderates: User, moved: Callable[..., Obstacle], wrong: dict[str, str]
) -> None:
    moved(reported, "classify")
    own = {"act": "own", "reason": "x", "owner_one": "A", "owner_two": "B", "target": "2030-01-01"} | wrong
    assert step(as_(ho_moderates), reported, **own).status_code == 400
    assert not Obstacle.objects.get().owners.exists()


def test_the_second_of_two_moderators_is_told(as_: As, reported: Obstacle, ho_moderates: User) -> None:
    browser = as_(ho_moderates)
    seen = reported.moved.isoformat()
    address = f"/en/obstacles/moderation/{reported.public}"
    browser.post(address, {"seen": seen, **CLASSIFY})
    second = browser.post(address, {"seen": seen, **CLASSIFY, "act": "reject"}, follow=True)
    assert "Nothing was changed" in second.text
    assert Obstacle.objects.get().state == "classified" and Obstacle.objects.get().moves.count() == 1


@pytest.mark.parametrize("act", ["", "resolve", "delete"])
def test_a_step_that_is_not_open_changes_nothing(as_: As, reported: Obstacle, ho_moderates: User, act: str) -> None:
    assert "Nothing was changed" in step_followed(as_(ho_moderates), reported, act).text
    assert Obstacle.objects.get().state == "new"


def step_followed(browser: Client, obstacle: Obstacle, act: str) -> Any:
    address = f"/en/obstacles/moderation/{obstacle.public}"
    return browser.post(address, {"seen": obstacle.moved.isoformat(), "act": act, "reason": "x"}, follow=True)


def test_only_a_moderator_sees_the_way_to_the_desk(as_: As, client: Client, ho_moderates: User) -> None:
    assert "moderation" not in client.get("/en/obstacles/").text
    assert "moderation" in as_(ho_moderates).get("/en/obstacles/").text
