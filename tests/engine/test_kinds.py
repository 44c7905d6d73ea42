"""Types of expressions: which may meet, and how many decimals each operation leaves."""

from __future__ import annotations

import pytest

from huanliu.engine.kinds import BOOL, DATE, INT, TEXT, Kind, comparable, decimal, money
from tests.small import read

# expression, type, decimals
TYPED = [
    ("person.age", "int", 0),
    ("person.score", "decimal", 6),
    ("person.income", "money in HKD", 2),
    ("person.age + 1", "int", 0),
    ("person.age + 1.5", "decimal", 1),
    ("person.income + 0", "money in HKD", 2),
    ("person.income * 2", "money in HKD", 2),
    ("person.income * :share", "money in HKD", 5),
    (":share * person.income", "money in HKD", 5),
    ("person.score * person.score", "decimal", 12),
    ("ROUND_DOWN(person.income * :share, 2)", "money in HKD", 2),
    ("ROUND_DOWN(person.income / person.income, 4)", "decimal", 4),
    ("ROUND_DOWN(person.age / 3, 0)", "decimal", 0),
    ("ROUND_DOWN(person.age, 0)", "int", 0),
    ("BRACKETS(person.income, :bands)", "money in HKD", 4),
    ("LEAST(person.age, 1.25)", "decimal", 2),
    ("LEAST(0, person.income)", "money in HKD", 2),
    ("CASE WHEN person.married THEN 1 ELSE 2.5 END", "decimal", 1),
    ("CASE WHEN person.married THEN 0 ELSE person.income END", "money in HKD", 2),
    ("LOOKUP(:allowance, '2025/26')", "money in HKD", 2),
    ("LOOKUP(:bonus_by_age, person.age)", "money in HKD", 2),
    ("AT(:opened, :on)", "date", 0),
    (":capital", "text", 0),
    (":on", "date", 0),
    ("person.city", "enum", 0),
    ("CASE WHEN person.married THEN 'a' ELSE 'b' END", "enum", 0),
    ("CASE WHEN person.married THEN 'a' ELSE person.school END", "text", 0),
    ("(SELECT COUNT(*) FROM person.children)", "int", 0),
    ("(SELECT SUM(fees) FROM person.children)", "money in HKD", 2),
    ("DAYS_HALVES(person.day_log, 'hk', :on, :on)", "decimal", 1),
    ("DAYS_WHOLE(person.day_log, 'hk', :on, :on)", "int", 0),
    ("AMOUNT('town.tax', 'net')", "money in HKD", 2),
    ("-person.income", "money in HKD", 2),
    ("ABS(person.score)", "decimal", 6),
]


@pytest.mark.parametrize(("sql", "kind", "places"), TYPED)
def test_an_expression_has_a_type_and_its_decimals(sql: str, kind: str, places: int) -> None:
    came = read(sql).kind
    assert (str(came), came.places) == (kind, places)


NUMBERS = (INT, decimal(), money("HKD"), money("CNY"))


def test_money_meets_its_own_currency_alone() -> None:
    meets = {(left.currency, right.currency) for left in NUMBERS for right in NUMBERS if comparable(left, right)}
    assert meets == {(None, None), ("HKD", "HKD"), ("CNY", "CNY")}


@pytest.mark.parametrize("kind", [BOOL, DATE, TEXT, Kind("set"), Kind("members"), Kind("day_log")])
def test_other_types_meet_themselves_alone(kind: Kind) -> None:
    others = [
        other for other in (BOOL, DATE, TEXT, Kind("set"), Kind("members"), Kind("day_log"), *NUMBERS) if other != kind
    ]
    assert comparable(kind, kind)
    assert not any(comparable(kind, other) for other in others)


def test_a_text_meets_an_enum() -> None:
    assert comparable(TEXT, Kind("enum")) and comparable(Kind("enum"), TEXT)


def test_a_fraction_of_a_whole_number_is_a_decimal() -> None:
    assert INT.with_places(2).name == "decimal"
    assert INT.with_places(0).name == "int"
    assert money("HKD").with_places(5) == money("HKD", 5)
