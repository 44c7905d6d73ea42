"""Run as a program on a database of its own (HUANLIU_DATABASE): many at once, on real connections; prints what came of it as JSON.
The test beside it reads that."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from huanliu.portal.bay import book  # noqa: E402
from huanliu.portal.front import limits  # noqa: E402
from huanliu.portal.names import public_id  # noqa: E402
from huanliu.portal.obstacles import acts  # noqa: E402
from huanliu.portal.obstacles.models import Move, Obstacle, Support  # noqa: E402
from huanliu.portal.record import trail  # noqa: E402
from tests.portal.cases.drills import at_once  # noqa: E402

MANY = 8


class NothingLeftError(Exception):
    """A limit has none left."""


def outcomes(act: Any) -> dict[str, int]:
    """What became of many who do the same in the same moment."""
    return dict(Counter(at_once(*[act] * MANY)))


def reporting() -> dict[str, Any]:
    """One report sent many times."""
    given = acts.Report(public_id(), "en", "they would not let me through", "mainland->hk")
    return {"came": outcomes(lambda: acts.report(given)), "reports": Obstacle.objects.count()}


def moderating() -> dict[str, Any]:
    """Many moderators and one step."""
    obstacle, words = Obstacle.objects.all()[0], {"title_en": "t", "summary_en": "s"}
    came = outcomes(lambda: acts.move(obstacle, "classify", "ho", "why", words, "law"))
    return {"came": came, "moves": Move.objects.filter(obstacle=obstacle).count()}


def supporting() -> dict[str, Any]:
    """One supporter, many times."""
    seen = Obstacle.objects.all()[0]
    return {"came": outcomes(lambda: acts.support(seen, "lin")), "supports": Support.objects.count()}


def limited() -> dict[str, Any]:
    """More than a limit lets through."""

    def take() -> None:
        if not limits.take("obstacle.report", "lin"):
            raise NothingLeftError

    return {"came": outcomes(take)}


def main() -> None:
    """Everything, in an order: what is moderated was reported."""
    call_command("migrate", verbosity=0)
    # As a server does before it opens: else the first would read the law while it holds the database.
    book()
    found = {each.__name__: each() for each in (reporting, moderating, supporting, limited)}
    print(json.dumps({**found, "whole": isinstance(trail.verify(), int)}))


if __name__ == "__main__":
    main()
