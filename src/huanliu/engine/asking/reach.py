"""What can come about at once for all combinations of answers: truth tables in the bits of whole numbers.

The facts that stand in several clauses span a space of points, one for each choice of their cells or of no answer. Every node
gets, for each pair (its truth without the fact in question, its truth with it), the set of points at which answers to the
other facts can bring that pair about. A set is the bits of one whole number, so that a gate over thousands of points costs a
few operations on numbers (the idea of evaluating truth tables by words of bits: Knuth, The Art of Computer Programming,
7.1.3). The fact can change the finding if at some point the root can go from unknown to true or false.

At a point the parts of a gate share no open fact, so whatever each part can do alone, all can do together.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from attrs import define

from huanliu.base.truth import Truth
from huanliu.engine.asking import gates
from huanliu.engine.asking.cells import Cells
from huanliu.engine.asking.residual import Pending

Pair = tuple[Truth, Truth]
Reach = Mapping[Pair, int]
Rows = dict[tuple[int | None, ...], tuple[Truth, int]]
States = dict[tuple[Hashable, Hashable], int]

# What a clause may do while one of its facts is answered: nothing, or come to be true or false.
MOVING: tuple[Pair, ...] = ((None, None), (None, True), (None, False))
RESTING: tuple[Pair, ...] = ((None, None), (True, True), (False, False))


@define(eq=False)
class Block:
    """Clauses that can come out either way whatever the rest does; each of its facts can bring that about."""

    facts: frozenset[str]


@define(eq=False)
class Joint:
    """A gate over what is left once blocks are drawn together."""

    gate: gates.Gate
    parts: tuple[Knot, ...]
    facts: frozenset[str]


Knot = Truth | Block | Joint | Pending


class Space:
    """The points spanned by shared facts. `sizes`: how many choices each has, its cells and last that it is not answered."""

    def __init__(self, cells: Mapping[str, Cells | None], sizes: Mapping[str, int], decidable: Collection[int]) -> None:
        self.cells, self.sizes, self.decidable = cells, sizes, decidable
        self.everywhere = (1 << math.prod(sizes.values())) - 1
        self._resting: dict[int, Reach] = {}
        self._states: dict[tuple[int, ...], States] = {}
        self._tables: dict[int, Rows] = {}
        self._planes: dict[tuple[str, int], int] = {}

    def decides(self, root: Knot, name: str) -> bool:
        """Whether an answer to a fact can take the root from unknown to a truth."""
        reach = self.moving(root, name)
        return bool(reach.get((None, True)) or reach.get((None, False)))

    def moving(self, knot: Knot, name: str) -> Reach:
        """Where which pairs can come about while one fact is answered and the others are as they may be."""
        if not _has(knot, name):
            return self.resting(knot)
        if isinstance(knot, Joint):
            return self._moving_joint(knot, name)
        if isinstance(knot, Pending):
            return self._moving_clause(knot, name)
        return dict.fromkeys(MOVING, self.everywhere)

    def resting(self, knot: Knot) -> Reach:
        """The same where the fact in question does not stand below: both truths of a pair are one."""
        if knot is None or isinstance(knot, bool):
            return {(knot, knot): self.everywhere}
        found = self._resting.get(id(knot))
        if found is None:
            found = self._resting[id(knot)] = self._rest(knot)
        return found

    def _rest(self, knot: Block | Joint | Pending) -> Reach:
        if isinstance(knot, Joint):
            if isinstance(knot.gate, SYMMETRIC):
                return self._joined(knot, knot.parts, ())
            return _folded(knot.gate, [self.resting(part) for part in knot.parts], self.everywhere)
        if isinstance(knot, Block) or id(knot) not in self.decidable:
            return dict.fromkeys(RESTING, self.everywhere)
        reach: dict[Pair, int] = {}
        for truth, where in self._rows(knot).values():
            reach[truth, truth] = reach.get((truth, truth), 0) | where
        return reach

    def _moving_joint(self, joint: Joint, name: str) -> Reach:
        if not isinstance(joint.gate, SYMMETRIC):
            return _folded(joint.gate, [self.moving(part, name) for part in joint.parts], self.everywhere)
        below = [self.moving(part, name) for part in joint.parts if _has(part, name)]
        return self._joined(joint, [part for part in joint.parts if not _has(part, name)], below)

    def _joined(self, joint: Joint, still: Sequence[Knot], below: Iterable[Reach]) -> Reach:
        """A gate over parts at rest and then moving ones, for gates to which their order says nothing."""
        states = self._at_rest(joint, still)
        for reach in below:
            states = _stepped(joint.gate, states, 0, reach)
        return _finished(joint.gate, states)

    def _at_rest(self, joint: Joint, still: Sequence[Knot]) -> States:
        """The states after the parts at rest, kept: which parts move changes less often than which fact."""
        others = [part for part in still if not isinstance(part, Block)]
        key = (id(joint), len(still), *map(id, others))
        found = self._states.get(key)
        if found is None:
            found = self._states[key] = self._settled(joint.gate, len(still) - len(others), map(self.resting, others))
        return found

    def _settled(self, gate: gates.Gate, blocks: int, others: Iterable[Reach]) -> States:
        if not isinstance(gate, gates.AtLeast):
            block = [dict.fromkeys(RESTING, self.everywhere)] * min(blocks, 1)
            return _together([*block, *others], isinstance(gate, gates.Every), self.everywhere)
        # Blocks hold, fail or hang in any numbers: no need to take them one by one.
        counts = ((held, failed) for held in range(blocks + 1) for failed in range(blocks + 1 - held))
        states: States = {(count, count): self.everywhere for count in counts}
        for reach in others:
            states = _stepped(gate, states, 0, reach)
        return states

    def _moving_clause(self, pending: Pending, name: str) -> Reach:
        if id(pending) not in self.decidable:
            return dict.fromkeys(MOVING if pending.clause.strict else (*RESTING, *MOVING), self.everywhere)
        place = pending.unknown.index(name)
        rows = self._rows(pending)
        reach: dict[Pair, int] = {}
        for choices, (truth, where) in rows.items():
            if choices[place] is not None:
                before, _ = rows[(*choices[:place], None, *choices[place + 1 :])]
                reach[before, truth] = reach.get((before, truth), 0) | where
        return reach

    def _rows(self, pending: Pending) -> Rows:
        """For every choice of the unknown facts of a clause its truth, and the points at which the choice is made."""
        found = self._tables.get(id(pending))
        if found is None:
            found = self._tables[id(pending)] = dict(self._tabled(pending))
        return found

    def _tabled(self, pending: Pending) -> Iterator[tuple[tuple[int | None, ...], tuple[Truth, int]]]:
        for row in itertools.product(*(self._choices(name) for name in pending.unknown)):
            answers = {name: value for choice, name, value, _ in row if choice is not None}
            where = self.everywhere
            for _, _, _, plane in row:
                where &= plane
            yield tuple(choice for choice, _, _, _ in row), (pending.truth(answers), where)

    def _choices(self, name: str) -> list[tuple[int | None, str, Any, int]]:
        """The cells of a fact by number, then no answer (None)."""
        cells = self.cells[name]
        assert cells is not None, "a decidable clause has cells"
        answers = [(place, name, value, self.plane(name, place)) for place, value in enumerate(cells.values)]
        return [*answers, (None, name, None, self.plane(name, len(answers)))]

    def plane(self, name: str, choice: int) -> int:
        """The points at which a fact has one of its choices; a fact that is not shared may have any of them anywhere."""
        if name not in self.sizes:
            return self.everywhere
        found = self._planes.get((name, choice))
        if found is None:
            names = list(self.sizes)
            stride = math.prod(self.sizes[after] for after in names[names.index(name) + 1 :])
            block = ((1 << stride) - 1) << (choice * stride)
            repeats = self.everywhere // ((1 << (self.sizes[name] * stride)) - 1)
            found = self._planes[name, choice] = block * repeats
        return found


SYMMETRIC = (gates.Every, gates.Some, gates.AtLeast)


def _has(knot: Knot, name: str) -> bool:
    return knot is not None and not isinstance(knot, bool) and name in knot.facts


def _together(reaches: list[Reach], every: bool, everywhere: int) -> States:
    """Parts at rest under `and` (`every`) or `or`: each needs only where all can hold, and where one can decide or hang."""
    neutral, deciding = (True, True) if every else (False, False), (False, False) if every else (True, True)
    held, open_or_held, decided, hanging = everywhere, everywhere, 0, 0
    for reach in reaches:
        holds, hangs = reach.get(neutral, 0), reach.get((None, None), 0)
        held &= holds
        open_or_held &= holds | hangs
        decided |= reach.get(deciding, 0)
        hanging |= hangs
    return {neutral: held, deciding: decided, (None, None): hanging & open_or_held}


def _folded(gate: gates.Gate, parts: Iterable[Reach], everywhere: int) -> Reach:
    """A gate over pairs: all ways in which its parts can come about together at each point."""
    states: States = {(gate.start, gate.start): everywhere}
    for position, reach in enumerate(parts):
        states = _stepped(gate, states, position, reach)
    return _finished(gate, states)


def _finished(gate: gates.Gate, states: States) -> Reach:
    found: dict[Pair, int] = {}
    for (before, after), there in states.items():
        pair = gate.finish(before), gate.finish(after)
        found[pair] = found.get(pair, 0) | there
    return found


def _stepped(gate: gates.Gate, states: States, position: int, reach: Reach) -> States:
    following: States = {}
    for (before, after), there in states.items():
        for (first, second), here in reach.items():
            both = there & here
            if both:
                key = gate.step(before, position, first), gate.step(after, position, second)
                following[key] = following.get(key, 0) | both
    return following
