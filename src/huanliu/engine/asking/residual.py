"""What is left of a condition once the known facts have decided all they can: a small tree of open clauses and gates.

A residual is True, False, None (unknown, and no fact that may still be answered can change it), a `Pending` clause or a
`Junction` of residuals. It never holds a part that is settled and without effect. Assuming an answer gives another residual.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from attrs import define

from huanliu.base.truth import Truth, status_of
from huanliu.engine import expression as tree
from huanliu.engine.asking import gates
from huanliu.engine.asking.cells import Cells, Criterion, cut
from huanliu.engine.asking.clauses import Clause, asked_directly, clause_of
from huanliu.engine.asking.gates import Gate, joined
from huanliu.engine.asking.missing import missing_facts
from huanliu.engine.evaluate import Situation, evaluate
from huanliu.engine.expression import Expression
from huanliu.engine.rulings import RuleBook, Ruling

NOTHING: frozenset[str] = frozenset()


@define(eq=False)
class Pending:
    """An open clause: the facts still unknown in it, and those given. `plain`: the cells of the unknown facts decide it."""

    clause: Clause
    unknown: tuple[str, ...]
    given: Mapping[str, Any]
    plain: bool
    facts: frozenset[str]
    # Chance and expected cost of settling it, kept by interview.py.
    effort: Any = None

    def truth(self, answers: Mapping[str, Any]) -> Truth:
        """What a plain clause comes to for some answers."""
        return self.clause.truth({**self.given, **answers} if self.given else answers)


@define(eq=False)
class Junction:
    """A gate over residuals of which at least one can still be settled, and that does not know its answer yet."""

    gate: Gate
    parts: tuple[Residual, ...]
    facts: frozenset[str]
    effort: Any = None


Residual = bool | None | Pending | Junction


def residual_of(node: Expression, at: Situation) -> Residual:
    """What is left of a bound condition for a subject."""
    truth = evaluate(node, at)
    if truth is not None:
        return bool(truth)
    return _LEFT.get(type(node), _clause)(node, at)


def residual_of_ruling(ruling: Ruling, at: Situation) -> Residual:
    """What is left of a provision's finding: whether it applies, then whether its condition holds."""
    if status_of(evaluate(ruling.applies, at), evaluate(ruling.condition, at)) != "undetermined":
        return evaluate(ruling.applies, at) is True and evaluate(ruling.condition, at) is True
    return junction(gates.STANDING, (residual_of(ruling.applies, at), residual_of(ruling.condition, at)))


def junction(gate: Gate, parts: Iterable[Residual]) -> Residual:
    """Residuals joined; settled at once where what is known suffices or nothing can be settled any more."""
    kept = _LIVE[type(gate)](tuple(parts)) if type(gate) in _LIVE else tuple(parts)
    truth = joined(gate, (part if part.__class__ is bool else None for part in kept))
    if truth is not None:
        return truth
    if len(kept) == 1 and type(gate) in _LIVE:
        return kept[0]
    facts = NOTHING.union(*(part.facts for part in kept if isinstance(part, (Pending, Junction))))
    return Junction(gate, kept, facts) if facts else None


def _live_branches(parts: tuple[Residual, ...]) -> tuple[Residual, ...]:
    """The branches of a decision tree that may still be taken."""
    kept: list[Residual] = []
    for condition, result in zip(parts[::2], parts[1::2], strict=True):
        if condition is not False:
            kept += [condition, result]
        if condition is True:
            break
    return tuple(kept[1:] if len(kept) == 2 and kept[0] is True else kept)


def _live_standing(parts: tuple[Residual, ...]) -> tuple[Residual, ...]:
    """Where it surely applies only the condition counts; where that can never be known, nothing does."""
    return parts[1:] if parts[0] is True else (None,) if parts[0] is None else parts


# What drops out of a gate; a gate that is left with one part is that part.
_LIVE: dict[type, Callable[[tuple[Residual, ...]], tuple[Residual, ...]]] = {
    gates.Every: lambda parts: tuple(part for part in parts if part is not True),
    gates.Some: lambda parts: tuple(part for part in parts if part is not False),
    gates.Decide: _live_branches,
    gates.Standing: _live_standing,
}


def assume(left: Residual, fact: str, value: Any, coin: bool) -> Residual:
    """The residual after an answer. Clauses that no cells decide fall as the `coin` does once all their facts are known, and
    so does every clause after an answer of which no value is given (None)."""
    if not isinstance(left, (Pending, Junction)) or fact not in left.facts:
        return left
    if isinstance(left, Junction):
        return junction(left.gate, (assume(part, fact, value, coin) for part in left.parts))
    unknown = tuple(name for name in left.unknown if name != fact)
    if not left.plain or value is None:
        return Pending(left.clause, unknown, left.given, False, frozenset(unknown)) if unknown else coin
    given = {**left.given, fact: value}
    truth = left.clause.truth(given)
    if truth is not None or not unknown:
        return truth
    return Pending(left.clause, unknown, given, True, frozenset(unknown))


def without(left: Residual, silent: frozenset[str]) -> Residual:
    """The residual where some facts will never be answered."""
    if not isinstance(left, (Pending, Junction)) or left.facts.isdisjoint(silent):
        return left
    if isinstance(left, Junction):
        return junction(left.gate, (without(part, silent) for part in left.parts))
    unknown = tuple(name for name in left.unknown if name not in silent)
    if not unknown or left.clause.strict:
        return None
    return Pending(left.clause, unknown, left.given, left.plain, frozenset(unknown))


def pending_in(left: Residual) -> list[Pending]:
    """Every open clause, in the order of the law; one that stands twice comes twice."""
    if isinstance(left, Pending):
        return [left]
    if isinstance(left, Junction):
        return [found for part in left.parts for found in pending_in(part)]
    return []


def cells_in(left: Residual, book: RuleBook) -> dict[str, Cells | None]:
    """The cells of each unknown fact under all tests that open clauses put to it; None where cells do not decide."""
    tests: dict[str, dict[Criterion, None]] = {}
    for pending in pending_in(left):
        for name in pending.unknown:
            asked = tests.setdefault(name, {})
            if pending.plain:
                asked.update(dict.fromkeys(pending.clause.tests.get(name, ())))
    return {name: cells_of(name, tuple(asked), book) for name, asked in tests.items()}


def cells_of(name: str, tests: tuple[Criterion, ...], book: RuleBook) -> Cells | None:
    """The cells of a fact under some tests, cut once."""
    if not tests:
        return None
    known: dict[Any, Cells | None] = book.plans.setdefault("cells", {})
    key = (name, tests)
    if key not in known:
        known[key] = cut(book.statutes.kinds[name], book.statutes.law.facts.get(name), tests, book.days.on)
    return known[key]


def _clause(node: Expression, at: Situation) -> Residual:
    clause = clause_of(node, at.book)
    if clause.hopeless:
        return None
    unknown = missing_facts(node, at)
    if not unknown:
        return None
    plain = clause.plain and clause.through.isdisjoint(at.facts) and all(name in clause.facts for name in unknown)
    given = {name: at.fact(name) for name in clause.facts if name not in unknown} if plain else {}
    return Pending(clause, tuple(unknown), given, plain, frozenset(unknown))


def _literal(node: tree.Literal, at: Situation) -> Residual:
    return None


def _wrapped(node: tree.ClauseOf | tree.GroupOf, at: Situation) -> Residual:
    return residual_of(node.expression, at)


def _written(node: tree.Written, at: Situation) -> Residual:
    return residual_of(node.core, at)


def _fact(node: tree.FactRef, at: Situation) -> Residual:
    definition = at.book.definition(node.name)
    if definition is None or asked_directly(node.name, at.book):
        return _clause(node, at)
    return residual_of(definition, at)


def _met_by(node: tree.MetBy, at: Situation) -> Residual:
    ruling = at.book.ruling(node.provision)
    return junction(gates.EVERY, (residual_of(ruling.applies, at), residual_of(ruling.condition, at)))


def _not(node: tree.Not, at: Situation) -> Residual:
    return junction(gates.OPPOSITE, (residual_of(node.part, at),))


def _and(node: tree.And, at: Situation) -> Residual:
    return junction(gates.EVERY, (residual_of(part, at) for part in node.parts))


def _or(node: tree.Or, at: Situation) -> Residual:
    return junction(gates.SOME, (residual_of(part, at) for part in node.parts))


def _at_least(node: tree.AtLeast, at: Situation) -> Residual:
    needed = evaluate(node.needed, at)
    if needed is None:
        return _clause(node, at) if missing_facts(node.needed, at) else None
    gate = gates.AtLeast(needed, len(node.parts))
    return junction(gate, (residual_of(part, at) for part in node.parts))


def _points(node: tree.Points, at: Situation) -> Residual:
    awards = [award for group in node.groups for award in group]
    numbers = [node.needed, *(award.points for award in awards)]
    if any(evaluate(number, at) is None for number in numbers):
        lacking = any(missing_facts(number, at) for number in numbers)
        return _clause(node, at) if lacking else None
    ends = [position == len(group) - 1 for group in node.groups for position in range(len(group))]
    points = [evaluate(award.points, at) for award in awards]
    gate = gates.Points(evaluate(node.needed, at), tuple(zip(points, ends, strict=True)))
    return junction(gate, (residual_of(award.condition, at) for award in awards))


def _case(node: tree.Case, at: Situation) -> Residual:
    parts: list[Residual] = []
    for condition, value in node.branches:
        parts += [residual_of(condition, at), residual_of(value, at)]
    parts += [True, None if node.default is None else residual_of(node.default, at)]
    return junction(gates.DECIDE, parts)


_LEFT: dict[type, Callable[[Any, Situation], Residual]] = {
    tree.Literal: _literal,
    tree.ClauseOf: _wrapped,
    tree.GroupOf: _wrapped,
    tree.Written: _written,
    tree.Named: _wrapped,
    tree.FactRef: _fact,
    tree.MetBy: _met_by,
    tree.Not: _not,
    tree.And: _and,
    tree.Or: _or,
    tree.AtLeast: _at_least,
    tree.Points: _points,
    tree.Case: _case,
}
