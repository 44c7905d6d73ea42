"""Routes: the doors of a chain one after the other, and the first shut one, the small door."""

from __future__ import annotations

from typing import Any

from attrs import frozen

from huanliu.base.truth import Status, Truth
from huanliu.engine.asking.relevance import missing_of_condition
from huanliu.engine.assess import Finding, assess_one
from huanliu.engine.evaluate import Situation, evaluate
from huanliu.engine.explain import TRUTH_WORDS, Explanation, explain_condition, failing
from huanliu.engine.expression import Expression
from huanliu.errors import UnknownNameError, nearest
from huanliu.law import model


@frozen(eq=False)
class StepFinding:
    """One door: open (True), shut (False) or not known, with the ways round it."""

    number: int
    step: model.Step
    truth: Truth
    condition: Expression
    situation: Situation

    @property
    def explanation(self) -> Explanation:
        """The clauses of this door."""
        return explain_condition(self.condition, self.situation)

    @property
    def missing(self) -> list[str]:
        """The facts that could still decide it."""
        return missing_of_condition(self.condition, self.situation)

    @property
    def shut_by(self) -> list[Explanation]:
        """The clauses that shut it: leaves that fail, under nodes that fail."""
        return failing(self.explanation) if self.truth is False else []

    @property
    def instead(self) -> list[Finding]:
        """Other provisions for the same step, as they stand for this subject."""
        known = self.situation.book.statutes.law.provisions
        return [
            assess_one(self.situation.book.ruling(name), self.situation) for name in self.step.instead if name in known
        ]


@frozen(eq=False)
class RouteFinding:
    """A route for one subject."""

    route: model.Route
    steps: tuple[StepFinding, ...]

    @property
    def small_door(self) -> StepFinding | None:
        """The first shut step."""
        return next((step for step in self.steps if step.truth is False), None)

    @property
    def undetermined_step(self) -> StepFinding | None:
        """The first step that is not known yet."""
        return next((step for step in self.steps if step.truth is None), None)

    @property
    def status(self) -> Status:
        """Unmet at a shut door, undetermined at an unknown one, met when every door is open.

        An optional door counts too: its condition says who needs it, so it is open for everybody else. Leaving it out while it
        was unknown made a route open that the next answer shut.
        """
        if self.small_door is not None:
            return Status.UNMET
        return Status.MET if self.undetermined_step is None else Status.UNDETERMINED

    @property
    def big_door_open(self) -> bool:
        """Whether the first step is open: then a shut later step is a small door behind a big one."""
        return self.steps[0].truth is True

    def plain(self, lang: str = "en") -> dict[str, Any]:
        """The finding as JSON values."""
        small = self.small_door
        return {
            "route": self.route.id,
            "title": self.route.title.in_language(lang),
            "status": self.status.value,
            "big_door_open": self.big_door_open,
            "small_door": None if small is None else small.number,
            "shut_by": [] if small is None else [leaf.plain(lang) for leaf in small.shut_by],
            "known_obstacle": None if self.route.small_door is None else self.route.small_door.in_language(lang),
            "steps": [_plain_step(step, lang) for step in self.steps],
        }


def _plain_step(step: StepFinding, lang: str) -> dict[str, Any]:
    return {
        "number": step.number,
        "stage": step.step.stage,
        "title": step.step.title.in_language(lang),
        "provision": step.step.provision,
        "optional": step.step.optional,
        "status": TRUTH_WORDS[step.truth],
        "missing": step.missing,
        "instead": {finding.id: finding.status.value for finding in step.instead},
        "explanation": step.explanation.plain(lang),
    }


def find_route(routes: dict[str, model.Route] | Any, name: str) -> model.Route:
    """A route by its id, with or without its prefix 'chain.'."""
    for identity in (name, f"chain.{name}"):
        if identity in routes:
            found: model.Route = routes[identity]
            return found
    raise UnknownNameError(
        f"there is no route {name[:80]!r}",
        found=name[:80],
        hint=nearest(name, routes) or nearest(f"chain.{name}", routes) or "huanliu law list --routes shows all",
    )


def follow(route: model.Route, situation: Situation) -> RouteFinding:
    """Every step of a route for one subject."""
    conditions = situation.book.steps(route.id)
    return RouteFinding(
        route,
        tuple(
            StepFinding(number, step, evaluate(condition, situation), condition, situation)
            for number, (step, condition) in enumerate(zip(route.steps, conditions, strict=True), start=1)
        ),
    )
