"""Each rule of counting days, from tables of cases that say what is not known."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huanliu.base.daylog import RULES, DayRow, in_place

FIRST, LAST = datetime.date(2025, 1, 1), datetime.date(2025, 12, 31)


def log(*rows: str) -> tuple[DayRow, ...]:
    """Rows written as 'place month-day flags': W whole day, P part of it, w worked, n not worked."""
    return tuple(_row(*text.split()) for text in rows)


def _row(place: str, day: str, flags: str = "") -> DayRow:
    whole = True if "W" in flags else False if "P" in flags else None
    worked = True if "w" in flags else False if "n" in flags else None
    return DayRow(datetime.date.fromisoformat(day if len(day) > 5 else f"2025-{day}"), place, whole, worked)


# rule, place, rows, count ("?" not known)
CASES = [
    ("DAYS_ANY_PART", "hk", [], "0"),
    ("DAYS_ANY_PART", "hk", ["hk 03-01", "hk 03-01", "hk 03-02"], "2"),
    ("DAYS_ANY_PART", "hk", ["shenzhen 03-01", "mo 03-01"], "0"),
    ("DAYS_ANY_PART", "hk", ["hk 2024-12-31", "hk 01-01", "hk 12-31", "hk 2026-01-01"], "2"),
    (
        "DAYS_ANY_PART",
        "mainland",
        ["shenzhen 03-01", "beijing 03-02", "hengqin 03-03", "tw 03-04", "overseas 03-05"],
        "3",
    ),
    ("DAYS_ANY_PART", "mainland", ["shenzhen 03-01", "guangzhou 03-01"], "1"),
    ("DAYS_ANY_PART", "shenzhen", ["shenzhen 03-01", "guangzhou 03-02"], "1"),
    ("DAYS_WHOLE", "mainland", ["shenzhen 03-01 W", "shenzhen 03-02 P"], "1"),
    ("DAYS_WHOLE", "mainland", ["shenzhen 03-01 W", "shenzhen 03-02"], "?"),
    ("DAYS_WHOLE", "mainland", ["hk 03-01", "shenzhen 03-02 W"], "1"),
    ("DAYS_WHOLE", "mainland", ["shenzhen 2024-03-01"], "0"),
    ("DAYS_HALVES", "mainland", ["shenzhen 03-01 W", "shenzhen 03-02 P", "shenzhen 03-03 P"], "2"),
    ("DAYS_HALVES", "mainland", ["shenzhen 03-01 P", "guangzhou 03-01 P"], "0.5"),
    ("DAYS_HALVES", "mainland", ["shenzhen 03-01"], "?"),
    ("DAYS_HALVES", "mainland", [], "0"),
    ("DAYS_WORKED", "mo", ["mo 03-01 w", "mo 03-02 n"], "1"),
    ("DAYS_WORKED", "mo", ["mo 03-01 w", "mo 03-02"], "?"),
    ("DAYS_WORKED", "mo", ["mo 03-01 w", "mo 03-01"], "1"),
    ("DAYS_WORKED", "mo", ["hk 03-01 w"], "0"),
    ("DAYS_ANY_PART_WORST_12_MONTHS", "hk", [], "0"),
    ("DAYS_ANY_PART_WORST_12_MONTHS", "hk", ["hk 2024-06-01", "hk 2025-05-31"], "2"),
    ("DAYS_ANY_PART_WORST_12_MONTHS", "hk", ["hk 2024-06-01", "hk 2025-06-01"], "1"),
    ("DAYS_ANY_PART_WORST_12_MONTHS", "hk", ["hk 2025-12-31", "hk 2026-01-05", "hk 2026-12-30"], "3"),
    ("DAYS_ANY_PART_WORST_12_MONTHS", "hk", ["hk 2026-01-05", "hk 2026-12-30"], "0"),
    ("DAYS_ANY_PART_WORST_12_MONTHS", "hk", ["hk 2023-12-30", "hk 2024-01-05"], "1"),
    ("LONGEST_ABSENCE", "hk", [], "365"),
    ("LONGEST_ABSENCE", "hk", ["hk 01-01", "hk 12-31"], "363"),
    ("LONGEST_ABSENCE", "hk", ["hk 01-11", "hk 01-12"], "353"),
    ("LONGEST_ABSENCE", "hk", ["hk 12-31"], "364"),
    ("LONGEST_ABSENCE", "hk", ["hk 2024-12-01", "hk 2026-01-01"], "365"),
]


@pytest.mark.parametrize(("rule", "place", "rows", "count"), CASES)
def test_a_rule_counts(rule: str, place: str, rows: list[str], count: str) -> None:
    assert RULES[rule](log(*rows), place, FIRST, LAST) == (None if count == "?" else Decimal(count))


def test_every_rule_has_cases_and_every_open_flag_one() -> None:
    assert {case[0] for case in CASES} == set(RULES)
    assert {case[0] for case in CASES if case[3] == "?"} == {"DAYS_WHOLE", "DAYS_HALVES", "DAYS_WORKED"}


@pytest.mark.parametrize("rule", RULES)
def test_a_span_that_runs_backwards_holds_nothing(rule: str) -> None:
    assert RULES[rule]((), "hk", LAST, FIRST) == 0


def test_the_last_day_of_the_calendar_is_no_reason_to_fall_over() -> None:
    assert RULES["LONGEST_ABSENCE"]((), "hk", datetime.date.max, datetime.date.max) == 1
    assert RULES["LONGEST_ABSENCE"]((), "hk", datetime.date.min, datetime.date.min) == 1


@pytest.mark.parametrize(
    ("row", "place", "inside"), [("tw", "mainland", False), ("hengqin", "mainland", True), ("hk", "hk", True)]
)
def test_the_mainland_is_everywhere_but_four_places(row: str, place: str, inside: bool) -> None:
    assert in_place(DayRow(FIRST, row), place) is inside


ROWS = st.builds(
    DayRow,
    st.dates(datetime.date(2024, 12, 20), datetime.date(2025, 1, 20)),
    st.sampled_from(["hk", "mo", "shenzhen", "overseas"]),
    st.sampled_from([True, False, None]),
    st.sampled_from([True, False, None]),
)


@given(st.lists(ROWS, max_size=12), st.sampled_from(sorted(RULES)), st.sampled_from(["hk", "mainland"]))
def test_the_order_of_rows_counts_for_nothing(rows: list[DayRow], rule: str, place: str) -> None:
    count = RULES[rule]
    assert count(rows, place, FIRST, LAST) == count(rows[::-1], place, FIRST, LAST)


@given(st.lists(ROWS, max_size=12))
def test_days_and_absence_bound_each_other(rows: list[DayRow]) -> None:
    days, away = (RULES[rule](rows, "hk", FIRST, LAST) for rule in ("DAYS_ANY_PART", "LONGEST_ABSENCE"))
    assert days is not None and away is not None
    assert 0 <= days + away <= 365
