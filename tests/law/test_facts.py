"""The vocabulary as it is read; the wrong entries are kept in tests/bad/packs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from huanliu.engine.kinds import kind_of_fact
from huanliu.law.model import FACT_TYPES
from tests.small import small_law

LAW = small_law()


def test_the_small_law_has_a_fact_of_every_type() -> None:
    assert {fact.type for fact in LAW.facts.values()} == set(FACT_TYPES)


def test_a_fact_keeps_what_its_entry_says() -> None:
    income = LAW.facts["person.income"]
    assert (income.type, income.currency, income.range) == ("money", "HKD", (0, 1_000_000_000))
    assert (income.changeable, income.sensitivity) == ("slowly", "sensitive")
    assert income.asks.in_language("zh-Hans") == "您年收入多少？"
    assert LAW.facts["person.born_on"].range == (date(1900, 1, 1), date(2030, 12, 31))
    assert list(LAW.facts["person.city"].values) == ["hk", "mo", "shenzhen"]


def test_a_fact_has_a_type_of_the_language() -> None:
    kinds = {name: kind_of_fact(fact) for name, fact in LAW.facts.items()}
    assert (kinds["person.income"].currency, kinds["person.income"].places) == ("HKD", 2)
    assert (kinds["person.score"].name, kinds["person.score"].places) == ("decimal", 6)
    assert kinds["person.city"].fact == "person.city" and set(kinds["person.city"].values) == {"hk", "mo", "shenzhen"}
    assert kinds["person.age"].unit == "years"


def test_a_definition_keeps_its_expression_and_question() -> None:
    days = LAW.definitions["person.days_in_hk"]
    assert days.sql.startswith("DAYS_ANY_PART(") and days.asks is not None
    assert LAW.definitions["person.adult"].asks is None


def test_money_ranges_are_numbers() -> None:
    low, high = LAW.facts["person.income"].range or (None, None)
    assert isinstance(low, int | Decimal) and isinstance(high, int | Decimal)
