"""Cliffs: an income at which one step more leaves you with less, found by z3 and shown with the figures of both sides.

A purse says what is left: an income, plus some amounts of the law, minus others; an amount of a provision that is not met counts
nothing. z3 is asked for two neighbouring incomes of the same person with the net falling from one to the next. "No cliff" is a
proof for everybody who has the given facts. A cliff found is one person's; the others of the same person follow in order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import z3
from attrs import frozen

from huanliu.base.fixed import Fixed
from huanliu.base.language import Text, language
from huanliu.engine import expression as tree
from huanliu.engine.changes import plain_fact
from huanliu.engine.evaluate import Situation, evaluate
from huanliu.engine.expression import Expression, walk
from huanliu.engine.kinds import Kind
from huanliu.engine.rulings import RuleBook
from huanliu.engine.solving.solver import Encoder, as_term
from huanliu.engine.solving.symbols import Bit, Number, compared
from huanliu.engine.solving.verdicts import MEMBERS, Limits, Verdict, confirmed, situation_of, solver_of, verdict_of
from huanliu.engine.subject import LARGEST
from huanliu.engine.words import Words
from huanliu.errors import UnknownNameError, nearest

TIME = Limits(milliseconds=10_000)
MOST = 12
# Which amounts of a tax or a contribution an earner pays, and which facts are an income, by the names the packs give them.
PAID = re.compile(r"^(tax|tax_payable|employee_share|\w+_employee)$")
EARNED = re.compile(r"(income|pay|bonus|wage)(?!.*(deduct|allow))")
CHARGING = ("tax", "social_insurance")

Paid = tuple[str, str]


@frozen
class Purse:
    """What is left of an income: the income plus amounts minus amounts, each a provision's id and the name of its amount. `step` is what
    one more is, in units of the currency."""

    income: str
    minus: tuple[Paid, ...] = ()
    plus: tuple[Paid, ...] = ()
    step: Decimal = Decimal(1)

    @property
    def name(self) -> str:
        """The amounts and the income, as ids."""
        signed = [*(f"- {'.'.join(one)}" for one in self.minus), *(f"+ {'.'.join(one)}" for one in self.plus)]
        return f"{self.income} {' '.join(signed)}"

    def net(self, book: RuleBook) -> Expression:
        """What is left, as an expression of the law."""
        kind = _kind_of(book, self.income)
        found: Expression = tree.FactRef(self.income, kind)
        for sign, amounts in (("-", self.minus), ("+", self.plus)):
            for one in amounts:
                part = amount_or_nothing(book, *one)
                if part.kind.currency != kind.currency:
                    raise UnknownNameError(f"{'.'.join(one)} is {part.kind}, the income is {kind}", found=one[1])
                found = tree.Arithmetic(sign, found, part, kind.with_places(max(found.kind.places, part.kind.places)))
        return found


def _kind_of(book: RuleBook, name: str) -> Kind:
    kind = book.statutes.kinds.get(name)
    if kind is None or kind.name != "money":
        raise UnknownNameError(
            f"{name[:80]!r} is no fact in money", found=name, hint=nearest(name, book.statutes.kinds)
        )
    return kind


def amount_or_nothing(book: RuleBook, provision: str, amount: str) -> tree.AmountOf:
    """An amount where its provision is met, and nothing where it is not."""
    amounts = book.ruling(provision).amounts
    if amount not in amounts:
        hint = nearest(amount, amounts)
        raise UnknownNameError(f"{provision} has no amount {amount[:80]!r} on that day", found=amount, hint=hint)
    kind = amounts[amount][1].kind
    nothing = tree.Literal(Decimal(0) if kind.name == "money" else 0, kind)
    return tree.AmountOf(book.ruling(provision).provision.id, amount, kind, nothing)


def purses(book: RuleBook) -> list[Purse]:
    """A purse for each tax or contribution of the law and each income that it is reckoned from."""
    found = []
    for name, provision in book.statutes.law.provisions.items():
        if provision.kind not in CHARGING:
            continue
        amounts = book.ruling(name).amounts
        paid = {
            key: _money_facts(book, sql) for key, (_, sql) in amounts.items() if PAID.match(key) and sql.kind.currency
        }
        incomes = sorted({fact for facts in paid.values() for fact in facts if EARNED.search(fact)})
        found += [Purse(one, tuple((name, key) for key in paid if one in paid[key])) for one in incomes]
    return [purse for purse in found if _same_currency(book, purse)]


def _same_currency(book: RuleBook, purse: Purse) -> bool:
    currency = book.statutes.kinds[purse.income].currency
    return all(book.ruling(name).amounts[key][1].kind.currency == currency for name, key in purse.minus)


def _money_facts(book: RuleBook, node: Expression, seen: set[str] | None = None) -> set[str]:
    """The facts in money that an expression rests on, through definitions and other amounts."""
    seen = set() if seen is None else seen
    found: set[str] = set()
    for part in walk(node):
        for name, below in _below(book, part):
            if name not in seen:
                seen.add(name)
                found |= {name} if below is None else _money_facts(book, below, seen)
    return found


def _below(book: RuleBook, part: Expression) -> Iterator[tuple[str, Expression | None]]:
    if isinstance(part, tree.FactRef):
        definition = book.definition(part.name)
        if definition is not None or part.kind.name == "money":
            yield part.name, definition
    elif isinstance(part, tree.AmountOf):
        amounts = book.ruling(part.provision).amounts
        if part.amount in amounts:
            yield f"{part.provision} {part.amount}", amounts[part.amount][1]


@frozen
class Side:
    """One amount on both sides of a cliff."""

    provision: str
    amount: str
    label: Text
    before: Decimal
    after: Decimal


@frozen
class Cliff:
    """From `income` to `next` the net falls from `before` to `after`. `until`: the income up to which it keeps falling with every
    step; `recovers`: the first income that leaves as much as `income` did (None: there is none within the range)."""

    income: Decimal
    next: Decimal
    before: Decimal
    after: Decimal
    until: Decimal
    recovers: Decimal | None
    sides: tuple[Side, ...]

    @property
    def loss(self) -> Decimal:
        """How much less is left after one step more."""
        return self.before - self.after

    def lines(self, purse: Purse, kind: Kind, words: Words) -> Iterator[str]:
        """The cliff for a reader."""
        figures = {"income": self.income, "before": self.before, "after": self.after, "loss": self.loss}
        shown = {name: words.value(value, kind) for name, value in figures.items()}
        yield words.say("cliffs.cliff", item=words.label(purse.income), **shown)
        for side in self.sides:
            before, after = words.value(side.before, kind), words.value(side.after, kind)
            yield "  " + words.say("cliffs.side", item=words.of(side.label), before=before, after=after)
        recovers = None if self.recovers is None else words.value(self.recovers, kind)
        yield "  " + words.say("cliffs.recovers" if recovers else "cliffs.never", income=recovers)

    def plain(self) -> dict[str, Any]:
        """JSON values, decimals as text."""
        names = ("income", "next", "before", "after", "loss", "until", "recovers")
        sides = [
            {"provision": s.provision, "amount": s.amount, "before": plain_fact(s.before), "after": plain_fact(s.after)}
            for s in self.sides
        ]
        return {**{name: plain_fact(getattr(self, name)) for name in names}, "amounts": sides}


@frozen(eq=False)
class Cliffs:
    """The cliffs of one purse. IMPOSSIBLE: proved that there are none for anybody with the given facts. `facts`: the person whose
    cliffs they are; `complete`: that person has no others."""

    book: RuleBook
    purse: Purse
    verdict: Verdict
    found: tuple[Cliff, ...] = ()
    facts: Mapping[str, Any] = Fixed()
    complete: bool = False

    def plain(self, lang: str = "en") -> dict[str, Any]:
        """JSON values."""
        return {
            "purse": self.purse.name,
            "verdict": self.verdict.value,
            "cliffs": [cliff.plain() for cliff in self.found],
            "complete": self.complete,
            "facts": {name: plain_fact(value) for name, value in self.facts.items()},
        }

    def text(self, lang: str = "en") -> str:
        """Lines for a reader."""
        words = self.book.words(language(lang))
        if not self.found:
            word = "undecided" if self.verdict is Verdict.UNDECIDED else "none"
            return words.say(f"cliffs.{word}", minus=self.purse.name)
        kind = self.book.statutes.kinds[self.purse.income]
        return "\n".join(line for cliff in self.found for line in cliff.lines(self.purse, kind, words))


class Ladder:
    """Two neighbouring incomes of one person: `k` steps and one more."""

    def __init__(self, book: RuleBook, purse: Purse, facts: Mapping[str, Any], limits: Limits, rows: int = 0) -> None:
        self.book, self.purse, self.limits = book, purse, limits
        self.k = z3.Int("steps")
        self.net = purse.net(book)
        self.lower = Encoder(book, facts, rows=rows)
        self.upper = Encoder(book, facts, rows=rows, beside=self.lower)
        # Incomes are written out as steps, so that neighbours are one step apart and each cliff is found once.
        self.first, self.last = self._range()
        self.lower.preset(purse.income, self._rung(0))
        self.upper.preset(purse.income, self._rung(1))
        self.before, self.after = self.lower.number(self.net), self.upper.number(self.net)

    def _range(self) -> tuple[int, int]:
        fact = self.book.statutes.law.facts.get(self.purse.income)
        low, high = (fact.range if fact is not None else None) or (-LARGEST, LARGEST)
        return -int(-low // self.purse.step), int(high // self.purse.step) - 1

    def _rung(self, more: int) -> Number:
        places = 2
        units = int(self.purse.step.scaleb(places))
        value = units * (self.k + more) if more else units * self.k
        return Number(value, places, True, units * (self.first + more), units * (self.last + more))

    def claims(self) -> list[Bit]:
        """Both nets are known and the steps stay within the range of the income."""
        return [self.before.known, self.after.known, self.k >= self.first, self.k <= self.last]

    def falls(self) -> Bit:
        """The net falls from one to the next."""
        return compared("<", self.after, self.before)

    def solver(self, *claims: Bit) -> z3.Solver:
        """A solver with these claims."""
        return solver_of((self.lower, self.upper), [*self.claims(), *claims], self.limits)

    def least(self, *claims: Bit) -> tuple[Verdict, int]:
        """The fewest steps that meet the claims."""
        optimizer = z3.Optimize()
        self.limits.now().apply(optimizer)
        bits = [*self.lower.constraints(), *self.upper.constraints(), *self.claims(), *claims]
        optimizer.add([as_term(bit) for bit in bits])
        optimizer.minimize(self.k)
        found = optimizer.check()
        if found != z3.sat:
            return (Verdict.IMPOSSIBLE if found == z3.unsat else Verdict.UNDECIDED), 0
        return Verdict.POSSIBLE, optimizer.model().eval(self.k, model_completion=True).as_long()

    def income(self, steps: int) -> Decimal:
        """So many steps as an income."""
        return steps * self.purse.step


def cliffs(
    book: RuleBook, purse: Purse, facts: Mapping[str, Any] = Fixed(), limits: Limits = TIME, most: int = MOST
) -> Cliffs:
    """The cliffs of a purse for everybody who has the given facts (checked as any subject's, without the income), at most so many.

    Raises UnknownNameError for an income or an amount that is not there or in another currency.
    """
    given = {name: value for name, value in situation_of(facts, book).facts.items() if name != purse.income}
    for rows in (0, MEMBERS):
        verdict, person = _somebody(Ladder(book, purse, given, limits, rows))
        if verdict is not Verdict.POSSIBLE:
            return Cliffs(book, purse, verdict if rows == 0 else Verdict.UNDECIDED)
        if confirmed(person, book, lambda at: _drops(book, purse, at)):
            del person[purse.income]
            return _of_person(book, purse, person, limits, most)
    return Cliffs(book, purse, Verdict.UNDECIDED)


def _somebody(ladder: Ladder) -> tuple[Verdict, dict[str, Any]]:
    """Somebody whose net falls, as z3 has it."""
    solver = ladder.solver(ladder.falls())
    verdict = verdict_of(solver)
    if verdict is not Verdict.POSSIBLE:
        return verdict, {}
    model = solver.model()
    steps = model.eval(ladder.k, model_completion=True).as_long()
    return verdict, {**ladder.lower.witness(model), ladder.purse.income: ladder.income(steps)}


def _drops(book: RuleBook, purse: Purse, at: Situation) -> bool:
    net, here = purse.net(book), at.facts[purse.income]
    before, after = (evaluate(net, _earning(at, purse, income)) for income in (here, here + purse.step))
    return before is not None and after is not None and after < before


def _earning(at: Situation, purse: Purse, income: Decimal) -> Situation:
    return Situation({**at.facts, purse.income: income}, at.book)


def _of_person(book: RuleBook, purse: Purse, person: Mapping[str, Any], limits: Limits, most: int) -> Cliffs:
    at = situation_of(person, book)
    ladder = Ladder(book, purse, at.facts, limits)
    found: list[Cliff] = []
    position, verdict = ladder.first, Verdict.POSSIBLE
    while len(found) < most:
        verdict, steps = ladder.least(ladder.falls(), ladder.k >= position)
        cliff = _cliff(ladder, at, steps) if verdict is Verdict.POSSIBLE else None
        if cliff is None:
            break
        found.append(cliff)
        position = int(cliff.until // purse.step) + 1
    outcome = Verdict.POSSIBLE if found else Verdict.UNDECIDED
    return Cliffs(book, purse, outcome, tuple(found), at.facts, verdict is Verdict.IMPOSSIBLE)


def _cliff(ladder: Ladder, at: Situation, steps: int) -> Cliff | None:
    """The cliff at so many steps, its figures worked out by evaluate; None where evaluate finds none."""
    purse, income = ladder.purse, ladder.income(steps)
    sides = [_earning(at, purse, one) for one in (income, income + purse.step)]
    before, after = (evaluate(ladder.net, side) for side in sides)
    if before is None or after is None or not after < before:
        return None
    rising, end = ladder.least(compared(">=", ladder.after, ladder.before), ladder.k > steps)
    until = ladder.income(end) if rising is Verdict.POSSIBLE else income + purse.step
    return Cliff(
        income, income + purse.step, before, after, until, _recovery(ladder, at, steps, before), _sides(ladder, sides)
    )


def _recovery(ladder: Ladder, at: Situation, steps: int, before: Decimal) -> Decimal | None:
    level = Number(int(before.scaleb(ladder.before.places)), ladder.before.places)
    level = Number(level.value, level.places, True, int(level.value), int(level.value))
    verdict, end = ladder.least(compared(">=", ladder.before, level), ladder.k > steps)
    if verdict is not Verdict.POSSIBLE:
        return None
    income = ladder.income(end)
    left = evaluate(ladder.net, _earning(at, ladder.purse, income))
    return income if left is not None and left >= before else None


def _sides(ladder: Ladder, sides: Sequence[Situation]) -> tuple[Side, ...]:
    found = []
    for provision, amount in (*ladder.purse.minus, *ladder.purse.plus):
        node = amount_or_nothing(ladder.book, provision, amount)
        label = ladder.book.ruling(provision).amounts[amount][0].label
        found.append(Side(provision, amount, label, *(evaluate(node, side) for side in sides)))
    return tuple(found)
