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
from enum import StrEnum
from typing import Any

import z3
from attrs import evolve, field, frozen

from huanliu.base.language import LANGUAGES, Text, language
from huanliu.base.truth import Status
from huanliu.engine.assess import amount_text, assess_one
from huanliu.engine.bay import Bay
from huanliu.engine.evaluate import Situation
from huanliu.engine.explain import Explanation, Plan, explain_condition
from huanliu.engine import expression as tree
from huanliu.engine.expression import FactRef, walk
from huanliu.engine.holdings import ANOTHER, Asked
from huanliu.engine.kinds import Kind
from huanliu.engine.routes import find_route, follow
from huanliu.engine.rulings import RuleBook
from huanliu.engine.solver import Encoder, Leaf, as_term
from huanliu.engine.subject import Intake
from huanliu.engine.symbols import Bit, Truth, both, every, negate, opposite
from huanliu.engine.unknowns import Variable
from huanliu.engine.verdicts import Limits, Verdict, core, situation_of, solver_of, verdict_of
from huanliu.engine.words import Words
from huanliu.errors import UnknownNameError, nearest

# A confirmation is cheap, but any change is dearer than every confirmation that one goal could ask for.
CONFIRMING = 1
WEIGHTS = {"choice": 100, "pay": 200, "slowly": 500}
EASE = ("never", "slowly", "pay", "choice")
TIME = Limits(milliseconds=10_000)
# Cheapest sets of equal cost beyond the limit are looked at too, so that the least numbers among them come first.
LOOKED_AT = 4
SHOWN = 8

WORDS = {
    "already": Text("Already met: {goal}", "已符合：{goal}"),
    "possible": Text("What would have to change for: {goal}", "如要符合“{goal}”，须作以下改变"),
    "impossible": Text("Cannot be met: {goal}. In the way:", "无法符合“{goal}”，障碍如下："),
    "undecided": Text("Not decided in time: {goal}", "未能在时限内判定：{goal}"),
    "alternative": Text("Alternative {number}", "方案{number}"),
    "changed": Text("{item}: {before} → {after}", "{item}：{before} → {after}"),
    "confirmed": Text("{item}: to be confirmed as {after}", "{item}：待确认为{after}"),
    "at_least": Text("at least {low}", "至少{low}"),
    "at_most": Text("at most {high}", "至多{high}"),
    "between": Text("{low} to {high}", "{low}至{high}"),
    "or": Text("{value} (or {others})", "{value}（或{others}）"),
    "other": Text("any other", "其他"),
    "standing": Text("{title}: {reason}", "{title}：{reason}"),
}


class Outlook(StrEnum):
    """What recourse found."""

    ALREADY_MET = "already_met"
    POSSIBLE = "possible"
    IMPOSSIBLE = "impossible"
    UNDECIDED = "not_decided_in_time"


@frozen
class Change:
    """One fact that changes, or that is not known and has to be confirmed. `low` and `high`: every value between them serves, all
    else as in the alternative (None: no end but the vocabulary's). `also`: other values that serve as well."""

    fact: str
    kind: Kind
    before: Any
    after: Any
    how: str
    changeable: str
    low: Any = None
    high: Any = None
    also: tuple[Any, ...] = ()

    def value_text(self, words: Words) -> str:
        """What it should come to, as a range where every value in it serves."""
        low, high = (None if end is None else words.value(end, self.kind) for end in (self.low, self.high))
        if low is not None or high is not None:
            if low == high:
                return str(low)
            word = "between" if low and high else "at_least" if low else "at_most"
            return say(words, word, low=low, high=high)
        shown = self._one(words, self.after)
        if not self.also:
            return shown
        others = words.joined([self._one(words, value) for value in self.also[:SHOWN]])
        return say(words, "or", value=shown, others=others + (" …" if len(self.also) > SHOWN else ""))

    def _one(self, words: Words, value: Any) -> str:
        if isinstance(value, str) and value.startswith(ANOTHER):
            return say(words, "other")
        return words.value(value, self.kind)

    def sentence(self, words: Words) -> str:
        """The change as one line."""
        before = words.value(self.before, self.kind)
        return say(words, self.how, item=words.label(self.fact), before=before, after=self.value_text(words))

    def plain(self) -> dict[str, Any]:
        """The change as JSON values."""
        return {
            "fact": self.fact,
            "from": plain_fact(self.before),
            "to": plain_fact(self.after),
            "kind": self.how,
            "changeable": self.changeable,
            "low": plain_fact(self.low),
            "high": plain_fact(self.high),
            "also": [plain_fact(value) for value in self.also],
        }


@frozen
class Alternative:
    """One set of changes after which the goal is met. `size` is the sum of the relative changes of its numbers."""

    changes: tuple[Change, ...]
    cost: int
    size: Decimal
    facts: Mapping[str, Any] = field(repr=False)

    @property
    def names(self) -> frozenset[str]:
        """The facts it touches."""
        return frozenset(change.fact for change in self.changes)


@frozen(eq=False)
class Recourse:
    """What would have to change, or what stands in the way. `exhausted`: there is no further alternative."""

    goal: Goal
    outlook: Outlook
    alternatives: tuple[Alternative, ...] = ()
    because: tuple[Explanation, ...] = ()
    exhausted: bool = False

    def plain(self, lang: str = "en") -> dict[str, Any]:
        """The result as JSON values; money and other decimals as text."""
        words = self.goal.words(lang)
        return {
            "goal": self.goal.id,
            "title": words.of(self.goal.title),
            "status": self.outlook.value,
            "alternatives": [
                {
                    "cost": each.cost,
                    "changes": [{**change.plain(), "text": change.sentence(words)} for change in each.changes],
                }
                for each in self.alternatives
            ],
            "exhausted": self.exhausted,
            "because": [each.plain(lang) for each in self.because],
        }

    def text(self, lang: str = "en") -> str:
        """The result as lines for a reader."""
        return "\n".join(self._lines(lang))

    def _lines(self, lang: str) -> Iterator[str]:
        words = self.goal.words(lang)
        word = {Outlook.ALREADY_MET: "already", Outlook.UNDECIDED: "undecided"}.get(self.outlook, self.outlook.value)
        yield say(words, word, goal=words.of(self.goal.title))
        for number, each in enumerate(self.alternatives, start=1):
            yield say(words, "alternative", number=number)
            yield from (f"  {change.sentence(words)}" for change in each.changes)
        for clause in self.because:
            yield f"  {clause.sentence(lang)}" + (f"  [{clause.cite}]" if clause.cite else "")


def say(words: Words, word: str, **parts: object) -> str:
    """A phrase of this room with its parts filled in."""
    text = words.of(WORDS[word])
    for name, part in parts.items():
        text = text.replace("{" + name + "}", str(part))
    return text


def together(word: str, **parts: Text) -> Text:
    """A phrase of this room with texts filled in, in every language."""
    said = []
    for lang in LANGUAGES:
        text = WORDS[word].in_language(lang)
        for name, part in parts.items():
            text = text.replace("{" + name + "}", part.in_language(lang))
        said.append(text)
    return Text(*said)


def plain_fact(value: Any) -> Any:
    """A fact's value as JSON: truths and texts as they are, sets as lists, numbers and days as text."""
    if isinstance(value, frozenset):
        return sorted(value)
    return value if value is None or isinstance(value, (bool, str, int)) else amount_text(value)


@frozen(eq=False)
class Goal:
    """A provision or a route that is to be met."""

    id: str
    title: Text
    book: RuleBook
    route: bool

    def words(self, lang: str) -> Words:
        """The words of the law in a language."""
        return self.book.words(language(lang))

    def met(self, at: Situation) -> bool:
        """Whether assess says so."""
        if self.route:
            return follow(self.book.statutes.law.routes[self.id], at).status is Status.MET
        return assess_one(self.book.ruling(self.id), at).status is Status.MET

    def claim(self, encoder: Encoder) -> Truth:
        """The same for the solver."""
        if not self.route:
            return encoder.standing(self.id)
        steps = self.book.statutes.law.routes[self.id].steps
        doors = [encoder.truth(condition) for condition in self.book.steps(self.id)]
        # An optional door may stay unknown but not shut, as `RouteFinding.status` has it.
        return every([_not_shut(door) if step.optional else door for step, door in zip(steps, doors, strict=True)])


def _not_shut(door: Truth) -> Truth:
    return negate(Truth(door.no))


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


@frozen(eq=False)
class Search:
    """The search for one goal and one subject."""

    goal: Goal
    situation: Situation
    keep: frozenset[str]
    limits: Limits

    @property
    def facts(self) -> Mapping[str, Any]:
        """What is given."""
        return {name: value for name, value in self.situation.facts.items() if value is not None}

    @property
    def book(self) -> RuleBook:
        """The law of the day."""
        return self.situation.book

    def encoder(self, **more: Any) -> Encoder:
        """All facts open that somebody could change or confirm."""
        loose = {name for name in self.facts if name not in self.keep and changeable(self.book, name) != "never"}
        return Encoder(self.book, self.facts, loose=loose, asking=True, **more)

    def touched(self, variable: Variable) -> Bit:
        """That a variable is changed or confirmed."""
        if isinstance(variable.flag, bool):
            return variable.differs(self.facts[variable.name])
        return variable.flag

    def kept(self, encoder: Encoder) -> list[Bit]:
        """That what is to be kept unknown stays so."""
        return [opposite(each.flag) for name, each in encoder.variables.items() if name in self.keep]

    def weight(self, name: str) -> int:
        """What touching a fact costs."""
        if name not in self.facts:
            return CONFIRMING
        return WEIGHTS[changeable(self.book, name)]

    def sets(self, limit: int) -> Iterator[tuple[int, list[str]]]:
        """Sets of facts in the order of their cost, none of them holding an earlier one; ends where there are no more.

        Raises `TimeoutError` where z3 was stopped by its limits: nothing may be concluded then.
        """
        encoder = self.encoder()
        claim = self.goal.claim(encoder).yes
        optimizer = optimizer_of(encoder, [claim, *self.kept(encoder)], self.limits)
        touched = {name: self.touched(each) for name, each in encoder.variables.items()}
        for name, bit in touched.items():
            optimizer.add_soft(as_term(opposite(bit)), self.weight(name))
        for _ in range(limit):
            if _checked(optimizer) is Verdict.IMPOSSIBLE:
                return
            model = optimizer.model()
            found = [name for name, bit in touched.items() if z3.is_true(model.eval(as_term(bit), True))]
            yield sum(self.weight(name) for name in found), found
            optimizer.add(as_term(opposite(both(touched[name] for name in found))))

    def alternative(self, cost: int, names: list[str]) -> Alternative | None:
        """The least change of exactly these facts, assessed; None where assess does not bear it out."""
        encoder = self.narrowed(names)
        optimizer = optimizer_of(encoder, self._claims(encoder, names), self.limits)
        for distance in self._distances(encoder):
            optimizer.minimize(distance)
        if _checked(optimizer) is Verdict.IMPOSSIBLE:
            return None
        facts = self._read({**self.facts, **_read(encoder, optimizer.model(), names)})
        for name in names:
            facts = self._settled(name, facts)
        if not self._met(facts):
            return None
        changes = tuple(self.change(name, facts) for name in sorted(names, key=lambda one: (-self.weight(one), one)))
        return Alternative(changes, cost, sum((_relative(each) for each in changes), Decimal(0)), facts)

    def narrowed(self, names: Iterable[str], facts: Mapping[str, Any] | None = None) -> Encoder:
        """Only these facts open."""
        return Encoder(self.book, self.facts if facts is None else facts, loose=frozenset(names), asking=True)

    def _claims(self, encoder: Encoder, names: Iterable[str]) -> list[Bit]:
        claim = self.goal.claim(encoder).yes
        wanted = set(names)
        flags = [each.flag if name in wanted else opposite(each.flag) for name, each in encoder.variables.items()]
        return [claim, *(flag for flag in flags if flag is not True and flag is not False)]

    def _distances(self, encoder: Encoder) -> Iterator[Any]:
        """Relative distances of the numbers, and how many values of sets differ: both as small as can be."""
        numbers, values = [], []
        for name, each in encoder.variables.items():
            before = self.facts.get(name)
            if isinstance(each.term, Asked):
                held = before if isinstance(before, frozenset) else frozenset()
                if each.term.several:
                    values += [opposite(bit) if value in held else bit for value, bit in each.term.bits.items()]
            elif each.kind.name != "bool" and before is not None:
                start = each.units(before)
                numbers.append(z3.Abs(each.term - start) * z3.Q(1, max(abs(start), 1)))
        if values:
            yield z3.Sum([z3.If(bit, 1, 0) for bit in values])
        if numbers:
            yield z3.Sum(numbers)

    def _read(self, facts: Mapping[str, Any]) -> Mapping[str, Any]:
        return Intake(self.book.statutes).read(facts)

    def _met(self, facts: Mapping[str, Any]) -> bool:
        return self.goal.met(Situation(facts, self.book))

    def _settled(self, name: str, facts: Mapping[str, Any]) -> Mapping[str, Any]:
        """Where several values of a text or set serve alike, the first in the order of the vocabulary: z3's pick means nothing."""
        kind = self.book.statutes.kinds[name]
        before = self.facts.get(name)
        if kind.name == "enum":
            tried: list[Any] = [value for value in kind.values if value != before]
        elif kind.name == "set":
            held = before or frozenset()
            tried = [held ^ {value} for value in kind.values]
        elif kind.name == "bool" or before is not None:
            return facts
        else:
            return self._at_an_end(name, facts)
        for value in tried:
            if self._met({**facts, name: value}):
                return {**facts, name: value}
        return facts

    def _at_an_end(self, name: str, facts: Mapping[str, Any]) -> Mapping[str, Any]:
        """A number that is not known is shown at the end of its range that matters."""
        low, high = self.span(name, facts)
        return facts if low is None and high is None else {**facts, name: high if low is None else low}

    def change(self, name: str, facts: Mapping[str, Any]) -> Change:
        """The change of one fact, with every value that would serve as well."""
        kind, before, after = self.book.statutes.kinds[name], self.facts.get(name), facts[name]
        how = "confirmed" if before is None else "changed"
        change = Change(name, kind, before, after, how, changeable(self.book, name))
        if kind.numeric or kind.name == "date":
            low, high = self.span(name, facts)
            return evolve(change, low=low, high=high)
        if kind.name != "enum":
            return change
        others = [value for value in kind.values if value not in (before, after)]
        return evolve(change, also=tuple(value for value in others if self._met({**facts, name: value})))

    def span(self, name: str, facts: Mapping[str, Any]) -> tuple[Any, Any]:
        """The ends between which every value of a number or day serves; None for an end that only the vocabulary sets.

        Both None where the values that serve have a gap, or it was not decided in time.
        """
        kind = self.book.statutes.kinds[name]
        if not kind.numeric and kind.name != "date":
            return None, None
        known = {key: value for key, value in facts.items() if value is not None}
        encoder = self.narrowed([name], known)
        variable = encoder.variable(name, False)
        claim = self.goal.claim(encoder)
        flags = [opposite(each.flag) for each in encoder.variables.values() if each is not variable]
        solver = solver_of((encoder,), [claim.yes, *flags], self.limits)
        start = variable.units(facts[name])
        low = _edge(solver, variable, start, variable.low, -1)
        high = _edge(solver, variable, start, variable.high, 1)
        if low is None or high is None or not self._without_gap(encoder, claim, flags, variable, low, high):
            return None, None
        ends = (low, variable.low), (high, variable.high)
        found = [None if end == outer else _from_units(end, kind) for end, outer in ends]
        return found[0], found[1]

    def _without_gap(
        self, encoder: Encoder, claim: Truth, flags: list[Bit], variable: Variable, low: int, high: int
    ) -> bool:
        inside = [variable.term >= low, variable.term <= high, opposite(claim.yes)]
        return verdict_of(solver_of((encoder,), [*inside, *flags], self.limits)) is Verdict.IMPOSSIBLE

    def obstacles(self) -> list[Explanation]:
        """The clauses that together shut the goal, whatever may be changed, none of them needless."""
        encoder = self.encoder(tracking=True)
        claim = self.goal.claim(encoder).yes
        leaves = core(encoder, [claim, *self.kept(encoder)], self.limits)
        return [self._obstacle(leaf) for leaf in leaves]

    def _obstacle(self, leaf: Leaf) -> Explanation:
        if not isinstance(leaf.node, str):
            return explain_condition(tree.Not(leaf.node) if leaf.bar else leaf.node, self.situation)
        ruling = self.book.ruling(leaf.node)
        title, reason = ruling.provision.title, ruling.reason or Text("")
        return Explanation(Plan("standing", None, words=together("standing", title=title, reason=reason)), False, self.situation)


def optimizer_of(encoder: Encoder, claims: Iterable[Bit], limits: Limits) -> z3.Optimize:
    """An optimizer that holds the claims and everything that is true of the facts."""
    optimizer = z3.Optimize()
    limits.apply(optimizer)
    optimizer.add([as_term(claim) for claim in claims])
    optimizer.add([as_term(bit) for bit in encoder.constraints()])
    return optimizer


def _checked(optimizer: z3.Optimize) -> Verdict:
    found = optimizer.check()
    if found == z3.unknown:
        raise TimeoutError("z3 was stopped by its limits")
    return Verdict.POSSIBLE if found == z3.sat else Verdict.IMPOSSIBLE


def _edge(solver: z3.Solver, variable: Variable, near: int, far: int, step: int) -> int | None:
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


def _read(encoder: Encoder, model: z3.ModelRef, names: Iterable[str]) -> dict[str, Any]:
    return {name: encoder.variables[name].read(model) for name in names}


def _from_units(units: int, kind: Kind) -> Any:
    if kind.name == "date":
        return datetime.date.fromordinal(units)
    return units if kind.name == "int" else Decimal(units).scaleb(-kind.places)


def _relative(change: Change) -> Decimal:
    before, after = change.before, change.after
    if isinstance(before, datetime.date):
        return Decimal(abs((after - before).days)) / 365
    if isinstance(before, (int, Decimal)) and not isinstance(before, bool):
        return Decimal(abs(after - before)) / max(Decimal(abs(before)), Decimal(1))
    return Decimal(0)


def recourse(
    law: Bay | RuleBook,
    goal: str,
    situation: Situation | Mapping[str, Any],
    keep: Iterable[str] = (),
    limit: int = 3,
    limits: Limits = TIME,
) -> Recourse:
    """The least-cost changes that meet a provision or a route, at most `limit` alternatives, cheapest first.

    `situation` is a subject already read, or its facts as plain values. Facts named in `keep` stay as they are (unknown ones
    unknown). Raises UnknownNameError for a goal or a fact that is not there, SubjectError for a fact that cannot be accepted.
    """
    if not isinstance(situation, Situation):
        book = law.book() if isinstance(law, Bay) else law
        situation = situation_of(situation, book)
    search = Search(find_goal(situation.book, goal), situation, _known_facts(situation.book, keep), limits)
    if search.goal.met(situation):
        return Recourse(search.goal, Outlook.ALREADY_MET)
    return _searched(search, limit)


def _known_facts(book: RuleBook, names: Iterable[str]) -> frozenset[str]:
    kinds = book.statutes.kinds
    for name in names:
        if name not in kinds:
            raise UnknownNameError(f"there is no fact {name[:80]!r}", found=name[:80], hint=nearest(name, kinds))
    return frozenset(names)


def _searched(search: Search, limit: int) -> Recourse:
    found: list[tuple[int, list[str]]] = []
    exhausted = True
    try:
        for cost, names in search.sets(limit * LOOKED_AT):
            if len(found) >= limit and cost > found[limit - 1][0]:
                exhausted = False
                break
            found.append((cost, names))
        alternatives = [each for each in (search.alternative(*one) for one in found) if each is not None]
    except TimeoutError:
        return Recourse(search.goal, Outlook.UNDECIDED)
    if not found:
        return Recourse(search.goal, Outlook.IMPOSSIBLE, because=tuple(search.obstacles()))
    best = sorted(alternatives, key=lambda each: (each.cost, each.size, sorted(each.names)))
    outlook = Outlook.POSSIBLE if best else Outlook.UNDECIDED
    return Recourse(search.goal, outlook, tuple(best[:limit]), exhausted=exhausted and len(best) <= limit)
