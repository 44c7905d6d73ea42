"""Numbers of the law as a table: each value with its days, its citation, and whether anybody has verified it."""

from __future__ import annotations

import datetime
from typing import Any

from attrs import frozen

from huanliu.base.language import Text
from huanliu.base.money import CURRENCIES
from huanliu.engine import expression as tree
from huanliu.engine.kinds import Kind
from huanliu.engine.terms import entry_kind, kind_of_parameter
from huanliu.engine.words import Words
from huanliu.law.calendar import members_on, value_on
from huanliu.law.model import Dated, Parameter


@frozen
class Value:
    """One value from a day on; a table or brackets have lines."""

    dated: Dated
    text: str
    lines: tuple[tuple[str, str], ...]
    now: bool


@frozen
class Number:
    """A number, list or table with all its values. `shared` with other provisions."""

    label: str
    shared: bool
    brackets: bool
    values: tuple[Value, ...]
    members: tuple[Text, ...]
    unverified: bool


def number_of(node: tree.Parameter, meaning: Parameter, words: Words, on: datetime.date) -> Number:
    """A parameter as a reader sees it on a day."""
    current = value_on(meaning, on)
    values = tuple(_value(dated, meaning, words, dated is current) for dated in meaning.values)
    present = set(members_on(meaning, on))
    members = [member for member in meaning.members if member.id in present]
    return Number(
        words.parameter(node),
        node.own is None,
        meaning.form == "brackets",
        values,
        tuple(member.label or Text(member.id) for member in members),
        any(not value.verified for value in meaning.values),
    )


def _value(dated: Dated, meaning: Parameter, words: Words, now: bool) -> Value:
    lines = _lines(dated.value, meaning, words)
    return Value(dated, "" if lines else _text(dated.value, kind_of_parameter(meaning), words), lines, now)


def _text(value: Any, kind: Kind, words: Words) -> str:
    return words.value(value, kind) if not isinstance(value, tuple) else words.joined([str(item) for item in value])


def _lines(value: Any, meaning: Parameter, words: Words) -> tuple[tuple[str, str], ...]:
    if meaning.form == "brackets":
        money = Kind("money", currency=meaning.unit) if meaning.unit in CURRENCIES else Kind("decimal")
        share = Kind("decimal", unit="share")
        return tuple((words.number(part.over, money), words.number(part.rate, share)) for part in value or ())
    if meaning.form == "table":
        kind = entry_kind(kind_of_parameter(meaning))
        return tuple((str(key), words.value(entry, kind)) for key, entry in (value or {}).items())
    return ()
