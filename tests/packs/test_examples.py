"""The bundled law: every worked example comes out as its source says, and no lint has anything to say."""

from __future__ import annotations

import pytest

from huanliu.engine.bay import Bay, load
from huanliu.engine.examples import check_example
from huanliu.law.lint import lint
from huanliu.law.model import Provision, Route

BAY = load()
OWNERS: dict[str, Provision | Route] = {**BAY.law.provisions, **BAY.law.routes}


@pytest.mark.parametrize("name", OWNERS)
def test_every_example_comes_out_as_it_says(name: str) -> None:
    owner = OWNERS[name]
    failures = [f"{example.place}: {text}" for example in owner.examples for text in check_example(BAY, owner, example)]
    assert failures == []


@pytest.mark.parametrize("name", BAY.law.provisions)
def test_no_lint_has_anything_to_say(name: str) -> None:
    assert [str(remark) for remark in lint(BAY.law, {name})] == []


def test_every_route_has_an_example_that_opens_or_shuts_it() -> None:
    bare = [
        name
        for name, route in BAY.law.routes.items()
        if not any({"open", "shut_step"} & set(e.expect) for e in route.examples)
    ]
    assert bare == []


def test_the_first_forty_are_there(bay: Bay) -> None:
    assert len(bay.law.provisions) >= 40
    assert len(bay.law.routes) >= 6
    places = {name.split(".")[0] for name in bay.law.provisions}
    assert {"hk", "mo", "cn", "gd", "sz", "gba"} <= places
