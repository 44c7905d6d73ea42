"""How the routes stand for a candidate at an organisation: states, and what the employer still has to say. Never a fact of
the candidate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from attrs import frozen
from django.http import Http404

from huanliu.base.language import Text
from huanliu.base.truth import Status
from huanliu.engine.asking.clauses import names_in, names_of_provision
from huanliu.engine.evaluate import Situation
from huanliu.engine.planning.doors import Door, doors_of
from huanliu.engine.planning.making import make_plan
from huanliu.engine.planning.tasks import PlannedTask
from huanliu.engine.subject import Intake
from huanliu.law.tasks import Journey
from huanliu.portal.bay import book, the_bay
from huanliu.portal.organisations.access import OURS
from huanliu.portal.organisations.models import Organisation

# What an employer has to do to take somebody on from another side.
HIRING = "journey.hire_across"


@frozen
class Chance:
    """A route or provision for a candidate. `asked` are facts of the employer that could still decide it, `rests` those on which it
    rests as the employer stated them; `others` says whether the candidate or somebody else would have to say more."""

    route: str
    title: Text
    word: str
    status: str
    asked: tuple[str, ...]
    others: bool
    rests: tuple[str, ...]
    begun: bool


@frozen
class Step:
    """Something to do to take a candidate on, with the doors that it may go through. `perhaps`: it is not known yet whether it is
    needed; `asked` are facts of the employer that could decide that."""

    title: Text
    perhaps: bool
    asked: tuple[str, ...]
    doors: tuple[Chance, ...]


def hiring() -> Journey:
    """The journey of an employer that takes somebody on."""
    return the_bay().law.journeys[HIRING]


@cache
def route_facts() -> tuple[str, ...]:
    """Every fact on which a route, or something to do on taking somebody on, can hang."""
    today = book()
    names = (_read(name) for name in (*the_bay().law.routes, *_hiring_doors()))
    needs = (names_in(need, today) for need in today.needs(HIRING))
    return tuple(sorted(name for name in frozenset().union(*names, *needs) if name in the_bay().law.facts))


def _hiring_doors() -> Iterator[str]:
    """The doors of what there is to do, each once."""
    yield from dict.fromkeys(door for task in hiring().tasks for door in task.doors)


def chance_named(name: str) -> str:
    """A route or door of a form. 404 for what is neither."""
    if name not in the_bay().law.routes and name not in _hiring_doors():
        raise Http404
    return name


def employer_facts() -> tuple[str, ...]:
    """Those that an employer says."""
    return tuple(name for name in route_facts() if name.startswith(OURS))


@frozen
class Chances:
    """What is known of a candidate and an organisation together."""

    at: Situation
    ours: frozenset[str]
    begun: frozenset[str]

    def routes(self) -> list[Chance]:
        """Every route to practising a profession, what is open first."""
        return self._looked_at(doors_of(list(the_bay().law.routes), self.at))

    def steps(self) -> list[Step]:
        """What there is to do to take the candidate on; what does not concern the two is left out."""
        return [self._step(task) for task in make_plan(hiring(), self.at).tasks if task.doors]

    def _step(self, task: PlannedTask) -> Step:
        doors = self._looked_at(door for door in task.doors if door.status is not Status.NOT_APPLICABLE)
        asked = tuple(name for name in task.needed_missing if name.startswith(OURS))
        return Step(task.title, task.needed is None, asked, tuple(doors))

    def _looked_at(self, doors: Iterable[Door]) -> list[Chance]:
        return [self._chance(door) for door in doors]

    def _chance(self, door: Door) -> Chance:
        missing = door.missing if door.status is Status.UNDETERMINED else []
        asked = tuple(name for name in missing if name.startswith(OURS))
        rests = tuple(sorted(self.ours & _read(door.id)))
        others, begun = len(asked) < len(missing), door.id in self.begun
        return Chance(door.id, door.title, door.word, door.status.value, asked, others, rests, begun)


def chances(organisation: Organisation, known: Mapping[str, Any], begun: frozenset[str]) -> Chances:
    """How everything stands for a candidate of whom something is known."""
    intake = Intake(the_bay().statutes)
    # What the employer says of itself stands, whatever the candidate believes of it.
    facts = {**intake.read(known), **intake.read(organisation.facts)}
    at = Situation({name: value for name, value in facts.items() if value is not None}, book())
    ours = frozenset(name for name in organisation.facts if organisation.facts[name] is not None)
    return Chances(at, ours, begun)


@cache
def _read(name: str) -> frozenset[str]:
    """Every name on which a route or provision can hang."""
    if name not in the_bay().law.routes:
        return names_of_provision(name, book())
    return frozenset().union(*(names_in(step, book()) for step in book().steps(name)))
