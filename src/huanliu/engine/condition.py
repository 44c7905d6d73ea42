"""The one door of the language: SQL text in, a typed tree out, everything that is not on the list refused by name.

sqlglot parses; nothing it accepts gets further unless a handler names its node and each of its arguments. What is not
listed (sub-queries, casts, functions of files and sleep, IS NULL, COALESCE ...) cannot be law.
"""

from __future__ import annotations

from huanliu.engine import expression as tree
from huanliu.engine.door import Door, Handlers, Scope, parse
from huanliu.engine.expression import Expression
from huanliu.engine.functions import FUNCTION_HANDLERS
from huanliu.engine.terms import TERM_HANDLERS
from huanliu.errors import Place
from huanliu.law import model

HANDLERS: Handlers = {**TERM_HANDLERS, **FUNCTION_HANDLERS}


def read_expression(text: str, scope: Scope, place: Place, row: str | None = None) -> Expression:
    """Read one expression; `row` is the list whose columns may stand without prefix. Raises ExpressionError with file, line, column, what was found and what would be right."""
    door = Door(scope, place, text, HANDLERS, row)
    try:
        return door.read(parse(door))
    except RecursionError:
        door.refuse(None, "the expression is nested too deeply", "split it into clauses")


def read_clause(clause: model.Clause, scope: Scope) -> Expression:
    """Read one clause: an expression that must be a condition."""
    door = Door(scope, clause.place, clause.sql, HANDLERS)
    try:
        expression = door.boolean(parse(door))
    except RecursionError:
        door.refuse(None, "the expression is nested too deeply", "split it into clauses")
    return tree.ClauseOf(expression, clause.sql, clause.cite, clause.note, clause.title, clause.place)
