"""Binding a tree to its days: every parameter becomes its value, every dated list and table plain logic.

What the law wrote stays beside it (`Written`), so that an explanation can name the list while every reader sees only
comparisons.
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

from attrs import evolve, fields, frozen

from huanliu.base.language import Text
from huanliu.engine import expression as tree
from huanliu.engine.expression import Expression
from huanliu.engine.kinds import BOOL, DATE, Kind
from huanliu.law import model
from huanliu.law.calendar import change_days, members_on, value_on

NO_VALUE = Text("no value of this number is known for the day", "该日的数值未知")
UNVERIFIED = Text("this number of the law has not been verified", "该数值尚未核实")


@cache
def _attributes(kind: Any) -> tuple[str, ...]:
    return tuple(attribute.name for attribute in fields(kind))


@frozen
class Days:
    """The two dates of every assessment."""

    on: datetime.date
    known_on: datetime.date | None = None


@frozen
class Binder:
    """Binds trees of one law to one pair of days. `trusting` takes numbers that nobody has verified: for estimates, never for findings."""

    law: model.Law
    days: Days
    outcome: Callable[[str, str], Expression]
    trusting: bool = False

    def bind(self, node: Expression) -> Expression:
        """The node with every parameter in its place."""
        match node:
            case tree.Parameter():
                return self._value(node, self.days.on)
            case tree.Listed():
                return tree.Written(self._written_list(node), self._listed(node), node.kind)
            case tree.Lookup():
                return tree.Written(node, self._lookup(node), node.kind)
            case tree.AtDate():
                return tree.Written(node, self._at_date(node), node.kind)
            case tree.Progressive():
                return self._progressive(node)
            case tree.OutcomeOf():
                return tree.Written(node, self.outcome(node.provision, node.outcome), BOOL)
        return self._rebuilt(node)

    def _rebuilt(self, node: Expression) -> Expression:
        changed: dict[str, Any] = {}
        kind: Any = type(node)
        for name in _attributes(kind):
            before = getattr(node, name)
            after = self._inside(before)
            if after is not before:
                changed[name] = after
        return evolve(node, **changed) if changed else node

    def _inside(self, value: object) -> object:
        if isinstance(value, Expression):
            return self.bind(value)
        if isinstance(value, tree.Award):
            return tree.Award(self.bind(value.condition), self.bind(value.points))
        if isinstance(value, tuple):
            items = tuple(self._inside(item) for item in value)
            return items if any(a is not b for a, b in zip(items, value, strict=True)) else value
        return value

    def meaning(self, node: tree.Parameter) -> model.Parameter:
        """The parameter of the law that a node names."""
        if node.own is not None:
            return self.law.provisions[node.own].parameters[node.name]
        return self.law.parameters[node.name]

    def _dated(self, node: tree.Parameter, on: datetime.date) -> model.Dated | None:
        dated = value_on(self.meaning(node), on, self.days.known_on)
        return evolve(dated, verified=True) if self.trusting and dated is not None else dated

    def _value(self, node: tree.Parameter, on: datetime.date) -> tree.Literal:
        if node.name == "on" and node.own is None:
            return tree.Literal(self.days.on, DATE, "on")
        dated = self._dated(node, on)
        if dated is None or dated.value is None:
            return tree.Literal(None, node.kind, node.name, NO_VALUE)
        if not dated.verified:
            return tree.Literal(None, node.kind, node.name, UNVERIFIED, _exact(dated.value, node.kind))
        return tree.Literal(_exact(dated.value, node.kind), node.kind, node.name)

    def _written_list(self, node: tree.Listed) -> tree.Listed:
        return evolve(node, item=self.bind(node.item), when=None if node.when is None else self.bind(node.when))

    def _texts(self, node: tree.Parameter, on: datetime.date) -> tuple[str, ...] | None:
        meaning = self.meaning(node)
        if meaning.form == "members":
            return members_on(meaning, on)
        dated = self._dated(node, on)
        return None if dated is None or not dated.verified else dated.value

    def _listed(self, node: tree.Listed) -> Expression:
        item = self.bind(node.item)
        if node.when is None:
            return _one_of(item, self._texts(node.parameter, self.days.on), node.parameter.name)
        pieces = [
            (day, _one_of(item, self._texts(node.parameter, day), node.parameter.name))
            for day in self._days_of(node.parameter)
        ]
        return _by_day(pieces, self.bind(node.when), BOOL)

    def _days_of(self, node: tree.Parameter) -> list[datetime.date]:
        """The first days of the stretches over which a parameter stays the same, from the beginning of time."""
        return [datetime.date.min, *change_days(self.meaning(node))]

    def _at_date(self, node: tree.AtDate) -> Expression:
        pieces = [(day, self._value(node.parameter, day)) for day in self._days_of(node.parameter)]
        return _by_day(pieces, self.bind(node.when), node.kind)

    def _lookup(self, node: tree.Lookup) -> Expression:
        key = self.bind(node.key)
        if node.when is None:
            return self._entries(node, key, self.days.on)
        pieces = [(day, self._entries(node, key, day)) for day in self._days_of(node.table)]
        return _by_day(pieces, self.bind(node.when), node.kind)

    def _entries(self, node: tree.Lookup, key: Expression, on: datetime.date) -> Expression:
        dated = self._dated(node.table, on)
        if dated is None or not dated.verified:
            return tree.Literal(None, node.kind, node.table.name, NO_VALUE if dated is None else UNVERIFIED)
        branches = tuple(
            (
                tree.Compare("=", key, tree.Literal(_key(name, key.kind), key.kind)),
                tree.Literal(None if value is None else _exact(value, node.kind), node.kind, node.table.name),
            )
            for name, value in dated.value.items()
        )
        return tree.Case(branches, None, node.kind)

    def _progressive(self, node: tree.Progressive) -> Expression:
        value = self.bind(node.value)
        assert isinstance(node.table, tree.Parameter)
        dated = self._dated(node.table, self.days.on)
        if dated is None or not dated.verified:
            return tree.Literal(None, node.kind, node.table.name, NO_VALUE if dated is None else UNVERIFIED)
        return tree.Progressive(value, dated.value, node.kind, node.table.name)


def _exact(value: object, kind: Kind) -> tree.Value:
    if kind.name in ("money", "decimal") and isinstance(value, int):
        return Decimal(value)
    return value  # type: ignore[return-value]


def _key(name: str, kind: Kind) -> tree.Value:
    return int(name) if kind.name == "int" and name.lstrip("-").isdigit() else name


def _one_of(item: Expression, texts: tuple[str, ...] | None, name: str) -> Expression:
    if texts is None:
        return tree.Literal(None, BOOL, name, NO_VALUE)
    return tree.OneOf(item, texts, name)


def _by_day(pieces: Sequence[tuple[datetime.date, Expression]], when: Expression, kind: Kind) -> Expression:
    """One of the pieces by the day asked about: the last whose first day is not later."""
    branches = tuple(
        (tree.Compare("<", when, tree.Literal(later, DATE)), piece)
        for (_, piece), (later, _) in itertools.pairwise(pieces)
    )
    return tree.Case(branches, pieces[-1][1], kind) if branches else pieces[-1][1]
