"""Proofs over all subjects at once: provisions nobody can meet, pairs that exclude each other, doors that open onto shut ones.

Nothing is claimed that z3 did not decide: "impossible" comes with the clauses that make it so, "possible" with a subject that was
assessed, and whatever took too long is listed as not decided.
"""

from __future__ import annotations

import fnmatch
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import z3
from attrs import evolve, frozen

from huanliu.base.language import Text, language
from huanliu.engine import expression as tree
from huanliu.engine.bay import Bay
from huanliu.engine.changes import plain_fact
from huanliu.engine.evaluate import Situation, evaluate
from huanliu.engine.expression import Expression, walk
from huanliu.engine.rulings import RuleBook
from huanliu.engine.solving.grounds import Ground, grounds_of
from huanliu.engine.solving.solver import Encoder, Leaf, as_term
from huanliu.engine.solving.symbols import Bit, Truth, both, opposite
from huanliu.engine.solving.verdicts import Answer, Limits, Verdict, ask, core, solver_of, verdict_of
from huanliu.engine.words import Words
from huanliu.errors import UnknownNameError

TIME = Limits(milliseconds=2_000)


@frozen(eq=False)
class Proof:
    """One question and its answer. `what` names the question (see packs/words/proofs.yaml), `id` the provision or route, `other` the second provision,
    outcome or step. IMPOSSIBLE comes with `grounds` (or a `reason`), POSSIBLE with a `witness` where there is one."""

    what: str
    id: str
    verdict: Verdict
    other: str = ""
    grounds: tuple[Ground, ...] = ()
    reason: Text | None = None
    witness: Mapping[str, Any] | None = None

    @property
    def found(self) -> bool:
        """Whether the defect that was asked about is there."""
        return self.verdict is Verdict.IMPOSSIBLE

    def sentence(self, words: Words) -> str:
        """The finding as one line."""
        word = "undecided" if self.verdict is Verdict.UNDECIDED else self.what
        reason = "" if self.reason is None else words.of(self.reason)
        return words.say(f"proofs.{word}", id=self.id, other=self.other, reason=reason).strip()

    def plain(self, words: Words) -> dict[str, Any]:
        """JSON values."""
        return {
            "what": self.what,
            "id": self.id,
            "other": self.other or None,
            "verdict": self.verdict.value,
            "text": self.sentence(words),
            "reason": None if self.reason is None else words.of(self.reason),
            "because": [ground.plain(words) for ground in self.grounds],
            "witness": None if self.witness is None else {k: plain_fact(v) for k, v in self.witness.items()},
        }

    def lines(self, book: RuleBook, words: Words) -> Iterator[str]:
        """The finding and what it rests on."""
        yield self.sentence(words)
        for ground in self.grounds:
            yield f"  {ground.line(book, words)}"


@frozen(eq=False)
class Report:
    """What a run of proofs found, and what it could not decide."""

    book: RuleBook
    asked: int
    found: tuple[Proof, ...]
    undecided: tuple[Proof, ...]

    def plain(self, lang: str = "en") -> dict[str, Any]:
        """JSON values."""
        words = self.book.words(language(lang))
        return {
            "asked": self.asked,
            "found": [proof.plain(words) for proof in self.found],
            "not_decided_in_time": [proof.plain(words) for proof in self.undecided],
        }

    def text(self, lang: str = "en") -> str:
        """Lines for a reader."""
        words = self.book.words(language(lang))
        numbers = {"asked": self.asked, "found": len(self.found), "undecided": len(self.undecided)}
        end = words.say("proofs.summary" if self.found or self.undecided else "proofs.none", **numbers)
        lines = [line for proof in (*self.found, *self.undecided) for line in proof.lines(self.book, words)]
        return "\n".join([*lines, end])


Claim = Callable[[Encoder], Bit]


def _asked(book: RuleBook, claim: Claim, confirm: Callable[[Situation], bool], limits: Limits) -> Answer:
    def question(rows: int) -> tuple[Encoder, Sequence[Bit]]:
        encoder = Encoder(book, rows=rows)
        return encoder, [claim(encoder)]

    return ask(question, limits, confirm)


def _grounds(book: RuleBook, claim: Claim, limits: Limits) -> tuple[Ground, ...]:
    encoder = Encoder(book, tracking=True)
    return grounds_of(core(encoder, [claim(encoder)], limits) or ())


def _proof(
    what: str, id: str, other: str, book: RuleBook, claim: Claim, confirm: Callable[[Situation], bool], limits: Limits
) -> Proof:
    answer = _asked(book, claim, confirm, limits)
    grounds = _grounds(book, claim, limits) if answer.verdict is Verdict.IMPOSSIBLE else ()
    return Proof(what, id, answer.verdict, other, grounds, witness=answer.witness)


def unreachable(book: RuleBook, identity: str, limits: Limits = TIME) -> Proof:
    """Whether anybody can meet a provision. Where nobody can: `closed` gives the reason that does not hang on the subject,
    `never_determined` says that some number of the law is not known, `unreachable` that the clauses contradict each other."""
    ruling = book.ruling(identity)
    if ruling.reason is not None:
        return Proof("closed", identity, Verdict.IMPOSSIBLE, reason=ruling.reason)

    def claim(encoder: Encoder) -> Bit:
        return encoder.standing(identity).yes

    found = _proof("unreachable", identity, "", book, claim, lambda at: at.standing(identity) is True, limits)
    if found.found and _may_be_open(book, identity, limits):
        return evolve(found, what="never_determined")
    return found


def _may_be_open(book: RuleBook, identity: str, limits: Limits) -> bool:
    """Whether a subject of whom everything is known may still be undetermined."""

    def claim(encoder: Encoder) -> Bit:
        return opposite(encoder.standing(identity).no)

    answer = _asked(book, claim, lambda at: at.standing(identity) is None, limits)
    return answer.verdict is Verdict.POSSIBLE


def unreachable_outcomes(book: RuleBook, identity: str, limits: Limits = TIME) -> list[Proof]:
    """For each outcome of a decision tree whether any case leads to it."""
    ruling = book.ruling(identity)
    found = []
    for outcome, condition in ruling.outcomes:
        node = tree.And((ruling.applies, condition))
        found.append(_proof("unreachable_outcome", identity, outcome.id, book, *_holds(node), limits))
    return found


def _holds(node: Expression) -> tuple[Claim, Callable[[Situation], bool]]:
    """That a condition holds, for the solver and for evaluate."""
    return lambda encoder: encoder.truth(node).yes, lambda at: evaluate(node, at) is True


def idle_clauses(book: RuleBook, identity: str, limits: Limits = TIME) -> list[Proof]:
    """The clauses of a provision that can never matter: in every case where the answer hangs on the clause it comes out the same.

    A branch of `any` that cannot hold, or holds only where another does; a condition or a bar that says nothing new. For each clause
    two questions: is there somebody for whom all hangs on it while it holds, and somebody while it fails?
    """
    encoder, ruling = Encoder(book, tracking=True), book.ruling(identity)
    applies, condition = encoder.truth(ruling.applies).yes, encoder.truth(ruling.condition).yes
    solver = solver_of((encoder,), [leaf.held for leaf in encoder.leaves.values()], limits)
    found: list[Proof] = []
    for leaf in _own_leaves(encoder, ruling.applies):
        found += _idle(solver, as_term(applies), leaf, identity)
    # A condition is read only for those to whom the provision applies.
    solver.add(as_term(applies))
    for leaf in _own_leaves(encoder, ruling.condition):
        found += _idle(solver, as_term(condition), leaf, identity)
    return found


def _own_leaves(encoder: Encoder, root: Expression) -> list[Leaf]:
    """The clauses of a tree itself, not those of other provisions, without those that nobody can decide."""
    leaves = (encoder.leaves.get(id(node)) for node in walk(root) if isinstance(node, tree.ClauseOf))
    return [leaf for leaf in leaves if leaf is not None and leaf.truth.known is not False]


def _idle(solver: z3.Solver, goal: z3.BoolRef, leaf: Leaf, identity: str) -> Iterator[Proof]:
    yes, no = z3.BoolVal(True), z3.BoolVal(False)
    with_it = z3.substitute(goal, (leaf.yes, yes), (leaf.no, no))
    without = z3.substitute(goal, (leaf.yes, no), (leaf.no, yes))
    ground = (Ground(leaf.node, leaf.bar),)
    for what, side in (("never_holds", leaf.yes), ("never_fails", leaf.no)):
        solver.push()
        solver.add(with_it != without, side)
        verdict = verdict_of(solver)
        solver.pop()
        yield Proof(what, identity, verdict, grounds=() if verdict is Verdict.POSSIBLE else ground)
        if verdict is Verdict.IMPOSSIBLE:
            # What never counts while it holds needs no second remark that it never counts while it fails.
            return


def exclusive(book: RuleBook, one: str, other: str, limits: Limits = TIME) -> Proof:
    """Whether two provisions exclude each other for one person at one time."""
    found = _proof("exclusive", one, other, book, *_all_met((one, other)), limits)
    if not found.found or found.grounds:
        return found
    # No clause is needed where one provision names the other itself.
    return evolve(found, grounds=(*_named(book, one, other), *_named(book, other, one)))


def _named(book: RuleBook, one: str, other: str) -> Iterator[Ground]:
    ruling = book.ruling(one)
    nodes = (node for root in (ruling.applies, ruling.condition) for node in walk(root))
    return (Ground(node, True) for node in nodes if isinstance(node, tree.MetBy) and node.provision == other)


def _all_met(names: Iterable[str]) -> tuple[Claim, Callable[[Situation], bool]]:
    names = tuple(names)
    return (
        lambda encoder: both(encoder.standing(name).yes for name in names),
        lambda at: all(at.standing(name) is True for name in names),
    )


def exclusives(book: RuleBook, names: Iterable[str], limits: Limits = TIME) -> list[Proof]:
    """Every pair of the given provisions with the same subject that excludes each other or was not decided.

    One subject that meets many provisions at once settles all their pairs, so most pairs need no question of their own.
    """
    rulings = [book.ruling(name) for name in names]
    subjects = dict.fromkeys(ruling.provision.subject for ruling in rulings)
    return [
        proof
        for subject in subjects
        for proof in Pairs(book, [r.provision.id for r in rulings if r.provision.subject == subject], limits).proofs()
    ]


class Pairs:
    """The pairs of provisions of one subject, asked of one solver that keeps what it learnt."""

    def __init__(self, book: RuleBook, names: Sequence[str], limits: Limits) -> None:
        self.book, self.limits = book, limits
        self.encoder = Encoder(book)
        standing = {name: self.encoder.standing(name).yes for name in names}
        self.yes = {name: as_term(yes) for name, yes in standing.items() if yes is not False}
        self.met = {name: z3.Bool(f"met {name}") for name in self.yes}
        ties = [z3.Implies(self.met[name], yes) for name, yes in self.yes.items()]
        self.solver = solver_of((self.encoder,), ties, limits)
        self.together: set[frozenset[str]] = set()

    def proofs(self) -> Iterator[Proof]:
        """The pairs that exclude each other, and those not decided."""
        reached = [name for name in self.met if self._possible(name) is Verdict.POSSIBLE]
        for one, other in itertools.combinations(reached, 2):
            if frozenset((one, other)) in self.together:
                continue
            if self._possible(one, other) is not Verdict.POSSIBLE:
                # Asked once more alone, for the clauses behind it.
                yield exclusive(self.book, one, other, self.limits)

    def _possible(self, *names: str) -> Verdict:
        """Whether one subject meets these; all that it meets besides is noted, as it settles other pairs."""
        verdict = verdict_of(self.solver, *(self.met[name] for name in names))
        if verdict is Verdict.POSSIBLE:
            model = self.solver.model()
            met = sorted(name for name, yes in self.yes.items() if z3.is_true(model.eval(yes, model_completion=True)))
            self.together |= {frozenset(pair) for pair in itertools.combinations(met, 2)}
        return verdict


def dead_doors(book: RuleBook, identity: str, limits: Limits = TIME) -> list[Proof]:
    """For each provision that a provision leads to: whether one person can meet both.

    `shut_door`: the second cannot be met by anybody, for a reason of its own. `dead_door`: not even after everything changed that
    can change, only what never changes staying the same. `not_at_once`: not at the same time, which may well be meant.
    """
    ruling = book.ruling(identity)
    if ruling.reason is not None:
        return []
    known = book.statutes.law.provisions
    targets = [*ruling.provision.leads_to, *(o.leads_to for o, _ in ruling.outcomes if o.leads_to)]
    wanted = [name for name in dict.fromkeys(targets) if name in known and name != identity]
    return [_door(book, identity, name, limits) for name in wanted if _same_subject(book, identity, name)]


def _same_subject(book: RuleBook, one: str, other: str) -> bool:
    return book.ruling(one).provision.subject == book.ruling(other).provision.subject


def _door(book: RuleBook, one: str, other: str, limits: Limits) -> Proof:
    target = unreachable(book, other, limits)
    if target.found:
        return Proof("shut_door", one, target.verdict, other, target.grounds, _why_shut(target, book))
    at_once = evolve(exclusive(book, one, other, limits), what="not_at_once")
    if not at_once.found:
        return at_once
    later = _in_turn(book, [_met(one), _met(other)], limits)
    return evolve(at_once, what="dead_door", grounds=later) if later is not None else at_once


def _why_shut(target: Proof, book: RuleBook) -> Text:
    if target.reason is not None:
        return target.reason
    return book.statutes.law.words["shut.never_determined" if target.what == "never_determined" else "shut.unreachable"]


def _met(identity: str) -> Callable[[Encoder], Truth]:
    return lambda encoder: encoder.standing(identity)


def _in_turn(book: RuleBook, doors: Sequence[Callable[[Encoder], Truth]], limits: Limits) -> tuple[Ground, ...] | None:
    """The clauses that keep one person from passing the doors one after the other, whatever changes between them but what never
    changes; None where nothing keeps them."""
    facts = book.statutes.law.facts

    def lasting(name: str) -> bool:
        return name in facts and facts[name].changeable == "never"

    encoders: list[Encoder] = []
    for _ in doors:
        beside = encoders[-1] if encoders else None
        encoders.append(Encoder(book, tracking=True, beside=beside, shares=lasting))
    claims = [door(encoder).yes for door, encoder in zip(doors, encoders, strict=True)]
    leaves = core(encoders, claims, limits)
    return None if leaves is None else grounds_of(leaves)


def shut_routes(book: RuleBook, route: str, limits: Limits = TIME) -> Proof:
    """Whether all steps of a route can be open together; if not, up to which step, and whether change in between helps."""
    doors = book.steps(route)
    for count in range(1, len(doors) + 1):
        node = tree.And(tuple(doors[:count]))
        found = _proof("route_not_at_once", route, str(count - 1), book, *_holds(node), limits)
        if found.verdict is not Verdict.POSSIBLE:
            return _route_in_turn(book, found, doors[:count], limits)
    return Proof("route_not_at_once", route, Verdict.POSSIBLE)


def _route_in_turn(book: RuleBook, found: Proof, nodes: Sequence[Expression], limits: Limits) -> Proof:
    if not found.found:
        return found
    later = _in_turn(book, [_holding(node) for node in nodes], limits)
    return found if later is None else evolve(found, what="shut_route", grounds=later)


def _holding(node: Expression) -> Callable[[Encoder], Truth]:
    return lambda encoder: encoder.truth(node)


KINDS = ("unreachable", "outcomes", "clauses", "doors", "routes", "exclusive")
# What a run asks without being told: exclusive pairs are many and mostly meant.
USUAL = ("unreachable", "outcomes", "clauses", "doors", "routes")


def prove(law: Bay | RuleBook, only: str | None = None, kinds: Iterable[str] = USUAL, limits: Limits = TIME) -> Report:
    """Every proof of the given kinds over the provisions and routes whose id matches the glob `only`.

    Raises UnknownNameError where nothing matches or a kind is not one of KINDS.
    """
    book = law.book() if isinstance(law, Bay) else law
    wanted = frozenset(kinds)
    for kind in sorted(wanted - set(KINDS)):
        raise UnknownNameError(f"{kind[:80]!r} is no kind of proof", found=kind, hint=f"known: {', '.join(KINDS)}")
    provisions = _matching(book.statutes.law.provisions, only)
    routes = _matching(book.statutes.law.routes, only)
    if not provisions and not routes:
        raise UnknownNameError(f"nothing matches {str(only)[:80]!r}", found=only, hint="try 'hk.*'")
    return _report(book, list(_all(book, provisions, routes, wanted, limits)))


def _matching(names: Iterable[str], only: str | None) -> list[str]:
    return [name for name in names if only is None or fnmatch.fnmatchcase(name, only)]


def _all(
    book: RuleBook, provisions: Sequence[str], routes: Sequence[str], kinds: frozenset[str], limits: Limits
) -> Iterator[Proof]:
    for name in provisions:
        yield from _of_provision(book, name, kinds, limits)
    if "routes" in kinds:
        yield from (shut_routes(book, name, limits) for name in routes)
    if "exclusive" in kinds:
        yield from exclusives(book, provisions, limits)


def _of_provision(book: RuleBook, name: str, kinds: frozenset[str], limits: Limits) -> Iterator[Proof]:
    reached = unreachable(book, name, limits)
    if "unreachable" in kinds:
        yield reached
    if "outcomes" in kinds:
        yield from unreachable_outcomes(book, name, limits)
    if reached.verdict is not Verdict.POSSIBLE:
        # Of a provision that nobody meets, every clause is idle and every door dead; once is enough.
        return
    if "clauses" in kinds:
        yield from idle_clauses(book, name, limits)
    if "doors" in kinds:
        yield from dead_doors(book, name, limits)


def _report(book: RuleBook, proofs: Sequence[Proof]) -> Report:
    found = tuple(proof for proof in proofs if proof.found)
    undecided = tuple(proof for proof in proofs if proof.verdict is Verdict.UNDECIDED)
    return Report(book, len(proofs), found, undecided)
