"""The functions of the language: sets, tables, rounding, dates, day counts, family members. A closed list."""

from __future__ import annotations

from collections.abc import Callable

from attrs import evolve
from sqlglot import exp

from huanliu.base.daylog import RULES
from huanliu.engine import expression as tree
from huanliu.engine.door import Door, Handlers, refuse_node
from huanliu.engine.expression import Expression
from huanliu.engine.kinds import INT, Kind, decimal
from huanliu.engine.terms import common_kind, entry_kind, meet, parameter
from huanliu.errors import nearest

Arguments = list[exp.Expression]
Function = Callable[[Door, exp.Expression, Arguments], Expression]

# The lists of family members and which relationships each holds.
MEMBERS: dict[str, tuple[str, ...]] = {
    "person.family": (),
    "person.children": ("child",),
    "person.spouse": ("spouse", "registered_partner"),
    "person.parents": ("parent", "grandparent"),
}
ROW = "person.family"


def _count(door: Door, node: exp.Expression, arguments: Arguments, *allowed: int) -> None:
    if len(arguments) not in allowed:
        wanted = " or ".join(map(str, allowed))
        door.refuse(node, f"{node.sql()[:80]!r} has {len(arguments)} arguments, expected {wanted}")


def _is_call(node: exp.Expression, name: str) -> bool:
    return isinstance(node, exp.Anonymous) and node.name.upper() == name


def _contains(door: Door, node: exp.Expression) -> Expression:
    container, member = node.this, node.expression
    if isinstance(container, exp.Placeholder) or _is_call(container, "AT"):
        return _listed(door, node, container, member)
    held = door.read(container)
    if held.kind.name != "set":
        door.refuse(node, f"{container.sql()[:60]!r} is {held.kind}, expected a set or a list")
    _, literal = meet(door, node, evolve(held, kind=_element(held.kind)), door.read(member))
    if not isinstance(literal, tree.Literal) or not isinstance(literal.value, str):
        door.refuse(node, "ARRAY_CONTAINS takes a written value", "write ARRAY_CONTAINS(fact, 'value')")
    return tree.Contains(held, literal.value)


def _element(kind: Kind) -> Kind:
    return Kind("enum", fact=kind.fact, values=kind.values)


def _listed(door: Door, node: exp.Expression, container: exp.Expression, member: exp.Expression) -> Expression:
    when = None
    if _is_call(container, "AT"):
        _count(door, container, list(container.expressions), 2)
        when = door.date(container.expressions[1])
        container = container.expressions[0]
    found = parameter(door, container)
    if not isinstance(found, tree.Parameter) or found.kind.name != "list":
        door.refuse(node, f"{container.sql()[:60]!r} is no list")
    item = door.read(member)
    if item.kind.name not in ("text", "enum"):
        door.refuse(node, f"{member.sql()[:60]!r} is {item.kind}, expected a text")
    return tree.Listed(item, found, when)


def _size(door: Door, node: exp.Expression) -> Expression:
    door.only(node, "this")
    held = door.read(node.this)
    if held.kind.name != "set":
        door.refuse(node, f"{node.this.sql()[:60]!r} is {held.kind}, expected a set")
    return tree.Size(held)


def _extreme(greatest: bool) -> Callable[[Door, exp.Expression], Expression]:
    def read(door: Door, node: exp.Expression) -> Expression:
        door.only(node, "this", "expressions", "ignore_nulls")
        parts, kind = common_kind(door, node, [door.read(part) for part in (node.this, *node.expressions)])
        if not (kind.numeric or kind.name == "date"):
            door.refuse(node, f"{kind} has no order")
        return tree.Extreme(greatest, tuple(parts), kind)

    return read


def _absolute(door: Door, node: exp.Expression) -> Expression:
    part = door.number(node.this)
    opposite = tree.Arithmetic("-", tree.Literal(0, part.kind), part, part.kind)
    return tree.Extreme(True, (part, opposite), part.kind)


def _round(mode: str) -> Function:
    def read(door: Door, node: exp.Expression, arguments: Arguments) -> Expression:
        _count(door, node, arguments, 2)
        places = door.read(arguments[1])
        if not isinstance(places, tree.Literal) or not isinstance(places.value, int) or not 0 <= places.value <= 8:
            door.refuse(node, "the second argument of a rounding is the number of decimals kept, 0 to 8")
        value, divisor = _quotient(door, arguments[0])
        kind = value.kind
        if divisor is not None and divisor.kind.name == "money":
            value, divisor = meet(door, node, value, divisor)
            kind = decimal()
        if divisor is not None and kind.name == "int":
            kind = decimal()
        return tree.Round(mode, value, divisor, places.value, kind.with_places(places.value))

    return read


def _quotient(door: Door, node: exp.Expression) -> tuple[Expression, Expression | None]:
    while isinstance(node, exp.Paren):
        node = node.this
    if not isinstance(node, exp.Div):
        return door.number(node), None
    door.only(node, "this", "expression")
    return door.number(node.this), door.number(node.expression)


def _brackets(door: Door, node: exp.Expression, arguments: Arguments) -> Expression:
    _count(door, node, arguments, 2)
    value, table = door.number(arguments[0]), parameter(door, arguments[1])
    if not isinstance(table, tree.Parameter) or table.kind.name != "brackets":
        door.refuse(node, f"{arguments[1].sql()[:60]!r} is no bracket table")
    return tree.Progressive(value, table, value.kind.with_places(value.kind.places + table.kind.places), table.name)


def _lookup(door: Door, node: exp.Expression, arguments: Arguments) -> Expression:
    _count(door, node, arguments, 2)
    table, key, when = arguments[0], door.read(arguments[1]), None
    if _is_call(table, "AT"):
        _count(door, table, list(table.expressions), 2)
        when = door.date(table.expressions[1])
        table = table.expressions[0]
    found = parameter(door, table)
    if not isinstance(found, tree.Parameter) or found.kind.name != "table":
        door.refuse(node, f"{table.sql()[:60]!r} is no table")
    if key.kind.name not in ("text", "enum", "int"):
        door.refuse(node, f"a key may be a text, an enum or a whole number, found {key.kind}")
    return tree.Lookup(found, key, entry_kind(found.kind), when)


def _at(door: Door, node: exp.Expression, arguments: Arguments) -> Expression:
    _count(door, node, arguments, 2)
    found = parameter(door, arguments[0])
    if not isinstance(found, tree.Parameter) or found.kind.name in ("list", "table", "brackets"):
        door.refuse(
            node, "AT alone takes a single number, text or date", "for a list write ARRAY_CONTAINS(AT(...), fact)"
        )
    return tree.AtDate(found, door.date(arguments[1]), found.kind)


def _amount(door: Door, node: exp.Expression, arguments: Arguments) -> Expression:
    _count(door, node, arguments, 2, 3)
    wanted = "AMOUNT takes the id of a provision and the name of its amount, in quotes"
    provision, amount = _texts(door, node, arguments[:2], wanted)
    kind = door.scope.amount(provision, amount)
    if kind is None:
        door.refuse(node, f"there is no amount {amount!r} of {provision!r}")
    if len(arguments) == 2:
        return tree.AmountOf(provision, amount, kind)
    otherwise = door.read(arguments[2])
    _, otherwise = meet(door, node, tree.AmountOf(provision, amount, kind), otherwise)
    return tree.AmountOf(provision, amount, kind, otherwise)


def _texts(door: Door, node: exp.Expression, arguments: Arguments, wanted: str) -> list[str]:
    """Arguments that are written texts: ids of provisions and what they give are never worked out."""
    found = [door.read(argument) for argument in arguments]
    if not all(isinstance(text, tree.Literal) and isinstance(text.value, str) for text in found):
        door.refuse(node, wanted)
    return [str(text.value) for text in found if isinstance(text, tree.Literal)]


def _met(door: Door, node: exp.Expression, arguments: Arguments) -> Expression:
    _count(door, node, arguments, 1)
    (provision,) = _texts(door, node, arguments, "MET takes the id of a provision, in quotes")
    if door.scope.outcomes(provision) is None:
        door.refuse(node, f"there is no provision {provision[:80]!r}")
    return tree.MetBy(provision)


def _outcome(door: Door, node: exp.Expression, arguments: Arguments) -> Expression:
    _count(door, node, arguments, 2)
    wanted = "OUTCOME takes the id of a provision and the id of its outcome, in quotes"
    provision, outcome = _texts(door, node, arguments, wanted)
    known = door.scope.outcomes(provision)
    if known is None or outcome not in known:
        hint = None if known is None else f"it has: {', '.join(known) or 'none'}"
        door.refuse(node, f"there is no outcome {outcome[:80]!r} of {provision[:80]!r}", hint)
    return tree.OutcomeOf(provision, outcome)


def _shift(unit: str, factor: int = 1) -> Function:
    def read(door: Door, node: exp.Expression, arguments: Arguments) -> Expression:
        _count(door, node, arguments, 2)
        by = door.number(arguments[1])
        if by.kind.name != "int":
            door.refuse(node, f"dates move by whole numbers, found {by.kind}")
        if factor != 1:
            by = tree.Arithmetic("*", by, tree.Literal(factor, INT), by.kind)
            if isinstance(by.left, tree.Literal) and isinstance(by.left.value, int):
                by = tree.Literal(by.left.value * factor, INT)
        return tree.Shift(unit, door.date(arguments[0]), by)

    return read


def _span(unit: str) -> Function:
    def read(door: Door, node: exp.Expression, arguments: Arguments) -> Expression:
        _count(door, node, arguments, 2)
        return tree.Span(unit, door.date(arguments[0]), door.date(arguments[1]))

    return read


def _extract(door: Door, node: exp.Expression) -> Expression:
    part = node.name.lower()
    if part not in ("year", "month", "day"):
        door.refuse(node, f"EXTRACT takes YEAR, MONTH or DAY, found {part[:20]!r}")
    return tree.DatePart(part, door.date(node.expression))


def _date_of(door: Door, node: exp.Expression, arguments: Arguments) -> Expression:
    _count(door, node, arguments, 3)
    parts = [door.number(argument) for argument in arguments]
    if any(part.kind.name != "int" for part in parts):
        door.refuse(node, "DATE_OF takes whole numbers: year, month, day")
    year, month, day = parts
    return tree.DateOf(year, month, day)


def _day_count(rule: str) -> Function:
    def read(door: Door, node: exp.Expression, arguments: Arguments) -> Expression:
        _count(door, node, arguments, 4)
        log, place = door.read(arguments[0]), door.read(arguments[1])
        if not isinstance(log, tree.FactRef) or log.kind.name != "day_log":
            door.refuse(node, f"{arguments[0].sql()[:60]!r} is no day log", "write person.day_log")
        if place.kind.name not in ("text", "enum"):
            door.refuse(node, f"a place is a text, found {place.kind}", "write 'hk', 'mo', 'mainland' or a city")
        kind = decimal(1, "days") if rule == "DAYS_HALVES" else Kind("int", unit="days")
        return tree.DayCount(rule, log, place, door.date(arguments[2]), door.date(arguments[3]), kind)

    return read


def _function(door: Door, node: exp.Expression) -> Expression:
    name = node.name.upper()
    handler = FUNCTIONS.get(name)
    if handler is None:
        door.refuse(node, f"{node.name[:40]} is not a function of the language", nearest(name, FUNCTIONS))
    return handler(door, node, list(node.expressions))


def _select(door: Door, node: exp.Expression) -> tuple[exp.Expression, str, exp.Expression | None]:
    """What a quantifier selects, from which list, and where."""
    select = node.this
    if not isinstance(select, exp.Select):
        refuse_node(door, node)
    door.only(select, "expressions", "from_", "from", "where")
    source = select.args.get("from_") or select.args.get("from")
    table = source.this if source is not None else None
    if not isinstance(table, exp.Table) or len(select.expressions) != 1:
        refuse_node(door, node)
    door.only(table, "this", "db")
    name = table.sql()
    if name not in MEMBERS:
        door.refuse(node, f"{name[:60]!r} is no list of members", nearest(name, MEMBERS) or ", ".join(MEMBERS))
    where = select.args.get("where")
    return select.expressions[0], name, where.this if where is not None else None


def _quantifier(
    door: Door, node: exp.Expression, form: str, source: str, body: exp.Expression | None, summed: exp.Expression | None
) -> Expression:
    inner = evolve(door, row=ROW)
    if door.row is not None:
        door.refuse(node, "a quantifier stands inside another")
    members = door.scope.fact(ROW)
    if members is None:
        door.refuse(node, f"the vocabulary has no {ROW}")
    condition = inner.boolean(body) if body is not None else None
    total = inner.number(summed) if summed is not None else None
    kinds = {"count": INT, "sum": total.kind if total else INT}
    kind = kinds.get(form, Kind("bool"))
    return tree.Quantifier(form, tree.FactRef(ROW, members), source, MEMBERS[source], condition, total, kind)


def _exists(door: Door, node: exp.Expression) -> Expression:
    door.only(node, "this")
    selected, source, where = _select(door, node)
    if not isinstance(selected, (exp.Literal, exp.Star)):
        door.refuse(node, f"EXISTS selects nothing, found {selected.sql()[:60]!r}", "write EXISTS (SELECT 1 FROM ...)")
    return _quantifier(door, node, "exists", source, where, None)


def _subquery(door: Door, node: exp.Expression) -> Expression:
    door.only(node, "this")
    selected, source, where = _select(door, node)
    if isinstance(selected, exp.Count) and isinstance(selected.this, exp.Star):
        return _quantifier(door, node, "count", source, where, None)
    if isinstance(selected, exp.Sum):
        return _quantifier(door, node, "sum", source, where, selected.this)
    if _is_call(selected, "EVERY") and where is None and len(selected.expressions) == 1:
        return _quantifier(door, node, "every", source, selected.expressions[0], None)
    door.refuse(node, f"{node.sql()[:80]!r} is outside the language", "use COUNT(*), SUM(column) or EVERY(condition)")
    return None


FUNCTIONS: dict[str, Function] = {
    "ROUND_HALF_UP": _round("half_up"),
    "ROUND_DOWN": _round("down"),
    "ROUND_UP": _round("up"),
    "BRACKETS": _brackets,
    "LOOKUP": _lookup,
    "AT": _at,
    "AMOUNT": _amount,
    "MET": _met,
    "OUTCOME": _outcome,
    "ADD_DAYS": _shift("days"),
    "ADD_MONTHS_CLAMPED": _shift("months_clamped"),
    "ADD_MONTHS_ROLLED": _shift("months_rolled"),
    "ADD_YEARS_CLAMPED": _shift("months_clamped", 12),
    "ADD_YEARS_ROLLED": _shift("months_rolled", 12),
    "DAYS_BETWEEN": _span("days"),
    "MONTHS_COMPLETED": _span("months"),
    "YEARS_COMPLETED": _span("years"),
    "DATE_OF": _date_of,
    **{rule: _day_count(rule) for rule in RULES},
}

FUNCTION_HANDLERS: Handlers = {
    exp.Anonymous: _function,
    exp.ArrayContains: _contains,
    exp.ArraySize: _size,
    exp.Least: _extreme(False),
    exp.Greatest: _extreme(True),
    exp.Abs: _absolute,
    exp.Extract: _extract,
    exp.Exists: _exists,
    exp.Subquery: _subquery,
}
