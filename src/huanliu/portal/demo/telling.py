"""What the story says, done: each act of story.yaml is one function here, which asks the desk whose act it is.

Nothing is written past the desks, so that the trail, the clocks and the shares are as they would be.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from attrs import define, field
from django.utils import timezone

from huanliu.base.clock import now, today
from huanliu.portal.authorities.models import Officer
from huanliu.portal.cases.models import Case, Task
from huanliu.portal.consent.models import Request
from huanliu.portal.demo.cast import document
from huanliu.portal.obstacles.models import Obstacle
from huanliu.portal.organisations.models import Organisation
from huanliu.portal.people.models import User

Line = Mapping[str, Any]
MORNING = datetime.time(9)
# A day has so much time between two acts at most, in minutes.
STEP = (2, 9)


@define
class Stage:
    """Where the story stands: the moment, and everybody and everything that has come."""

    rng: random.Random
    begins: datetime.date = field(factory=today)
    moment: datetime.datetime = field(factory=lambda: now() - datetime.timedelta(days=366))
    people: dict[str, User] = field(factory=dict)
    officers: dict[str, Officer] = field(factory=dict)
    cases: dict[str, Case] = field(factory=dict)
    organisations: dict[str, Organisation] = field(factory=dict)
    obstacles: dict[str, Obstacle] = field(factory=dict)
    invitations: dict[str, str] = field(factory=dict)
    requests: dict[str, Request] = field(factory=dict)

    def go_to(self, day: datetime.date) -> None:
        """A moment of a day, after the one before."""
        morning = datetime.datetime.combine(day, MORNING, timezone.get_default_timezone())
        self.moment = max(self.moment, morning) + datetime.timedelta(minutes=self.rng.randint(*STEP))

    def day(self, number: int) -> datetime.date:
        """So many days from now; what would be on a weekend is on the Friday before."""
        found = self.begins + datetime.timedelta(days=number)
        return found - datetime.timedelta(days=max(0, found.weekday() - 4))

    def task(self, line: Line) -> Task:
        """The task that a line names as case/key, as it stands."""
        case, _, key = line["task"].partition("/")
        found = Task.objects.filter(case=self.cases[case], key=key)
        return found.select_related("case__person", "officer__user")[0]


Act = Callable[[Stage, Line], None]
ACTS: dict[str, Act] = {}


def act(done: Act) -> Act:
    """An act of the story, by the name of its function."""
    name = done.__name__.rstrip("_")
    assert name not in ACTS, f"two acts are called {name}"
    ACTS[name] = done
    return done


def lines() -> list[Line]:
    """The story in the order of its days; within a day as it is written."""
    return sorted(document("story.yaml")["story"], key=lambda line: int(line["day"]))


def tell(stage: Stage, told: Iterable[Line]) -> None:
    """Some lines, done."""
    for line in told:
        stage.go_to(stage.day(line["day"]))
        try:
            ACTS[line["does"]](stage, line)
        except Exception as error:
            # A rule that the desks learnt after the story was written.
            error.add_note(f"in story.yaml: {dict(line)}")
            raise
