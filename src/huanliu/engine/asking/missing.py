"""What is missing: the facts that could still change an answer that is not known yet.

This is the quick reading: the known parts have already decided all they can, so each unknown part below an undecided node
still counts. It is exact where the reading is `plain`: no fact is asked twice, and nothing on the way is a choice of values
or a number of the law that nobody knows. `relevance.py` sharpens it where it is not.

How a node is walked is laid out once per rule book; without that, this took half the time of an assessment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from attrs import define

from huanliu.engine import expression as tree
from huanliu.engine.evaluate import COMPARISONS, Row, Situation, evaluate
from huanliu.engine.expression import Expression, children
from huanliu.engine.rulings import RuleBook, Ruling

LONG_FACTS = frozenset({"person.day_log", "person.family"})
RELATIONSHIP = "person.family.relationship"
# Stands in a reading for what names alone do not tell: a choice of values, points, a number that is not known.
INEXACT = ""

Names = list[str]


def missing_facts(node: Expression, at: Situation) -> list[str]:
    """Names of unknown facts in the order in which the law asks them, each once; empty where the value is known."""
    return names_of(reading_of(node, at))


def names_of(reading: Names) -> list[str]:
    """The facts of a reading, each once."""
    return [name for name in dict.fromkeys(reading) if name != INEXACT]


def is_plain(reading: Names) -> bool:
    """Whether the quick reading is exact as it stands."""
    return INEXACT not in reading and len(set(reading)) == len(reading)


def reading_of_ruling(ruling: Ruling, at: Situation) -> Names:
    """What a provision's finding lacks: facts as often as they are asked."""
    return [*reading_of(ruling.applies, at), *reading_of(ruling.condition, at)]


def reading_of(node: Expression, at: Situation) -> Names:
    """What a condition lacks: facts as often as they are asked."""
    found: Names = []
    _walk(_way(node, at.book), at, found)
    return found


@define(eq=False)
class _Way:
    """How a node is walked: its own facts, or the parts below it."""

    node: Expression
    walk: Callable[[Any, Situation, Names], None]
    parts: tuple[_Way, ...] = ()
    names: tuple[str, ...] = ()


def _walk(way: _Way, at: Situation, found: Names) -> None:
    if evaluate(way.node, at) is None:
        way.walk(way, at, found)


def _way(node: Expression, book: RuleBook) -> _Way:
    """The way of a node, laid out when it is first walked. It holds its node, so that the identity stays its own."""
    ways: dict[int, _Way] = book.plans.setdefault("ways", {})
    found = ways.get(id(node))
    if found is None:
        found = ways[id(node)] = _laid_out(node, book)
    return found


def _laid_out(node: Expression, book: RuleBook) -> _Way:
    names = _own_names(node, book)
    if names is not None:
        return _Way(node, _own, (), names)
    walk = _WALKS.get(type(node))
    if walk is None:
        return _Way(node, _every_part, tuple(_way(part, book) for part in children(node)))
    return _Way(node, walk)


def _own_names(node: Expression, book: RuleBook) -> tuple[str, ...] | None:
    """The facts of a clause that is unknown exactly while one of them is; None for anything else."""
    if isinstance(node, tree.Literal):
        return (INEXACT,) if node.value is None else ()
    if isinstance(node, tree.FactRef):
        return None if book.definition(node.name) is not None else (node.name,)
    if not isinstance(node, tree.STRICT):
        return None
    below = [_own_names(part, book) for part in children(node)]
    if None in below:
        return None
    settled = (INEXACT,) if isinstance(node, tree.Compare) and _one_sided(node, book) else ()
    return tuple(name for names in (*below, settled) for name in names or ())


def _one_sided(node: tree.Compare, book: RuleBook) -> bool:
    """Whether the range of the fact compared leaves only one answer: a share that must be at least 0."""
    sides = sorted((node.left, node.right), key=lambda side: isinstance(side, tree.Literal))
    fact, number = sides
    if not isinstance(fact, tree.FactRef) or not isinstance(number, tree.Literal) or number.value is None:
        return False
    stated = book.statutes.law.facts.get(fact.name)
    if stated is None or stated.range is None:
        return False
    (low, high), point = stated.range, number.value
    if node.operator in ("=", "<>"):
        return not low <= point <= high
    compare = COMPARISONS[node.operator]
    return compare(low, point) == compare(high, point)


def _own(way: _Way, at: Situation, found: Names) -> None:
    given = at.facts
    for name in way.names:
        if given.get(name) is None:
            found.append(name)


def _every_part(way: _Way, at: Situation, found: Names) -> None:
    for part in way.parts:
        if evaluate(part.node, at) is None:
            part.walk(part, at, found)


def _definition(way: _Way, at: Situation, found: Names) -> None:
    assert isinstance(way.node, tree.FactRef)
    found.extend(missing_of_fact(way.node.name, at))


def missing_of_fact(name: str, at: Situation) -> Iterable[str]:
    """The fact itself, or what its definition still lacks; a definition that can be asked directly is asked so."""
    definition = at.book.definition(name)
    if definition is None:
        return (name,)
    lacking = _kept(definition, at)
    stated = at.book.statutes.law.definitions[name]
    # A number of days or children is easier to give than the whole log it is counted from.
    if stated.asks is not None and not LONG_FACTS.isdisjoint(lacking):
        return (name,)
    return lacking


def _kept(node: Expression, at: Situation) -> tuple[str, ...]:
    """The reading of a node that stands in several places, worked out once for a subject."""
    kept = at.lacking.get(id(node))
    if kept is None:
        kept = at.lacking[id(node)] = tuple(reading_of(node, at))
    return kept


def _column(way: _Way, at: Situation, found: Names) -> None:
    node = way.node
    assert isinstance(node, tree.Column)
    definition = at.book.definition(node.name)
    if definition is None:
        found.append(node.name)
    else:
        _walk(_way(definition, at.book), at, found)


def _met_by(way: _Way, at: Situation, found: Names) -> None:
    assert isinstance(way.node, tree.MetBy)
    _provision(way.node.provision, at, found)


def _provision(identity: str, at: Situation, found: Names) -> None:
    ruling = at.book.ruling(identity)
    found.extend(_kept(ruling.applies, at))
    found.extend(_kept(ruling.condition, at))


def _amount_of(way: _Way, at: Situation, found: Names) -> None:
    node = way.node
    assert isinstance(node, tree.AmountOf)
    found.append(INEXACT)
    met = at.standing(node.provision)
    if met is None:
        _provision(node.provision, at, found)
    amounts = at.book.ruling(node.provision).amounts
    if met is not False and node.amount in amounts:
        found.extend(_kept(amounts[node.amount][1], at))
    elif node.otherwise is not None:
        _walk(_way(node.otherwise, at.book), at, found)


def _case(way: _Way, at: Situation, found: Names) -> None:
    """Conditions up to the first that holds, and the values they may still lead to."""
    node = way.node
    assert isinstance(node, tree.Case)
    found.append(INEXACT)
    for condition, value in node.branches:
        truth = evaluate(condition, at)
        if truth is False:
            continue
        _walk(_way(condition, at.book), at, found)
        _walk(_way(value, at.book), at, found)
        if truth:
            return
    if node.default is not None:
        _walk(_way(node.default, at.book), at, found)


def _points(way: _Way, at: Situation, found: Names) -> None:
    node = way.node
    assert isinstance(node, tree.Points)
    found.append(INEXACT)
    _walk(_way(node.needed, at.book), at, found)
    for group in node.groups:
        for award in group:
            _walk(_way(award.condition, at.book), at, found)
            _walk(_way(award.points, at.book), at, found)


def _quantifier(way: _Way, at: Situation, found: Names) -> None:
    node = way.node
    assert isinstance(node, tree.Quantifier)
    rows = evaluate(node.source, at)
    if rows is None:
        found.extend(missing_of_fact(node.source.name, at))
        return
    for row in rows:
        _member(node, row, at, found)


def _member(node: tree.Quantifier, row: Row, at: Situation, found: Names) -> None:
    relationship = row.get("relationship")
    if node.relationships and relationship is None:
        found.append(RELATIONSHIP)
    if not node.relationships or relationship is None or relationship in node.relationships:
        inner = at.within(row)
        for part in (node.body, node.summed):
            if part is not None:
                _walk(_way(part, at.book), inner, found)


_WALKS: dict[type, Callable[[_Way, Situation, Names], None]] = {
    tree.FactRef: _definition,
    tree.Column: _column,
    tree.MetBy: _met_by,
    tree.AmountOf: _amount_of,
    tree.Case: _case,
    tree.Points: _points,
    tree.Quantifier: _quantifier,
}
