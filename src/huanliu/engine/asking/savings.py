"""What an answer saves: the order in which open questions come, of an interview or of a plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from huanliu.engine.asking.effort import Estimator, expected
from huanliu.engine.asking.question import cost_of, intrusion
from huanliu.engine.asking.residual import Residual, assume, cells_in, pending_in
from huanliu.engine.rulings import RuleBook

# Savings closer than this are equal: they come from estimates.
DIGITS = 2


def savings(left: Residual, book: RuleBook) -> dict[str, float]:
    """What an answer to each fact is expected to save of the effort, beyond nothing at all."""
    pending = pending_in(left)
    names = dict.fromkeys(name for clause in pending for name in clause.unknown)
    costs = {name: cost_of(name, book) for name in names}
    estimator = Estimator(costs, expected(left, cells_in(left, book)))
    tossed = {name for clause in pending if not clause.plain for name in clause.unknown}
    before = estimator.effort(left).cost
    return {name: before - _after(left, name, estimator, name in tossed) for name in names}


def summed(parts: Iterable[Mapping[str, float]]) -> dict[str, float]:
    """What an answer saves over several parts."""
    total: dict[str, float] = {}
    for part in parts:
        for name, saved in part.items():
            total[name] = total.get(name, 0.0) + saved
    return total


def in_order(total: Mapping[str, float], book: RuleBook) -> list[str]:
    """The questions that save most for what they cost first; among equals the less intrusive, then the one that the law asks first."""
    known: dict[str, tuple[float, tuple[int, int]]] = book.plans.setdefault("burdens", {})
    ranks = {}
    for name, saved in total.items():
        if name not in known:
            known[name] = (cost_of(name, book), intrusion(name, book))
        cost, intruding = known[name]
        ranks[name] = (-round(saved / cost, DIGITS), intruding)
    return sorted(total, key=ranks.__getitem__)


def _after(left: Residual, name: str, estimator: Estimator, tossed: bool) -> float:
    """The effort to be expected after an answer, over the cells of the fact and the fall of clauses no cells decide."""
    cells = estimator.cells.get(name)
    answers = ((None, 1.0),) if cells is None else tuple(zip(cells.values, cells.shares, strict=True))
    coins = (True, False) if tossed or cells is None else (True,)
    return sum(
        share * estimator.effort(assume(left, name, value, coin)).cost / len(coins)
        for value, share in answers
        for coin in coins
    )
