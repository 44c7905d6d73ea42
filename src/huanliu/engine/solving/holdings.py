"""Texts and sets as symbols: which values are said, one bit a value, made only for the values that the law asks about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

import z3
from attrs import Factory, define, frozen

from huanliu.engine.solving.symbols import Bit, Number, Truth, both, choose, counted, either, number, opposite, same

# What a text says that is none of the values the law names.
ANOTHER = "(another)"


class Holding(Protocol):
    """A text (one value) or a set (any number of values)."""

    @property
    def known(self) -> Bit:
        """That it is known."""

    def says(self, value: str) -> Bit:
        """Whether it is, or holds, the value; taken as known."""

    def alike(self, other: Holding) -> Bit:
        """Whether two texts are the same; taken as known."""

    def size(self) -> Number:
        """How many values a set holds."""


@frozen(eq=False)
class Said:
    """A text or set that is given."""

    values: frozenset[str]
    known: Bit = True

    def says(self, value: str) -> Bit:
        """Plainly so or not."""
        return value in self.values

    def alike(self, other: Holding) -> Bit:
        """Whether the other says this one text."""
        return either(other.says(value) for value in self.values)

    def size(self) -> Number:
        """How many values."""
        return number(len(self.values))


NOTHING = Said(frozenset(), False)


@define(eq=False)
class Asked:
    """A text or set that is not fixed. `values` is the closed list of an enum or set, None for an open text."""

    name: str
    values: tuple[str, ...] | None
    several: bool
    known: Bit = True
    bits: dict[str, z3.BoolRef] = Factory(dict)
    twins: dict[str, tuple[Asked, z3.BoolRef]] = Factory(dict)

    def says(self, value: str) -> Bit:
        """The bit of the value, made when it is first asked for."""
        if self.values is not None and value not in self.values:
            return False
        if value not in self.bits:
            self.bits[value] = z3.Bool(f"{self.name}={value}")
        return self.bits[value]

    def alike(self, other: Holding) -> Bit:
        """Whether two texts are the same; for two open ones a bit of its own, tied down by `constraints`."""
        if not isinstance(other, Asked):
            return other.alike(self)
        if other is self:
            return True
        closed = self.values if self.values is not None else other.values
        if closed is not None:
            return either(both((self.says(value), other.says(value))) for value in closed)
        if other.name not in self.twins:
            bit = z3.Bool(f"{self.name}~{other.name}")
            self.twins[other.name], other.twins[self.name] = (other, bit), (self, bit)
        return self.twins[other.name][1]

    def size(self) -> Number:
        """How many values of the list are held."""
        return counted(self.says(value) for value in self.values or ())

    def constraints(self) -> Iterable[Bit]:
        """A text says exactly one value; of an open one, at most one of those that the law names."""
        for other, bit in self.twins.values():
            for value in [*self.bits, *other.bits]:
                yield either((opposite(bit), same(self.says(value), other.says(value))))
                yield either((bit, opposite(both((self.says(value), other.says(value))))))
        if self.several:
            return
        bits = list(self.bits.values())
        if len(bits) > 1:
            yield z3.AtMost(*bits, 1)
        if self.values is not None and len(bits) == len(self.values):
            yield either(bits)

    def read(self, model: z3.ModelRef) -> str | list[str]:
        """What it says in a model."""
        said = [value for value, bit in self.bits.items() if z3.is_true(model.eval(bit, model_completion=True))]
        if self.several:
            return sorted(said)
        return said[0] if said else self._unnamed(model)

    def _unnamed(self, model: z3.ModelRef) -> str:
        if self.values is not None:
            return next(value for value in self.values if value not in self.bits)
        if not self.twins:
            return ANOTHER
        equal = [name for name, (_, bit) in self.twins.items() if z3.is_true(model.eval(bit, model_completion=True))]
        return f"{ANOTHER} {min([self.name, *equal])}"


@frozen(eq=False)
class Chosen:
    """One of two by a condition."""

    first: Bit
    one: Holding
    other: Holding
    known: Bit

    def says(self, value: str) -> Bit:
        """What the chosen one says."""
        found: Bit = choose(self.first, self.one.says(value), self.other.says(value))
        return found

    def alike(self, other: Holding) -> Bit:
        """Whether the chosen one is the same."""
        found: Bit = choose(self.first, self.one.alike(other), self.other.alike(other))
        return found

    def size(self) -> Number:
        """The size of the chosen one."""
        one, other = self.one.size(), self.other.size()
        value = choose(self.first, one.value, other.value)
        return Number(value, 0, True, min(one.low, other.low), max(one.high, other.high))


def chosen_holding(first: Truth, one: Holding, other: Holding, texts: bool) -> Holding:
    """The one where `first` holds, the other where it fails; where `first` is open, known if both texts are the same."""
    known = choose(first.yes, one.known, other.known)
    if not first.total and texts:
        agreed = both((one.known, other.known, one is other or one.alike(other)))
        known = either((both((first.yes, one.known)), both((first.no, other.known)), agreed))
    if isinstance(first.yes, bool):
        kept = one if first.yes else other
        return kept if known is kept.known else Chosen(True, kept, kept, known)
    return Chosen(first.yes, one, other, known)
