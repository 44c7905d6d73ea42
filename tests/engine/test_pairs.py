"""The language: every expression of tests/pairs comes to what its file says, by the reference reader."""

from __future__ import annotations

from decimal import Decimal

import pytest

from huanliu.engine.kinds import Kind
from tests.pairs import Pair, pairs
from tests.small import read, value_of

PAIRS = pairs()


def test_the_files_of_pairs_are_read() -> None:
    assert len(PAIRS) > 250
    assert {pair.name.split(".")[0] for pair in PAIRS} >= {"truth", "cases", "numbers", "dates", "family"}


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)
def test_it_comes_to_what_is_written(pair: Pair) -> None:
    came = value_of(pair.sql, pair.facts, pair.on, pair.known_on)
    assert came == pair.value
    assert isinstance(came, bool) == isinstance(pair.value, bool), "1 is not true"


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)
def test_its_type_is_that_of_its_value(pair: Pair) -> None:
    kind = read(pair.sql).kind
    if isinstance(pair.value, (int, Decimal)) and not isinstance(pair.value, bool):
        assert kind.numeric
        assert _places(pair.value) <= kind.places
    elif isinstance(pair.value, bool):
        assert kind == Kind("bool")


def _places(value: int | Decimal) -> int:
    exponent = Decimal(value).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
