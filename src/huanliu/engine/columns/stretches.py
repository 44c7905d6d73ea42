"""Rows with a day of their own: the law is read once for each stretch of days over which nothing in it changes.

Within a stretch only `:on` differs from row to row, so there it is read from the row like a fact. What a later stretch
leaves as it was is the same working, and costs nothing twice.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from attrs import frozen

from huanliu.engine import expression as tree
from huanliu.engine.binding import Binder, Days
from huanliu.engine.columns.frame import ON
from huanliu.engine.expression import Expression
from huanliu.engine.kinds import DATE
from huanliu.engine.rulings import RuleBook
from huanliu.engine.statute import Statutes
from huanliu.law import model
from huanliu.law.calendar import ONE_DAY, change_days, first_day


@frozen
class RowBinder(Binder):
    """Binds like any other, but leaves `:on` to the row."""

    def bind(self, node: Expression) -> Expression:
        """The node with every parameter but `:on` in its place."""
        if isinstance(node, tree.Parameter) and node.name == ON and node.own is None:
            return tree.FactRef(ON, DATE)
        return super().bind(node)


class RowBook(RuleBook):
    """The law of a stretch of days, with `:on` left to the row."""

    def __init__(self, statutes: Statutes, days: Days) -> None:
        super().__init__(statutes, days)
        self._binder = RowBinder(statutes.law, days)


def stretches(law: model.Law, first: datetime.date, last: datetime.date) -> list[tuple[datetime.date, datetime.date]]:
    """The spans of days between two days, both included, over which no text and no number of the law changes."""
    starts = sorted({first, *(day for day in _changes(law) if first < day <= last)})
    ends = [*(start - ONE_DAY for start in starts[1:]), last]
    return list(zip(starts, ends, strict=True))


def _changes(law: model.Law) -> Iterator[datetime.date]:
    for provision in law.provisions.values():
        for version in provision.versions:
            yield from _changes_of_version(version)
        for parameter in provision.parameters.values():
            yield from change_days(parameter)
    for parameter in law.parameters.values():
        yield from change_days(parameter)


def _changes_of_version(version: model.Version) -> Iterator[datetime.date]:
    start = first_day(version)
    if start is not None:
        yield start
    for end in (version.end, version.known_until):
        if end is not None:
            yield end + ONE_DAY
