"""Family members and day logs as SQL: the reader of the columns, with list steps where that one asks row by row.

What `engine/evaluate.py` and `base/daylog.py` say of one subject is said here of a list of rows: a condition on a row may be
unknown, so most answers come from two numbers, of the rows where it surely holds and of those where it may.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl

from huanliu.base.daylog import OUTSIDE_MAINLAND
from huanliu.engine import expression as tree
from huanliu.engine.columns import choices, scale, texts, truths
from huanliu.engine.columns.nested import BY_ROW, CALENDAR
from huanliu.engine.columns.reader import Bounds, Reader
from huanliu.engine.columns.sheet import INT64, Sort, Working, width
from huanliu.engine.columns.survey import DAY_FIELDS
from huanliu.engine.expression import Expression
from huanliu.engine.sqltext.rows import FIELD, subjects_own
from huanliu.engine.sqltext.vocabulary import field_given, fields_of
from huanliu.engine.subject import MAX_MEMBERS, MAX_ROWS, ROW_PREFIX

MAINLAND = "mainland"


class SqlReader(Reader):
    """Reads the law of one day over one table, lists included."""

    def read(self, node: Expression) -> Working:
        """What a bound expression comes to in every row."""
        if isinstance(node, tree.Quantifier) and node.source.name in self.table.given:
            return self._over_members(node)
        if isinstance(node, tree.DayCount) and node.log.name in self.table.given:
            return self._counted_days(node)
        return super().read(node)

    def _between(self, node: Expression) -> Bounds:
        if isinstance(node, tree.Quantifier) and node.form == "count" and node.source.name in self.table.given:
            return self._sure_and_possible(node)
        return super()._between(node)

    # -- family members ------------------------------------------------------------------------------------------------

    def _over_members(self, node: tree.Quantifier) -> Working:
        sure, possible = self._sure_and_possible(node)
        if node.form == "count":
            return self._where_same(sure, possible, sure)
        if node.form == "sum":
            return self._sum_of(node, sure, possible)
        there, may_be = (scale.compare(self.sheet, ">", number, self.sheet.whole(0)) for number in (sure, possible))
        unknown = truths.every(self.sheet, (may_be, self.sheet.truth(None)))
        found = truths.some(self.sheet, (there, unknown)) if sure is not possible else there
        return truths.negate(self.sheet, found) if node.form == "every" else found

    def _sure_and_possible(self, node: tree.Quantifier) -> Bounds:
        """In how many rows the condition surely holds, and in how many it may."""
        holds = self._holds(node)
        sure = self.number(node.source.name, truths.surely(self.sheet, holds, True))
        return sure, self.number(node.source.name, self._maybe(holds))

    def _holds(self, node: tree.Quantifier) -> Working:
        """Whether a row is of the list and meets the body."""
        member = MemberReader(self, node.source.name)
        asked = []
        if node.relationships:
            asked.append(texts.one_of(self.sheet, member.field("relationship"), node.relationships))
        if node.body is not None:
            body = member.read(node.body)
            asked.append(truths.negate(self.sheet, body) if node.form == "every" else body)
        return truths.every(self.sheet, asked)

    def _sum_of(self, node: tree.Quantifier, sure: Working, possible: Working) -> Working:
        """The sum of a value over the rows that hold; unknown where a row is, or its value."""
        assert node.summed is not None
        value = MemberReader(self, node.source.name).read(node.summed)
        held = truths.surely(self.sheet, self._holds(node), True)
        known = self.number(node.source.name, truths.every(self.sheet, (held, truths.is_known(self.sheet, value))))
        low, high = min(0, value.low * MAX_MEMBERS), max(0, value.high * MAX_MEMBERS)
        bounds: dict[str, Any] = {"low": low, "high": high, "places": value.places, "dtype": width(low, high)}
        total = self._step("total", node.source.name, (held, value), (), **bounds)
        return self._where_same(sure, possible, self._where_same(sure, known, total))

    def _where_same(self, one: Working, other: Working, value: Working) -> Working:
        if one is other:
            return value
        return choices.only_where(self.sheet, scale.compare(self.sheet, "=", one, other), value)

    # -- day logs ------------------------------------------------------------------------------------------------------

    def _counted_days(self, node: tree.DayCount) -> Working:
        around = [self.read(part) for part in (node.place, node.start, node.end)]
        if any(part.unknown for part in around):
            return self.unknown(node)
        return choices.known_where(self.sheet, around, _DAY_RULES[node.rule](Days(self, node.log.name, *around)))

    def number(self, name: str, truth: Working) -> Working:
        """In how many rows a truth holds that is never unknown."""
        most = MAX_MEMBERS if name + "." == ROW_PREFIX else MAX_ROWS
        return self._step("number", name, (truth,), (), dtype=INT64, low=0, high=most)

    def _step(
        self, form: str, name: str, asked: tuple[Working, ...], days: tuple[Working, ...], **properties: Any
    ) -> Working:
        column = self.sheet.column(name, self.table.schema[name])
        own = [each for each in subjects_own(asked) if each not in days]
        known = self.table.given[name].known and form in ("number", "days")
        parts = (column, *days, *own)
        return self.sheet.put((form, *asked), Sort.NUMBER, _never, parts, known=known, cost=BY_ROW, **properties)

    def of_days(self, form: str, name: str, truth: Working, high: int, *days: Working) -> Working:
        """A number of days of the rows in which a truth holds that is never unknown."""
        return self._step(form, name, (truth,), days, dtype=INT64, low=0, high=high)

    def row_field(self, name: str, key: str, kind: Any) -> Working:
        """A field of the rows in a list."""
        dtype = fields_of(self.table.schema[name]).get(key)
        given = None if dtype is None else field_given(self.book.statutes, f"{name}.{key}", kind, dtype)
        if given is None:
            return self.unknown(tree.Literal(None, kind))
        raw = self.sheet.put((FIELD, name, key), Sort.NESTED, _never, dtype=given.dtype, known=False)
        return given.read_from(self.sheet, raw)


def _never(*parts: pl.Expr) -> pl.Expr:
    raise NotImplementedError("a step over lists is written in SQL only")


class MemberReader(SqlReader):
    """The same reader, looking at one family member."""

    def __init__(self, outer: Reader, source: str) -> None:
        super().__init__(outer.tables, outer.table, outer.book, outer.rows)
        self._facts, self._standing, self.source = outer._facts, outer._standing, source
        self._fields: dict[str, Working] = {}

    def read(self, node: Expression) -> Working:
        """What a bound expression comes to for a member."""
        return self.field(node.key) if isinstance(node, tree.Column) else super().read(node)

    def field(self, key: str) -> Working:
        """A fact of the member: given, else worked out from its definition, else unknown."""
        if key not in self._fields:
            name = ROW_PREFIX + key
            given = self.row_field(self.source, key, self.book.statutes.kinds[name])
            definition = self.book.definition(name)
            derived = None if definition is None else self.read(definition)
            self._fields[key] = given if derived is None else choices.first_known(self.sheet, given, derived)
        return self._fields[key]


class Days:
    """The rows of a log in a place and a period, and the numbers that the rules make of them."""

    def __init__(self, reader: SqlReader, log: str, place: Working, start: Working, end: Working) -> None:
        self.reader, self.sheet, self.log, self.around = reader, reader.sheet, log, (start, end)
        day = self.field("day")
        self.there = self._in_place(place)
        since, until = scale.compare(self.sheet, ">=", day, start), scale.compare(self.sheet, "<=", day, end)
        self.here = truths.every(self.sheet, (self.there, since, until))

    def field(self, key: str) -> Working:
        """A field of a row of the log."""
        return self.reader.row_field(self.log, key, DAY_FIELDS[key])

    def _in_place(self, place: Working) -> Working:
        """The Mainland is everywhere but Hong Kong, Macao, Taiwan and abroad."""
        found = self.field("place")
        inland = truths.negate(self.sheet, texts.one_of(self.sheet, found, sorted(OUTSIDE_MAINLAND)))
        named = texts.equal(self.sheet, found, place)
        return choices.choose(self.sheet, texts.one_of(self.sheet, place, [MAINLAND]), inland, named)

    def on(self, *truths_of_row: Working) -> Working:
        """On how many days a row lies here in which these hold."""
        held = truths.surely(self.sheet, truths.every(self.sheet, (self.here, *truths_of_row)), True)
        return self.reader.of_days("days", self.log, held, MAX_ROWS)

    def any_part(self) -> Working:
        """Any part of a day is a day."""
        return self.on()

    def whole(self) -> Working:
        """Less than 24 hours counts nothing."""
        return self._where_told("whole_day", self.on(self.field("whole_day")))

    def halves(self) -> Working:
        """Less than 24 hours is half a day: in tenths of a day."""
        both = scale.arithmetic(self.sheet, "+", self.on(), self.on(self.field("whole_day")))
        return self._where_told("whole_day", scale.arithmetic(self.sheet, "*", both, self.sheet.whole(5, 1)))

    def _where_told(self, key: str, value: Working) -> Working:
        """The value where every row here says so much."""
        silent = truths.negate(self.sheet, truths.is_known(self.sheet, self.field(key)))
        held = truths.surely(self.sheet, truths.every(self.sheet, (self.here, silent)), True)
        return self.reader._where_same(self.reader.number(self.log, held), self.sheet.whole(0), value)

    def worked(self) -> Working:
        """A day with work in any row is a day, whatever the other rows leave open."""
        worked = self.field("worked")
        sure, possible = self.on(worked), self.on(self.reader._maybe(worked))
        return self.reader._where_same(sure, possible, sure)

    def worst(self) -> Working:
        """The most days in any 12 months that start or end in the period."""
        held = truths.surely(self.sheet, self.there, True)
        return self.reader.of_days("worst", self.log, held, MAX_ROWS, *self.around)

    def absence(self) -> Working:
        """The longest time away."""
        held = truths.surely(self.sheet, self.here, True)
        return self.reader.of_days("absence", self.log, held, CALENDAR, *self.around)


_DAY_RULES: dict[str, Callable[[Days], Working]] = {
    "DAYS_ANY_PART": Days.any_part,
    "DAYS_WHOLE": Days.whole,
    "DAYS_HALVES": Days.halves,
    "DAYS_WORKED": Days.worked,
    "DAYS_ANY_PART_WORST_12_MONTHS": Days.worst,
    "LONGEST_ABSENCE": Days.absence,
}
