"""Cells: what a fact may be, as far as the law that is asked can tell.

A law that only asks whether an income is at least 2,500,000 knows two incomes: below, and not below. Each fact's values fall
into finitely many such cells, cut by the tests that are put to it; any value of a cell stands for all of it.
"""

from __future__ import annotations

import datetime
import itertools
import math
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any

from attrs import frozen

from huanliu.base.period import EARLIEST, LATEST
from huanliu.engine.evaluate import COMPARISONS
from huanliu.engine.kinds import Kind
from huanliu.engine.subject import LARGEST
from huanliu.law.model import Fact

MIRRORED = {"=": "=", "<>": "<>", "<": ">", "<=": ">=", ">": "<", ">=": "<="}

# How likely a value is, where nothing is known of the people who answer: only the order of questions hangs on it.
GAP_WEIGHT, POINT_WEIGHT = 4.0, 1.0
# Applications are about these days, not about any day of two centuries.
NEAR_WEIGHT = 12.0
# A list of three countries catches few texts, a list of two hundred universities many.
OTHER_TEXTS = 100.0
# To have none of a list of things is as common as to have any one of them.
NONE = "none"
OTHER_TEXT = "(another)"
# Sets are told apart by the members that are asked for, and those grow by powers of two.
MOST_MEMBERS = 8


Weighed = Iterable[tuple[Any, float]]


@frozen
class Criterion:
    """One question put to a value. `form` is value (compare), within (a list), has (a member) or size (of a set)."""

    form: str
    operator: str = "="
    operand: Any = None

    def holds(self, value: Any) -> bool:
        """Whether a known value passes."""
        match self.form:
            case "within":
                return value in self.operand
            case "has":
                return self.operand in value
            case "size":
                return COMPARISONS[self.operator](len(value), self.operand)
        return COMPARISONS[self.operator](value, self.operand)


@frozen(eq=False)
class Cells:
    """The cells of one fact under some tests: a value of each, and how likely it is taken to be (shares sum to 1)."""

    tests: tuple[Criterion, ...]
    values: tuple[Any, ...]
    shares: tuple[float, ...]


def cut(kind: Kind, fact: Fact | None, tests: Iterable[Criterion], on: datetime.date) -> Cells | None:
    """The cells that tests cut a fact into; None where they are more than can be told apart by hand. `on`: the day assessed
    on, about which dates and years are most likely to be asked."""
    asked = tuple(dict.fromkeys(tests))
    candidates = _CANDIDATES.get(kind.name, _ordered)(kind, fact, asked)
    if candidates is None:
        return None
    return _gathered(asked, [*candidates, *_likely(kind, fact, on)])


def _likely(kind: Kind, fact: Fact | None, on: datetime.date) -> Weighed:
    if kind.name == "date":
        return [(on, NEAR_WEIGHT)]
    low, high = (fact.range if fact else None) or (-LARGEST, LARGEST)
    return [(on.year, NEAR_WEIGHT)] if kind.unit == "year" and low <= on.year <= high else []


def _gathered(tests: tuple[Criterion, ...], candidates: Weighed) -> Cells:
    """Candidates that no test tells apart are one cell."""
    places: dict[tuple[bool, ...], int] = {}
    values: list[Any] = []
    weights: list[float] = []
    for value, weight in candidates:
        signature = tuple(test.holds(value) for test in tests)
        place = places.setdefault(signature, len(values))
        if place == len(values):
            values.append(value)
            weights.append(0.0)
        weights[place] += weight
    total = math.fsum(weights)
    return Cells(tests, tuple(values), tuple(weight / total for weight in weights))


def _bools(kind: Kind, fact: Fact | None, tests: tuple[Criterion, ...]) -> Weighed:
    return [(False, 1.0), (True, 1.0)]


def _enums(kind: Kind, fact: Fact | None, tests: tuple[Criterion, ...]) -> Weighed:
    many = max(1.0, len(kind.values) - 1.0)
    return [(value, many if value == NONE else 1.0) for value in kind.values]


def _texts(kind: Kind, fact: Fact | None, tests: tuple[Criterion, ...]) -> Weighed:
    named: dict[str, float] = {}
    for test in tests:
        for value in sorted(_points(test)):
            named[value] = 1.0
    return [*named.items(), (OTHER_TEXT, OTHER_TEXTS)]


def _sets(kind: Kind, fact: Fact | None, tests: tuple[Criterion, ...]) -> Weighed | None:
    """Every choice of the members asked for, with as many others as the sizes asked for can tell apart."""
    members = sorted({test.operand for test in tests if test.form == "has"})
    if len(members) > MOST_MEMBERS:
        return None
    others = [value for value in kind.values if value not in members]
    most = max((math.floor(test.operand) + 1 for test in tests if test.form == "size"), default=0)
    fillers = range(min(len(others), max(0, most)) + 1)
    return [
        # Holding one of many is as likely as holding two or three; which ones, nobody knows.
        (frozenset([*held, *others[:more]]), 1 / math.comb(len(members), size))
        for size in range(len(members) + 1)
        for held in itertools.combinations(members, size)
        for more in fillers
    ]


def _ordered(kind: Kind, fact: Fact | None, tests: tuple[Criterion, ...]) -> Weighed:
    """The points at which numbers or dates are compared, and a value in every gap between them."""
    grid = _Days() if kind.name == "date" else _Numbers(kind, fact)
    points = sorted({point for test in tests for point in _points(test)})
    found = [(point, POINT_WEIGHT) for point in points if grid.holds(point)]
    found += [(value, GAP_WEIGHT) for value in _gaps(points, grid)]
    inside = [(grid.exact(value), weight) for value, weight in found if grid.low <= value <= grid.high]
    return inside or [(grid.low, 1.0)]


def _points(test: Criterion) -> Iterable[Any]:
    return test.operand if test.form == "within" else (test.operand,)


def _gaps(points: list[Any], grid: _Days | _Numbers) -> Iterator[Any]:
    """A value below all points, one between each two and one above, as far as the range leaves room."""
    if points:
        yield min(grid.before(points[0]), grid.high)
    for here, following in itertools.pairwise([*points, None]):
        value = max(grid.after(here), grid.low)
        if following is None or value < following:
            yield value


class _Days:
    """The calendar as a grid of days."""

    low: Any = EARLIEST
    high: Any = LATEST
    step = datetime.timedelta(days=1)

    def holds(self, value: Any) -> bool:
        return True

    def exact(self, value: Any) -> Any:
        return value

    def before(self, value: Any) -> Any:
        return max(value, self.low) - self.step

    def after(self, value: Any) -> Any:
        return min(value, self.high) + self.step


class _Numbers:
    """The numbers that a fact can hold: whole ones, or multiples of its last decimal place, within its range."""

    def __init__(self, kind: Kind, fact: Fact | None) -> None:
        self.low: Any
        self.high: Any
        self.low, self.high = (fact.range if fact else None) or (-LARGEST, LARGEST)
        self.whole, self.step = kind.name == "int", Decimal(1).scaleb(-kind.places)

    def holds(self, value: Any) -> bool:
        return Decimal(value) % self.step == 0

    def exact(self, value: Any) -> Any:
        return int(value) if self.whole else Decimal(value)

    def before(self, value: Any) -> Any:
        return (math.ceil(Decimal(value) / self.step) - 1) * self.step

    def after(self, value: Any) -> Any:
        return (math.floor(Decimal(value) / self.step) + 1) * self.step


_CANDIDATES: dict[str, Callable[[Kind, Fact | None, tuple[Criterion, ...]], Weighed | None]] = {
    "bool": _bools,
    "enum": _enums,
    "text": _texts,
    "set": _sets,
}
