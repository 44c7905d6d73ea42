"""Asking z3: a claim is possible, impossible or not decided in time; a witness is shown only after `evaluate` confirmed it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from fractions import Fraction
from typing import Any

import z3
from attrs import field, frozen

from huanliu.engine.evaluate import Situation
from huanliu.engine.rulings import RuleBook
from huanliu.engine.solving.solver import Encoder, Leaf, as_term
from huanliu.engine.solving.symbols import Bit
from huanliu.engine.subject import Intake
from huanliu.errors import SubjectError

# So many family members may be made up where the family is not known.
MEMBERS = 4


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

    def now(self) -> Limits:
        """The limits of a question asked now."""
        return self

    def apply(self, solver: z3.Solver | z3.Optimize, share: Fraction = Fraction(1)) -> None:
        """Set the limits of a solver, or a share of them."""
        solver.set("timeout", max(1, int(self.milliseconds * share)))
        if self.work:
            solver.set("rlimit", max(1, int(self.work * share)))


@frozen
class Until(Limits):
    """Limits of many questions together: none is begun after a moment of `time.monotonic`, and none is given longer than is left."""

    end: float = field(kw_only=True)

    def now(self) -> Limits:
        """The limits of a question asked now. Raises TimeoutError once the time is over."""
        left = int((self.end - time.monotonic()) * 1000)
        if left <= 0:
            raise TimeoutError("the time for all questions is over")
        return Limits(min(self.milliseconds, left), self.work)


class Restarting(z3.Solver):  # type: ignore[misc]  # z3 has no types
    """A solver that begins anew, with other choices and what it learnt, when a share of its limits is used up.

    How long a search takes has a heavy tail: of one hundred searches for one witness of `cn.incubator.national_2018`, ninety took
    below 0.1 s and some more than 60, by which names z3 had given out before. Restarts with growing shares cut the tail off (Gomes,
    Selman, Crato and Kautz, "Heavy-tailed phenomena in satisfiability and constraint satisfaction problems", 2000; Luby,
    Sinclair and Zuckerman, "Optimal speedup of Las Vegas algorithms", 1993).
    """

    SHARES = tuple(Fraction(1, part) for part in (32, 32, 16, 8, 4, 2))

    def __init__(self, limits: Limits) -> None:
        simple = z3.SimpleSolver()
        super().__init__(simple.solver, simple.ctx)
        self.limits = limits

    def check(self, *assumed: z3.BoolRef) -> z3.CheckSatResult:
        """What z3 says within the limits, all restarts together."""
        for seed, share in enumerate(self.SHARES):
            self.limits.apply(self, share)
            self.set("random_seed", seed)
            found = super().check(*assumed)
            if found != z3.unknown:
                break
        return found


@frozen(eq=False)
class Answer:
    """A verdict, with the facts of a witness where it is possible."""

    verdict: Verdict
    witness: Mapping[str, Any] | None = None


def solver_of(encoders: Iterable[Encoder], claims: Iterable[Bit], limits: Limits) -> z3.Solver:
    """A solver that holds the claims and everything that is true of the facts."""
    solver = Restarting(limits.now())
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


Question = Callable[[int], tuple[Encoder, Sequence[Bit]]]


def ask(question: Question, limits: Limits, confirm: Callable[[Situation], bool]) -> Answer:
    """Whether some completion of the facts meets the claims that `question` makes. A witness that `confirm` does not bear out is
    not shown.

    `question` takes how many family members may be made up. First none: counts over a family are then free, so that impossible
    means impossible. Where such a count cannot be written down as a subject, it is asked again with members.
    """
    for rows in (0, MEMBERS):
        encoder, claims = question(rows)
        solver = solver_of((encoder,), claims, limits)
        verdict = verdict_of(solver)
        if verdict is not Verdict.POSSIBLE:
            return Answer(verdict if rows == 0 else Verdict.UNDECIDED)
        witness = encoder.witness(solver.model())
        if confirmed(witness, encoder.book, confirm):
            return Answer(verdict, witness)
    return Answer(Verdict.UNDECIDED)


def confirmed(witness: Mapping[str, Any], book: RuleBook, confirm: Callable[[Situation], bool]) -> bool:
    """Whether a witness is a lawful subject and bears the claim out."""
    try:
        return confirm(situation_of(witness, book))
    except SubjectError:
        # A count that is free may come out larger than the door takes; that proves nothing either way.
        return False


def core(encoders: Encoder | Sequence[Encoder], claims: Iterable[Bit], limits: Limits) -> list[Leaf] | None:
    """The clauses that together make the claims impossible, none of them needless; None where they are not shown impossible.

    By deletion: each clause of z3's own core is let go once, and stays out where the rest is still impossible.
    """
    encoders = (encoders,) if isinstance(encoders, Encoder) else encoders
    solver = solver_of(encoders, claims, limits)
    leaves = {leaf.held.decl().name(): leaf for encoder in encoders for leaf in encoder.leaves.values()}
    if verdict_of(solver, *(leaf.held for leaf in leaves.values())) is not Verdict.IMPOSSIBLE:
        return None
    kept = [leaves[bit.decl().name()] for bit in solver.unsat_core()]
    for leaf in list(kept):
        rest = [other for other in kept if other is not leaf]
        if verdict_of(solver, *(other.held for other in rest)) is Verdict.IMPOSSIBLE:
            kept = rest
    order = {name: position for position, name in enumerate(leaves)}
    return sorted(kept, key=lambda leaf: order[leaf.held.decl().name()])
