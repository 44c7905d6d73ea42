"""How a change reads: an end that only its decimals keep from a whole number is that number, not reached."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from huanliu.engine.bay import load
from huanliu.engine.changes import Change
from huanliu.engine.kinds import Kind, decimal, money
from huanliu.engine.words import Words

# low, high, kind, what is wanted in English
CASES: list[tuple[Any, Any, Kind, str]] = [
    (None, Decimal("2.999999"), decimal(unit="years"), "less than 3 years"),
    (Decimal("0.000001"), None, decimal(unit="years"), "more than 0 years"),
    (None, Decimal("999.99"), money("HKD"), "less than HK$1,000"),
    (None, Decimal("2.5"), decimal(unit="years"), "at most 2.5 years"),
    (Decimal(3), None, decimal(unit="years"), "at least 3 years"),
    (Decimal("0.000001"), Decimal("2.999999"), decimal(unit="years"), "0.000001 years to 2.999999 years"),
    (None, 2, Kind("int", unit="years"), "at most 2 years"),
]


@pytest.mark.parametrize(("low", "high", "kind", "wanted"), CASES)
def test_a_range_reads_as_people_say_it(low: Any, high: Any, kind: Kind, wanted: str) -> None:
    change = Change("person.age", kind, None, low or high, "changed", "slowly", low=low, high=high)
    assert change.sentence(Words(load().law, "en")).endswith(wanted)
