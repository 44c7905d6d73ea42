"""What an expression may come to over many subjects at once: truths, numbers, texts and sets as terms of z3.

Every symbol also says under which condition it is known, so the three-valued reading of `evaluate` is kept exactly.
Whatever is already decided stays a plain Python value: a clause over known facts never reaches the solver.
Numbers are whole units of their last decimal (`places`) and carry bounds; dates are numbers too, as day ordinals.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from math import gcd
from typing import Any, TypeAlias

import z3
from attrs import evolve, field, frozen

Bit: TypeAlias = bool | z3.BoolRef
Whole: TypeAlias = int | z3.ArithRef

# Beyond every product of facts and numbers of the law: "no bound".
ENDLESS = 10**60
# A number that takes at most so many values is multiplied value by value, which keeps products linear.
FEW = 64


def both(bits: Iterable[Bit]) -> Bit:
    """And, decided at once where a plain False stands in it."""
    kept: list[Bit] = []
    for bit in bits:
        if bit is False:
            return False
        if bit is not True:
            kept.append(bit)
    if not kept:
        return True
    return kept[0] if len(kept) == 1 else z3.And(kept)


def either(bits: Iterable[Bit]) -> Bit:
    """Or, decided at once where a plain True stands in it."""
    kept: list[Bit] = []
    for bit in bits:
        if bit is True:
            return True
        if bit is not False:
            kept.append(bit)
    if not kept:
        return False
    return kept[0] if len(kept) == 1 else z3.Or(kept)


def opposite(bit: Bit) -> Bit:
    """Not."""
    if isinstance(bit, bool):
        return not bit
    return bit.arg(0) if z3.is_not(bit) else z3.Not(bit)


def choose(bit: Bit, one: Any, other: Any) -> Any:
    """If, for bits and for whole numbers."""
    if isinstance(bit, bool):
        return one if bit else other
    if one is other or (isinstance(one, int) and isinstance(other, int) and one == other):
        return one
    if isinstance(one, bool) or isinstance(other, bool):
        return either((both((bit, one)), both((opposite(bit), other))))
    return z3.If(bit, one, other)


def same(one: Bit, other: Bit) -> Bit:
    """Whether two bits agree."""
    if isinstance(one, bool):
        return other if one else opposite(other)
    if isinstance(other, bool):
        return one if other else opposite(one)
    return one == other


@frozen(eq=False)
class Truth:
    """A condition. `yes`: it surely holds; `no`: it surely fails, left out where it fails whenever it does not hold."""

    yes: Bit
    _no: Bit | None = None

    @property
    def total(self) -> bool:
        """Whether it is never unknown."""
        return self._no is None

    @property
    def no(self) -> Bit:
        """That it surely fails."""
        return opposite(self.yes) if self._no is None else self._no

    @property
    def known(self) -> Bit:
        """That it is decided."""
        return True if self._no is None else either((self.yes, self._no))


HOLDS, FAILS, OPEN = Truth(True), Truth(False), Truth(False, False)


def truth(yes: Bit, no: Bit) -> Truth:
    """A truth of its two sides; plain ones lose the second where it says nothing more."""
    decided = yes is True or no is True or (isinstance(yes, bool) and isinstance(no, bool) and yes != no)
    return Truth(yes is True) if decided else Truth(yes, no)


def negate(part: Truth) -> Truth:
    """Kleene's not."""
    return Truth(opposite(part.yes)) if part.total else Truth(part.no, part.yes)


def every(parts: Sequence[Truth]) -> Truth:
    """Kleene's and."""
    yes = both(part.yes for part in parts)
    if all(part.total for part in parts):
        return Truth(yes)
    return truth(yes, either(part.no for part in parts))


def some(parts: Sequence[Truth]) -> Truth:
    """Kleene's or."""
    yes = either(part.yes for part in parts)
    if all(part.total for part in parts):
        return Truth(yes)
    return truth(yes, both(part.no for part in parts))


def where(known: Bit, yes: Bit) -> Truth:
    """A condition that is known only where `known` holds."""
    if known is True:
        return Truth(yes)
    return truth(both((known, yes)), both((known, opposite(yes))))


@frozen(eq=False)
class Number:
    """`value` units of 10**-places. `cases`: all values it may take, each with its guard, where they are few. `between`: the
    least and the most of a count whose rows are not all known."""

    value: Whole
    places: int = 0
    known: Bit = True
    low: int = -ENDLESS
    high: int = ENDLESS
    cases: tuple[tuple[Bit, int], ...] | None = None
    between: tuple[Number, Number] | None = field(default=None, repr=False)

    @property
    def plain(self) -> int | None:
        """The value where it is fixed."""
        return self.value if isinstance(self.value, int) else None

    def at(self, places: int) -> Number:
        """The same number in finer units."""
        if places == self.places:
            return self
        factor = 10 ** (places - self.places)
        cases = None if self.cases is None else tuple((guard, value * factor) for guard, value in self.cases)
        between = None if self.between is None else (self.between[0].at(places), self.between[1].at(places))
        ends = (self.low * factor, self.high * factor)
        return Number(self.value * factor, places, self.known, *ends, cases, between)


def number(value: int, places: int = 0) -> Number:
    """A fixed number."""
    return Number(value, places, True, value, value)


def exact(value: int | Decimal) -> Number:
    """A fixed number with as many places as it needs."""
    if isinstance(value, int):
        return number(value)
    exponent = value.normalize().as_tuple().exponent
    places = max(0, -exponent) if isinstance(exponent, int) else 0
    return number(int(value.scaleb(places)), places)


NO_NUMBER = Number(0, 0, False, 0, 0)


def aligned(*parts: Number) -> list[Number]:
    """The numbers in the same units, the finest of theirs."""
    places = max(part.places for part in parts)
    return [part.at(places) for part in parts]


def plus(left: Number, right: Number, sign: int = 1) -> Number:
    """Sum, or difference with a sign of -1."""
    left, right = aligned(left, right)
    least, most = sorted((sign * right.low, sign * right.high))
    known = both((left.known, right.known))
    if right.plain == 0 or (left.plain == 0 and sign == 1):
        value = left.value if right.plain == 0 else right.value
    else:
        value = left.value + right.value if sign == 1 else left.value - right.value
    return Number(value, left.places, known, left.low + least, left.high + most)


def times(left: Number, right: Number) -> Number:
    """Product. One with few values is taken apart into its values, so that z3 sees only multiples."""
    if left.cases is not None and left.plain is None and right.plain is None:
        value: Whole = 0
        for guard, factor in left.cases:
            value = choose(guard, _multiple(factor, right.value), value)
    elif right.cases is not None and right.plain is None and left.plain is None:
        return times(right, left)
    else:
        value = _multiple(left.value, right.value)
    corners = [one * other for one in (left.low, left.high) for other in (right.low, right.high)]
    known = both((left.known, right.known))
    low, high = max(min(corners), -ENDLESS), min(max(corners), ENDLESS)
    return Number(value, left.places + right.places, known, low, high)


def _multiple(one: Whole, other: Whole) -> Whole:
    for factor, value in ((one, other), (other, one)):
        if isinstance(factor, int) and factor in (0, 1):
            return value if factor else 0
    return one * other


COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def compared(sign: str, left: Number, right: Number) -> Bit:
    """A comparison of two numbers taken as known; decided by their bounds where those suffice."""
    left, right = aligned(left, right)
    if sign in ("<", ">="):
        return opposite(compared("<=", right, left)) if sign == "<" else compared("<=", right, left)
    if sign in (">", "<>"):
        return opposite(compared("<=" if sign == ">" else "=", left, right))
    if left.low > right.high or (sign == "=" and left.high < right.low):
        return False
    if (left.high <= right.low) if sign == "<=" else (left.low == left.high == right.low == right.high):
        return True
    found = COMPARISONS[sign](left.value, right.value)
    return found if isinstance(found, (bool, z3.BoolRef)) else bool(found)


def between(left: Number, right: Number, sign: str) -> Truth:
    """A comparison where at least one side is a count of which only the least and the most are known."""
    (low, high), (least, most) = left.between or (left, left), right.between or (right, right)
    known = both((low.known, least.known))
    if sign in ("=", "<>"):
        alike = both((compared("=", low, high), compared("=", least, most), compared("=", low, least)))
        apart = either((compared("<", high, least), compared("<", most, low)))
        found = truth(both((known, alike)), both((known, apart)))
        return found if sign == "=" else negate(found)
    corners = [compared(sign, one, other) for one in (low, high) for other in (least, most)]
    return truth(both((known, *corners)), both((known, *map(opposite, corners))))


def extreme(greatest: bool, parts: Sequence[Number]) -> Number:
    """The least or the greatest of several."""
    found, *rest = aligned(*parts)
    for part in rest:
        first = compared(">=" if greatest else "<=", found, part)
        pick = max if greatest else min
        low, high = pick(found.low, part.low), pick(found.high, part.high)
        value = choose(first, found.value, part.value)
        found = Number(value, found.places, both((found.known, part.known)), low, high)
    return found


def total(parts: Iterable[Number]) -> Number:
    """The sum of several; 0 of none."""
    found = number(0)
    for part in parts:
        found = plus(found, part)
    return found


def counted(bits: Iterable[Bit]) -> Number:
    """How many of the bits hold."""
    bits = list(bits)
    sure = sum(bit is True for bit in bits)
    loose = [z3.If(bit, 1, 0) for bit in bits if not isinstance(bit, bool)]
    if not loose:
        return number(sure)
    return Number(z3.Sum([*loose, sure]), 0, True, sure, sure + len(loose))


def rounded(value: Number, divisor: Number, places: int, mode: str) -> Number:
    """value / divisor kept to so many places; not known over 0. The same exact quotient as `evaluate.rounded`."""
    known = both((value.known, divisor.known, opposite(compared("=", divisor, number(0)))))
    up, down = 10 ** (places + divisor.places), 10**value.places
    if divisor.plain is not None:
        return _rounded_by(value, divisor.plain * down, up, places, mode, known)
    negative = compared("<", divisor, number(0))
    above = choose(negative, -1 * value.value, value.value) * up
    below = choose(negative, -1 * divisor.value, divisor.value) * down
    bare = value.low >= 0 and divisor.low >= 0
    # A divisor of nothing leaves the quotient not known; 1 in its place keeps z3 from inventing a value for x / 0.
    safe = choose(compared("=", divisor, number(0)), 1, below)
    return Number(_quotient(above, safe, mode, bare, False), places, known, 0 if bare else -ENDLESS)


def _rounded_by(value: Number, below: int, up: int, places: int, mode: str, known: Bit) -> Number:
    if below == 0:
        return NO_NUMBER
    if below < 0:
        value, below = _opposed(value), -below
    shared = gcd(up, below)
    up, below = up // shared, below // shared
    ends = [_quotient(end * up, below, mode, end >= 0, end < 0) for end in (value.low, value.high)]
    if value.plain is not None:
        return Number(ends[0], places, known, ends[0], ends[0])
    if below == 1:
        return Number(_multiple(value.value, up), places, known, ends[0], ends[1])
    found = _quotient(_multiple(value.value, up), below, mode, value.low >= 0, value.high <= 0)
    return Number(found, places, known, ends[0], ends[1])


def _opposed(value: Number) -> Number:
    return Number(-1 * value.value, value.places, value.known, -value.high, -value.low)


def _quotient(above: Whole, below: Whole, mode: str, positive: bool, negative: bool) -> Any:
    """above / below to a whole number, below > 0; `positive` and `negative` say what is known of the sign of above."""
    if positive:
        return _divided(above, below, mode)
    if negative:
        return -1 * _divided(-1 * above, below, mode)
    return z3.If(above >= 0, _divided(above, below, mode), -1 * _divided(-1 * above, below, mode))


def _divided(above: Whole, below: Whole, mode: str) -> Whole:
    if mode == "half_up":
        above, below = 2 * above + below, 2 * below
    elif mode == "up":
        above = above + below - 1
    if isinstance(above, int) and isinstance(below, int):
        return above // below
    return above / below


Cases: TypeAlias = tuple[tuple[Bit, int], ...] | None


def _cases(part: Number) -> Cases:
    return ((True, part.value),) if isinstance(part.value, int) else part.cases


def chosen_number(first: Truth, one: Number, other: Number) -> Number:
    """The one where `first` holds, the other where it fails; where `first` is open, their value if they agree."""
    one, other = aligned(one, other)
    known = choose(first.yes, one.known, other.known)
    if not first.total:
        agreed = both((one.known, other.known, compared("=", one, other)))
        known = either((both((first.yes, one.known)), both((first.no, other.known)), agreed))
    cases = _chosen_cases(first.yes, _cases(one), _cases(other))
    value = choose(first.yes, one.value, other.value)
    return Number(value, one.places, known, min(one.low, other.low), max(one.high, other.high), cases)


def _chosen_cases(first: Bit, one: Cases, other: Cases) -> Cases:
    if one is None or other is None or len(one) + len(other) > FEW:
        return None
    later = opposite(first)
    return (
        *((both((first, guard)), value) for guard, value in one),
        *((both((later, guard)), value) for guard, value in other),
    )


def chosen_truth(first: Truth, one: Truth, other: Truth) -> Truth:
    """The same for conditions."""
    if first.total and one.total and other.total:
        return Truth(choose(first.yes, one.yes, other.yes))
    sides = []
    for left, right in ((one.yes, other.yes), (one.no, other.no)):
        agreed = False if first.total else both((left, right))
        sides.append(either((both((first.yes, left)), both((first.no, right)), agreed)))
    return truth(sides[0], sides[1])


def narrowed(part: Number, known: Bit) -> Number:
    """The number, known only where `known` holds as well."""
    return evolve(part, known=both((part.known, known)))
