"""Route files as they are read; the wrong ones are kept in tests/bad/packs."""

from __future__ import annotations

from huanliu.law.model import Clause
from tests.small import small_law


def test_a_route_has_its_doors_in_order() -> None:
    route = small_law().routes["chain.to_town"]
    assert [(step.stage, step.provision, step.optional) for step in route.steps] == [
        ("recognition", "town.sorting", False),
        ("pass", "town.pass", False),
        ("own shop", None, True),
    ]
    assert isinstance(route.steps[0].when, Clause) and route.steps[1].when is None
    assert route.steps[1].instead == ("town.points", "town.nowhere")
    assert route.small_door is not None and route.small_door.en == "The shop"
