"""Wrong days, at every door that takes one."""

from __future__ import annotations

from pathlib import Path

import pytest

from huanliu.base.document import read_document
from huanliu.base.period import parse_date
from huanliu.cli.inputs import read_days, read_span
from huanliu.engine.bay import as_day
from huanliu.errors import DateError, SubjectError
from tests.small import small_bay

CASES = read_document(Path(__file__).parent / "dates.yaml").plain()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["day"])
def test_a_wrong_day_is_refused(case: dict[str, str]) -> None:
    day = case["day"]
    for door in (parse_date, as_day, lambda text: read_days(text, None), lambda text: read_days(None, text)):
        with pytest.raises(DateError) as caught:
            door(day)
        assert case["words"] in caught.value.sentence()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["day"])
def test_a_wrong_day_is_no_fact(case: dict[str, str]) -> None:
    with pytest.raises(SubjectError, match=r"person\.born_on is .* expected a date such as 2026-11-20"):
        small_bay().situation({"person.born_on": case["day"]}, "2026-06-01")


def test_a_span_that_runs_backwards_is_refused() -> None:
    with pytest.raises(DateError, match="the span from 2026-01-02 to 2026-01-01 runs backwards"):
        read_span("2026-01-02", "2026-01-01")
    assert read_span("2026-01-01", "2026-01-01")
