"""A report of Lin's, and Ho as the one who moderates."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest

from huanliu.portal.names import public_id
from huanliu.portal.obstacles import acts
from huanliu.portal.obstacles.models import Obstacle
from huanliu.portal.people.models import User
from tests.portal.casework import officer

TOLD = "The office said that my licence from over there does not count, and gave no reason."
CLAUSE = {"place": "packs/hk/ttps/a.yaml:45:16", "sql": "x", "cite": "FAQ", "en": "income", "zh-Hans": "收入"}
WORDS = {
    "title_en": "Licence not counted",
    "summary_en": "It does not count.",
    "title_zh": "执照不获承认",
    "summary_zh": "不获承认。",
}
OWNERS = {"mainland": "Ministry of Justice", "hk": "Department of Justice"}


@pytest.fixture
def reported(db: None) -> Obstacle:
    """A new report that nobody has read."""
    given = acts.Report(
        public_id(), "en", TOLD, "mainland->hk", "hk.ttps.a", CLAUSE, "lawyer", "2026-03", "lin@example.org"
    )
    return acts.report(given)


@pytest.fixture
def ho_moderates(ho: User) -> User:
    """Ho coordinates, and so reads what was reported."""
    return officer(ho.email, ho.name, "gba.coordination", "coordination", "coordinator").user


@pytest.fixture
def moved() -> Callable[..., Obstacle]:
    """Takes an obstacle through steps, each with all that it may bring."""

    def through(obstacle: Obstacle, *steps: str) -> Obstacle:
        for act in steps:
            obstacle = Obstacle.objects.get(pk=obstacle.pk)
            target = datetime.date(2030, 1, 1)
            acts.move(obstacle, act, "ho", f"why {act}", dict(WORDS), "law", dict(OWNERS), target)
        return Obstacle.objects.get(pk=obstacle.pk)

    return through
