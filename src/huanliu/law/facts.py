"""Reading the vocabulary: facts, definitions and the subjects that the law speaks about."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from huanliu.base.document import Node
from huanliu.base.fixed import Fixed
from huanliu.base.language import Text
from huanliu.base.money import CURRENCIES
from huanliu.errors import nearest
from huanliu.law.fields import Fields, fail, read_text_node, scalar_text
from huanliu.law.model import CHANGEABLE, FACT_TYPES, SENSITIVITY, Definition, Fact

NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")
# Every reader keeps facts in 64-bit whole numbers of the smallest unit.
WIDEST = Decimal(10) ** 12


def _name(fields: Fields) -> str:
    name = scalar_text(fields.need("name"), "name")
    if not NAME.fullmatch(name):
        fail(f"{name[:60]!r} is not a name", fields.place, "write subject.name in lower case, such as person.age")
    return name


def read_fact(node: Node, lists: Mapping[str, Fixed[str, Text]]) -> Fact:
    """One fact of the vocabulary; `lists` are those it may take its labels from."""
    fields = Fields(node, "a fact")
    name = _name(fields)
    fields.what = f"fact {name}"
    kind = fields.one_of("type", FACT_TYPES)
    fact = Fact(
        name=name,
        type=kind,
        label=read_text_node(fields.need("label"), f"label of {name}"),
        asks=read_text_node(fields.need("asks"), f"asks of {name}"),
        unit=fields.string("unit"),
        currency=_currency(fields, kind),
        values=_values(fields, kind),
        labels=_labels(fields, kind, lists),
        range=_range(fields, kind),
        changeable=fields.one_of("changeable", CHANGEABLE),
        sensitivity=fields.one_of("sensitivity", SENSITIVITY),
        note=fields.string("note"),
        sheets=fields.strings("from"),
        own=_own(fields, name),
        place=node.place,
    )
    fields.done()
    return fact


def _own(fields: Fields, name: str) -> str | None:
    """What it is called of a person that a family member's fact says."""
    own = fields.string("own")
    if own is not None and not name.startswith("person.family."):
        fail(f"{name} has own: {own}, but only what is said of a family member has", fields.place_of("own"))
    return own


def _currency(fields: Fields, kind: str) -> str | None:
    currency = fields.string("currency")
    if (kind == "money") != (currency is not None) or (currency and currency not in CURRENCIES):
        known = ", ".join(CURRENCIES)
        fail(f"{fields.what} has currency {currency!r}", fields.place, f"money needs one of {known}, others none")
    return currency


def _values(fields: Fields, kind: str) -> Fixed[str, Text]:
    values = _labelled(fields.items("values"), fields.what)
    if (kind == "enum") and not values:
        fail(f"{fields.what} is an enum without values", fields.place)
    return values


def _labelled(items: list[Node], what: str) -> Fixed[str, Text]:
    values: dict[str, Text] = {}
    for item in items:
        entry = Fields(item, f"a value of {what}")
        identity = scalar_text(entry.need("id"), "id")
        label = Text(scalar_text(entry.need("en"), "en"), entry.string("zh-Hans"), entry.string("zh-Hant"))
        entry.strings("also")
        entry.done()
        if identity in values:
            fail(f"{what} has the value {identity!r} twice", item.place)
        values[identity] = label
    return Fixed(values)


def _labels(fields: Fields, kind: str, lists: Mapping[str, Fixed[str, Text]]) -> Fixed[str, Text]:
    """How the known ones among the texts are called: a text stays open, so a city that no list has is shown as it was written."""
    name = fields.string("labels")
    if name is None:
        return Fixed()
    place = fields.place_of("labels")
    if kind != "text":
        fail(
            f"{fields.what} is {kind} and takes labels from the list {name!r}", place, "only a text does; write values:"
        )
    if name not in lists:
        fail(f"{fields.what} takes labels from {name!r}, which no file has", place, nearest(name, lists), found=name)
    return lists[name]


def _range(fields: Fields, kind: str) -> tuple[Any, Any] | None:
    ends = [item.value for item in fields.items("range")]
    if not ends:
        return None
    numeric = kind in ("int", "decimal", "money")
    fits = all(isinstance(end, (int, Decimal) if numeric else datetime.date) for end in ends)
    if len(ends) != 2 or not fits or ends[0] > ends[1]:  # type: ignore[operator]
        fail(f"{fields.what} has the range {ends}", fields.place_of("range"), "write [lowest, highest]")
    if numeric and any(not -WIDEST <= end <= WIDEST for end in ends):  # type: ignore[operator]
        fail(f"{fields.what} has a range beyond {WIDEST:,f}", fields.place_of("range"))
    return (ends[0], ends[1])


def read_definition(node: Node) -> Definition:
    """One definition of the vocabulary."""
    fields = Fields(node, "a definition")
    name = _name(fields)
    fields.what = f"definition {name}"
    sql = fields.need("sql")
    definition = Definition(
        name=name,
        label=read_text_node(fields.need("label"), f"label of {name}"),
        sql=scalar_text(sql, "sql"),
        asks=fields.text("asks"),
        unit=fields.string("unit"),
        currency=fields.string("currency"),
        values=_values(fields, "definition"),
        note=fields.string("note"),
        sheets=fields.strings("from"),
        own=_own(fields, name),
        place=sql.place,
    )
    fields.string("cite")
    fields.done()
    return definition


def read_lists(node: Node) -> dict[str, Fixed[str, Text]]:
    """The lists of labels in a file under packs/facts: by name, what each code is called."""
    fields = Fields(node, "a facts file")
    lists = {}
    for name, item in fields.pairs("lists"):
        if not isinstance(item.value, list):
            fail(f"the list {name!r} must be a list", item.place, "write - {id: CHN, en: China, zh-Hans: 中国}")
        lists[name] = _labelled(item.value, f"the list {name!r}")
    return lists


def read_facts_file(
    node: Node, lists: Mapping[str, Fixed[str, Text]]
) -> tuple[list[Fact], list[Definition], dict[str, Text]]:
    """A file under packs/facts; `lists` are the lists of labels of all of them."""
    fields = Fields(node, "a facts file")
    fields.pairs("lists")
    facts = [read_fact(item, lists) for item in fields.items("facts")]
    definitions = [read_definition(item) for item in fields.items("definitions")]
    subjects = {name: read_text_node(text, name) for name, text in fields.pairs("subjects")}
    fields.done()
    return facts, definitions, subjects
