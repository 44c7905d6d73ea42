"""Clauses in the reader's language, put together from the labels of facts and the words of the packs. Never hand-written."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any

from huanliu.base.daylog import DayRow
from huanliu.base.language import Text
from huanliu.base.money import CURRENCIES, cents, grouped
from huanliu.engine import expression as tree
from huanliu.engine.expression import Expression
from huanliu.engine.kinds import Kind, kind_of_fact
from huanliu.engine.subject import ROW_PREFIX
from huanliu.law import model

SIGNS = {"=": "=", "<>": "≠", "<": "<", "<=": "≤", ">": ">", ">=": "≥"}
OPPOSITE = {"=": "<>", "<>": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
# The number itself, where the phrase around it says of what.
BARE = Kind("int", unit="number")
# A list of two hundred universities is a name, not an enumeration.
SHOWN = 12


class _Filled(dict[str, object]):
    """The parts of a phrase; one that is not there yet stays in its braces."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


class Words:
    """The words of one law in one language."""

    def __init__(self, law: model.Law, lang: str) -> None:
        self.law, self.lang = law, lang
        self._phrases: dict[str, str] = {}

    def say(self, word: str, **parts: object) -> str:
        """A phrase of packs/words with its parts filled in."""
        phrase = self._phrases.get(word)
        if phrase is None:
            text = self.law.words.get(word)
            phrase = self._phrases[word] = word if text is None else text.in_language(self.lang)
        return phrase.format_map(_Filled(parts)) if parts else phrase

    def of(self, text: Text) -> str:
        """A text in this language."""
        return text.in_language(self.lang)

    def label(self, name: str) -> str:
        """What a fact or definition is called."""
        stated = self.law.facts.get(name) or self.law.definitions.get(name)
        return name if stated is None else self.of(stated.label)

    def parameter(self, node: tree.Parameter) -> str:
        """What a parameter is called."""
        owner = self.law.provisions.get(node.own) if node.own else None
        meaning = (owner.parameters if owner else self.law.parameters).get(node.name)
        return self.of(meaning.label) if meaning and meaning.label else node.name.replace("_", " ")

    def joined(self, parts: list[str]) -> str:
        """Several values in a row."""
        return self.say("comma").join(parts)

    def value(self, value: Any, kind: Kind) -> str:
        """A value as its kind is written: HK$2,500,000, 36 months, 2024-10-16, the label of an enum."""
        if value is None:
            return self.say("unknown")
        if isinstance(value, bool):
            return self.say("yes" if value else "no")
        if isinstance(value, (int, Decimal)):
            return self.number(value, kind)
        if isinstance(value, datetime.date):
            return self.day(value)
        if isinstance(value, (frozenset, list, tuple)):
            items = sorted(value) if isinstance(value, frozenset) else value
            return self.joined([self._item(item, kind) for item in items]) or self.say("none")
        label = kind.values.get(value) or kind.labels.get(value) or self._members.get(value)
        return self.of(label) if label is not None else str(value)

    def _item(self, item: Any, kind: Kind) -> str:
        """One of several: a value of a set, a day of a log, a family member with what is known of it."""
        if isinstance(item, DayRow):
            return f"{self.day(item.day)} {self.say(item.place)}"
        if not isinstance(item, Mapping):
            return self.value(item, kind)
        facts = {key: self.law.facts.get(f"{ROW_PREFIX}{key}") for key in item}
        known = [self.value(item[key], kind_of_fact(fact)) for key, fact in facts.items() if fact is not None]
        return f"({self.joined(known)})"

    @cached_property
    def _members(self) -> dict[str, Text]:
        """What the entries of the law's lists are called: universities, posts."""
        parameters = [*self.law.parameters.values()]
        parameters += [each for provision in self.law.provisions.values() for each in provision.parameters.values()]
        return {item.id: item.label for each in parameters for item in each.members if item.label is not None}

    def day(self, value: datetime.date) -> str:
        """A date."""
        if self.lang == "en":
            return value.isoformat()
        return f"{value.year}年{value.month}月{value.day}日"

    def money(self, value: int | Decimal, currency: str) -> str:
        """An amount of money as its readers write it: CN¥300, 300元人民币."""
        return self.number(value, Kind("money", currency=currency))

    def number(self, value: int | Decimal, kind: Kind) -> str:
        """A number with its currency or unit."""
        size = abs(Decimal(value))
        if kind.currency:
            currency = CURRENCIES[kind.currency]
            if self.lang == "en":
                space = "" if currency.sign.endswith(("$", "¥")) else " "
                return f"{'-' if value < 0 else ''}{currency.sign}{space}{cents(size)}"
            return cents(value) + self.of(Text(currency.code, currency.zh_hans))
        if kind.unit == "share":
            return f"{grouped(Decimal(value) * 100)}%"
        shown = grouped(value) if kind.unit not in ("year", None) or size >= 10_000 else str(value)
        return self.measured(f"unit.{kind.unit}", shown, value == 1)

    def measured(self, unit: str, shown: str, one: bool = False) -> str:
        """A number that is written already in its unit: one of it in the singular, and bare where the packs name no unit."""
        word = f"{unit}.one" if one and f"{unit}.one" in self.law.words else unit
        return self.say(word, value=shown) if word in self.law.words else shown

    def phrase(self, node: Expression, like: Kind | None = None) -> str:
        """Any expression as a phrase; `like` lends its unit to a bare number."""
        return _PHRASES[type(node)](self, node, like or node.kind)

    def clause(self, node: Expression, holds: bool = True) -> str:
        """A condition as a clause; `holds` False says its opposite."""
        handler = _CLAUSES.get(type(node))
        if handler is not None:
            return handler(self, node, holds)
        text = self.phrase(node)
        return text if holds else self.say("not", clause=text)


def _literal(words: Words, node: tree.Literal, like: Kind) -> str:
    if node.name == "on" and node.kind.name == "date":
        return words.say("today")
    kind = _lent(node.kind, like)
    if node.value is None and node.unverified is not None:
        return words.say("unverified", value=words.value(node.unverified, kind))
    return words.value(node.value, kind)


def _lent(own: Kind, like: Kind) -> Kind:
    """The unit a number is written in: that of its neighbour, else its own; money keeps its currency."""
    if not own.numeric or own.currency is not None or not like.numeric:
        return own
    return own if like.unit is None and like.currency is None else like


def _fact(words: Words, node: tree.FactRef | tree.Column, like: Kind) -> str:
    return words.label(node.name)


def _parameter(words: Words, node: tree.Parameter, like: Kind) -> str:
    return words.say("today") if node.name == "on" else words.parameter(node)


def _named(words: Words, node: tree.Named, like: Kind) -> str:
    return node.name.replace("_", " ")


def _amount_of(words: Words, node: tree.AmountOf, like: Kind) -> str:
    provision = words.law.provisions[node.provision]
    amounts = [amount for version in provision.versions for amount in version.amounts if amount.name == node.amount]
    return words.say("amount_of", amount=words.of(amounts[-1].label), title=words.of(provision.title))


def _outcome_of(words: Words, node: tree.OutcomeOf, like: Kind) -> str:
    provision = words.law.provisions[node.provision]
    titles = [
        outcome.title for version in provision.versions for outcome in version.outcomes if outcome.id == node.outcome
    ]
    return words.say("outcome_of", outcome=words.of(titles[-1]), title=words.of(provision.title))


def _arithmetic(words: Words, node: tree.Arithmetic, like: Kind) -> str:
    sign = {"*": "×", "-": "−"}.get(node.operator, node.operator)
    sides = []
    for side in (node.left, node.right):
        text = words.phrase(side, side.kind if node.operator == "*" else like)
        loose = isinstance(side, tree.Arithmetic) and side.operator != "*" and node.operator != "+"
        sides.append(f"({text})" if loose else text)
    return f"{sides[0]} {sign} {sides[1]}"


def _extreme(words: Words, node: tree.Extreme, like: Kind) -> str:
    values = words.joined([words.phrase(part, like) for part in node.parts])
    return words.say("greatest" if node.greatest else "least", values=values)


def _round(words: Words, node: tree.Round, like: Kind) -> str:
    value = words.phrase(node.value, like)
    if node.divisor is not None:
        value = f"{_whole(node.value, value)} ÷ {_whole(node.divisor, words.phrase(node.divisor))}"
    return words.say("rounded", value=value, places=node.places)


def _whole(node: Expression, text: str) -> str:
    """A side of a division: in brackets where it is reckoned itself."""
    return f"({text})" if isinstance(node, tree.Arithmetic) else text


def _progressive(words: Words, node: tree.Progressive, like: Kind) -> str:
    return words.say("progressive", value=words.phrase(node.value))


def _lookup(words: Words, node: tree.Lookup, like: Kind) -> str:
    return words.say("lookup", list=words.parameter(node.table), item=words.phrase(node.key))


def _at_date(words: Words, node: tree.AtDate, like: Kind) -> str:
    return words.say("at_date", list=words.parameter(node.parameter), day=words.phrase(node.when))


def _shift(words: Words, node: tree.Shift, like: Kind) -> str:
    """A date moved, in the unit and the direction that the law speaks of."""
    period, by = ("days" if node.unit == "days" else "months"), node.by
    if isinstance(by, tree.Arithmetic) and by.operator == "*" and by.right == tree.Literal(12, by.right.kind):
        period, by = "years", by.left
    back = isinstance(by, tree.Arithmetic) and by.operator == "-" and by.left == tree.Literal(0, by.left.kind)
    if isinstance(by, tree.Arithmetic) and back:
        by = by.right
    if isinstance(by, tree.Literal) and isinstance(by.value, int):
        back = back or by.value < 0
        size = abs(by.value)
        if period == "months" and size and size % 12 == 0:
            period, size = "years", size // 12
        shown = words.value(size, Kind("int", unit=period))
    else:
        shown = words.say(f"unit.{period}", value=words.phrase(by))
    return words.say("earlier" if back else "later", date=words.phrase(node.date), by=shown)


def _span(words: Words, node: tree.Span, like: Kind) -> str:
    return words.say(f"span_{node.unit}", start=words.phrase(node.start), end=words.phrase(node.end))


def _date_part(words: Words, node: tree.DatePart, like: Kind) -> str:
    return words.say(f"part_{node.part}", date=words.phrase(node.date))


def _date_of(words: Words, node: tree.DateOf, like: Kind) -> str:
    return "-".join(words.phrase(part) for part in (node.year, node.month, node.day))


def _day_count(words: Words, node: tree.DayCount, like: Kind) -> str:
    fixed = isinstance(node.place, tree.Literal)
    place = (
        words.say(str(node.place.value)) if isinstance(node.place, tree.Literal) and fixed else words.phrase(node.place)
    )
    return words.say(node.rule, place=place)


def _quantifier(words: Words, node: tree.Quantifier, like: Kind) -> str:
    members = words.say(node.shown)
    if node.form == "sum" and node.summed is not None:
        return words.say("sum", item=words.phrase(node.summed), list=members)
    if node.form == "count":
        if node.body is None:
            return words.say("count_all", list=members)
        return words.say("count", list=members, clause=words.clause(node.body))
    return _quantifier_clause(words, node, True)


def _quantifier_clause(words: Words, node: tree.Quantifier, holds: bool) -> str:
    members = words.say(node.shown)
    if node.body is None:
        text = words.say("exists_any", list=members)
        return text if holds else words.say("not", clause=text)
    body = words.clause(node.body)
    if node.form == "every":
        text = words.say("every", list=members, clause=body)
        return text if holds else words.say("not", clause=text)
    return words.say("exists" if holds else "exists_not", list=members, clause=body)


def _size(words: Words, node: tree.Size, like: Kind) -> str:
    return words.say("size", item=words.phrase(node.container))


def _case(words: Words, node: tree.Case, like: Kind) -> str:
    return words.say("case")


def _inner(words: Words, node: tree.ClauseOf | tree.GroupOf, like: Kind) -> str:
    return words.phrase(node.expression, like)


def _surface(words: Words, node: tree.Written, like: Kind) -> str:
    return words.phrase(node.surface, like)


def _compare(words: Words, node: tree.Compare, holds: bool) -> str:
    operator = node.operator if holds else OPPOSITE[node.operator]
    like = node.right.kind if isinstance(node.left, tree.Literal) else node.left.kind
    if operator in ("=", "<>") and isinstance(node.right, tree.Literal) and not like.numeric:
        shown = words.value(node.right.value, like)
        return words.say("is" if operator == "=" else "is_not", item=words.phrase(node.left), value=shown)
    left, right = words.phrase(node.left, like), words.phrase(node.right, like)
    return words.say("compare", left=left, sign=SIGNS[operator], right=right)


def _one_of(words: Words, node: tree.OneOf, holds: bool) -> str:
    item = words.phrase(node.item)
    values = [words.value(value, node.item.kind) for value in node.values]
    if len(values) == 1:
        return words.say("is" if holds else "is_not", item=item, value=values[0])
    more = ["…"] if len(values) > SHOWN else []
    return words.say("one_of" if holds else "none_of", item=item, values=words.joined(values[:SHOWN] + more))


def _contains(words: Words, node: tree.Contains, holds: bool) -> str:
    value = words.value(node.member, node.container.kind)
    return words.say("contains" if holds else "contains_not", item=words.phrase(node.container), value=value)


def _listed(words: Words, node: tree.Listed, holds: bool) -> str:
    day = words.say("today") if node.when is None else words.phrase(node.when)
    word = "on_list" if holds else "not_on_list"
    return words.say(word, item=words.phrase(node.item), list=words.parameter(node.parameter), day=day)


def _truth(words: Words, node: tree.FactRef | tree.Column, holds: bool) -> str:
    return words.say("fact_true" if holds else "fact_false", item=words.label(node.name))


def _not(words: Words, node: tree.Not, holds: bool) -> str:
    return words.clause(node.part, not holds)


def _and(words: Words, node: tree.And, holds: bool) -> str:
    joint = "and" if holds else "or"
    return words.say(joint).join(_bracketed(words, part, holds, joint) for part in node.parts)


def _or(words: Words, node: tree.Or, holds: bool) -> str:
    joint = "or" if holds else "and"
    held = _held_in_one(node) if holds else []
    if held:
        values = [words.value(part.member, part.container.kind) for part in held]
        return words.say("contains", item=words.phrase(held[0].container), value=words.say("or").join(values))
    return words.say(joint).join(_bracketed(words, part, holds, joint) for part in node.parts)


def _held_in_one(node: tree.Or) -> list[tree.Contains]:
    """Alternatives that all ask what one set holds: its name is then said once."""
    held: list[tree.Contains] = []
    for part in node.parts:
        while isinstance(part, tree.ClauseOf):
            part = part.expression
        if not isinstance(part, tree.Contains) or (held and part.container != held[0].container):
            return []
        held.append(part)
    return held


def _bracketed(words: Words, part: Expression, holds: bool, joint: str) -> str:
    """In brackets where it is itself joined by the other word: "a and b or c" would be anybody's guess."""
    text, inner = words.clause(part, holds), part
    while isinstance(inner, (tree.Not, tree.ClauseOf, tree.GroupOf)):
        holds = holds != isinstance(inner, tree.Not)
        inner = inner.part if isinstance(inner, tree.Not) else inner.expression
    own = {tree.And: "and" if holds else "or", tree.Or: "or" if holds else "and"}.get(type(inner), joint)
    return text if own == joint else words.say("bracketed", text=text)


def _wrapped(words: Words, node: tree.ClauseOf | tree.GroupOf, holds: bool) -> str:
    return words.clause(node.expression, holds)


def _written(words: Words, node: tree.Written, holds: bool) -> str:
    return words.clause(node.surface, holds)


def _met_by(words: Words, node: tree.MetBy, like: object) -> str:
    return words.of(words.law.provisions[node.provision].title)


def _at_least(words: Words, node: tree.AtLeast, like: object) -> str:
    return words.say("at_least", needed=words.phrase(node.needed, BARE), count=len(node.parts))


def _points(words: Words, node: tree.Points, like: object) -> str:
    return words.say("points", needed=words.phrase(node.needed, BARE))


_PHRASES: Mapping[type, Callable[[Words, Any, Kind], str]] = {
    tree.Literal: _literal,
    tree.FactRef: _fact,
    tree.Column: _fact,
    tree.Parameter: _parameter,
    tree.Named: _named,
    tree.AmountOf: _amount_of,
    tree.OutcomeOf: _outcome_of,
    tree.Arithmetic: _arithmetic,
    tree.Extreme: _extreme,
    tree.Round: _round,
    tree.Progressive: _progressive,
    tree.Lookup: _lookup,
    tree.AtDate: _at_date,
    tree.Shift: _shift,
    tree.Span: _span,
    tree.DatePart: _date_part,
    tree.DateOf: _date_of,
    tree.DayCount: _day_count,
    tree.Quantifier: _quantifier,
    tree.Size: _size,
    tree.Case: _case,
    tree.ClauseOf: _inner,
    tree.GroupOf: _inner,
    tree.Written: _surface,
    tree.MetBy: _met_by,
    tree.AtLeast: _at_least,
    tree.Points: _points,
    tree.Compare: lambda words, node, like: _compare(words, node, True),
    tree.OneOf: lambda words, node, like: _one_of(words, node, True),
    tree.Contains: lambda words, node, like: _contains(words, node, True),
    tree.Listed: lambda words, node, like: _listed(words, node, True),
    tree.Not: lambda words, node, like: _not(words, node, True),
    tree.And: lambda words, node, like: _and(words, node, True),
    tree.Or: lambda words, node, like: _or(words, node, True),
}

_CLAUSES: Mapping[type, Callable[[Words, Any, bool], str]] = {
    tree.Compare: _compare,
    tree.OneOf: _one_of,
    tree.Contains: _contains,
    tree.Listed: _listed,
    tree.FactRef: _truth,
    tree.Column: _truth,
    tree.Not: _not,
    tree.And: _and,
    tree.Or: _or,
    tree.ClauseOf: _wrapped,
    tree.GroupOf: _wrapped,
    tree.Written: _written,
    tree.Quantifier: _quantifier_clause,
}
