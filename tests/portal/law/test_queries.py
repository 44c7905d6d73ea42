"""What people really type finds what they look for, in any script and in Portuguese, by a number or by its everyday name."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
import yaml

from huanliu.portal.law.index import squeezed, the_index
from huanliu.portal.law.search import Wish, search

TODAY = datetime.date(2026, 11, 20)
FIRST = 3
QUERIES: list[tuple[str, str]] = yaml.safe_load((Path(__file__).parent / "queries.yaml").read_text())


@pytest.mark.parametrize("typed, expected", QUERIES)
def test_it_stands_among_the_first(typed: str, expected: str) -> None:
    found = search(the_index(), Wish(typed), TODAY)
    assert expected in [entry.id for entry in found.entries[:FIRST]]


def test_a_number_of_an_instrument_is_the_same_however_it_is_set() -> None:
    assert squeezed("財稅〔2022〕3號") == squeezed("财税[2022]3号") == "财税20223号"


def test_a_number_that_nothing_has_is_not_taken_for_another() -> None:
    assert search(the_index(), Wish("財稅〔2099〕3號"), TODAY).loose
