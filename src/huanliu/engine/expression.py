"""The language as a tree. Every reader (assess, columns, proofs ...) is one function for each of these nodes.

A tree comes out of `condition.py` with `Parameter` nodes in it and is bound to a pair of dates by `binding.py`; a bound
tree holds no `Parameter`, `Listed`, `Lookup`, `AtDate` or `OutcomeOf` outside the `surface` of a `Written`.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Any

from attrs import field, fields, frozen

from huanliu.base.language import Text
from huanliu.engine.kinds import BOOL, DATE, INT, Kind
from huanliu.errors import Place
from huanliu.law.model import NOWHERE, Bracket

Value = bool | int | Decimal | str | datetime.date | frozenset[str] | None


@frozen
class Literal:
    """A value written out, or a parameter's value on its day (`name`). None: not known; `reason` then says why, and
    `unverified` is the number that nobody has vouched for yet."""

    value: Value
    kind: Kind
    name: str | None = None
    reason: Text | None = field(default=None, eq=False)
    unverified: Value = None


@frozen
class FactRef:
    """A fact or a definition of the subject."""

    name: str
    kind: Kind


@frozen
class Column:
    """A fact of the row that a quantifier looks at; `name` is the full name, `key` the key in the row."""

    name: str
    key: str
    kind: Kind


@frozen
class Parameter:
    """A number, list or table of the law, by name. `own` is the provision whose file it stands in, if any."""

    name: str
    kind: Kind
    own: str | None = None


@frozen
class Named:
    """An amount of the same provision, used by name in a later one."""

    name: str
    expression: Expression
    kind: Kind


@frozen
class AmountOf:
    """Another provision's amount; `otherwise` where that provision is unmet or not applicable."""

    provision: str
    amount: str
    kind: Kind
    otherwise: Expression | None = None


@frozen
class MetBy:
    """Whether another provision is met."""

    provision: str
    kind: Kind = BOOL


@frozen
class OutcomeOf:
    """Whether another provision is met with a named result of its tree."""

    provision: str
    outcome: str
    kind: Kind = BOOL


@frozen
class Not:
    """Negation."""

    part: Expression
    kind: Kind = BOOL


@frozen
class And:
    """All parts hold."""

    parts: tuple[Expression, ...]
    kind: Kind = BOOL


@frozen
class Or:
    """Some part holds."""

    parts: tuple[Expression, ...]
    kind: Kind = BOOL


@frozen
class AtLeast:
    """At least `needed` parts hold."""

    needed: Expression
    parts: tuple[Expression, ...]
    kind: Kind = BOOL


@frozen
class Award:
    """Points given where a condition holds."""

    condition: Expression
    points: Expression


@frozen
class Points:
    """The sum over the groups of the best award of each reaches `needed`."""

    needed: Expression
    groups: tuple[tuple[Award, ...], ...]
    kind: Kind = BOOL


@frozen
class Case:
    """The value of the first branch whose condition holds. Unknown where a condition is unknown and the outcome hangs on it."""

    branches: tuple[tuple[Expression, Expression], ...]
    default: Expression | None
    kind: Kind


@frozen
class Compare:
    """`operator` is one of = <> < <= > >=."""

    operator: str
    left: Expression
    right: Expression
    kind: Kind = BOOL


@frozen
class OneOf:
    """Whether a value is one of a list of values. `name` is the parameter that the list came from."""

    item: Expression
    values: tuple[Value, ...]
    name: str | None = None
    kind: Kind = BOOL


@frozen
class Contains:
    """Whether a set holds a value."""

    container: Expression
    member: str
    kind: Kind = BOOL


@frozen
class Listed:
    """Whether a text is in a dated list, on the day assessed on or, with `when`, on another."""

    item: Expression
    parameter: Parameter
    when: Expression | None = None
    kind: Kind = BOOL


@frozen
class Size:
    """How many values a set holds."""

    container: Expression
    kind: Kind = INT


@frozen
class Arithmetic:
    """`operator` is one of + - *."""

    operator: str
    left: Expression
    right: Expression
    kind: Kind


@frozen
class Extreme:
    """The least or the greatest of several numbers or dates."""

    greatest: bool
    parts: tuple[Expression, ...]
    kind: Kind


@frozen
class Round:
    """`value`, or `value` / `divisor`, kept to so many places. `mode` is half_up, down or up (away from zero). Over 0: unknown."""

    mode: str
    value: Expression
    divisor: Expression | None
    places: int
    kind: Kind


@frozen
class Progressive:
    """Tax on a number by a bracket table: each rate on the part above its `over`; nothing below zero."""

    value: Expression
    table: Parameter | tuple[Bracket, ...]
    kind: Kind
    name: str | None = None


@frozen
class Lookup:
    """The entry of a table by exact key; unknown where the key is not in the table."""

    table: Parameter
    key: Expression
    kind: Kind
    when: Expression | None = None


@frozen
class AtDate:
    """A parameter as it stood on another day."""

    parameter: Parameter
    when: Expression
    kind: Kind


@frozen
class Shift:
    """A date moved. `unit` is days, months_clamped or months_rolled."""

    unit: str
    date: Expression
    by: Expression
    kind: Kind = DATE


@frozen
class Span:
    """From one date to another in days, completed months or completed years."""

    unit: str
    start: Expression
    end: Expression
    kind: Kind = INT


@frozen
class DatePart:
    """The year, month or day of a date."""

    part: str
    date: Expression
    kind: Kind = INT


@frozen
class DateOf:
    """A date from its numbers; unknown where there is no such day."""

    year: Expression
    month: Expression
    day: Expression
    kind: Kind = DATE


@frozen
class DayCount:
    """Days in the day log, counted by a named rule."""

    rule: str
    log: FactRef
    place: Expression
    start: Expression
    end: Expression
    kind: Kind


@frozen
class Quantifier:
    """Over family members: exists, every, count or sum of `body` in the rows of `source` with one of `relationships`."""

    form: str
    source: FactRef
    shown: str
    relationships: tuple[str, ...]
    body: Expression | None
    summed: Expression | None
    kind: Kind


@frozen
class Written:
    """How the law writes it (`surface`, for explanations) and what it comes to on the day (`core`, for readers)."""

    surface: Expression
    core: Expression
    kind: Kind


@frozen
class ClauseOf:
    """A leaf of a condition tree: the expression with its own citation."""

    expression: Expression
    sql: str
    cite: str | None = None
    note: str | None = None
    title: Text | None = None
    place: Place = field(default=NOWHERE, eq=False)
    kind: Kind = BOOL


@frozen
class GroupOf:
    """A group of a condition tree that carries a title or a citation."""

    expression: Expression
    cite: str | None = None
    title: Text | None = None
    kind: Kind = BOOL


Expression = (
    Literal
    | FactRef
    | Column
    | Parameter
    | Named
    | AmountOf
    | MetBy
    | OutcomeOf
    | Not
    | And
    | Or
    | AtLeast
    | Points
    | Case
    | Compare
    | OneOf
    | Contains
    | Listed
    | Size
    | Arithmetic
    | Extreme
    | Round
    | Progressive
    | Lookup
    | AtDate
    | Shift
    | Span
    | DatePart
    | DateOf
    | DayCount
    | Quantifier
    | Written
    | ClauseOf
    | GroupOf
)

TRUE = Literal(True, BOOL)
FALSE = Literal(False, BOOL)
UNKNOWN = Literal(None, BOOL)


def children(node: Expression) -> Iterator[Expression]:
    """The expressions right below a node; of a `Written` only what it comes to."""
    if isinstance(node, Written):
        yield node.core
        return
    kind: type = type(node)
    for name in _below(kind):
        yield from _expressions(getattr(node, name))


@cache
def _below(kind: type) -> tuple[str, ...]:
    """The attributes of a node that may hold expressions."""
    plain = ("kind", "name", "sql", "cite", "note", "title", "place", "places", "mode", "unit", "values", "reason")
    return tuple(attribute.name for attribute in fields(kind) if attribute.name not in plain or kind is DayCount)


def _expressions(value: Any) -> Iterator[Expression]:
    if isinstance(value, Expression):
        yield value
    elif isinstance(value, Award):
        yield value.condition
        yield value.points
    elif isinstance(value, tuple):
        for item in value:
            yield from _expressions(item)


# What is not known as soon as one of its parts is not.
STRICT = (
    Compare,
    OneOf,
    Contains,
    Size,
    Arithmetic,
    Extreme,
    Round,
    Progressive,
    Shift,
    Span,
    DatePart,
    DateOf,
    DayCount,
    ClauseOf,
    GroupOf,
    Named,
    Written,
)


def walk(node: Expression) -> Iterator[Expression]:
    """The node and everything below it."""
    yield node
    for child in children(node):
        yield from walk(child)


def conjunction(parts: tuple[Expression, ...]) -> Expression:
    """And of the parts, without a needless node."""
    return parts[0] if len(parts) == 1 else And(parts)


def disjunction(parts: tuple[Expression, ...]) -> Expression:
    """Or of the parts, without a needless node."""
    return parts[0] if len(parts) == 1 else Or(parts)
