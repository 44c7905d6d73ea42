"""Which door a task goes through: the one that stands best for this subject, the others beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from attrs import frozen

from huanliu.base.language import Text
from huanliu.base.truth import Status, Truth
from huanliu.engine.assess import Finding, assess_one
from huanliu.engine.evaluate import Situation
from huanliu.engine.explain import Explanation
from huanliu.engine.routes import RouteFinding, follow
from huanliu.law.model import Provision

BEST_FIRST = (Status.MET, Status.UNDETERMINED, Status.UNMET, Status.NOT_APPLICABLE)


@frozen(eq=False)
class Door:
    """A provision or route as it stands for a subject, with the provisions whose offices are visited, in order."""

    id: str
    title: Text
    status: Status
    finding: Finding | RouteFinding
    legs: tuple[Provision, ...]
    also_required: tuple[Text, ...] = ()

    @property
    def word(self) -> str:
        """The word of the packs for how it stands."""
        if self.discretionary:
            return "met_discretionary"
        return "met_untested" if self.status is Status.MET and self.also_required else self.status.value

    @property
    def discretionary(self) -> bool:
        """Whether somebody may still refuse although every condition is met."""
        if isinstance(self.finding, Finding):
            return self.finding.discretionary
        return self.status is Status.MET and any(
            _may_refuse(step.step.provision, step.situation) for step in self.finding.steps
        )

    @property
    def missing(self) -> list[str]:
        """The facts that could still decide it."""
        if isinstance(self.finding, Finding):
            return self.finding.missing
        return list(dict.fromkeys(name for step in self.finding.steps if step.truth is None for name in step.missing))

    @property
    def shut_by(self) -> list[Explanation]:
        """The clauses that shut it."""
        if isinstance(self.finding, Finding):
            return self.finding.shut_by
        small = self.finding.small_door
        return [] if small is None else small.shut_by

    def plain(self, lang: str) -> dict[str, Any]:
        """JSON values."""
        return {"id": self.id, "title": self.title.in_language(lang), "status": self.status.value}


def doors_of(names: Sequence[str], at: Situation) -> tuple[Door, ...]:
    """The doors, the best-standing first; among equals in the order in which the journey names them."""
    doors = [_door(name, at) for name in names]
    return tuple(sorted(doors, key=lambda door: BEST_FIRST.index(door.status)))


def _door(name: str, at: Situation) -> Door:
    law = at.book.statutes.law
    if name in law.routes:
        found = follow(law.routes[name], at)
        legs = _walked(found, at)
        return Door(name, found.route.title, found.status, found, legs, _also_required(legs, at))
    ruling = at.book.ruling(name)
    finding = assess_one(ruling, at)
    legs = (ruling.provision,)
    return Door(finding.id, ruling.provision.title, finding.status, finding, legs, _also_required(legs, at))


def _also_required(legs: Sequence[Provision], at: Situation) -> tuple[Text, ...]:
    """What the provisions gone through require without testing it."""
    versions = (at.book.ruling(leg.id).version for leg in legs)
    return tuple(version.not_tested for version in versions if version is not None and version.not_tested is not None)


def _walked(found: RouteFinding, at: Situation) -> tuple[Provision, ...]:
    """The provisions of a route's steps, each once; an optional step only where it is gone through."""
    walked: dict[str, Provision] = {}
    for step in found.steps:
        name = step.step.provision
        if name is not None and not (step.step.optional and step.truth and not at.standing(name)):
            provision = at.book.ruling(name).provision
            walked.setdefault(provision.id, provision)
    return tuple(walked.values())


def _may_refuse(name: str | None, at: Situation) -> bool:
    return name is not None and assess_one(at.book.ruling(name), at).discretionary


def standing(doors: Sequence[Door], needed: Truth, benefit: bool = False) -> Status:
    """How a task stands: not applicable where it is not needed, where no door is about this subject, or for a benefit that is shut."""
    best = doors[0].status if doors else Status.MET
    if needed is False or best is Status.NOT_APPLICABLE or (benefit and best is Status.UNMET):
        return Status.NOT_APPLICABLE
    return Status.UNDETERMINED if needed is None and best is not Status.MET else best
