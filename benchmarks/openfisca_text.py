"""The pieces of which the formulas of `openfisca_writer.py` are put together: texts of Python, and what a node of the law is."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from huanliu.engine import expression as tree
from huanliu.engine.expression import Expression
from huanliu.engine.kinds import Kind

YES, NO = "True", "False"
# What one row cannot hold.
WHOLE = {
    "members": "looks at family members one by one",
    "day_log": "counts days in a day log",
    "set": "reads a set whole",
}


def written_out(node: Expression) -> tree.Literal | None:
    """The literal that a node is, below what the law wrote."""
    if isinstance(node, tree.Written):
        return written_out(node.core)
    return node if isinstance(node, tree.Literal) and node.value is not None else None


def key_of(node: tree.Case) -> Expression | None:
    """The key of a table by key: one expression compared with literals, without a default, each entry a literal."""
    key: Expression | None = None
    for condition, value in node.branches:
        if not (isinstance(condition, tree.Compare) and condition.operator == "=" and written_out(condition.right)):
            return None
        if not isinstance(value, tree.Literal) or (key is not None and condition.left != key):
            return None
        key = condition.left
    return key if node.default is None and node.kind.numeric else None


def entries_of(node: tree.Case) -> dict[Any, Any]:
    found: dict[Any, Any] = {}
    for condition, value in node.branches:
        assert isinstance(condition, tree.Compare) and isinstance(value, tree.Literal)
        key = written_out(condition.right)
        assert key is not None
        found.setdefault(key.value, value.value)
    return found


def always_a_day(node: tree.DateOf) -> bool:
    """Whether month and day are written and every year has them."""
    month, day = written_out(node.month), written_out(node.day)
    return month is not None and day is not None and int(day.value) <= 28  # type: ignore[arg-type]


def reason_of(node: Expression) -> str:
    """Why a node cannot be written."""
    names = {tree.DayCount: WHOLE["day_log"], tree.Quantifier: WHOLE["members"], tree.Column: WHOLE["members"]}
    return names.get(type(node), f"{type(node).__name__} has no formula on arrays")


def read(name: str) -> str:
    """A variable's array."""
    return f"p({name!r})"


def number(value: Any) -> str:
    """A number or a day as Python."""
    return f"day({value.isoformat()!r})" if isinstance(value, datetime.date) else repr(plain(value))


def plain(value: Any) -> Any:
    """An exact number as Python's nearest; nothing for what is not known."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return 0 if value is None else value


def nothing(kind: Kind) -> str:
    """What stands where there is no value."""
    return "day('1970-01-01')" if kind.name == "date" else "0"


def every(parts: Iterable[str]) -> str:
    """And."""
    left = [part for part in dict.fromkeys(parts) if part != YES]
    if NO in left:
        return NO
    return _between(" & ", left) if left else YES


def some(parts: Iterable[str]) -> str:
    """Or."""
    left = [part for part in dict.fromkeys(parts) if part != NO]
    if YES in left:
        return YES
    return _between(" | ", left) if left else NO


def _between(sign: str, parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"({sign.join(parts)})"


def negated(part: str) -> str:
    """Not."""
    if part in (YES, NO):
        return NO if part == YES else YES
    return part[1:] if part.startswith("~") else f"~{part}"


def as_wanted(part: str, wanted: bool) -> str:
    return part if wanted else negated(part)


def chosen(condition: str, value: str, otherwise: str) -> str:
    """`value` where a condition holds."""
    if condition in (YES, NO):
        return value if condition == YES else otherwise
    return value if value == otherwise else f"np.where({condition}, {value}, {otherwise})"
