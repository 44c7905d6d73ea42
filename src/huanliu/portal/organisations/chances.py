"""How the routes stand for a candidate at an organisation: states, and what the employer still has to say. Never a fact of
the candidate."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from attrs import frozen

from huanliu.base.language import Text
from huanliu.base.truth import Status
from huanliu.engine.asking.clauses import names_in
from huanliu.engine.evaluate import Situation
from huanliu.engine.routes import RouteFinding, follow
from huanliu.engine.subject import Intake
from huanliu.portal.bay import book, the_bay
from huanliu.portal.organisations.access import OURS
from huanliu.portal.organisations.models import Organisation


@frozen
class Chance:
    """A route for a candidate. `asked` are facts of the employer that could still decide it, `rests` those on which it rests as the
    employer stated them; `others` says whether the candidate or somebody else would have to say more."""

    route: str
    title: Text
    status: str
    discretionary: bool
    asked: tuple[str, ...]
    others: bool
    begun: bool = False
    rests: tuple[str, ...] = ()

    @property
    def look(self) -> str:
        """The name of the status for people: discretion is never a plain yes."""
        return "met_discretionary" if self.status == Status.MET.value and self.discretionary else self.status


@cache
def route_facts() -> tuple[str, ...]:
    """Every fact on which a route can hang."""
    today = book()
    names = (names_in(step, today) for route in the_bay().law.routes for step in today.steps(route))
    return tuple(sorted(name for name in frozenset().union(*names) if name in the_bay().law.facts))


def employer_facts() -> tuple[str, ...]:
    """Those that an employer says."""
    return tuple(name for name in route_facts() if name.startswith(OURS))


def chances(organisation: Organisation, known: Mapping[str, Any], begun: frozenset[str]) -> list[Chance]:
    """Every route, what is open first."""
    intake = Intake(the_bay().statutes)
    # What the employer says of itself stands, whatever the candidate believes of it.
    facts = {**intake.read(known), **intake.read(organisation.facts)}
    at = Situation({name: value for name, value in facts.items() if value is not None}, book())
    ours = frozenset(name for name in organisation.facts if organisation.facts[name] is not None)
    found = [_chance(follow(route, at), route.id in begun, ours) for route in the_bay().law.routes.values()]
    order = [Status.MET.value, Status.UNDETERMINED.value, Status.UNMET.value, Status.NOT_APPLICABLE.value]
    return sorted(found, key=lambda each: order.index(each.status))


def _chance(found: RouteFinding, begun: bool, ours: frozenset[str]) -> Chance:
    missing = dict.fromkeys(name for step in found.steps if step.truth is None for name in step.missing)
    shut = found.status is Status.UNMET
    asked = () if shut else tuple(name for name in missing if name.startswith(OURS))
    others = not shut and len(asked) < len(missing)
    rests = tuple(sorted(ours & _read(found.route.id)))
    told = (found.route.id, found.route.title, found.status.value, _discretionary(found), asked, others)
    return Chance(*told, begun=begun, rests=rests)


@cache
def _read(route: str) -> frozenset[str]:
    """Every name on which a route can hang."""
    return frozenset().union(*(names_in(step, book()) for step in book().steps(route)))


def _discretionary(found: RouteFinding) -> bool:
    law = the_bay().law.provisions
    doors = [step.step.provision for step in found.steps if step.step.provision in law]
    versions = [book().ruling(name).version for name in doors if name is not None]
    return any(version is not None and version.discretion is not None for version in versions)
