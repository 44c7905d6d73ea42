"""Relevance: exactly the facts that could still change an undetermined finding.

A fact is relevant if there are answers to some of the other unknown facts (to none, to all, or any between) after which the
finding is still undetermined, and one answer to this fact then decides it. As decided findings never change by further
answers, that is: some answer can change the finding, alone or together with others. Facts are independent of one another
here, each may take every value of its type and range, and a fact may stay unanswered for good.

The quick reading of `missing.py` lists too much where a fact is asked twice, where a number of the law is not known, and in
choices and points. Here its list is sharpened, in three steps that are exact one by one:

1. Values fall into cells (`cells.py`), and what the known facts settled is cut away (`residual.py`).
2. Clauses whose facts stand nowhere else, and gates over such clauses, can come out either way whatever the rest does: each
   such block is one clause that may come out unknown, true or false.
3. The facts that are left standing in several places span a space of points, one for each choice of their cells or of no
   answer. Every node gets, for each pair (its truth without the fact in question, its truth with it), the set of points at
   which answers to the other facts can bring about that pair. Sets are bits of one whole number, so that a gate over all
   points costs a few operations on numbers (the same idea as truth tables in words of bits, Knuth 7.1.3). The fact is
   relevant if at some point the root can go from unknown to true or false.

Clauses that reckon with several unknown facts are taken to be able to come out either way. Where such a fact stands elsewhere
too, or the points are too many, the list may hold too much (never too little), and `exact` says so.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from typing import Any

from attrs import define, frozen

from huanliu.base.truth import Truth
from huanliu.engine import gates
from huanliu.engine.cells import Cells
from huanliu.engine.evaluate import Situation
from huanliu.engine.expression import Expression
from huanliu.engine.missing import is_plain, names_of, reading_of, reading_of_ruling
from huanliu.engine.residual import (
    Junction,
    Pending,
    Residual,
    cells_in,
    pending_in,
    residual_of,
    residual_of_ruling,
)
from huanliu.engine.rulings import RuleBook, Ruling

# Beyond these the sharpening would take longer than an assessment may.
MOST_POINTS = 1 << 14
MOST_ROWS = 1 << 9

Pair = tuple[Truth, Truth]
Reach = dict[Pair, int]
# What a clause may do while one of its facts is answered: nothing, or come to be true or false.
MOVING: tuple[Pair, ...] = ((None, None), (None, True), (None, False))
RESTING: tuple[Pair, ...] = ((None, None), (True, True), (False, False))


@frozen
class Relevance:
    """The facts that matter; `exact` False where the list may hold too many."""

    names: frozenset[str]
    exact: bool = True


def missing_of_ruling(ruling: Ruling, at: Situation) -> list[str]:
    """The facts that could still change a provision's finding, in the order of the law; empty where it is decided."""
    kept = at.lacking.get(id(ruling))
    if kept is None:
        kept = at.lacking[id(ruling)] = tuple(_sharpened(ruling, at))
    return list(kept)


def _sharpened(ruling: Ruling, at: Situation) -> list[str]:
    reading = reading_of_ruling(ruling, at)
    names = names_of(reading)
    if is_plain(reading):
        return names
    matter = relevance(residual_of_ruling(ruling, at), at.book).names
    return [name for name in names if name in matter]


def missing_of_condition(node: Expression, at: Situation) -> list[str]:
    """The facts that could still change a condition, in the order of the law; empty where it is known."""
    reading = reading_of(node, at)
    names = names_of(reading)
    if is_plain(reading):
        return names
    matter = relevance(residual_of(node, at), at.book).names
    return [name for name in names if name in matter]


def relevance(left: Residual, book: RuleBook) -> Relevance:
    """The facts that could still change what is left of a finding."""
    if not isinstance(left, (Pending, Junction)):
        return Relevance(frozenset())
    survey = _Survey(left, book)
    root = survey.blocked(left)
    if isinstance(root, _Block):
        return Relevance(root.facts, survey.exact)
    space = _Space(survey, root)
    return Relevance(frozenset(space.relevant()), survey.exact)


@define(eq=False)
class _Block:
    """Clauses that can come out either way whatever the rest does; each of its facts can bring that about."""

    facts: frozenset[str]


@define(eq=False)
class _Joint:
    """A gate over what is left once blocks are drawn together."""

    gate: gates.Gate
    parts: tuple[_Knot, ...]
    facts: frozenset[str]


_Knot = Truth | _Block | _Joint | Pending
# Gates that can come out either way where all their parts can.
_SWAYED = (gates.Every, gates.Some, gates.Opposite, gates.AtLeast, gates.Standing)


class _Survey:
    """Which facts stand in several clauses, and which clauses the cells of their facts decide."""

    def __init__(self, left: Residual, book: RuleBook) -> None:
        self.pending = pending_in(left)
        self.cells = cells_in(left, book)
        self.counts = Counter(name for pending in self.pending for name in pending.unknown)
        self.exact = all(self.decidable(pending) or self.lonely(pending) for pending in self.pending)

    def lonely(self, pending: Pending) -> bool:
        """Whether its facts stand nowhere else."""
        return all(self.counts[name] == 1 for name in pending.unknown)

    def decidable(self, pending: Pending) -> bool:
        """Whether the cells of its facts decide it, and are few enough to go through."""
        if not pending.plain:
            return False
        found = [self.cells[name] for name in pending.unknown]
        return None not in found and math.prod(len(cells.values) + 1 for cells in found if cells) <= MOST_ROWS

    def sways(self, pending: Pending) -> bool:
        """Whether it is a block of its own: its facts stand nowhere else and it can come out true and false."""
        if not self.lonely(pending):
            return False
        if not self.decidable(pending):
            return True
        name, *others = pending.unknown
        cells = self.cells[name]
        if others or cells is None:
            return False
        return {pending.truth({name: value}) for value in cells.values} >= {True, False}

    def blocked(self, left: Residual) -> _Knot:
        """The tree with its blocks drawn together."""
        if isinstance(left, Pending):
            return _Block(left.facts) if self.sways(left) else left
        if not isinstance(left, Junction):
            return left
        parts: list[_Knot] = [self.blocked(part) for part in left.parts]
        blocks = [part for part in parts if isinstance(part, _Block)]
        block = _Block(frozenset().union(*(part.facts for part in blocks)))
        if len(blocks) == len(parts) and isinstance(left.gate, _SWAYED):
            return block
        if len(blocks) > 1 and isinstance(left.gate, (gates.Every, gates.Some)):
            parts = [block, *(part for part in parts if not isinstance(part, _Block))]
        return _Joint(left.gate, tuple(parts), left.facts)


class _Space:
    """The points spanned by the facts that stand in several clauses, and what can come about at each."""

    def __init__(self, survey: _Survey, root: _Knot) -> None:
        self.survey, self.root = survey, root
        self.sizes = self._axes()
        self.points = math.prod(self.sizes.values())
        self.everywhere = (1 << self.points) - 1
        self._resting: dict[int, Reach] = {}
        self._planes: dict[tuple[str, int], int] = {}

    def _axes(self) -> dict[str, int]:
        """How many choices each shared fact has: its cells, and last that it is not answered."""
        sizes: dict[str, int] = {}
        for name, count in self.survey.counts.most_common():
            cells = self.survey.cells[name]
            if count < 2 or cells is None:
                continue
            if math.prod(sizes.values()) * (len(cells.values) + 1) > MOST_POINTS:
                self.survey.exact = False
                continue
            sizes[name] = len(cells.values) + 1
        return sizes

    def plane(self, name: str, choice: int) -> int:
        """The points at which a shared fact has one of its choices."""
        found = self._planes.get((name, choice))
        if found is None:
            names = list(self.sizes)
            size = self.sizes[name]
            stride = math.prod(self.sizes[after] for after in names[names.index(name) + 1 :])
            block = ((1 << stride) - 1) << (choice * stride)
            repeats = self.everywhere // ((1 << (size * stride)) - 1)
            found = self._planes[name, choice] = block * repeats
        return found

    def relevant(self) -> Iterator[str]:
        """Every fact that can take the root from unknown to a truth."""
        for names in _alike(self.root):
            reach = self.moving(self.root, names[0])
            if reach.get((None, True)) or reach.get((None, False)):
                yield from names

    def moving(self, knot: _Knot, name: str) -> Reach:
        """Where which pairs can come about: the truth without a fact, the truth with it, the others as they may be."""
        if not isinstance(knot, (_Block, _Joint, Pending)) or name not in knot.facts:
            return self.resting(knot)
        if isinstance(knot, _Block):
            return dict.fromkeys(MOVING, self.everywhere)
        if isinstance(knot, Pending):
            return self._moving_clause(knot, name)
        return _folded(knot.gate, [self.moving(part, name) for part in knot.parts], self.everywhere)

    def resting(self, knot: _Knot) -> Reach:
        """The same where the fact in question does not stand below: both truths of a pair are one."""
        if knot is None or isinstance(knot, bool):
            return {(knot, knot): self.everywhere}
        found = self._resting.get(id(knot))
        if found is None:
            found = self._resting[id(knot)] = self._rest(knot)
        return found

    def _rest(self, knot: _Block | _Joint | Pending) -> Reach:
        if isinstance(knot, _Joint):
            return _folded(knot.gate, [self.resting(part) for part in knot.parts], self.everywhere)
        if isinstance(knot, _Block) or not self.survey.decidable(knot):
            return dict.fromkeys(RESTING, self.everywhere)
        reach: Reach = {}
        for answers, where in self._rows(knot):
            truth = knot.truth(answers)
            reach[truth, truth] = reach.get((truth, truth), 0) | where
        return reach

    def _moving_clause(self, pending: Pending, name: str) -> Reach:
        if not self.survey.decidable(pending):
            return dict.fromkeys(MOVING if pending.clause.strict else (*RESTING, *MOVING), self.everywhere)
        reach: Reach = {}
        for answers, where in self._rows(pending):
            if name in answers:
                before = pending.truth({key: value for key, value in answers.items() if key != name})
                pair = before, pending.truth(answers)
                reach[pair] = reach.get(pair, 0) | where
        return reach

    def _rows(self, pending: Pending) -> Iterator[tuple[dict[str, Any], int]]:
        """Every choice of the unknown facts of a clause, with the points at which it is made."""
        choices = [self._choices(name) for name in pending.unknown]
        for row in itertools.product(*choices):
            answers = {name: value for name, value, answered, _ in row if answered}
            where = self.everywhere
            for _, _, _, plane in row:
                where &= plane
            yield answers, where

    def _choices(self, name: str) -> list[tuple[str, Any, bool, int]]:
        cells = self.survey.cells[name]
        assert isinstance(cells, Cells)
        shared = name in self.sizes
        answers = [
            (name, value, True, self.plane(name, place) if shared else self.everywhere)
            for place, value in enumerate(cells.values)
        ]
        silence = self.plane(name, len(answers)) if shared else self.everywhere
        return [*answers, (name, None, False, silence)]


def _alike(root: _Knot) -> list[list[str]]:
    """The facts below a node; those of one block matter alike, so that one of them is enough to try."""
    blocks: list[list[str]] = []
    others: dict[str, None] = {}
    stack = [root]
    while stack:
        here = stack.pop()
        if isinstance(here, _Joint):
            stack.extend(here.parts)
        elif isinstance(here, _Block):
            blocks.append(sorted(here.facts))
        elif isinstance(here, Pending):
            others |= dict.fromkeys(here.unknown)
    return [*blocks, *([name] for name in others)]


def _folded(gate: gates.Gate, parts: Iterable[Reach], everywhere: int) -> Reach:
    """A gate over pairs: all ways in which its parts can come about together at each point."""
    states: dict[tuple[Hashable, Hashable], int] = {(gate.start, gate.start): everywhere}
    for position, reach in enumerate(parts):
        following: dict[tuple[Hashable, Hashable], int] = {}
        for (before, after), there in states.items():
            for (first, second), here in reach.items():
                both = there & here
                if both:
                    key = gate.step(before, position, first), gate.step(after, position, second)
                    following[key] = following.get(key, 0) | both
        states = following
    found: Reach = {}
    for (before, after), there in states.items():
        pair = gate.finish(before), gate.finish(after)
        found[pair] = found.get(pair, 0) | there
    return found
