"""The synthetic population: margins to the person, the same people for the same seed, labelled, and whole or not there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from huanliu.engine.bay import Bay
from huanliu.engine.columns.survey import read_table
from huanliu.errors import HuanliuError, PackError, SubjectError, TableError
from huanliu.flows.label import label_of
from huanliu.flows.people.cells import cells_of, published_table
from huanliu.flows.people.recipe import Recipe, bundled_recipe, read_recipe
from huanliu.flows.people.writing import Population


@pytest.fixture(scope="module")
def recipe() -> Recipe:
    """The bundled margins and assumptions."""
    return read_recipe()


def population(bay: Bay, recipe: Recipe, size: int = 5_000, seed: int = 1, chunk: int = 1_000) -> Population:
    return Population(recipe, bay.statutes, size, seed, chunk)


def test_the_margins_are_those_of_the_published_files(recipe: Recipe) -> None:
    """Copied from city_stats.csv: cs-0276 to cs-0286 (2024) and cs-1123 to cs-1133 (2023)."""
    residents, employed = recipe.residents, recipe.employed

    assert (residents.year, sum(residents.cities.values())) == (2024, 87_546_000)
    assert (employed.year, sum(employed.cities.values())) == (2023, 52_768_100)
    assert residents.cities["guangzhou"] == 18_978_000
    assert employed.cities["mo"] == 365_200
    assert list(residents.cities) == list(employed.cities)
    assert len(residents.cities) == 11


def test_a_full_size_draw_has_every_city_and_its_employed_to_the_person(bay: Bay, recipe: Recipe) -> None:
    whole = population(bay, recipe, recipe.full_size, chunk=1_000_000)
    counts = sum(whole._cells_in(number) for number in range(whole.chunks))

    assert (counts.sum(axis=(2, 3)) == published_table(recipe)).all()
    assert (whole.cells.weights == 1).all()
    assert all((whole._cells_in(number) >= 0).all() for number in range(0, whole.chunks, 10))


@pytest.mark.parametrize("size", [50, 999, 40_000])
def test_a_smaller_draw_has_weights_that_give_every_city_back(recipe: Recipe, size: int) -> None:
    cells = cells_of(recipe, size)
    rows = cells.counts.sum(axis=(2, 3))

    assert cells.rows == size
    assert np.allclose((rows * cells.weights)[rows > 0], published_table(recipe)[rows > 0], rtol=1e-12)
    assert (np.abs(rows - published_table(recipe) / recipe.full_size * size) < 1).all()


def test_the_assumed_ages_are_met_and_children_do_not_work(recipe: Recipe) -> None:
    cells = cells_of(recipe, 100_000)
    by_age = cells.counts.sum(axis=(0, 1, 3)) / 100_000

    assert np.allclose(by_age, [band.share for band in recipe.bands], atol=0.001)
    assert cells.counts[:, 0, 0, :].sum() == 0


def test_the_same_seed_gives_the_same_people_and_another_gives_others(bay: Bay, recipe: Recipe) -> None:
    first, again, other = (population(bay, recipe, seed=seed).frame().collect() for seed in (7, 7, 8))

    assert first.equals(again)
    assert not first.equals(other)
    assert first["city"].value_counts(sort=True).equals(other["city"].value_counts(sort=True))
    assert first["person_id"].to_list() == list(range(5_000))


def test_a_chunk_does_not_rest_on_the_chunks_before_it(bay: Bay, recipe: Recipe) -> None:
    drawn = population(bay, recipe)
    whole = drawn.frame().collect()
    third = drawn.chunk(3)
    assert whole.filter(pl.col("person_id").is_in(third["person_id"].to_list())).equals(third)


def test_a_lazy_population_answers_as_a_read_one(bay: Bay, recipe: Recipe) -> None:
    lazy = population(bay, recipe).frame()
    whole = lazy.collect()
    asked = pl.col("city") == "hk"

    assert lazy.head(1_500).collect().equals(whole.head(1_500))
    assert lazy.filter(asked).select("person.age").collect().equals(whole.filter(asked).select("person.age"))


def test_the_file_says_that_nobody_in_it_is_real_and_goes_straight_into_the_engine(
    bay: Bay, recipe: Recipe, tmp_path: Path
) -> None:
    out = tmp_path / "people.parquet"
    written = population(bay, recipe).write(out)
    said = pl.read_parquet_metadata(out)

    assert written.rows == 5_000
    assert pl.read_parquet(out)["synthetic"].all()
    assert "SYNTHETIC" in label_of(out)
    assert "合成" in label_of(out, "zh-Hans")
    assert "person.profession" in said["huanliu.assumed"]
    assert "employed_population 2023 [S20, medium]" in said["huanliu.margins"]
    assert read_table(bay.statutes, out).rows == 5_000


def test_the_share_left_unanswered_is_the_declared_one(bay: Bay, recipe: Recipe) -> None:
    frame = population(bay, recipe, 40_000, chunk=40_000).frame().collect()
    declared = {attribute.name: attribute.unknown for attribute in recipe.attributes}

    for name in ("person.profession", "person.good_character", "person.income_previous_12_months"):
        assert frame[name].null_count() / 40_000 == pytest.approx(declared[name], abs=0.006)
    assert frame["person.age"].null_count() == 0


def test_ages_lie_in_their_bands(bay: Bay, recipe: Recipe) -> None:
    frame = population(bay, recipe).frame().collect()
    for band in recipe.bands:
        ages = frame.filter(pl.col("age_band") == band.id)["person.age"]
        assert (ages.is_between(band.low, band.high)).all()


@pytest.mark.parametrize(("size", "seed"), [(0, 1), (2_000_000_000, 1), (10, -1)])
def test_a_size_or_seed_that_cannot_be_is_refused(bay: Bay, recipe: Recipe, size: int, seed: int) -> None:
    with pytest.raises(SubjectError):
        Population(recipe, bay.statutes, size, seed)


def test_a_folder_that_is_not_there_is_refused(bay: Bay, recipe: Recipe, tmp_path: Path) -> None:
    with pytest.raises(TableError, match="no such folder"):
        population(bay, recipe).write(tmp_path / "nowhere" / "people.parquet")


WRONG = [
    ("assumed: true\n    reason: No age", "reason: No age", "must say assumed: true"),
    ("source: S20\n    confidence: medium\n    cities", "source: S99\n    confidence: medium\n    cities", "S99"),
    ("persons: 18978000", "persons: 10", "no more than the residents"),
    ("name: person.years_qualified", "name: person.years_qualfied", "no fact"),
    ("hk_permanent_resident: 88", "hk_permanent_residant: 88", "did you mean hk_permanent_resident?"),
    ("draw: {share: 0.93}", "draw: {shar: 0.93}", "draws nothing known"),
    (
        "name: person.professional_indemnity_cover, draw: {share: 0.7}",
        "name: person.professional_indemnity_cover, by: nothing, otherwise: {share: 0.7}",
        "not drawn before",
    ),
]


@pytest.mark.parametrize(("old", "new", "words"), WRONG)
def test_a_wrong_recipe_is_one_clear_line(bay: Bay, tmp_path: Path, old: str, new: str, words: str) -> None:
    text = bundled_recipe().read_text("utf-8")
    assert old in text
    path = tmp_path / "wrong.yaml"
    path.write_text(text.replace(old, new, 1), "utf-8")

    with pytest.raises(HuanliuError) as refused:
        Population(read_recipe(path), bay.statutes, 100).write(tmp_path / "people.parquet")

    assert words in refused.value.sentence()
    assert "\n" not in refused.value.sentence()
    assert not (tmp_path / "people.parquet").exists()


def test_every_assumption_has_a_reason(recipe: Recipe) -> None:
    assert all(attribute.reason for attribute in recipe.attributes)
    with pytest.raises(PackError, match="whether it is assumed"):
        _without_assumed()


def _without_assumed() -> None:
    import tempfile

    text = bundled_recipe().read_text("utf-8").replace("assumed: true, reason: Most licences", "reason: Most licences")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "recipe.yaml"
        path.write_text(text, "utf-8")
        read_recipe(path)


def test_a_draw_that_is_killed_leaves_no_half_written_file(tmp_path: Path) -> None:
    out = tmp_path / "people.parquet"
    command = [sys.executable, "-m", "huanliu", "people", str(out), "--size", "20000000"]
    process = subprocess.Popen(command, env=dict(os.environ), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while not list(tmp_path.glob(".people.parquet.*")) and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait()

    assert process.returncode == -signal.SIGKILL
    assert list(tmp_path.glob(".people.parquet.*")), "it was killed before it began to write"
    assert not out.exists()
