"""Bad tables: refused before anything is worked out, in one line that says where, what came and what was expected."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from huanliu.engine.columns.faults import faults_of
from huanliu.engine.columns.polars import assess_table
from huanliu.engine.columns.survey import read_table
from huanliu.engine.kinds import decimal
from huanliu.errors import HuanliuError, SubjectError, TableError
from tests.small import small_bay

NAN, INFINITE = float("nan"), float("inf")
LONG = [{"relationship": "child"}] * 101
DAY = datetime.date(2026, 1, 1)

WRONG: list[tuple[dict[str, Any], str]] = [
    ({"person.agee": [1]}, "'person.agee' is no fact (did you mean person.age?)"),
    ({"nothing.like.it": [1]}, "'nothing.like.it' is no fact (a column of your own has a name without a dot)"),
    ({"person.family.age": [1]}, "(what is said of family members stands in the lists of person.family)"),
    ({"person.age": ["old"]}, "person.age is of type String, expected whole numbers"),
    ({"person.age": [True]}, "person.age is of type Boolean, expected whole numbers"),
    ({"person.married": [1]}, "person.married is of type Int64, expected Boolean"),
    ({"person.born_on": [datetime.datetime(2000, 1, 1)]}, "expected Date (a column of days is written .cast(pl.Date))"),
    ({"person.born_on": ["2000-01-01"]}, "person.born_on is of type String, expected Date"),
    ({"person.roles": ["worker"]}, "person.roles is of type String, expected lists of texts"),
    ({"person.age": [1, None, 151, 200]}, "person.age is '151' in row 3, expected between 0 and 150"),
    ({"person.age": [1.5]}, "person.age is '1.5' in row 1, expected a whole number"),
    ({"person.income": [1, 2.0, NAN]}, "person.income is 'nan' in row 3, expected a number that can be reckoned with"),
    ({"person.income": [INFINITE]}, "person.income is 'inf' in row 1"),
    ({"person.income": [-1]}, "person.income is '-1' in row 1, expected between 0 and 1,000,000,000"),
    ({"person.income_cny": [1e13]}, "expected between -1,000,000,000,000 and 1,000,000,000,000"),
    ({"person.income": [0.1, 0.125]}, "person.income is '0.125' in row 2, expected at most 2 decimals"),
    ({"person.income": [Decimal("0.125")]}, "person.income is '0.125' in row 1, expected at most 2 decimals"),
    ({"person.score": [1e-7]}, "person.score is '1e-07' in row 1, expected at most 6 decimals"),
    (
        {"person.city": ["hk", "honk"]},
        "person.city is 'honk' in row 2, expected one of hk, mo, shenzhen (did you mean hk?)",
    ),
    ({"person.school": ["x" * 501]}, "expected at most 500 characters"),
    ({"person.born_on": [datetime.date(1899, 12, 31)]}, "is '1899-12-31' in row 1, expected between 1900-01-01 and"),
    ({"person.roles": [["worker"], ["boss"]]}, "person.roles is 'boss' in row 2, expected one of"),
    ({"person.roles": [["worker", None]]}, "in row 1, expected a list without gaps"),
    ({"person.roles": [[]], "person.roles.worker": [True]}, "person.roles.worker says again what person.roles says"),
    ({"person.family": [[{"relation": "child"}]]}, "unknown field 'relation' (did you mean relationship?)"),
    ({"person.family": [[{"age": "old"}]]}, "person.family.age is of type String, expected whole numbers"),
    ({"person.family": [[{"age": 3}], [{"age": 151}]]}, "person.family.age is '151' in row 2, expected between"),
    ({"person.family": [LONG]}, "expected a list of at most 100 family members"),
    ({"person.day_log": [[{"day": DAY}]]}, "the rows of person.day_log have no field 'place'"),
    ({"person.day_log": [[{"day": DAY, "place": None}]]}, "expected a place in each of its rows"),
    ({"person.age": [30], "on": ["2026-01-01"]}, "the column on is of type String, expected Date"),
]


@pytest.mark.parametrize(("columns", "words"), WRONG, ids=[words[:60] for _, words in WRONG])
def test_a_wrong_table_is_refused_in_one_clear_line(columns: dict[str, Any], words: str) -> None:
    with pytest.raises(HuanliuError) as refused:
        assess_table(small_bay(), pl.DataFrame(columns, strict=False))
    assert isinstance(refused.value, (TableError, SubjectError))
    assert words in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("source", ["nowhere.parquet", Path("nowhere.parquet")])
def test_a_file_that_is_not_there_is_named(source: str | Path) -> None:
    with pytest.raises(TableError, match=r"nowhere\.parquet: there is no such file"):
        assess_table(small_bay(), source)


def test_a_file_that_is_no_table_is_refused(tmp_path: Path) -> None:
    (tmp_path / "people.parquet").write_text("id,age\n1,30\n")
    with pytest.raises(TableError, match="the table cannot be read"):
        assess_table(small_bay(), tmp_path / "people.parquet")


def test_what_is_no_table_at_all_is_refused() -> None:
    with pytest.raises(TableError, match="found list"):
        assess_table(small_bay(), [{"person.age": 30}])  # type: ignore[arg-type]


def test_floats_that_cannot_keep_the_last_place_are_refused() -> None:
    *_, last = faults_of(decimal(), pl.Float64(), None)
    assert last.seen is not None
    assert last.seen({"low": 0.5, "high": 1e11, "whole": False})
    assert not last.seen({"low": 0.5, "high": 1e9, "whole": False})
    assert not last.seen({"low": 0.0, "high": 1e11, "whole": True}), "whole numbers are read as such"


def test_a_table_may_be_empty_unknown_or_somebody_elses() -> None:
    tables = ({}, {"person.age": []}, {"id": [1, 2]}, {"person.age": [None, None]}, {"person.family": [[], []]})
    for columns in tables:
        found = assess_table(small_bay(), pl.DataFrame(columns), on="2026-06-01").collect()
        assert found.columns[: len(columns)] == list(columns)
        assert set(found["town.settlement"]) <= {"undetermined"}


def test_the_survey_knows_what_is_certain() -> None:
    frame = pl.DataFrame({"person.age": [30, 60], "person.income": [1.25, None], "person.married": [None, None]})
    given = read_table(small_bay().statutes, frame).given
    assert (given["person.age"].known, given["person.age"].low, given["person.age"].high) == (True, 30, 60)
    assert (given["person.income"].known, given["person.income"].places, given["person.income"].low) == (False, 2, 125)
    assert "person.married" not in given


def test_letters_are_put_into_one_form_before_they_are_compared() -> None:
    frame = pl.DataFrame({"person.school": ["Zu\u0308rich", "Zürich"]})
    assert not read_table(small_bay().statutes, frame).given["person.school"].plain
