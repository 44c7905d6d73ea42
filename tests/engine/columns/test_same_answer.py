"""The guard: whatever law and whoever asks, the table answers as the reference reader does, amounts to the cent.

First over laws drawn at random with every node of the language, then over the bundled law with people drawn at the very
numbers that it names. Facts are mixed known and unknown; columns are kept in every way that a table may keep them.
"""

from __future__ import annotations

import datetime
from random import Random
from typing import Any

import polars as pl
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from huanliu.engine import expression as tree
from huanliu.engine.bay import Bay
from huanliu.engine.columns.sheet import TooLargeError
from huanliu.engine.expression import Expression, walk
from tests.engine.columns.tables import differences, frame_of
from tests.strategies import ON, Subjects, bay_of, laws, named_facts

DAYS = [
    ON,
    datetime.date(2026, 4, 14),
    datetime.date(2026, 5, 15),
    datetime.date(2025, 12, 31),
    datetime.date(2023, 1, 1),
]


def draw_subjects(bay: Bay, random: Random, count: int, lines: dict[str, list[Any]] | None = None) -> list[Any]:
    """Subjects of whom each column is wholly known, partly known or not there at all."""
    subjects = Subjects(bay, random, lines)
    gaps = {name: random.choice((0, 0, 0.3, 1)) for name in named_facts(bay)}
    gaps |= {name: random.choice((0.5, 1, 1)) for name in gaps if name in bay.law.definitions}
    return [
        {k: v for name, gap in gaps.items() for k, v in subjects.subject([name], gap).items()} for _ in range(count)
    ]


@given(files=laws(), seed=st.integers(0, 2**32))
def test_drawn_laws_are_answered_alike(files: dict[str, str], seed: int) -> None:
    bay, random = bay_of(files), Random(seed)
    subjects = draw_subjects(bay, random, 6)
    frame = frame_of(bay, subjects, random)
    days = [random.choice(DAYS)] * len(subjects)
    if random.random() < 0.3:
        days = [random.choice(DAYS) for _ in subjects]
        frame = frame.with_columns(on=pl.Series(days))
    # A table of many rows looks things up that one of few rows works out.
    times = random.choice((1, 1, 1500))
    try:
        found = differences(bay, subjects, pl.concat([frame] * times), days)
    except TooLargeError:
        assume(False)  # more than 38 digits: refused, and no other reader is asked
    assert not found, "\n".join(found[:5])


def lines_of(bay: Bay, day: datetime.date) -> dict[str, list[Any]]:
    """For each fact the values that the law of a day compares it with."""
    book, lines = bay.book(day), {}
    rulings = [book.ruling(name) for name in bay.law.provisions]
    bound = [sql for ruling in rulings for _, sql in (*ruling.amounts.values(), *ruling.outcomes)]
    bound += [sql for ruling in rulings for sql in (ruling.applies, ruling.condition)]
    bound += [sql for name in bay.law.definitions if (sql := book.definition(name)) is not None]
    for node in (part for sql in bound for part in walk(sql)):
        for fact, value in _compared(node):
            lines.setdefault(fact, []).append(value)
    return lines


def _compared(node: Expression) -> list[tuple[str, Any]]:
    if isinstance(node, tree.OneOf) and isinstance(node.item, tree.FactRef):
        return [(node.item.name, value) for value in node.values]
    if not isinstance(node, tree.Compare):
        return []
    sides = ((node.left, node.right), (node.right, node.left))
    return [
        (fact.name, number.value)
        for fact, number in sides
        if isinstance(fact, tree.FactRef) and isinstance(number, tree.Literal) and number.value is not None
    ]


@settings(max_examples=8)
@given(seed=st.integers(0, 2**32), day=st.dates(datetime.date(2022, 1, 1), datetime.date(2027, 12, 31)))
@example(seed=0, day=datetime.date(2026, 11, 20))
def test_the_bundled_law_is_answered_alike(bay: Bay, seed: int, day: datetime.date) -> None:
    random = Random(seed)
    subjects = draw_subjects(bay, random, 12, lines_of(bay, day))
    found = differences(bay, subjects, frame_of(bay, subjects, random), [day] * len(subjects))
    assert not found, "\n".join(found[:5])


@settings(max_examples=2)
@given(seed=st.integers(0, 2**32))
def test_rows_with_days_of_their_own_are_answered_by_the_law_of_their_day(bay: Bay, seed: int) -> None:
    random = Random(seed)
    days = [datetime.date(2025, 1, 1) + datetime.timedelta(days=random.randrange(900)) for _ in range(8)]
    subjects = draw_subjects(bay, random, len(days), lines_of(bay, days[0]))
    frame = frame_of(bay, subjects, random).with_columns(on=pl.Series(days))
    found = differences(bay, subjects, frame, days)
    assert not found, "\n".join(found[:5])
