"""Synthetic subjects for the whole law: every fact that the law of a day reads, all known, drawn where the law draws its lines.

Numbers and dates lie around the thresholds that the law compares them with, texts are mostly those that it names, a truth is
mostly what its clauses ask for: so that provisions are met by some and not by others, and no reader may guess.
"""

from __future__ import annotations

import datetime
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import numpy as np
import polars as pl
from attrs import field, frozen

from huanliu.engine import expression as tree
from huanliu.engine.expression import Expression, walk
from huanliu.engine.rulings import RuleBook

ON = "2026-11-20"
EPOCH = datetime.date(1970, 1, 1)
ELSEWHERE = ("neither of these", "nor these")
LIKELY = 0.85
# What a fact holds where the law compares it with nothing, and how far beyond the last threshold it goes.
DEFAULTS = {"int": (0, 40), "decimal": (0, 100), "money": (0, 1_000_000)}
BEYOND = 1.5
# 32-bit floats hold so many whole numbers: larger amounts are drawn in round ones, so that OpenFisca loses nothing on the way in.
EXACT_FLOATS = 2**24


@frozen
class Lines:
    """What the law compares facts with, how often it asks for a truth or for its opposite, and the texts that it names."""

    numbers: dict[str, set[Any]] = field(factory=lambda: defaultdict(set))
    texts: dict[str, Counter[str]] = field(factory=lambda: defaultdict(Counter))
    signs: Counter[str] = field(factory=Counter)


def lines_of(book: RuleBook) -> Lines:
    """The lines that the law of a book draws."""
    lines = Lines()
    for expression in _everything(book):
        for node in walk(expression):
            _note(lines, node)
    return lines


def _everything(book: RuleBook) -> Iterator[Expression]:
    for identity in book.statutes.law.provisions:
        ruling = book.ruling(identity)
        yield from (ruling.applies, ruling.condition)
        yield from (condition for _, condition in ruling.outcomes)
        yield from (amount for _, amount in ruling.amounts.values())
    for name in book.statutes.definitions:
        body = book.definition(name)
        assert body is not None
        yield body


def _note(lines: Lines, node: Expression) -> None:
    match node:
        case tree.Compare(left=left, right=right):
            for fact, other in ((left, right), (right, left)):
                for value in _values(other) if isinstance(fact, tree.FactRef) else ():
                    _line(lines, fact, value)
        case tree.OneOf(item=tree.FactRef() as fact, values=values):
            for value in values:
                _line(lines, fact, value)
        case tree.Not(part=part):
            for name in _facts(part):
                lines.signs[name] -= 2
        case tree.FactRef(name=name):
            lines.signs[name] += 1


def _facts(node: Expression) -> Iterator[str]:
    while isinstance(node, (tree.ClauseOf, tree.GroupOf)):
        node = node.expression
    if isinstance(node, tree.FactRef):
        yield node.name


def _values(node: Expression) -> Iterator[Any]:
    yield from (each.value for each in walk(node) if isinstance(each, tree.Literal) and each.value is not None)


def _line(lines: Lines, fact: tree.FactRef, value: Any) -> None:
    if isinstance(value, str):
        lines.texts[fact.name][value] += 1
    elif isinstance(value, datetime.date) is (fact.kind.name == "date") and not isinstance(value, bool):
        lines.numbers[fact.name].add(value)


def texts_of(book: RuleBook) -> dict[str, list[str]]:
    """The values that each text or enum fact may take, in the order of their codes."""
    lines, kinds = lines_of(book), book.statutes.kinds
    closed = {name: list(kind.values) for name, kind in kinds.items() if kind.name == "enum"}
    return closed | {name: [*lines.texts[name], *ELSEWHERE] for name, kind in kinds.items() if kind.name == "text"}


def whole_people(book: RuleBook, facts: Sequence[str], rows: int, seed: int = 0) -> pl.DataFrame:
    """So many subjects: a column for each of the facts, `set.value` for one value of a set."""
    rng, lines, texts = np.random.default_rng(seed), lines_of(book), texts_of(book)
    return pl.DataFrame({name: _column(book, lines, texts, name, rng, rows) for name in facts})


def _column(
    book: RuleBook, lines: Lines, texts: Mapping[str, Sequence[str]], name: str, rng: np.random.Generator, rows: int
) -> pl.Series:
    kind = book.statutes.kinds.get(name)
    if kind is None or kind.name == "bool":
        share = LIKELY if lines.signs[name] > 0 else 1 - LIKELY if lines.signs[name] < 0 else 0.5
        return pl.Series(rng.random(rows, dtype=np.float32) < share)
    if name in texts:
        return _texts(texts[name], lines.texts[name], rng, rows)
    drawn = lines.numbers[name]
    if kind.name == "date":
        low, high = _days(drawn)
        return pl.Series(rng.integers(low, high + 1, rows, dtype=np.int32)).cast(pl.Date)
    fact = book.statutes.law.facts.get(name)
    return _numbers(kind.name, drawn, fact.range if fact else None, rng, rows)


def _texts(values: Sequence[str], named: Counter[str], rng: np.random.Generator, rows: int) -> pl.Series:
    """Three in four of the texts that the law names, where it names some but not all."""
    shares = np.ones(len(values))
    told = np.array([value in named for value in values])
    if told.any() and not told.all():
        shares[told] = 3 * (~told).sum() / told.sum()
    edges = np.cumsum(shares / shares.sum())[:-1]
    codes = np.searchsorted(edges, rng.random(rows, dtype=np.float32)).astype(np.uint16)
    return pl.Series(list(values), dtype=pl.Enum(list(values))).gather(pl.Series(codes))


def _days(drawn: Iterable[datetime.date]) -> tuple[int, int]:
    days = sorted((day - EPOCH).days for day in drawn if 1990 < day.year < 2100)
    today = (datetime.date.fromisoformat(ON) - EPOCH).days
    return (days[0] - 400, days[-1] + 400) if days else (today - 2000, today + 200)


def _numbers(
    kind: str, drawn: Iterable[Any], within: tuple[Any, Any] | None, rng: np.random.Generator, rows: int
) -> pl.Series:
    """Numbers from below the first threshold to beyond the last; with decimals where a threshold or a narrow range has them."""
    known = sorted(Decimal(value) for value in drawn)
    low, high = DEFAULTS[kind]
    if known:
        low, high = (
            min(0, math.floor(known[0]) - 2),
            max(math.ceil(known[-1] * Decimal(BEYOND)), math.ceil(known[-1]) + 2),
        )
    if within is not None:
        low, high = (
            end if limit is None else choice(end, limit)
            for end, limit, choice in zip((low, high), within, (max, min), strict=True)
        )
    fine = kind == "decimal" and (high - low <= 3 or any(value != value.to_integral_value() for value in known))
    if fine:
        return pl.Series(rng.integers(int(low * 100), int(high * 100) + 1, rows, dtype=np.int32) / 100).round(2)
    step = 10 ** max(0, math.ceil(math.log2(max(1, int(high)) / EXACT_FLOATS)))
    wide = rng.integers(math.ceil(low) // step, int(high) // step + 1, rows, dtype=np.int32)
    return pl.Series(wide.astype(np.int64) * step if kind == "money" else wide * step)
