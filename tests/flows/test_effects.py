"""Reforms over a population: every count and sum against the reference reader, row by row."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huanliu.engine.bay import Bay, load_reform
from huanliu.errors import TableError, UnknownNameError
from huanliu.flows.effects import PEOPLE, Simulation, simulate
from huanliu.flows.groups import AGE_BAND
from huanliu.flows.worth import Sense, sense_of
from tests.engine.columns.tables import frame_of
from tests.engine.columns.test_same_answer import draw_subjects
from tests.flows.row_by_row import effect_of, sums_of, word_of
from tests.small import FOLDER, small_bay

ON = "2026-06-01"
HEAD = "title: {en: Tried, zh-Hans: 试}\n"
FLOOR = HEAD + "parameters: {floor: {values: [{from: 2025-01-01, value: 400}]}}\n"
TAX = (
    HEAD
    + "changes: {town.tax: {versions: [{from: 2020-01-01, applies_to: {sql: person.age >= 18}, amounts: {tax: {label: {en: tax, zh-Hans: 税}, unit: HKD, sql: 'ROUND_DOWN(person.income * :share, 0)'}, net: {label: {en: net income, zh-Hans: 净收入}, unit: HKD, sql: person.income - tax}}}]}}\n"
)
BARRED = (
    HEAD
    + "changes: {town.pass: {versions: [{from: 2025-07-01, when: {any: [{sql: person.married}, {sql: 'person.income >= :floor * 3'}]}}]}}\n"
)
NEW = (
    HEAD
    + """provisions:
  town.gift:
    title: {en: Gift, zh-Hans: 礼}
    kind: subsidy
    confidence: high
    verified_on: 2026-11-20
    sources: [{title: A made-up gazette}]
    versions: [{from: 2020-01-01, when: {sql: person.age >= 60}, amounts: {gift: {label: {en: gift, zh-Hans: 礼}, unit: HKD, sql: person.income * 2}}}]
"""
)
REFORMS = [FLOOR, TAX, BARRED, NEW]


def reformed(text: str, folder: Path) -> Bay:
    path = folder / "reform.yaml"
    path.write_text(text, "utf-8")
    return load_reform(path, FOLDER)


@pytest.fixture(scope="module")
def laws(tmp_path_factory: pytest.TempPathFactory) -> list[Bay]:
    """The small law under each reform."""
    return [reformed(text, tmp_path_factory.mktemp("reform")) for text in REFORMS]


def differing(found: Simulation, people: list[Any], before: Bay, after: Bay) -> list[str]:
    """Where a simulation and the reference reader do not agree."""
    wrong = []
    parts = {c.id: [effect_of(before, after, facts, c, ON) for facts in people] for c in found.compared}
    words = {name: Counter(word_of([part]) for part in each) for name, each in parts.items()}
    whole = Counter(word_of(rows) for rows in zip(*parts.values(), strict=True)) if parts else None
    for effect in found.of():
        if effect.level == "amount":
            compared = next(c for c in found.compared if c.id == effect.provision)
            charge = next(charge for charge in compared.amounts if charge.name == effect.amount)
            sums = sums_of(before, after, people, compared.id, charge, ON)
            if (effect.more, effect.less, effect.undecided) != tuple(sums[k] for k in ("more", "less", "undecided")):
                wrong.append(f"{effect} against {sums}")
        else:
            counted = words[effect.provision] if effect.provision else whole
            if counted is not None and any(getattr(effect, word) != counted[word] for word in PEOPLE):
                wrong.append(f"{effect} against {counted}")
    return wrong


@given(seed=st.integers(0, 2**32), number=st.integers(0, len(REFORMS) - 1))
def test_counts_and_money_are_those_of_the_reference_reader(laws: list[Bay], seed: int, number: int) -> None:
    before, after = small_bay(), laws[number]
    people = draw_subjects(before, Random(seed), 7)
    found = simulate(before, after, frame_of(before, people, Random(seed)), ON)

    assert found.people == 7
    assert not differing(found, people, before, after)


@given(seed=st.integers(0, 2**32), number=st.integers(0, len(REFORMS) - 1))
def test_what_is_not_compared_is_the_same_for_everybody(laws: list[Bay], seed: int, number: int) -> None:
    before, after = small_bay(), laws[number]
    people = draw_subjects(before, Random(seed), 4)
    compared = {each.id for each in simulate(before, after, frame_of(before, people), ON).compared}

    for facts in people:
        old, new = (bay.assess(facts, ON) for bay in (before, after))
        assert [name for name in old if old[name].status != new[name].status and name not in compared] == []


def table(**columns: Any) -> pl.DataFrame:
    return pl.DataFrame({name.replace("__", "."): values for name, values in columns.items()})


PEOPLE_OF_TOWN = table(
    person__age=[30, 30, 30, 30],
    person__income=[500, 3000, None, 100],
    person__barred=[False] * 4,
    city=["east", "east", "west", None],
)


def test_a_lower_floor_has_a_winner_and_an_undecided_and_no_loser(laws: list[Bay]) -> None:
    found = simulate(small_bay(), laws[0], PEOPLE_OF_TOWN, ON, only="town.pass")
    whole = found.of("", "reform")[0]
    counts = (whole.people, whole.winners, whole.losers, whole.mixed, whole.undecided, whole.unchanged)
    assert counts == (4, 1, 0, 0, 1, 2)


def test_groups_add_up_to_everybody_and_the_unknown_group_is_shown(laws: list[Bay]) -> None:
    found = simulate(small_bay(), laws[0], PEOPLE_OF_TOWN, ON, by="city,age_band", only="town.pass")
    by_city = {effect.group: (effect.people, effect.winners, effect.undecided) for effect in found.of("city", "reform")}

    assert by_city == {"east": (2, 1, 0), "west": (1, 0, 1), None: (1, 0, 0)}
    assert [effect.group for effect in found.of(AGE_BAND, "reform")] == ["25-34"]


def test_money_stands_in_its_own_currency_and_is_exact(laws: list[Bay]) -> None:
    found = simulate(small_bay(), laws[0], PEOPLE_OF_TOWN, ON, only="town.pass")
    fee = next(effect for effect in found.of("", "amount") if effect.amount == "fee")

    assert (fee.unit, fee.more, fee.less) == ("HKD", Decimal("77.50"), Decimal(0))
    assert (fee.gained, fee.lost) == (Decimal(0), Decimal("77.50"))  # a fee is a burden
    assert fee.undecided == 1


def test_being_taxed_is_no_gain_and_a_higher_tax_is_a_loss(laws: list[Bay]) -> None:
    frame = table(person__age=[30, 30], person__income=[50_000, 50_000], person__city=["hk", "mo"])
    found = simulate(small_bay(), laws[1], frame, ON, only="town.tax")
    assert (found.of("", "provision")[0].losers, found.of("", "provision")[0].winners) == (2, 0)


def test_a_new_provision_is_won_by_those_who_meet_it(laws: list[Bay]) -> None:
    frame = table(person__age=[70, 20, None], person__income=[10, 10, 10])
    found = simulate(small_bay(), laws[3], frame, ON)
    gift = found.of("", "amount")[0]

    assert [each.id for each in found.compared] == ["town.gift"]
    assert (found.of("", "reform")[0].winners, found.of("", "reform")[0].undecided) == (1, 1)
    assert (gift.gained, gift.unit) == (Decimal(20), "HKD")


def test_a_reform_that_changes_nothing_compares_nothing(tmp_path: Path) -> None:
    same = reformed(
        HEAD + "parameters: {floor: {values: [{from: 2024-01-01, value: 2000.50, published: 2024-03-01}]}}\n", tmp_path
    )
    found = simulate(small_bay(), same, PEOPLE_OF_TOWN, ON)
    assert found.compared == ()
    assert found.of("", "reform")[0].unchanged == 4


def test_the_tidy_table_has_a_row_for_each_effect(laws: list[Bay]) -> None:
    found = simulate(small_bay(), laws[0], PEOPLE_OF_TOWN, ON, by="city")
    tidy = found.table()
    assert tidy.height == len(found.effects)
    assert tidy.filter(pl.col("level") == "reform")["people"].sum() == 8


def test_an_empty_table_is_nobody(laws: list[Bay]) -> None:
    found = simulate(small_bay(), laws[0], PEOPLE_OF_TOWN.clear(), ON, by="city")
    assert [(effect.people, effect.winners) for effect in found.of("", "reform")] == [(0, 0)]


def test_a_group_that_is_not_there_is_named(laws: list[Bay]) -> None:
    with pytest.raises(UnknownNameError, match=r"no column 'citty'.*city"):
        simulate(small_bay(), laws[0], PEOPLE_OF_TOWN, ON, by="citty")


def test_rows_with_days_of_their_own_are_refused(laws: list[Bay]) -> None:
    dated = PEOPLE_OF_TOWN.with_columns(on=pl.lit("2026-06-01").str.to_date())
    with pytest.raises(TableError, match="days of their own"):
        simulate(small_bay(), laws[0], dated, ON)


def test_laws_with_other_facts_cannot_be_compared(bay: Bay) -> None:
    with pytest.raises(TableError, match="vocabulary"):
        simulate(small_bay(), bay, PEOPLE_OF_TOWN, ON)


@pytest.mark.parametrize(
    ("kind", "amount", "sense"),
    [
        ("tax", "tax_payable", Sense.WORSE),
        ("tax", "relief", Sense.BETTER),
        ("tax", "net_chargeable_income", Sense.NEUTRAL),
        ("social_insurance", "pension_employee", Sense.WORSE),
        ("social_insurance", "pension_employer", Sense.NEUTRAL),
        ("subsidy", "amount", Sense.BETTER),
        ("admission", "fee", Sense.WORSE),
    ],
)
def test_whether_more_is_better(kind: str, amount: str, sense: Sense) -> None:
    assert sense_of("some.provision", kind, amount) is sense
