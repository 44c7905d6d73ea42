"""Asking z3: a claim is possible, impossible or not decided in time; a witness is shown only after `evaluate` confirmed it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Any

import z3
from attrs import frozen

from huanliu.engine.evaluate import Situation
from huanliu.engine.rulings import RuleBook
from huanliu.engine.solver import Encoder, Leaf, as_term
from huanliu.engine.subject import Intake
from huanliu.engine.symbols import Bit


class Verdict(StrEnum):
    """What asking gave. Undecided is never read as either of the others."""

    POSSIBLE = "possible"
    IMPOSSIBLE = "impossible"
    UNDECIDED = "not_decided_in_time"


@frozen
class Limits:
    """How long one question may take: milliseconds, or (0: none) z3's own count of work, which is the same on every machine."""

    milliseconds: int = 2_000
    work: int = 0

    def apply(self, solver: z3.Solver | z3.Optimize) -> None:
        """Set the limits of a solver."""
        solver.set("timeout", self.milliseconds)
        if self.work:
            solver.set("rlimit", self.work)


@frozen(eq=False)
class Answer:
    """A verdict, with the facts of a witness where it is possible."""

    verdict: Verdict
    witness: Mapping[str, Any] | None = None
    model: z3.ModelRef | None = None


def solver_of(encoders: Iterable[Encoder], claims: Iterable[Bit], limits: Limits) -> z3.Solver:
    """A solver that holds the claims and everything that is true of the facts."""
    solver = z3.SimpleSolver()
    limits.apply(solver)
    solver.add([as_term(claim) for claim in claims])
    for encoder in encoders:
        solver.add([as_term(bit) for bit in encoder.constraints()])
    return solver


def verdict_of(solver: z3.Solver, *assumed: z3.BoolRef) -> Verdict:
    """What z3 says; a limit that was reached is no answer."""
    found = solver.check(*assumed)
    if found == z3.sat:
        return Verdict.POSSIBLE
    return Verdict.IMPOSSIBLE if found == z3.unsat else Verdict.UNDECIDED


def situation_of(witness: Mapping[str, Any], book: RuleBook) -> Situation:
    """A witness as a subject that came through the door like any other."""
    return Situation(Intake(book.statutes).read(witness), book)


def ask(encoder: Encoder, claims: Iterable[Bit], limits: Limits, confirm: Callable[[Situation], bool]) -> Answer:
    """Whether some completion of the facts meets the claims. A witness that `confirm` does not bear out is not shown."""
    solver = solver_of((encoder,), claims, limits)
    verdict = verdict_of(solver)
    if verdict is not Verdict.POSSIBLE:
        return Answer(verdict)
    model = solver.model()
    witness = encoder.witness(model)
    if not confirm(situation_of(witness, encoder.book)):
        return Answer(Verdict.UNDECIDED)
    return Answer(verdict, witness, model)


def core(encoder: Encoder, claims: Iterable[Bit], limits: Limits) -> list[Leaf]:
    """The clauses that together make the claims impossible, none of them needless; empty where nothing was decided.

    By deletion: each clause of z3's own core is let go once, and stays out where the rest is still impossible.
    """
    solver = solver_of((encoder,), claims, limits)
    leaves = {leaf.held.decl().name(): leaf for leaf in encoder.leaves.values()}
    if verdict_of(solver, *(leaf.held for leaf in leaves.values())) is not Verdict.IMPOSSIBLE:
        return []
    kept = [leaves[bit.decl().name()] for bit in solver.unsat_core()]
    for leaf in list(kept):
        rest = [other for other in kept if other is not leaf]
        if verdict_of(solver, *(other.held for other in rest)) is Verdict.IMPOSSIBLE:
            kept = rest
    order = list(leaves.values())
    return sorted(kept, key=order.index)
