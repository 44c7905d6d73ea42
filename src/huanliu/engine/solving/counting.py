"""Counts as symbols: days of a log and members of a family, worked out where they are given and free where they are not."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from huanliu.base.daylog import RULES
from huanliu.engine import expression as tree
from huanliu.engine.evaluate import Situation, evaluate
from huanliu.engine.functions import ROW
from huanliu.engine.solving import almanac
from huanliu.engine.solving.holdings import Chosen, Said
from huanliu.engine.solving.symbols import (
    HOLDS,
    Bit,
    Number,
    Truth,
    both,
    chosen_number,
    compared,
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
    truth,
    where,
)
from huanliu.engine.solving.unknowns import Symbol, Variable, unknown
from huanliu.engine.subject import MAX_MEMBERS

if TYPE_CHECKING:
    from huanliu.engine.solving.solver import Encoder

# The longest stretch of days that any rule counts over; a count is never more.
LONGEST_LOG = 36_600


@frozen(eq=False)
class Row:
    """A family member by its position: `given`, or one that may be made up, with its variables in `columns`."""

    position: int
    given: Mapping[str, Any]
    columns: dict[tuple[int, str], Variable] | None = None
    there: Bit = True


def day_count(at: Encoder, node: tree.DayCount) -> Symbol:
    """Days of the log that is given, over the period and place that are given; else free or unknown."""
    log, place = at.facts.get(node.log.name), at.of(node.place)
    start, end = at.number(node.start), at.number(node.end)
    assert not isinstance(place, (Truth, Number))
    known = both((place.known, start.known, end.known))
    if known is False:
        return unknown(node.kind)
    if log is not None and isinstance(place, Said) and start.plain is not None and end.plain is not None:
        return only_where(_counted_days(node, log, next(iter(place.values)), start.plain, end.plain), known)
    free = _free_days(at, node, start, end) if at.counting else unknown(node.kind)
    return free if log is None else _as_it_was(at, node, log, free)


def _free_days(at: Encoder, node: tree.DayCount, start: Number, end: Number) -> Symbol:
    # Days as the almanac writes them lie a little further apart than they are: no count is left out.
    period = plus(plus(end, start, -1), number(1))
    most = min(max(period.high, 0), LONGEST_LOG)
    return at.opaque(node, node.log.name, 0, 2 * most if node.kind.places else most)


def _counted_days(node: tree.DayCount, log: Any, place: str, start: int, end: int) -> Symbol:
    found = RULES[node.rule](log, place, almanac.read(start), almanac.read(end))
    return unknown(node.kind) if found is None else exact(found)


def _as_it_was(at: Encoder, node: tree.DayCount, log: Any, free: Symbol) -> Symbol:
    """Where place or period may vary, the count is certain at least where they stay what they are."""
    here = Situation(at.facts, at.book)
    place, start, end = (evaluate(part, here) for part in (node.place, node.start, node.end))
    if place is None or start is None or end is None:
        return free
    held = at.of(node.place)
    assert isinstance(free, Number) and not isinstance(held, (Truth, Number))
    days = ((at.number(node.start), start), (at.number(node.end), end))
    unmoved = both((held.says(place), *(compared("=", now, exact(almanac.written(was))) for now, was in days)))
    found = _counted_days(node, log, place, almanac.written(start), almanac.written(end))
    assert isinstance(found, Number)
    return chosen_number(Truth(unmoved), found, free)


def quantifier(at: Encoder, node: tree.Quantifier) -> Symbol:
    """Over family members: those given, those that a witness may make up, or free where there are neither."""
    given = at.facts.get(node.source.name)
    if given is not None:
        return _over(at, node, [Row(position, row) for position, row in enumerate(given)])
    home = at.family()
    if home is None:
        return _free_quantifier(at, node) if at.counting else unknown(node.kind)
    bits = enumerate(home.term.present)
    rows = [Row(position, {}, home.term.columns, there) for position, there in bits]
    return only_where(_over(at, node, rows), home.flag)


def _over(at: Encoder, node: tree.Quantifier, rows: Sequence[Row]) -> Symbol:
    truths = [_in_row(at, row, lambda: _row_truth(at, node)) for row in rows]
    truths = [every((Truth(row.there), truth)) for row, truth in zip(rows, truths, strict=True)]
    match node.form:
        case "exists":
            return some(truths)
        case "every":
            return negate(some(truths))
        case "count":
            return _row_count(truths)
    return _row_sum(at, node, rows, truths)


def only_where(found: Symbol, known: Bit) -> Symbol:
    """The symbol, known only where `known` holds as well."""
    if known is True:
        return found
    if isinstance(found, Number):
        low, high = found.between or (found, found)
        ends = None if found.between is None else (narrowed(low, known), narrowed(high, known))
        return evolve(narrowed(found, known), between=ends)
    if isinstance(found, Truth):
        return truth(both((known, found.yes)), both((known, found.no)))
    return Chosen(True, found, found, both((found.known, known)))


def _free_quantifier(at: Encoder, node: tree.Quantifier) -> Symbol:
    if node.form != "sum":
        return at.opaque(node, ROW, 0, MAX_MEMBERS)
    # What one member could add at least and at most, times as many members as there may be.
    summed = node.summed
    one = number(0) if summed is None else _in_row(at, Row(-2, {}, {}), lambda: at.number(summed))
    places = max(one.places, node.kind.places)
    low, high = one.at(places).low, one.at(places).high
    kind = node.kind.with_places(places)
    return at.opaque(evolve(node, kind=kind), ROW, min(low, 0) * MAX_MEMBERS, max(high, 0) * MAX_MEMBERS)


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


def _row_sum(at: Encoder, node: tree.Quantifier, rows: Sequence[Row], truths: list[Truth]) -> Symbol:
    if node.summed is None:
        return unknown(node.kind)
    summed, parts = node.summed, []
    for row, held in zip(rows, truths, strict=True):
        value = _in_row(at, row, lambda: at.number(summed))
        known = both((held.known, either((opposite(held.yes), value.known))))
        parts.append(narrowed(chosen_number(Truth(held.yes), evolve(value, known=True), number(0)), known))
    return total(parts)


def plainly(found: Symbol) -> Symbol:
    """A count loses its least and most where `evaluate` does not look through to it."""
    return evolve(found, between=None) if isinstance(found, Number) and found.between else found
