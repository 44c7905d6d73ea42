"""A synthetic population as a Parquet file, chunk by chunk: 87 million rows in bounded memory, the same ones for the same seed.

Each chunk is drawn from the seed and its own number and holds its even part of every cell, so no chunk rests on another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from attrs import frozen
from numpy.typing import NDArray
from polars.io.plugins import register_io_source

from huanliu.base.beside import beside
from huanliu.engine.columns.frame import fact_columns, unreadable
from huanliu.engine.kinds import Kind
from huanliu.engine.statute import Statutes
from huanliu.errors import Place, SubjectError, nearest
from huanliu.flows.people.cells import Cells, cells_of
from huanliu.flows.people.drawing import Chunk, Drawn, words_of
from huanliu.flows.people.recipe import WORK, Attribute, Recipe
from huanliu.law.fields import fail

CHUNK_ROWS = 500_000
MOST_ROWS = 1_000_000_000
# Streams of random numbers beside those of the attributes.
ROUNDING, ORDER = 1_000_001, 1_000_002
OWN = ("person_id", "synthetic", "weight", "city", "work", "age_band")


@frozen
class Written:
    """What was written: how many rows, standing for how many people, and by city."""

    path: Path
    rows: int
    people: int
    rows_by_city: Mapping[str, int]
    label: str

    def plain(self) -> dict[str, Any]:
        """JSON values."""
        by_city = dict(self.rows_by_city)
        return {"out": str(self.path), "rows": self.rows, "stands_for": self.people, "rows_by_city": by_city}


@frozen
class Population:
    """A population of so many rows, drawn from a recipe and a seed; `statutes` are the vocabulary that its facts are held to."""

    recipe: Recipe
    statutes: Statutes
    size: int
    seed: int = 1
    chunk_rows: int = CHUNK_ROWS

    def __attrs_post_init__(self) -> None:
        if not 1 <= self.size <= MOST_ROWS:
            raise SubjectError(f"a population of {self.size} people", expected=f"1 to {MOST_ROWS:,}", hint="--size")
        if not 0 <= self.seed < 2**63:
            raise SubjectError(f"the seed {self.seed} is not a whole number from 0", hint="--seed 1")
        for _ in fact_columns(self.statutes, self.schema):
            pass  # it raises what is wrong
        for attribute in self.recipe.attributes:
            self._refuse_unknown_words(attribute)

    def _refuse_unknown_words(self, attribute: Attribute) -> None:
        """A word that the vocabulary does not know would otherwise be found by Polars, in its own words."""
        kind = self.statutes.kinds.get(attribute.name)
        for word in words_of(attribute.draw) if kind is not None and kind.values else ():
            if kind is not None and word not in kind.values:
                hint = nearest(word, kind.values)
                fail(f"{attribute.name} draws {word!r}, which is none of its values", attribute.node.place, hint)

    @property
    def chunks(self) -> int:
        """In how many chunks it is drawn."""
        return -(-self.size // self.chunk_rows)

    @cached_property
    def cells(self) -> Cells:
        """How many people of each kind there are."""
        return cells_of(self.recipe, self.size)

    @cached_property
    def schema(self) -> dict[str, pl.DataType]:
        """The columns with their types."""
        bands = pl.Enum([band.id for band in self.recipe.bands])
        cities = pl.Enum(self.recipe.cities)
        own = (pl.Int64(), pl.Boolean(), pl.Float64(), cities, pl.Enum(WORK), bands)
        found: dict[str, pl.DataType] = dict(zip(OWN, own, strict=True))
        for name in (self.recipe.education_fact, *(attribute.name for attribute in self.recipe.attributes)):
            found[name] = self._dtype(name)
        return found

    def _dtype(self, name: str) -> pl.DataType:
        if "." not in name:
            return pl.String()
        kind = self.statutes.kinds.get(name)
        return pl.Null() if kind is None else _dtype_of(kind)

    def chunk(self, number: int) -> pl.DataFrame:
        """One chunk, from 0."""
        cells = self._cells_in(number)
        flat = np.repeat(np.arange(cells.size), cells.ravel())
        rng = np.random.default_rng([self.seed, number, ORDER])
        rng.shuffle(flat)
        city, work, age, education = np.unravel_index(flat, cells.shape)
        columns = {
            "city": Drawn(city, self.recipe.cities),
            "work": Drawn(work, WORK),
            "age_band": Drawn(age, tuple(band.id for band in self.recipe.bands)),
            self.recipe.education_fact: Drawn(education, self.recipe.educations),
        }
        start = self._rows_before(number)
        series = [
            pl.Series("person_id", np.arange(start, start + len(flat))),
            pl.Series("synthetic", np.ones(len(flat), dtype=np.bool_)),
            pl.Series("weight", self.cells.weights[city, work]),
            *(_series(name, drawn, self.schema[name]) for name, drawn in columns.items()),
            *self._attributes(Chunk(self.recipe, (self.seed, number), columns, len(flat))),
        ]
        return pl.DataFrame(series)

    def _attributes(self, chunk: Chunk) -> Iterator[pl.Series]:
        for position, attribute in enumerate(self.recipe.attributes):
            drawn, unanswered = chunk.draw(attribute, position)
            yield _series(attribute.name, drawn, self.schema[attribute.name], unanswered)

    def _cells_in(self, number: int) -> NDArray[np.int64]:
        after, before = self._reached(number + 1), self._reached(number)
        return after - before

    def _reached(self, number: int) -> NDArray[np.int64]:
        """How many of each cell stand in the chunks before one. Each cell rounds at a place of its own, so that small cells do not all
        fall into one chunk; over all chunks every cell is whole."""
        offsets = np.random.default_rng([self.seed, ROUNDING]).random(self.cells.counts.shape)
        exact = self.cells.counts * (number / self.chunks)
        reached: NDArray[np.int64] = np.floor(exact + offsets).astype(np.int64)
        return np.minimum(reached, self.cells.counts) if number < self.chunks else self.cells.counts

    def _rows_before(self, number: int) -> int:
        return int(self._reached(number).sum()) if number else 0

    def frame(self) -> pl.LazyFrame:
        """Everybody, lazily."""

        def chunks(
            columns: list[str] | None, predicate: pl.Expr | None, most: int | None, batch: int | None
        ) -> Iterator[pl.DataFrame]:
            left = self.size if most is None else most
            for number in range(self.chunks):
                if left <= 0:
                    return
                drawn = self.chunk(number).head(left)
                left -= drawn.height
                drawn = drawn if predicate is None else drawn.filter(predicate)
                yield drawn if columns is None else drawn.select(columns)

        return register_io_source(chunks, schema=self.schema)

    def write(self, out: Path | str) -> Written:
        """Draw everybody into a Parquet file that is put into its place in one move. Raises TableError where it cannot be written."""
        target = Path(out)
        with beside(target) as partial:
            try:
                self.frame().sink_parquet(partial, engine="streaming", sync_on_close="data", metadata=self.metadata)
            except (pl.exceptions.PolarsError, OSError) as error:
                raise unreadable(error, Place(str(target))) from error
        by_city = self.cells.counts.sum(axis=(1, 2, 3))
        rows = {city: int(count) for city, count in zip(self.recipe.cities, by_city, strict=True)}
        return Written(target, self.cells.rows, self.recipe.full_size, rows, self.recipe.label.en)

    @property
    def metadata(self) -> dict[str, str]:
        """What the file says of itself."""
        recipe = self.recipe
        assumed = [attribute.name for attribute in recipe.attributes if attribute.assumed]
        margins = (recipe.residents, recipe.employed)
        return {
            "huanliu.synthetic": "true",
            "huanliu.label": recipe.label.en,
            "huanliu.label.zh-Hans": recipe.label.in_language("zh-Hans"),
            "huanliu.seed": str(self.seed),
            "huanliu.margins": "; ".join(f"{m.id} {m.year} [{m.source}, {m.confidence}]" for m in margins),
            "huanliu.sources": "; ".join(f"{name}: {title}" for name, title in recipe.sources.items()),
            "huanliu.assumed": ", ".join(["age_band", recipe.education_fact, *assumed]),
        }


def _dtype_of(kind: Kind) -> pl.DataType:
    match kind.name:
        case "bool":
            return pl.Boolean()
        case "date":
            return pl.Date()
        case "enum":
            return pl.Enum(list(kind.values))
        case "set":
            return pl.List(pl.String())
        case "text":
            return pl.String()
        case "int":
            return pl.Int32()
    return pl.Int64()


def _series(name: str, drawn: Drawn, dtype: pl.DataType, unanswered: NDArray[np.bool_] | None = None) -> pl.Series:
    """A drawn column in its type, with gaps where nothing was drawn or nobody answers."""
    gaps = np.zeros(len(drawn.numbers), dtype=np.bool_) if unanswered is None else unanswered
    if drawn.there is not None:
        gaps = gaps | ~drawn.there
    known = pl.Series(~gaps)
    if drawn.values is None:
        series = pl.Series(name, drawn.numbers).cast(pl.Int32 if dtype == pl.Date else dtype)
    else:
        series = _worded(drawn, dtype)
    return pl.select(pl.when(known).then(series.cast(dtype)).alias(name)).to_series()


def _worded(drawn: Drawn, dtype: pl.DataType) -> pl.Series:
    assert drawn.values is not None
    if dtype == pl.List(pl.String()):
        return pl.Series([[value] for value in drawn.values], dtype=dtype).gather(pl.Series(drawn.numbers))
    return pl.Series(list(drawn.values), dtype=dtype).gather(pl.Series(drawn.numbers))
