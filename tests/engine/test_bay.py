"""The whole law, ready to be asked: days, globs, reforms beside it."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest

import huanliu
from huanliu.base import clock
from huanliu.engine.bay import Bay, as_day, load, load_reform
from huanliu.errors import DateError, HuanliuError, UnknownNameError
from tests.small import FOLDER


def test_a_day_is_a_date_a_text_or_today(monkeypatch: pytest.MonkeyPatch) -> None:
    day = datetime.date(2026, 6, 1)
    monkeypatch.setattr(clock, "_today", lambda: day)
    assert as_day(day) == as_day("2026-06-01") == as_day(None) == day


@pytest.mark.parametrize("day", ["soon", "", datetime.datetime(2026, 6, 1, 12), 5])
def test_what_is_no_day_is_refused(day: Any) -> None:
    with pytest.raises(DateError, match="is not a date"):
        as_day(day)


def test_provisions_are_chosen_by_a_glob(small: Bay) -> None:
    assert small.matching("town.t*") == ["town.tax", "town.trial"]
    assert small.matching() == list(small.law.provisions)
    with pytest.raises(UnknownNameError, match=r"no provision matches 'city\.\*'"):
        small.matching("city.*")


def test_a_folder_is_loaded_whole_or_not_at_all(tmp_path: Path) -> None:
    (tmp_path / "town").mkdir()
    (tmp_path / "town" / "x.yaml").write_text(
        "title: {en: X}\nkind: tax\nconfidence: high\nversions: [{when: {sql: nobody.knows}}]\n"
    )
    with pytest.raises(HuanliuError, match=r"town/x\.yaml:4:25: unknown fact 'nobody.knows'"):
        load(tmp_path)


def test_the_law_is_the_same_from_the_files_and_from_the_shelf() -> None:
    first, second = load(FOLDER), load(FOLDER)
    assert first.law == second.law
    assert first.statutes == second.statutes


REFORM = """
title: {en: Nobody pays, zh-Hans: 免税}
changes:
  town.tax: {versions: [{from: 2026-01-01, amounts: {tax: {label: {en: tax}, unit: HKD, sql: 0 * person.income}}}]}
"""


def test_a_reform_makes_another_law_beside_the_one_in_force(small: Bay, tmp_path: Path) -> None:
    path = tmp_path / "reform.yaml"
    path.write_text(REFORM)
    other, facts = load_reform(path, FOLDER), {"person.city": "hk", "person.income": 100}
    taxes = [bay.assess(facts, "2026-06-01")["town.tax"].amounts["tax"] for bay in (small, other, small)]
    assert taxes == [1, 0, 1]
    assert load(FOLDER).law.digest == small.law.digest != other.law.digest


def test_a_reform_with_an_error_names_its_own_file(tmp_path: Path) -> None:
    path = tmp_path / "reform.yaml"
    path.write_text(REFORM.replace("0 * person.income", "0 * person.incom"))
    with pytest.raises(HuanliuError, match=r"reform\.yaml:4:\d+: unknown fact 'person.incom'"):
        load_reform(path, FOLDER)


def test_what_the_package_offers_is_enough_for_a_notebook(small: Bay) -> None:
    assert huanliu.load is load
    finding = small.assess({"person.age": 3}, on="2026-06-01")["town.pass"]
    assert finding.status is huanliu.Status.NOT_APPLICABLE
    assert finding.explanation.text("zh-Hans")
