"""The reader for proofs: a bound expression as terms of z3, over all that the facts left open could still be.

It gives the answers of `evaluate` for every completion of the facts: unknown stays unknown where the tree itself leaves it
so (a number of the law that is not known, a division by zero). Facts that are given are fixed and folded away. Counts over a
day log or a family that is not given are free within their natural range; the definition around them can be given directly,
so such a witness is still a lawful subject. Every witness is read back and evaluated before anybody sees it.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from enum import Enum
from typing import Any

import z3
from attrs import asdict, evolve, frozen

from huanliu.base.daylog import DayRow
from huanliu.base.fixed import Fixed
from huanliu.engine import expression as tree
from huanliu.engine.expression import Expression, children
from huanliu.engine.functions import ROW
from huanliu.engine.kinds import Kind
from huanliu.engine.rulings import RuleBook
from huanliu.engine.solving import reckoning
from huanliu.engine.solving.almanac import Almanac
from huanliu.engine.solving.counting import Row, day_count, only_where, plainly, quantifier
from huanliu.engine.solving.holdings import chosen_holding
from huanliu.engine.solving.symbols import (
    FAILS,
    HOLDS,
    Bit,
    Number,
    Truth,
    between,
    both,
    chosen_number,
    chosen_truth,
    compared,
    either,
    every,
    narrowed,
    negate,
    opposite,
    same,
    some,
    where,
)
from huanliu.engine.solving.unknowns import Symbol, Variable, given, household, plain_value, unknown, variable


@frozen(eq=False)
class Leaf:
    """A clause (or the standing of a provision) that may be let go: it counts only where `held` is assumed. `bar`: the law asks
    that it fail."""

    node: tree.ClauseOf | str
    bar: bool
    held: z3.BoolRef
    yes: z3.BoolRef
    no: z3.BoolRef
    truth: Truth


class Missing(Enum):
    """What becomes of a fact that is not given: any value of its range; any value or unknown, by a flag; unknown."""

    FREE = "free"
    ASKED = "asked"
    UNKNOWN = "unknown"


class Encoder:
    """Translates the expressions of one rule book for one set of given facts.

    `loose` names facts that may vary, given or not; `missing` says what becomes of the others that are not given; `tracking`
    lets every clause be let go, to find those that stand in the way. `rows`: so many family members
    may be made up where none are given; with 0, counts are free instead, which leaves nothing out that could be: only then does
    "impossible" hold for families of any size. `beside` is another encoder (of the same subject at another time, with another
    income, under another law) whose variables serve here too for every fact that `shares` names.
    """

    def __init__(
        self,
        book: RuleBook,
        facts: Mapping[str, Any] = Fixed(),
        *,
        loose: Container[str] = (),
        missing: Missing = Missing.FREE,
        tracking: bool = False,
        rows: int = 0,
        beside: Encoder | None = None,
        shares: Callable[[str], bool] = lambda name: True,
    ) -> None:
        self.book, self.facts, self.loose, self.missing = book, facts, loose, missing
        self.tracking, self.rows = tracking, rows
        self.beside, self.shares = beside, shares
        self.variables: dict[str, Variable] = {}
        self.members: dict[tuple[int, str], Variable] = {}
        self.stated: dict[str, Symbol] = {}
        self.leaves: dict[int | str, Leaf] = {}
        self.almanac = Almanac()
        self.aside: list[Bit] = []
        self.counted: dict[Expression, Symbol] = {}
        self.opened = 0
        self.row: Row | None = None
        self.bar = False
        self._facts: dict[str, Symbol] = {}
        self._known: dict[tuple[int, int], tuple[Expression, Symbol]] = {}
        self._standing: dict[str, Truth] = {}

    @property
    def counting(self) -> bool:
        """Whether a count over what nobody gave is free within its range, rather than unknown."""
        return self.missing is Missing.FREE or (self.missing is Missing.ASKED and self.rows == 0)

    def preset(self, name: str, symbol: Symbol) -> None:
        """Let a fact be this symbol, whatever was given."""
        self._facts[name] = symbol

    def of(self, node: Expression) -> Symbol:
        """The symbol of an expression; each node is translated once."""
        key = (id(node), -1 if self.row is None else self.row.position)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = (node, _READERS[type(node)](self, node))
        return found[1]

    def truth(self, node: Expression) -> Truth:
        """The symbol of a condition."""
        found = self.of(node)
        assert isinstance(found, Truth)
        return found

    def number(self, node: Expression) -> Number:
        """The symbol of a number or a date."""
        found = self.of(node)
        assert isinstance(found, Number)
        return found

    def standing(self, identity: str) -> Truth:
        """Whether a provision is met."""
        if identity not in self._standing:
            ruling = self.book.ruling(identity)
            found = _every(self, (ruling.applies, ruling.condition))
            if self.tracking and ruling.reason is not None:
                found = self.tracked(identity, identity, found)
            self._standing[identity] = found
        return self._standing[identity]

    def tracked(self, key: int | str, node: tree.ClauseOf | str, found: Truth) -> Truth:
        """The truth behind a bit that can be let go."""
        if key not in self.leaves:
            held, yes, no = (z3.FreshBool(part) for part in ("held", "yes", "no"))
            self.leaves[key] = Leaf(node, self.bar, held, yes, no, found)
            ties = (same(yes, found.yes), same(no, found.no))
            self.aside += [z3.Implies(held, tie) if not isinstance(tie, bool) or not tie else True for tie in ties]
            self.aside.append(opposite(both((yes, no))))
        leaf = self.leaves[key]
        return Truth(leaf.yes, leaf.no)

    def fact(self, name: str) -> Symbol:
        """A fact: given, else worked out from its definition, else a variable."""
        if name not in self._facts:
            self._facts[name] = self._stands(name)
        return self._facts[name]

    def _stands(self, name: str) -> Symbol:
        value, definition = self.facts.get(name), self.book.definition(name)
        if name in self.loose:
            return self.variable(name).symbol
        if value is not None:
            return given(value)
        if definition is not None:
            found = self._derived(name, definition)
            return found if isinstance(definition, tree.Quantifier) else plainly(found)
        if self.missing is Missing.UNKNOWN:
            return unknown(self.book.statutes.kinds[name])
        return self.variable(name).symbol

    def _derived(self, name: str, definition: Expression) -> Symbol:
        before = self.opened
        found = self.of(definition)
        if self.opened > before and counts(definition):
            self.stated[name] = found
        if self.missing is not Missing.ASKED or surely(found) or not counts(definition):
            return found
        # Nobody is asked for a whole log: the number itself can be stated, and then stands in place of the count.
        direct = self.variable(name)
        stated = Truth(direct.flag)
        symbol = chosen(stated, direct.symbol, found, direct.kind)
        if not isinstance(symbol, Number) or not isinstance(found, Number) or found.between is None:
            return symbol
        assert isinstance(direct.symbol, Number)
        low, high = (chosen_number(stated, direct.symbol, end) for end in found.between)
        return evolve(symbol, between=(low, high))

    def label(self, name: str) -> str:
        """What z3 calls a fact; another time's facts have a stroke."""
        return name if self.beside is None else f"{self.beside.label(name)}'"

    def variable(self, name: str) -> Variable:
        """The variable of a fact, made when it is first needed."""
        if self.beside is not None and self.shares(name) and name in self.beside.book.statutes.kinds:
            return self.beside.variable(name)
        if name not in self.variables:
            definition, kind = self.book.definition(name), self.book.statutes.kinds[name]
            least = None if definition is None or not counts(definition) else 0
            fact = self.book.statutes.law.facts.get(name)
            flagged = self.missing is Missing.ASKED and name not in self.loose
            if kind.name == "members":
                self.variables[name] = household(name, kind, self.label(name), flagged, self.rows)
                return self.variables[name]
            self.variables[name] = self._made(variable(name, kind, fact, self.label(name), flagged, least))
        return self.variables[name]

    def _made(self, made: Variable) -> Variable:
        if made.kind.name == "date" and isinstance(made.symbol, Number):
            self.almanac.admit(made.symbol)
        return made

    def family(self) -> Variable | None:
        """The family that may be made up; None where it stays unknown."""
        if not self.rows or (self.missing is Missing.UNKNOWN and ROW not in self.loose):
            return None
        return self.variable(ROW)

    def member(self, node: tree.Column) -> Symbol:
        """A fact of the family member that is looked at."""
        row = self.row
        if row is None or not (row.columns is not None or self.missing is Missing.FREE):
            return unknown(node.kind)
        columns, place = self.members if row.columns is None else row.columns, (row.position, node.key)
        if place not in columns:
            fact = self.book.statutes.law.facts.get(node.name)
            label = self.label(f"{ROW}[{row.position}].{node.key}")
            columns[place] = self._made(variable(node.name, node.kind, fact, label, False))
        return columns[place].symbol

    def opaque(self, node: Expression, source: str, low: int, high: int) -> Symbol:
        """Something that is counted from a log or family (`source`) that nobody gave: free within its natural range."""
        self.opened += 1
        if self.beside is not None and self.shares(source):
            return self.beside.opaque(node, source, low, high)
        if node not in self.counted:
            self.counted[node] = self._free(node.kind, low, high)
        return self.counted[node]

    def _free(self, kind: Kind, low: int, high: int) -> Symbol:
        if kind.name == "bool":
            return Truth(z3.FreshBool("counted"))
        # A count with a place has halves and nothing finer.
        step, places = (5, 1) if kind.places == 1 else (1, kind.places)
        units = z3.FreshInt("counted")
        self.aside += [units >= low, units <= high]
        return Number(units * step if step > 1 else units, places, True, low * step, high * step)

    def constraints(self) -> list[Bit]:
        """Everything that holds of every completion, as of now."""
        found = [bit for each in (*self.variables.values(), *self.members.values()) for bit in each.constraints()]
        found += [*self.almanac.ties, *self.aside]
        return [bit for bit in found if bit is not True]

    def witness(self, model: z3.ModelRef) -> dict[str, Any]:
        """The facts of a model, as `Intake` takes them: those given, those that vary, and the counts stated directly."""
        found = {name: _as_given(value) for name, value in self.facts.items()}
        for name, each in self.variables.items():
            value = each.read(model)
            if value is not None:
                found[name] = value
        for name, symbol in self.stated.items():
            found[name] = self._stated(name, symbol, model)
        if self.members:
            found[ROW] = self._family(model)
        return {name: value for name, value in found.items() if value is not None}

    def _stated(self, name: str, symbol: Symbol, model: z3.ModelRef) -> Any:
        kind = self.book.statutes.kinds[name]
        if isinstance(symbol, Truth):
            return plain_value(model.eval(as_term(symbol.yes), model_completion=True), kind)
        if isinstance(symbol, Number):
            term = model.eval(as_term(symbol.value), model_completion=True)
            return plain_value(term, evolve(kind, places=symbol.places))
        return None

    def _family(self, model: z3.ModelRef) -> list[dict[str, Any]]:
        rows = [dict(row) for row in self.facts[ROW]]
        for (position, key), each in self.members.items():
            rows[position][key] = each.read(model)
        return rows


def _as_given(value: Any) -> Any:
    """A log as it came, so that a witness passes the same door as any subject."""
    if isinstance(value, tuple) and value and isinstance(value[0], DayRow):
        return [asdict(row) for row in value]
    return value


def as_term(value: Any) -> Any:
    """A plain value as a term."""
    if isinstance(value, bool):
        return z3.BoolVal(value)
    return z3.IntVal(value) if isinstance(value, int) else value


def surely(found: Symbol) -> bool:
    """Whether a symbol is known whatever the facts left open are."""
    return found.known is True


def counts(definition: Expression) -> bool:
    """Whether a definition counts over a log or a family, itself and not through another definition."""
    if isinstance(definition, (tree.Quantifier, tree.DayCount)):
        return True
    return any(counts(child) for child in children(definition))


def chosen(first: Truth, one: Symbol, other: Symbol, kind: Kind) -> Symbol:
    """Case with one branch, for every kind of symbol."""
    if isinstance(one, Truth) and isinstance(other, Truth):
        return chosen_truth(first, one, other)
    if isinstance(one, Number) and isinstance(other, Number):
        return chosen_number(first, one, other)
    assert not isinstance(one, (Truth, Number)) and not isinstance(other, (Truth, Number))
    return chosen_holding(first, one, other, kind.name != "set")


def _literal(at: Encoder, node: tree.Literal) -> Symbol:
    return unknown(node.kind) if node.value is None else given(node.value)


def _fact(at: Encoder, node: tree.FactRef) -> Symbol:
    return at.fact(node.name)


def _column(at: Encoder, node: tree.Column) -> Symbol:
    value = None if at.row is None else at.row.given.get(node.key)
    if value is not None:
        return given(value)
    definition = at.book.definition(node.name)
    return at.member(node) if definition is None else at.of(definition)


def _named(at: Encoder, node: tree.Named) -> Symbol:
    return plainly(at.of(node.expression))


def _written(at: Encoder, node: tree.Written) -> Symbol:
    return plainly(at.of(node.core))


def _clause(at: Encoder, node: tree.ClauseOf) -> Symbol:
    found = at.truth(node.expression)
    return at.tracked(id(node), node, found) if at.tracking and at.row is None else found


def _group(at: Encoder, node: tree.GroupOf) -> Symbol:
    return at.of(node.expression)


def _met_by(at: Encoder, node: tree.MetBy) -> Symbol:
    return at.standing(node.provision)


def _amount_of(at: Encoder, node: tree.AmountOf) -> Symbol:
    met, amounts = at.standing(node.provision), at.book.ruling(node.provision).amounts
    value = at.of(amounts[node.amount][1]) if node.amount in amounts else unknown(node.kind)
    otherwise = unknown(node.kind) if node.otherwise is None else at.of(node.otherwise)
    found = chosen(met, value, otherwise, node.kind)
    return found if met.total else only_where(found, met.known)


def _not(at: Encoder, node: tree.Not) -> Symbol:
    at.bar = not at.bar
    found = negate(at.truth(node.part))
    at.bar = not at.bar
    return found


def _every(at: Encoder, parts: Sequence[Expression]) -> Truth:
    found = []
    for part in parts:
        found.append(at.truth(part))
        if found[-1].no is True:
            return FAILS
    return every(found)


def _and(at: Encoder, node: tree.And) -> Symbol:
    return _every(at, node.parts)


def _or(at: Encoder, node: tree.Or) -> Symbol:
    found = []
    for part in node.parts:
        found.append(at.truth(part))
        if found[-1].yes is True:
            return HOLDS
    return some(found)


def _case(at: Encoder, node: tree.Case) -> Symbol:
    branches: list[tuple[Truth, Symbol]] = []
    default = None
    for condition, value in node.branches:
        first = at.truth(condition)
        if first.yes is True:
            default = at.of(value)
            break
        if first.no is not True:
            branches.append((first, at.of(value)))
    if default is None:
        default = unknown(node.kind) if node.default is None else at.of(node.default)
    for first, symbol in reversed(branches):
        default = chosen(first, symbol, default, node.kind)
    return plainly(default)


def _compare(at: Encoder, node: tree.Compare) -> Symbol:
    left, right = at.of(node.left), at.of(node.right)
    if isinstance(left, Number) and isinstance(right, Number):
        if left.between is not None or right.between is not None:
            return between(left, right, node.operator)
        return where(both((left.known, right.known)), compared(node.operator, left, right))
    assert not isinstance(left, (Truth, Number)) and not isinstance(right, (Truth, Number))
    alike = left.alike(right)
    known = both((left.known, right.known))
    return where(known, alike if node.operator == "=" else opposite(alike))


def _one_of(at: Encoder, node: tree.OneOf) -> Symbol:
    item = at.of(node.item)
    if isinstance(item, Number):
        wanted = [given(value) for value in node.values]
        return where(item.known, either(compared("=", item, one) for one in wanted if isinstance(one, Number)))
    assert not isinstance(item, Truth)
    return where(item.known, either(item.says(str(value)) for value in node.values))


def _contains(at: Encoder, node: tree.Contains) -> Symbol:
    held = at.of(node.container)
    assert not isinstance(held, (Truth, Number))
    return where(held.known, held.says(node.member))


def _size(at: Encoder, node: tree.Size) -> Symbol:
    held = at.of(node.container)
    assert not isinstance(held, (Truth, Number))
    return narrowed(held.size(), held.known)


_READERS: dict[type, Callable[[Encoder, Any], Symbol]] = {
    tree.Literal: _literal,
    tree.FactRef: _fact,
    tree.Column: _column,
    tree.Named: _named,
    tree.Written: _written,
    tree.ClauseOf: _clause,
    tree.GroupOf: _group,
    tree.MetBy: _met_by,
    tree.AmountOf: _amount_of,
    tree.Not: _not,
    tree.And: _and,
    tree.Or: _or,
    tree.AtLeast: reckoning.at_least,
    tree.Points: reckoning.points,
    tree.Case: _case,
    tree.Compare: _compare,
    tree.OneOf: _one_of,
    tree.Contains: _contains,
    tree.Size: _size,
    tree.Arithmetic: reckoning.arithmetic,
    tree.Extreme: reckoning.limit,
    tree.Round: reckoning.kept,
    tree.Progressive: reckoning.progressive,
    tree.Shift: reckoning.shift,
    tree.Span: reckoning.span,
    tree.DatePart: reckoning.date_part,
    tree.DateOf: reckoning.date_of,
    tree.DayCount: day_count,
    tree.Quantifier: quantifier,
}
