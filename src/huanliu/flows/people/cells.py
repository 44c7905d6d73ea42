"""How many people of each city, employment, age band and education there are in a population of a given size."""

from __future__ import annotations

import numpy as np
from attrs import frozen

from huanliu.flows.people.fitting import Counts, Weights, fit, whole_numbers
from huanliu.flows.people.recipe import Recipe

AXES = ("city", "work", "age_band", "education")
CITY, WORK, AGE, EDUCATION = range(4)


@frozen(eq=False)
class Cells:
    """`counts[city, work, age band, education]` rows; each row of city and work stands for `weights[city, work]` people."""

    counts: Counts
    weights: Weights

    @property
    def rows(self) -> int:
        """How many rows there are in all."""
        return int(self.counts.sum())


def cells_of(recipe: Recipe, size: int) -> Cells:
    """The cells of a population of `size` rows.

    City and employment are published for each city, so they are exact: at full size to the person, else to the nearest row. The
    assumed ages and educations are fitted to them and then rounded within each city and employment.
    """
    published = published_table(recipe)
    rows = whole_numbers(published, size)
    fitted = _fitted(recipe, published)
    counts = np.zeros(fitted.shape, dtype=np.int64)
    for place in np.ndindex(rows.shape):
        counts[place] = whole_numbers(fitted[place], int(rows[place]))
    weights = np.divide(published, rows, out=np.zeros_like(published), where=rows > 0)
    return Cells(counts, weights)


def published_table(recipe: Recipe) -> Weights:
    """People by city and employment, as published: employed, and the rest of the residents."""
    employed = np.array([recipe.employed.cities[city] for city in recipe.cities], dtype=np.float64)
    residents = np.array([recipe.residents.cities[city] for city in recipe.cities], dtype=np.float64)
    return np.stack([employed, residents - employed], axis=1)


def _fitted(recipe: Recipe, published: Weights) -> Weights:
    total = published.sum()
    ages = np.array([band.share for band in recipe.bands])
    margins = {(CITY, WORK): published, (AGE,): ages / ages.sum() * total}
    return fit(_seed(recipe, published), margins, AXES)


def _seed(recipe: Recipe, published: Weights) -> Weights:
    """What the assumptions alone would give: employment and education by age, alike in every city."""
    ages = np.array([band.share for band in recipe.bands])
    employed = np.array([band.employed for band in recipe.bands])
    by_work = np.stack([ages * employed, ages * (1 - employed)])
    education = np.array([recipe.education_by_band[band.id] for band in recipe.bands])
    education = education / education.sum(axis=1, keepdims=True)
    cities = published.sum(axis=1) / published.sum()
    seed: Weights = np.einsum("c,wa,ae->cwae", cities, by_work, education)
    return seed
