"""Truth over columns: Kleene's logic, with everything that is settled beforehand left out."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import and_, or_

import polars as pl

from huanliu.base.truth import negate as opposite
from huanliu.engine.columns.sheet import INT64, Sheet, Sort, Working


def negate(sheet: Sheet, part: Working) -> Working:
    """Not; unknown stays unknown."""
    if part.settled:
        return sheet.truth(opposite(part.constant))
    found = sheet.opposites.get(part)
    if found is None:
        found = sheet.put("not", Sort.TRUTH, lambda x: x.not_(), (part,))
        sheet.opposites[part], sheet.opposites[found] = found, part
    return found


def every(sheet: Sheet, parts: Iterable[Working]) -> Working:
    """And. Polars' `&` knows Kleene's rule."""
    return _joined(sheet, "and", parts, False)


def some(sheet: Sheet, parts: Iterable[Working]) -> Working:
    """Or."""
    return _joined(sheet, "or", parts, True)


def _joined(sheet: Sheet, name: str, parts: Iterable[Working], decisive: bool) -> Working:
    """One decisive part decides, its opposite counts nothing, and a part that was there already says nothing new."""
    left = [part for part in dict.fromkeys(parts) if part.constant is not (not decisive)]
    if any(part.constant is decisive for part in left):
        return sheet.truth(decisive)
    if not left:
        return sheet.truth(not decisive)
    if len(left) == 1:
        return left[0]
    operator = or_ if decisive else and_
    return sheet.put(name, Sort.TRUTH, lambda *x: reduce(operator, x), tuple(left))


def surely(sheet: Sheet, part: Working, value: bool) -> Working:
    """Where it is known and is `value`: a truth that is never unknown."""
    if part.settled:
        return sheet.truth(part.constant is value)
    if part.known:
        return part if value else negate(sheet, part)
    asked = part if value else negate(sheet, part)
    return sheet.put("surely", Sort.TRUTH, lambda x: x.fill_null(False), (asked,), known=True)


def is_known(sheet: Sheet, part: Working) -> Working:
    """Where there is a value."""
    if part.known or part.settled:
        return sheet.truth(part.constant is not None)
    return sheet.put("is_known", Sort.TRUTH, lambda x: x.is_not_null(), (part,), known=True)


def where_known(sheet: Sheet, value: bool, parts: Iterable[Working]) -> Working:
    """`value` in the rows where all parts have one, else unknown."""
    known = every(sheet, (is_known(sheet, part) for part in parts))
    if known.settled:
        return sheet.truth(value if known.constant else None)
    return sheet.put(("where_known", value), Sort.TRUTH, lambda x: pl.when(x).then(value), (known,), known=False)


def as_number(sheet: Sheet, part: Working) -> Working:
    """1 where a truth that is never unknown holds, else 0."""
    if part.settled:
        return sheet.whole(int(bool(part.constant)))
    return sheet.put("as_number", Sort.NUMBER, lambda x: x.cast(pl.Int64), (part,), low=0, high=1, dtype=INT64)
