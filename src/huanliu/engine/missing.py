"""What is missing: the facts that could still change an answer that is not known yet.

This is the quick reading, exact for expressions that ask each fact once: the known parts have already decided all they
can, so each unknown part below an undecided node still counts. `relevance.py` sharpens it where one fact is asked twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from huanliu.engine import expression as tree
from huanliu.engine.evaluate import Situation, evaluate
from huanliu.engine.expression import Expression, children


def missing_facts(node: Expression, at: Situation) -> list[str]:
    """Names of unknown facts in the order in which the law asks them, each once; empty where the value is known."""
    return list(dict.fromkeys(_missing(node, at)))


def _missing(node: Expression, at: Situation) -> Iterable[str]:
    if evaluate(node, at) is not None:
        return ()
    kept = at.lacking.get(id(node))
    if kept is None:
        kept = at.lacking[id(node)] = tuple(_ASKED.get(type(node), _of_children)(node, at))
    return kept


def _of_children(node: Any, at: Situation) -> Iterator[str]:
    for child in children(node):
        yield from _missing(child, at)


def _fact(node: tree.FactRef, at: Situation) -> Iterator[str]:
    yield from missing_of_fact(node.name, at)


def missing_of_fact(name: str, at: Situation) -> Iterator[str]:
    """The fact itself, or what its definition still lacks; a definition that can be asked directly is asked so."""
    definition = at.book.definition(name)
    if definition is None:
        yield name
        return
    stated = at.book.statutes.law.definitions[name]
    lacking = list(_missing(definition, at))
    # A number of days or children is easier to give than the whole log it is counted from.
    if stated.asks is not None and ("person.day_log" in lacking or "person.family" in lacking):
        yield name
    else:
        yield from lacking


def _column(node: tree.Column, at: Situation) -> Iterator[str]:
    definition = at.book.definition(node.name)
    if definition is None:
        yield node.name
    else:
        yield from _missing(definition, at)


def _met_by(node: tree.MetBy, at: Situation) -> Iterator[str]:
    ruling = at.book.ruling(node.provision)
    yield from _missing(ruling.applies, at)
    yield from _missing(ruling.condition, at)


def _amount_of(node: tree.AmountOf, at: Situation) -> Iterator[str]:
    met = at.standing(node.provision)
    if met is None:
        yield from _met_by(tree.MetBy(node.provision), at)
    amounts = at.book.ruling(node.provision).amounts
    if met is not False and node.amount in amounts:
        yield from _missing(amounts[node.amount][1], at)
    elif node.otherwise is not None:
        yield from _missing(node.otherwise, at)


def _case(node: tree.Case, at: Situation) -> Iterator[str]:
    """Conditions up to the first that holds, and the values they may still lead to."""
    for condition, value in node.branches:
        truth = evaluate(condition, at)
        if truth is False:
            continue
        yield from _missing(condition, at)
        yield from _missing(value, at)
        if truth:
            return
    if node.default is not None:
        yield from _missing(node.default, at)


def _points(node: tree.Points, at: Situation) -> Iterator[str]:
    yield from _missing(node.needed, at)
    for group in node.groups:
        for award in group:
            yield from _missing(award.condition, at)


def _quantifier(node: tree.Quantifier, at: Situation) -> Iterator[str]:
    rows = evaluate(node.source, at)
    if rows is None:
        yield from missing_of_fact(node.source.name, at)
        return
    for row in rows:
        if node.relationships and row.get("relationship") is None:
            yield "person.family.relationship"
        elif not node.relationships or row["relationship"] in node.relationships:
            for part in (node.body, node.summed):
                if part is not None:
                    yield from _missing(part, at.within(row))


_ASKED: dict[type, Callable[[Any, Situation], Iterator[str]]] = {
    tree.FactRef: _fact,
    tree.Column: _column,
    tree.MetBy: _met_by,
    tree.AmountOf: _amount_of,
    tree.Case: _case,
    tree.Points: _points,
    tree.Quantifier: _quantifier,
}
