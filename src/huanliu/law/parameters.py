"""Reading parameters: numbers, dates, lists and tables of the law, each with its days."""

from __future__ import annotations

import datetime
import itertools
from decimal import Decimal
from typing import Any

from huanliu.base.document import Node
from huanliu.base.fixed import Fixed
from huanliu.base.money import CURRENCIES
from huanliu.errors import Place
from huanliu.law.fields import Fields, fail, kind_of, read_text_node, scalar_text
from huanliu.law.model import Bracket, Dated, Member, Parameter

FORMS = ("value", "brackets", "table")
# As in expressions: with at most so many digits every product of a few numbers stays exact.
MAX_DIGITS = 18


def read_parameter(name: str, node: Node) -> Parameter:
    """One parameter with all its dated values, in the order of their days."""
    fields = Fields(node, f"parameter {name}")
    unit, label = fields.string("unit"), fields.text("label")
    fields.string("note"), fields.string("source"), fields.items("sources")
    members = tuple(_member(item) for item in fields.items("members"))
    dated = [_dated(item, name, unit) for item in fields.items("values")]
    fields.done()
    if name == "on":
        fail("a parameter cannot be named 'on'", node.place, ":on is the day assessed on")
    if bool(members) == bool(dated):
        fail(f"parameter {name} needs either values or members", node.place)
    forms = {form for form, _ in dated} or {"members"}
    if len(forms) != 1:
        fail(f"parameter {name} mixes {' and '.join(sorted(forms))}", node.place)
    values = tuple(sorted((value for _, value in dated), key=lambda value: value.start or datetime.date.min))
    _refuse_overlaps(name, values, node.place)
    return Parameter(name, forms.pop(), unit, values, members, label, node.place)


def _refuse_overlaps(name: str, values: tuple[Dated, ...], place: Place) -> None:
    for earlier, later in itertools.pairwise(values):
        if earlier.start == later.start and earlier.published == later.published:
            fail(f"parameter {name} has two values from {later.start}", place)


def _dated(node: Node, name: str, unit: str | None) -> tuple[str, Dated]:
    fields = Fields(node, f"a value of parameter {name}")
    given = [form for form in FORMS if fields.has(form)]
    if len(given) != 1:
        fail(f"a value of parameter {name} needs one of {', '.join(FORMS)}", node.place)
    form, value = _value(fields, given[0], name, unit)
    dated = Dated(
        value,
        fields.date("from"),
        fields.date("to"),
        fields.date("published"),
        fields.flag("verified", True),
        fields.string("cite"),
    )
    _refuse_backwards(f"a value of parameter {name}", dated, node.place)
    fields.string("note")
    fields.done()
    return form, dated


def _refuse_backwards(what: str, dated: Dated | Member, place: Place) -> None:
    if dated.start and dated.end and dated.end < dated.start:
        fail(f"{what} ends on {dated.end}, before it begins on {dated.start}", place)


def _value(fields: Fields, form: str, name: str, unit: str | None) -> tuple[str, Any]:
    node = fields.get(form)
    if form == "brackets":
        return "brackets", _brackets(fields, name)
    if form == "table":
        return "table", Fixed({key: _one(item, name, unit) for key, item in fields.pairs("table")})
    if node is None:
        return "scalar", None
    if isinstance(node.value, list):
        return "texts", tuple(scalar_text(item, f"an entry of {name}") for item in node.value)
    return "scalar", _one(node, name, unit)


def _one(node: Node, name: str, unit: str | None) -> Any:
    value = node.value
    if value is None:
        return None
    if unit == "date":
        return (
            value
            if isinstance(value, datetime.date)
            else fail(f"{name} needs a date, found {kind_of(node)}", node.place)
        )
    if unit == "text":
        return scalar_text(node, f"a value of {name}")
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        fail(
            f"{name} needs a number, found {kind_of(node)}", node.place, "set unit: text or unit: date for other values"
        )
    number = Decimal(value)
    if len(format(abs(number), "f").replace(".", "")) > MAX_DIGITS:
        fail(f"{name} is {str(value)[:60]}, at most {MAX_DIGITS} digits are read", node.place)
    return number if unit in CURRENCIES else value


def _brackets(fields: Fields, name: str) -> tuple[Bracket, ...]:
    rows = []
    for item in fields.items("brackets"):
        row = Fields(item, f"a bracket of {name}")
        over, rate = _one(row.need("over"), name, None), _one(row.need("rate"), name, None)
        row.done()
        rows.append(Bracket(Decimal(over), Decimal(rate)))
    starts = [row.over for row in rows]
    if not rows or starts[0] != 0 or starts != sorted(set(starts)):
        fail(f"the brackets of {name} must start at 0 and rise", fields.place)
    return tuple(rows)


def _member(node: Node) -> Member:
    fields = Fields(node, "a member")
    label = Node({key: item for key, item in _mapping(node).items() if key in ("zh-Hans", "zh-Hant")}, node.place)
    identity = scalar_text(fields.need("id"), "id of a member")
    texts = label.value if isinstance(label.value, dict) else {}
    named = Node({"en": Node(identity, node.place), **texts}, node.place)
    member = Member(identity, fields.date("from"), fields.date("to"), read_text_node(named, "a member"))
    _refuse_backwards(f"member {identity}", member, node.place)
    fields.string("zh-Hans"), fields.string("zh-Hant"), fields.string("note")
    fields.done()
    return member


def _mapping(node: Node) -> dict[str, Node]:
    return node.value if isinstance(node.value, dict) else {}


def read_parameters(fields: Fields) -> Fixed[str, Parameter]:
    """The parameters of a file under its key `parameters`."""
    return Fixed({name: read_parameter(name, node) for name, node in fields.pairs("parameters")})
