"""Row by row: what columns do not hold well (family members, day logs, numbers past 38 digits) goes through the reference reader.

Correct first: each row's facts are read as `engine/subject.py` reads one subject's, and `engine/evaluate.py` answers.
Scalar columns that are given directly (days in the year, number of children) are the fast road past all this.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

import polars as pl
from attrs import frozen

from huanliu.engine import expression as tree
from huanliu.engine.columns.frame import ON, Table, sort_of
from huanliu.engine.columns.sheet import DTYPES, Sheet, Sort, Working, width
from huanliu.engine.evaluate import EXACT, Situation, count_between, evaluate
from huanliu.engine.expression import Expression, walk
from huanliu.engine.rulings import RuleBook
from huanliu.engine.statute import Statutes
from huanliu.engine.subject import LARGEST, MAX_MEMBERS, MAX_ROWS, Intake

# Nanoseconds a row: dear enough for a column of its own. Inside a `when`, Polars would hand over rows blanked out.
BY_ROW = 50_000.0
# Days from the first to the last of the calendar.
CALENDAR = (datetime.date.max - datetime.date.min).days + 1
Answer = Callable[[Expression, Situation], Any]


@frozen(eq=False)
class RowReader:
    """The reference reader over the rows of a table. With `days`, only rows whose own day lies between the two are asked."""

    statutes: Statutes
    table: Table
    book: RuleBook
    days: tuple[datetime.date, datetime.date] | None = None

    def value(self, sheet: Sheet, node: Expression) -> Working:
        """The value of a node in each row."""
        sort = sort_of(node.kind)
        if sort is Sort.NUMBER:
            return self._number(sheet, node, "value", evaluate, _most(node))
        return self._asked(sheet, node, "value", evaluate, sort=sort, dtype=DTYPES[sort])

    def count_between(self, sheet: Sheet, node: tree.Quantifier) -> tuple[Working, Working]:
        """The least and the most that a count may be in each row."""
        low = self._number(sheet, node, "low", lambda node, at: count_between(node, at)[0], MAX_MEMBERS)
        high = self._number(sheet, node, "high", lambda node, at: count_between(node, at)[1], MAX_MEMBERS)
        return low, high

    def _number(self, sheet: Sheet, node: Expression, form: str, answer: Answer, most: int) -> Working:
        places = node.kind.places
        units = most * 10**places
        low = 0 if isinstance(node, tree.DayCount) or form != "value" else -units
        properties = {"dtype": width(-units, units), "places": places, "low": low, "high": units}
        return self._asked(sheet, node, form, _scaled(answer, places), sort=Sort.NUMBER, **properties)

    def _asked(self, sheet: Sheet, node: Expression, form: str, answer: Answer, **properties: Any) -> Working:
        names = sorted(self._given(facts_below(node, self.book)))
        columns = tuple(sheet.column(name, self.table.schema[name]) for name in names)
        dtype = properties["dtype"]

        def build(*parts: pl.Expr) -> pl.Expr:
            rows = pl.struct([part.alias(name) for part, name in zip(parts, names, strict=True)])
            return rows.map_batches(
                lambda series: pl.Series([self._row(node, answer, row) for row in series.to_list()], dtype=dtype),
                return_dtype=dtype,
                is_elementwise=True,
            )

        key = ("rows", form, id(self.book), node)
        return sheet.put(key, parts=columns, build=build, known=False, cost=BY_ROW, **properties)

    def _given(self, facts: set[str]) -> Iterator[str]:
        """The columns that say something about some of these facts."""
        if self.days is not None:
            yield ON
        for name in self.table.given:
            if name in facts or (name not in self.statutes.kinds and name.rpartition(".")[0] in facts):
                yield name

    def _row(self, node: Expression, answer: Answer, row: Mapping[str, Any]) -> Any:
        facts = {name: value for name, value in row.items() if value is not None}
        day = facts.pop(ON, None)
        if self.days is not None and not self.days[0] <= day <= self.days[1]:
            return None
        given: dict[str, Any] = dict(Intake(self.statutes).read(self._with_sets(facts)))
        if day is not None:
            given[ON] = day
        return answer(node, Situation(given, self.book))

    def _with_sets(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        """Sets given value by value put together; one of which a value is not known is not known."""
        kinds = self.statutes.kinds
        whole = {name: value for name, value in facts.items() if name in kinds}
        for name in {name.rpartition(".")[0] for name in facts if name not in kinds}:
            held = {value: facts.get(f"{name}.{value}") for value in kinds[name].values}
            if None not in held.values():
                whole[name] = [value for value, there in held.items() if there]
        return whole


def _most(node: Expression) -> int:
    """The largest a number from family members or a day log may be: sums have as many parts as there may be members.

    A time away is longer than any log: it is counted between the days of the log and the ends of the period.
    """
    if isinstance(node, tree.DayCount):
        return CALENDAR if node.rule == "LONGEST_ABSENCE" else MAX_ROWS
    return int(LARGEST) * MAX_MEMBERS


def _scaled(answer: Answer, places: int) -> Answer:
    def scaled(node: Expression, at: Situation) -> int | None:
        value = answer(node, at)
        return None if value is None else int(Decimal(value).scaleb(places, EXACT))

    return scaled


def facts_below(node: Expression, book: RuleBook) -> set[str]:
    """Every fact that an expression may come to ask, through definitions and other provisions."""
    found: set[str] = set()
    waiting = [node]
    while waiting:
        for part in walk(waiting.pop()):
            for name, below in _asked_by(part, book):
                if name not in found:
                    found.add(name)
                    waiting += below
    return found


def _asked_by(part: Expression, book: RuleBook) -> Iterator[tuple[str, list[Expression]]]:
    if isinstance(part, (tree.FactRef, tree.Column)):
        definition = book.definition(part.name)
        yield part.name, [] if definition is None else [definition]
    elif isinstance(part, (tree.MetBy, tree.AmountOf)):
        ruling = book.ruling(part.provision)
        yield f"{part.provision} ", [ruling.applies, ruling.condition, *(sql for _, sql in ruling.amounts.values())]
