"""The language over columns: every expression of tests/pairs comes to what its file says, as one row and among many."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from attrs import asdict

from huanliu.base.daylog import DayRow
from huanliu.engine.subject import Intake
from tests.engine.columns.tables import frame_of, worked_out
from tests.pairs import Pair, pairs
from tests.small import small_bay

PAIRS = pairs()
NESTED = {"person.family", "person.day_log"}


def in_columns(pair: Pair, rows: int) -> list[Any]:
    """What a pair's expression comes to where its subject stands so many times in a table."""
    bay = small_bay()
    subject = {name: _plain(value) for name, value in Intake(bay.statutes).read(pair.facts).items()}
    return worked_out(bay, pl.concat([frame_of(bay, [subject])] * rows), pair.sql, pair.on, pair.known_on)


def _plain(value: Any) -> Any:
    """A day log as a table has it: a mapping for each day."""
    logged = isinstance(value, tuple) and value and isinstance(value[0], DayRow)
    return [asdict(row) for row in value] if logged else value


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)
def test_it_comes_to_what_is_written(pair: Pair) -> None:
    (came,) = in_columns(pair, 1)
    assert came == pair.value
    assert isinstance(came, bool) == isinstance(pair.value, bool), "1 is not true"


@pytest.mark.parametrize("pair", [p for p in PAIRS if not NESTED & p.facts.keys()], ids=lambda pair: pair.name)
def test_many_rows_are_looked_up_alike(pair: Pair) -> None:
    assert in_columns(pair, 3000) == [pair.value] * 3000
