"""The reader of the language over a table: one method for each node, the same answers as `engine/evaluate.py`.

It looks through wrappers (`Named`, `Written`, clauses, groups) and asks other provisions and definitions once.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import reduce
from typing import Any

from huanliu.engine import expression as tree
from huanliu.engine.columns import choices, days, scale, texts, truths
from huanliu.engine.columns.frame import ON, Table, sort_of
from huanliu.engine.columns.nested import RowReader
from huanliu.engine.columns.sheet import EPOCH, Sort, TooLargeError, Working
from huanliu.engine.columns.tabulated import Tables
from huanliu.engine.expression import Expression
from huanliu.engine.rulings import RuleBook

Bounds = tuple[Working, Working]


class Reader:
    """Reads the law of one day over one table. Workings go to the sheet, which several days may share."""

    def __init__(self, tables: Tables, table: Table, book: RuleBook, rows: RowReader) -> None:
        self.sheet, self.tables, self.table, self.book, self.rows = tables.sheet, tables, table, book, rows
        self._facts: dict[str, Working] = {}
        self._standing: dict[str, Working] = {}

    def read(self, node: Expression) -> Working:
        """What a bound expression comes to in every row."""
        try:
            return _READERS[type(node)](self, node)
        except TooLargeError:
            if sort_of(node.kind) is not Sort.TRUTH:
                raise
            return self.rows.value(self.sheet, node)

    def all(self, nodes: Sequence[Expression]) -> list[Working]:
        """The workings of several expressions."""
        return [self.read(node) for node in nodes]

    def unknown(self, node: Expression) -> Working:
        """What nobody knows, of the type of a node."""
        return self.sheet.unknown(sort_of(node.kind))

    def given(self, name: str) -> Working | None:
        """The column of a fact, None where the table has none or an empty one."""
        found = self.table.on if name == ON else self.table.given.get(name)
        return None if found is None else found.working(self.sheet)

    def fact(self, node: tree.FactRef) -> Working:
        """A fact: given, else worked out from its definition, else unknown. A value given stands in place row by row."""
        if node.name not in self._facts:
            given = self.given(node.name)
            definition = None if given is not None and given.known else self.book.definition(node.name)
            if definition is None:
                self._facts[node.name] = given or self.unknown(node)
            else:
                derived = self.read(definition)
                self._facts[node.name] = derived if given is None else choices.first_known(self.sheet, given, derived)
        return self._facts[node.name]

    def standing(self, identity: str) -> Working:
        """Whether another provision is met."""
        if identity not in self._standing:
            ruling = self.book.ruling(identity)
            self._standing[identity] = truths.every(self.sheet, self.all((ruling.applies, ruling.condition)))
        return self._standing[identity]

    # -- values and names ---------------------------------------------------------------------------------------------

    def _literal(self, node: tree.Literal) -> Working:
        value: Any = node.value
        match sort_of(node.kind):
            case Sort.TRUTH:
                return self.sheet.truth(value)
            case Sort.NUMBER:
                return scale.constant(self.sheet, value)
            case Sort.DATE:
                return self.sheet.date(value)
        return self.sheet.text(value)

    def _inner(self, node: tree.Named | tree.ClauseOf | tree.GroupOf) -> Working:
        return self.read(node.expression)

    def _written(self, node: tree.Written) -> Working:
        return self.read(node.core)

    def _met_by(self, node: tree.MetBy) -> Working:
        return self.standing(node.provision)

    def _amount_of(self, node: tree.AmountOf) -> Working:
        amounts = self.book.ruling(node.provision).amounts
        amount = self.read(amounts[node.amount][1]) if node.amount in amounts else self.unknown(node)
        otherwise = self.unknown(node) if node.otherwise is None else self.read(node.otherwise)
        return choices.either(self.sheet, self.standing(node.provision), amount, otherwise)

    # -- truth --------------------------------------------------------------------------------------------------------

    def _not(self, node: tree.Not) -> Working:
        return truths.negate(self.sheet, self.read(node.part))

    def _and(self, node: tree.And) -> Working:
        return truths.every(self.sheet, self.all(node.parts))

    def _or(self, node: tree.Or) -> Working:
        return truths.some(self.sheet, self.all(node.parts))

    def _at_least(self, node: tree.AtLeast) -> Working:
        parts = self.all(node.parts)
        held = self._sum([truths.as_number(self.sheet, truths.surely(self.sheet, part, True)) for part in parts])
        possible = self._sum([truths.as_number(self.sheet, self._maybe(part)) for part in parts])
        needed = self.read(node.needed)
        return self._compare_between(">=", (held, possible), (needed, needed))

    def _maybe(self, part: Working) -> Working:
        """Where it is not surely false."""
        return truths.negate(self.sheet, truths.surely(self.sheet, part, False))

    def _sum(self, parts: Sequence[Working]) -> Working:
        return reduce(lambda left, right: scale.arithmetic(self.sheet, "+", left, right), parts, self.sheet.whole(0))

    def _points(self, node: tree.Points) -> Working:
        awards = [[(self.read(award.condition), self.read(award.points)) for award in group] for group in node.groups]
        numbers = [points for group in awards for _, points in group]
        if any(points.unknown for points in numbers):
            return self.sheet.truth(None)
        surely = [[(truths.surely(self.sheet, held, True), points) for held, points in group] for group in awards]
        maybe = [[(self._maybe(held), points) for held, points in group] for group in awards]
        lowest, highest = (self._sum([self._best(group) for group in counted]) for counted in (surely, maybe))
        needed = self.read(node.needed)
        reached = self._compare_between(">=", (lowest, highest), (needed, needed))
        return choices.known_where(self.sheet, numbers, reached)

    def _best(self, group: Sequence[tuple[Working, Working]]) -> Working:
        """The most points of one group, never less than none."""
        none = self.sheet.whole(0)
        points = [choices.choose(self.sheet, held, points, none) for held, points in group]
        return scale.extreme(self.sheet, True, [none, *points])

    def _compare(self, node: tree.Compare) -> Working:
        if self._may_count(node.left) or self._may_count(node.right):
            return self._compare_between(node.operator, self._between(node.left), self._between(node.right))
        left, right = self.read(node.left), self.read(node.right)
        if left.sort is Sort.TEXT:
            same = texts.equal(self.sheet, left, right)
            return same if node.operator == "=" else truths.negate(self.sheet, same)
        return scale.compare(self.sheet, node.operator, left, right)

    def _may_count(self, node: Expression) -> bool:
        """Whether a number may be known between bounds only, because it counts family members."""
        if isinstance(node, tree.FactRef):
            return isinstance(self.book.definition(node.name), tree.Quantifier)
        return isinstance(node, tree.Quantifier)

    def _between(self, node: Expression) -> Bounds:
        """The least and the most that a number may be."""
        if isinstance(node, tree.Quantifier) and node.form == "count" and node.source.name in self.table.given:
            return self.rows.count_between(self.sheet, node)
        definition = self.book.definition(node.name) if isinstance(node, tree.FactRef) else None
        if isinstance(node, tree.FactRef) and definition is not None:
            given = self.given(node.name)
            if given is None or not given.known:
                low, high = self._between(definition)
                start = given or self.unknown(node)
                low, high = (choices.first_known(self.sheet, start, end) for end in (low, high))
                return low, high
        value = self.read(node)
        return value, value

    def _compare_between(self, sign: str, left: Bounds, right: Bounds) -> Working:
        """A comparison of numbers known between bounds: decided where every number between them agrees."""
        if left[0] is left[1] and right[0] is right[1]:
            return scale.compare(self.sheet, sign, left[0], right[0])
        if sign == "<>":
            return truths.negate(self.sheet, self._compare_between("=", left, right))
        sure, possible = self._corners(sign, left, right)
        unknown = self.sheet.truth(None)
        return truths.some(self.sheet, (sure, truths.every(self.sheet, (possible, unknown))))

    def _corners(self, sign: str, left: Bounds, right: Bounds) -> Bounds:
        """Whether a comparison holds at every corner, and whether it may hold at some."""

        def compared(sign: str, one: Working, two: Working) -> Working:
            return scale.compare(self.sheet, sign, one, two)

        if sign == "=":
            meets = [compared("<=", left[0], right[1]), compared("<=", right[0], left[1])]
            points = [compared("=", left[0], right[1]), compared("=", left[1], right[0])]
            return truths.every(self.sheet, points), truths.every(self.sheet, meets)
        worst, best = (1, 0) if sign in ("<", "<=") else (0, 1)
        return compared(sign, left[worst], right[best]), compared(sign, left[best], right[worst])

    def _one_of(self, node: tree.OneOf) -> Working:
        item = self.read(node.item)
        if item.sort is Sort.TEXT:
            return texts.one_of(self.sheet, item, [value for value in node.values if isinstance(value, str)])
        if item.sort is Sort.DATE:
            numbers = [(value - EPOCH).days for value in node.values if isinstance(value, datetime.date)]
        else:
            numbers = _in_units_of(item, [value for value in node.values if isinstance(value, (int, Decimal))])
        return scale.one_of(self.sheet, item, numbers)

    def _contains(self, node: tree.Contains) -> Working:
        if not isinstance(node.container, tree.FactRef):
            return self.rows.value(self.sheet, node)
        flag = self.given(f"{node.container.name}.{node.member}")
        return flag or texts.contains(self.sheet, self.fact(node.container), node.member)

    # -- numbers ------------------------------------------------------------------------------------------------------

    def _size(self, node: tree.Size) -> Working:
        if not isinstance(node.container, tree.FactRef):
            return self.rows.value(self.sheet, node)
        values = node.container.kind.values
        flags = [self.given(f"{node.container.name}.{value}") for value in values]
        given = [flag for flag in flags if flag is not None]
        if len(given) == len(values):
            return self._sum([truths.as_number(self.sheet, flag) for flag in given])
        return texts.size(self.sheet, self.fact(node.container), len(values))

    def _arithmetic(self, node: tree.Arithmetic) -> Working:
        return scale.arithmetic(self.sheet, node.operator, self.read(node.left), self.read(node.right))

    def _extreme(self, node: tree.Extreme) -> Working:
        return scale.extreme(self.sheet, node.greatest, self.all(node.parts))

    def _round(self, node: tree.Round) -> Working:
        divisor = None if node.divisor is None else self.read(node.divisor)
        return scale.rounded(self.sheet, node.mode, self.read(node.value), divisor, node.places)

    def _progressive(self, node: tree.Progressive) -> Working:
        if isinstance(node.table, tree.Parameter):
            raise TypeError(f"the brackets {node.table.name} were not bound to a day")
        return scale.progressive(self.sheet, self.read(node.value), node.table)

    # -- choices ------------------------------------------------------------------------------------------------------

    def _case(self, node: tree.Case) -> Working:
        if sort_of(node.kind) is Sort.NESTED:
            return self.rows.value(self.sheet, node)
        key = _key_of(node)
        if key is not None:
            return self._by_key(node, self.read(key))
        branches = [(self.read(condition), self.read(value)) for condition, value in node.branches]
        default = self.unknown(node) if node.default is None else self.read(node.default)
        return choices.case(self.sheet, branches, default)

    def _by_key(self, node: tree.Case, key: Working) -> Working:
        """A table by key: looked up where the key takes few values, else asked entry by entry."""
        entries: dict[Any, Working] = {}
        for condition, value in node.branches:
            assert isinstance(condition, tree.Compare) and isinstance(condition.right, tree.Literal)
            entries.setdefault(condition.right.value, self.read(value))
        found = self.tables.by_key(key, entries, sort_of(node.kind)) if key.places == 0 else None
        if found is not None:
            return found
        branches = [(self.read(condition), self.read(value)) for condition, value in node.branches]
        return choices.case_by_key(self.sheet, key, branches)

    # -- days and rows ------------------------------------------------------------------------------------------------

    def _shift(self, node: tree.Shift) -> Working:
        return days.shift(self.sheet, node.unit, self.read(node.date), self.read(node.by))

    def _span(self, node: tree.Span) -> Working:
        return days.span(self.sheet, node.unit, self.read(node.start), self.read(node.end))

    def _date_part(self, node: tree.DatePart) -> Working:
        return days.part_of(self.sheet, node.part, self.read(node.date))

    def _date_of(self, node: tree.DateOf) -> Working:
        return days.date_of(self.sheet, self.read(node.year), self.read(node.month), self.read(node.day))

    def _day_count(self, node: tree.DayCount) -> Working:
        given = node.log.name in self.table.given
        return self.rows.value(self.sheet, node) if given else self.unknown(node)

    def _quantifier(self, node: tree.Quantifier) -> Working:
        given = node.source.name in self.table.given
        return self.rows.value(self.sheet, node) if given else self.unknown(node)


def _in_units_of(item: Working, values: Sequence[Decimal | int]) -> list[int]:
    """The numbers in a working's units; one that is finer than these equals none of its numbers."""
    units = [scale.in_units(value) for value in values]
    return [number * 10 ** (item.places - places) for number, places in units if places <= item.places]


def _key_of(node: tree.Case) -> Expression | None:
    """The key of a table by key: without a default, each branch one written value of one expression."""
    first = node.branches[0][0]
    if node.default is not None or not isinstance(first, tree.Compare):
        return None
    for condition, _ in node.branches:
        if not isinstance(condition, tree.Compare) or condition.operator != "=" or condition.left != first.left:
            return None
        if not isinstance(condition.right, tree.Literal) or condition.right.value is None:
            return None
    return first.left


_READERS: dict[type, Callable[[Reader, Any], Working]] = {
    tree.Literal: Reader._literal,
    tree.FactRef: Reader.fact,
    tree.Named: Reader._inner,
    tree.Written: Reader._written,
    tree.ClauseOf: Reader._inner,
    tree.GroupOf: Reader._inner,
    tree.MetBy: Reader._met_by,
    tree.AmountOf: Reader._amount_of,
    tree.Not: Reader._not,
    tree.And: Reader._and,
    tree.Or: Reader._or,
    tree.AtLeast: Reader._at_least,
    tree.Points: Reader._points,
    tree.Case: Reader._case,
    tree.Compare: Reader._compare,
    tree.OneOf: Reader._one_of,
    tree.Contains: Reader._contains,
    tree.Size: Reader._size,
    tree.Arithmetic: Reader._arithmetic,
    tree.Extreme: Reader._extreme,
    tree.Round: Reader._round,
    tree.Progressive: Reader._progressive,
    tree.Shift: Reader._shift,
    tree.Span: Reader._span,
    tree.DatePart: Reader._date_part,
    tree.DateOf: Reader._date_of,
    tree.DayCount: Reader._day_count,
    tree.Quantifier: Reader._quantifier,
}
