"""Reckoning with symbols: points, sums, rounding, bracket tables and dates, each as `evaluate` does it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import z3

from huanliu.engine import expression as tree
from huanliu.engine.solving.counting import plainly
from huanliu.engine.solving.symbols import (
    Bit,
    Number,
    Truth,
    both,
    chosen_number,
    compared,
    counted,
    exact,
    extreme,
    narrowed,
    number,
    opposite,
    plus,
    rounded,
    times,
    total,
    truth,
    where,
)
from huanliu.engine.solving.unknowns import Symbol

if TYPE_CHECKING:
    from huanliu.engine.solving.solver import Encoder


def at_least(at: Encoder, node: tree.AtLeast) -> Symbol:
    """At least so many hold; decided as soon as the open ones cannot change it."""
    needed, parts = at.number(node.needed), [at.truth(part) for part in node.parts]
    held, possible = counted(part.yes for part in parts), counted(opposite(part.no) for part in parts)
    yes = _reaches([part.yes for part in parts], held, needed)
    if needed.known is True and all(part.total for part in parts):
        return Truth(yes)
    return truth(both((needed.known, yes)), both((needed.known, compared("<", possible, needed))))


def _reaches(bits: list[Bit], held: Number, needed: Number) -> Bit:
    loose = [bit for bit in bits if not isinstance(bit, bool)]
    if needed.plain is None or needed.places or not loose:
        return compared(">=", held, needed)
    left = needed.plain - sum(bit is True for bit in bits)
    # z3 knows cardinalities of its own; a sum of ones is far slower there.
    return z3.AtLeast(*loose, left) if 0 < left <= len(loose) else left <= 0


def points(at: Encoder, node: tree.Points) -> Symbol:
    """The best award of each group, added up, reaches what is needed."""
    needed = at.number(node.needed)
    awards = [[(at.truth(a.condition), at.number(a.points)) for a in group] for group in node.groups]
    known = both((needed.known, *(points.known for group in awards for _, points in group)))
    lowest = total(_best([(met.yes, points) for met, points in group]) for group in awards)
    yes = compared(">=", lowest, needed)
    if all(met.total for group in awards for met, _ in group):
        return where(known, yes)
    highest = total(_best([(opposite(met.no), points) for met, points in group]) for group in awards)
    return truth(both((known, yes)), both((known, compared("<", highest, needed))))


def _best(awards: list[tuple[Bit, Number]]) -> Number:
    """The best award of a group; never less than nothing."""
    given_points = [chosen_number(Truth(met), points, number(0)) for met, points in awards]
    return extreme(True, [number(0), *given_points])


def arithmetic(at: Encoder, node: tree.Arithmetic) -> Symbol:
    """Sum, difference or product."""
    left, right = at.number(node.left), at.number(node.right)
    if node.operator == "*":
        return times(left, right)
    return plus(left, right, 1 if node.operator == "+" else -1)


def limit(at: Encoder, node: tree.Extreme) -> Symbol:
    """The least or the greatest of several numbers or days."""
    return plainly(extreme(node.greatest, [at.number(part) for part in node.parts]))


def kept(at: Encoder, node: tree.Round) -> Symbol:
    """A number or a quotient kept to so many places."""
    divisor = number(1) if node.divisor is None else at.number(node.divisor)
    return rounded(at.number(node.value), divisor, node.places, node.mode)


def progressive(at: Encoder, node: tree.Progressive) -> Symbol:
    """Each rate on the part above its `over`, as a sum of its pieces."""
    value = at.number(node.value)
    parts, previous = [number(0)], Decimal(0)
    for bracket in node.table:  # type: ignore[union-attr]
        above = extreme(True, [number(0), plus(value, exact(bracket.over), -1)])
        parts.append(times(exact(bracket.rate - previous), above))
        previous = bracket.rate
    return narrowed(total(parts), value.known)


def shift(at: Encoder, node: tree.Shift) -> Symbol:
    """A day moved by days or months."""
    day, by = at.number(node.date), at.number(node.by)
    if node.unit == "days":
        return at.almanac.shifted_days(day, by)
    return at.almanac.shifted_months(day, by, node.unit == "months_rolled")


def span(at: Encoder, node: tree.Span) -> Symbol:
    """From one day to another in days, completed months or completed years."""
    start, end = at.number(node.start), at.number(node.end)
    if node.unit == "days":
        return at.almanac.days_between(start, end)
    count = at.almanac.months_completed if node.unit == "months" else at.almanac.years_completed
    return count(start, end)


def date_part(at: Encoder, node: tree.DatePart) -> Symbol:
    """The year, month or day of a day."""
    day = at.number(node.date)
    part = at.almanac.civil(day)[("year", "month", "day").index(node.part)]
    return narrowed(part, day.known)


def date_of(at: Encoder, node: tree.DateOf) -> Symbol:
    """A day from its numbers."""
    return at.almanac.date_of(at.number(node.year), at.number(node.month), at.number(node.day))
