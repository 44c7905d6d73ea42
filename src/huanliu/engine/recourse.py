"""Recourse: the least that would have to change for a goal to be met, exact, with alternatives or with what stands in the way.

Two questions of z3 Optimize (Bjørner, Phan and Fleckenstein, "νZ", TACAS 2015) for each alternative: first which facts, by the
kind of change (a choice is cheaper than a payment, a payment cheaper than what takes years; what nobody can change is fixed),
then, with only those facts open, the least distance of their numbers. What is not known is confirmed rather than changed, and
costs little. The next alternative is the cheapest that holds no set of facts already found. Each is assessed before it is shown.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

import z3
from attrs import evolve, frozen

from huanliu.base.language import LANGUAGES, Text
from huanliu.base.truth import Status
from huanliu.engine import expression as tree
from huanliu.engine.assess import assess_one
from huanliu.engine.bay import Bay
from huanliu.engine.changes import Alternative, Change, Outlook, Recourse, say
from huanliu.engine.evaluate import Situation
from huanliu.engine.explain import Explanation, Plan, explain_condition
from huanliu.engine.expression import FactRef, walk
from huanliu.engine.kinds import Kind
from huanliu.engine.routes import find_route, follow
from huanliu.engine.rulings import RuleBook
from huanliu.engine.solving import almanac
from huanliu.engine.solving.holdings import ANOTHER, Asked
from huanliu.engine.solving.solver import Encoder, Leaf, Missing, as_term
from huanliu.engine.solving.symbols import Bit, Number, Truth, both, every, opposite
from huanliu.engine.solving.unknowns import Household, Variable
from huanliu.engine.solving.verdicts import MEMBERS, Limits, Verdict, core, situation_of, solver_of, verdict_of
from huanliu.engine.subject import Intake
from huanliu.errors import UnknownNameError, nearest

# A confirmation is cheap, but any change is dearer than every confirmation that one goal could ask for.
CONFIRMING = 1
WEIGHTS = {"choice": 100, "pay": 200, "slowly": 500}
EASE = ("never", "slowly", "pay", "choice")
TIME = Limits(milliseconds=10_000)
# Sets of equal cost beyond the limit are looked at too, so that those with the least numbers come first.
LOOKED_AT = 4

Facts = Mapping[str, Any]


@frozen(eq=False)
class Goal:
    """A provision or a route that is to be met."""

    id: str
    title: Text
    book: RuleBook
    route: bool

    def met(self, at: Situation) -> bool:
        """Whether assess says so."""
        if self.route:
            return follow(self.book.statutes.law.routes[self.id], at).status is Status.MET
        return assess_one(self.book.ruling(self.id), at).status is Status.MET

    def claim(self, encoder: Encoder) -> Truth:
        """The same for the solver."""
        if not self.route:
            return encoder.standing(self.id)
        return every([encoder.truth(condition) for condition in self.book.steps(self.id)])


def find_goal(book: RuleBook, name: str) -> Goal:
    """A provision or a route by its id."""
    law = book.statutes.law
    if name in law.routes or f"chain.{name}" in law.routes:
        route = find_route(law.routes, name)
        return Goal(route.id, route.title, book, True)
    try:
        provision = book.ruling(name).provision
    except UnknownNameError as error:
        hint = nearest(name, [*law.provisions, *law.routes]) or "huanliu law list shows all"
        raise UnknownNameError(f"there is no provision or route {name[:80]!r}", found=name[:80], hint=hint) from error
    return Goal(provision.id, provision.title, book, False)


def changeable(book: RuleBook, name: str) -> str:
    """How changeable a fact is; a definition as the most changeable of the facts that it follows from."""
    law = book.statutes.law
    if name in law.facts:
        return law.facts[name].changeable
    definition = book.definition(name)
    below = {part.name for part in walk(definition) if isinstance(part, FactRef)} if definition is not None else set()
    return max((changeable(book, each) for each in below), key=EASE.index, default="never")


def weight(book: RuleBook, name: str, given: Facts) -> int:
    """What touching a fact costs."""
    return WEIGHTS[changeable(book, name)] if name in given else CONFIRMING


@frozen(eq=False)
class Search:
    """The search for one goal and one subject. `facts` are those that are known, `keep` those that must stay as they are."""

    goal: Goal
    situation: Situation
    facts: Facts
    keep: frozenset[str]
    limits: Limits

    @property
    def book(self) -> RuleBook:
        """The law of the day."""
        return self.situation.book

    def wide(self, **more: Any) -> Encoder:
        """All facts open that somebody could change or confirm."""
        loose = {name for name in self.facts if name not in self.keep and self.open(name)}
        return Encoder(self.book, self.facts, loose=loose, missing=Missing.ASKED, **more)

    def open(self, name: str) -> bool:
        """Whether a given fact can change at all. A log is what has been; the law's own words for a family are its members."""
        kind = self.book.statutes.kinds[name]
        return kind.name not in ("members", "day_log") and changeable(self.book, name) != "never"

    def narrow(self, names: Iterable[str], facts: Facts) -> Encoder:
        """Only these facts open."""
        encoder = Encoder(self.book, facts, loose=frozenset(names), missing=Missing.UNKNOWN, rows=MEMBERS)
        for name in names:
            encoder.variable(name)
        return encoder

    def kept(self, encoder: Encoder) -> list[Bit]:
        """That what is to be kept unknown stays so."""
        return [opposite(each.flag) for name, each in encoder.variables.items() if name in self.keep]

    def touched(self, variable: Variable) -> Bit:
        """That a variable is changed or confirmed."""
        return variable.differs(self.facts[variable.name]) if variable.name in self.facts else variable.flag

    def sets(self, limit: int) -> Iterator[tuple[int, list[str]]]:
        """Sets of facts in the order of their cost, none of them holding an earlier one; ends where there are no more.

        Raises `TimeoutError` where z3 was stopped by its limits: nothing may be concluded then.
        """
        encoder = self.wide(rows=MEMBERS)
        claim = self.goal.claim(encoder).yes
        touched = {name: self.touched(each) for name, each in encoder.variables.items()}
        # Asking whether a value was left names that value, so the constraints (one value only) are read after it.
        optimizer = optimizer_of(encoder, [claim, *self.kept(encoder)], self.limits)
        costs = {name: weight(self.book, name, self.facts) for name in touched}
        for name, bit in touched.items():
            optimizer.add_soft(as_term(opposite(bit)), costs[name])
        for _ in range(limit):
            if checked(optimizer) is Verdict.IMPOSSIBLE:
                return
            model = optimizer.model()
            found = [name for name, bit in touched.items() if z3.is_true(model.eval(as_term(bit), True))]
            yield sum(costs[name] for name in found), found
            optimizer.add(as_term(opposite(both(touched[name] for name in found))))

    def least(self, names: list[str]) -> Facts | None:
        """The facts after the least change of exactly these; None where z3's answer could not be read back."""
        encoder = self.narrow(names, self.facts)
        claim, distances = self.goal.claim(encoder).yes, list(self._distances(encoder))
        # Distances between days bring ties of their own, so the constraints are read after them.
        optimizer = optimizer_of(encoder, [claim], self.limits)
        for distance in distances:
            optimizer.minimize(distance)
        if checked(optimizer) is Verdict.IMPOSSIBLE:
            return None
        model = optimizer.model()
        read = {name: encoder.variables[name].read(model) for name in names}
        return {**self.facts, **Intake(self.book.statutes).read(read)}

    def _distances(self, encoder: Encoder) -> Iterator[Any]:
        """How many values of sets differ and members are made up, and relative distances of the numbers: as small as can be."""
        numbers, values = [], []
        for name, each in encoder.variables.items():
            before = self.facts.get(name)
            if isinstance(each.term, Household):
                values += each.term.present
            elif isinstance(each.term, Asked) and each.term.several:
                held = before or frozenset()
                values += [opposite(bit) if value in held else bit for value, bit in each.term.bits.items()]
            elif isinstance(each.symbol, Number) and before is not None:
                numbers.append(_distance(encoder, each, before))
        if values:
            yield z3.Sum([z3.If(bit, 1, 0) for bit in values])
        if numbers:
            yield z3.Sum(numbers)

    def met(self, facts: Facts) -> bool:
        """Whether assess finds the goal met."""
        return self.goal.met(Situation(facts, self.book))

    def alternative(self, cost: int, names: list[str], facts: Facts) -> Alternative | None:
        """The changes as they are shown; None where assess does not bear them out."""
        changes = []
        for name in sorted(names, key=lambda one: (-weight(self.book, one, self.facts), one)):
            change = self.change(name, facts)
            facts = {**facts, name: change.after}
            changes.append(change)
        if not self.met(facts):
            return None
        return Alternative(tuple(changes), cost, self.size(names, facts), facts)

    def size(self, names: Iterable[str], facts: Facts) -> Decimal:
        """The sum of the relative changes of the numbers."""
        return sum((_relative(self.facts.get(name), facts[name]) for name in names), Decimal(0))

    def change(self, name: str, facts: Facts) -> Change:
        """The change of one fact, all else as in `facts`. Where several values serve alike, z3's pick among them means nothing:
        the first in the order of the vocabulary is shown, and the end of a range that matters."""
        kind, before = self.book.statutes.kinds[name], self.facts.get(name)
        how = "changed" if name in self.facts else "confirmed"
        change = Change(name, kind, before, facts[name], how, changeable(self.book, name))
        if kind.numeric or kind.name == "date":
            return self._ranged(change, facts)
        return change if kind.name in ("bool", "members") else self._listed(change, facts)

    def _ranged(self, change: Change, facts: Facts) -> Change:
        low, high = self.span(change.fact, facts)
        after = change.after
        if change.before is None and (low is not None or high is not None):
            after = high if low is None else low
        return evolve(change, after=after, low=low, high=high)

    def _listed(self, change: Change, facts: Facts) -> Change:
        tried = [value for value in self._values(change, facts) if value != change.before]
        serving = [value for value in tried if self.met({**facts, change.fact: value})]
        if not serving:
            return change
        after, but = serving[0], ()
        if ANOTHER in serving:
            after, but = ANOTHER, tuple(value for value in tried if value not in serving)
        others = () if after == ANOTHER else tuple(value for value in serving if value != after)
        return evolve(change, after=after, also=others, but=but)

    def _values(self, change: Change, facts: Facts) -> list[Any]:
        """Values that may be tried: those of the vocabulary, sets with one value more or less, texts that the law names."""
        if change.kind.name == "enum":
            return list(change.kind.values)
        if change.kind.name == "set":
            held = change.before or frozenset()
            return [held ^ {value} for value in change.kind.values]
        encoder = self.narrow([change.fact], facts)
        self.goal.claim(encoder)
        return [*encoder.variables[change.fact].term.bits, ANOTHER]

    def span(self, name: str, facts: Facts) -> tuple[Any, Any]:
        """The ends between which every value of a number or day serves; None for an end that only the vocabulary sets.

        Both None where the values that serve have a gap, or it was not decided in time.
        """
        encoder = self.narrow([name], {key: value for key, value in facts.items() if value is not None})
        variable, claim = encoder.variables[name], self.goal.claim(encoder).yes
        solver, start = solver_of((encoder,), [claim], self.limits), variable.units(facts[name])
        low = furthest(solver, variable, start, variable.low, -1)
        high = furthest(solver, variable, start, variable.high, 1)
        if low is None or high is None:
            return None, None
        gap = solver_of((encoder,), [opposite(claim), variable.term >= low, variable.term <= high], self.limits)
        if verdict_of(gap) is not Verdict.IMPOSSIBLE:
            return None, None
        ends = (low, variable.low), (high, variable.high)
        lowest, highest = (None if end == outer else _from_units(end, variable.kind) for end, outer in ends)
        return lowest, highest

    def obstacles(self) -> list[Explanation] | None:
        """The clauses that together shut the goal, whatever may be changed, none of them needless; None where it is not certain
        that it is shut."""
        encoder = self.wide(tracking=True)
        claims = [self.goal.claim(encoder).yes, *self.kept(encoder)]
        leaves = core(encoder, claims, self.limits)
        return None if leaves is None else [self._obstacle(leaf) for leaf in leaves]

    def _obstacle(self, leaf: Leaf) -> Explanation:
        if not isinstance(leaf.node, str):
            return explain_condition(tree.Not(leaf.node) if leaf.bar else leaf.node, self.situation)
        ruling = self.book.ruling(leaf.node)
        title, reason = ruling.provision.title, ruling.reason or Text("")
        each = [self.book.words(lang) for lang in LANGUAGES]
        words = Text(*(say(own, "standing", title=own.of(title), reason=own.of(reason)) for own in each))
        return Explanation(Plan("standing", None, words=words), False, self.situation)


def optimizer_of(encoder: Encoder, claims: Iterable[Bit], limits: Limits) -> z3.Optimize:
    """An optimizer that holds the claims and everything that is true of the facts."""
    optimizer = z3.Optimize()
    limits.now().apply(optimizer)
    optimizer.add([as_term(claim) for claim in claims])
    optimizer.add([as_term(bit) for bit in encoder.constraints()])
    return optimizer


def _distance(encoder: Encoder, variable: Variable, before: Any) -> Any:
    """How far a number is from what it was, relative to that; days as ordinals, which are as far apart as they are."""
    value, start = variable.term, variable.units(before)
    if variable.kind.name == "date" and isinstance(variable.symbol, Number):
        value, start = encoder.almanac.ordinal(variable.symbol).value, before.toordinal()
    return z3.Abs(value - start) * z3.Q(1, max(abs(start), 1))


def checked(optimizer: z3.Optimize) -> Verdict:
    """Whether there is an optimum; a limit that was reached is a TimeoutError."""
    found = optimizer.check()
    if found == z3.unknown:
        raise TimeoutError("z3 was stopped by its limits")
    return Verdict.POSSIBLE if found == z3.sat else Verdict.IMPOSSIBLE


def furthest(solver: z3.Solver, variable: Variable, near: int, far: int, step: int) -> int | None:
    """The furthest value from `near` towards `far` that meets the claims, by halving; None where not decided in time."""
    # Most facts serve up to the end of their range, so that is asked first.
    middle = far
    while near != far:
        verdict = verdict_of(solver, variable.term >= middle if step > 0 else variable.term <= middle)
        if verdict is Verdict.UNDECIDED:
            return None
        if verdict is Verdict.POSSIBLE:
            near = solver.model().eval(variable.term).as_long()
        else:
            far = middle - step
        middle = (near + far + (step > 0)) // 2
    return near


def _from_units(units: int, kind: Kind) -> Any:
    if kind.name == "date":
        return almanac.read(units)
    return units if kind.name == "int" else Decimal(units).scaleb(-kind.places)


def _relative(before: Any, after: Any) -> Decimal:
    if isinstance(before, datetime.date):
        return Decimal(abs((after - before).days)) / before.toordinal()
    if isinstance(before, (int, Decimal)) and not isinstance(before, bool):
        return abs(Decimal(after) - Decimal(before)) / max(abs(Decimal(before)), Decimal(1))
    return Decimal(0)


def recourse(
    law: Bay | RuleBook,
    goal: str,
    situation: Situation | Facts,
    keep: Iterable[str] = (),
    limit: int = 3,
    limits: Limits = TIME,
) -> Recourse:
    """The least-cost changes that meet a provision or a route, at most `limit` alternatives, cheapest first.

    `situation` is a subject already read (its own rule book then counts), or its facts as plain values. Facts named in `keep` stay
    as they are, unknown ones unknown. Raises UnknownNameError for a goal or a fact that is not there, SubjectError for a fact
    that cannot be accepted.
    """
    if not isinstance(situation, Situation):
        situation = situation_of(situation, law.book() if isinstance(law, Bay) else law)
    facts = {name: value for name, value in situation.facts.items() if value is not None}
    found = find_goal(situation.book, goal)
    search = Search(found, situation, facts, _known_facts(situation.book, keep), limits)
    if found.met(situation):
        return _result(search, Outlook.ALREADY_MET)
    try:
        return _searched(search, limit)
    except TimeoutError:
        return _result(search, Outlook.UNDECIDED)


def _result(search: Search, outlook: Outlook, **more: Any) -> Recourse:
    return Recourse(search.goal.id, search.goal.title, search.book, outlook, **more)


def _known_facts(book: RuleBook, names: Iterable[str]) -> frozenset[str]:
    wanted, kinds = frozenset(names), book.statutes.kinds
    for name in sorted(wanted):
        if name not in kinds:
            raise UnknownNameError(f"there is no fact {name[:80]!r}", found=name[:80], hint=nearest(name, kinds))
    return wanted


def _searched(search: Search, limit: int) -> Recourse:
    found: list[tuple[int, list[str]]] = []
    exhausted = True
    # Only numbers that are given set equals apart; without them one more set tells whether there are any more.
    most = limit * LOOKED_AT if any(_numeric(search, name) for name in search.facts) else limit + 1
    for cost, names in search.sets(most):
        if len(found) >= limit and cost > found[limit - 1][0]:
            exhausted = False
            break
        found.append((cost, names))
    if not found:
        because = search.obstacles()
        if because is None:
            return _result(search, Outlook.UNDECIDED)
        return _result(search, Outlook.IMPOSSIBLE, because=tuple(because), exhausted=True)
    best = [each for each in _ranked(search, found, limit) if each is not None]
    exhausted = exhausted and len(found) <= limit
    outlook = Outlook.POSSIBLE if best else Outlook.UNDECIDED
    return _result(search, outlook, alternatives=tuple(best), exhausted=exhausted)


def _ranked(search: Search, found: list[tuple[int, list[str]]], limit: int) -> Iterator[Alternative | None]:
    """The best of the sets: by cost, among equals by the least numbers."""
    drafts = []
    for cost, names in found:
        # Only numbers that are given can differ in distance; the others need no second question to be ranked.
        facts = search.least(names) if any(_numeric(search, name) for name in names) else None
        size = Decimal(0) if facts is None else search.size(names, facts)
        drafts.append((cost, size, sorted(names), facts))
    for cost, _, names, facts in sorted(drafts, key=lambda draft: draft[:3])[:limit]:
        reached = search.least(names) if facts is None else facts
        yield None if reached is None else search.alternative(cost, names, reached)


def _numeric(search: Search, name: str) -> bool:
    kind = search.book.statutes.kinds[name]
    return name in search.facts and (kind.numeric or kind.name == "date")
