"""What one clause asks: the facts in it, the tests it puts to each, and whether those tests say all that it can tell.

Worked out once for a bound clause and kept with the rule book. A clause is `plain` where each fact in it meets only numbers
and values of the law: then the cells of its facts decide it. Sums, dates reckoned with and family members are not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from attrs import define, field

from huanliu.base.truth import Truth
from huanliu.engine import expression as tree
from huanliu.engine.asking.cells import MIRRORED, Criterion
from huanliu.engine.asking.missing import LONG_FACTS
from huanliu.engine.evaluate import Situation, evaluate
from huanliu.engine.expression import Expression, children
from huanliu.engine.rulings import RuleBook

# Answers kept for each clause: a process that lives for months would otherwise keep one for every pay that it was ever told.
MOST_KNOWN = 500
STRICT = (tree.Literal, tree.FactRef, *tree.STRICT)


@define(eq=False)
class Clause:
    """A leaf of a condition. `through` are the definitions that it reads its facts by; `hopeless` if no facts can decide it."""

    node: Expression
    book: RuleBook
    facts: dict[str, None] = field(factory=dict)
    tests: dict[str, list[Criterion]] = field(factory=dict)
    through: set[str] = field(factory=set)
    plain: bool = True
    strict: bool = True
    lacks_number: bool = False
    direct: Criterion | None = None
    known: dict[tuple[Any, ...], Truth] = field(factory=dict)

    @property
    def hopeless(self) -> bool:
        """Whether it stays unknown whatever is answered: it needs a number of the law that is not known."""
        return self.strict and self.lacks_number

    def truth(self, values: Mapping[str, Any]) -> Truth:
        """What a plain clause comes to for some facts, each by a value; those left out are unknown."""
        if self.direct is not None:
            value = values.get(next(iter(self.facts)))
            return None if value is None else self.direct.holds(value)
        key = tuple(values.get(name) for name in self.facts)
        if key not in self.known:
            if len(self.known) >= MOST_KNOWN:
                # Facts that were given stand here as they are, and no two people earn the same.
                self.known.clear()
            given = {name: values[name] for name in self.facts if name in values}
            self.known[key] = evaluate(self.node, Situation(given, self.book))
        return self.known[key]


def clause_of(node: Expression, book: RuleBook) -> Clause:
    """The clause of a bound node, read once."""
    clauses: dict[int, Clause] = book.plans.setdefault("clauses", {})
    found = clauses.get(id(node))
    if found is None:
        # The clause holds its node, so that the identity cannot come to mean another.
        found = clauses[id(node)] = Clause(node, book)
        _Reader(found).condition(node)
        _settle(found)
    return found


def _settle(clause: Clause) -> None:
    tests = list(clause.tests.values())
    if clause.plain and clause.strict and len(clause.facts) == 1 and len(tests) == 1 and len(tests[0]) == 1:
        clause.direct = tests[0][0]


def asked_directly(name: str, book: RuleBook) -> bool:
    """Whether a definition may be asked in place of a long fact that it is counted from."""
    known: dict[str, bool] = book.plans.setdefault("asked directly", {})
    if name not in known:
        stated = book.statutes.law.definitions.get(name)
        known[name] = stated is not None and stated.asks is not None and bool(LONG_FACTS & names_below(name, book))
    return known[name]


def names_below(name: str, book: RuleBook) -> frozenset[str]:
    """A fact's own name and, of a definition, every fact and definition it can hang on."""
    known: dict[str, frozenset[str]] = book.plans.setdefault("names below", {})
    found = known.get(name)
    if found is None:
        definition = book.definition(name)
        below = frozenset() if definition is None else names_in(definition, book)
        found = known[name] = below | {name}
    return found


def names_in(node: Expression, book: RuleBook) -> frozenset[str]:
    """Every fact and definition that an expression can hang on, through definitions and other provisions."""
    names: set[str] = set()
    stack: list[Expression] = [node]
    while stack:
        here = stack.pop()
        if isinstance(here, (tree.FactRef, tree.Column)):
            names |= names_below(here.name, book)
        elif isinstance(here, tree.MetBy | tree.AmountOf):
            names |= names_of_provision(here.provision, book)
        stack.extend(children(here))
    return frozenset(names)


def names_of_provision(identity: str, book: RuleBook) -> frozenset[str]:
    """Every fact and definition that a provision's finding or amounts can hang on."""
    known: dict[str, frozenset[str]] = book.plans.setdefault("names of provisions", {})
    if identity not in known:
        ruling = book.ruling(identity)
        parts = [ruling.applies, ruling.condition, *(sql for _, sql in ruling.amounts.values())]
        known[identity] = frozenset().union(*(names_in(part, book) for part in parts))
    return known[identity]


class _Reader:
    """Walks one clause and notes what it asks."""

    def __init__(self, clause: Clause) -> None:
        self.clause, self.book = clause, clause.book

    def condition(self, node: Expression) -> None:
        """A node that is true, false or unknown."""
        _CONDITIONS.get(type(node), _Reader.opaque)(self, node)

    def parts(self, node: Any) -> None:
        for part in children(node):
            self.condition(part)

    def joined(self, node: Any) -> None:
        self.clause.strict = False
        self.parts(node)

    def literal(self, node: tree.Literal) -> None:
        self.clause.lacks_number |= node.value is None

    def fact(self, node: tree.FactRef) -> None:
        definition = self.book.definition(node.name)
        if definition is None or asked_directly(node.name, self.book):
            self.note(node.name, Criterion("value", "=", True))
        else:
            self.clause.through.add(node.name)
            self.condition(definition)

    def compare(self, node: tree.Compare) -> None:
        """Facts on one side, numbers of the law on the other."""
        left, right = self.values(node.left), self.values(node.right)
        if left is None or right is None or (left.facts and right.facts):
            self.clause.plain = False
        elif left.facts:
            self.cut(left, node.operator, right)
        else:
            self.cut(right, MIRRORED[node.operator], left)

    def cut(self, side: _Side, operator: str, other: _Side) -> None:
        form = "size" if side.sized else "value"
        for name in side.facts:
            for operand in other.numbers:
                self.note(name, Criterion(form, operator, operand))
            self.clause.facts.setdefault(name)

    def one_of(self, node: tree.OneOf) -> None:
        self.listed(node.item, Criterion("within", "in", frozenset(node.values)))

    def contains(self, node: tree.Contains) -> None:
        self.listed(node.container, Criterion("has", "in", node.member))

    def listed(self, node: Expression, test: Criterion) -> None:
        side = self.values(node)
        if side is None or side.sized:
            self.clause.plain = False
            return
        for name in side.facts:
            self.note(name, test)

    def note(self, name: str, test: Criterion) -> None:
        self.clause.facts.setdefault(name)
        tests = self.clause.tests.setdefault(name, [])
        if test not in tests:
            tests.append(test)

    def values(self, node: Expression) -> _Side | None:
        """What a value may be: one of some facts as they stand, or one of some numbers of the law; None where it is reckoned."""
        side = _Side()
        if self.gather(node, side):
            return side
        self.opaque(node)
        return None

    def gather(self, node: Expression, side: _Side) -> bool:
        match node:
            case tree.Literal():
                self.literal(node)
                side.numbers += [] if node.value is None else [node.value]
                return True
            case tree.FactRef():
                return self.gather_fact(node, side)
            case tree.Written() | tree.Named() | tree.ClauseOf() | tree.GroupOf():
                return all(self.gather(part, side) for part in children(node))
            case tree.Case():
                return self.gather_case(node, side)
            case tree.Size():
                side.sized = True
                return self.gather(node.container, side)
        return False

    def gather_fact(self, node: tree.FactRef, side: _Side) -> bool:
        definition = self.book.definition(node.name)
        if definition is None or asked_directly(node.name, self.book):
            side.facts.append(node.name)
            return node.name not in LONG_FACTS
        self.clause.through.add(node.name)
        return self.gather(definition, side)

    def gather_case(self, node: tree.Case, side: _Side) -> bool:
        self.clause.strict = False
        for condition, _ in node.branches:
            self.condition(condition)
        values = [value for _, value in node.branches] + ([] if node.default is None else [node.default])
        return all(self.gather(value, side) for value in values) and not side.sized

    def opaque(self, node: Expression) -> None:
        """A part that no cells can decide: only its facts are noted."""
        clause = self.clause
        clause.plain = False
        stack = [node]
        while stack:
            here = stack.pop()
            if isinstance(here, tree.FactRef):
                self.opaque_fact(here.name, stack)
            elif isinstance(here, tree.MetBy | tree.AmountOf):
                clause.facts |= dict.fromkeys(sorted(names_of_provision(here.provision, self.book)))
            clause.lacks_number |= isinstance(here, tree.Literal) and here.value is None
            clause.strict &= isinstance(here, STRICT)
            stack.extend(children(here))

    def opaque_fact(self, name: str, stack: list[Expression]) -> None:
        definition = self.book.definition(name)
        if definition is None or asked_directly(name, self.book):
            self.clause.facts.setdefault(name)
        else:
            self.clause.through.add(name)
            stack.append(definition)


@define
class _Side:
    """What stands on one side of a comparison."""

    facts: list[str] = field(factory=list)
    numbers: list[Any] = field(factory=list)
    sized: bool = False


_CONDITIONS: dict[type, Callable[[_Reader, Any], None]] = {
    tree.Literal: _Reader.literal,
    tree.FactRef: _Reader.fact,
    tree.ClauseOf: _Reader.parts,
    tree.GroupOf: _Reader.parts,
    tree.Written: _Reader.parts,
    tree.Named: _Reader.parts,
    tree.Not: _Reader.joined,
    tree.And: _Reader.joined,
    tree.Or: _Reader.joined,
    tree.Case: _Reader.joined,
    tree.Compare: _Reader.compare,
    tree.OneOf: _Reader.one_of,
    tree.Contains: _Reader.contains,
}
