"""Subjects drawn for a real provision: every fact that it can ask for, with values at the edges its own clauses set."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from huanliu.engine import expression as tree
from huanliu.engine.expression import Expression, walk
from huanliu.engine.kinds import Kind
from huanliu.engine.rulings import RuleBook, Ruling
from huanliu.engine.subject import ROW_PREFIX
from huanliu.law.model import Fact

Subject = dict[str, Any]
PLACES = ("hk", "mo", "tw", "overseas", "shenzhen", "hengqin", "zhuhai")
EARLY, LATE = datetime.date(1950, 1, 1), datetime.date(2030, 12, 31)
FLAGS = st.sampled_from([True, False])


def roots(ruling: Ruling) -> list[Expression]:
    """Every expression of a ruling."""
    amounts = [expression for _, expression in ruling.amounts.values()]
    return [ruling.applies, ruling.condition, *(condition for _, condition in ruling.outcomes), *amounts]


def reachable(book: RuleBook, *names: str) -> list[Expression]:
    """Every node that the findings of some provisions may hang on, through definitions and other provisions."""
    found: dict[int, Expression] = {}
    seen: set[str] = set()
    waiting = [root for name in names for root in roots(book.ruling(name))]
    while waiting:
        for node in walk(waiting.pop()):
            found[id(node)] = node
            waiting += _through(book, node, seen)
    return list(found.values())


def _through(book: RuleBook, node: Expression, seen: set[str]) -> list[Expression]:
    if isinstance(node, (tree.MetBy, tree.AmountOf)) and node.provision not in seen:
        seen.add(node.provision)
        return roots(book.ruling(node.provision))
    if isinstance(node, (tree.FactRef, tree.Column)) and node.name not in seen:
        seen.add(node.name)
        definition = book.definition(node.name)
        return [] if definition is None else [definition]
    return []


def asked(book: RuleBook, *names: str) -> list[Fact]:
    """The facts that some provisions can ask for; the columns of a family member stand under the family."""
    nodes = reachable(book, *names)
    said = {node.name for node in nodes if isinstance(node, (tree.FactRef, tree.Column))}
    facts = book.statutes.law.facts
    return [facts[name] for name in sorted(said) if name in facts and not name.startswith(ROW_PREFIX)]


def edges(book: RuleBook, *names: str) -> dict[str, list[Any]]:
    """For each fact the values that stand beside it in a clause, and the next ones on both sides."""
    found: dict[str, dict[Any, None]] = {}
    for node in reachable(book, *names):
        if isinstance(node, (tree.Compare, tree.OneOf, tree.Progressive)):
            values = [near for value in _values(node) for near in _near(value)]
            for part in walk(node):
                if isinstance(part, (tree.FactRef, tree.Column)):
                    found.setdefault(part.name, {}).update(dict.fromkeys(values))
    return {name: list(values) for name, values in found.items()}


def _values(node: Expression) -> Iterator[Any]:
    for part in walk(node):
        if isinstance(part, tree.Literal):
            yield part.value
        elif isinstance(part, tree.OneOf):
            yield from part.values[:20]
        elif isinstance(part, tree.Progressive) and isinstance(part.table, tuple):
            yield from (bracket.over for bracket in part.table)


def _near(value: Any) -> list[Any]:
    if isinstance(value, bool) or value is None:
        return []
    if isinstance(value, int):
        return [value - 1, value, value + 1]
    if isinstance(value, Decimal):
        return [value - Decimal("0.01"), value, value + Decimal("0.01")]
    if isinstance(value, datetime.date) and EARLY < value < LATE:
        return [value - datetime.timedelta(days=1), value, value + datetime.timedelta(days=1)]
    return [value] if isinstance(value, str) else []


class Draws:
    """Strategies for the subjects of one law on one day."""

    def __init__(self, book: RuleBook, *names: str) -> None:
        self.book, self.names = book, names
        self.facts, self.edges = asked(book, *names), edges(book, *names)

    def subjects(self) -> st.SearchStrategy[Subject]:
        """Any of the facts, or a worked example with a few facts changed: chance alone hardly ever meets a provision."""
        anything = st.fixed_dictionaries({}, optional={fact.name: self.values(fact) for fact in self.facts})
        provisions = self.book.statutes.law.provisions
        cases = [{**example.facts} for name in self.names for example in provisions[name].examples]
        if not cases or not self.facts:
            return anything
        changes = st.lists(st.sampled_from(self.facts).flatmap(self._change), max_size=3)
        return anything | st.tuples(st.sampled_from(cases), changes).map(lambda pair: {**pair[0], **dict(pair[1])})

    def _change(self, fact: Fact) -> st.SearchStrategy[tuple[str, Any]]:
        return st.tuples(st.just(fact.name), self.values(fact))

    def values(self, fact: Fact) -> st.SearchStrategy[Any]:
        """A value of a fact, at an edge more often than not."""
        kind = self.book.statutes.kinds[fact.name]
        anywhere = self._anywhere(fact, kind)
        near = [value for value in self.edges.get(fact.name, ()) if self._fits(fact, kind, value)]
        return st.sampled_from(near) | anywhere if near else anywhere

    def _fits(self, fact: Fact, kind: Kind, value: Any) -> bool:
        if kind.numeric:
            number = isinstance(value, (int, Decimal)) and (kind.name != "int" or value == int(value))
            return number and self._low(fact) <= value <= self._high(fact)
        return {"date": datetime.date, "text": str}.get(kind.name, type(None)) is type(value)

    def _low(self, fact: Fact) -> Any:
        return fact.range[0] if fact.range else 0

    def _high(self, fact: Fact) -> Any:
        return fact.range[1] if fact.range else 10**7

    def _anywhere(self, fact: Fact, kind: Kind) -> st.SearchStrategy[Any]:
        low, high = self._low(fact), self._high(fact)
        match kind.name:
            case "bool":
                return FLAGS
            case "int":
                return st.integers(low, high)
            case "decimal" | "money":
                return st.decimals(low, high, places=kind.places)
            case "date":
                return st.dates(EARLY, LATE)
            case "enum":
                return st.sampled_from(sorted(kind.values))
            case "set":
                return st.frozensets(st.sampled_from(sorted(kind.values)), max_size=4).map(sorted)
            case "members":
                return st.lists(self.members(), max_size=3)
            case "day_log":
                return st.lists(_days(), max_size=5)
        return st.sampled_from(["Nowhere", "环流"])

    def members(self) -> st.SearchStrategy[Subject]:
        """A family member with any of the columns."""
        columns = [fact for name, fact in self.book.statutes.law.facts.items() if name.startswith(ROW_PREFIX)]
        return st.fixed_dictionaries({}, optional={f.name.removeprefix(ROW_PREFIX): self.values(f) for f in columns})


def _days() -> st.SearchStrategy[Subject]:
    return st.fixed_dictionaries(
        {"day": st.dates(datetime.date(2024, 1, 1), datetime.date(2026, 11, 20)), "place": st.sampled_from(PLACES)},
        optional={"whole_day": FLAGS, "worked": FLAGS},
    )


@st.composite
def less(draw: st.DrawFn, subject: Mapping[str, Any], definitions: Mapping[str, Any]) -> Subject:
    """The same subject with some of what was known left out: facts, columns of family members, flags of days.

    A definition that was given stays: the facts it follows from may say otherwise, and then it is not less that is known.
    """
    kept = {name: value for name, value in subject.items() if name in definitions or draw(st.booleans())}
    for name, value in kept.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            kept[name] = [
                {key: item for key, item in row.items() if key in ("day", "place") or draw(st.booleans())}
                for row in value
            ]
    return kept
