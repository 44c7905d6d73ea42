"""Which provisions a reform touches: those that say something else, and those that rest on them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from huanliu.engine import expression as tree
from huanliu.engine.expression import Expression, walk
from huanliu.engine.rulings import RuleBook


def touched(before: RuleBook, after: RuleBook) -> list[str]:
    """The ids of provisions whose conditions or amounts are not the same in both laws, or rest on what is not, in the order of the laws."""
    laws = (before, after)
    provisions = dict.fromkeys(name for book in laws for name in book.statutes.law.provisions)
    names = dict.fromkeys([*provisions, *(name for book in laws for name in book.statutes.definitions)])
    changed = {name for name in names if _text(before, name) != _text(after, name)}
    # What says the same in both laws rests on the same in both.
    below = {name: set(_rests_on(after, name)) for name in names if name not in changed}
    waiting = True
    while waiting:
        more = {name for name, others in below.items() if name not in changed and others & changed}
        waiting = bool(more)
        changed |= more
    return [name for name in provisions if name in changed]


def _text(book: RuleBook, name: str) -> Any:
    if name in book.statutes.law.provisions:
        ruling = book.ruling(name)
        return (ruling.applies, ruling.condition, *((key, sql) for key, (_, sql) in ruling.amounts.items()))
    return book.definition(name)


def _expressions(book: RuleBook, name: str) -> Iterator[Expression]:
    if name in book.statutes.law.provisions:
        ruling = book.ruling(name)
        yield from (ruling.applies, ruling.condition, *(sql for _, sql in ruling.amounts.values()))
    else:
        definition = book.definition(name)
        if definition is not None:
            yield definition


def _rests_on(book: RuleBook, name: str) -> Iterator[str]:
    for expression in _expressions(book, name):
        for node in walk(expression):
            if isinstance(node, (tree.FactRef, tree.Column)):
                yield node.name
            elif isinstance(node, (tree.MetBy, tree.AmountOf)):
                yield node.provision
