"""How many of the synthetic population a clause holds back, from the file that `manage.py weigh_obstacles` writes.

A clause that was not measured is not one that holds back nobody.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from attrs import frozen
from django.conf import settings

from huanliu.portal.obstacles.models import Obstacle

NAME = "held_back.json"
_kept: dict[tuple[str, int], dict[str, Any]] = {}


@frozen
class Weight:
    """So many of so many synthetic people have their first shut door at this clause."""

    people: int
    of: int
    on: str


def measured() -> Path:
    """Where the measure stands."""
    return Path(settings.DATA) / NAME


def weight(obstacle: Obstacle) -> Weight | None:
    """The weight of an obstacle; None where it was not measured."""
    said = _measure()
    place = str(obstacle.clause.get("place", ""))
    found = said.get("clauses", {}).get(place) if place else None
    # A measure of another law may mean another clause by the same place.
    if found is None or said.get("law") != obstacle.law:
        return None
    return Weight(int(found), int(said["people"]), str(said["on"]))


def is_of(law: str) -> bool:
    """Whether there is a measure, and of this law."""
    return _measure().get("law") == law


def in_order(found: Iterable[Obstacle], order: str) -> list[Obstacle]:
    """The latest first as they come; or the heaviest, with what was not measured last; or what hits most readers."""
    if order == "weight":
        return sorted(found, key=_heaviest)
    return sorted(found, key=lambda each: -getattr(each, "hits", 0)) if order == "hits" else list(found)


def _heaviest(obstacle: Obstacle) -> float:
    found = weight(obstacle)
    return 1 if found is None else -found.people / max(1, found.of)


def _measure() -> dict[str, Any]:
    """The file, read again only when it was written anew."""
    path = measured()
    try:
        key = (str(path), path.stat().st_mtime_ns)
        if key not in _kept:
            _kept.clear()
            _kept[key] = json.loads(path.read_text("utf-8"))
        return _kept[key]
    except (OSError, ValueError):
        return {}
