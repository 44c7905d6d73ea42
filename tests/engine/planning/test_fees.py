"""What is to be paid: alternatives, cases, what is paid anew each time, and what nobody states."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from huanliu.engine.planning.markdown import markdown
from huanliu.engine.planning.telling import plain
from huanliu.errors import PackError
from tests.engine.planning.drawn_up import drawn_up

OPEN = "versions: [{from: 2020-01-01, when: {sql: person.age >= 18}}]\n"
SCALE = f"""
parameters: {{old: {{unit: years, label: {{en: old, zh-Hans: 长}}, values: [{{from: null, value: 60}}]}}}}
{OPEN}
procedure:
  fees:
    - {{en: filing, zh-Hans: 递交, amount: 100, currency: HKD}}
    - {{en: old card, zh-Hans: 长者证, amount: 20, currency: HKD, one_of: card, when: {{sql: 'person.score >= :old'}}}}
    - {{en: card, zh-Hans: 证件, amount: 50, currency: HKD, one_of: card, when: {{sql: 'person.score < :old'}}}}
    - {{en: fine, zh-Hans: 罚款, amount: 7, currency: HKD, when: {{sql: person.student}}}}
"""
SAME = OPEN + "procedure: {fees_of: town.scale, fee: {en: see the scale, zh-Hans: 见收费表}}"
PAPER = OPEN + (
    "procedure: {fees: [{en: paper, zh-Hans: 纸质, amount: 30, currency: MOP, one_of: form},"
    " {en: digital, zh-Hans: 电子, amount: 10, currency: MOP, one_of: form}]}"
)
PLACES = OPEN + (
    "procedure: {fees: [{en: here, zh-Hans: 此地, amount: 260, currency: HKD, one_of: place},"
    " {en: there, zh-Hans: 彼地, amount: 230, currency: CNY, one_of: place}]}"
)
MONTHLY = OPEN + (
    "procedure: {fees: [{en: contribution, zh-Hans: 供款, amount: 90, currency: MOP, each: {en: month, zh-Hans: 月}},"
    " {en: card, zh-Hans: 证件, amount: null, currency: MOP}]}"
)
SILENT = OPEN + "procedure: {fee: {en: none found, zh-Hans: 未查到}}"
FREE = OPEN + "procedure: {fees: [{en: no fee, zh-Hans: 不收费, amount: 0, currency: CNY}]}"
PROVISIONS = {
    "scale": SCALE,
    "same": SAME,
    "paper": PAPER,
    "places": PLACES,
    "monthly": MONTHLY,
    "silent": SILENT,
    "free": FREE,
}


def priced(*doors: str, needed: str = "person.age > 0", **facts: Any) -> Any:
    tasks = "".join(
        f"  - {{id: {door}, title: {{en: {door}, zh-Hans: {door}}}, doors: [town.{door}], needed: {{sql: {needed}}}}}\n"
        for door in doors
    )
    return drawn_up(tasks, {"age": 30, **facts}, **PROVISIONS)


def sums(plan: Any) -> dict[str, tuple[int, int]]:
    return {currency: (int(least), int(most)) for currency, (least, most) in plan.bill.sums.items()}


@pytest.mark.parametrize(
    ("facts", "due"),
    [
        ({"score": 60, "student": False}, (120, 120)),
        ({"score": 59, "student": False}, (150, 150)),
        ({"score": 59, "student": True}, (157, 157)),
        ({"score": 59}, (150, 157)),
        ({"student": False}, (120, 150)),
        ({}, (120, 157)),
    ],
)
@pytest.mark.parametrize("door", ["scale", "same"])
def test_of_alternatives_one_is_paid_and_a_case_that_is_not_known_gives_a_span(
    door: str, facts: dict[str, Any], due: tuple[int, int]
) -> None:
    assert sums(priced(door, **facts)) == {"HKD": due}


def test_alternatives_that_are_the_choice_of_the_subject_are_a_span() -> None:
    plan = priced("paper")
    assert sums(plan) == {"MOP": (10, 30)}
    text = markdown(plan)
    assert "Fee: paper: MOP 30 or digital: MOP 10" in text
    assert "Stated fees add up to from MOP 10 to MOP 30" in text
    assert plain(plan)["fees"] == {"MOP": {"least": "10", "most": "30"}}


def test_a_choice_between_currencies_may_cost_nothing_in_each() -> None:
    assert sums(priced("places")) == {"HKD": (0, 260), "CNY": (0, 230)}


def test_what_is_paid_anew_each_month_is_named_beside_the_sum() -> None:
    plan = priced("monthly", "scale", score=60, student=False)
    assert sums(plan) == {"MOP": (0, 0), "HKD": (120, 120)}
    text = markdown(plan)
    assert "Besides: contribution: MOP 90 for each month" in text
    assert "no fee is stated in numbers: card (Tried out)" in text
    assert [each["text"] for each in plain(plan)["fees_not_stated"]] == ["card"]


def test_unknown_is_never_free() -> None:
    plan = priced("silent")
    assert (sums(plan), plain(plan)["fees_not_known"]) == ({}, ["town.silent"])
    assert "Fee: none found" in markdown(plan) and "nothing is to be paid" not in markdown(plan)
    assert "nothing is to be paid" in markdown(priced("free"))


def test_what_is_perhaps_not_needed_is_perhaps_not_paid() -> None:
    assert sums(priced("free", "scale", needed="person.married", score=60, student=False)) == {
        "CNY": (0, 0),
        "HKD": (0, 120),
    }


def test_one_office_is_paid_once() -> None:
    tasks = "".join(
        f"  - {{id: {name}, title: {{en: {name}, zh-Hans: {name}}}, doors: [town.scale]}}\n" for name in ("a", "b")
    )
    plan = drawn_up(tasks, {"age": 30, "score": 60, "student": False}, **PROVISIONS)
    assert plan.bill.sums["HKD"] == (Decimal(120), Decimal(120))


def test_each_member_of_the_family_pays() -> None:
    tasks = (
        "  - {id: a, title: {en: a, zh-Hans: a}, doors: [town.scale], members: as_row,"
        " needed: {sql: EXISTS (SELECT 1 FROM person.family WHERE comes)}}\n"
    )
    family = [{"relationship": "child", "comes": True}, {"relationship": "spouse", "comes": True}]
    plan = drawn_up(tasks, {"age": 30, "score": 60, "student": False, "family": family}, **PROVISIONS)
    assert sums(plan) == {"HKD": (240, 240)}


@pytest.mark.parametrize(
    ("procedure", "words"),
    [
        ("{fees: [{en: a, zh-Hans: a, currency: HKD}]}", "needs an amount: 0 where it is free, null"),
        ("{fees_of: town.scal}", "which no pack knows .did you mean town.scale"),
        ("{fees_of: town.silent}", "has the fees of town.silent, which states none"),
        (
            "{fees_of: town.scale, fees: [{en: a, zh-Hans: a, amount: 1, currency: HKD}]}",
            "fees of its own and those of town.scale",
        ),
        ("{fees: [{en: a, zh-Hans: a, amount: 1, currency: HKD, when: {sql: person.ag > 1}}]}", "person.ag"),
        ("{lapses: {en: a, zh-Hans: a}}", "lapses needs after, a number, or day"),
        ("{lapses: {after: 1, unit: days, from: party}}", "expected one of approval, filing"),
        ("{waits: [{en: a, zh-Hans: a, unit: days}]}", "a wait needs least, most or both"),
    ],
)
def test_fees_that_make_no_sense_are_refused(procedure: str, words: str) -> None:
    tasks = "  - {id: a, title: {en: a, zh-Hans: a}, doors: [town.odd]}\n"
    with pytest.raises(PackError, match=words):
        drawn_up(tasks, {}, **PROVISIONS, odd=f"{OPEN}procedure: {procedure}")
