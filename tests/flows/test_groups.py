"""Groups and weights: a row that stands for three people counts like three rows."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huanliu.engine.bay import Bay, load_reform
from huanliu.errors import HuanliuError
from huanliu.flows.asymmetry import count_asymmetry
from huanliu.flows.doors import count_doors
from huanliu.flows.effects import simulate
from huanliu.flows.groups import banded
from tests.engine.columns.tables import frame_of
from tests.engine.columns.test_same_answer import draw_subjects
from tests.small import FOLDER, small_bay

ON = "2026-06-01"
LOWER = "title: {en: Lower, zh-Hans: 降}\nparameters: {floor: {values: [{from: 2025-01-01, value: 400}]}}\n"


@pytest.fixture(scope="module")
def lower(tmp_path_factory: pytest.TempPathFactory) -> Bay:
    """The small law with a lower floor."""
    path: Path = tmp_path_factory.mktemp("reform") / "reform.yaml"
    path.write_text(LOWER, "utf-8")
    return load_reform(path, FOLDER)


def weighed_and_repeated(seed: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The same people once with weights, once each as often as they weigh."""
    random = Random(seed)
    people = draw_subjects(small_bay(), random, 4)
    weights = [random.randrange(1, 4) for _ in people]
    often = [row for row, weight in enumerate(weights) for _ in range(weight)]
    columns = frame_of(small_bay(), people, Random(1))
    return columns.with_columns(weight=pl.Series(weights, dtype=pl.Float64)), columns[often]


@given(seed=st.integers(0, 2**32))
def test_a_row_of_weight_three_is_three_rows(lower: Bay, seed: int) -> None:
    weighed, repeated = weighed_and_repeated(seed)
    effects = [
        simulate(small_bay(), lower, frame, ON, weight=weight).effects
        for frame, weight in ((weighed, "weight"), (repeated, None))
    ]
    doors = [
        count_doors(small_bay(), frame, ON, weight=weight).doors
        for frame, weight in ((weighed, "weight"), (repeated, None))
    ]
    assert [effect.plain() | {"less": None, "more": None, "gained": None, "lost": None} for effect in effects[0]] == [
        effect.plain() | {"less": None, "more": None, "gained": None, "lost": None} for effect in effects[1]
    ]
    assert doors[0] == doors[1]
    for one, other in zip(*effects, strict=True):
        assert float(one.more or 0) == pytest.approx(float(other.more or 0))


@pytest.mark.parametrize(
    ("column", "words"),
    [
        ([1, None, 1], "empty or below zero"),
        ([1, -1, 1], "empty or below zero"),
        ([1.0, float("nan"), 1.0], "empty or below zero"),
        (["1", "2", "3"], "no column of numbers"),
    ],
)
def test_a_weight_that_is_not_known_is_refused(column: list[Any], words: str) -> None:
    frame = pl.DataFrame({"person.age": [1, 2, 3], "weight": column})
    with pytest.raises(HuanliuError, match=words):
        count_doors(small_bay(), frame, ON, weight="weight")
    with pytest.raises(HuanliuError, match=words):
        count_asymmetry(small_bay(), frame, ON, weight="weight")


def test_ages_fall_into_bands_and_the_unknown_into_none() -> None:
    ages = pl.DataFrame({"age": [0, 14, 15, 64, 65, 120, None]})
    found = ages.select(banded(pl.col("age")))
    assert found.to_series().to_list() == ["0-14", "0-14", "15-24", "55-64", "65+", "65+", None]
