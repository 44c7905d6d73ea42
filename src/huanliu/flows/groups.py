"""Groups: people counted together by a column of the table, by a fact, or by an age band.

Sums are made once over the crossing of all groups, in one pass; each group's own table is added up from that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import polars as pl
from attrs import frozen

from huanliu.engine.kinds import Kind
from huanliu.engine.rulings import RuleBook
from huanliu.engine.words import Words
from huanliu.errors import TableError, UnknownNameError, nearest
from huanliu.flows.census import Census, counted, counted_together

AGE, AGE_BAND = "person.age", "age_band"
BANDS = ((0, 14), (15, 24), (25, 34), (35, 44), (45, 54), (55, 64))
LAST = 65
WHOLE = ""  # the group of everybody


@frozen
class Group:
    """A way of grouping: what it is asked for by, the column or fact it reads, and the fact's type where it is one."""

    name: str
    reads: str
    kind: Kind | None = None
    banded: bool = False

    def key(self) -> pl.Expr:
        """The group of each row, as a text; null where it is not known."""
        column = pl.col(self.reads)
        return banded(column) if self.banded else column.cast(pl.String)

    def label(self, value: str | None, words: Words) -> str:
        """How a group is called."""
        if value is None:
            return words.say("unknown")
        if self.kind is not None and value in self.kind.values:
            return words.of(self.kind.values[value])
        return words.say(f"flows.{value}") if f"flows.{value}" in words.law.words else value


def banded(age: pl.Expr) -> pl.Expr:
    """Ages in bands of ten years, as statistics offices print them."""
    found: Any = pl.when(age.is_null()).then(None)
    for low, high in BANDS:
        found = found.when(age <= high).then(pl.lit(f"{low}-{high}"))
    return found.otherwise(pl.lit(f"{LAST}+"))  # type: ignore[no-any-return]


def find_groups(asked: str | None, census: Census, book: RuleBook) -> tuple[Group, ...]:
    """The groups of `--by city,age_band,profession`. Raises UnknownNameError where the table has no such column."""
    names = [name.strip() for name in (asked or "").split(",") if name.strip()]
    return tuple(_group(name, census, book) for name in dict.fromkeys(names))


def _group(name: str, census: Census, book: RuleBook) -> Group:
    schema, kinds = census.table.schema, book.statutes.kinds
    for column in (name, f"person.{name}"):
        if column in schema:
            nested = schema[column].is_nested()
            if nested:
                raise UnknownNameError(f"{column} holds several values a row and makes no groups", found=column)
            return Group(name, column, kinds.get(column))
    if name == AGE_BAND and AGE in schema:
        return Group(name, AGE, banded=True)
    own = [column.removeprefix("person.") for column in schema]
    raise UnknownNameError(
        f"the table has no column {name[:80]!r} to count by", found=name[:80], hint=nearest(name, own) or _some(own)
    )


def _some(names: Sequence[str]) -> str:
    return f"it has {', '.join(names[:6])} ..."


def summed(frame: pl.LazyFrame, groups: Sequence[Group], sums: Mapping[str, pl.Expr]) -> pl.DataFrame:
    """Sums over the crossing of all groups: a column for each group (by its name) and each sum. One row where there are no groups."""
    asked = [sums[name].alias(name) for name in sums]
    if not groups:
        return counted(frame.select(asked))
    return counted(frame.group_by([group.key().alias(key_of(group)) for group in groups]).agg(asked))


def summed_beside(
    frame: pl.LazyFrame, groups: Sequence[Group], sums: Mapping[str, pl.Expr], once: Mapping[str, pl.Expr]
) -> tuple[pl.DataFrame, dict[str, Any]]:
    """As `summed`, and beside it the sums `once` of everybody, in one pass: to group a column costs several times what adding it up does."""
    beside = frame.select([once[name].alias(name) for name in once] or [pl.lit(0)])
    if not groups:
        found = counted(frame.select([each.alias(name) for name, each in {**sums, **once}.items()]))
        return found.select(list(sums)), found.row(0, named=True)
    keys = [group.key().alias(key_of(group)) for group in groups]
    cube, total = counted_together([frame.group_by(keys).agg([sums[name].alias(name) for name in sums]), beside])
    return cube, total.row(0, named=True)


def kept_for(groups: Sequence[Group], weight: str | None) -> list[str]:
    """The columns of the table that counting reads."""
    return list(dict.fromkeys([*(group.reads for group in groups), *([weight] if weight else [])]))


def find_weight(asked: str | None, census: Census) -> str | None:
    """The column that says for how many people a row stands. Raises UnknownNameError where it is not there, TableError where it is empty or
    below zero in some row: what is not known must not count as nobody."""
    schema = census.table.schema
    if asked is None:
        return None
    if asked not in schema or not schema[asked].is_numeric():
        hint = nearest(asked, schema) or "a column of numbers, such as weight"
        raise UnknownNameError(f"the table has no column of numbers {asked[:80]!r}", found=asked[:80], hint=hint)
    column = pl.col(asked)
    bad = (
        (column.is_null() | column.is_nan() | (column < 0)).any()
        if schema[asked].is_float()
        else ((column.is_null() | (column < 0)).any())
    )
    if counted(census.table.frame.select(bad.alias("bad")))["bad"][0]:
        raise TableError(f"the column {asked} is empty or below zero in some rows", hint="every row needs a weight")
    return asked


def tally(flag: pl.Expr, weight: str | None) -> pl.Expr:
    """How many rows a flag holds in, or how many people they stand for (rounded only at the end: `whole`)."""
    if weight is None:
        return flag.sum().cast(pl.Int64)
    # To pick the weights of those that a flag holds for costs an eighth of multiplying by it.
    return pl.when(flag).then(pl.col(weight).cast(pl.Float64)).sum()


def head_count(weight: str | None) -> pl.Expr:
    """How many rows there are, or how many people they stand for."""
    return pl.len().cast(pl.Int64) if weight is None else pl.col(weight).cast(pl.Float64).sum()


def whole(count: float | None) -> int:
    """A count of people as a whole number."""
    return round(count or 0)


def key_of(group: Group) -> str:
    """The column that holds a group in a table of sums."""
    return f"by {group.name}"


def rolled_up(cube: pl.DataFrame, groups: Sequence[Group], names: Sequence[str]) -> pl.DataFrame:
    """The same sums for everybody and for each group by itself: `by` and `group` (both empty for everybody), then the sums."""
    everybody = cube.select(pl.lit(WHOLE).alias("by"), pl.lit(WHOLE, dtype=pl.String).alias("group"), *_totals(names))
    parts = [everybody, *(_by(cube, group, names) for group in groups)]
    return pl.concat(parts, how="vertical_relaxed")


def _by(cube: pl.DataFrame, group: Group, names: Sequence[str]) -> pl.DataFrame:
    found = cube.group_by(pl.col(key_of(group)).alias("group")).agg(_totals(names)).sort("group", nulls_last=True)
    return found.select(pl.lit(group.name).alias("by"), "group", *names)


def _totals(names: Iterable[str]) -> list[pl.Expr]:
    return [pl.col(name).sum() for name in names]
