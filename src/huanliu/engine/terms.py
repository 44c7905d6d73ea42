"""Facts, parameters, literals, comparisons and arithmetic: each node of the parser becomes one typed node of ours."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from attrs import evolve
from sqlglot import exp

from huanliu.base.fixed import Fixed
from huanliu.base.language import Text
from huanliu.engine import expression as tree
from huanliu.engine.door import Door, Handlers, refuse_node
from huanliu.engine.expression import Expression
from huanliu.engine.kinds import BOOL, DATE, INT, TEXT, Kind, comparable, decimal
from huanliu.errors import nearest
from huanliu.law import model

MAX_DIGITS = 18


def fact(door: Door, node: exp.Expression) -> Expression:
    """subject.name, or, inside a quantifier, a key of the row, or an earlier amount by bare name."""
    parts = [part.name for part in node.parts] if isinstance(node, exp.Column) else []
    if not parts or any(not isinstance(part, exp.Identifier) or part.quoted for part in node.parts):
        refuse_node(door, node)
    name = ".".join(parts)
    if len(parts) == 1:
        return _bare_name(door, node, name)
    kind = door.scope.fact(name)
    if kind is None:
        door.refuse(node, f"unknown fact {name!r}", nearest(name, door.scope.fact_names()))
    return tree.FactRef(name, kind)


def _bare_name(door: Door, node: exp.Expression, name: str) -> Expression:
    if door.row is not None:
        full = f"{door.row}.{name}"
        kind = door.scope.fact(full)
        if kind is not None:
            return tree.Column(full, name, kind)
        columns = [n.removeprefix(f"{door.row}.") for n in door.scope.fact_names() if n.startswith(f"{door.row}.")]
        door.refuse(node, f"a row of {door.row} has no {name!r}", nearest(name, columns))
    amount = door.scope.local(name)
    if amount is None:
        door.refuse(node, f"unknown name {name!r}", "facts are written subject.name; amounts come before their use")
    return tree.Named(name, amount, amount.kind)


def _parameter(door: Door, node: exp.Expression) -> Expression:
    found = parameter(door, node)
    if isinstance(found, tree.Parameter) and found.kind.name in ("list", "brackets", "table"):
        name = {"list": "ARRAY_CONTAINS", "brackets": "BRACKETS", "table": "LOOKUP"}[found.kind.name]
        door.refuse(node, f":{found.name} is a {found.kind}, which only {name} reads")
    return found


def parameter(door: Door, node: exp.Expression) -> Expression:
    """:name, whatever its form; :on is the day assessed on."""
    if not isinstance(node, exp.Placeholder) or not node.name:
        door.refuse(node, f"expected a parameter, found {node.sql()[:60]!r}", "write :name")
    if node.name == "on":
        return tree.Parameter("on", DATE)
    found = door.scope.parameter(node.name)
    if found is None:
        door.refuse(node, f"unknown parameter :{node.name}", nearest(node.name, door.scope.parameter_names()))
    meaning, own = found
    return tree.Parameter(node.name, kind_of_parameter(meaning), own)


def kind_of_parameter(meaning: model.Parameter) -> Kind:
    """The type of a parameter; of a table, the type of its entries with the name 'table'."""
    if meaning.form in ("texts", "members"):
        return Kind("list")
    if meaning.form == "brackets":
        rates = [bracket.rate for dated in meaning.values for bracket in dated.value]
        return Kind("brackets", places=max(_places(rate) for rate in rates))
    scalars = [dated.value for dated in meaning.values]
    if meaning.form == "table":
        scalars = [entry for table in scalars for entry in table.values()]
    kind = _scalar_kind(meaning.unit, [value for value in scalars if value is not None])
    if meaning.form == "table":
        return Kind("table", currency=kind.currency, places=kind.places, unit=kind.name)
    return kind


def entry_kind(table: Kind) -> Kind:
    """The type of the entries of a table."""
    return Kind(table.unit or "int", currency=table.currency, places=table.places)


def _scalar_kind(unit: str | None, values: list[Any]) -> Kind:
    if unit in ("date", "text", "bool"):
        return {"date": DATE, "text": TEXT, "bool": BOOL}[unit]
    places = max((_places(value) for value in values), default=0)
    if unit in ("HKD", "CNY", "MOP", "USD"):
        return Kind("money", currency=unit, places=max(2, places))
    return evolve(decimal(places) if places else INT, unit=unit)


def _places(value: int | Decimal) -> int:
    exponent = Decimal(value).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _literal(door: Door, node: exp.Expression) -> Expression:
    text = node.name
    if node.args.get("is_string"):
        return tree.Literal(text, TEXT)
    if len(text) > MAX_DIGITS or not text.replace(".", "", 1).isdigit():
        door.refuse(node, f"{text[:40]!r} is not a number that is read", f"at most {MAX_DIGITS} digits")
    number = Decimal(text)
    places = _places(number)
    return tree.Literal(number, decimal(places)) if places else tree.Literal(int(number), INT)


def _boolean(door: Door, node: exp.Expression) -> Expression:
    return tree.TRUE if node.this else tree.FALSE


def _date_literal(door: Door, node: exp.Expression) -> Expression:
    door.only(node, "this", "to", "_type")
    if not (node.to.is_type("date") and isinstance(node.this, exp.Literal) and node.this.is_string):
        refuse_node(door, node)
    try:
        return tree.Literal(datetime.date.fromisoformat(node.this.name), DATE)
    except ValueError:
        door.refuse(node, f"{node.this.name[:40]!r} is not a date", "write DATE '2026-11-20'")


def _flatten(node: exp.Expression, kind: type[exp.Expression]) -> list[exp.Expression]:
    if isinstance(node, exp.Paren) and isinstance(node.this, kind):
        return _flatten(node.this, kind)
    return [*_flatten(node.this, kind), *_flatten(node.expression, kind)] if isinstance(node, kind) else [node]


def _and(door: Door, node: exp.Expression) -> Expression:
    return tree.And(tuple(door.boolean(part) for part in _flatten(node, exp.And)))


def _or(door: Door, node: exp.Expression) -> Expression:
    return tree.Or(tuple(door.boolean(part) for part in _flatten(node, exp.Or)))


def _not(door: Door, node: exp.Expression) -> Expression:
    return tree.Not(door.boolean(node.this))


def _paren(door: Door, node: exp.Expression) -> Expression:
    return door.read(node.this)


OPERATORS: dict[type[exp.Expression], str] = {
    exp.EQ: "=",
    exp.NEQ: "<>",
    exp.LT: "<",
    exp.LTE: "<=",
    exp.GT: ">",
    exp.GTE: ">=",
}


def _compare(door: Door, node: exp.Expression) -> Expression:
    return compare(door, node, OPERATORS[type(node)], door.read(node.this), door.read(node.expression))


def compare(door: Door, node: exp.Expression, operator: str, left: Expression, right: Expression) -> Expression:
    """A comparison whose two sides may meet."""
    left, right = meet(door, node, left, right)
    if left.kind.name == "bool":
        return _compare_truth(door, node, operator, left, right)
    if left.kind.name in ("set", "list", "members", "day_log"):
        door.refuse(node, f"a {left.kind} cannot be compared", "use ARRAY_CONTAINS, ARRAY_SIZE, EXISTS or a day count")
    if operator not in ("=", "<>") and not (left.kind.numeric or left.kind.name == "date"):
        door.refuse(node, f"{left.kind} has no order, found {operator}", "use =, <> or IN")
    return tree.Compare(operator, left, right)


def _compare_truth(door: Door, node: exp.Expression, operator: str, left: Expression, right: Expression) -> Expression:
    if operator not in ("=", "<>") or not isinstance(right, tree.Literal):
        door.refuse(node, f"{node.sql()[:80]!r} compares conditions", "write x or NOT x")
    return left if bool(right.value) == (operator == "=") else tree.Not(left)


def meet(door: Door, node: exp.Expression, left: Expression, right: Expression) -> tuple[Expression, Expression]:
    """The two sides with literals given the type of the other side, or an error that names the clash."""
    left, right = _adopt(door, node, left, right.kind), _adopt(door, node, right, left.kind)
    if not comparable(left.kind, right.kind):
        hint = "use a parameter with a unit" if (left.kind.name == "money") != (right.kind.name == "money") else None
        door.refuse(node, f"{node.sql()[:100]!r} sets {left.kind} against {right.kind}", hint)
    return left, right


def _adopt(door: Door, node: exp.Expression, part: Expression, other: Kind) -> Expression:
    if not isinstance(part, tree.Literal) or part.name:
        return part
    if other.name == "money" and part.value == 0 and part.kind.numeric:
        return tree.Literal(Decimal(0), Kind("money", currency=other.currency))
    if other.name in ("enum", "set") and isinstance(part.value, str):
        if part.value not in other.values:
            hint = nearest(part.value, other.values) or f"known: {', '.join(list(other.values)[:12])}"
            door.refuse(node, f"{part.value!r} is no value of {other.fact or 'the cases named'}", hint)
        return evolve(part, kind=Kind("enum", fact=other.fact, values=other.values))
    if other.name == "date" and isinstance(part.value, str):
        door.refuse(node, f"{node.sql()[:80]!r} sets a date against a text", "write DATE '2026-11-20'")
    return part


def _in(door: Door, node: exp.Expression) -> Expression:
    door.only(node, "this", "expressions")
    item = door.read(node.this)
    values = []
    for entry in node.expressions:
        _, literal = meet(door, node, item, door.read(entry))
        if not isinstance(literal, tree.Literal) or literal.name:
            door.refuse(node, f"IN takes written values, found {entry.sql()[:60]!r}")
        values.append(literal.value)
    if not values or item.kind.name in ("bool", "set", "list"):
        refuse_node(door, node)
    return tree.OneOf(item, tuple(values))


def _between(door: Door, node: exp.Expression) -> Expression:
    door.only(node, "this", "low", "high")
    item = door.read(node.this)
    low = compare(door, node, ">=", item, door.read(node.args["low"]))
    high = compare(door, node, "<=", item, door.read(node.args["high"]))
    return tree.And((low, high))


def _arithmetic(operator: str) -> Callable[[Door, exp.Expression], Expression]:
    def read(door: Door, node: exp.Expression) -> Expression:
        left, right = door.number(node.this), door.number(node.expression)
        if operator == "*":
            return _product(door, node, left, right)
        left, right = meet(door, node, left, right)
        kind = left.kind.with_places(max(left.kind.places, right.kind.places))
        return tree.Arithmetic(operator, left, right, kind)

    return read


def _product(door: Door, node: exp.Expression, left: Expression, right: Expression) -> Expression:
    if left.kind.name == "money" and right.kind.name == "money":
        door.refuse(node, f"{node.sql()[:80]!r} multiplies money by money")
    kind = left.kind if left.kind.name == "money" else right.kind
    return tree.Arithmetic("*", left, right, kind.with_places(left.kind.places + right.kind.places))


def _negative(door: Door, node: exp.Expression) -> Expression:
    part = door.number(node.this)
    if isinstance(part, tree.Literal) and isinstance(part.value, (int, Decimal)):
        return evolve(part, value=-part.value)
    return tree.Arithmetic("-", tree.Literal(0, part.kind), part, part.kind)


def common_kind(door: Door, node: exp.Expression, parts: list[Expression]) -> tuple[list[Expression], Kind]:
    """The parts with one type that all share."""
    # A bare 0 takes the type of its neighbour, so the first part that is not a literal leads.
    if all(part.kind.name in ("text", "enum") for part in parts):
        return parts, _texts_together(parts)
    lead = next((part for part in parts if not isinstance(part, tree.Literal) or part.name), parts[0])
    parts = [meet(door, node, lead, part)[1] for part in parts]
    places = max(part.kind.places for part in [lead, *parts])
    kind = lead.kind.with_places(places) if lead.kind.numeric else lead.kind
    if kind.numeric and kind.name != "money" and any(part.kind.name == "decimal" for part in parts):
        kind = decimal(places)
    return parts, kind


def _texts_together(parts: list[Expression]) -> Kind:
    """The values that several texts may take, where all are known: a misspelt one is then found at load time."""
    values: dict[str, Text] = {}
    for part in parts:
        if isinstance(part, tree.Literal) and isinstance(part.value, str) and not part.name:
            values.setdefault(part.value, Text(part.value))
        elif part.kind.name == "enum":
            values = {**values, **part.kind.values}
        else:
            return TEXT
    return Kind("enum", values=Fixed(values))


def _case(door: Door, node: exp.Expression) -> Expression:
    subject = node.args.get("this")
    conditions, values = [], []
    for branch in node.args["ifs"]:
        if subject is None:
            conditions.append(door.boolean(branch.this))
        else:
            conditions.append(compare(door, node, "=", door.read(subject), door.read(branch.this)))
        values.append(door.read(branch.args["true"]))
    otherwise = node.args.get("default")
    if otherwise is not None:
        values.append(door.read(otherwise))
    values, kind = common_kind(door, node, values)
    default = values.pop() if otherwise is not None else None
    return tree.Case(tuple(zip(conditions, values, strict=True)), default, kind)


TERM_HANDLERS: Handlers = {
    exp.Column: fact,
    exp.Placeholder: _parameter,
    exp.Literal: _literal,
    exp.Boolean: _boolean,
    exp.Cast: _date_literal,
    exp.And: _and,
    exp.Or: _or,
    exp.Not: _not,
    exp.Paren: _paren,
    exp.In: _in,
    exp.Between: _between,
    exp.Add: _arithmetic("+"),
    exp.Sub: _arithmetic("-"),
    exp.Mul: _arithmetic("*"),
    exp.Neg: _negative,
    exp.Case: _case,
    **dict.fromkeys(OPERATORS, _compare),
}
