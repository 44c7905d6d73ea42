"""Exact numbers over columns: whatever is reckoned in cents, thousandths and 128 bits is what exact decimals come to."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huanliu.engine.columns.polars import assess_table
from huanliu.engine.columns.sheet import INT64_MOST, TooLargeError, width
from tests.engine.columns.tables import frame_of, worked_out
from tests.small import bay_with, small_bay, value_of

ON = "2026-06-01"
CENTS = st.integers(-(10**14), 10**14).map(lambda cents: Decimal(cents).scaleb(-2))
NEAR = st.sampled_from(
    [Decimal(text) for text in ("0", "0.01", "-0.01", "0.05", "1000", "999.995", "-2.5", "1e12", "-1e12")]
)
SUBJECTS = st.fixed_dictionaries(
    {},
    optional={
        "person.income_cny": st.one_of(CENTS, NEAR.map(lambda number: number.quantize(Decimal("0.01")))),
        "person.age": st.integers(0, 150),
        "person.score": st.integers(0, 100_000_000).map(lambda units: Decimal(units).scaleb(-6)),
    },
)
EXPRESSIONS = (
    "ROUND_HALF_UP(person.income_cny * :share, 2)",
    "ROUND_HALF_UP(person.income_cny / person.age, 0)",
    "ROUND_UP(person.income_cny * person.score / 7, 1)",
    "ROUND_DOWN(person.age / person.score, 3)",
    "ROUND_HALF_UP(person.income_cny / (person.income_cny - person.income_cny * :share), 6)",
    "ROUND_UP(person.score - 50, 0) - person.age",
    "person.income_cny * person.score * person.score * person.age",
    "person.income_cny - person.income_cny * :share * person.age",
    "ABS(person.income_cny) * 3 + LEAST(person.income_cny, 0)",
    "GREATEST(0, person.income_cny, person.income_cny * person.age)",
    "BRACKETS(person.income_cny, :bands)",
    "LOOKUP(:bonus_by_age, person.age)",
    "person.income_cny * person.score >= person.income_cny * person.age",
    "person.score = 2.5 OR person.score * 2 <> person.age",
    "CASE WHEN person.age > 17.5 THEN person.income_cny WHEN person.score < 0.5 THEN 0 END",
)


@settings(max_examples=15)
@pytest.mark.parametrize("sql", EXPRESSIONS)
@given(subjects=st.lists(SUBJECTS, min_size=1, max_size=12))
def test_what_is_reckoned_is_exact(sql: str, subjects: list[dict[str, Any]]) -> None:
    found = worked_out(small_bay(), frame_of(small_bay(), subjects), sql, ON)
    assert found == [value_of(sql, subject, ON) for subject in subjects]


def test_64_bits_are_left_only_where_they_might_not_do() -> None:
    assert width(-INT64_MOST, INT64_MOST) == pl.Int64
    assert width(0, INT64_MOST + 1) == pl.Int128
    with pytest.raises(TooLargeError, match="39 digits"):
        width(0, 10**38)


def test_a_condition_past_38_digits_is_asked_row_by_row() -> None:
    squares = "person.score * person.score * person.score * person.score"
    sql = f"({squares}) * ({squares}) > ({squares}) * ({squares}) - 0.000001"
    subjects = [{"person.score": Decimal("99.999999")}, {"person.score": Decimal("0.000001")}, {}]
    assert worked_out(small_bay(), frame_of(small_bay(), subjects), sql, ON) == [True, True, None]


def test_an_amount_past_38_digits_is_refused_in_one_line() -> None:
    squares = "person.score * person.score * person.score * person.score"
    rule = f"versions:\n  - from: 2020-01-01\n    amounts: {{big: {{label: {{en: big}}, sql: {squares} * {squares}}}}}"
    bay = bay_with(big=rule)
    frame = frame_of(bay, [{"person.score": Decimal("99.999999")}])
    with pytest.raises(TooLargeError, match="columns hold 38"):
        assess_table(bay, frame, ON)
