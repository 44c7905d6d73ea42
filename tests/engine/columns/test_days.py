"""The calendar over columns: dates moved, measured, taken apart and put together as base/period.py does it."""

from __future__ import annotations

import datetime
from random import Random
from typing import Any

import pytest

from tests.engine.columns.tables import frame_of, worked_out
from tests.small import small_bay, value_of

ON = "2026-06-01"
ENDS = [datetime.date(2024, 2, 29), datetime.date(2025, 2, 28), datetime.date(2023, 12, 31), datetime.date(2024, 1, 31)]
EXPRESSIONS = (
    "ADD_DAYS(person.born_on, person.age)",
    "ADD_DAYS(person.born_on, person.age * 1000000)",
    "ADD_MONTHS_CLAMPED(person.born_on, 1)",
    "ADD_MONTHS_ROLLED(person.born_on, 1)",
    "ADD_MONTHS_CLAMPED(person.born_on, 0 - person.age)",
    "ADD_MONTHS_ROLLED(person.born_on, person.age)",
    "ADD_YEARS_CLAMPED(person.arrived_on, person.age)",
    "ADD_YEARS_ROLLED(person.arrived_on, person.age * 90)",
    "DATE_OF(EXTRACT(YEAR FROM person.born_on), person.age, EXTRACT(DAY FROM person.arrived_on))",
    "DATE_OF(person.age * 100, 2, 29)",
    "DAYS_BETWEEN(person.arrived_on, person.born_on)",
    "MONTHS_COMPLETED(person.born_on, person.arrived_on)",
    "YEARS_COMPLETED(person.born_on, person.arrived_on)",
    "YEARS_COMPLETED(person.born_on, :on) >= 18",
    "EXTRACT(MONTH FROM ADD_DAYS(person.arrived_on, 0 - person.age))",
    "GREATEST(person.born_on, person.arrived_on, DATE '2000-01-01')",
    "CASE WHEN person.married THEN person.born_on ELSE person.arrived_on END",
)


def subjects(random: Random, count: int) -> list[dict[str, Any]]:
    """People whose days lie at the ends of months as often as anywhere; one fact in ten is not known."""

    def day() -> datetime.date:
        anywhere = datetime.date(1900, 1, 1) + datetime.timedelta(days=random.randrange(47_000))
        return random.choice([*ENDS, anywhere, anywhere])

    drawn = [
        {
            "person.born_on": day(),
            "person.arrived_on": day(),
            "person.age": random.randrange(151),
            "person.married": True,
        }
        for _ in range(count)
    ]
    return [{name: value for name, value in subject.items() if random.random() < 0.9} for subject in drawn]


@pytest.mark.parametrize("sql", EXPRESSIONS)
@pytest.mark.parametrize("gaps", [True, False])
def test_the_calendar_is_the_reference_readers(sql: str, gaps: bool) -> None:
    everyone = subjects(Random(sql), 300)
    people = everyone if gaps else [subject for subject in everyone if len(subject) == 4]
    found = worked_out(small_bay(), frame_of(small_bay(), people), sql, ON)
    assert found == [value_of(sql, subject, ON) for subject in people]
    assert len(set(found)) > 1, "a test that cannot tell anything apart"
