"""The ways in which conditions are joined, each as a fold over three-valued truths, one part after the other.

A fold has a state that it starts from, a step for each part and an answer at the end. Written so, one and the same gate can
be run over single truths, over pairs of truths (a fact unknown, the same fact answered) or over whole sets of them. The
answers are those of `evaluate.py`; a property test holds the two together.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from decimal import Decimal
from typing import Any, Protocol

from attrs import frozen

from huanliu.base.truth import Truth, negate

Number = int | Decimal


class Gate(Protocol):
    """How the truths of parts become one."""

    @property
    def start(self) -> Hashable:
        """The state before the first part."""

    def step(self, state: Any, position: int, truth: Truth) -> Hashable:
        """The state after the part at a position."""

    def finish(self, state: Any) -> Truth:
        """The answer after the last part."""


def joined(gate: Gate, truths: Iterable[Truth]) -> Truth:
    """The gate's answer for the truths of its parts."""
    state: Hashable = gate.start
    for position, truth in enumerate(truths):
        state = gate.step(state, position, truth)
    return gate.finish(state)


@frozen
class Every:
    """Every part holds."""

    start: Truth = True

    def step(self, state: Truth, position: int, truth: Truth) -> Truth:
        """False stays; else one unknown leaves it unknown."""
        if state is False or truth is False:
            return False
        return None if state is None or truth is None else True

    def finish(self, state: Truth) -> Truth:
        """What came together."""
        return state


@frozen
class Some:
    """Some part holds."""

    start: Truth = False

    def step(self, state: Truth, position: int, truth: Truth) -> Truth:
        """True stays; else one unknown leaves it unknown."""
        if state is True or truth is True:
            return True
        return None if state is None or truth is None else False

    def finish(self, state: Truth) -> Truth:
        """What came together."""
        return state


@frozen
class Opposite:
    """The one part does not hold."""

    start: Truth = None

    def step(self, state: Truth, position: int, truth: Truth) -> Truth:
        """The part turned round."""
        return negate(truth)

    def finish(self, state: Truth) -> Truth:
        """What it came to."""
        return state


@frozen
class AtLeast:
    """At least `needed` of `count` parts hold. The state is how many held and how many failed, as far as it matters."""

    needed: int
    count: int
    start: tuple[int, int] = (0, 0)

    def step(self, state: tuple[int, int], position: int, truth: Truth) -> tuple[int, int]:
        """One more held, failed, or neither."""
        held, failed = state
        most_failing = self.count - self.needed + 1
        return min(self.needed, held + (truth is True)), min(most_failing, failed + (truth is False))

    def finish(self, state: tuple[int, int]) -> Truth:
        """Decided as soon as the unknown ones cannot change it."""
        held, failed = state
        if held >= self.needed:
            return True
        return False if self.count - failed < self.needed else None


@frozen
class Points:
    """The best award of each group, added up, reaches `needed`. `awards`: points, and whether the group ends here."""

    needed: Number
    awards: tuple[tuple[Number, bool], ...]
    start: tuple[Number, Number, Number, Number] = (0, 0, 0, 0)

    def step(self, state: tuple[Number, ...], position: int, truth: Truth) -> tuple[Number, ...]:
        """The least and the most so far, and those of the group at hand."""
        low, high, sure, possible = state
        points, last = self.awards[position]
        sure = max(sure, points) if truth else sure
        possible = max(possible, points) if truth is not False else possible
        return (low + sure, high + possible, 0, 0) if last else (low, high, sure, possible)

    def finish(self, state: tuple[Number, ...]) -> Truth:
        """Decided where the least suffices or the most does not."""
        if state[0] >= self.needed:
            return True
        return False if state[1] < self.needed else None


UNSET = "unset"


@frozen
class Decide:
    """Conditions and results by turns: the result of the first condition that holds; after an unknown condition all
    results that may still come must agree. The state: what they agree on, whether a condition held, the last condition."""

    start: tuple[Any, bool, Truth] = (UNSET, False, None)

    def step(self, state: tuple[Any, bool, Truth], position: int, truth: Truth) -> tuple[Any, bool, Truth]:
        """A condition at the even places, its result at the odd ones."""
        agreed, closed, condition = state
        if position % 2 == 0:
            return agreed, closed, truth
        if closed or condition is False:
            return agreed, closed, None
        agreed = truth if agreed in (UNSET, truth) else None
        return agreed, condition is True, None

    def finish(self, state: tuple[Any, bool, Truth]) -> Truth:
        """What all candidates agree on."""
        agreed = state[0]
        return None if agreed is UNSET else agreed


@frozen
class Standing:
    """Whether a provision applies, then whether its condition holds: nothing is decided before it is known to apply."""

    start: Any = UNSET

    def step(self, state: Any, position: int, truth: Truth) -> Any:
        """The first part opens or closes the second."""
        if state is UNSET:
            return truth
        return truth if state is True else state

    def finish(self, state: Any) -> Truth:
        """False too where it does not apply."""
        return None if state is UNSET else state


@frozen
class Sorted:
    """Cases looked at in their order, some of which stop: true once it is known of each whether it is come to and holds.
    The state: whether a case has stopped, whether one before that is not known."""

    stops: tuple[bool, ...]
    start: tuple[bool, bool] = (False, False)

    def step(self, state: tuple[bool, bool], position: int, truth: Truth) -> tuple[bool, bool]:
        """What comes after a stop no longer matters."""
        stopped, open_case = state
        if stopped:
            return state
        return self.stops[position] and truth is True, open_case or truth is None

    def finish(self, state: tuple[bool, bool]) -> Truth:
        """Never false: either the case is known or it is not."""
        return None if state[1] else True


EVERY, SOME, OPPOSITE, DECIDE, STANDING = Every(), Some(), Opposite(), Decide(), Standing()
