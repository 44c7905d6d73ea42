"""Parameters: each form, sorted by their days, money exact; the wrong ones are kept in tests/bad/packs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from huanliu.base.document import read_text
from huanliu.law.model import Bracket, Parameter
from huanliu.law.parameters import read_parameter
from tests.small import small_law


def read(text: str) -> Parameter:
    return read_parameter("x", read_text(text, "f"))


# text, form, first value
FORMS: list[tuple[str, str, Any]] = [
    ("{unit: HKD, values: [{from: 2020-01-01, value: 5}]}", "scalar", Decimal(5)),
    ("{unit: months, values: [{from: 2020-01-01, value: 5}]}", "scalar", 5),
    ("{unit: share, values: [{from: 2020-01-01, value: 0.15}]}", "scalar", Decimal("0.15")),
    ("{unit: date, values: [{from: 2020-01-01, value: 2024-02-29}]}", "scalar", date(2024, 2, 29)),
    ("{unit: text, values: [{from: 2020-01-01, value: hk}]}", "scalar", "hk"),
    ("{unit: text, values: [{from: 2020-01-01, value: 2024-02-29}]}", "scalar", "2024-02-29"),
    ("{unit: text, values: [{from: 2020-01-01, value: [a, b]}]}", "texts", ("a", "b")),
    ("{values: [{from: 2020-01-01, value: null}]}", "scalar", None),
    (
        "{unit: HKD, values: [{from: null, table: {2025/26: 5, 2026/27: null}}]}",
        "table",
        {"2025/26": Decimal(5), "2026/27": None},
    ),
    ("{values: [{from: null, brackets: [{over: 0, rate: 0.1}]}]}", "brackets", (Bracket(Decimal(0), Decimal("0.1")),)),
]


@pytest.mark.parametrize(("text", "form", "value"), FORMS)
def test_a_parameter_has_one_form(text: str, form: str, value: Any) -> None:
    parameter = read(text)
    assert parameter.form == form
    assert parameter.values[0].value == value
    assert type(parameter.values[0].value) is type(value) or form == "table"


def test_values_stand_in_the_order_of_their_days() -> None:
    parameter = read("{values: [{from: 2024-01-01, value: 3}, {from: null, value: 1}, {from: 2020-01-01, value: 2}]}")
    assert [value.value for value in parameter.values] == [1, 2, 3]


def test_one_day_may_have_two_values_if_they_were_published_on_two() -> None:
    text = "{values: [{from: 2020-01-01, value: 1, published: 2019-01-01}, {from: 2020-01-01, value: 2, published: 2019-06-01}]}"
    assert [value.value for value in read(text).values] == [1, 2]


def test_members_keep_their_days_and_names() -> None:
    first, second, third = small_law().parameters["schools"].members
    assert (first.id, first.start, first.end) == ("Harbour College", date(2021, 1, 1), date(2023, 6, 30))
    assert second.label is not None and second.label.in_language("zh-Hans") == "三角洲大学"
    assert (third.start, second.end) == (None, None)
