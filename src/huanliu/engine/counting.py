"""Counts as symbols: days of a log and members of a family, worked out where they are given and free where they are not."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from huanliu.base.daylog import RULES
from huanliu.engine import expression as tree
from huanliu.engine.functions import ROW
from huanliu.engine.holdings import Said
from huanliu.engine.subject import LARGEST, MAX_MEMBERS
from huanliu.engine.symbols import (
    HOLDS,
    Number,
    Truth,
    both,
    chosen_number,
    counted,
    either,
    every,
    exact,
    narrowed,
    negate,
    number,
    opposite,
    plus,
    some,
    total,
    where,
)
from huanliu.engine.unknowns import Symbol, unknown

if TYPE_CHECKING:
    from huanliu.engine.solver import Encoder

# The longest stretch of days that any rule counts over; a count is never more.
LONGEST_LOG = 36_600


@frozen(eq=False)
class Row:
    """A family member that is given, by its position."""

    position: int
    given: Mapping[str, Any]


def day_count(at: Encoder, node: tree.DayCount) -> Symbol:
    log, place = at.facts.get(node.log.name), at.of(node.place)
    start, end = at.number(node.start), at.number(node.end)
    if log is not None and isinstance(place, Said) and start.plain is not None and end.plain is not None:
        return _counted_days(node, log, place, start, end)
    if at.asking:
        return unknown(node.kind)
    period = plus(plus(end, start, -1), number(1))
    most = min(max(period.high, 0), LONGEST_LOG)
    return at.opaque(node.kind, 0, 2 * most if node.kind.places else most, 5 if node.kind.places else 1)


def _counted_days(node: tree.DayCount, log: Any, place: Said, start: Number, end: Number) -> Symbol:
    if not (place.known and start.known and end.known):
        return unknown(node.kind)
    days = [datetime.date.fromordinal(part.plain or 1) for part in (start, end)]
    found = RULES[node.rule](log, next(iter(place.values)), *days)
    return unknown(node.kind) if found is None else exact(found)


def quantifier(at: Encoder, node: tree.Quantifier) -> Symbol:
    rows = at.facts.get(node.source.name)
    if rows is None:
        return unknown(node.kind) if at.asking else _free_quantifier(at, node)
    truths = [_in_row(at, Row(position, row), lambda: _row_truth(at, node)) for position, row in enumerate(rows)]
    match node.form:
        case "exists":
            return some(truths)
        case "every":
            return negate(some(truths))
        case "count":
            return _row_count(truths)
    return _row_sum(at, node, rows, truths)


def _free_quantifier(at: Encoder, node: tree.Quantifier) -> Symbol:
    if node.form != "sum":
        return at.opaque(node.kind, 0, MAX_MEMBERS)
    summed = node.summed
    fact = at.book.statutes.law.facts.get(summed.name) if isinstance(summed, tree.Column) else None
    low, high = (fact.range if fact is not None else None) or (-LARGEST, LARGEST)
    scale = 10**node.kind.places * MAX_MEMBERS
    return at.opaque(node.kind, int(min(low, 0) * scale), int(high * scale))


def _in_row(at: Encoder, row: Row, work: Callable[[], Any]) -> Any:
    before, at.row = at.row, row
    try:
        return work()
    finally:
        at.row = before


def _row_truth(at: Encoder, node: tree.Quantifier) -> Truth:
    belongs = HOLDS
    if node.relationships:
        kind = at.book.statutes.kinds[f"{ROW}.relationship"]
        column = at.of(tree.Column(f"{ROW}.relationship", "relationship", kind))
        assert not isinstance(column, (Truth, Number))
        belongs = where(column.known, either(column.says(one) for one in node.relationships))
    if node.body is None or belongs.no is True:
        return belongs
    body = at.truth(node.body)
    return every((belongs, negate(body) if node.form == "every" else body))


def _row_count(truths: list[Truth]) -> Number:
    low = counted(each.yes for each in truths)
    if all(each.total for each in truths):
        return low
    high = counted(opposite(each.no) for each in truths)
    known = both(each.known for each in truths)
    return Number(low.value, 0, known, low.low, low.high, between=(low, high))


def _row_sum(at: Encoder, node: tree.Quantifier, rows: Sequence[Any], truths: list[Truth]) -> Symbol:
    if node.summed is None:
        return unknown(node.kind)
    summed, parts = node.summed, []
    for position, (row, held) in enumerate(zip(rows, truths, strict=True)):
        value = _in_row(at, Row(position, row), lambda: at.number(summed))
        known = both((held.known, either((opposite(held.yes), value.known))))
        parts.append(narrowed(chosen_number(Truth(held.yes), evolve(value, known=True), number(0)), known))
    return total(parts)
