"""What a person types, and the subject file it becomes."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huanliu.base.document import read_text
from huanliu.cli import answers
from huanliu.engine.asking.question import Choice
from huanliu.engine.subject import Intake
from huanliu.errors import SubjectError
from tests.engine.drawn import VALUES
from tests.small import small_bay

CITIES = (Choice("hk", "Hong Kong"), Choice("mo", "Macao"), Choice("shenzhen", "Shenzhen, Bay side"))


@pytest.mark.parametrize("text", ["2", "mo", "MO", "macao"])
def test_a_choice_is_named_by_number_value_or_label(text: str) -> None:
    assert answers.chosen(text, CITIES) == "mo"


@pytest.mark.parametrize("text", ["0", "4", "-1", "paris", "99999999999999999999"])
def test_what_is_no_choice_is_refused(text: str) -> None:
    with pytest.raises(SubjectError, match="not one of the choices"):
        answers.chosen(text, CITIES)


@pytest.mark.parametrize(
    ("text", "came"), [("y", True), ("1", True), ("是", True), ("2", False), ("NO", False), ("没有", False)]
)
def test_yes_and_no_in_three_languages(text: str, came: bool) -> None:
    assert answers.yes_or_no(text) is came


@pytest.mark.parametrize(
    ("text", "came"),
    [
        ("0", []),
        ("none", []),
        ("1 2", ["hk", "mo"]),
        ("1,3", ["hk", "shenzhen"]),
        ("hk、mo", ["hk", "mo"]),
        ("Hong Kong, 2", ["hk", "mo"]),
    ],
)
def test_several_choices_in_a_line(text: str, came: list[str]) -> None:
    assert answers.several(text, CITIES) == came


@pytest.mark.parametrize(
    ("text", "unit", "came"),
    [
        ("1,250", None, "1250"),
        ("15.5%", "share", "0.155"),
        ("36 months", "months", "36"),
        ("3年", "years", "3"),
        ("x", None, "x"),
    ],
)
def test_a_number_without_its_dress(text: str, unit: str | None, came: str) -> None:
    assert answers.number(answers.tidy(text), unit) == came


def test_full_width_digits_are_digits() -> None:
    assert answers.tidy(" １２，５００ ") == "12,500"


def test_stays_are_days() -> None:
    rows = answers.day_log("2026-01-30..2026-02-01 hk; 2026-04-02 mo")
    assert [(row["day"][5:], row["place"]) for row in rows] == [
        ("01-30", "hk"),
        ("01-31", "hk"),
        ("02-01", "hk"),
        ("04-02", "mo"),
    ]


@pytest.mark.parametrize("text", ["last week in hk", "2026-02-01..2026-01-01 hk", "1901-01-01..2026-01-01 hk"])
def test_what_is_no_stay_is_refused(text: str) -> None:
    with pytest.raises(SubjectError, match="stay"):
        answers.day_log(text)


@given(st.fixed_dictionaries({}, optional={name: st.sampled_from(values) for name, values in VALUES.items()}))
def test_a_subject_file_reads_back_as_the_same_facts(facts: dict[str, Any]) -> None:
    text = answers.subject_file(facts, ["a remark\nover two lines"])
    assert (
        dict(Intake(small_bay().statutes).read_node(read_text(text or "{}", "x"))) == facts
        if facts
        else text.startswith("#")
    )


def test_days_members_and_awkward_texts_read_back(tmp_path: Path) -> None:
    intake = Intake(small_bay().statutes)
    facts = intake.read(
        {
            "person.born_on": datetime.date(1990, 2, 28),
            "person.income": Decimal("1234.50"),
            "person.school": "no: \"quotes\", #hash [x] 'y' 学校",
            "person.family": [{"relationship": "child", "age": 3, "student": False}, {}],
            "person.day_log": [{"day": "2026-01-01", "place": "hk", "whole_day": True, "reason": "a: b"}],
        }
    )
    assert intake.read_node(read_text(answers.subject_file(facts, []), "x")) == facts
