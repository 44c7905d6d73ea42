"""Relevance: exactly the facts that could still change an undetermined finding.

A fact is relevant if there are answers to some of the other unknown facts (to none, to all, or any between) after which the
finding is still undetermined, and one answer to this fact then decides it. As decided findings never change by further
answers, that is: some answer can change the finding, alone or together with others. Facts are independent of one another
here, each may take every value of its type and range, and a fact may stay unanswered for good.

The quick reading of `missing.py` lists too much where a fact is asked twice, where a number of the law is not known, and in
choices and points. There its list is sharpened, in three steps:

1. Values fall into cells (`cells.py`), and what the known facts settled is cut away (`residual.py`).
2. Clauses whose facts stand nowhere else, and gates over such clauses, can come out either way whatever the rest does: each
   such block is one clause that may come out unknown, true or false.
3. For the facts that are left standing in several places, `reach.py` goes through all combinations at once.

Clauses that reckon with several unknown facts are taken to be able to come out either way. Where such a fact stands elsewhere
too, or the combinations are too many, the list may hold too much (never too little), and `exact` says so.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, cast

from attrs import frozen

from huanliu.base.truth import Truth
from huanliu.engine.asking import gates
from huanliu.engine.asking.clauses import names_in, names_of_provision
from huanliu.engine.asking.missing import LONG_FACTS, Names, is_plain, names_of, reading_of, reading_of_ruling
from huanliu.engine.asking.reach import Block, Joint, Knot, Space
from huanliu.engine.asking.residual import (
    Junction,
    Pending,
    Residual,
    cells_in,
    pending_in,
    residual_of,
    residual_of_ruling,
)
from huanliu.engine.evaluate import Situation, evaluate
from huanliu.engine.expression import Expression
from huanliu.engine.rulings import RuleBook, Ruling

# Beyond these the sharpening would take longer than an assessment may.
MOST_POINTS = 1 << 14
MOST_ROWS = 1 << 9
# Lists kept for later subjects; a few megabytes.
MOST_KEPT = 20_000

# Gates that can come out either way where all their parts can.
BOTH = frozenset((True, False))
SWAYED = (gates.Every, gates.Some, gates.Opposite, gates.AtLeast, gates.Standing)


@frozen
class Relevance:
    """The facts that matter; `exact` False where the list may hold too many."""

    names: frozenset[str]
    exact: bool = True


def missing_of_ruling(ruling: Ruling, at: Situation) -> list[str]:
    """The facts that could still change a provision's finding, in the order of the law; empty where it is decided."""
    kept = at.lacking.get(id(ruling))
    if kept is None:
        identity = ruling.provision.id
        asked = _Asked(identity, ruling, lambda: names_of_provision(identity, at.book), _of_ruling)
        kept = at.lacking[id(ruling)] = _known_before(asked, at)
    return list(kept)


def missing_of_condition(node: Expression, at: Situation) -> list[str]:
    """The facts that could still change a condition, in the order of the law; empty where it is known."""
    if evaluate(node, at) is not None:
        return []
    return list(_known_before(_Asked(id(node), node, lambda: names_in(node, at.book), _of_condition), at))


@frozen(eq=False)
class _Asked:
    """Whose missing facts are asked for; `names` are all that it can hang on. Holding `what` keeps its identity its own."""

    key: Any
    what: Any
    names: Callable[[], frozenset[str]]
    work: Callable[[Any, Situation], list[str]]


def _known_before(asked: _Asked, at: Situation) -> tuple[str, ...]:
    """The same for subjects who gave the same facts as far as they are asked here: many gave none."""
    known: dict[Any, Any] = at.book.plans.setdefault("missing", {})
    if asked.key not in known:
        # The first subject of a run may be its last: what pays for many is not laid out for one.
        known[asked.key] = asked
        return tuple(asked.work(asked.what, at))
    reach = ("hangs on", asked.key)
    names = known[reach] if reach in known else known.setdefault(reach, asked.names())
    if not (LONG_FACTS & names).isdisjoint(at.facts):
        return tuple(asked.work(asked.what, at))
    key = (asked.key, *((name, value) for name, value in at.facts.items() if name in names))
    if key not in known:
        if len(known) > MOST_KEPT:
            known.clear()
        known[key] = tuple(asked.work(asked.what, at))
    return cast(tuple[str, ...], known[key])


def _of_ruling(ruling: Ruling, at: Situation) -> list[str]:
    return _sharpened(reading_of_ruling(ruling, at), lambda: residual_of_ruling(ruling, at), at.book)


def _of_condition(node: Expression, at: Situation) -> list[str]:
    return _sharpened(reading_of(node, at), lambda: residual_of(node, at), at.book)


def _sharpened(reading: Names, left: Callable[[], Residual], book: RuleBook) -> list[str]:
    names = names_of(reading)
    if is_plain(reading):
        return names
    matter = relevance(left(), book).names
    return [name for name in names if name in matter]


def relevance(left: Residual, book: RuleBook) -> Relevance:
    """The facts that could still change what is left of a finding."""
    if not isinstance(left, (Pending, Junction)):
        return Relevance(frozenset())
    known: dict[Any, Relevance] = book.plans.setdefault("relevance", {})
    shape = _shape(left)
    if shape not in known:
        if len(known) > MOST_KEPT:
            known.clear()
        known[shape] = _worked_out(left, book)
    return known[shape]


def _shape(left: Residual) -> Any:
    """A residual as a key: two with one shape have the same facts that matter."""
    if isinstance(left, Junction):
        return left.gate, *map(_shape, left.parts)
    if isinstance(left, Pending):
        given = tuple(left.given.values()) if left.plain else ()
        return id(left.clause), left.unknown, left.plain, given
    return left


def _worked_out(left: Pending | Junction, book: RuleBook) -> Relevance:
    survey = _Survey(left, book)
    root = survey.blocked(left)
    if isinstance(root, Block):
        return Relevance(root.facts, survey.exact)
    found = set(survey.alone(root, BOTH))
    space = survey.space()
    for names in _alike(root):
        if names[0] not in found and space.decides(root, names[0]):
            found.update(names)
    return Relevance(frozenset(found), survey.exact)


class _Survey:
    """Which facts stand in several clauses, and which clauses the cells of their facts decide."""

    def __init__(self, left: Residual, book: RuleBook) -> None:
        self.pending = pending_in(left)
        self.cells = cells_in(left, book)
        self.counts = Counter(name for pending in self.pending for name in pending.unknown)
        self.decidable = {id(pending) for pending in self.pending if self._decidable(pending)}
        self.exact = all(id(pending) in self.decidable or self.lonely(pending) for pending in self.pending)

    def _decidable(self, pending: Pending) -> bool:
        """Whether the cells of its facts decide it, and are few enough to go through."""
        if not pending.plain:
            return False
        found = [self.cells[name] for name in pending.unknown]
        return None not in found and math.prod(len(cells.values) + 1 for cells in found if cells) <= MOST_ROWS

    def lonely(self, pending: Pending) -> bool:
        """Whether its facts stand nowhere else."""
        return all(self.counts[name] == 1 for name in pending.unknown)

    def sways(self, pending: Pending) -> bool:
        """Whether it is a block of its own: its facts stand nowhere else and it can come out true and false."""
        if not self.lonely(pending):
            return False
        if id(pending) not in self.decidable:
            return True
        return len(pending.unknown) == 1 and self.answers(pending, pending.unknown[0]) >= BOTH

    def blocked(self, left: Residual) -> Knot:
        """The tree with its blocks drawn together."""
        if isinstance(left, Pending):
            return Block(left.facts) if self.sways(left) else left
        if not isinstance(left, Junction):
            return left
        parts: list[Knot] = [self.blocked(part) for part in left.parts]
        blocks = [part for part in parts if isinstance(part, Block)]
        block = Block(frozenset().union(*(part.facts for part in blocks)))
        if len(blocks) == len(parts) and isinstance(left.gate, SWAYED):
            return block
        if len(blocks) > 1 and isinstance(left.gate, (gates.Every, gates.Some)):
            parts = [block, *(part for part in parts if not isinstance(part, Block))]
        return Joint(left.gate, tuple(parts), left.facts)

    def alone(self, knot: Knot, deciding: frozenset[bool]) -> Iterator[str]:
        """Facts of which one answer alone decides the root, where a node's coming to one of some truths would decide it."""
        if isinstance(knot, Block) and deciding:
            yield from knot.facts
        elif isinstance(knot, Pending) and deciding and id(knot) in self.decidable:
            yield from (name for name in knot.unknown if self.answers(knot, name) & deciding)
        elif isinstance(knot, Joint):
            for part in knot.parts:
                yield from self.alone(part, _deciding(knot.gate, deciding))

    def answers(self, pending: Pending, name: str) -> set[Truth]:
        """What the answers to one fact of a clause make of it, the others unknown."""
        cells = self.cells[name]
        return set() if cells is None else {pending.truth({name: value}) for value in cells.values}

    def space(self) -> Space:
        """The points spanned by the facts that stand in several clauses; a fact too many is taken apart, clause by clause."""
        sizes: dict[str, int] = {}
        for name, count in self.counts.most_common():
            cells = self.cells[name]
            if count < 2 or cells is None:
                continue
            if math.prod(sizes.values()) * (len(cells.values) + 1) > MOST_POINTS:
                self.exact = False
                continue
            sizes[name] = len(cells.values) + 1
        return Space(self.cells, sizes, self.decidable)


def _deciding(gate: gates.Gate, deciding: frozenset[bool]) -> frozenset[bool]:
    """The truths of a part that alone bring a gate to one of some truths."""
    match gate:
        case gates.Every():
            return deciding & {False}
        case gates.Some():
            return deciding & {True}
        case gates.Opposite():
            return frozenset(not truth for truth in deciding)
    return frozenset()


def _alike(root: Knot) -> Iterator[list[str]]:
    """The facts below a node, in groups that matter alike, so that one fact of each is enough to try."""
    others: dict[str, None] = {}
    stack = [root]
    while stack:
        here = stack.pop()
        if isinstance(here, Joint):
            blocks = [part for part in here.parts if isinstance(part, Block)]
            # Blocks counted by one gate may change places.
            if isinstance(here.gate, gates.AtLeast) and blocks:
                yield sorted(frozenset().union(*(block.facts for block in blocks)))
                stack.extend(part for part in here.parts if not isinstance(part, Block))
            else:
                stack.extend(here.parts)
        elif isinstance(here, Block):
            yield sorted(here.facts)
        elif isinstance(here, Pending):
            others |= dict.fromkeys(here.unknown)
    yield from ([name] for name in others)
