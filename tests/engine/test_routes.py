"""Routes: the first shut door, the doors that are not needed, and the ways round."""

from __future__ import annotations

from typing import Any

import pytest

from huanliu.base.truth import Status
from huanliu.engine.bay import compile_law
from huanliu.engine.routes import RouteFinding, find_route, follow
from huanliu.errors import UnknownNameError
from tests.small import small_bay, small_law

IN: dict[str, Any] = {"person.age": 30, "person.income": 5000, "person.barred": False, "person.married": False}


def go(facts: dict[str, Any]) -> RouteFinding:
    bay = small_bay()
    return follow(bay.law.routes["chain.to_town"], bay.situation(facts, "2026-06-01"))


# facts besides, the truth of each door, status, the small door, the first door not known
WAYS: list[tuple[dict[str, Any], list[bool | None], str, int | None, int | None]] = [
    ({}, [True, True, True], "met", None, None),
    ({"person.age": 15}, [False, False, True], "unmet", 1, None),
    ({"person.age": 17}, [True, False, True], "unmet", 2, None),
    ({"person.income": 1}, [True, False, True], "unmet", 2, None),
    ({"person.income": None}, [True, None, True], "undetermined", None, 2),
    ({"person.age": None}, [None, None, True], "undetermined", None, 1),
    # An optional door counts like every other: its own condition says who needs it.
    ({"person.married": None}, [True, True, None], "undetermined", None, 3),
    ({"person.married": True, "person.score": 59}, [True, True, False], "unmet", 3, None),
    ({"person.married": True, "person.score": 60}, [True, True, True], "met", None, None),
    ({"person.income": None, "person.married": True, "person.score": 1}, [True, None, False], "unmet", 3, 2),
]


@pytest.mark.parametrize(("more", "truths", "status", "small", "unknown"), WAYS)
def test_a_route_is_as_open_as_its_doors(
    more: dict[str, Any], truths: list[bool | None], status: str, small: int | None, unknown: int | None
) -> None:
    found = go({**IN, **more})
    assert [step.truth for step in found.steps] == truths
    assert found.status.value == status
    assert (found.small_door and found.small_door.number) == small
    assert (found.undetermined_step and found.undetermined_step.number) == unknown


def test_the_big_door_may_be_open_while_a_small_one_is_shut() -> None:
    assert go({**IN, "person.income": 1}).big_door_open
    assert not go({**IN, "person.age": 15}).big_door_open


def test_a_shut_door_names_the_clauses_that_shut_it() -> None:
    step = go({**IN, "person.income": 1, "person.barred": True}).steps[1]
    assert [leaf.sql for leaf in step.shut_by] == ["person.income >= :floor", "NOT (person.barred)"]
    assert [leaf.cite for leaf in step.shut_by] == ["s. 2", "s. 3"]
    assert go(IN).steps[1].shut_by == []


def test_the_ways_round_are_those_that_are_there() -> None:
    found = {finding.id: finding.status for finding in go({**IN, "person.roles": []}).steps[1].instead}
    assert found == {"town.points": Status.UNMET}


def test_a_door_says_what_it_lacks() -> None:
    assert go({**IN, "person.income": None}).steps[1].missing == ["person.income"]
    assert go({}).steps[2].missing == ["person.married", "person.score"]


def test_the_json_of_a_route_is_whole() -> None:
    plain = go({**IN, "person.income": 1}).plain("zh-Hans")
    assert (plain["route"], plain["status"], plain["small_door"], plain["big_door_open"]) == (
        "chain.to_town",
        "unmet",
        2,
        True,
    )
    assert plain["known_obstacle"] == "开店"
    assert [step["status"] for step in plain["steps"]] == ["met", "unmet", "met"]
    assert plain["shut_by"][0]["sql"] == "person.income >= :floor"


def test_a_step_may_say_in_its_own_words_when_it_opens() -> None:
    text = "id: chain.own\ntitle: {en: Own}\nsteps: [{stage: a, title: A, provision: town.tax, when: {sql: person.married}}]\n"
    bay = compile_law(small_law({"routes/own.yaml": text}))
    found = follow(bay.law.routes["chain.own"], bay.situation({"person.married": True}, "2026-06-01"))
    assert found.status is Status.MET


def test_a_route_is_found_with_and_without_its_prefix() -> None:
    routes = small_bay().law.routes
    assert find_route(routes, "to_town") is find_route(routes, "chain.to_town")
    for name, hint in (("to_twon", "did you mean chain.to_town?"), ("zzz", "huanliu law list --routes shows all")):
        with pytest.raises(UnknownNameError) as caught:
            find_route(routes, name)
        assert hint in caught.value.sentence()
