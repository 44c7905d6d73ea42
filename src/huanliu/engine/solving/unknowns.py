"""Facts that are not fixed: one variable of z3 each, within the range and the values of the vocabulary, and back to a value.

A variable that is `flagged` may also stay unknown: its symbol is then known only where its flag holds.
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import z3
from attrs import Factory, define, frozen

from huanliu.base.period import EARLIEST, LATEST
from huanliu.engine.kinds import Kind
from huanliu.engine.solving import almanac
from huanliu.engine.solving.holdings import Asked, Holding, Said
from huanliu.engine.solving.symbols import Bit, Number, Truth, both, either, exact, opposite, truth
from huanliu.engine.subject import LARGEST
from huanliu.law.model import Fact

Symbol = Truth | Number | Holding


@frozen(eq=False)
class Variable:
    """One fact that may vary. `term` is its z3 constant, or the bits of a text; `flag` says that it is known at all."""

    name: str
    kind: Kind
    term: Any
    symbol: Symbol
    low: int = 0
    high: int = 0
    flag: Bit = True

    def constraints(self) -> Iterator[Bit]:
        """What every value keeps to."""
        if isinstance(self.term, (Asked, Household)):
            yield from self.term.constraints()
        elif isinstance(self.symbol, Number):
            yield self.term >= self.low
            yield self.term <= self.high

    def read(self, model: z3.ModelRef) -> Any:
        """Its value in a model as `Intake` takes it; None where it stays unknown."""
        if not isinstance(self.flag, bool) and not z3.is_true(model.eval(self.flag, model_completion=True)):
            return None
        if isinstance(self.term, (Asked, Household)):
            return self.term.read(model)
        return plain_value(model.eval(self.term, model_completion=True), self.kind)

    def differs(self, before: Any) -> Bit:
        """That it is another value than the one given."""
        if isinstance(self.term, Asked):
            held = before if isinstance(before, frozenset) else {before}
            pool = self.kind.values if self.term.several else held
            return either(opposite(self.term.says(value)) if value in held else self.term.says(value) for value in pool)
        if isinstance(self.symbol, Truth):
            return opposite(self.term) if before else self.term
        return opposite(self.term == self.units(before))

    def units(self, value: Any) -> int:
        """A number or a day in the variable's own whole units."""
        symbol = given(value)
        assert isinstance(symbol, Number) and symbol.plain is not None
        places = self.kind.places if self.kind.numeric else 0
        return symbol.at(places).plain or 0


@define(eq=False)
class Household:
    """A family that nobody gave: members that may or may not be there, each fact of theirs a variable when it is asked for."""

    present: list[z3.BoolRef]
    columns: dict[tuple[int, str], Variable] = Factory(dict)

    def constraints(self) -> Iterator[Bit]:
        """Members fill the first places, and their facts keep to their ranges."""
        for one, following in itertools.pairwise(self.present):
            yield z3.Implies(following, one)
        for column in self.columns.values():
            yield from column.constraints()

    def read(self, model: z3.ModelRef) -> list[dict[str, Any]]:
        """The members that are there, with the facts that were asked for."""
        there = [i for i, bit in enumerate(self.present) if z3.is_true(model.eval(bit, model_completion=True))]
        return [{key: each.read(model) for (i, key), each in self.columns.items() if i == one} for one in there]


def household(name: str, kind: Kind, label: str, flagged: bool, size: int) -> Variable:
    """A variable for a family of at most so many members."""
    flag: Bit = z3.Bool(f"{label}?") if flagged else True
    home = Household([z3.Bool(f"{label}[{position}]") for position in range(size)])
    return Variable(name, kind, home, unknown(kind), flag=flag)


def plain_value(term: Any, kind: Kind) -> Any:
    """A value of a model in the engine's own type."""
    if kind.name == "bool":
        return z3.is_true(term)
    units = term.as_long()
    if kind.name == "date":
        return almanac.read(units)
    return units if kind.name == "int" else Decimal(units).scaleb(-kind.places)


def given(value: Any) -> Symbol:
    """A value that is fixed, as a symbol."""
    if isinstance(value, bool):
        return Truth(value)
    if isinstance(value, (int, Decimal)):
        return exact(value)
    if isinstance(value, datetime.date):
        return exact(almanac.written(value))
    return Said(value if isinstance(value, frozenset) else frozenset({value}))


def unknown(kind: Kind) -> Symbol:
    """A value of a kind of which nothing is known."""
    if kind.name == "bool":
        return Truth(False, False)
    if kind.name in ("text", "enum", "set"):
        return Said(frozenset(), False)
    return Number(0, 0, False, 0, 0)


def variable(name: str, kind: Kind, fact: Fact | None, label: str, flagged: bool, least: int | None = None) -> Variable:
    """A variable for a fact (or for a definition given directly, where `fact` is None; `least` is then its natural low end)."""
    flag: Bit = z3.Bool(f"{label}?") if flagged else True
    if kind.name == "bool":
        term = z3.Bool(label)
        return Variable(name, kind, term, _flagged(term, flag), flag=flag)
    if kind.name in ("enum", "text", "set"):
        values = None if kind.name == "text" else tuple(kind.values)
        asked = Asked(label, values, kind.name == "set", flag)
        return Variable(name, kind, asked, asked, flag=flag)
    low, high = _ends(kind, fact, least)
    term = z3.Int(label)
    places = kind.places if kind.numeric else 0
    return Variable(name, kind, term, Number(term, places, flag, low, high), low, high, flag)


def _flagged(term: z3.BoolRef, flag: Bit) -> Truth:
    if flag is True:
        return Truth(term)
    return truth(both((flag, term)), both((flag, opposite(term))))


def _ends(kind: Kind, fact: Fact | None, least: int | None) -> tuple[int, int]:
    if kind.name == "date":
        return almanac.written(EARLIEST), almanac.written(LATEST)
    low, high = (fact.range if fact is not None else None) or (-LARGEST if least is None else least, LARGEST)
    scale = 10**kind.places
    return int(low * scale), int(high * scale)
