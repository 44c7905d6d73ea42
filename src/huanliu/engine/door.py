"""An expression on its way in: what it may name, where it stands, and how anything outside the language is refused."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any, NoReturn, Protocol

import sqlglot
from attrs import frozen
from sqlglot import exp
from sqlglot.dialects.duckdb import DuckDB
from sqlglot.errors import SqlglotError
from sqlglot.tokens import TokenType

from huanliu.base.document import inside
from huanliu.engine.expression import Expression
from huanliu.engine.kinds import Kind
from huanliu.errors import ExpressionError, Place
from huanliu.law import model

MAX_LENGTH = 6_000
MAX_NESTING = 60
# Readers walk the tree with a few Python calls a level; what is deeper would load and then fail for the first subject.
MAX_DEPTH = 120

# The parser warns of statements it does not know; the refusal that follows says it in one line.
logging.getLogger("sqlglot").setLevel(logging.CRITICAL)


class _Law(DuckDB):  # type: ignore[misc]
    """DuckDB's expressions, in which `:on` is a parameter although ON is a keyword."""

    class Parser(DuckDB.Parser):  # type: ignore[misc]
        """The parser with one more name after a colon."""

        COLON_PLACEHOLDER_TOKENS = DuckDB.Parser.COLON_PLACEHOLDER_TOKENS | {TokenType.ON}

        def _parse_expression(self) -> exp.Expression | None:
            # Past DuckDB's alias `name: value`, for which it takes "(:floor + x)" and "NOT :floor > x" too.
            return super(DuckDB.Parser, self)._parse_expression()


class Scope(Protocol):
    """What names mean where an expression stands."""

    def fact(self, name: str) -> Kind | None:
        """The type of a fact or definition, None where there is none of that name."""

    def fact_names(self) -> list[str]:
        """Every name, for a hint."""

    def parameter(self, name: str) -> tuple[model.Parameter, str | None] | None:
        """A parameter and the provision that owns it, None where there is none of that name."""

    def parameter_names(self) -> list[str]:
        """Every parameter that may be used here, for a hint."""

    def local(self, name: str) -> Expression | None:
        """An amount of the same provision that was written before."""

    def amount(self, provision: str, amount: str) -> Kind | None:
        """The type of another provision's amount."""

    def outcomes(self, provision: str) -> list[str] | None:
        """The named results of another provision; None where there is no such provision."""


Handlers = Mapping[type[exp.Expression], Callable[["Door", Any], Expression]]


@frozen
class Door:
    """One expression on its way in: the names it may use, where it stands, the row it looks at (inside a quantifier)."""

    scope: Scope
    place: Place
    text: str
    handlers: Handlers
    row: str | None = None

    def read(self, node: exp.Expression) -> Expression:
        """Any node on the list."""
        handler = self.handlers.get(type(node))
        if handler is None:
            refuse_node(self, node)
        return handler(self, node)

    def boolean(self, node: exp.Expression) -> Expression:
        """A node that must be true, false or unknown."""
        part = self.read(node)
        if part.kind.name != "bool":
            self.refuse(node, f"{node.sql()[:80]!r} is {part.kind}, expected a condition", "compare it with something")
        return part

    def number(self, node: exp.Expression) -> Expression:
        """A node that must be a number or money."""
        part = self.read(node)
        if not part.kind.numeric:
            self.refuse(node, f"{node.sql()[:80]!r} is {part.kind}, expected a number")
        return part

    def date(self, node: exp.Expression) -> Expression:
        """A node that must be a date."""
        part = self.read(node)
        if part.kind.name != "date":
            self.refuse(node, f"{node.sql()[:80]!r} is {part.kind}, expected a date", "write DATE '2026-11-20'")
        return part

    def only(self, node: exp.Expression, *allowed: str) -> None:
        """Refuse an argument that sqlglot understood and we do not (DISTINCT, FILTER, LIMIT ...)."""
        for key, value in node.args.items():
            if key not in allowed and value not in (None, False, []):
                self.refuse(node, f"{key.rstrip('_').upper()} in {node.sql()[:80]!r} is outside the language")

    def refuse(
        self, node: exp.Expression | None, message: str, hint: str | None = None, start: int | None = None
    ) -> NoReturn:
        """An error at the node's own line and column, or so many characters into the text."""
        place = inside(self.place, self.text[: _start(node, self.text) if start is None else start])
        raise ExpressionError(message, place=place, found=self.text[:200], hint=hint)


def _start(node: exp.Expression | None, text: str) -> int:
    """Where in the text the first name or value of a node stands."""
    if isinstance(node, exp.Placeholder):
        # The parser does not say where it found one.
        return max(0, text.find(f":{node.name}"))
    named = node.find_all(exp.Identifier, exp.Literal, exp.Placeholder, exp.Anonymous) if node is not None else ()
    return min((part.meta["start"] for part in named if "start" in part.meta), default=0)


def parse(door: Door) -> exp.Expression:
    """The one expression of a text, of bounded length and depth, as the parser sees it."""
    text = door.text
    if len(text) > MAX_LENGTH:
        door.refuse(None, f"an expression of {len(text):,} characters, at most {MAX_LENGTH:,} are read")
    if text.count("(") > MAX_NESTING * 4 or _deepest(text) > MAX_NESTING:
        door.refuse(None, f"brackets nested more than {MAX_NESTING} deep", "split it into clauses")
    try:
        statements = sqlglot.parse(text, dialect=_Law)
    except SqlglotError as error:
        details = (getattr(error, "errors", None) or [{}])[0]
        found = details.get("highlight") or ""
        where = f" at {found!r}" if found else ""
        before = sum(len(line) + 1 for line in text.split("\n")[: (details.get("line") or 1) - 1])
        start = max(0, before + (details.get("col") or 0) - len(found))
        door.refuse(None, f"{text[:80]!r} is not an expression{where}", "see packs/README.md, Expressions", start)
    except (ValueError, AttributeError, TypeError, IndexError, KeyError, AssertionError) as error:
        # The parser itself can fall over on text that nobody would write; that is still only a wrong expression.
        door.refuse(None, f"{text[:80]!r} is not an expression ({type(error).__name__})")
    if len(statements) != 1:
        door.refuse(None, f"expected one expression, found {len(statements)}", "remove ';'")
    if not isinstance(statements[0], exp.Expression):
        door.refuse(None, "the expression is empty", "write a condition, or leave the clause out")
    if _depth(statements[0]) > MAX_DEPTH:
        door.refuse(None, "the expression is nested too deeply", "split it into clauses")
    return statements[0]


def _depth(node: exp.Expression) -> int:
    """Levels below and including a node; a chain of AND or of OR is one level, as it becomes one node."""
    deepest, open_nodes = 0, [(node, 1)]
    while open_nodes:
        here, level = open_nodes.pop()
        deepest = max(deepest, level)
        for child in here.iter_expressions():
            same = type(child) is type(here) and isinstance(here, (exp.And, exp.Or))
            open_nodes.append((child, level + (not same)))
    return deepest


def _deepest(text: str) -> int:
    depth = most = 0
    for letter in text:
        depth += (letter == "(") - (letter == ")")
        most = max(most, depth)
    return most


def refuse_node(door: Door, node: exp.Expression) -> NoReturn:
    """Name what is outside the language, and what would be right where people often try it."""
    if not isinstance(node, exp.Expression):
        # The parser lets an operator at the end of a list go without its operand.
        door.refuse(None, f"something is missing in {door.text[:80]!r}")
    hint = _INSTEAD.get(type(node))
    name = node.name if isinstance(node, exp.Anonymous) else type(node).__name__
    door.refuse(node, f"{name} in {node.sql()[:80]!r} is outside the language", hint)


_INSTEAD: dict[type[exp.Expression], str] = {
    exp.Is: "an unknown fact is never no; use a bool fact or leave the clause out",
    exp.Coalesce: "an unknown fact may not count as something; use CASE over known facts",
    exp.Nullif: "use ROUND_HALF_UP(a / b, n), which is unknown over 0",
    exp.Null: "unknown is not a value; leave out the ELSE",
    exp.Div: "division stands only inside a rounding: ROUND_HALF_UP(a / b, 2)",
    exp.Round: "say which way: ROUND_HALF_UP, ROUND_DOWN or ROUND_UP",
    exp.CurrentDate: "use :on, the day assessed on",
    exp.Interval: "use ADD_DAYS, ADD_MONTHS_CLAMPED or ADD_MONTHS_ROLLED",
    exp.Like: "use = or IN with the values meant",
    exp.Cast: "write the value in its own type",
}
