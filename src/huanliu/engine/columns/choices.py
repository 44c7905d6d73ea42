"""Choices over columns: CASE, "the known value else the defined one", "only where it is met".

After an unknown condition the value is known only if every value still possible is the same. Polars' `when` takes an
unknown condition for false, so the short form stands only where a condition is never unknown.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import Any

import polars as pl

from huanliu.engine.columns import texts
from huanliu.engine.columns.scale import aligned, compare
from huanliu.engine.columns.sheet import Build, Sheet, Sort, Working
from huanliu.engine.columns.truths import every, is_known, negate, some

Branches = Sequence[tuple[Working, Working]]


def case(sheet: Sheet, branches: Branches, default: Working) -> Working:
    """The value of the first branch that holds."""
    if default.sort is not Sort.TRUTH and all(condition.known for condition, _ in branches):
        return _first(sheet, branches, default)
    rest = default
    for condition, value in reversed(branches):
        rest = choose(sheet, condition, value, rest)
    return rest


def choose(sheet: Sheet, condition: Working, value: Working, rest: Working) -> Working:
    """`value` where the condition holds, `rest` where it does not, where it is unknown what both agree on."""
    if value is rest:
        return value
    if condition.settled and not condition.unknown:
        return value if condition.constant else rest
    if value.sort is Sort.TRUTH:
        return _choose_truth(sheet, condition, value, rest)
    if condition.known:
        return _first(sheet, [(condition, value)], rest)
    return _with_doubt(sheet, condition, *together(sheet, [value, rest]))


def _choose_truth(sheet: Sheet, condition: Working, value: Working, rest: Working) -> Working:
    ways = [every(sheet, (condition, value)), every(sheet, (negate(sheet, condition), rest))]
    if not condition.known:
        ways.append(every(sheet, (value, rest)))
    return some(sheet, ways)


def _first(sheet: Sheet, branches: Branches, default: Working) -> Working:
    """The first branch that holds, where no condition is ever unknown."""
    open_ones = [(condition, value) for condition, value in branches if condition.constant is not False]
    sure = next((i for i, (condition, _) in enumerate(open_ones) if condition.constant is True), None)
    if sure is not None:
        open_ones, default = open_ones[:sure], open_ones[sure][1]
    values = together(sheet, [*(value for _, value in open_ones), default])
    while open_ones and values[-2] is values[-1]:
        open_ones.pop(), values.pop()
    if not open_ones:
        return values[0]
    conditions = tuple(condition for condition, _ in open_ones)
    known = all(value.known for value in values)
    return _put(sheet, ("case", len(conditions)), _chain, (*conditions, *values), values, known)


def _chain(*parts: pl.Expr) -> pl.Expr:
    """when, then, when, then ... otherwise, from the conditions followed by one value more than conditions."""
    count = len(parts) // 2
    chain: Any = pl.when(parts[0]).then(parts[count])
    for position in range(1, count):
        chain = chain.when(parts[position]).then(parts[count + position])
    whole: pl.Expr = chain.otherwise(parts[-1])
    return whole


def _with_doubt(sheet: Sheet, condition: Working, value: Working, rest: Working) -> Working:
    """The long form: an unknown condition leaves what the two values agree on."""
    if value.unknown and rest.unknown:
        return value
    agree = same(sheet, value, rest)
    if condition.unknown:
        return only_where(sheet, agree, value)
    if agree.constant is False or agree.unknown:
        return either(sheet, condition, value, rest)
    return _put(sheet, "agreed", _agreed, (condition, agree, value, rest), [value, rest], False, repeats=True)


def _sure(condition: pl.Expr, value: pl.Expr, rest: pl.Expr) -> pl.Expr:
    return pl.when(condition).then(value).when(condition.not_()).then(rest)


def _agreed(condition: pl.Expr, agree: pl.Expr, value: pl.Expr, rest: pl.Expr) -> pl.Expr:
    return pl.when(condition | agree).then(value).when(condition.not_()).then(rest)


def either(sheet: Sheet, condition: Working, value: Working, rest: Working) -> Working:
    """`value` where the condition holds, `rest` where it does not, unknown where that is unknown."""
    if condition.known:
        return _first(sheet, [(condition, value)], rest)
    if condition.unknown or (value.unknown and rest.unknown):
        return sheet.unknown(value.sort)
    value, rest = together(sheet, [value, rest])
    return _put(sheet, "sure", _sure, (condition, value, rest), [value, rest], False, repeats=True)


def same(sheet: Sheet, left: Working, right: Working) -> Working:
    """Whether two values of one sort are equal; unknown where either is."""
    if left.unknown or right.unknown:
        return sheet.truth(None)
    if left.sort is Sort.TEXT:
        return texts.equal(sheet, left, right)
    return compare(sheet, "=", left, right)


def only_where(sheet: Sheet, condition: Working, value: Working) -> Working:
    """The value where the condition surely holds, elsewhere unknown."""
    if value.unknown or condition.constant is True:
        return value
    if condition.settled:
        return sheet.unknown(value.sort)
    return _put(sheet, "only", lambda c, v: pl.when(c).then(v), (condition, value), [value], False)


def first_known(sheet: Sheet, given: Working, otherwise: Working) -> Working:
    """What was given, and where nothing was, what follows from other facts."""
    if given.known or otherwise.unknown:
        return given
    if given.unknown:
        return otherwise
    given, otherwise = together(sheet, [given, otherwise])
    return _put(sheet, "given", lambda g, o: g.fill_null(o), (given, otherwise), [given, otherwise], otherwise.known)


def case_by_key(sheet: Sheet, key: Working, branches: Branches) -> Working:
    """A table by key without a default: the conditions exclude each other and are unknown together, with the key."""
    sort = branches[0][1].sort
    return _first_or_nothing(sheet, [pair for pair in branches if pair[0].constant is not False], sort, key)


def _first_or_nothing(sheet: Sheet, branches: Branches, sort: Sort, key: Working) -> Working:
    if not branches or key.unknown:
        return sheet.unknown(sort)
    for condition, value in branches:
        if condition.constant is True:
            return value
    values = together(sheet, [*(value for _, value in branches), sheet.unknown(sort)])
    conditions = tuple(condition for condition, _ in branches)
    return _put(sheet, ("case", len(conditions)), _chain, (*conditions, *values), values, False)


def together(sheet: Sheet, values: Iterable[Working]) -> list[Working]:
    """The values in columns of one type: one scale for numbers, one list of categories for texts."""
    values = list(values)
    if values[0].sort is Sort.NUMBER:
        return aligned(sheet, values)
    return texts.aligned(sheet, values) if values[0].sort is Sort.TEXT else values


def _put(
    sheet: Sheet,
    key: Hashable,
    build: Build,
    parts: tuple[Working, ...],
    values: Sequence[Working],
    known: bool,
    repeats: bool = False,
) -> Working:
    """A working that takes one of several values in each row."""
    kept = [value for value in values if not value.unknown]
    like = kept[0] if kept else values[0]
    return sheet.put(
        key,
        like.sort,
        build,
        parts,
        dtype=like.dtype,
        places=like.places,
        known=known,
        low=min((value.low for value in kept), default=0),
        high=max((value.high for value in kept), default=0),
        repeats=repeats,
        cost=2.0 * max(1, len(parts) - 1),
    )


def known_where(sheet: Sheet, parts: Iterable[Working], value: Working) -> Working:
    """The value in the rows where all parts are known, elsewhere unknown."""
    return only_where(sheet, every(sheet, (is_known(sheet, part) for part in parts)), value)
