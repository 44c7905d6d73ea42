"""Numbers over columns: fixed point, exact. A working of money is in cents, a rate of three decimals in thousandths.

Every operation knows the bounds of what it makes, so 64 bits are left only where 64 bits might not do, and a comparison
that no row of the table can change is not computed. Dates take part in comparisons and extremes as numbers of days.
"""

from __future__ import annotations

import datetime
import operator
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import reduce
from math import gcd

import polars as pl

from huanliu.engine.columns.sheet import DATE, EPOCH, INT64, Build, Sheet, Sort, Working, literal, width
from huanliu.engine.columns.truths import where_known
from huanliu.engine.evaluate import COMPARISONS, EXACT
from huanliu.law.model import Bracket

Number = Decimal | int
MIRRORED = {"=": "=", "<>": "<>", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
ARITHMETIC: dict[str, Callable[[int, int], int]] = {"+": operator.add, "-": operator.sub, "*": operator.mul}
COMPARED: dict[str, Build] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
ON_COLUMNS: dict[str, Build] = {"+": operator.add, "-": operator.sub, "*": operator.mul}


def in_units(value: Number) -> tuple[int, int]:
    """A number as whole units of its last place that counts, and how many decimals that place is."""
    plain = Decimal(value).normalize(EXACT)
    exponent = plain.as_tuple().exponent
    places = max(0, -exponent) if isinstance(exponent, int) else 0
    return int(plain.scaleb(places, EXACT)), places


def constant(sheet: Sheet, value: Number | None) -> Working:
    """The same number in every row."""
    return sheet.unknown(Sort.NUMBER) if value is None else sheet.whole(*in_units(value))


def widened(sheet: Sheet, part: Working, dtype: pl.DataType) -> Working:
    """The same numbers in a wider column; a column as the table has it may be of 8, 16 or 32 bits."""
    if part.dtype == dtype or part.unknown:
        return part
    if part.settled:
        return sheet.whole(part.constant, part.places, dtype)
    bounds = {"places": part.places, "low": part.low, "high": part.high}
    return sheet.put(("widened", dtype), Sort.NUMBER, lambda x: x.cast(dtype), (part,), dtype=dtype, **bounds)


def rescaled(sheet: Sheet, part: Working, places: int) -> Working:
    """The same numbers counted in units of a later place: times 1.00, so to say."""
    if part.unknown or part.places >= places:
        return part
    finer = places - part.places
    return arithmetic(sheet, "*", part, sheet.whole(10**finer, finer))


def aligned(sheet: Sheet, parts: Sequence[Working]) -> list[Working]:
    """The same numbers all in units of one place and in columns of one width. Dates stay as they are."""
    known = [part for part in parts if not part.unknown]
    if not known or known[0].sort is Sort.DATE:
        return list(parts)
    places = max(part.places for part in known)
    level = [rescaled(sheet, part, places) for part in parts]
    kept = [part for part in level if not part.unknown]
    dtype = width(min(part.low for part in kept), max(part.high for part in kept))
    return [widened(sheet, part, dtype) for part in level]


def arithmetic(sheet: Sheet, sign: str, left: Working, right: Working) -> Working:
    """+, - or *; unknown where either is."""
    if left.unknown or right.unknown:
        return sheet.unknown(Sort.NUMBER)
    if sign == "-" and (factor := _other_factor(left, right)) is not None:
        return arithmetic(sheet, "*", left, arithmetic(sheet, "-", sheet.whole(1), factor))
    places = left.places + right.places
    if sign != "*":
        places = max(left.places, right.places)
        left, right = rescaled(sheet, left, places), rescaled(sheet, right, places)
    if left.settled and right.settled:
        return sheet.whole(ARITHMETIC[sign](left.constant, right.constant), places)
    return _simplified(sheet, sign, left, right, places)


def _simplified(sheet: Sheet, sign: str, left: Working, right: Working, places: int) -> Working:
    if sign != "*" and right.constant == 0:
        return left
    if sign == "+" and left.constant == 0:
        return right
    if sign == "*" and left.settled:
        left, right = right, left
    if sign == "*" and right.constant == 1 and places == left.places:
        return left
    if sign == "*" and right.settled and left.key == "*" and left.parts[1].settled:
        first, second = left.parts
        return arithmetic(sheet, "*", first, arithmetic(sheet, "*", second, right))
    return _combined(sheet, sign, left, right, places)


def _other_factor(left: Working, right: Working) -> Working | None:
    """The rate in "tax - tax x rate", which is tax x (1 - rate): one step less, and its bounds say that it is no debt."""
    if right.key != "*" or left not in right.parts:
        return None
    one, two = right.parts
    return two if one is left else one


def _combined(sheet: Sheet, sign: str, left: Working, right: Working, places: int) -> Working:
    low, high = _bounds(sign, left, right)
    if low == high and left.known and right.known:
        return sheet.whole(low, places)
    dtype = width(min(low, left.low, right.low), max(high, left.high, right.high))
    parts = (widened(sheet, left, dtype), widened(sheet, right, dtype))
    bounds = {"dtype": dtype, "places": places, "low": low, "high": high}
    return sheet.put(sign, Sort.NUMBER, ON_COLUMNS[sign], parts, cost=2.0, **bounds)


def _bounds(sign: str, left: Working, right: Working) -> tuple[int, int]:
    corners = [ARITHMETIC[sign](one, two) for one in (left.low, left.high) for two in (right.low, right.high)]
    return min(corners), max(corners)


def negative(sheet: Sheet, part: Working) -> Working:
    """The number with the other sign."""
    return arithmetic(sheet, "-", sheet.whole(0, part.places), part)


def absolute(sheet: Sheet, part: Working) -> Working:
    """The number without its sign."""
    if part.unknown or part.low >= 0:
        return part
    if part.high <= 0:
        return negative(sheet, part)
    wide = widened(sheet, part, width(part.low, part.high))
    bounds = {"dtype": wide.dtype, "places": part.places, "low": 0, "high": max(-part.low, part.high)}
    return sheet.put("absolute", Sort.NUMBER, lambda x: x.abs(), (wide,), **bounds)


def floor_divided(sheet: Sheet, top: Working, bottom: Working) -> Working:
    """top // bottom in whole units; unknown over 0. The bottom is never negative."""
    if top.unknown or bottom.unknown or bottom.constant == 0:
        return sheet.unknown(Sort.NUMBER)
    if top.settled and bottom.settled:
        return sheet.whole(top.constant // bottom.constant)
    if bottom.constant == 1:
        return top
    corners = [edge // over for edge in (top.low, top.high) for over in (max(1, bottom.low), max(1, bottom.high))]
    top, bottom = aligned(sheet, (_as_units(sheet, top), _as_units(sheet, bottom)))
    known = top.known and bottom.known and bottom.low > 0
    bounds = {"dtype": top.dtype, "known": known, "low": min(corners), "high": max(corners), "cost": 5.0}
    # Above zero both divisions are the same, and cutting off is the quicker one.
    divide: Build = operator.floordiv if top.low < 0 else pl.Expr.truncdiv
    return sheet.put("//", Sort.NUMBER, divide, (top, bottom), **bounds)


def _as_units(sheet: Sheet, part: Working, places: int = 0) -> Working:
    """The same whole units read as another place: 12345 cents as 12345, and back."""
    if part.unknown or part.places == places:
        return part
    if part.settled:
        return sheet.whole(part.constant, places)
    bounds = {"dtype": part.dtype, "places": places, "low": part.low, "high": part.high, "column": part.column}
    return sheet.put(("units", places), Sort.NUMBER, lambda x: x, (part,), **bounds)


def remainder(sheet: Sheet, top: Working, bottom: int) -> Working:
    """top modulo a written positive number, never negative."""
    if top.settled:
        return top if top.unknown else sheet.whole(top.constant % bottom)
    wide = widened(sheet, top, INT64)
    return sheet.put(
        ("%", bottom), Sort.NUMBER, lambda x: x % literal(bottom, INT64), (wide,), low=0, high=bottom - 1, cost=4.0
    )


def rounded(sheet: Sheet, mode: str, value: Working, divisor: Working | None, places: int) -> Working:
    """value, or value / divisor, kept to so many places; over 0 unknown. Whole numbers throughout, so never rounded twice."""
    divisor = sheet.whole(1) if divisor is None else divisor
    if value.unknown or divisor.unknown:
        return sheet.unknown(Sort.NUMBER)
    shift = places + divisor.places - value.places
    if divisor.constant == 1 and shift >= 0:
        return rescaled(sheet, value, places)
    factor, share = 10 ** max(shift, 0), 10 ** max(-shift, 0)
    if divisor.settled and divisor.constant:
        common = gcd(factor, divisor.constant * share)
        factor, divisor, share = factor // common, sheet.whole(divisor.constant * share // common), 1
    top = _times(sheet, _as_units(sheet, value), factor)
    bottom = _times(sheet, _as_units(sheet, divisor), share)
    return _as_units(sheet, _signed_quotient(sheet, mode, top, bottom), places)


def _times(sheet: Sheet, part: Working, factor: int) -> Working:
    return arithmetic(sheet, "*", part, sheet.whole(factor))


def _signed_quotient(sheet: Sheet, mode: str, top: Working, bottom: Working) -> Working:
    """The quotient of the sizes with the sign put back: rounding goes away from or towards zero on both sides of it."""
    quotient = _quotient(sheet, mode, absolute(sheet, top), absolute(sheet, bottom))
    if quotient.unknown:
        return quotient
    signs = arithmetic(sheet, "*", sign_of(sheet, top), sign_of(sheet, bottom))
    return arithmetic(sheet, "*", quotient, signs)


def sign_of(sheet: Sheet, part: Working) -> Working:
    """1, or -1 below zero."""
    if part.low >= 0 or part.high < 0:
        return sheet.whole(1 if part.low >= 0 else -1)
    build: Callable[[pl.Expr], pl.Expr] = lambda x: pl.when(x < 0).then(literal(-1, INT64)).otherwise(literal(1, INT64))  # noqa: E731
    return sheet.put("sign", Sort.NUMBER, build, (part,), known=True, low=-1, high=1)


def _quotient(sheet: Sheet, mode: str, top: Working, bottom: Working) -> Working:
    if mode == "half_up":
        if bottom.settled and bottom.constant % 2 == 0:
            return floor_divided(sheet, arithmetic(sheet, "+", top, sheet.whole(bottom.constant // 2)), bottom)
        twice = arithmetic(sheet, "+", _times(sheet, top, 2), bottom)
        return floor_divided(sheet, twice, _times(sheet, bottom, 2))
    if mode == "up":
        less = arithmetic(sheet, "-", bottom, sheet.whole(1))
        top = arithmetic(sheet, "+", top, less)
    return floor_divided(sheet, top, bottom)


def compare(sheet: Sheet, sign: str, left: Working, right: Working) -> Working:
    """A comparison of numbers or of dates."""
    if left.unknown or right.unknown:
        return sheet.truth(None)
    if left.settled and not right.settled:
        sign, left, right = MIRRORED[sign], right, left
    if right.settled and right.places > left.places and not left.settled:
        return _compare_with(sheet, sign, left, *_coarser(sign, right, left.places))
    left, right = (rescaled(sheet, part, max(left.places, right.places)) for part in (left, right))
    if right.settled and not left.settled:
        return _compare_with(sheet, sign, left, right.constant, right.constant)
    sure = decided(sign, (left.low, left.high), (right.low, right.high))
    if sure is not None:
        return where_known(sheet, sure, (left, right))
    return sheet.put(("compare", sign), Sort.TRUTH, COMPARED[sign], tuple(aligned(sheet, (left, right))))


def _coarser(sign: str, right: Working, places: int) -> tuple[int, int]:
    """A number between two units of a coarser place as the units below and above it: 0.5 lies between 0 and 1."""
    whole, rest = divmod(right.constant, 10 ** (right.places - places))
    return whole, whole + bool(rest)


def _compare_with(sheet: Sheet, sign: str, left: Working, below: int, above: int) -> Working:
    """A comparison with a written number that lies at (the two are one) or between two units of the column."""
    if sign in ("=", "<>") and below != above:
        return where_known(sheet, sign == "<>", (left,))
    edge = below if sign in (">", "<=") else above
    sure = decided(sign, (left.low, left.high), (edge, edge))
    if sure is not None:
        return where_known(sheet, sure, (left,))
    compared, dtype = COMPARED[sign], left.dtype
    # Bounds that leave it open lie around the number, so the number fits into the column's own width.
    return sheet.put(("with", sign, edge), Sort.TRUTH, lambda x: compared(x, literal(edge, dtype)), (left,))


def decided(sign: str, left: tuple[int, int], right: tuple[int, int]) -> bool | None:
    """What a comparison comes to for everything between two pairs of bounds, None where that differs."""
    outcomes = {COMPARISONS[sign](one, two) for one in left for two in right}
    apart = left[1] < right[0] or right[1] < left[0]
    points = left[0] == left[1] and right[0] == right[1]
    if sign in ("=", "<>") and not apart and not points:
        return None
    return outcomes.pop() if len(outcomes) == 1 else None


def one_of(sheet: Sheet, item: Working, values: Sequence[int]) -> Working:
    """Whether a number (in its own units) or a day is one of those written."""
    if item.settled:
        return sheet.truth(None if item.unknown else item.constant in values)
    possible = sorted({value for value in values if item.low <= value <= item.high})
    if len(possible) <= 1:
        return _compare_with(sheet, "=", item, *possible * 2) if possible else where_known(sheet, False, (item,))
    entries = pl.Series([_entry(value, item.dtype) for value in possible], dtype=item.dtype)
    return sheet.put(("one_of", *possible), Sort.TRUTH, lambda x: x.is_in(pl.lit(entries).implode()), (item,))


def _entry(value: int, dtype: pl.DataType) -> object:
    return EPOCH + datetime.timedelta(days=value) if dtype == DATE else value


def extreme(sheet: Sheet, greatest: bool, parts: Sequence[Working]) -> Working:
    """The greatest or the least of several numbers or dates; unknown where one is."""
    if any(part.unknown for part in parts):
        return sheet.unknown(parts[0].sort)
    level = aligned(sheet, list(dict.fromkeys(parts)))
    return reduce(lambda left, right: _extreme_of_two(sheet, greatest, left, right), level)


def _extreme_of_two(sheet: Sheet, greatest: bool, left: Working, right: Working) -> Working:
    more, less = (left, right) if greatest else (right, left)
    if left.known and right.known and more.low >= less.high:
        return left
    if left.known and right.known and less.low >= more.high:
        return right
    pick = max if greatest else min
    bounds = {"dtype": left.dtype, "places": left.places}
    bounds |= {"low": pick(left.low, right.low), "high": pick(left.high, right.high)}
    build = _horizontal(greatest) if left.known and right.known else _ordered(greatest)
    return sheet.put(("extreme", greatest), left.sort, build, (left, right), repeats=True, cost=4.0, **bounds)


def _horizontal(greatest: bool) -> Callable[[pl.Expr, pl.Expr], pl.Expr]:
    return pl.max_horizontal if greatest else pl.min_horizontal


def _ordered(greatest: bool) -> Callable[[pl.Expr, pl.Expr], pl.Expr]:
    """Polars' horizontal extremes pass over unknown values; here an unknown one leaves the answer unknown."""

    def build(left: pl.Expr, right: pl.Expr) -> pl.Expr:
        leads, trails = (left >= right, left < right) if greatest else (left <= right, left > right)
        return pl.when(leads).then(left).when(trails).then(right)

    return build


def progressive(sheet: Sheet, value: Working, table: Sequence[Bracket]) -> Working:
    """Tax by a bracket table: each rate on the part above its `over`.

    On the part between two edges the tax is one line, rate x value - deduction (the "quick deduction" of the Mainland's
    tables), so one look at the bracket gives both numbers: half the work of summing the brackets.
    """
    if value.unknown or not table:
        return value if value.unknown else sheet.whole(0)
    edges = [in_units(bracket.over) for bracket in table]
    rates = [in_units(bracket.rate) for bracket in table]
    fine, finest = max(value.places, *(p for _, p in edges)), max(p for _, p in rates)
    lines = _lines([n * 10 ** (fine - p) for n, p in edges], [n * 10 ** (finest - p) for n, p in rates])
    value = rescaled(sheet, value, fine)
    if value.settled:
        return sheet.whole(_on_line(lines, value.constant), fine + finest)
    rate = _stairs(sheet, value, [(edge, rate) for edge, rate, _ in lines], finest)
    deduction = _stairs(sheet, value, [(edge, less) for edge, _, less in lines], fine + finest)
    tax = arithmetic(sheet, "-", arithmetic(sheet, "*", value, rate), deduction)
    return _within(sheet, tax, _tax_bounds(lines, value))


Line = tuple[int | None, int, int]


def _lines(edges: list[int], rates: list[int]) -> list[Line]:
    """For each bracket: the edge above which it holds, its rate and its deduction; first of all, nothing below zero."""
    lines: list[Line] = [(None, 0, 0)]
    for edge, rate in zip(edges, rates, strict=True):
        _, before, less = lines[-1]
        lines.append((edge, rate, less + edge * (rate - before)))
    return lines


def _on_line(lines: list[Line], value: int) -> int:
    _, rate, less = next(line for line in reversed(lines) if line[0] is None or value > line[0])
    return value * rate - less


def _tax_bounds(lines: list[Line], value: Working) -> tuple[int, int]:
    """The least and greatest tax: a bent line has its extremes at its ends and bends."""
    bends = [edge for edge, _, _ in lines if edge is not None and value.low < edge < value.high]
    taxes = [_on_line(lines, point) for point in (value.low, value.high, *bends)]
    return min(taxes), max(taxes)


def _within(sheet: Sheet, part: Working, bounds: tuple[int, int]) -> Working:
    """The same numbers with bounds that are known to be tighter than those of the steps that made them."""
    if part.settled:
        return part
    low, high = bounds
    properties = {"dtype": part.dtype, "places": part.places, "low": low, "high": high}
    return sheet.put(("within", low, high), part.sort, lambda x: x, (part,), **properties)


def _stairs(sheet: Sheet, value: Working, steps: Sequence[tuple[int | None, int]], places: int) -> Working:
    """The number of the last step whose edge lies below the value."""
    met = [step for step in steps if step[0] is None or step[0] < value.high]
    passed = [step for step in met if step[0] is None or step[0] < value.low]
    steps = [passed[-1], *met[len(passed) :]]
    numbers = [number for _, number in steps]
    low, high = min(numbers), max(numbers)
    if low == high:
        return sheet.whole(low, places)
    dtype = width(low, high)
    bounds = {"dtype": dtype, "places": places, "low": low, "high": high, "known": True, "repeats": True}
    bounds["cost"] = 3.0 * len(steps)
    key = ("stairs", places, *steps)
    return sheet.put(key, Sort.NUMBER, lambda x: _climb(x, value.dtype, steps, dtype), (value,), **bounds)


def _climb(x: pl.Expr, units: pl.DataType, steps: Sequence[tuple[int | None, int]], dtype: pl.DataType) -> pl.Expr:
    """A balanced tree of choices between written numbers: no branch of it reads a column but for the test."""
    if len(steps) == 1:
        return literal(steps[0][1], dtype)
    middle = len(steps) // 2
    edge = steps[middle][0]
    assert edge is not None
    upper, lower = _climb(x, units, steps[middle:], dtype), _climb(x, units, steps[:middle], dtype)
    return pl.when(x > literal(edge, units)).then(upper).otherwise(lower)
