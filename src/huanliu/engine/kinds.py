"""Types of expressions: which may meet which, and how many decimals they carry.

Numbers are fixed-point: a kind knows its decimals, so every reader can reckon in whole units of the last place and all
agree to the cent. Addition keeps the longer fraction, multiplication adds the two.
"""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve, field, frozen

from huanliu.base.fixed import Fixed
from huanliu.base.language import Text
from huanliu.law.model import Fact

DECIMAL_PLACES = 6
MONEY_PLACES = 2


@frozen
class Kind:
    """A type. `fact` says whose enum or set it is, `values` what it may hold, `labels` how known texts are called, `places` the
    decimals of a number."""

    name: str
    currency: str | None = None
    places: int = 0
    fact: str | None = None
    values: Mapping[str, Text] = field(factory=Fixed, eq=False)
    unit: str | None = None
    labels: Mapping[str, Text] = field(factory=Fixed, eq=False)

    def __str__(self) -> str:
        return f"money in {self.currency}" if self.name == "money" else self.name

    @property
    def numeric(self) -> bool:
        """Whether one may reckon with it."""
        return self.name in ("int", "decimal", "money")

    def with_places(self, places: int) -> Kind:
        """The same type with other decimals; a fraction of an int is a decimal."""
        name = "decimal" if self.name == "int" and places else self.name
        return evolve(self, name=name, places=places)


BOOL = Kind("bool")
INT = Kind("int")
DATE = Kind("date")
TEXT = Kind("text")


def decimal(places: int = DECIMAL_PLACES, unit: str | None = None) -> Kind:
    """A decimal number with so many places."""
    return Kind("decimal", places=places, unit=unit)


def money(currency: str, places: int = MONEY_PLACES) -> Kind:
    """Money of one currency."""
    return Kind("money", currency=currency, places=places)


def kind_of_fact(fact: Fact) -> Kind:
    """The type of a fact of the vocabulary."""
    match fact.type:
        case "money":
            return money(fact.currency or "")
        case "decimal":
            return decimal(unit=fact.unit)
        case "enum" | "set":
            return Kind(fact.type, fact=fact.name, values=fact.values)
        case "text":
            return Kind("text", labels=fact.labels)
        case _:
            return Kind(fact.type, unit=fact.unit)


def comparable(left: Kind, right: Kind) -> bool:
    """Whether the two may be compared for equality."""
    if left.numeric and right.numeric:
        return left.currency == right.currency
    texts = ("text", "enum")
    return left.name == right.name or (left.name in texts and right.name in texts)
