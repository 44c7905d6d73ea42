"""The reference reader: what an expression comes to for one subject, three-valued and in exact decimals.

Every other reader (columns, proofs) is held to these answers by property tests. Clarity comes before speed here, but one
subject against the whole law must stay a matter of milliseconds, so values are plain Python and dispatch is one look-up.
"""

from __future__ import annotations

import datetime
import operator
from collections.abc import Callable, Mapping
from decimal import Context, Decimal
from typing import Any

from huanliu.base import period
from huanliu.base.daylog import RULES, DayRow
from huanliu.base.truth import Truth, at_least, every, negate, some
from huanliu.engine import expression as tree
from huanliu.engine.expression import Expression
from huanliu.engine.rulings import RuleBook
from huanliu.engine.words import Words
from huanliu.law.model import Bracket

# Facts and numbers of the law have at most 18 digits and few factors meet, so 60 digits hold every product exactly.
EXACT = Context(prec=60)
Row = Mapping[str, Any]


class Situation:
    """One subject's facts against the law of a day. Whatever was worked out once is kept."""

    def __init__(self, facts: Mapping[str, Any], book: RuleBook, row: Row | None = None) -> None:
        self.facts, self.book, self.row = facts, book, row
        # A value is kept with its node: holding the node keeps its identity from being used again.
        self._values: dict[int, tuple[Expression, Any]] = {}
        self._derived: dict[str, Any] = {}
        self._standing: dict[str, Truth] = {}
        self._shown: dict[tuple[str, str], str] = {}
        # What each unknown node lacks, by the node's identity (held in _values).
        self.lacking: dict[int, tuple[str, ...]] = {}

    def within(self, row: Row) -> Situation:
        """The same situation looking at one family member."""
        inner = Situation(self.facts, self.book, row)
        inner._standing = self._standing
        return inner

    def fact(self, name: str) -> Any:
        """A fact's value: given, else worked out from its definition, else None."""
        given = self.facts.get(name)
        if given is not None:
            return given
        derived = self._derived
        if name in derived:
            return derived[name]
        definition = self.book.definition(name)
        value = derived[name] = None if definition is None else evaluate(definition, self)
        return value

    def shown(self, fact: tree.FactRef, words: Words) -> str:
        """A fact's value in the reader's language."""
        key = (fact.name, words.lang)
        text = self._shown.get(key)
        if text is None:
            text = self._shown[key] = words.value(self.fact(fact.name), fact.kind)
        return text

    def shown_as(self, fact: tree.FactRef, words: Words) -> str:
        """The same with whose it is: most clauses end in it, and one fact ends many."""
        key = (fact.name, words.lang + "!")
        text = self._shown.get(key)
        if text is None:
            whose = "yours" if fact.name.startswith("person.") else "stated"
            text = self._shown[key] = words.say(whose, value=self.shown(fact, words))
        return text

    def standing(self, identity: str) -> Truth:
        """Whether another provision is met for this subject."""
        if identity not in self._standing:
            ruling = self.book.ruling(identity)
            applies = evaluate(ruling.applies, self)
            truths = (applies, None if applies is False else evaluate(ruling.condition, self))
            self._standing[identity] = every(truths)
        return self._standing[identity]


def evaluate(node: Expression, at: Situation) -> Any:
    """The value of a bound expression; None where it is not known."""
    kept = at._values.get(id(node))
    if kept is not None:
        return kept[1]
    value = _READERS[type(node)](node, at)
    at._values[id(node)] = (node, value)
    return value


def _literal(node: tree.Literal, at: Situation) -> Any:
    return node.value


def _fact(node: tree.FactRef, at: Situation) -> Any:
    return at.fact(node.name)


def _column(node: tree.Column, at: Situation) -> Any:
    given = None if at.row is None else at.row.get(node.key)
    if given is not None:
        return given
    definition = at.book.definition(node.name)
    return None if definition is None else evaluate(definition, at)


def _named(node: tree.Named, at: Situation) -> Any:
    return evaluate(node.expression, at)


def _written(node: tree.Written, at: Situation) -> Any:
    return evaluate(node.core, at)


def _wrapped(node: tree.ClauseOf | tree.GroupOf, at: Situation) -> Any:
    return evaluate(node.expression, at)


def _met_by(node: tree.MetBy, at: Situation) -> Truth:
    return at.standing(node.provision)


def _amount_of(node: tree.AmountOf, at: Situation) -> Any:
    met = at.standing(node.provision)
    if met:
        amounts = at.book.ruling(node.provision).amounts
        return evaluate(amounts[node.amount][1], at) if node.amount in amounts else None
    if met is False and node.otherwise is not None:
        return evaluate(node.otherwise, at)
    return None


def _not(node: tree.Not, at: Situation) -> Truth:
    return negate(evaluate(node.part, at))


def _and(node: tree.And, at: Situation) -> Truth:
    return every(evaluate(part, at) for part in node.parts)


def _or(node: tree.Or, at: Situation) -> Truth:
    return some(evaluate(part, at) for part in node.parts)


def _at_least(node: tree.AtLeast, at: Situation) -> Truth:
    needed = evaluate(node.needed, at)
    return None if needed is None else at_least(needed, (evaluate(part, at) for part in node.parts))


def points_between(node: tree.Points, at: Situation) -> tuple[Any, Any]:
    """The fewest and the most points that the known facts still allow; (None, None) where a number of points is unknown."""
    lowest: Any = 0
    highest: Any = 0
    for group in node.groups:
        sure: Any = 0
        possible: Any = 0
        for award in group:
            truth, points = evaluate(award.condition, at), evaluate(award.points, at)
            if points is None:
                return None, None
            sure = max(sure, points) if truth else sure
            possible = max(possible, points) if truth is not False else possible
        lowest, highest = lowest + sure, highest + possible
    return lowest, highest


def _points(node: tree.Points, at: Situation) -> Truth:
    needed, (lowest, highest) = evaluate(node.needed, at), points_between(node, at)
    if needed is None or lowest is None:
        return None
    if lowest >= needed:
        return True
    return False if highest < needed else None


def _case(node: tree.Case, at: Situation) -> Any:
    """The first branch that holds. After an unknown condition every later value must agree, or nothing is known."""
    candidates: list[Any] = []
    for condition, value in node.branches:
        truth = evaluate(condition, at)
        if truth is False:
            continue
        candidates.append(evaluate(value, at))
        if truth:
            break
    else:
        candidates.append(None if node.default is None else evaluate(node.default, at))
    first = candidates[0]
    return first if all(candidate == first for candidate in candidates) else None


COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def _compare(node: tree.Compare, at: Situation) -> Truth:
    left, right = _side(node.left, at), _side(node.right, at)
    if left is None or right is None:
        return _compare_counts(node, at)
    return COMPARISONS[node.operator](left, right)


def _side(node: Expression, at: Situation) -> Any:
    """`evaluate` for what most comparisons are made of, without keeping what costs nothing to see again."""
    if isinstance(node, tree.Literal):
        return node.value
    return at.fact(node.name) if isinstance(node, tree.FactRef) else evaluate(node, at)


def _compare_counts(node: tree.Compare, at: Situation) -> Truth:
    """A count with some rows unknown may still be decided: two sure children are at least one child."""
    if not (_may_count(node.left, at) or _may_count(node.right, at)):
        return None
    (low, high), (least, most) = count_between(node.left, at), count_between(node.right, at)
    if low is None or least is None:
        return None
    outcomes = {COMPARISONS[node.operator](left, right) for left in (low, high) for right in (least, most)}
    if node.operator in ("=", "<>") and high >= least and most >= low:
        return None
    return outcomes.pop() if len(outcomes) == 1 else None


def _may_count(node: Expression, at: Situation) -> bool:
    if isinstance(node, tree.FactRef):
        return isinstance(at.book.definition(node.name), tree.Quantifier)
    return isinstance(node, tree.Quantifier)


def count_between(node: Expression, at: Situation) -> tuple[Any, Any]:
    """The least and the most a number may be; (None, None) where nothing bounds it."""
    if isinstance(node, tree.FactRef) and at.facts.get(node.name) is None:
        definition = at.book.definition(node.name)
        return (None, None) if definition is None else count_between(definition, at)
    if isinstance(node, tree.Quantifier) and node.form == "count":
        truths = _row_truths(node, at)
        if truths is None:
            return None, None
        return sum(t is True for t in truths), sum(t is not False for t in truths)
    value = evaluate(node, at)
    return value, value


def _one_of(node: tree.OneOf, at: Situation) -> Truth:
    item = evaluate(node.item, at)
    return None if item is None else item in node.values


def _contains(node: tree.Contains, at: Situation) -> Truth:
    held = evaluate(node.container, at)
    return None if held is None else node.member in held


def _size(node: tree.Size, at: Situation) -> int | None:
    held = evaluate(node.container, at)
    return None if held is None else len(held)


def _arithmetic(node: tree.Arithmetic, at: Situation) -> Any:
    left, right = evaluate(node.left, at), evaluate(node.right, at)
    if left is None or right is None:
        return None
    if isinstance(left, int) and isinstance(right, int):
        return {"+": operator.add, "-": operator.sub, "*": operator.mul}[node.operator](left, right)
    one, two = Decimal(left), Decimal(right)
    return {"+": EXACT.add, "-": EXACT.subtract, "*": EXACT.multiply}[node.operator](one, two)


def _extreme(node: tree.Extreme, at: Situation) -> Any:
    values = [evaluate(part, at) for part in node.parts]
    if any(value is None for value in values):
        return None
    return max(values) if node.greatest else min(values)


def _round(node: tree.Round, at: Situation) -> Decimal | None:
    value = evaluate(node.value, at)
    divisor = 1 if node.divisor is None else evaluate(node.divisor, at)
    if value is None or divisor is None or divisor == 0:
        return None
    return rounded(Decimal(value), Decimal(divisor), node.places, node.mode)


def rounded(value: Decimal, divisor: Decimal, places: int, mode: str) -> Decimal:
    """value / divisor to so many places, exactly: a quotient is never rounded twice."""
    top, bottom = Decimal(value).as_integer_ratio(), Decimal(divisor).as_integer_ratio()
    above, below = top[0] * bottom[1] * 10**places, top[1] * bottom[0]
    if below < 0:
        above, below = -above, -below
    whole, rest = divmod(abs(above), below)
    if (mode == "up" and rest) or (mode == "half_up" and 2 * rest >= below):
        whole += 1
    return Decimal(whole if above >= 0 else -whole).scaleb(-places, EXACT)


def _brackets(node: tree.Progressive) -> tuple[Bracket, ...]:
    if isinstance(node.table, tree.Parameter):
        raise TypeError(f"the brackets {node.table.name} were not bound to a day")
    return node.table


def _progressive(node: tree.Progressive, at: Situation) -> Decimal | None:
    value = evaluate(node.value, at)
    if value is None:
        return None
    total, previous = Decimal(0), Decimal(0)
    for bracket in _brackets(node):
        part = max(Decimal(0), EXACT.subtract(Decimal(value), bracket.over))
        total = EXACT.add(total, EXACT.multiply(part, EXACT.subtract(bracket.rate, previous)))
        previous = bracket.rate
    return total


SHIFTS: dict[str, Callable[[datetime.date, int], datetime.date | None]] = {
    "days": period.add_days,
    "months_clamped": period.add_months_clamped,
    "months_rolled": period.add_months_rolled,
}


def _shift(node: tree.Shift, at: Situation) -> datetime.date | None:
    day, by = evaluate(node.date, at), evaluate(node.by, at)
    return None if day is None or by is None else SHIFTS[node.unit](day, int(by))


def _span(node: tree.Span, at: Situation) -> int | None:
    start, end = evaluate(node.start, at), evaluate(node.end, at)
    if start is None or end is None:
        return None
    if node.unit == "days":
        return int((end - start).days)
    count = period.months_completed if node.unit == "months" else period.years_completed
    return count(start, end)


def _date_part(node: tree.DatePart, at: Situation) -> int | None:
    day = evaluate(node.date, at)
    return None if day is None else int(getattr(day, node.part))


def _date_of(node: tree.DateOf, at: Situation) -> datetime.date | None:
    parts = [evaluate(part, at) for part in (node.year, node.month, node.day)]
    if any(part is None for part in parts):
        return None
    try:
        return datetime.date(*map(int, parts))  # a count of days is a Decimal
    except (ValueError, OverflowError):
        return None


def _day_count(node: tree.DayCount, at: Situation) -> Any:
    log: tuple[DayRow, ...] | None = evaluate(node.log, at)
    place, start, end = (evaluate(part, at) for part in (node.place, node.start, node.end))
    if log is None or place is None or start is None or end is None:
        return None
    return RULES[node.rule](log, place, start, end)


def _row_truths(node: tree.Quantifier, at: Situation) -> list[Truth] | None:
    """For each member whether it is of the list and meets the body; None where the family is not known."""
    rows: tuple[Row, ...] | None = evaluate(node.source, at)
    if rows is None:
        return None
    return [_row_truth(node, row, at) for row in rows]


def _row_truth(node: tree.Quantifier, row: Row, at: Situation) -> Truth:
    belongs: Truth = True
    if node.relationships:
        relationship = row.get("relationship")
        belongs = None if relationship is None else relationship in node.relationships
    if belongs is False or node.body is None:
        return belongs
    body = evaluate(node.body, at.within(row))
    return every((belongs, negate(body))) if node.form == "every" else every((belongs, body))


def _quantifier(node: tree.Quantifier, at: Situation) -> Any:
    truths = _row_truths(node, at)
    if truths is None:
        return None
    match node.form:
        case "exists":
            return some(truths)
        case "every":
            return negate(some(truths))
        case "count":
            return None if None in truths else sum(truth is True for truth in truths)
    return _sum(node, truths, at)


def _sum(node: tree.Quantifier, truths: list[Truth], at: Situation) -> Any:
    if None in truths or node.summed is None:
        return None
    rows = evaluate(node.source, at)
    values = [evaluate(node.summed, at.within(row)) for row, held in zip(rows, truths, strict=True) if held]
    if any(value is None for value in values):
        return None
    return sum(values, Decimal(0)) if node.kind.name != "int" else sum(values)


_READERS: dict[type, Callable[[Any, Situation], Any]] = {
    tree.Literal: _literal,
    tree.FactRef: _fact,
    tree.Column: _column,
    tree.Named: _named,
    tree.Written: _written,
    tree.ClauseOf: _wrapped,
    tree.GroupOf: _wrapped,
    tree.MetBy: _met_by,
    tree.AmountOf: _amount_of,
    tree.Not: _not,
    tree.And: _and,
    tree.Or: _or,
    tree.AtLeast: _at_least,
    tree.Points: _points,
    tree.Case: _case,
    tree.Compare: _compare,
    tree.OneOf: _one_of,
    tree.Contains: _contains,
    tree.Size: _size,
    tree.Arithmetic: _arithmetic,
    tree.Extreme: _extreme,
    tree.Round: _round,
    tree.Progressive: _progressive,
    tree.Shift: _shift,
    tree.Span: _span,
    tree.DatePart: _date_part,
    tree.DateOf: _date_of,
    tree.DayCount: _day_count,
    tree.Quantifier: _quantifier,
}
