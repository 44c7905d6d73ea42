"""The many: people made by chance with a fixed seed, and the desks that get to their tasks as they come."""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable, Mapping
from typing import Any

from attrs import define, frozen

from huanliu.portal.authorities.access import officers_of
from huanliu.portal.authorities.models import Officer
from huanliu.portal.authorities.registry import side_of
from huanliu.portal.cases import access, acts
from huanliu.portal.cases.models import Task
from huanliu.portal.cases.sending import lacking
from huanliu.portal.demo.cast import Person, document, people
from huanliu.portal.demo.coming import come
from huanliu.portal.demo.handling import filed, handed_in, proposed, waiting_proposal
from huanliu.portal.demo.telling import Stage
from huanliu.portal.desks import acts as desks

FIRST, LAST = 115, 20
HUNDRED = 100


@frozen
class Newcomer:
    """One of the many, and what they file some days after they came."""

    person: Person
    profile: str
    journey: str
    files: int


def newcomers(rng: random.Random) -> list[Newcomer]:
    """Everybody, the same for the same seed."""
    drawn = document("crowd.yaml")
    names = [(one, other) for one in drawn["surnames"] for other in drawn["given"]]
    return [_newcomer(rng, number, *name) for number, name in enumerate(rng.sample(names, drawn["people"]), start=1)]


def _newcomer(rng: random.Random, number: int, surname: list[str], given: list[str]) -> Newcomer:
    filing: Mapping[str, Any] = document("crowd.yaml")["files"][number % len(document("crowd.yaml")["files"])]
    like, since = people()[filing["like"]], rng.randint(LAST + 10, FIRST)
    facts = {**like.profiles[filing["profile"]]}
    facts["person.age"] = facts["person.age"] + rng.randint(0, 3)
    name = f"{surname[0]}{given[0]} {surname[1]} {given[1]}"
    profiles = {filing["profile"]: facts}
    person = Person(f"many.{number}", name, like.language, since, like.agrees, profiles)
    return Newcomer(person, filing["profile"], filing["journey"], max(LAST, since - rng.randint(1, 9)))


@define
class Crowd:
    """Their cases, and the desks at work."""

    stage: Stage
    password: str
    coming: list[Newcomer]
    cases: list[int]

    def day(self, ago: int) -> None:
        """Who comes, who files, and what the desks get to on one day."""
        for each in self.coming:
            if each.person.since == ago:
                come(self.stage, each.person, self.password)
            if each.files == ago:
                self._file(each)
        if (self.stage.begins - datetime.timedelta(days=ago)).weekday() < 5:
            self._desks()

    def _file(self, each: Newcomer) -> None:
        user = self.stage.people[each.person.key]
        case = filed(self.stage, user, each.profile, each.journey, each.person.key)
        handed_in(case, most=1)
        self.cases.append(case.pk)

    def _desks(self) -> None:
        lying = Task.objects.filter(case__in=self.cases, state__in=list(_TURNS), layer="execution").order_by("pk")
        for task in lying.select_related("case__person", "officer__user"):
            if self._chance(document("crowd.yaml")["pace"][task.state]):
                _TURNS[task.state](self, task)
                self.stage.go_to(self.stage.moment.date())

    def _chance(self, of_hundred: int) -> bool:
        return self.stage.rng.randrange(HUNDRED) < of_hundred

    def _says(self, what: str, task: Task) -> str:
        return str(document("crowd.yaml")["says"][what][side_of(task.authority)])

    def _other(self, task: Task, role: str) -> Officer | None:
        """An officer of the task's desk who may and does not hold it."""
        here = [each for each in officers_of(task.authority, task.layer) if role in each.roles]
        others = [each for each in here if each.pk != task.officer_id]
        return self.stage.rng.choice(others) if others else None

    def _ready(self, task: Task) -> None:
        officer = self._other(task, "decider")
        if officer is not None:
            desks.take(task, officer)

    def _held(self, task: Task) -> None:
        if not lacking(task):
            acts.send(task, sure=True)

    def _taken(self, task: Task) -> None:
        officer, turns = task.officer, document("crowd.yaml")["turns"]
        assert officer is not None, task
        drawn = self.stage.rng.randrange(HUNDRED)
        if drawn < turns["ask"]:
            desks.ask(task, officer, self._says("question", task))
        elif drawn < turns["ask"] + turns["note"]:
            desks.note(task, officer)
        elif drawn < turns["ask"] + turns["note"] + turns["release"]:
            desks.release(task, officer)
        else:
            outcome = "refused" if self._chance(turns["refuse"]) else "granted"
            proposed(task, officer, outcome, self._says(outcome, task))

    def _asked(self, task: Task) -> None:
        correction = access.open_correction(task)
        assert correction is not None, task
        acts.answer(correction, document("crowd.yaml")["says"]["answer"][task.case.person.language])

    def _proposed(self, task: Task) -> None:
        officer = self._other(task, "second")
        if officer is None:
            return
        if self._chance(document("crowd.yaml")["returns"]):
            desks.send_back(waiting_proposal(task), officer)
        else:
            desks.confirm(waiting_proposal(task), officer)


_TURNS: dict[str, Callable[[Crowd, Task], None]] = {
    "held": Crowd._held,
    "ready": Crowd._ready,
    "taken": Crowd._taken,
    "asked": Crowd._asked,
    "proposed": Crowd._proposed,
}


def crowd(stage: Stage, password: str) -> Crowd:
    """Nobody has come yet."""
    return Crowd(stage, password, newcomers(stage.rng), [])
