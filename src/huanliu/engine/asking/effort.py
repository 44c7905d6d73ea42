"""Effort: how many questions settling what is left of a condition may be expected to take, and how likely it then holds.

The estimate is that of asking the parts of a gate one after the other in the best order for independent parts: for `and`
by cost over the chance to fail, for `or` by cost over the chance to hold, each part in full before the next. That order is
optimal where no fact is asked twice and gates are nested two deep (Smith 1989; Greiner, Hayward, Jankowska, Molloy, Finding
optimal satisficing strategies for and-or trees, 2006), and a good guess elsewhere. Only the order of questions hangs on it.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from attrs import evolve, frozen

from huanliu.engine.asking import gates
from huanliu.engine.asking.cells import Cells
from huanliu.engine.asking.residual import Junction, Pending, Residual

LIKELIHOODS = 64
_Signed = tuple[Pending, bool]
# What the law names only in order to shut somebody out (a bar, a record, an earlier refusal) is an exception among people.
BARRED = 0.2


@frozen
class Effort:
    """Expected cost of settling it, and the chance that it then holds."""

    cost: float
    chance: float


SETTLED = {True: Effort(0.0, 1.0), False: Effort(0.0, 0.0)}
# What can never be known costs nothing more and helps neither side.
NEVER = Effort(0.0, 0.5)
ALMOST = 1e-9


def expected(left: Residual, cells: Mapping[str, Cells | None]) -> dict[str, Cells | None]:
    """The cells with their shares as they are to be expected: a yes that can only shut somebody out is rare."""
    wanted: dict[str, set[bool]] = {}
    for name, sign in _signs(left, True):
        wanted.setdefault(name, set()).add(sign)
    bars = {name for name, signs in wanted.items() if signs == {False}}
    return {name: _rare(found) if found is not None and name in bars else found for name, found in cells.items()}


def _rare(cells: Cells) -> Cells:
    return evolve(cells, shares=tuple(BARRED if value is True else 1 - BARRED for value in cells.values))


def _signs(left: Residual, sign: bool) -> Iterator[tuple[str, bool]]:
    """Whether a yes to each yes-or-no fact speaks for what is left (True) or against it; both where it may do either."""
    if isinstance(left, Pending):
        direct = left.clause.direct
        plain = direct is not None and direct.form == "value" and direct.operator == "=" and direct.operand is True
        for name in left.unknown:
            yield from ((name, sign),) if plain else ((name, True), (name, False))
    elif isinstance(left, Junction):
        turned = isinstance(left.gate, gates.Opposite)
        for part in left.parts:
            yield from _signs(part, sign is not turned)
            if isinstance(left.gate, gates.Decide):
                yield from _signs(part, not sign)


@frozen(eq=False)
class Estimator:
    """Estimates efforts for one goal: what each fact costs to answer, and how likely its cells are."""

    costs: Mapping[str, float]
    cells: Mapping[str, Cells | None]

    def effort(self, left: Residual) -> Effort:
        """The effort of a residual, worked out once for each."""
        if left is None:
            return NEVER
        if isinstance(left, bool):
            return SETTLED[left]
        found: Effort | None = left.effort
        if found is None:
            found = left.effort = self._clause(left) if isinstance(left, Pending) else self._junction(left)
        return found

    def _clause(self, pending: Pending) -> Effort:
        return Effort(math.fsum(self.costs.get(name, 1.0) for name in pending.unknown), self.chance(pending))

    def chance(self, pending: Pending) -> float:
        """How likely an open clause holds, by the shares of the cells; even where no cells decide it."""
        found = [self.cells.get(name) for name in pending.unknown]
        sizes = [len(cells.values) for cells in found if cells is not None]
        if not pending.plain or len(sizes) < len(found) or math.prod(sizes) > LIKELIHOODS:
            return 0.5
        choices = (zip(cells.values, cells.shares, strict=True) for cells in found if cells is not None)
        total = 0.0
        for row in itertools.product(*choices):
            truth = pending.truth({name: value for name, (value, _) in zip(pending.unknown, row, strict=True)})
            total += math.prod(share for _, share in row) * (0.5 if truth is None else truth)
        return total

    def _junction(self, left: Junction) -> Effort:
        gate = left.gate
        if isinstance(gate, gates.AtLeast):
            return self._counted([(1, part) for part in left.parts], gate.needed)
        if isinstance(gate, gates.Points):
            return self._counted(_best_of(gate, left.parts), gate.needed)
        if isinstance(gate, gates.Sorted):
            return self._sorted(left.parts, gate.stops)
        if isinstance(gate, (gates.Every, gates.Some)):
            return _JOINED[type(gate)](list(self._apart(left.parts, isinstance(gate, gates.Every))))
        return _JOINED[type(gate)]([self.effort(part) for part in left.parts])

    def _apart(self, parts: Iterable[Residual], every: bool) -> Iterator[Effort]:
        """The efforts of parts of an `and` or `or`; clauses about one and the same fact are settled by one answer."""
        about: dict[str, list[_Signed]] = {}
        for part in parts:
            signed = self._signed(part)
            if signed is not None:
                about.setdefault(signed[0].unknown[0], []).append(signed)
            elif part is not None:
                yield self.effort(part)
        for name, clauses in about.items():
            yield self._at_once(name, clauses, every)

    def _signed(self, part: Residual) -> _Signed | None:
        """A clause about one fact with its sign, if the cells of the fact decide it."""
        sign = True
        if isinstance(part, Junction) and isinstance(part.gate, gates.Opposite):
            part, sign = part.parts[0], False
        if isinstance(part, Pending) and part.plain and len(part.unknown) == 1 and self.cells.get(part.unknown[0]):
            return part, sign
        return None

    def _at_once(self, name: str, clauses: Sequence[_Signed], every: bool) -> Effort:
        cells = self.cells[name]
        assert cells is not None, "clauses are taken together where there are cells"
        holds = all if every else any
        chances = (
            share * holds(clause.truth({name: value}) is sign for clause, sign in clauses)
            for value, share in zip(cells.values, cells.shares, strict=True)
        )
        return Effort(self.costs.get(name, 1.0), math.fsum(chances))

    def _sorted(self, cases: Iterable[Residual], stops: Iterable[bool]) -> Effort:
        """Case after case until one stops."""
        cost, reached = 0.0, 1.0
        for case, stop in zip(cases, stops, strict=True):
            effort = self.effort(case)
            cost += reached * effort.cost
            reached *= 1 - effort.chance if stop else 1
        return Effort(cost, 1.0)

    def _counted(self, parts: Iterable[tuple[Any, Residual]], needed: Any) -> Effort:
        """Points in the order of what they promise for their cost, until enough are sure or too few are left."""
        everything = list(parts)
        efforts = [(points, self.effort(part)) for points, part in everything if part is not None]
        efforts.sort(key=lambda pair: (-pair[0] / (pair[1].cost + ALMOST), pair[1].cost))
        # Points that can never be known stay possible, so that they keep the count from being settled below.
        rest = sum(points for points, _ in everything)
        scores: dict[Any, float] = {0: 1.0}
        cost = 0.0
        for points, effort in efforts:
            undecided = math.fsum(share for score, share in scores.items() if score < needed <= score + rest)
            cost += undecided * effort.cost
            rest -= points
            scores = _drawn(scores, points, effort.chance, needed)
        return Effort(cost, math.fsum(share for score, share in scores.items() if score >= needed))


def _best_of(gate: gates.Points, parts: Iterable[Residual]) -> list[tuple[Any, Residual]]:
    """The awards of each group by what each adds to the next lower one, so that their sum is the best of the group."""
    found: list[tuple[Any, Residual]] = []
    group: list[tuple[Any, Residual]] = []
    for (points, last), part in zip(gate.awards, parts, strict=True):
        group.append((points, part))
        if last:
            group.sort(key=lambda pair: pair[0])
            lower = [0, *(points for points, _ in group)]
            found += [(points - below, part) for (points, part), below in zip(group, lower, strict=False)]
            group = []
    return found


def _drawn(scores: dict[Any, float], points: Any, chance: float, needed: Any) -> dict[Any, float]:
    """The chances of each score after one more award; scores beyond the mark are as good as the mark."""
    following: dict[Any, float] = {}
    for score, share in scores.items():
        for reached, likely in ((min(needed, score + points), chance), (score, 1 - chance)):
            following[reached] = following.get(reached, 0.0) + share * likely
    return following


def _every(efforts: list[Effort]) -> Effort:
    ordered = sorted(efforts, key=lambda effort: effort.cost / (1 - effort.chance + ALMOST))
    cost, chance = 0.0, 1.0
    for effort in ordered:
        cost += chance * effort.cost
        chance *= effort.chance
    return Effort(cost, chance)


def _some(efforts: list[Effort]) -> Effort:
    failing = _every([Effort(effort.cost, 1 - effort.chance) for effort in efforts])
    return Effort(failing.cost, 1 - failing.chance)


def _opposite(efforts: list[Effort]) -> Effort:
    return Effort(efforts[0].cost, 1 - efforts[0].chance)


def _standing(efforts: list[Effort]) -> Effort:
    applies, condition = efforts
    return Effort(applies.cost + applies.chance * condition.cost, applies.chance * condition.chance)


def _decide(efforts: list[Effort]) -> Effort:
    """Branch after branch: the condition, then its result or the next branch."""
    cost, chance, reached = 0.0, 0.0, 1.0
    for condition, result in zip(efforts[::2], efforts[1::2], strict=True):
        cost += reached * (condition.cost + condition.chance * result.cost)
        chance += reached * condition.chance * result.chance
        reached *= 1 - condition.chance
    return Effort(cost, chance)


_JOINED: dict[type, Callable[[list[Effort]], Effort]] = {
    gates.Every: _every,
    gates.Some: _some,
    gates.Opposite: _opposite,
    gates.Standing: _standing,
    gates.Decide: _decide,
}
