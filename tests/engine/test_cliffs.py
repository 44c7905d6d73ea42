"""Cliffs: the incomes at which one more leaves less, exactly, and the proof that there are none."""

from __future__ import annotations

from decimal import Decimal

import pytest

from huanliu.engine.bay import Bay
from huanliu.engine.cliffs import Cliffs, Purse, cliffs, purses
from huanliu.engine.rulings import RuleBook
from huanliu.engine.solving.verdicts import Limits, Verdict
from huanliu.errors import SubjectError, UnknownNameError
from tests.small import bay_with

ON = "2026-11-20"
LEVY = """versions:
  - from: 2020-01-01
    when: {sql: person.married}
    amounts:
      tax:
        label: {en: levy, zh-Hans: 征费}
        unit: HKD
        sql: CASE WHEN person.income > :floor THEN ROUND_HALF_UP(person.income * :share, 2) ELSE 0 * person.income END
      refund: {label: {en: refund, zh-Hans: 退款}, unit: HKD, sql: 'CASE WHEN person.income > :floor THEN :floor ELSE 0 * :floor END'}
      yuan: {label: {en: yuan, zh-Hans: 元}, unit: CNY, sql: person.income_cny}"""


def book() -> RuleBook:
    return bay_with(levy=LEVY).book(ON)


def found(purse: Purse, **more: object) -> Cliffs:
    return cliffs(book(), purse, **more)  # type: ignore[arg-type]


def test_the_famous_cliffs_of_the_separately_taxed_bonus(bay: Bay) -> None:
    purse = Purse("person.annual_bonus", (("cn.iit.annual_bonus", "tax"),))
    came = cliffs(bay.book(ON), purse)
    assert [cliff.income for cliff in came.found] == [36_000, 144_000, 300_000, 420_000, 660_000, 960_000]
    assert [cliff.recovers for cliff in came.found] == [38_567, 160_500, 318_334, 447_500, 706_539, 1_120_000]
    assert came.complete
    first = came.found[0]
    assert (first.before, first.after, first.loss) == (Decimal(34_920), Decimal("32610.90"), Decimal("2309.10"))


def test_the_floor_of_the_provident_fund(bay: Bay) -> None:
    purse = Purse("person.hk_monthly_relevant_income", (("hk.mpf.contribution", "employee_share"),))
    (cliff,) = cliffs(bay.book(ON), purse).found
    assert (cliff.income, cliff.next, cliff.loss) == (7_099, 7_100, 354)
    assert [(side.before, side.after) for side in cliff.sides] == [(0, 355)]


def test_brackets_alone_have_no_cliff_for_anybody(bay: Bay) -> None:
    purse = Purse("person.mainland_gross_annual_pay", (("cn.iit.brackets", "tax"),))
    came = cliffs(bay.book(ON), purse)
    assert (came.verdict, came.found) == (Verdict.IMPOSSIBLE, ())
    assert "no income" in came.text("en")


def test_the_law_offers_its_own_purses(bay: Bay) -> None:
    names = {purse.income for purse in purses(bay.book(ON))}
    assert {"person.annual_bonus", "person.hk_monthly_relevant_income", "person.macao_gross_employment_income"} <= names


LEVIED = Purse("person.income", (("town.levy", "tax"),))


def test_a_levy_from_a_threshold_on_is_a_cliff_and_made_good_later() -> None:
    came = found(LEVIED)
    (cliff,) = came.found
    assert (cliff.income, cliff.after, cliff.recovers) == (2000, Decimal("1690.84"), Decimal(2367))
    assert came.complete
    assert came.facts["person.married"] is True


def test_the_step_says_how_much_more_is_meant() -> None:
    (cliff,) = found(Purse("person.income", (("town.levy", "tax"),), step=Decimal("0.01"))).found
    assert (cliff.income, cliff.next) == (Decimal("2000.50"), Decimal("2000.51"))
    assert cliff.recovers == Decimal("2367.45")


def test_an_amount_added_can_take_the_cliff_away() -> None:
    assert (
        found(Purse("person.income", (("town.levy", "tax"),), (("town.levy", "refund"),))).verdict is Verdict.IMPOSSIBLE
    )


def test_facts_that_are_given_hold_for_everybody_asked() -> None:
    assert found(LEVIED, facts={"person.married": False}).verdict is Verdict.IMPOSSIBLE
    assert found(LEVIED, facts={"person.married": True}).found
    with pytest.raises(SubjectError):
        found(LEVIED, facts={"person.married": "perhaps"})


def test_at_most_so_many_are_shown_and_it_says_that_there_are_more(bay: Bay) -> None:
    purse = Purse("person.annual_bonus", (("cn.iit.annual_bonus", "tax"),))
    came = cliffs(bay.book(ON), purse, most=2)
    assert ([cliff.income for cliff in came.found], came.complete) == ([36_000, 144_000], False)


def test_a_limit_that_is_reached_claims_nothing() -> None:
    came = found(LEVIED, limits=Limits(work=1))
    assert (came.verdict, came.found) == (Verdict.UNDECIDED, ())
    assert "not decided in time" in came.text("en")


def test_a_purse_that_cannot_be_is_refused() -> None:
    for purse, message in (
        (Purse("person.wage"), "no fact in money"),
        (Purse("person.age"), "no fact in money"),
        (Purse("person.income", (("town.levy", "toll"),)), "no amount"),
        (Purse("person.income", (("town.levy", "yuan"),)), "money in CNY"),
    ):
        with pytest.raises(UnknownNameError, match=message):
            found(purse)


def test_the_cliffs_read_in_every_language_and_as_json() -> None:
    came = found(LEVIED)
    assert "HK$2,000, one step more: left with HK$1,690.84 instead of HK$2,000" in came.text("en")
    assert "少309.16港元" in came.text("zh-Hans")
    assert "弥补" in came.text("zh-Hans")
    (cliff,) = came.plain()["cliffs"]
    assert (cliff["income"], cliff["after"], cliff["recovers"]) == ("2000", "1690.84", "2367")
