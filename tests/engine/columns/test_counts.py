"""Tallies: how many of each group stand where, held against assessing every subject."""

from __future__ import annotations

from collections import Counter
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huanliu.engine.columns import counts
from huanliu.engine.columns.counts import tally
from tests.small import small_bay

BAY = small_bay()
ON = "2026-06-01"
PEOPLE = st.lists(
    st.fixed_dictionaries(
        {
            "city": st.sampled_from(["a", "b", None]),
            "person.age": st.sampled_from([None, 17, 18, 39, 60]),
            "person.income": st.sampled_from([None, 1000, 5000]),
            "person.barred": st.sampled_from([None, True, False]),
            "person.married": st.sampled_from([None, True, False]),
        }
    ),
    min_size=1,
    max_size=12,
)
SCHEMA = {
    "city": pl.String,
    "person.age": pl.Int64,
    "person.income": pl.Int64,
    "person.barred": pl.Boolean,
    "person.married": pl.Boolean,
}


def expected(people: list[dict[str, Any]]) -> Counter[tuple[Any, str, str]]:
    """Everybody assessed one by one."""
    found: Counter[tuple[Any, str, str]] = Counter()
    for person in people:
        facts = {name: value for name, value in person.items() if name != "city" and value is not None}
        for name, finding in BAY.assess(facts, ON).items():
            found[person["city"], name, finding.status.value] += 1
    return found


@pytest.mark.parametrize("few", [0, 16])
@given(PEOPLE)
def test_a_tally_counts_what_assessing_everybody_gives(few: int, people: list[dict[str, Any]]) -> None:
    frame = pl.DataFrame(people, schema=SCHEMA)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(counts, "FEW", few)
        rows = tally(BAY, frame, ["city"], ON).to_dicts()
    statuses = ("met", "unmet", "undetermined", "not_applicable")
    found = Counter({(row["city"], row["provision"], name): row[name] for row in rows for name in statuses})
    assert +found == expected(people)
    assert all(sum(row[name] for name in statuses) == row["people"] for row in rows)


def test_without_groups_there_is_one_row_for_each_provision() -> None:
    frame = pl.DataFrame({"person.age": [30, 30], "person.income": [5000, 1], "person.barred": [False, False]})
    found = tally(BAY, frame, on=ON, only="town.pass")
    assert found.to_dicts() == [
        {"provision": "town.pass", "people": 2, "met": 1, "unmet": 1, "undetermined": 0, "not_applicable": 0}
    ]


def test_rows_may_have_days_of_their_own() -> None:
    days = pl.Series("on", ["2019-01-01", "2026-06-01"]).str.to_date()
    frame = pl.DataFrame({"person.age": [30, 30], "person.income": [5000, 5000], "person.barred": [False, False]})
    (row,) = tally(BAY, frame.with_columns(days), only="town.pass").to_dicts()
    assert (row["met"], row["not_applicable"]) == (1, 1), "it did not apply before it was law"
