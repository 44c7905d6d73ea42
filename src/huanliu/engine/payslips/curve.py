"""Net against gross: what is left along a range of pay, and every cliff where one more leaves less.

Between its kinks and jumps what is left is a straight line in pay. Each stretch between two points is probed inside; where a probe
stands off the line between the ends, the stretch holds a kink or a jump and is halved, down to one unit of pay. A fall within one unit is a
cliff. Rounding in the law moves what is left by less than `ROUNDING`, which counts as straight: a fall of no more than `SURE` between two points
may hide in it. A larger one is found wherever no kink on the same stretch outweighs it to within that rounding, seen from every probe; the points should
therefore lie closer than the bands of the law.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from functools import cache

from attrs import frozen

from huanliu.engine.evaluate import Situation
from huanliu.engine.payslips.account import fill
from huanliu.law.model import Payslip

ONE = Decimal(1)
# Taxes of three places are rounded to whole units at most; two roundings may meet in one difference.
ROUNDING = 2
SURE = 5 * ROUNDING
# Where a stretch is probed, as parts of it: a kink that hides from one shows itself to the other.
PROBES = (Fraction(1, 2), Fraction(1, 3), Fraction(4, 5))

Net = Callable[[Decimal], Decimal | None]


@frozen
class Point:
    """What is left of one year's pay; None where it is not known."""

    gross: Decimal
    net: Decimal | None


@frozen
class Drop:
    """One unit more than `gross` leaves `loss` less."""

    gross: Decimal
    loss: Decimal


@frozen
class Curve:
    """A payslip's curve with its cliffs."""

    payslip: Payslip
    points: tuple[Point, ...]
    drops: tuple[Drop, ...]


def curve(payslip: Payslip, at: Situation, low: Decimal, high: Decimal, count: int = 101) -> Curve:
    """The curve over `count` (at least 2) evenly spaced whole amounts of pay from low to high."""

    @cache
    def net(gross: Decimal) -> Decimal | None:
        return fill(payslip, at, gross).net

    points = [Point(gross, net(gross)) for gross in steps(low, high, count)]
    drops = [drop for one, other in itertools.pairwise(points) for drop in _drops(one, other, net)]
    return Curve(payslip, tuple(points), tuple(drops))


def steps(low: Decimal, high: Decimal, count: int) -> list[Decimal]:
    """Evenly spaced whole amounts, both ends included."""
    each = [(low + (high - low) * place / (count - 1)).quantize(ONE) for place in range(count)]
    return list(dict.fromkeys(each))


def _drops(one: Point, other: Point, net: Net) -> Iterator[Drop]:
    if one.net is None or other.net is None:
        return
    if other.gross - one.gross <= ONE:
        # A law that takes away less than its own rounding is no cliff.
        if one.net - other.net > ROUNDING:
            yield Drop(one.gross, one.net - other.net)
    elif not _straight(one, other, net):
        middle = _between(one, other, PROBES[0])
        here = Point(middle, net(middle))
        yield from _drops(one, here, net)
        yield from _drops(here, other, net)


def _between(one: Point, other: Point, part: Fraction) -> Decimal:
    width = other.gross - one.gross
    return one.gross + (width * part.numerator / part.denominator).quantize(ONE)


def _straight(one: Point, other: Point, net: Net) -> bool:
    return all(_on_line(one, other, _between(one, other, part), net) for part in PROBES)


def _on_line(one: Point, other: Point, gross: Decimal, net: Net) -> bool:
    came = net(gross)
    if came is None or one.net is None or other.net is None:
        return False
    line = one.net + (other.net - one.net) * (gross - one.gross) / (other.gross - one.gross)
    return abs(came - line) <= ROUNDING
